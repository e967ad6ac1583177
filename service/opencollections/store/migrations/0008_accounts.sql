-- People who work for a member; an operator sees all members. "session" is the number that signed cookies carry:
-- a higher one ends all that were given before.
CREATE TABLE person (
    id            INTEGER PRIMARY KEY,
    email         TEXT NOT NULL UNIQUE COLLATE NOCASE,
    name          TEXT NOT NULL,
    language      TEXT NOT NULL,
    member        TEXT NOT NULL REFERENCES member (slug),
    operator      INTEGER NOT NULL,
    password_hash TEXT NOT NULL,
    session       INTEGER NOT NULL,
    created       TEXT NOT NULL,
    seen          TEXT,
    revoked       TEXT
) STRICT;

CREATE INDEX person_member ON person (member);

-- Links by which a password is set, each once. Where no email is kept, whoever follows the link names one.
CREATE TABLE invitation (
    hash     TEXT PRIMARY KEY,
    member   TEXT NOT NULL REFERENCES member (slug),
    operator INTEGER NOT NULL,
    email    TEXT COLLATE NOCASE,
    created  TEXT NOT NULL,
    expires  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What programs show to act for a member. Until now a member had one, which goes on as its first.
CREATE TABLE token (
    id      INTEGER PRIMARY KEY,
    member  TEXT NOT NULL REFERENCES member (slug),
    name    TEXT NOT NULL,
    scope   TEXT NOT NULL CHECK (scope IN ('read', 'draft', 'publish')),
    hash    TEXT NOT NULL,
    created TEXT NOT NULL,
    creator TEXT NOT NULL,
    used    TEXT,
    revoked TEXT
) STRICT;

INSERT INTO token (member, name, scope, hash, created, creator)
SELECT slug, 'first token', 'publish', token_hash, created, 'operator' FROM member WHERE token_hash <> '';

CREATE INDEX token_hash ON token (hash);
CREATE INDEX token_member ON token (member);

ALTER TABLE member DROP COLUMN token_hash;

-- Who did what: "member" is whose affair it is, "about" what was acted on, "outcome" done or the code of the error.
CREATE TABLE audit (
    seq     INTEGER PRIMARY KEY AUTOINCREMENT,
    at      TEXT NOT NULL,
    member  TEXT NOT NULL,
    actor   TEXT NOT NULL,
    action  TEXT NOT NULL,
    about   TEXT NOT NULL,
    outcome TEXT NOT NULL
) STRICT;

CREATE INDEX audit_member ON audit (member, seq);
