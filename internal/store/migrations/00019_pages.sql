-- What became of what was printed, on the web.

-- +goose Up

-- How the page of an item was found: when it was asked for last, when it stood
-- there last, and since when it is gone (404, 410); 0 for never.
CREATE TABLE pages (
    item  TEXT   NOT NULL PRIMARY KEY,
    asked BIGINT NOT NULL,
    stood BIGINT NOT NULL,
    gone  BIGINT NOT NULL
);
CREATE INDEX pages_asked ON pages (asked);
CREATE INDEX printed_date ON printed (digest, date);
CREATE INDEX editions_composed ON editions (composed_at);
