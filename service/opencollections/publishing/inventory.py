"""The inventory of a version: what readers find its things by, read from sorted statements by columns."""

from collections.abc import Iterable
from functools import reduce
from typing import Final

import polars as pl

from ..formats.groups import DATES, KINDS, MAKERS, PLACES, RIGHTS, SUBJECTS
from ..formats.pictures import PICTURE_NAME
from ..iris import Identifiers
from ..store import ledger, registry
from ..store.control import Control
from ..store.folders import DataFolder
from ..store.inventory import FOUND, LISTS, enter_inventory, inventory_versions
from ..store.versions import version_texts
from ..vocabulary import RDF_TYPE, expand
from .entities import split_lines

_PREVIEWS: Final = tuple(
    map(
        expand,
        (
            "edm:preview",
            "edm:object",
            "schema:thumbnailUrl",
            "foaf:depiction",
            "schema:image",
            "edm:isShownBy",
        ),
    )
)
"""Where a small picture is found, the smallest first."""

AGGREGATED: Final = expand("edm:aggregatedCHO")
BEGIN: Final = expand("edm:begin")
END: Final = expand("edm:end")
ROLE: Final = expand("schema:Role")
_GENERAL: Final = tuple(
    map(
        expand,
        ("edm:ProvidedCHO", "schema:CreativeWork", "schema:Thing", "schema:Place", "edm:Agent", "foaf:Agent"),
    )
)
WANTED: Final = frozenset(
    (*KINDS, *MAKERS, *PLACES, *SUBJECTS, *RIGHTS, *DATES, *_PREVIEWS, AGGREGATED, BEGIN, END, RDF_TYPE)
)
_LITERAL: Final = r'^"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+))?'
_YEAR: Final = r"(?:^|[^0-9])(1[0-9]{3}|20[0-9]{2})(?:[^0-9]|$)"
_LAST_YEAR: Final = r".*(?:^|[^0-9])(1[0-9]{3}|20[0-9]{2})(?:[^0-9]|$)"

Statements = pl.DataFrame


def inventory(texts: Iterable[bytes], space: str, language: str) -> pl.DataFrame:
    """Give the columns FOUND for the things below ``space``, from texts of whole N-Quads lines.

    Of a text in several languages the one in ``language`` is kept. What an aggregation shows, and under which
    rights, is said of its object; a period gives its years to what was made in it.
    """
    wanted = [_wanted(text, space) for text in texts]
    if not wanted:
        return pl.DataFrame(schema=FOUND)
    said = _lifted(_read(pl.concat(wanted), language))
    columns = [*_lists(said), _pictures(said, space), _years(said)]
    things = said.select(iri="s").unique()
    found = reduce(lambda left, right: left.join(right, on="iri", how="left"), columns, things)
    return found.select([pl.col(name).cast(type_) for name, type_ in FOUND.items()])


def enter_missing(data: DataFolder, control: Control, ids: Identifiers) -> None:
    """Make the inventories of versions that were published before there were inventories."""
    there = inventory_versions(control)
    for collection in registry.collections(control):
        newest = ledger.newest(control, collection.name)
        if newest is not None and there.get(collection.name) != newest.number:
            file = data.version_file(collection.name, newest.number)
            found = inventory(version_texts(file), ids.entities, collection.language)
            with control.transaction():
                enter_inventory(control, collection.name, newest.number, found)


def _wanted(text: bytes, space: str) -> pl.DataFrame:
    """Give the statements that count, the object as it is written, with all that follows."""
    wanted = pl.Series([f"<{iri}>" for iri in WANTED]).implode()
    said = split_lines(text, [space]).filter(pl.col("p").is_in(wanted))
    # What is put together is copied; slices would keep the whole text in memory.
    parts = pl.col("s", "p").str.slice(1).str.head(-1)
    return said.with_columns(parts).select(
        pl.concat_str(name, pl.lit("")).alias(name) for name in ("s", "p", "rest")
    )


def _read(said: pl.DataFrame, language: str) -> Statements:
    """Read the object of each statement as ``value``, an IRI (``link``) or a text."""
    links = said.filter(pl.col("rest").str.starts_with("<")).select(
        "s", "p", value=pl.col("rest").str.slice(1).str.split_exact(">", 1).struct[0], link=pl.lit(value=True)
    )
    return pl.concat([links, _texts(said.filter(pl.col("rest").str.starts_with('"')), language)])


