"""The ledger as a sitemap wants it: every entity that has a page, in parts of so many."""

from collections.abc import Iterator
from typing import Final

from ..store.control import Control
from ..store.rows import plain_rows
from ..vocabulary import SERVING

_MARKS: Final = ", ".join("?" * len(SERVING))
_PUBLIC: Final = f"withdrawn IS NULL AND (type IS NULL OR type NOT IN ({_MARKS}))"
_FIRSTS: Final = (
    "SELECT iri FROM (SELECT iri, row_number() OVER (ORDER BY iri) AS place FROM entity "  # noqa: S608 - marks alone
    f"WHERE {_PUBLIC} GROUP BY iri) WHERE place % ? = 1"
)
_PART: Final = (
    f"SELECT iri, max(modified) FROM entity WHERE iri >= ? AND {_PUBLIC} "  # noqa: S608 - marks alone
    "GROUP BY iri ORDER BY iri LIMIT ?"
)


def firsts(control: Control, size: int) -> tuple[str, ...]:
    """Give the IRI that each part of ``size`` (2 or more) entities begins with."""
    return tuple(row[0] for row in plain_rows(control, _FIRSTS, [*SERVING, size]))


def part(control: Control, first: str, size: int) -> Iterator[tuple[str, str]]:
    """Give the entities of a part as they are read: each IRI with the ISO time of its last change."""
    yield from plain_rows(control, _PART, [first, *SERVING, size])
