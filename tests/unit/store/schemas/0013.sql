-- The database of schema 13 with rows: as of schema 12, with somebody who invited.
CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE member (
    slug       TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    language   TEXT NOT NULL,
    homepage   TEXT,
    token_hash TEXT NOT NULL,
    created    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE collection (
    name     TEXT PRIMARY KEY,
    member   TEXT NOT NULL REFERENCES member (slug),
    title    TEXT NOT NULL,
    language TEXT NOT NULL,
    licence  TEXT NOT NULL,
    rights   TEXT,
    mapping  TEXT NOT NULL,
    created  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE upload (
    sha256   TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    bytes    INTEGER NOT NULL,
    received TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The files of a version, the mapping and its value tables among them, as they were handed in.
CREATE TABLE version (
    collection     TEXT NOT NULL REFERENCES collection (name),
    number         INTEGER NOT NULL,
    published      TEXT NOT NULL,
    generation     INTEGER NOT NULL,
    sha256         TEXT NOT NULL,
    input_sha256   TEXT NOT NULL,
    files          TEXT NOT NULL,
    records        INTEGER NOT NULL,
    entities       INTEGER NOT NULL,
    quads          INTEGER NOT NULL,
    added          INTEGER NOT NULL,
    removed        INTEGER NOT NULL,
    errors         INTEGER NOT NULL,
    warnings       INTEGER NOT NULL,
    advice         INTEGER NOT NULL,
    PRIMARY KEY (collection, number)
) STRICT, WITHOUT ROWID;

-- One row per entity and collection that states something about it; withdrawn rows stay for ever.
CREATE TABLE entity (
    id         INTEGER PRIMARY KEY,
    iri        TEXT NOT NULL,
    collection TEXT NOT NULL REFERENCES collection (name),
    type       TEXT,
    title      TEXT,
    created    TEXT NOT NULL,
    modified   TEXT NOT NULL,
    withdrawn  TEXT,
    UNIQUE (iri, collection)
) STRICT;

CREATE INDEX entity_collection ON entity (collection, type, iri) WHERE withdrawn IS NULL;

CREATE TABLE change (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    collection TEXT NOT NULL,
    version    INTEGER NOT NULL,
    iri        TEXT NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('create', 'update', 'delete'))
) STRICT;

CREATE VIRTUAL TABLE search USING fts5 (
    title, body,
    tokenize = "unicode61 remove_diacritics 2",
    prefix = '2 3'
);

INSERT INTO setting VALUES ('base', 'https://data.example.org');
INSERT INTO setting VALUES ('generation', '2');
INSERT INTO setting VALUES ('published', '2026-01-03T00:00:00Z');
INSERT INTO member VALUES ('npg', 'National Portrait Gallery', 'en', 'https://npg.si.edu/', '0000000000000000000000000000000000000000000000000000000000000000', '2026-01-01T00:00:00Z');
INSERT INTO collection VALUES ('npg/portraits', 'npg', 'Portraits', 'en', 'https://creativecommons.org/publicdomain/zero/1.0/',NULL,'npg.yml', '2026-01-01T00:00:00Z');
INSERT INTO version VALUES ('npg/portraits',1,'2026-01-02T00:00:00Z',1,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', '[{"name": "npg.csv", "sha256": "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc", "role": "source"}]',2,2,4,4,0,0,1,0);
INSERT INTO version VALUES ('npg/portraits',2,'2026-01-03T00:00:00Z',2,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', 'eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee', '[{"name": "npg.csv", "sha256": "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", "role": "source"}]',1,1,2,1,3,0,0,0);
INSERT INTO entity VALUES (1,'https://data.example.org/id/npg/object/1', 'npg/portraits', 'http://www.europeana.eu/schemas/edm/ProvidedCHO', 'Portrait', '2026-01-02T00:00:00Z', '2026-01-03T00:00:00Z',NULL);
INSERT INTO entity VALUES (2,'https://data.example.org/id/npg/object/2', 'npg/portraits', 'http://www.europeana.eu/schemas/edm/ProvidedCHO', 'Head', '2026-01-02T00:00:00Z', '2026-01-03T00:00:00Z', '2026-01-03T00:00:00Z');
INSERT INTO change VALUES (1,'npg/portraits',1,'https://data.example.org/id/npg/object/1', 'create');
INSERT INTO change VALUES (2,'npg/portraits',1,'https://data.example.org/id/npg/object/2', 'create');
INSERT INTO change VALUES (3,'npg/portraits',2,'https://data.example.org/id/npg/object/1', 'update');
INSERT INTO change VALUES (4,'npg/portraits',2,'https://data.example.org/id/npg/object/2', 'delete');
INSERT INTO search (rowid, title, body) VALUES (1, 'Portrait', 'Portrait');

-- Why a version was made (import, undo, withdrawal, restoration, merge), by whom, and the reason that was given.
ALTER TABLE version ADD COLUMN kind TEXT NOT NULL DEFAULT 'import';
ALTER TABLE version ADD COLUMN actor TEXT NOT NULL DEFAULT 'operator';
ALTER TABLE version ADD COLUMN reason TEXT;

-- The hash of what a collection states of an entity; of one that is gone, why and what stands in its place.
ALTER TABLE entity ADD COLUMN content_hash TEXT;
ALTER TABLE entity ADD COLUMN reason TEXT;
ALTER TABLE entity ADD COLUMN replaced_by TEXT;

ALTER TABLE change ADD COLUMN reason TEXT;
ALTER TABLE change ADD COLUMN replaced_by TEXT;
CREATE INDEX change_collection ON change (collection, seq);
CREATE INDEX change_iri ON change (iri, seq);

-- Entities that a collection keeps back, whatever its file says: from one version on, until another.
CREATE TABLE withdrawal (
    collection  TEXT NOT NULL REFERENCES collection (name),
    iri         TEXT NOT NULL,
    since       INTEGER NOT NULL,
    until       INTEGER,
    reason      TEXT,
    replaced_by TEXT,
    PRIMARY KEY (collection, iri, since)
) STRICT, WITHOUT ROWID;

-- Identifiers that mean what another one means; both stay so in every import to come.
CREATE TABLE merge (
    old    TEXT PRIMARY KEY,
    new    TEXT NOT NULL,
    merged TEXT NOT NULL,
    actor  TEXT NOT NULL,
    reason TEXT
) STRICT, WITHOUT ROWID;

UPDATE version SET kind = 'withdrawal', reason = 'Sold' WHERE number = 2;
UPDATE entity SET content_hash = '00112233445566778899aabbccddeeff' WHERE id = 1;
UPDATE entity SET reason = 'Sold', replaced_by = 'https://data.example.org/id/npg/object/1' WHERE id = 2;
UPDATE change SET reason = 'Sold', replaced_by = 'https://data.example.org/id/npg/object/1' WHERE seq = 4;
INSERT INTO withdrawal VALUES ('npg/portraits', 'https://data.example.org/id/npg/object/2', 2, NULL, 'Sold', 'https://data.example.org/id/npg/object/1');
INSERT INTO merge VALUES ('https://data.example.org/id/npg/object/3', 'https://data.example.org/id/npg/object/1', '2026-01-03T00:00:00Z', 'operator', NULL);

-- What readers find the things of a collection by, as columns (Arrow IPC): it is read as a whole, and only so.
CREATE TABLE inventory (
    collection TEXT PRIMARY KEY REFERENCES collection (name),
    version    INTEGER NOT NULL,
    columns    BLOB NOT NULL
) STRICT;

-- The address to which a reader may report an error in what a member says.
ALTER TABLE member ADD COLUMN email TEXT;

UPDATE member SET email = 'catalogue@npg.example';


-- What readers find things by, a row for each, so that a publish writes the rows of what it changed and no others.
-- The columns of before are dropped; the next start makes the rows from the versions.
DROP TABLE inventory;

-- Of which version the rows of a collection are, and the SHA-256 of where all its entities came from.
CREATE TABLE inventory (
    collection TEXT PRIMARY KEY REFERENCES collection (name),
    version    INTEGER NOT NULL,
    origins    TEXT
) STRICT, WITHOUT ROWID;

-- A value that things can be narrowed by, of one facet.
CREATE TABLE trait (
    number INTEGER PRIMARY KEY,
    facet  TEXT NOT NULL,
    value  TEXT NOT NULL,
    UNIQUE (facet, value)
) STRICT;

-- What one collection says of a thing. "first" is the same for all collections that speak of it: the number under
-- which the ledger entered its IRI first. "key" is its title as letters are ordered. "traits" are numbers of traits,
-- four bytes each, the lowest first.
CREATE TABLE thing (
    id      INTEGER PRIMARY KEY REFERENCES entity (id),
    first   INTEGER NOT NULL,
    key     TEXT,
    picture TEXT,
    begin   INTEGER,
    "end"   INTEGER,
    file    TEXT,
    sheet   TEXT,
    row     TEXT,
    traits  BLOB NOT NULL
) STRICT;

CREATE INDEX thing_first ON thing (first);

INSERT INTO inventory VALUES ('npg/portraits', 2, NULL);
INSERT INTO trait VALUES (1, 'collection', 'npg/portraits');
INSERT INTO thing VALUES (1, 1, 'kepmas', NULL, 1938, 1938, 'portraits.csv', NULL, '14', x'01000000');

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

INSERT INTO person VALUES (1, 'anna@npg.example', 'Anna', 'hu', 'npg', 0, '$argon2id$', 1, '2026-01-04T00:00:00Z', NULL, NULL);
INSERT INTO invitation VALUES ('00ff', 'npg', 1, 'kate@npg.example', '2026-01-04T00:00:00Z', '2026-01-18T00:00:00Z');
INSERT INTO audit VALUES (1, '2026-01-04T00:00:00Z', 'npg', 'operator', 'add member', 'npg', 'done');

-- Drafts that are kept until they are published or discarded. "mapping" is what it is mapped by: a ready mapping's name,
-- one that is kept, or a path; "options" (JSON) are corrections of how its files are read; "made" (JSON) is what came of
-- mapping it; "detail" says why it failed; "version" is the one that it was published as.
CREATE TABLE draft (
    id         TEXT PRIMARY KEY,
    collection TEXT NOT NULL REFERENCES collection (name),
    state      TEXT NOT NULL,
    mapping    TEXT NOT NULL,
    options    TEXT NOT NULL DEFAULT '{}',
    created    TEXT NOT NULL,
    changed    TEXT NOT NULL,
    actor      TEXT NOT NULL,
    made       TEXT,
    detail     TEXT,
    version    INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX draft_collection ON draft (collection, created);

-- The files that were handed in for a draft.
CREATE TABLE draft_file (
    draft    TEXT NOT NULL REFERENCES draft (id),
    name     TEXT NOT NULL,
    sha256   TEXT NOT NULL,
    bytes    INTEGER NOT NULL,
    received TEXT NOT NULL,
    actor    TEXT NOT NULL,
    PRIMARY KEY (draft, name)
) STRICT, WITHOUT ROWID;

-- What became of a draft, when and by whom.
CREATE TABLE draft_event (
    seq    INTEGER PRIMARY KEY,
    draft  TEXT NOT NULL REFERENCES draft (id),
    state  TEXT NOT NULL,
    at     TEXT NOT NULL,
    actor  TEXT NOT NULL,
    detail TEXT
) STRICT;

CREATE INDEX draft_event_draft ON draft_event (draft, seq);

-- Mappings that members wrote or corrected, each state of them; "words" (JSON) are what its columns were said to be.
CREATE TABLE kept_mapping (
    collection TEXT NOT NULL REFERENCES collection (name),
    number     INTEGER NOT NULL,
    name       TEXT NOT NULL,
    sha256     TEXT NOT NULL,
    words      TEXT,
    at         TEXT NOT NULL,
    actor      TEXT NOT NULL,
    PRIMARY KEY (collection, number)
) STRICT, WITHOUT ROWID;

-- Work for the ingest worker. "request" and "outcome" are JSON; "bytes" is the size of what is worked on, and
-- "attempts" how often it was begun. "done" of "total" are of the step that goes on since "stepped".
CREATE TABLE job (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    id         TEXT NOT NULL UNIQUE,
    kind       TEXT NOT NULL,
    member     TEXT NOT NULL REFERENCES member (slug),
    collection TEXT REFERENCES collection (name),
    draft      TEXT REFERENCES draft (id),
    request    TEXT NOT NULL,
    bytes      INTEGER NOT NULL,
    actor      TEXT NOT NULL,
    state      TEXT NOT NULL,
    created    TEXT NOT NULL,
    begun      TEXT,
    ended      TEXT,
    attempts   INTEGER NOT NULL DEFAULT 0,
    unwanted   INTEGER NOT NULL DEFAULT 0,
    step       TEXT,
    done       INTEGER,
    total      INTEGER,
    stepped    REAL,
    outcome    TEXT,
    code       TEXT,
    detail     TEXT
) STRICT;

CREATE INDEX job_open ON job (state, seq) WHERE state IN ('waiting', 'running');
CREATE INDEX job_member ON job (member, seq);

-- What was answered to requests with an Idempotency-Key, so that the same request again gets the same answer. Without a
-- status the first one is still at work.
CREATE TABLE answered (
    actor   TEXT NOT NULL,
    key     TEXT NOT NULL,
    request TEXT NOT NULL,
    at      TEXT NOT NULL,
    status  INTEGER,
    headers TEXT,
    body    BLOB,
    PRIMARY KEY (actor, key)
) STRICT, WITHOUT ROWID;

INSERT INTO draft VALUES ('0123456789abcdef', 'npg/portraits', 'received', 'npg', '{}', '2026-11-26T08:00:00Z', '2026-11-26T08:00:00Z', 'member npg', NULL, NULL, NULL);
INSERT INTO draft_file VALUES ('0123456789abcdef', 'npg.xlsx', 'aa', 12, '2026-11-26T08:00:00Z', 'member npg');
INSERT INTO draft_event VALUES (1, '0123456789abcdef', 'received', '2026-11-26T08:00:00Z', 'member npg', NULL);
INSERT INTO kept_mapping VALUES ('npg/portraits', 1, 'npg.yml', 'bb', NULL, '2026-11-26T08:00:00Z', 'member npg');

-- How far the objects of each collection reach. Many are judged alike, so that a judgement is kept once: the metadata
-- and content tiers of Europeana, whether the size of the media was known, the codes of what keeps an object out of
-- which platform, and what would lift its metadata tier (JSON: what, the tier after it, the elements it is about).
CREATE TABLE judgement (
    number   INTEGER PRIMARY KEY,
    metadata TEXT NOT NULL,
    content  INTEGER NOT NULL,
    measured INTEGER NOT NULL,
    reasons  TEXT NOT NULL,
    lifts    TEXT NOT NULL,
    UNIQUE (metadata, content, measured, reasons, lifts)
) STRICT;

CREATE TABLE quality (
    id        INTEGER PRIMARY KEY REFERENCES entity (id),
    judgement INTEGER NOT NULL REFERENCES judgement (number)
) STRICT;

-- What lacks something that would lift an object: the person, place, period or term that the object is connected with.
CREATE TABLE gap (
    id    INTEGER NOT NULL REFERENCES entity (id),
    what  TEXT NOT NULL,
    thing TEXT NOT NULL,
    PRIMARY KEY (id, what, thing)
) STRICT, WITHOUT ROWID;

-- Which version of each collection was judged, and by the rules of which number.
CREATE TABLE judged (
    collection TEXT PRIMARY KEY REFERENCES collection (name),
    version    INTEGER NOT NULL,
    rules      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO judgement VALUES (1, 'B', 1, 0, '["edm-without-rights"]', '[["coordinates", "C", []]]');
INSERT INTO quality VALUES (1, 1);
INSERT INTO gap VALUES (1, 'coordinates', 'https://data.example.org/id/network/place/budapest');
INSERT INTO judged VALUES ('npg/portraits', 2, 1);

-- What was found out about files by asking their addresses: the media type, and the size in bytes and in pixels. "failed" says
-- why nothing was found out.
CREATE TABLE media (
    url    TEXT PRIMARY KEY,
    asked  TEXT NOT NULL,
    type   TEXT,
    bytes  INTEGER,
    width  INTEGER,
    height INTEGER,
    failed TEXT
) STRICT, WITHOUT ROWID;

INSERT INTO media VALUES ('https://npg.example/1.jpg', '2026-01-05T00:00:00Z', 'image/jpeg', 120345, 1200, 900, NULL);

-- How many records have an entity as their own thing, in the file that it was imported from last: with the entity, its records
-- are withdrawn. Nobody counted them until now; until the next import, each object is taken for one record.
ALTER TABLE entity ADD COLUMN records INTEGER NOT NULL DEFAULT 0;

UPDATE entity SET records = 1 WHERE type = 'http://www.europeana.eu/schemas/edm/ProvidedCHO';

-- The SHA-256 of these numbers as the newest import gave them: while it stays, so do the numbers.
ALTER TABLE inventory ADD COLUMN records TEXT;

-- The person who invited, or null for the operator at the command line: open invitations end with the account of who made them.
ALTER TABLE invitation ADD COLUMN inviter INTEGER REFERENCES person (id);

UPDATE invitation SET inviter = 1;

PRAGMA user_version = 13;
