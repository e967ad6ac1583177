"""Search: entities by the words in their names and texts, blind to diacritics, in every language."""

import re
from dataclasses import dataclass

from ..store.control import Control


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity found: ``collection`` is the one whose words matched."""

    iri: str
    title: str | None
    type: str | None
    collection: str


@dataclass(frozen=True, slots=True)
class Hits:
    """One page of hits; ``total`` counts all of them, several collections of one entity once."""

    hits: tuple[Hit, ...]
    total: int


_FOUND = """
    FROM search JOIN entity ON entity.id = search.rowid
    WHERE search MATCH :words AND entity.withdrawn IS NULL
        AND (:collection IS NULL OR entity.collection = :collection)
"""
_COUNT = f"SELECT count(DISTINCT iri) {_FOUND}"
# A rank can only be computed where the index is searched, hence the table in between.
_PAGE = f"""
    WITH found AS MATERIALIZED (
        SELECT entity.iri, entity.title, entity.type, entity.collection, bm25(search, 10.0, 1.0) AS score
        {_FOUND}
    )
    SELECT iri, title, type, collection FROM found
    GROUP BY iri ORDER BY min(score), title LIMIT :limit OFFSET :offset
"""  # noqa: S608 - made of fixed texts


def search(
    control: Control, text: str, *, collection: str | None = None, limit: int = 24, offset: int = 0
) -> Hits:
    """Find entities that have all the words (the last one as a beginning), titles before other texts."""
    words = _match(text)
    if not words:
        return Hits((), 0)
    values = {"words": words, "collection": collection, "limit": limit, "offset": offset}
    total = control.db.execute(_COUNT, values).fetchone()[0]
    rows = control.db.execute(_PAGE, values)
    return Hits(tuple(Hit(*row) for row in rows), int(total))


def _match(text: str) -> str:
    """Write an FTS5 expression that has the words of a text as data: quoted, so that no operator acts.

    The last word may be a beginning, from two letters on: a single letter would begin everything.
    """
    words = [f'"{word}"' for word in re.findall(r"\w+", text[:500])[:16]]
    if words and len(words[-1]) > len('"x"'):
        words[-1] += "*"
    return " ".join(words)
