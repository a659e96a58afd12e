-- The mailing service's list.
CREATE TABLE subscribers (
    id INTEGER PRIMARY KEY,
    email TEXT UNIQUE,
    since TIMESTAMP NOT NULL
);
