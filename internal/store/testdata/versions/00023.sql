BEGIN TRANSACTION;
CREATE TABLE bounces (
    subscriber TEXT   NOT NULL REFERENCES subscribers (id),
    date       TEXT   NOT NULL,
    status     TEXT   NOT NULL,
    text       TEXT   NOT NULL,
    at         BIGINT NOT NULL,
    hard       BIGINT NOT NULL,
    PRIMARY KEY (subscriber, date)
);
CREATE TABLE corrections (
    digest  TEXT   NOT NULL,
    item    TEXT   NOT NULL,
    nth     BIGINT NOT NULL, -- counts the corrections of the item in the digest
    change  TEXT   NOT NULL,
    printed TEXT   NOT NULL, -- the date of the edition that printed the item
    date    TEXT   NOT NULL, -- of the edition that corrects it
    PRIMARY KEY (digest, item, nth),
    FOREIGN KEY (digest, date) REFERENCES editions (digest, date)
);
CREATE TABLE deliveries (
    digest     TEXT   NOT NULL,
    date       TEXT   NOT NULL,
    subscriber TEXT   NOT NULL REFERENCES subscribers (id),
    block      BIGINT NOT NULL,
    state      TEXT   NOT NULL,
    attempts   BIGINT NOT NULL,
    due        BIGINT NOT NULL,
    error      TEXT   NOT NULL,
    sent_at    BIGINT NOT NULL, tried BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (digest, date, subscriber),
    FOREIGN KEY (digest, date) REFERENCES editions (digest, date)
);
INSERT INTO "deliveries" VALUES('morning','2026-11-26','6gqh4o64iq2rs4bxdbgpyf2rvb',0,'sent',0,1795728989535,'',1795728914540,0);
INSERT INTO "deliveries" VALUES('morning','2026-11-26','eg4wrqtlfvcaqiuh3xbqvjdbdb',0,'pending',1,1795728989535,'450 later',0,0);
CREATE TABLE editions (
    digest      TEXT   NOT NULL,
    date        TEXT   NOT NULL,
    title       TEXT   NOT NULL,
    composed_at BIGINT NOT NULL,
    sections    BIGINT NOT NULL,
    clusters    BIGINT NOT NULL,
    items       BIGINT NOT NULL,
    missing     BIGINT NOT NULL,
    body        TEXT   NOT NULL, left_out TEXT NOT NULL DEFAULT '', due  BIGINT NOT NULL DEFAULT 0, rule TEXT   NOT NULL DEFAULT '', skipped TEXT NOT NULL DEFAULT '', headline TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (digest, date)
);
INSERT INTO "editions" VALUES('morning','2026-11-26','Morning',1795728914532,1,1,1,0,'{"digest":"morning","date":"2026-11-26","title":"Morning","language":"en","zone":"UTC","at":"2026-11-26T21:35:14.532426429Z","rule":"0 7 * * * UTC","sections":[{"title":"News","clusters":[{"lead":{"id":"1eohkstzn76fja3tvnrfsdzpg","source":"harbour","guid":"crane","link":"https://harbour.example/crane","title":"A crane falls into the third basin","summary":"Nobody was hurt.","published":"2026-11-26T19:24:39Z","first_seen":"2026-11-26T21:35:14.529Z","position":2,"kind":"story","paper":"The Harbour Post"},"score":[{"term":"place","of":2,"points":1.9},{"term":"freshness","of":2.18,"points":1.76},{"term":"rarity","of":2,"points":0.5}]}]}],"sources":[{"source":"harbour","title":"The Harbour Post","link":"https://harbour.example/","condition":"read","last_good":"2026-11-26T21:35:14.529Z"}]}','[{"of":{"item":"","kind":"story","evidence":"no rule says otherwise","outcome":"waits","section":"News","score":[{"term":"place","of":1,"points":2},{"term":"freshness","of":3.18,"points":1.66},{"term":"rarity","of":2,"points":0.5}],"reason":"the section was full with 1; it stays a candidate until it is older than the lookback"},"own":true,"items":["1bug5pbui334s36zgqxvbz4au"]}]',0,'0 7 * * * UTC','','');
CREATE TABLE goose_db_version (
		id INTEGER PRIMARY KEY AUTOINCREMENT,
		version_id INTEGER NOT NULL,
		is_applied INTEGER NOT NULL,
		tstamp TIMESTAMP DEFAULT (datetime('now'))
	);
