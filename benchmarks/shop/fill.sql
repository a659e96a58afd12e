-- Deterministic: the same rows every time, no random().
-- :n customers, about 10.5 related rows each.
-- 1..n: home addresses; n+1..1.5n: a second (shipping) address of every even customer
INSERT INTO address
SELECT i, 1 + i % 300, 'Street ' || (i * 7919 % 50000), 'City ' || (i % 900),
       'ST' || (i % 50), lpad((i * 31 % 99999)::text, 5, '0')
FROM generate_series(1, :n + :n / 2) i;

INSERT INTO customer
SELECT i, 'user' || i || '@example.com', 'First' || (i % 5000) || ' Last' || i,
       timestamp '2018-01-01' + make_interval(mins => i * 37 % 4000000), i
FROM generate_series(1, :n) i;

-- 0..5 orders a customer, 2.5 on average
INSERT INTO orders
SELECT row_number() OVER (ORDER BY c, k), c,
       CASE WHEN c % 2 = 0 THEN :n + c / 2 ELSE c END,
       timestamp '2019-01-01' + make_interval(mins => (c * 13 + k * 9973) % 3500000),
       500 + (c * 17 + k * 29) % 20000
FROM generate_series(1, :n) c, generate_series(1, 5) k
WHERE k <= c * 7919 % 6;

-- 1 or 2 items an order
INSERT INTO order_item
SELECT row_number() OVER (ORDER BY o, k), o, 'Product ' || ((o * 3 + k) % 5000), 1 + (o + k) % 4,
       CASE WHEN o % 10 = 0 THEN 'For you, from order ' || o END
FROM generate_series(1, (SELECT max(id) FROM orders)) o, generate_series(1, 2) k
WHERE k <= 1 + o % 2;

INSERT INTO payment_card
SELECT i, i, i, 'First' || (i % 5000) || ' Last' || i,
       lpad((i::bigint * 982451653 % 10000000000000000)::text, 16, '4'), lpad((i % 1000)::text, 3, '0'), true
FROM generate_series(1, :n) i;

-- 0..2 logins a customer
INSERT INTO login
SELECT row_number() OVER (ORDER BY c, k), c,
       timestamp '2023-01-01' + make_interval(mins => (c * 11 + k * 701) % 1500000),
       '10.' || (c % 256) || '.' || (c / 256 % 256) || '.' || k
FROM generate_series(1, :n) c, generate_series(1, 2) k
WHERE k <= c % 3;

-- every fourth customer once asked for help, half of them from a second e-mail
INSERT INTO service_request
SELECT i, 'user' || (i * 4) || '@example.com',
       CASE WHEN i % 2 = 0 THEN 'user' || (i * 4) || '@work.example.com' END,
       date '2022-01-01' + i % 900, date '2022-01-03' + i % 900, 'My parcel number ' || i || ' is late'
FROM generate_series(1, :n / 4) i;

-- every second customer has a monthly visit report
INSERT INTO report
SELECT i, 'user' || (i * 2) || '@example.com', 'Visits of user' || (i * 2), 2021 + i % 3, 1 + i % 12, i % 70
FROM generate_series(1, :n / 2) i;

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
VACUUM ANALYZE;
