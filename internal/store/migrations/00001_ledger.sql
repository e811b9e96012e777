-- One text for SQLite and PostgreSQL. Times are Unix milliseconds in UTC, 0 for
-- none; bodies are JSON kept as text. The keys are explained in doc.go.

-- +goose Up

-- How the visits to each source went.
CREATE TABLE sources (
    id            TEXT   NOT NULL PRIMARY KEY,
    etag          TEXT   NOT NULL,
    last_modified TEXT   NOT NULL,
    body_hash     TEXT   NOT NULL,
    format        TEXT   NOT NULL,
    feed          TEXT   NOT NULL,
    oddities      TEXT   NOT NULL,
    items         BIGINT NOT NULL,
    last_visit    BIGINT NOT NULL,
    last_good     BIGINT NOT NULL,
    last_new      BIGINT NOT NULL,
    next_visit    BIGINT NOT NULL,
    failures      BIGINT NOT NULL,
    error         TEXT   NOT NULL
);

-- Every item ever met, as its source last told it.
CREATE TABLE items (
    id         TEXT   NOT NULL PRIMARY KEY,
    source     TEXT   NOT NULL,
    guid       TEXT   NOT NULL,
    link       TEXT   NOT NULL,
    first_seen BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    hash       TEXT   NOT NULL,
    body       TEXT   NOT NULL
);
CREATE INDEX items_candidates ON items (source, first_seen);
-- A stranger's guid may be longer than an index of PostgreSQL can hold.
CREATE INDEX items_prefix ON items (substr(id, 1, 6));
CREATE INDEX items_guid ON items (substr(guid, 1, 200));
CREATE INDEX items_link ON items (substr(link, 1, 200));

-- What came out. A row is written once and never changed.
CREATE TABLE editions (
    digest      TEXT   NOT NULL,
    date        TEXT   NOT NULL,
    title       TEXT   NOT NULL,
    composed_at BIGINT NOT NULL,
    sections    BIGINT NOT NULL,
    clusters    BIGINT NOT NULL,
    items       BIGINT NOT NULL,
    missing     BIGINT NOT NULL,
    body        TEXT   NOT NULL,
    PRIMARY KEY (digest, date)
);

-- Which item came out in which edition: once in a digest, for ever.
CREATE TABLE printed (
    digest TEXT   NOT NULL,
    item   TEXT   NOT NULL,
    date   TEXT   NOT NULL,
    lead   BIGINT NOT NULL,
    PRIMARY KEY (digest, item),
    FOREIGN KEY (digest, date) REFERENCES editions (digest, date)
);
CREATE INDEX printed_item ON printed (item);

CREATE TABLE subscribers (
    id      TEXT   NOT NULL PRIMARY KEY,
    digest  TEXT   NOT NULL,
    address TEXT   NOT NULL,
    folded  TEXT   NOT NULL, -- the address in lower case
    name    TEXT   NOT NULL,
    state   TEXT   NOT NULL,
    since   BIGINT NOT NULL,
    UNIQUE (digest, folded)
);

-- One edition to one subscriber. While pending or sending, due is the instant
-- from which the next claimer may take it: the next try, the end of the lease.
CREATE TABLE deliveries (
    digest     TEXT   NOT NULL,
    date       TEXT   NOT NULL,
    subscriber TEXT   NOT NULL REFERENCES subscribers (id),
    block      BIGINT NOT NULL,
    state      TEXT   NOT NULL,
    attempts   BIGINT NOT NULL,
    due        BIGINT NOT NULL,
    error      TEXT   NOT NULL,
    sent_at    BIGINT NOT NULL,
    PRIMARY KEY (digest, date, subscriber),
    FOREIGN KEY (digest, date) REFERENCES editions (digest, date)
);
CREATE INDEX deliveries_block ON deliveries (digest, date, block);
CREATE INDEX deliveries_due ON deliveries (due) WHERE state IN ('pending', 'sending');
