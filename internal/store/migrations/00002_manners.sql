-- +goose Up

-- What the manners towards a source ask us to remember.
ALTER TABLE sources ADD COLUMN address          TEXT   NOT NULL DEFAULT '';
ALTER TABLE sources ADD COLUMN recipe           TEXT   NOT NULL DEFAULT '';
ALTER TABLE sources ADD COLUMN validators_since BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sources ADD COLUMN pause            BIGINT NOT NULL DEFAULT 0; -- milliseconds
ALTER TABLE sources ADD COLUMN next_reason      TEXT   NOT NULL DEFAULT '';
ALTER TABLE sources ADD COLUMN patience         BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sources ADD COLUMN moved_to         TEXT   NOT NULL DEFAULT '';
ALTER TABLE sources ADD COLUMN moved_times      BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sources ADD COLUMN gone             BIGINT NOT NULL DEFAULT 0; -- 1 is yes
ALTER TABLE sources ADD COLUMN advice           TEXT   NOT NULL DEFAULT '';

-- Who brought a subscriber here: 'config' is the editor's list.
ALTER TABLE subscribers ADD COLUMN origin TEXT NOT NULL DEFAULT 'config';
