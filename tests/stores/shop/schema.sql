-- A small web shop: 8 tables, one subject reachable by e-mail or by id.
-- Every foreign key has an index, and so has every e-mail column.
-- What starts a clock is NOT NULL; no ON DELETE CASCADE is used.
DROP TABLE IF EXISTS report, service_request, login, payment_card, order_item, orders, customer, address CASCADE;

CREATE TABLE address (
    id      integer PRIMARY KEY,
    house   integer,
    street  text,
    city    text,
    state   text,
    zip     text
);
CREATE TABLE customer (
    id          integer PRIMARY KEY,
    email       text,
    name        text,
    created     timestamp NOT NULL,
    address_id  integer REFERENCES address
);
CREATE TABLE orders (
    id                   integer PRIMARY KEY,
    customer_id          integer NOT NULL REFERENCES customer,
    shipping_address_id  integer REFERENCES address,
    placed               timestamp NOT NULL,
    total_cents          integer
);
CREATE TABLE order_item (
    id        integer PRIMARY KEY,
    order_id  integer NOT NULL REFERENCES orders,
    product   text,
    quantity  integer NOT NULL,
    gift_note text
);
CREATE TABLE payment_card (
    id                  integer PRIMARY KEY,
    customer_id         integer NOT NULL REFERENCES customer,
    billing_address_id  integer REFERENCES address,
    holder              text,
    ccn                 text,
    code                text,
    preferred           boolean
);
CREATE TABLE login (
    id           integer PRIMARY KEY,
    customer_id  integer NOT NULL REFERENCES customer,
    at           timestamp NOT NULL,
    ip           text
);
CREATE TABLE service_request (
    id         integer PRIMARY KEY,
    email      text,
    alt_email  text,
    opened     date NOT NULL,
    closed     date,
    body       text
);
CREATE TABLE report (
    id            integer PRIMARY KEY,
    email         text,
    name          text,
    year          integer,
    month         integer,
    total_visits  integer
);

CREATE UNIQUE INDEX ON customer (email);
CREATE INDEX ON customer (address_id);
CREATE INDEX ON orders (customer_id);
CREATE INDEX ON orders (shipping_address_id);
CREATE INDEX ON order_item (order_id);
CREATE INDEX ON payment_card (customer_id);
CREATE INDEX ON payment_card (billing_address_id);
CREATE INDEX ON login (customer_id);
CREATE INDEX ON service_request (email);
CREATE INDEX ON service_request (alt_email);
CREATE INDEX ON report (email);
