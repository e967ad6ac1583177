"""The quality of a collection and of a single object, as it was judged when they were published."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

import polars as pl

from ..formats.edm.core import CORE
from ..formats.edm.improvements import LANGUAGES, Improvement, cheapest
from ..formats.edm.metadata_tier import ENABLING_GROUPS, METADATA_TIERS
from ..store.control import Control
from ..store.quality import Quality


class Row(Protocol):
    """A judgement and its number of objects, by name."""

    def __getitem__(self, name: str, /) -> Any: ...


CONTENT_TIERS: Final = "01234"
"""From the lowest to the highest."""


@dataclass(frozen=True, slots=True)
class ObjectQuality:
    """The tiers of one object; ``measured`` is False where the content tier may be higher.

    ``reasons`` are those for which Europeana would not take it.
    """

    metadata: str
    content: int
    measured: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CollectionQuality:
    """How many objects of a collection are of each tier, what keeps how many out, and what would lift most of them."""

    objects: int
    metadata: dict[str, int]
    content: dict[str, int]
    ready: int
    reasons: Counter[str]
    improvements: tuple[Improvement, ...]

    @property
    def metadata_tier(self) -> str:
        """The metadata tier that at least half of the objects reach."""
        return _reached_by_half(METADATA_TIERS, self.metadata)

    @property
    def content_tier(self) -> str:
        """The content tier that at least half of the objects reach."""
        return _reached_by_half(CONTENT_TIERS, self.content)


@dataclass(frozen=True, slots=True)
class Listed:
    """An object in a list: what it is called, and the file and row that it came from, where that is known."""

    iri: str
    title: str | None
    file: str | None
    sheet: str | None
    row: str | None


def listed(control: Control, numbers: Sequence[int]) -> list[Listed]:
    """Give some objects by their numbers in the ledger, in their order."""
    rows = control.db.execute(
        "SELECT iri, title, file, sheet, row FROM entity LEFT JOIN thing USING (id) "
        "WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(numbers),),
    )
    return [Listed(*row) for row in rows]


def object_quality(control: Control, iri: str) -> ObjectQuality | None:
    """Give how an object was judged, by the collection that spoke of it first; None for any other thing."""
    row = control.db.execute(
        "SELECT metadata, content, measured, reasons FROM entity JOIN quality USING (id) "
        "JOIN judgement ON judgement = number WHERE iri = ? ORDER BY id LIMIT 1",
        (iri,),
    ).fetchone()
    return None if row is None else ObjectQuality(row[0], row[1], bool(row[2]), tuple(json.loads(row[3])))


def collection_quality(control: Control, collection: str) -> CollectionQuality | None:
    """Count how the objects of a collection were judged; None where it has none."""
    rows = control.db.execute(
        "SELECT metadata, content, measured, reasons, lifts, count(*) AS objects FROM entity JOIN quality USING (id) "
        "JOIN judgement ON judgement = number WHERE collection = ? GROUP BY number",
        (collection,),
    ).fetchall()
    return _summed(rows, _by_context(control, collection)) if rows else None


def draft_quality(found: Quality) -> CollectionQuality | None:
    """Count how the objects of a draft were judged, of which no database knows; None where it has none."""
    counts = _objects(found)
    rows = [
        {
            "metadata": one.metadata,
            "content": one.content,
            "measured": one.measured,
            "reasons": json.dumps(one.reasons),
            "lifts": json.dumps(one.lifts),
            "objects": counts[number],
        }
        for number, one in enumerate(found.judgements)
        if number in counts
    ]
    return _summed(rows, _by_context_of_draft(found)) if rows else None


def core_filled(found: Quality) -> dict[str, int]:
    """Count how many objects of a draft have each property of the core."""
    counts, total = _objects(found), dict.fromkeys(CORE, 0)
    for number, count in counts.items():
        for name in found.judgements[number].filled:
            total[name] += count
    return total


def _objects(found: Quality) -> dict[int, int]:
    """Give the number of objects of each judgement."""
    return dict(found.found.group_by("judgement").len().iter_rows())


def _summed(rows: Sequence[Row], by_context: Iterable[Improvement]) -> CollectionQuality:
    """Sum up judgements, each with its number of objects."""
    reasons: Counter[str] = Counter()
    for row in rows:
        reasons.update(dict.fromkeys(json.loads(row["reasons"]), row["objects"]))
    return CollectionQuality(
        objects=sum(row["objects"] for row in rows),
        metadata=_counted(METADATA_TIERS, ((row["metadata"], row["objects"]) for row in rows)),
        content=_counted(CONTENT_TIERS, ((str(row["content"]), row["objects"]) for row in rows)),
        ready=sum(row["objects"] for row in rows if row["reasons"] == "[]"),
        reasons=reasons,
        improvements=tuple(cheapest([*by_context, *_by_record(rows)])),
    )


def held_back(control: Control, collection: str) -> dict[str, list[int]]:
    """Give for each reason that keeps objects out of Europeana their numbers in the ledger, ascending."""
    rows = control.db.execute(
        "SELECT reason.value, quality.id FROM entity JOIN quality USING (id) JOIN judgement ON judgement = number "
        "JOIN json_each(reasons) AS reason WHERE collection = ? ORDER BY 2",
        (collection,),
    )
    found: dict[str, list[int]] = {}
    for reason, number in rows:
        found.setdefault(reason, []).append(number)
    return found


def _reached_by_half(tiers: str, counts: dict[str, int]) -> str:
    reaching, half = 0, sum(counts.values()) / 2
    for tier in reversed(tiers):
        reaching += counts[tier]
        if reaching >= half:
            return tier
    return tiers[0]


def _counted(tiers: str, counts: Iterable[tuple[str, int]]) -> dict[str, int]:
    found = dict.fromkeys(tiers, 0)
    for tier, count in counts:
        found[tier] += count
    return found


def _by_context(control: Control, collection: str) -> list[Improvement]:
    """Give what would be gained by describing what the objects are connected with; a thing is one cell."""
    rows = control.db.execute(
        "SELECT what, metadata, json_extract(lift.value, '$[1]'), count(DISTINCT thing), count(DISTINCT gap.id) "
        "FROM gap JOIN entity USING (id) JOIN quality USING (id) JOIN judgement ON judgement = number "
        "JOIN json_each(lifts) AS lift ON json_extract(lift.value, '$[0]') = what WHERE collection = ? GROUP BY 1, 2, 3",
        (collection,),
    )
    return [Improvement(*row) for row in rows]


def _by_context_of_draft(found: Quality) -> list[Improvement]:
    """Give the same for a draft."""
    lifting = [
        (number, what, one.metadata, after)
        for number, one in enumerate(found.judgements)
        for what, after, _ in one.lifts
    ]
    schema = {"judgement": pl.UInt32, "what": pl.String, "metadata": pl.String, "after": pl.String}
    lifts = pl.DataFrame(lifting, schema=schema, orient="row")
    gained = found.gaps.join(found.found, on="iri").join(lifts, on=["judgement", "what"])
    counted = gained.group_by("what", "metadata", "after").agg(
        pl.col("thing").n_unique(), pl.col("iri").n_unique()
    )
    return [Improvement(*row) for row in counted.iter_rows()]


def _by_record(rows: Sequence[Row]) -> Iterator[Improvement]:
    """Give what would be gained in the objects themselves: a cell of each, but a whole column for its language."""
    records: Counter[tuple[str, str, str]] = Counter()
    columns: dict[tuple[str, str, str], set[str]] = {}
    for row in rows:
        for what, after, elements in json.loads(row["lifts"]):
            if what == LANGUAGES or what in ENABLING_GROUPS:
                records[what, row["metadata"], after] += row["objects"]
                columns.setdefault((what, row["metadata"], after), set()).update(elements)
    for key, count in records.items():
        yield Improvement(*key, cells=len(columns[key]) or count, records=count)
