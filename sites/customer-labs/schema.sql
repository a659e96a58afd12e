-- The database of the contact site. Plain SQL: SQLite, MariaDB and PostgreSQL take it as it stands.

CREATE TABLE contact_requests (
    id               INTEGER PRIMARY KEY,
    nature           VARCHAR(20) NOT NULL,               -- request, complaint
    status           VARCHAR(20) NOT NULL,               -- open, answered
    full_name        VARCHAR(200),
    email            VARCHAR(200),
    phone            VARCHAR(40),
    message          TEXT,
    consent          INTEGER NOT NULL,                   -- 1: the box was ticked
    consent_at       TIMESTAMP NULL,
    created_at       TIMESTAMP NOT NULL,
    last_exchange_at TIMESTAMP NULL                      -- NULL while open
);
CREATE INDEX contact_requests_email ON contact_requests (email);

CREATE TABLE prospects (
    id              INTEGER PRIMARY KEY,
    full_name       VARCHAR(200),
    email           VARCHAR(200),
    opt_in          INTEGER NOT NULL,                    -- 1: asked for, and confirmed
    opt_in_at       TIMESTAMP NULL,
    opt_out_at      TIMESTAMP NULL,
    created_at      TIMESTAMP NOT NULL,
    last_contact_at TIMESTAMP NULL                       -- an act of the person: a reply, a click
);
CREATE INDEX prospects_email ON prospects (email);

CREATE TABLE mail_log (
    id                 INTEGER PRIMARY KEY,
    category           VARCHAR(20) NOT NULL,             -- answer, campaign
    contact_request_id INTEGER NULL REFERENCES contact_requests (id),
    prospect_id        INTEGER NULL REFERENCES prospects (id),
    recipient          VARCHAR(200),
    subject            VARCHAR(200),
    body               TEXT,
    sent_at            TIMESTAMP NOT NULL
);
CREATE INDEX mail_log_recipient ON mail_log (recipient);
CREATE INDEX mail_log_request ON mail_log (contact_request_id);
CREATE INDEX mail_log_prospect ON mail_log (prospect_id);

CREATE TABLE rights_requests (
    id          INTEGER PRIMARY KEY,
    right_asked VARCHAR(40) NOT NULL,
    status      VARCHAR(20) NOT NULL,                    -- open, closed
    full_name   VARCHAR(200),
    email       VARCHAR(200),
    message     TEXT,
    received_at TIMESTAMP NOT NULL,
    closed_at   TIMESTAMP NULL
);
CREATE INDEX rights_requests_email ON rights_requests (email);

CREATE TABLE rights_requests_archive (
    id          INTEGER PRIMARY KEY,
    right_asked VARCHAR(40) NOT NULL,
    status      VARCHAR(20) NOT NULL,
    full_name   VARCHAR(200),
    email       VARCHAR(200),
    message     TEXT,
    received_at TIMESTAMP NOT NULL,
    closed_at   TIMESTAMP NULL
);
CREATE INDEX rights_requests_archive_email ON rights_requests_archive (email);

CREATE TABLE directives (
    id            INTEGER PRIMARY KEY,
    status        VARCHAR(20) NOT NULL,                  -- registered, executed, revoked
    full_name     VARCHAR(200),
    email         VARCHAR(200),
    directive     TEXT,
    registered_at TIMESTAMP NOT NULL,
    ended_at      TIMESTAMP NULL                         -- executed or revoked
);
CREATE INDEX directives_email ON directives (email);
