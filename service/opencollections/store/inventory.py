"""The inventory of a collection: one row for each thing that a reader looks for, by what it is found.

A row has the number of the entity in the ledger, what ``publishing.inventory`` found in its statements (a picture to
show in lists, its first and last year, its traits), and the file, sheet and row that it came from. A trait is a value
that things can be narrowed by: a maker, a decade, the collection itself.
"""

import json
from array import array
from collections.abc import Collection, Iterator
from typing import Final

import polars as pl

from ..vocabulary import SERVING, expand
from .control import Control
from .rows import digest, frames

LISTS: Final = ("kind", "maker", "place", "subject", "rights")
FOUND: Final[dict[str, pl.DataType]] = {
    "iri": pl.String(),
    "picture": pl.String(),
    "begin": pl.Int32(),
    "end": pl.Int32(),
    **dict.fromkeys(LISTS, pl.List(pl.String)),
}
"""What is found in the statements of a version."""

ORIGIN: Final[dict[str, pl.DataType]] = {
    "file": pl.String(),
    "sheet": pl.String(),
    "row": pl.String(),
}
"""Where a thing came from; all null where nobody remembers."""

PICTURED: Final = "yes"
"""The one value of the facet "picture"."""

SPAN_LIMIT_YEARS: Final = 50
"""A thing that is dated less exactly than this stands in no decade."""

_OBJECT: Final = expand("edm:ProvidedCHO")
_ENTITY: Final = {"id": pl.UInt32, "iri": pl.String, "first": pl.UInt32, "title": pl.String}
_SERVING: Final = ", ".join(f"'{iri}'" for iri in sorted(SERVING))

# Things without a title are no use in a list, unless they are objects.
_IS_LISTED: Final = f"withdrawn IS NULL AND (type IS NULL OR type NOT IN ({_SERVING})) AND (title IS NOT NULL OR type = '{_OBJECT}')"
_IS_MEANT: Final = "collection = ?1 AND (?2 IS NULL OR iri IN (SELECT value FROM json_each(?2)))"

# What is not known anew keeps its origin.
_ENTER: Final = """
INSERT INTO thing (id, first, key, picture, begin, "end", file, sheet, row, traits)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET
    key = excluded.key, picture = excluded.picture, begin = excluded.begin, "end" = excluded."end",
    traits = excluded.traits, file = coalesce(excluded.file, file), row = coalesce(excluded.row, row),
    sheet = iif(excluded.file IS NULL, sheet, excluded.sheet)
"""


def enter_inventory(
    control: Control,
    collection: str,
    version: int,
    found: pl.DataFrame,
    origins: pl.DataFrame | None = None,
    only: Collection[str] | None = None,
) -> None:
    """Keep what was found of the things of a collection (of those in ``only``, when given).

    ``found`` has the columns FOUND; ``origins`` has ``iri`` and the columns ORIGIN of all its entities, or is None
    where they are as they were. Call it inside the publishing transaction, after the ledger is written.
    """
    meant = (collection, None if only is None else json.dumps(sorted(only)))
    control.db.execute(
        f"DELETE FROM thing WHERE id IN (SELECT id FROM entity WHERE {_IS_MEANT} AND NOT ({_IS_LISTED}))",  # noqa: S608 - fixed text
        meant,
    )
    known = pl.DataFrame(schema={"iri": pl.String(), **ORIGIN}) if origins is None else origins
    found = found.join(known, on="iri", how="left")
    for listed in _listed(control, meant):
        _enter(control, collection, listed.join(found, on="iri", how="left"))
    made = None if origins is None else _origins_digest(origins)
    if origins is not None and only is not None and made != _known_digest(control, collection):
        _renew_origins(control, collection, origins)
    control.db.execute(
        "INSERT INTO inventory (collection, version, origins) VALUES (?, ?, ?) ON CONFLICT (collection) DO UPDATE "
        "SET version = excluded.version, origins = coalesce(excluded.origins, origins)",
        (collection, version, made),
    )


