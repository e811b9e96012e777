-- +goose Up

-- The days of which a source's last news were, from which its usual gap follows.
ALTER TABLE sources ADD COLUMN news_days TEXT NOT NULL DEFAULT '';

-- Why a day has no edition; empty for one that came out.
ALTER TABLE editions ADD COLUMN skipped TEXT NOT NULL DEFAULT '';
