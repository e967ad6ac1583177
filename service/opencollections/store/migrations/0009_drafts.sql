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