INSERT INTO "goose_db_version" VALUES(1,0,1,'2026-11-26 21:35:14');
INSERT INTO "goose_db_version" VALUES(2,1,1,'2026-11-26 21:35:14');
INSERT INTO "goose_db_version" VALUES(3,2,1,'2026-11-26 21:35:14');
INSERT INTO "goose_db_version" VALUES(4,3,1,'2026-11-26 21:35:14');
INSERT INTO "goose_db_version" VALUES(5,4,1,'2026-11-26 21:35:14');
INSERT INTO "goose_db_version" VALUES(6,5,1,'2026-11-26 21:35:14');
INSERT INTO "goose_db_version" VALUES(7,6,1,'2026-11-26 21:35:14');
INSERT INTO "goose_db_version" VALUES(8,7,1,'2026-11-26 21:35:14');
INSERT INTO "goose_db_version" VALUES(9,8,1,'2026-11-26 21:35:14');
INSERT INTO "goose_db_version" VALUES(10,9,1,'2026-11-26 21:35:14');
INSERT INTO "goose_db_version" VALUES(11,10,1,'2026-11-26 21:35:14');
INSERT INTO "goose_db_version" VALUES(12,11,1,'2026-11-26 21:35:14');
INSERT INTO "goose_db_version" VALUES(13,12,1,'2026-11-26 21:35:14');
INSERT INTO "goose_db_version" VALUES(14,13,1,'2026-11-26 23:07:33');
INSERT INTO "goose_db_version" VALUES(15,14,1,'2026-11-26 23:07:33');
INSERT INTO "goose_db_version" VALUES(16,15,1,'2026-11-26 23:07:33');
INSERT INTO "goose_db_version" VALUES(17,16,1,'2026-11-26 23:07:34');
INSERT INTO "goose_db_version" VALUES(18,17,1,'2026-11-26 23:07:34');
INSERT INTO "goose_db_version" VALUES(19,18,1,'2026-11-26 23:57:10');
INSERT INTO "goose_db_version" VALUES(20,19,1,'2026-11-27 00:06:24');
INSERT INTO "goose_db_version" VALUES(21,20,1,'2026-11-27 00:17:22');
INSERT INTO "goose_db_version" VALUES(22,21,1,'2026-11-27 01:05:40');
INSERT INTO "goose_db_version" VALUES(23,22,1,'2026-11-27 03:40:12');
INSERT INTO "goose_db_version" VALUES(24,23,1,'2026-11-27 06:57:47');
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
CREATE TABLE incidents (
    id    TEXT   NOT NULL,
    way   TEXT   NOT NULL,
    text  TEXT   NOT NULL,
    since BIGINT NOT NULL,
    due   BIGINT NOT NULL, -- from when somebody may tell it, while it is not told
    told  BIGINT NOT NULL, -- 0 if it is not
    PRIMARY KEY (id, way)
);
CREATE TABLE items (
    id         TEXT   NOT NULL PRIMARY KEY,
    source     TEXT   NOT NULL,
    guid       TEXT   NOT NULL,
    link       TEXT   NOT NULL,
    first_seen BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    hash       TEXT   NOT NULL,
    body       TEXT   NOT NULL
, content TEXT NOT NULL DEFAULT '', position BIGINT NOT NULL DEFAULT 0, missed    BIGINT NOT NULL DEFAULT 0, withdrawn BIGINT NOT NULL DEFAULT 0);
INSERT INTO "items" VALUES('1bug5pbui334s36zgqxvbz4au','harbour','ferry','https://harbour.example/ferry',1795728914529,1795728914529,'6299d01ba8cb6eb2e29e087b5dc348d1','{"id":"1bug5pbui334s36zgqxvbz4au","source":"harbour","guid":"ferry","link":"https://harbour.example/ferry","title":"Council votes to keep the night ferry","summary":"The boat will sail again.","categories":["City"],"published":"2026-11-26T18:24:39Z"}','',1,0,0);
INSERT INTO "items" VALUES('1eohkstzn76fja3tvnrfsdzpg','harbour','crane','https://harbour.example/crane',1795728914529,1795728914529,'5ead84b1416703b2d58b5aae63630789','{"id":"1eohkstzn76fja3tvnrfsdzpg","source":"harbour","guid":"crane","link":"https://harbour.example/crane","title":"A crane falls into the third basin","summary":"Nobody was hurt.","published":"2026-11-26T19:24:39Z"}','',2,0,0);
CREATE TABLE keys (
    name   TEXT NOT NULL PRIMARY KEY,
    secret TEXT NOT NULL
);
CREATE TABLE moves (
    direction TEXT NOT NULL PRIMARY KEY,
    place     TEXT NOT NULL
);
CREATE TABLE outages (
    name     TEXT   NOT NULL PRIMARY KEY,
    since    BIGINT NOT NULL,
    until    BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    cause    TEXT   NOT NULL
);
CREATE TABLE paces (
    name   TEXT   NOT NULL PRIMARY KEY,
    used   BIGINT NOT NULL,
    spread BIGINT NOT NULL
);
CREATE TABLE pages (
    item  TEXT   NOT NULL PRIMARY KEY,
    asked BIGINT NOT NULL,
    stood BIGINT NOT NULL,
    gone  BIGINT NOT NULL
);
CREATE TABLE printed (
    digest TEXT   NOT NULL,
    item   TEXT   NOT NULL,
    date   TEXT   NOT NULL,
    lead   BIGINT NOT NULL,
    PRIMARY KEY (digest, item),
    FOREIGN KEY (digest, date) REFERENCES editions (digest, date)
);
INSERT INTO "printed" VALUES('morning','1eohkstzn76fja3tvnrfsdzpg','2026-11-26',1);
CREATE TABLE processes (
    id         TEXT   NOT NULL PRIMARY KEY, -- also what River calls it
    place      TEXT   NOT NULL,             -- the machine, and the space of process numbers on it
    pid        BIGINT NOT NULL,
    roles      TEXT   NOT NULL,
    version    TEXT   NOT NULL,
    started_at BIGINT NOT NULL,
    beat_at    BIGINT NOT NULL,             -- by its own clock
    beats      BIGINT NOT NULL
);
CREATE TABLE readings (
    source    TEXT   NOT NULL PRIMARY KEY,
    format    TEXT   NOT NULL,
    feed      TEXT   NOT NULL,
    oddities  TEXT   NOT NULL,
    items     BIGINT NOT NULL,
    memory    TEXT   NOT NULL,
    news_days TEXT   NOT NULL
);
INSERT INTO "readings" VALUES('harbour','rss 2.0','{"title":"The Harbour Post","link":"https://harbour.example/","description":"News"}','null',2,'AtXoioZoAbNkUN/0eWqPFDbpCH0Lki+yMpLfm8sMoO87LGrCPqP0tTI','');
CREATE TABLE requests (
    token   TEXT   NOT NULL PRIMARY KEY, -- stands in the mail that was sent
    digest  TEXT   NOT NULL,
    address TEXT   NOT NULL,
    folded  TEXT   NOT NULL,             -- the address in lower case
    asked   BIGINT NOT NULL,
    due     BIGINT NOT NULL,             -- when the mail is to be sent, or tried again
    mailed  BIGINT NOT NULL,             -- when it was sent; 0 is not yet
    UNIQUE (digest, folded)
);
CREATE TABLE sources (
    id            TEXT   NOT NULL PRIMARY KEY,
    etag          TEXT   NOT NULL,
    last_modified TEXT   NOT NULL,
    body_hash     TEXT   NOT NULL,
    last_visit    BIGINT NOT NULL,
    last_good     BIGINT NOT NULL,
    last_new      BIGINT NOT NULL,
    next_visit    BIGINT NOT NULL,
    failures      BIGINT NOT NULL,
    error         TEXT   NOT NULL
, address          TEXT   NOT NULL DEFAULT '', recipe           TEXT   NOT NULL DEFAULT '', validators_since BIGINT NOT NULL DEFAULT 0, pause            BIGINT NOT NULL DEFAULT 0, next_reason      TEXT   NOT NULL DEFAULT '', patience         BIGINT NOT NULL DEFAULT 0, moved_to         TEXT   NOT NULL DEFAULT '', moved_times      BIGINT NOT NULL DEFAULT 0, gone             BIGINT NOT NULL DEFAULT 0, advice           TEXT   NOT NULL DEFAULT '', pace TEXT NOT NULL DEFAULT '');
INSERT INTO "sources" VALUES('harbour','','','b796ca13f717db0373b909b2df32b5feeba17c85121db4425876a3e8068b4a58',1795728914529,1795728914529,1795728914529,1795729814529,0,'','file:feed.xml','t5r5mhb66ww8',1795728914529,900000,'every 15m',0,'',0,0,'','');
CREATE TABLE subscribers (
    id      TEXT   NOT NULL PRIMARY KEY,
    digest  TEXT   NOT NULL,
    address TEXT   NOT NULL,
    folded  TEXT   NOT NULL, -- the address in lower case
    name    TEXT   NOT NULL,
    state   TEXT   NOT NULL,
    since   BIGINT NOT NULL, origin TEXT NOT NULL DEFAULT 'config',
    UNIQUE (digest, folded)
);
INSERT INTO "subscribers" VALUES('6gqh4o64iq2rs4bxdbgpyf2rvb','morning','a@reader.example','a@reader.example','','confirmed',1795728914527,'config');
INSERT INTO "subscribers" VALUES('eg4wrqtlfvcaqiuh3xbqvjdbdb','morning','b@reader.example','b@reader.example','B Reader','confirmed',1795728914527,'config');
CREATE TABLE tallies (
    name  TEXT   NOT NULL PRIMARY KEY,
    total BIGINT NOT NULL
);
CREATE TABLE versions (
    item  TEXT   NOT NULL,
    until BIGINT NOT NULL,
    body  TEXT   NOT NULL,
    text  TEXT   NOT NULL,
    PRIMARY KEY (item, until)
);
CREATE INDEX items_candidates ON items (source, first_seen);
CREATE INDEX items_link ON items (substr(link, 1, 200));
CREATE INDEX printed_item ON printed (item);
CREATE INDEX hubs_unanswered ON hubs (pings) WHERE pings > answered;
CREATE INDEX items_seen ON items (first_seen, id);
CREATE INDEX deliveries_open ON deliveries (digest, date, block, due) WHERE state IN ('pending', 'sending');
CREATE INDEX corrections_printed ON corrections (digest, printed);
CREATE INDEX items_missed ON items (missed) WHERE missed > 0;
CREATE INDEX versions_until ON versions (until);
CREATE INDEX pages_asked ON pages (asked);
CREATE INDEX printed_date ON printed (digest, date);
CREATE INDEX editions_composed ON editions (composed_at);
CREATE INDEX items_guid ON items (substr(guid, 1, 200)) WHERE guid <> link;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('goose_db_version',24);
COMMIT;
