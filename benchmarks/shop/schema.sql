-- A small web shop: 8 tables, a person known by e-mail or by number. Every foreign key and every e-mail has an index.
CREATE TABLE address (id integer PRIMARY KEY, house integer, street text, city text, state text, zip text);
CREATE TABLE customer (
    id integer PRIMARY KEY, email text, name text, created timestamp NOT NULL, address_id integer REFERENCES address
);
CREATE TABLE orders (
    id integer PRIMARY KEY,
    customer_id integer NOT NULL REFERENCES customer,
    shipping_address_id integer REFERENCES address,
    placed timestamp,
    total_cents integer
);
CREATE TABLE order_item (
    id integer PRIMARY KEY,
    order_id integer NOT NULL REFERENCES orders,
    product text,
    quantity integer NOT NULL,
    gift_note text
);
CREATE TABLE payment_card (
    id integer PRIMARY KEY,
    customer_id integer NOT NULL REFERENCES customer,
    billing_address_id integer REFERENCES address,
    holder text,
    ccn text,
    code text,
    preferred boolean
);
CREATE TABLE login (id integer PRIMARY KEY, customer_id integer NOT NULL REFERENCES customer, at timestamp, ip text);
CREATE TABLE service_request (
    id integer PRIMARY KEY, email text, alt_email text, opened date, closed date, body text
);
CREATE TABLE report (id integer PRIMARY KEY, email text, name text, year integer, month integer, total_visits integer);