def _listed(control: Control, meant: tuple[str, str | None]) -> Iterator[pl.DataFrame]:
    query = (
        f"SELECT id, iri, (SELECT min(id) FROM entity AS any WHERE any.iri = entity.iri), title "  # noqa: S608 - fixed text
        f"FROM entity WHERE {_IS_MEANT} AND {_IS_LISTED}"
    )
    return frames(control, query, meant, _ENTITY)


def _enter(control: Control, collection: str, things: pl.DataFrame) -> None:
    things = things.join(_traits(control, collection, things), on="id", how="left")
    columns = things.select(
        "id", "first", _key(), "picture", "begin", "end", *ORIGIN, pl.col("traits").fill_null([])
    )
    control.db.executemany(
        _ENTER, ((*row, array("I", numbers).tobytes()) for *row, numbers in columns.iter_rows())
    )


def _key() -> pl.Expr:
    """Give titles in the order of letters: accents, capitals and quotation marks do not count."""
    letters = pl.col("title").str.normalize("NFKD").str.replace_all(r"\p{M}|^[^\p{L}\p{N}]+", "")
    return letters.str.to_lowercase().alias("key")


def _traits(control: Control, collection: str, things: pl.DataFrame) -> pl.DataFrame:
    """Give the numbers of the traits of each thing; new ones are entered."""
    pairs = pl.concat(
        frame.select("id", pl.lit(facet).alias("facet"), "value")
        for facet, frame in _values(collection, things)
    )
    named = pairs.select("facet", "value").unique()
    control.db.executemany("INSERT OR IGNORE INTO trait (facet, value) VALUES (?, ?)", named.iter_rows())
    find = "SELECT number FROM trait WHERE facet = ? AND value = ?"
    numbers = [control.db.execute(find, row).fetchone()[0] for row in named.iter_rows()]
    numbered = named.with_columns(number=pl.Series(numbers, dtype=pl.UInt32))
    joined = pairs.join(numbered, on=["facet", "value"])
    return joined.group_by("id").agg(traits=pl.col("number").unique().sort())


def _values(collection: str, things: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    for name in LISTS:
        yield name, things.select("id", value=name).explode("value").drop_nulls()
    yield "collection", things.select("id", value=pl.lit(collection))
    yield "member", things.select("id", value=pl.lit(collection.partition("/")[0]))
    yield "picture", things.drop_nulls("picture").select("id", value=pl.lit(PICTURED))
    dated = things.filter(pl.col("end") - pl.col("begin") < SPAN_LIMIT_YEARS)
    decades = pl.int_ranges(pl.col("begin") // 10, pl.col("end") // 10 + 1)
    spread = dated.select("id", value=decades).explode("value").drop_nulls()
    yield "period", spread.with_columns((pl.col("value") * 10).cast(pl.String))


def _origins_digest(origins: pl.DataFrame) -> str:
    """Give the SHA-256 of all origins: the same file gives them in the same order."""
    lines = origins.select(pl.concat_str(pl.all().fill_null(""), separator="\t")).to_series()
    return digest(lines)


def _known_digest(control: Control, collection: str) -> str | None:
    row = control.db.execute("SELECT origins FROM inventory WHERE collection = ?", (collection,)).fetchone()
    return None if row is None else row[0]


def _renew_origins(control: Control, collection: str, origins: pl.DataFrame) -> None:
    """Write the origins that are not what they were: a row that comes in moves all rows behind it."""
    query = "SELECT id, iri, file, sheet, row FROM thing JOIN entity USING (id) WHERE collection = ?"
    schema = {"id": pl.UInt32, "iri": pl.String, **{f"{name}_before": pl.String for name in ORIGIN}}
    changed = [pl.col(name).ne_missing(pl.col(f"{name}_before")) for name in ORIGIN]
    for before in frames(control, query, (collection,), schema):
        now = before.join(origins, on="iri").filter(pl.any_horizontal(changed))
        control.db.executemany(
            "UPDATE thing SET file = ?, sheet = ?, row = ? WHERE id = ?",
            now.select(*ORIGIN, "id").iter_rows(),
        )


def inventory_versions(control: Control) -> dict[str, int]:
    """Tell of which version each collection's inventory is."""
    rows = control.db.execute("SELECT collection, version FROM inventory ORDER BY collection")
    return {str(row[0]): int(row[1]) for row in rows}