def _texts(said: pl.DataFrame, language: str) -> Statements:
    """Read the texts; of one in several languages a single one is enough, since a list would count each."""
    found = pl.col("rest").str.extract_groups(_LITERAL).struct.rename_fields(["value", "tag"])
    texts = said.select("s", "p", found.alias("found")).unnest("found")
    tagged = texts.filter(pl.col("tag").is_not_null())
    chosen = tagged.with_columns(foreign=pl.col("tag") != language).filter(
        pl.struct("foreign", "tag").rank("dense").over("s", "p") == 1
    )
    both = pl.concat([texts.filter(pl.col("tag").is_null()), chosen.select(texts.columns)])
    return both.select("s", "p", "value", link=pl.lit(value=False))


def _lifted(said: Statements) -> Statements:
    """Say of an object what is said of its aggregations, and take out what leads to roles instead of people."""
    aggregations = _about(said, [AGGREGATED]).select("s", object="value")
    of_objects = (
        said.join(aggregations, on="s")
        .filter(pl.col("p").is_in([*RIGHTS, *_PREVIEWS]))
        .select(pl.col("object").alias("s"), *(name for name in said.columns if name != "s"))
    )
    roles = _about(said, [RDF_TYPE]).filter(pl.col("value") == ROLE).select(value="s")
    return pl.concat([said, of_objects]).join(roles, on="value", how="anti")


def _about(said: Statements, properties: Iterable[str]) -> Statements:
    return said.filter(pl.col("p").is_in(list(properties)))


def _lists(said: Statements) -> list[pl.DataFrame]:
    links = said.filter("link")
    wanted = {
        "maker": _about(said, MAKERS),
        "place": _about(said, PLACES),
        "subject": _about(said, SUBJECTS),
        "rights": _about(links, RIGHTS),
    }
    listed = {"kind": _kinds(said)} | {name: _gathered(one, name) for name, one in wanted.items()}
    return [listed[name] for name in LISTS]


def _gathered(said: Statements, name: str) -> pl.DataFrame:
    return said.group_by(iri="s").agg(pl.col("value").unique(maintain_order=True).alias(name))


def _kinds(said: Statements) -> pl.DataFrame:
    """Give what kind of thing each is in its member's words, else by its narrowest class."""
    named = _gathered(_about(said, KINDS), "kind")
    classes = _about(said, [RDF_TYPE]).with_columns(general=pl.col("value").is_in(_GENERAL))
    narrow = classes.filter(pl.col("general") == pl.col("general").min().over("s"))
    return pl.concat([named, _gathered(narrow, "kind").join(named, on="iri", how="anti")])


def _pictures(said: Statements, space: str) -> pl.DataFrame:
    """Give the smallest picture of each thing, by the encrypted address by which pages ask for it.

    What is below ``space`` is an identifier, which has a page and no picture.
    """
    is_address = pl.col("value").str.contains("^(?i)https?://") & ~pl.col("value").str.starts_with(space)
    shown = _about(said.filter("link"), _PREVIEWS).filter(is_address)
    certain = (pl.col("p") != _PREVIEWS[-1]) | pl.col("value").str.contains(PICTURE_NAME)
    rank = pl.col("p").replace_strict(list(_PREVIEWS), list(range(len(_PREVIEWS))), return_dtype=pl.UInt8)
    address = pl.col("value").str.replace("^(?i)http://", "https://")
    ordered = shown.filter(certain).with_columns(rank=rank, value=address).sort("s", "rank", "value")
    return ordered.group_by(iri="s").agg(picture=pl.col("value").first())


def _years(said: Statements) -> pl.DataFrame:
    """Give the first and the last year of each thing, of its periods before what is written as its date."""
    dates = _about(said, DATES)
    periods = _bounds(said).join(
        dates.filter("link").select("s", span="value"), left_on="iri", right_on="span"
    )
    stated = periods.select(pl.col("s").alias("iri"), "begin", "end")
    texts = dates.filter(~pl.col("link"))
    written = texts.select(
        pl.col("s").alias("iri"),
        begin=pl.col("value").str.extract(_YEAR).cast(pl.Int32),
        end=pl.col("value").str.extract(_LAST_YEAR).cast(pl.Int32),
    ).drop_nulls()
    either = pl.concat([stated, written.join(stated, on="iri", how="anti")])
    years = either.group_by("iri").agg(pl.col("begin").min(), pl.col("end").max())
    return years.filter(pl.col("begin") <= pl.col("end"))


def _bounds(said: Statements) -> pl.DataFrame:
    """Give the years of each period; one that has only a beginning or an end is that one year."""
    bounds = [
        _about(said, [iri]).select(
            pl.col("s").alias("iri"), pl.col("value").str.extract(r"^(\d{4})").cast(pl.Int32).alias(name)
        )
        for iri, name in ((BEGIN, "begin"), (END, "end"))
    ]
    both = bounds[0].join(bounds[1], on="iri", how="full", coalesce=True)
    return both.select("iri", pl.coalesce("begin", "end"), end=pl.coalesce("end", "begin")).drop_nulls()
