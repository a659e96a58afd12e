-- The database of a hosting company. Plain SQL: SQLite, MariaDB and PostgreSQL take it as it stands.

CREATE TABLE customers (
    id             INTEGER PRIMARY KEY,
    last_name      VARCHAR(100),
    first_name     VARCHAR(100),
    patronymic     VARCHAR(100),
    email          VARCHAR(200),
    phone          VARCHAR(40),
    postal_address VARCHAR(300),
    gender         VARCHAR(20),
    date_of_birth  DATE NULL,
    age            INTEGER NULL,
    client_number  VARCHAR(20),
    password_hash  VARCHAR(200),
    order_history  TEXT,
    created_at     TIMESTAMP NOT NULL,
    ended_at       TIMESTAMP NULL,                     -- NULL while the agreement runs
    archived       INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX customers_email ON customers (email);
CREATE INDEX customers_phone ON customers (phone);

CREATE TABLE services (
    id               INTEGER PRIMARY KEY,
    customer_id      INTEGER NOT NULL REFERENCES customers (id),
    ordered          VARCHAR(100),
    bought           VARCHAR(200),
    ip_addresses     VARCHAR(200),
    use_of_it        VARCHAR(200),
    promotional_code VARCHAR(40),
    status           VARCHAR(20) NOT NULL,             -- running, ended
    ordered_at       TIMESTAMP NOT NULL,
    ended_at         TIMESTAMP NULL,
    archived         INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX services_customer ON services (customer_id);

CREATE TABLE domains (
    id             INTEGER PRIMARY KEY,
    customer_id    INTEGER NOT NULL REFERENCES customers (id),
    registration   VARCHAR(200),
    last_name      VARCHAR(100),
    first_name     VARCHAR(100),
    postal_address VARCHAR(300),
    email          VARCHAR(200),
    phone          VARCHAR(40),
    registered_at  TIMESTAMP NOT NULL,
    expires_on     DATE NOT NULL
);
CREATE INDEX domains_customer ON domains (customer_id);

CREATE TABLE invoices (
    id              INTEGER PRIMARY KEY,
    customer_id     INTEGER NOT NULL REFERENCES customers (id),
    first_name      VARCHAR(100),
    last_name       VARCHAR(100),
    email           VARCHAR(200),
    invoice_address VARCHAR(300),
    content         TEXT,
    issued_on       DATE NOT NULL,
    archived        INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX invoices_customer ON invoices (customer_id);

CREATE TABLE payments (
    id             INTEGER PRIMARY KEY,
    customer_id    INTEGER NOT NULL REFERENCES customers (id),
    invoice_id     INTEGER NULL REFERENCES invoices (id),
    card           VARCHAR(60),
    bank_account   VARCHAR(40),
    processor      VARCHAR(200),
    charged_cents  INTEGER,
    status         VARCHAR(20) NOT NULL,               -- paid, unpaid
    paid_at        TIMESTAMP NOT NULL,                 -- or tried, or reminded of
    archived       INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX payments_customer ON payments (customer_id);
CREATE INDEX payments_invoice ON payments (invoice_id);

CREATE TABLE tickets (
    id          INTEGER PRIMARY KEY,
    customer_id INTEGER NULL REFERENCES customers (id), -- NULL: asked before becoming a customer
    last_name   VARCHAR(100),
    first_name  VARCHAR(100),
    email       VARCHAR(200),
    phone       VARCHAR(40),
    chat        TEXT,
    mail        TEXT,
    letter      TEXT,
    call_note   TEXT,
    status      VARCHAR(20) NOT NULL,                  -- open, closed
    opened_at   TIMESTAMP NOT NULL,
    closed_at   TIMESTAMP NULL,
    archived    INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX tickets_customer ON tickets (customer_id);
CREATE INDEX tickets_email ON tickets (email);
CREATE INDEX tickets_phone ON tickets (phone);

CREATE TABLE call_recordings (
    id          INTEGER PRIMARY KEY,
    ticket_id   INTEGER NOT NULL REFERENCES tickets (id),
    transcript  TEXT,
    recorded_at TIMESTAMP NOT NULL
);
CREATE INDEX call_recordings_ticket ON call_recordings (ticket_id);

CREATE TABLE abuse_reports (
    id          INTEGER PRIMARY KEY,
    customer_id INTEGER NULL REFERENCES customers (id), -- the customer reported
    last_name   VARCHAR(100),                          -- of the person who reports
    first_name  VARCHAR(100),
    email       VARCHAR(200),
    report      TEXT,
    status      VARCHAR(20) NOT NULL,                  -- open, settled
    received_at TIMESTAMP NOT NULL,
    settled_at  TIMESTAMP NULL,
    archived    INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX abuse_reports_customer ON abuse_reports (customer_id);
CREATE INDEX abuse_reports_email ON abuse_reports (email);

CREATE TABLE identity_checks (
    id          INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    document    VARCHAR(200),
    last_name   VARCHAR(100),
    first_name  VARCHAR(100),
    checked_at  TIMESTAMP NOT NULL
);
CREATE INDEX identity_checks_customer ON identity_checks (customer_id);

CREATE TABLE logins (
    id          INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    ip_address  VARCHAR(45),
    server      VARCHAR(200),
    actions     VARCHAR(200),
    accessed_at TIMESTAMP NOT NULL
);
CREATE INDEX logins_customer ON logins (customer_id);

CREATE TABLE surveys (
    id          INTEGER PRIMARY KEY,
    email       VARCHAR(200),
    answers     TEXT,
    consent     INTEGER NOT NULL,
    answered_at TIMESTAMP NOT NULL
);
CREATE INDEX surveys_email ON surveys (email);

CREATE TABLE subscriptions (
    id              INTEGER PRIMARY KEY,
    email           VARCHAR(200),
    phone           VARCHAR(40),
    opt_in          INTEGER NOT NULL,
    created_at      TIMESTAMP NOT NULL,
    last_contact_at TIMESTAMP NULL
);
CREATE INDEX subscriptions_email ON subscriptions (email);

CREATE TABLE push_subscriptions (
    id              INTEGER PRIMARY KEY,
    visitor         VARCHAR(60),
    device          VARCHAR(200),
    created_at      TIMESTAMP NOT NULL,
    last_contact_at TIMESTAMP NULL
);
CREATE INDEX push_subscriptions_visitor ON push_subscriptions (visitor);

CREATE TABLE profiles (
    id          INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    preferences TEXT,
    consent     INTEGER NOT NULL,
    computed_at TIMESTAMP NOT NULL
);
CREATE INDEX profiles_customer ON profiles (customer_id);

CREATE TABLE visits (
    id               INTEGER PRIMARY KEY,
    visitor          VARCHAR(60),                      -- the site's own cookie
    ip_address       VARCHAR(45),
    device           VARCHAR(100),
    region           VARCHAR(40),
    language         VARCHAR(20),
    network          VARCHAR(60),
    operating_system VARCHAR(40),
    browser          VARCHAR(60),
    software         VARCHAR(60),
    visit_time       VARCHAR(40),
    visit_count      INTEGER,
    referrer         VARCHAR(200),
    features_used    VARCHAR(200),
    pages_viewed     TEXT,
    time_on_page     VARCHAR(100),
    search_terms     VARCHAR(200),
    visited_at       TIMESTAMP NOT NULL
);
CREATE INDEX visits_visitor ON visits (visitor);

-- What customers host: theirs, not the company's.

CREATE TABLE hosted_mailboxes (
    id          INTEGER PRIMARY KEY,
    space       VARCHAR(40) NOT NULL,                  -- the rented space it lies in
    address     VARCHAR(200),
    content     TEXT,
    changed_at  TIMESTAMP NOT NULL
);

CREATE TABLE hosted_shop_orders (
    id          INTEGER PRIMARY KEY,
    space       VARCHAR(40) NOT NULL,                  -- the rented space it lies in
    buyer_name  VARCHAR(200),
    buyer_email VARCHAR(200),
    placed_at   TIMESTAMP NOT NULL
);
