-- The database of an online shop with stores. Plain SQL: SQLite, MariaDB and PostgreSQL take it as it stands.

CREATE TABLE shops (
    id   INTEGER PRIMARY KEY,
    town VARCHAR(100) NOT NULL,
    name VARCHAR(100) NOT NULL
);

CREATE TABLE customers (
    id              INTEGER PRIMARY KEY,
    title           VARCHAR(20),
    last_name       VARCHAR(100),
    first_name      VARCHAR(100),
    email           VARCHAR(200),
    phone           VARCHAR(40),
    postal_address  VARCHAR(300),
    date_of_birth   DATE NULL,
    password_hash   VARCHAR(200),
    history         TEXT,                              -- what the account shows of past orders
    created_at      TIMESTAMP NOT NULL,
    last_contact_at TIMESTAMP NULL,
    archived        INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX customers_email ON customers (email);
CREATE INDEX customers_phone ON customers (phone);

CREATE TABLE counter_cards (
    id              INTEGER PRIMARY KEY,
    shop_id         INTEGER NOT NULL REFERENCES shops (id),
    last_name       VARCHAR(100),
    first_name      VARCHAR(100),
    email           VARCHAR(200),
    phone           VARCHAR(40),
    date_of_birth   DATE NULL,
    notice_read     INTEGER NOT NULL,                  -- 1: the clerk read the notice aloud
    created_at      TIMESTAMP NOT NULL,
    last_contact_at TIMESTAMP NULL,
    archived        INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX counter_cards_shop ON counter_cards (shop_id);
CREATE INDEX counter_cards_email ON counter_cards (email);
CREATE INDEX counter_cards_phone ON counter_cards (phone);

CREATE TABLE orders (
    id               INTEGER PRIMARY KEY,
    customer_id      INTEGER NULL REFERENCES customers (id), -- NULL: ordered as a guest
    title            VARCHAR(20),
    last_name        VARCHAR(100),
    first_name       VARCHAR(100),
    email            VARCHAR(200),
    phone            VARCHAR(40),
    delivery_address VARCHAR(300),
    billing_address  VARCHAR(300),
    information      VARCHAR(300),                     -- size, alteration, gift note
    status           VARCHAR(20) NOT NULL,             -- open, delivered
    placed_at        TIMESTAMP NOT NULL,
    delivered_at     TIMESTAMP NULL,
    archived         INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX orders_customer ON orders (customer_id);
CREATE INDEX orders_email ON orders (email);
CREATE INDEX orders_phone ON orders (phone);

CREATE TABLE order_lines (
    id          INTEGER PRIMARY KEY,
    order_id    INTEGER NOT NULL REFERENCES orders (id),
    product     VARCHAR(200),
    price_cents INTEGER,
    added_at    TIMESTAMP NOT NULL
);
CREATE INDEX order_lines_order ON order_lines (order_id);

CREATE TABLE payments (
    id           INTEGER PRIMARY KEY,
    order_id     INTEGER NOT NULL REFERENCES orders (id),
    means        VARCHAR(60),
    amount_cents INTEGER,
    status       VARCHAR(20) NOT NULL,                 -- paid, unpaid
    paid_at      TIMESTAMP NOT NULL,
    archived     INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX payments_order ON payments (order_id);

CREATE TABLE invoices (
    id              INTEGER PRIMARY KEY,
    order_id        INTEGER NULL REFERENCES orders (id),
    customer_id     INTEGER NULL REFERENCES customers (id),
    last_name       VARCHAR(100),
    first_name      VARCHAR(100),
    email           VARCHAR(200),
    billing_address VARCHAR(300),
    amount_cents    INTEGER,
    issued_on       DATE NOT NULL,
    archived        INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX invoices_customer ON invoices (customer_id);
CREATE INDEX invoices_order ON invoices (order_id);
CREATE INDEX invoices_email ON invoices (email);

CREATE TABLE counter_sales (
    id              INTEGER PRIMARY KEY,
    shop_id         INTEGER NOT NULL REFERENCES shops (id),
    counter_card_id INTEGER NULL REFERENCES counter_cards (id), -- NULL: nobody was named
    information     VARCHAR(300),
    amount_cents    INTEGER,
    sold_at         TIMESTAMP NOT NULL
);
CREATE INDEX counter_sales_shop ON counter_sales (shop_id);
CREATE INDEX counter_sales_card ON counter_sales (counter_card_id);

CREATE TABLE cases (
    id             INTEGER PRIMARY KEY,
    customer_id    INTEGER NULL REFERENCES customers (id),
    last_name      VARCHAR(100),
    first_name     VARCHAR(100),
    email          VARCHAR(200),
    phone          VARCHAR(40),
    postal_address VARCHAR(300),
    about_order    VARCHAR(200),
    body           TEXT,
    channel        VARCHAR(20) NOT NULL,               -- email, phone, post, store
    status         VARCHAR(20) NOT NULL,               -- open, closed
    received_at    TIMESTAMP NOT NULL,
    closed_at      TIMESTAMP NULL,
    archived       INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX cases_customer ON cases (customer_id);
CREATE INDEX cases_email ON cases (email);
CREATE INDEX cases_phone ON cases (phone);

CREATE TABLE fraud_checks (
    id         INTEGER PRIMARY KEY,
    order_id   INTEGER NOT NULL REFERENCES orders (id),
    last_name  VARCHAR(100),
    first_name VARCHAR(100),
    email      VARCHAR(200),
    phone      VARCHAR(40),
    order_said VARCHAR(200),
    alert      VARCHAR(200),                           -- what the provider's databases said
    document   VARCHAR(200),                           -- which document was shown
    checked_at TIMESTAMP NOT NULL
);
CREATE INDEX fraud_checks_order ON fraud_checks (order_id);

CREATE TABLE store_incidents (
    id          INTEGER PRIMARY KEY,
    shop_id     INTEGER NOT NULL REFERENCES shops (id),
    customer_id INTEGER NULL REFERENCES customers (id), -- NULL: nobody was recognised
    description TEXT,
    images      VARCHAR(200),                          -- the extract of the recording
    recorded_at TIMESTAMP NOT NULL
);
CREATE INDEX store_incidents_shop ON store_incidents (shop_id);
CREATE INDEX store_incidents_customer ON store_incidents (customer_id);

CREATE TABLE subscriptions (
    id              INTEGER PRIMARY KEY,
    email           VARCHAR(200),
    phone           VARCHAR(40),
    postal_address  VARCHAR(300),
    gender          VARCHAR(20),
    history         VARCHAR(200),
    items_clicked   VARCHAR(200),
    offers_clicked  VARCHAR(200),
    opt_in          INTEGER NOT NULL,                  -- 1: asked for, and confirmed
    created_at      TIMESTAMP NOT NULL,
    last_contact_at TIMESTAMP NULL
);
CREATE INDEX subscriptions_email ON subscriptions (email);
CREATE INDEX subscriptions_phone ON subscriptions (phone);

CREATE TABLE visits (
    id           INTEGER PRIMARY KEY,
    visitor      VARCHAR(60),                          -- the site's own cookie
    url          VARCHAR(200),
    ip_address   VARCHAR(45),
    browser      VARCHAR(60),
    pages_viewed TEXT,
    ads_clicked  VARCHAR(200),
    search_terms VARCHAR(200),
    username     VARCHAR(100),
    language     VARCHAR(20),
    country      VARCHAR(40),
    visited_at   TIMESTAMP NOT NULL
);
CREATE INDEX visits_visitor ON visits (visitor);
