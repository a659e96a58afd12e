-- The database of the shop. Plain SQL: SQLite, MariaDB and PostgreSQL take it as it stands.

CREATE TABLE customers (
    id             INTEGER PRIMARY KEY,
    name           VARCHAR(200),
    email          VARCHAR(200),
    phone          VARCHAR(40),
    postal_address VARCHAR(300),
    date_of_birth  DATE NULL,
    email_check    VARCHAR(40),                        -- what the verification provider said
    created_at     TIMESTAMP NOT NULL,
    closed_at      TIMESTAMP NULL,                     -- NULL while the account is open
    archived       INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX customers_email ON customers (email);
CREATE INDEX customers_phone ON customers (phone);

CREATE TABLE orders (
    id             INTEGER PRIMARY KEY,
    customer_id    INTEGER NULL REFERENCES customers (id),   -- NULL: ordered without an account
    name           VARCHAR(200),
    email          VARCHAR(200),
    phone          VARCHAR(40),
    postal_address VARCHAR(300),
    total_cents    INTEGER,
    status         VARCHAR(20) NOT NULL,               -- open, delivered, declined
    placed_at      TIMESTAMP NOT NULL,
    delivered_at   TIMESTAMP NULL,
    archived       INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX orders_customer ON orders (customer_id);
CREATE INDEX orders_email ON orders (email);
CREATE INDEX orders_phone ON orders (phone);

CREATE TABLE order_lines (
    id          INTEGER PRIMARY KEY,
    order_id    INTEGER NOT NULL REFERENCES orders (id),
    product     VARCHAR(200),
    quantity    INTEGER NOT NULL,
    price_cents INTEGER,
    added_at    TIMESTAMP NOT NULL
);
CREATE INDEX order_lines_order ON order_lines (order_id);

CREATE TABLE payments (
    id           INTEGER PRIMARY KEY,
    order_id     INTEGER NOT NULL REFERENCES orders (id),
    card         VARCHAR(40),                          -- the provider's token and the last four digits
    amount_cents INTEGER,
    paid_at      TIMESTAMP NOT NULL,
    debited_at   TIMESTAMP NULL
);
CREATE INDEX payments_order ON payments (order_id);

CREATE TABLE invoices (
    number         INTEGER PRIMARY KEY,
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

CREATE TABLE fraud_checks (
    id              INTEGER PRIMARY KEY,
    order_id        INTEGER NOT NULL REFERENCES orders (id),
    provider_result VARCHAR(200),
    decision        VARCHAR(200),                      -- accepted, on hold, declined, and why
    amount_cents    INTEGER,
    reviewed        INTEGER NOT NULL,                  -- 1: a person looked at it again
    decided_at      TIMESTAMP NOT NULL
);
CREATE INDEX fraud_checks_order ON fraud_checks (order_id);

CREATE TABLE messages (
    id          INTEGER PRIMARY KEY,
    customer_id INTEGER NULL REFERENCES customers (id),
    name        VARCHAR(200),
    email       VARCHAR(200),
    phone       VARCHAR(40),
    nature      VARCHAR(20) NOT NULL,                  -- question, complaint
    channel     VARCHAR(20) NOT NULL,                  -- email, sms, contact_page, social_network
    body        TEXT,
    status      VARCHAR(20) NOT NULL,                  -- open, answered
    received_at TIMESTAMP NOT NULL,
    answered_at TIMESTAMP NULL,
    archived    INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX messages_customer ON messages (customer_id);
CREATE INDEX messages_email ON messages (email);
CREATE INDEX messages_phone ON messages (phone);

CREATE TABLE recordings (
    id          INTEGER PRIMARY KEY,
    message_id  INTEGER NOT NULL REFERENCES messages (id),
    transcript  TEXT,
    recorded_at TIMESTAMP NOT NULL
);
CREATE INDEX recordings_message ON recordings (message_id);

CREATE TABLE remarks (
    id          INTEGER PRIMARY KEY,
    email       VARCHAR(200),
    nature      VARCHAR(20) NOT NULL,                  -- remark, survey
    body        TEXT,
    consent     INTEGER NOT NULL,
    given_at    TIMESTAMP NOT NULL
);
CREATE INDEX remarks_email ON remarks (email);

CREATE TABLE positions (
    id          INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    longitude   DECIMAL(9, 6),
    latitude    DECIMAL(9, 6),
    located     VARCHAR(40),                           -- the time read from the device
    consent     INTEGER NOT NULL,
    located_at  TIMESTAMP NOT NULL
);
CREATE INDEX positions_customer ON positions (customer_id);

CREATE TABLE visits (
    id                  INTEGER PRIMARY KEY,
    visitor             VARCHAR(60),                   -- the site's own cookie
    customer_id         INTEGER NULL REFERENCES customers (id),
    ip_address          VARCHAR(45),
    connection          VARCHAR(100),
    browser             VARCHAR(80),
    timezone            VARCHAR(40),
    operating_system    VARCHAR(40),
    device_model        VARCHAR(60),
    device_version      VARCHAR(40),
    platform            VARCHAR(40),
    products_viewed     TEXT,
    search_terms        VARCHAR(200),
    page_response_times VARCHAR(100),
    loading_errors      VARCHAR(200),
    time_on_page        VARCHAR(100),
    scrolling           VARCHAR(100),
    clicks              TEXT,
    mouse_movements     VARCHAR(200),
    exit_method         VARCHAR(40),
    visited_at          TIMESTAMP NOT NULL
);
CREATE INDEX visits_visitor ON visits (visitor);
CREATE INDEX visits_customer ON visits (customer_id);

CREATE TABLE profiles (
    id          INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    interests   TEXT,
    consent     INTEGER NOT NULL,
    computed_at TIMESTAMP NOT NULL
);
CREATE INDEX profiles_customer ON profiles (customer_id);

CREATE TABLE subscriptions (
    id              INTEGER PRIMARY KEY,
    email           VARCHAR(200),
    phone           VARCHAR(40),
    opt_in          INTEGER NOT NULL,                  -- 1: asked for, and confirmed
    created_at      TIMESTAMP NOT NULL,
    last_contact_at TIMESTAMP NULL                     -- an act of the person
);
CREATE INDEX subscriptions_email ON subscriptions (email);
CREATE INDEX subscriptions_phone ON subscriptions (phone);
