"""Entities of a version: their titles, types and texts, read from sorted statements by columns."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Final

import polars as pl

from ..formats.groups import OTHER_NAMES
from ..store.entity_ledger import EntityRow
from ..store.literals import plain
from ..store.statements import SortedStatements
from ..vocabulary import LABELS, RDF_TYPE, expand

MAIN_TYPES: Final = tuple(
    expand(name)
    for name in (
        "edm:ProvidedCHO",
        "edm:Agent",
        "edm:Place",
        "skos:Concept",
        "edm:TimeSpan",
        "schema:Event",
        "ore:Aggregation",
        "edm:WebResource",
    )
)
"""The classes of the profile that say best what an entity is, the first ones first."""

_CALLING: Final = [f"<{iri}>" for iri in (*LABELS, *OTHER_NAMES)]
BODY_CHARACTERS: Final = 4_000
_TEXT: Final = r'^"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+))?$'


def subjects(statements: SortedStatements, spaces: Sequence[str]) -> set[str]:
    """Give the IRIs below one of the ``spaces`` that are subjects of statements."""
    beginnings = tuple(f"<{space}" for space in spaces)
    found: set[str] = set()
    for text in statements.texts():
        column = _lines(text).select(pl.col("line").str.splitn(" ", 2).struct[0].alias("s")).unique()
        found.update(iri[1:-1] for iri in column["s"].to_list() if iri.startswith(beginnings))
    return found


def entity_rows(
    statements: SortedStatements,
    spaces: Sequence[str],
    language: str,
    only: set[str] | None = None,
    records: pl.DataFrame | None = None,
) -> Iterator[EntityRow]:
    """Read what the ledger keeps of each entity below one of the ``spaces`` (of those in ``only``, when given).

    A title in ``language`` is preferred to others; ``records`` tells how many records have which ``iri``.
    Statements are sorted, so that an entity's stand together; one that is cut by the end of some lines is
    carried into the next.
    """
    carried: pl.DataFrame | None = None
    for text in statements.texts():
        frame = _parsed(text, spaces)
        if only is not None:
            frame = frame.filter(pl.col("s").is_in(pl.Series([f"<{iri}>" for iri in only]).implode()))
        frame = frame if carried is None else pl.concat([carried, frame])
        if frame.height:
            last = pl.col("s") == frame["s"][-1]
            carried, frame = frame.filter(last), frame.filter(~last)
        yield from _rows(frame, language, records)
    if carried is not None:
        yield from _rows(carried, language, records)


def _lines(text: bytes) -> pl.DataFrame:
    return pl.read_csv(
        text,
        has_header=False,
        new_columns=["line"],
        separator="\x01",
        quote_char=None,
        schema_overrides=[pl.String],
    )


def split_lines(text: bytes, spaces: Sequence[str]) -> pl.DataFrame:
    """Give ``s``, ``p`` and the ``rest`` of the line (N-Quads text) of the statements about entities."""
    below = (pl.col("line").str.starts_with(f"<{space}") for space in spaces)
    lines = _lines(text).filter(pl.any_horizontal(below))
    parts = pl.col("line").str.splitn(" ", 3).struct.rename_fields(["s", "p", "rest"])
    return lines.select(parts).unnest("line")


def _parsed(text: bytes, spaces: Sequence[str]) -> pl.DataFrame:
    """Give subject, predicate and object (N-Quads text) of the statements about entities."""
    # The rest is the object, the graph and the full stop; a graph has no blank in it.
    return split_lines(text, spaces).select(
        "s", "p", pl.col("rest").str.replace(r" <[^<> ]*> \.$", "").alias("o")
    )


def _rows(frame: pl.DataFrame, language: str, records: pl.DataFrame | None) -> Iterator[EntityRow]:
    text = pl.col("o").str.extract_groups(_TEXT).struct.rename_fields(["text", "tag"]).alias("found")
    with_text = frame.with_columns(text).unnest("found")
    named = with_text.filter(pl.col("text").is_not_null())
    bodies = with_text.group_by("s", maintain_order=True).agg(
        pl.col("text").drop_nulls().unique(maintain_order=True).str.join("\n").alias("body")
    )
    contents = frame.group_by("s", maintain_order=True).agg(
        pl.concat_str("p", "o", separator=" ").str.join("\n").alias("content")
    )
    joined = bodies.join(contents, on="s")
    for found in (_types(frame), _titles(named, language), _names(named)):
        joined = joined.join(found, on="s", how="left")
    columns = _counted(joined, records).select("s", "type", "title", "body", "content", "names", "records")
    for subject, type_, title, body, content, known_as, count in columns.iter_rows():
        yield EntityRow(
            subject[1:-1],
            type_ and type_[1:-1],
            _plain(title),
            _plain(body[:BODY_CHARACTERS]),
            content_hash(content),
            _plain(known_as and known_as[:BODY_CHARACTERS]),
            count,
        )


def _types(frame: pl.DataFrame) -> pl.DataFrame:
    """Give the class of each entity that says best what it is."""
    return (
        frame.filter(pl.col("p") == f"<{RDF_TYPE}>")
        .with_columns(rank=_ranked("o", [f"<{iri}>" for iri in MAIN_TYPES]))
        .sort("s", "rank", "o")
        .group_by("s", maintain_order=True)
        .agg(pl.col("o").first().alias("type"))
    )


def _titles(named: pl.DataFrame, language: str) -> pl.DataFrame:
    """Give the label of each entity that goes before its others, those in a language first."""
    labels = [f"<{iri}>" for iri in LABELS]
    return (
        named.filter(pl.col("p").is_in(labels))
        .with_columns(rank=_ranked("p", labels), foreign=(pl.col("tag") != language).fill_null(value=True))
        .sort("s", "rank", "foreign", "text")
        .group_by("s", maintain_order=True)
        .agg(pl.col("text").first().alias("title"))
    )


def _names(named: pl.DataFrame) -> pl.DataFrame:
    """Give all that each entity is called, a name a line."""
    return (
        named.filter(pl.col("p").is_in(_CALLING))
        .group_by("s", maintain_order=True)
        .agg(pl.col("text").unique(maintain_order=True).str.join("\n").alias("names"))
    )


def _counted(entities: pl.DataFrame, records: pl.DataFrame | None) -> pl.DataFrame:
    """Say of entities how many records each has; null where nobody counted."""
    if records is None:
        return entities.with_columns(records=pl.lit(None, dtype=pl.UInt32))
    named = records.select(s=pl.format("<{}>", "iri"), records="records")
    return entities.join(named, on="s", how="left").with_columns(pl.col("records").fill_null(0))


def content_hash(content: str) -> str:
    """Give 128 bits (BLAKE2b, hexadecimal) that stand for what is stated of an entity: its sorted statements."""
    return hashlib.blake2b(content.encode(), digest_size=16).hexdigest()


def _ranked(column: str, order: list[str]) -> pl.Expr:
    ranks = list(range(len(order)))
    return pl.col(column).replace_strict(order, ranks, default=len(order), return_dtype=pl.UInt8)


def _plain(text: str | None) -> str | None:
    return plain(text) if text else None
