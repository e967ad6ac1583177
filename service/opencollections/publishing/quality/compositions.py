"""Compositions: what the judgement of a record depends on, read from sorted statements by columns.

Two records of one composition have the same elements with values of the same kind, and are connected with things of
the same compositions: a title in some language, a link to a place with coordinates, rights by the same IRI. Whatever is
judged of one of them holds for the other, so that one record of each composition is judged and not every record.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from ...formats.edm.content_tier import (
    EMBEDDED,
    ENDINGS,
    HEIGHT,
    IMAGE_STEPS,
    MEDIA_TYPE,
    SIDE,
    VIDEO_HEIGHT,
    WIDTH,
)
from ...formats.edm.elements import CONTEXTUAL, EDM_PREFIXES, ORDER, RENAMED, WEB_RESOURCE
from ...formats.edm.records import ROLE, ROLE_PARTS
from ...vocabulary import PREFIXES, RDF_TYPE, expand
from ..entities import split_lines
from ..inventory import AGGREGATED

OBJECT: Final = expand("edm:ProvidedCHO")
_SERVING: Final = (WEB_RESOURCE, *CONTEXTUAL)
_CONTEXT: Final = tuple(map(expand, CONTEXTUAL))
_TYPES: Final = (OBJECT, ROLE, expand(WEB_RESOURCE), *_CONTEXT)
_SHOWING: Final = tuple(map(expand, ("edm:isShownAt", "edm:isShownBy", "edm:hasView", "edm:object")))
_SIDES: Final = (WIDTH, HEIGHT)
_EXACT: Final = (*map(expand, ("edm:type", "edm:rights")), MEDIA_TYPE, RDF_TYPE)
"""Properties whose very values count."""

_NUMBERS: Final = tuple(map(expand, ("wgs84_pos:lat", "wgs84_pos:long", "wgs84_pos:alt")))


def _iri(name: str) -> str:
    prefix, _, local = name.partition(":")
    return {**PREFIXES, **EDM_PREFIXES}[prefix] + local


PROPERTIES: Final = tuple(
    dict.fromkeys(
        (
            *(_iri(element.name) for elements in ORDER.values() for element in elements),
            *(_iri(name) for names in RENAMED.values() for name in names),
            *sorted(ROLE_PARTS),
            *(RDF_TYPE, AGGREGATED, *_SIDES, MEDIA_TYPE),
        )
    )
)
"""All properties that a judgement may depend on."""

SERVING_PROPERTIES: Final = tuple(
    dict.fromkeys(
        (
            *(_iri(element.name) for class_ in _SERVING for element in ORDER[class_]),
            *(_iri(name) for class_ in _SERVING for name in RENAMED[class_]),
            *(*_SIDES, MEDIA_TYPE),
        )
    )
)
"""Those of them that are of a file, or of a person, place, period or term."""

# What a regular expression of a literal's N-Quads text finds: nothing to read, and characters that are looked
# at one by one.
_BLANK: Final = r'^"(?:\s|\\[nrt])*"'
_ODD: Final = r"\\[uUbf]|[\x00-\x08\x0b\x0c\x0e-\x1f\x{fffe}\x{ffff}]"
_NUMBER: Final = r'^"\s*[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\s*"'
_ADDRESS: Final = r"^https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:[/?#]|$)"
_ENDING: Final = rf"(?i)^[^?#]*\.({'|'.join(ENDINGS)})(?:[?#]|$)"
_HOST: Final = rf"(?i)^https?://(?:[A-Za-z0-9.-]*\.)?({'|'.join(name.replace('.', '[.]') for name in EMBEDDED)})(?:[:/?#]|$)"


@dataclass(frozen=True, slots=True)
class Compositions:
    """The composition of each record, and of what it is connected with.

    ``records`` has ``iri``, ``composition`` and ``aggregation`` (IRI or null); ``links`` has the ``iri`` of a
    record, and ``thing`` (IRI) with its ``kind`` (composition) for every person, place, period and term that
    it links to.
    """

    records: pl.DataFrame
    links: pl.DataFrame


Elsewhere = Callable[[Sequence[str]], Iterable[bytes]]
"""Gives what is stated elsewhere of some IRIs, as texts of N-Quads lines."""


def compositions(texts: Iterable[bytes], elsewhere: Elsewhere) -> Compositions:
    """Read the compositions of all objects that some texts of N-Quads lines speak of."""
    here = _said(texts)
    said = pl.concat([here, _said(elsewhere(_unknown(here)))])
    # What only aggregations point to is no thing that others are connected with.
    pointing = said.filter(~_is_one("p", (RDF_TYPE, AGGREGATED))).select(s="o").drop_nulls().unique()
    linked = said.join(pointing, on="s", how="semi")
    kinds = _summed(linked.with_columns(token=_token("kind")), "s", "thing_kind")
    things = kinds.join(_of_class(said, _CONTEXT), on="s", how="semi")
    roles = said.filter(_is_one("p", ROLE_PARTS)).join(_of_class(said, (ROLE,)), on="s", how="semi")
    objects = _of_class(here, (OBJECT,))
    own = _linked(here.drop("subject").join(objects, on="s", how="semi"), things, roles)
    return Compositions(_records(objects, own, _shown(here, kinds)), _links(objects, own, roles, things))


def _said(texts: Iterable[bytes]) -> pl.DataFrame:
    """Give what some lines say, a row for each statement.

    ``s`` and ``o`` are hashes of IRIs, ``p`` is a place in PROPERTIES, ``kind`` is what counts of the value;
    ``iri`` and ``subject`` are the IRIs themselves, where they are needed.
    """
    return _measured(pl.concat([_read(b"<> <> <> .\n").clear(), *map(_read, texts)]))


def _read(text: bytes) -> pl.DataFrame:
    numbers = pl.col("p").replace_strict(
        [f"<{iri}>" for iri in PROPERTIES],
        list(range(len(PROPERTIES))),
        default=None,
        return_dtype=pl.UInt8,
    )
    value = pl.col("rest").str.replace(r" (?:<[^<> ]*> )?\.$", "")
    # Most statements are by one of the properties: to look for these in the lines before would cost more than it saves.
    lines = split_lines(text, [""]).with_columns(p=numbers).filter(pl.col("p").is_not_null())
    said = lines.with_columns(value=value)
    is_link, is_shown = pl.col("value").str.starts_with("<"), _is_one("p", _SHOWING)
    iri = pl.col("value").str.slice(1).str.head(-1)
    # Each kind of value is looked at by itself: every branch of an expression is worked out for every row.
    return pl.concat(
        [
            _told(said.filter(~is_link), _kind_of_text()),
            _told(said.filter(is_link & is_shown), _kind_of_address(iri), iri),
            _told(said.filter(is_link & ~is_shown), _kind_of_link(iri), iri),
        ]
    ).filter(~_is_one("p", (RDF_TYPE,)) | pl.col("kind").is_in(list(_TYPES)))


def _told(said: pl.DataFrame, kind: pl.Expr, iri: pl.Expr | None = None) -> pl.DataFrame:
    """Give the columns of what is said, whose values are of a ``kind``; ``iri`` is what they link to."""
    subject = pl.col("s").str.slice(1).str.head(-1)
    # Put together anew, since slices would keep the whole text in memory.
    named = pl.lit(None, pl.String) if iri is None else pl.concat_str(iri, pl.lit(""))
    return said.select(
        s=subject.hash(),
        p="p",
        kind=kind,
        o=pl.lit(None, pl.UInt64) if iri is None else iri.hash(),
        iri=pl.when(~_is_one("p", (RDF_TYPE, *_SHOWING))).then(named),
        subject=pl.when(_is_one("p", (RDF_TYPE, AGGREGATED))).then(pl.concat_str(subject, pl.lit(""))),
    )


def _is_one(column: str, properties: Iterable[str]) -> pl.Expr:
    return pl.col(column).is_in([PROPERTIES.index(iri) for iri in properties])


def _kind_of_address(iri: pl.Expr) -> pl.Expr:
    """Give what the address of a page or file tells: whether it is one, the ending of its name, and some hosts."""
    ending = iri.str.extract(_ENDING).str.to_lowercase().replace(ENDINGS)
    host = iri.str.extract(_HOST).str.to_lowercase()
    address = pl.concat_str(pl.lit("address"), ending, host, separator=" ", ignore_nulls=True)
    return pl.when(iri.str.contains(_ADDRESS)).then(address).otherwise(pl.concat_str(iri, pl.lit("")))


def _kind_of_link(iri: pl.Expr) -> pl.Expr:
    """Give of rights and classes the IRI itself, and of other links that they are links."""
    return pl.when(_is_one("p", _EXACT)).then(pl.concat_str(iri, pl.lit(""))).otherwise(pl.lit("link"))


def _kind_of_text() -> pl.Expr:
    """Give of a text whether it has a language, of a coordinate whether it is a number, and some values as they are."""
    value = pl.col("value")
    return (
        pl.when(_is_one("p", (*_EXACT, *_SIDES)) | value.str.contains(_ODD))
        .then(pl.concat_str(value, pl.lit("")))
        .when(value.str.contains(_BLANK))
        .then(pl.lit("blank"))
        .when(_is_one("p", _NUMBERS))
        .then(pl.when(value.str.contains(_NUMBER)).then(pl.lit("number")).otherwise(pl.lit("words")))
        .when(value.str.ends_with('"') | value.str.ends_with(">"))
        .then(pl.lit("text"))
        .otherwise(pl.lit("tagged"))
    )


def _measured(said: pl.DataFrame) -> pl.DataFrame:
    """Say of the size of a file which steps it reaches, instead of its width and height."""
    is_side = _is_one("p", _SIDES)
    if said.filter(is_side).is_empty():
        return said
    width, height = (
        pl.col("kind")
        .filter(_is_one("p", [iri]))
        .last()
        .str.extract(rf'^"({SIDE})"')
        .cast(pl.Int64)
        .alias(name)
        for iri, name in ((WIDTH, "width"), (HEIGHT, "height"))
    )
    sizes = said.filter(is_side).group_by("s", maintain_order=True).agg(width, height)
    pixels = pl.col("width") * pl.col("height")
    steps = pl.sum_horizontal(pixels >= least for least in IMAGE_STEPS)
    reached = pl.concat_str(
        pl.when(pixels > 0).then(steps), pl.lit("steps"), pl.col("height") >= VIDEO_HEIGHT, ignore_nulls=True
    )
    folded = sizes.select(
        "s",
        p=pl.lit(PROPERTIES.index(WIDTH), pl.UInt8),
        kind=reached,
        o=pl.lit(None, pl.UInt64),
        iri=pl.lit(None, pl.String),
        subject=pl.lit(None, pl.String),
    )
    return pl.concat([said.filter(~is_side), folded])


def _token(*columns: str) -> pl.Expr:
    return pl.struct("p", *columns).hash()


def _summed(tokens: pl.DataFrame, by: str, name: str) -> pl.DataFrame:
    """Bring the different tokens of each thing together: in whatever order they come, the same give the same number."""
    return tokens.select(by, "token").unique().group_by(by).agg(pl.col("token").bitwise_xor().alias(name))


def _of_class(said: pl.DataFrame, classes: Sequence[str]) -> pl.DataFrame:
    typed = _is_one("p", (RDF_TYPE,)) & pl.col("kind").is_in(list(classes))
    return said.filter(typed).select("s", "subject").unique("s", maintain_order=True)


def _unknown(here: pl.DataFrame) -> list[str]:
    """Give the IRIs that objects and their roles link to, and of which nothing is said here."""
    linking = here.join(_of_class(here, (OBJECT, ROLE)), on="s", how="semi")
    foreign = linking.filter(pl.col("iri").is_not_null()).join(here, left_on="o", right_on="s", how="anti")
    return foreign["iri"].unique().sort().to_list()


def _linked(own: pl.DataFrame, things: pl.DataFrame, roles: pl.DataFrame) -> pl.DataFrame:
    """Say beside each statement of an object the composition of the thing that it links to, also through a role."""
    holders = roles.join(things, left_on="o", right_on="s", how="left")
    held = _summed(holders.select("s", token=pl.struct("kind", "thing_kind").hash()), "s", "role_kind")
    linked = own.join(things, left_on="o", right_on="s", how="left")
    return linked.join(held, left_on="o", right_on="s", how="left")


def _shown(here: pl.DataFrame, kinds: pl.DataFrame) -> pl.DataFrame:
    """Give for each object (``s``) its aggregation and the ``shown_kind`` of that, with the files that it shows."""
    pairs = here.filter(_is_one("p", (AGGREGATED,)))
    last = pairs.group_by("o", maintain_order=True).agg(pl.col("s", "subject").last())
    stated = here.filter(~_is_one("p", (AGGREGATED,))).select("s", "p", "kind", "o").join(last, on="s")
    files = stated.join(kinds, left_on="o", right_on="s", how="left").with_columns(
        thing_kind=pl.when(_is_one("p", _SHOWING)).then("thing_kind"), itself=pl.col("o") == pl.col("o_right")
    )
    summed = _summed(
        files.select(o="o_right", token=_token("kind", "thing_kind", "itself")), "o", "shown_kind"
    )
    return last.join(summed, on="o", how="left").select(s="o", aggregation="subject", shown_kind="shown_kind")


def _records(objects: pl.DataFrame, own: pl.DataFrame, shown: pl.DataFrame) -> pl.DataFrame:
    tokens = own.select("s", token=_token("kind", "thing_kind", "role_kind"))
    found = objects.join(_summed(tokens, "s", "own_kind"), on="s", how="left").join(shown, on="s", how="left")
    whole = pl.struct("own_kind", "shown_kind", pl.col("aggregation").is_null()).hash()
    return found.select(iri="subject", composition=whole, aggregation="aggregation")


def _links(
    objects: pl.DataFrame, own: pl.DataFrame, roles: pl.DataFrame, things: pl.DataFrame
) -> pl.DataFrame:
    direct = own.filter(pl.col("thing_kind").is_not_null()).select("s", "iri", "thing_kind")
    holders = roles.join(things, left_on="o", right_on="s").select("s", "iri", "thing_kind")
    through = own.filter(pl.col("role_kind").is_not_null()).select("s", "o")
    indirect = through.join(holders, left_on="o", right_on="s").select("s", "iri", "thing_kind")
    links = pl.concat([direct, indirect]).unique().join(objects, on="s")
    return links.select(iri="subject", thing="iri", kind="thing_kind")
