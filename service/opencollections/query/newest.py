"""Newest: what changed last in each collection, so that a large one does not hide the small ones."""

from collections.abc import Sequence

from ..store.control import Control
from .search import Hit


def newest(control: Control, collections: Sequence[str], of_type: str, each: int) -> list[Hit]:
    """Give some titled entities of a type from each collection, the most recently changed first."""
    return [hit for collection in collections for hit in _of(control, collection, of_type, each)]


def _of(control: Control, collection: str, of_type: str, limit: int) -> list[Hit]:
    rows = control.db.execute(
        "SELECT iri, title, type, collection FROM entity WHERE withdrawn IS NULL AND collection = ? "
        "AND type = ? AND title IS NOT NULL ORDER BY modified DESC, id LIMIT ?",
        (collection, of_type, limit),
    )
    return [Hit(*row) for row in rows]
