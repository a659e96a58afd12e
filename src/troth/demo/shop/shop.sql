-- The shop's own database. Instants are local time of Paris, as many shops keep them.
CREATE TABLE homes (
    id INTEGER PRIMARY KEY,
    street TEXT,
    postcode TEXT,
    city TEXT,
    created_at TIMESTAMP NOT NULL
);
CREATE TABLE customers (
    id INTEGER PRIMARY KEY,
    name TEXT,
    email TEXT UNIQUE,
    phone TEXT UNIQUE,
    language TEXT NOT NULL,
    home_id INTEGER REFERENCES homes (id),
    created_at TIMESTAMP NOT NULL,
    seen_at TIMESTAMP NOT NULL
);
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER REFERENCES customers (id),  -- NULL: a guest
    name TEXT,
    email TEXT,
    address TEXT,
    gift_name TEXT,
    gift_email TEXT,
    gift_address TEXT,
    status TEXT NOT NULL,
    placed_at TIMESTAMP NOT NULL,
    closed_at TIMESTAMP,
    archived INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE order_lines (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    product TEXT,
    quantity INTEGER NOT NULL,
    cents INTEGER NOT NULL,
    added_at TIMESTAMP NOT NULL,
    archived INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE invoices (
    number TEXT PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    customer_id INTEGER REFERENCES customers (id),
    sent_to TEXT,
    name TEXT,
    address TEXT,
    cents INTEGER,
    billed_on DATE NOT NULL,
    archived INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER REFERENCES customers (id),
    email TEXT,
    body TEXT,
    received_at TIMESTAMP NOT NULL
);
CREATE TABLE fraud_scores (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER REFERENCES customers (id),
    score INTEGER,
    scored_at TIMESTAMP NOT NULL
);
CREATE TABLE logins (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER REFERENCES customers (id),
    ip TEXT,
    browser TEXT,
    logged_in_at TIMESTAMP NOT NULL
);
CREATE INDEX customers_home ON customers (home_id);
CREATE INDEX orders_customer ON orders (customer_id);
CREATE INDEX orders_email ON orders (email);
CREATE INDEX orders_gift_email ON orders (gift_email);
CREATE INDEX order_lines_order ON order_lines (order_id);
CREATE INDEX invoices_order ON invoices (order_id);
CREATE INDEX invoices_customer ON invoices (customer_id);
CREATE INDEX invoices_sent_to ON invoices (sent_to);
CREATE INDEX messages_customer ON messages (customer_id);
CREATE INDEX messages_email ON messages (email);
CREATE INDEX fraud_scores_customer ON fraud_scores (customer_id);
CREATE INDEX logins_customer ON logins (customer_id);
