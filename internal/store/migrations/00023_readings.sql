-- What a reading leaves, apart from what each visit reads and writes.

-- +goose Up

CREATE TABLE readings (
    source    TEXT   NOT NULL PRIMARY KEY,
    format    TEXT   NOT NULL,
    feed      TEXT   NOT NULL,
    oddities  TEXT   NOT NULL,
    items     BIGINT NOT NULL,
    memory    TEXT   NOT NULL,
    news_days TEXT   NOT NULL
);
INSERT INTO readings (source, format, feed, oddities, items, memory, news_days)
    SELECT id, format, feed, oddities, items, memory, news_days FROM sources;

-- The rhythm that the feed asks for; empty for none. Those of which the reading
-- knows one are asked without conditions once, and tell it again.
ALTER TABLE sources ADD COLUMN pace TEXT NOT NULL DEFAULT '';
UPDATE sources SET etag = '', last_modified = '', body_hash = ''
    WHERE id IN (SELECT source FROM readings WHERE feed LIKE '%"pace":{%');

ALTER TABLE sources DROP COLUMN format;
ALTER TABLE sources DROP COLUMN feed;
ALTER TABLE sources DROP COLUMN oddities;
ALTER TABLE sources DROP COLUMN items;
ALTER TABLE sources DROP COLUMN memory;
ALTER TABLE sources DROP COLUMN news_days;
