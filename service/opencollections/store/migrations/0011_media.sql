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
