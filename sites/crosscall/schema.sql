-- The database of the shop and of customer service. Plain SQL: SQLite, MariaDB and PostgreSQL take it as it stands.

CREATE TABLE customers (
    id              INTEGER PRIMARY KEY,
    name            VARCHAR(200),
    username        VARCHAR(100),
    password_hash   VARCHAR(200),
    email           VARCHAR(200),
    phone           VARCHAR(40),
    postal_address  VARCHAR(300),
    date_of_birth   DATE NULL,
    title           VARCHAR(20),
    preferences     VARCHAR(300),
    created_at      TIMESTAMP NOT NULL,
    last_contact_at TIMESTAMP NULL,                    -- the last sign-in or order
    archived        INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX customers_email ON customers (email);
CREATE INDEX customers_phone ON customers (phone);

CREATE TABLE orders (
    id               INTEGER PRIMARY KEY,
    customer_id      INTEGER NULL REFERENCES customers (id), -- NULL: ordered without an account
    name             VARCHAR(200),
    email            VARCHAR(200),
    phone            VARCHAR(40),
    postal_address   VARCHAR(300),
    delivery_problem VARCHAR(300),
    total_cents      INTEGER,
    status           VARCHAR(20) NOT NULL,             -- open, delivered
    placed_at        TIMESTAMP NOT NULL,
    delivered_at     TIMESTAMP NULL,
    archived         INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX orders_customer ON orders (customer_id);
CREATE INDEX orders_email ON orders (email);
CREATE INDEX orders_phone ON orders (phone);

CREATE TABLE order_lines (
    id       INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    product  VARCHAR(200),
    history  VARCHAR(200),                             -- what befell the line: sent, returned, exchanged
    added_at TIMESTAMP NOT NULL
);
CREATE INDEX order_lines_order ON order_lines (order_id);

CREATE TABLE payments (
    id           INTEGER PRIMARY KEY,
    order_id     INTEGER NOT NULL REFERENCES orders (id),
    card         VARCHAR(60),
    iban         VARCHAR(40),
    amount_cents INTEGER,
    paid_at      TIMESTAMP NOT NULL,
    executed_at  TIMESTAMP NULL
);
CREATE INDEX payments_order ON payments (order_id);

CREATE TABLE saved_cards (
    id          INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    card        VARCHAR(60),
    keep        INTEGER NOT NULL,                      -- 1: the box was ticked
    kept_at     TIMESTAMP NOT NULL,
    expires_on  DATE NOT NULL
);
CREATE INDEX saved_cards_customer ON saved_cards (customer_id);

CREATE TABLE invoices (
    id             INTEGER PRIMARY KEY,
    order_id       INTEGER NULL REFERENCES orders (id),
    customer_id    INTEGER NULL REFERENCES customers (id),
    name           VARCHAR(200),
    email          VARCHAR(200),
    postal_address VARCHAR(300),
    amount_cents   INTEGER,
    issued_on      DATE NOT NULL,
    archived       INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX invoices_customer ON invoices (customer_id);
CREATE INDEX invoices_order ON invoices (order_id);
CREATE INDEX invoices_email ON invoices (email);

CREATE TABLE baskets (
    id          INTEGER PRIMARY KEY,
    visitor     VARCHAR(60),
    customer_id INTEGER NULL REFERENCES customers (id),
    products    TEXT,
    created_at  TIMESTAMP NOT NULL,
    changed_at  TIMESTAMP NULL
);
CREATE INDEX baskets_visitor ON baskets (visitor);
CREATE INDEX baskets_customer ON baskets (customer_id);

CREATE TABLE registrations (
    id            INTEGER PRIMARY KEY,
    customer_id   INTEGER NULL REFERENCES customers (id),
    name          VARCHAR(200),
    email         VARCHAR(200),
    phone         VARCHAR(40),
    imei          VARCHAR(20),
    product       VARCHAR(100),
    bought_on     DATE NOT NULL,
    registered_at TIMESTAMP NOT NULL
);
CREATE INDEX registrations_customer ON registrations (customer_id);
CREATE INDEX registrations_email ON registrations (email);
CREATE INDEX registrations_imei ON registrations (imei);

CREATE TABLE requests (
    id          INTEGER PRIMARY KEY,
    customer_id INTEGER NULL REFERENCES customers (id),
    name        VARCHAR(200),
    email       VARCHAR(200),
    phone       VARCHAR(40),
    imei        VARCHAR(20),
    channel     VARCHAR(20) NOT NULL,                  -- email, chat, phone, form
    body        TEXT,
    status      VARCHAR(20) NOT NULL,                  -- open, closed
    received_at TIMESTAMP NOT NULL,
    closed_at   TIMESTAMP NULL,
    archived    INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX requests_customer ON requests (customer_id);
CREATE INDEX requests_email ON requests (email);
CREATE INDEX requests_phone ON requests (phone);
CREATE INDEX requests_imei ON requests (imei);

CREATE TABLE reviews (
    id           INTEGER PRIMARY KEY,
    customer_id  INTEGER NOT NULL REFERENCES customers (id),
    username     VARCHAR(100),
    body         TEXT,
    is_published INTEGER NOT NULL,
    posted_at    TIMESTAMP NOT NULL,
    removed_at   TIMESTAMP NULL
);
CREATE INDEX reviews_customer ON reviews (customer_id);

CREATE TABLE contest_entries (
    id         INTEGER PRIMARY KEY,
    name       VARCHAR(200),
    email      VARCHAR(200),
    answer     TEXT,
    entered_at TIMESTAMP NOT NULL,
    ends_on    DATE NOT NULL
);
CREATE INDEX contest_entries_email ON contest_entries (email);

CREATE TABLE applications (
    id               INTEGER PRIMARY KEY,
    name             VARCHAR(200),
    email            VARCHAR(200),
    phone            VARCHAR(40),
    body             TEXT,
    received_at      TIMESTAMP NOT NULL,
    last_exchange_at TIMESTAMP NULL
);
CREATE INDEX applications_email ON applications (email);

CREATE TABLE event_registrations (
    id            INTEGER PRIMARY KEY,
    name          VARCHAR(200),
    email         VARCHAR(200),
    event         VARCHAR(100) NOT NULL,
    registered_at TIMESTAMP NOT NULL,
    held_on       DATE NOT NULL
);
CREATE INDEX event_registrations_email ON event_registrations (email);

CREATE TABLE subscriptions (
    id              INTEGER PRIMARY KEY,
    email           VARCHAR(200),
    phone           VARCHAR(40),
    postal_address  VARCHAR(300),
    opt_in          INTEGER NOT NULL,                  -- 1: asked for, and confirmed
    partners        INTEGER NOT NULL,                  -- 1: offers of partners were asked for, too
    created_at      TIMESTAMP NOT NULL,
    last_contact_at TIMESTAMP NULL                     -- an act of the person
);
CREATE INDEX subscriptions_email ON subscriptions (email);

CREATE TABLE phone_opt_outs (
    id           INTEGER PRIMARY KEY,
    phone        VARCHAR(40),
    email        VARCHAR(200),
    received_at  TIMESTAMP NOT NULL,
    effective_at TIMESTAMP NOT NULL
);
CREATE INDEX phone_opt_outs_phone ON phone_opt_outs (phone);
CREATE INDEX phone_opt_outs_email ON phone_opt_outs (email);

CREATE TABLE logins (
    id           INTEGER PRIMARY KEY,
    customer_id  INTEGER NOT NULL REFERENCES customers (id),
    ip_address   VARCHAR(45),
    login        VARCHAR(100),
    location     VARCHAR(100),
    signed_in_at TIMESTAMP NOT NULL
);
CREATE INDEX logins_customer ON logins (customer_id);

CREATE TABLE visits (
    id               INTEGER PRIMARY KEY,
    visitor          VARCHAR(60),                      -- the site's own cookie
    browsing         TEXT,
    products_viewed  TEXT,
    searches         VARCHAR(200),
    interests        VARCHAR(200),
    pages_viewed     INTEGER,
    city             VARCHAR(100),
    frequency        VARCHAR(60),
    duration         VARCHAR(40),
    browser          VARCHAR(60),
    network_operator VARCHAR(60),
    device_type      VARCHAR(60),
    visited_at       TIMESTAMP NOT NULL
);
CREATE INDEX visits_visitor ON visits (visitor);
