-- +goose Up

-- What we and a hub (WebSub) have said to one another about a source.
CREATE TABLE hubs (
    token     TEXT   NOT NULL PRIMARY KEY, -- the last part of our callback
    source    TEXT   NOT NULL,
    hub       TEXT   NOT NULL,
    topic     TEXT   NOT NULL,
    secret    TEXT   NOT NULL,
    state     TEXT   NOT NULL,
    asked_at  BIGINT NOT NULL,
    next_ask  BIGINT NOT NULL,
    lease_end BIGINT NOT NULL,
    failures  BIGINT NOT NULL,
    error     TEXT   NOT NULL,
    pings     BIGINT NOT NULL,
    answered  BIGINT NOT NULL, -- how many of the pings have led to a visit
    missed    BIGINT NOT NULL,
    UNIQUE (source, hub, topic)
);
CREATE INDEX hubs_unanswered ON hubs (pings) WHERE pings > answered;
