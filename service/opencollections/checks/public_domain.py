"""The public domain: works whose makers died long ago, while the rights of their media are reserved or not told.

This is advice and no statement: others than the makers may have rights in a picture, and only the member can know.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from ..mapping.cell_problems import VALUE_LIMIT
from ..mapping.value_doubts import Told
from ..problems import Severity, Telling
from ..values.rights import IN_COPYRIGHT, free_since, read_rights
from ..vocabulary import RDF_TYPE, expand
from . import terms
from .doubts import Doubtful
from .statements import Statements, copied

CODE: Final = "public-domain"
_RESERVED: Final = (
    "Rights are reserved, but the last maker died in {readings}, and works are free in Europe after seventy years.",
    "Where nobody else has rights in the picture, write Public Domain; else leave it.",
)
_UNTOLD: Final = (
    "No rights are told; the last maker died in {readings}, and works are free in Europe after seventy years.",
    "Where nobody else has rights in the picture, write Public Domain.",
)
SENTENCES: Final = (*_RESERVED, *_UNTOLD)
"""Every sentence of this advice, for those who translate it."""

_MAKERS: Final = tuple(map(expand, ("dc:creator", "dc:contributor", "schema:creator", "schema:contributor")))
_DEATHS: Final = tuple(map(expand, ("edm:end", "schema:deathDate")))
_BODIES: Final = tuple(f"<{expand(name)}>" for name in ("schema:Organization", "foaf:Organization"))
_RIGHTS, _AGGREGATED = expand("edm:rights"), expand("edm:aggregatedCHO")
_YEAR: Final = r"^(\d{4})(?:-\d\d(?:-\d\d)?)?$"
_PAIR: Final = {"focus": pl.String, "value": pl.String}


@dataclass(slots=True)
class PublicDomain:
    """Gathers makers, deaths and rights from all pieces; ``year`` is the present one."""

    year: int
    _makers: list[pl.DataFrame] = field(default_factory=list)
    _deaths: list[pl.DataFrame] = field(default_factory=list)
    _bodies: list[pl.DataFrame] = field(default_factory=list)
    _rights: list[pl.DataFrame] = field(default_factory=list)
    _shown: list[pl.DataFrame] = field(default_factory=list)

    def add(self, piece: Statements) -> None:
        """Look at a piece."""
        self._makers += [copied(piece.of(name)) for name in _MAKERS]
        self._deaths += [copied(piece.of(name)) for name in _DEATHS]
        self._bodies.append(copied(piece.of(RDF_TYPE).filter(pl.col("value").is_in(_BODIES))))
        self._rights.append(copied(piece.of(_RIGHTS)))
        self._shown.append(copied(piece.of(_AGGREGATED)))

    def found(self) -> Iterator[Doubtful]:
        """Give advice for aggregations of works that are free, by what their rights say and who made them when."""
        works = self._free_works()
        if works.is_empty():
            return
        free = _together(self._shown).join(works, left_on="value", right_on="work").select("focus", "died")
        stated = free.join(self._spoken(), on="focus", how="left")
        advised = stated.filter(pl.col("reserved") | pl.col("reserved").is_null())
        for (died, text), some in advised.partition_by("died", "text", as_dict=True).items():
            yield Doubtful(_RIGHTS, some["focus"], text or "", _told(int(died), text))

    def _free_works(self) -> pl.DataFrame:
        """Give each ``work`` all of whose makers died long enough ago, and the year in which the last ``died``."""
        deaths = self._years_of_death()
        if deaths.is_empty():
            return pl.DataFrame(schema={"work": pl.String, "died": pl.Int64})
        makers = _together(self._makers)
        holders = makers.rename({"focus": "value", "value": "holder"})
        # A role stands between a work and a person: its holder is the maker.
        named = makers.join(holders, on="value", how="left").select(
            "focus", value=pl.coalesce("holder", "value")
        )
        known = named.join(deaths, left_on="value", right_on="focus", how="left")
        last = known.group_by("focus").agg(pl.col("died").max(), alive=pl.col("died").is_null().any())
        free = [died for died in last["died"].drop_nulls().unique() if free_since(died) <= self.year]
        return last.filter(~pl.col("alive") & pl.col("died").is_in(free)).select("died", work="focus")

    def _years_of_death(self) -> pl.DataFrame:
        """Give the year in which each person ``died``, where it is told to the year; the end of a body is no death."""
        ends = _together(self._deaths).join(_together(self._bodies), on="focus", how="anti")
        years = ends.select("focus", died=terms.text(pl.col("value")).str.extract(_YEAR).cast(pl.Int64))
        return (
            years.group_by("focus")
            .agg(pl.when(pl.col("died").is_not_null().all()).then(pl.col("died").max()))
            .drop_nulls()
        )

    def _spoken(self) -> pl.DataFrame:
        """Give of each aggregation whose rights are told whether all are ``reserved``, and their first ``text``."""
        rights = _together(self._rights).with_columns(text=terms.text(pl.col("value")))
        reserved = [text for text in rights["text"].unique() if read_rights(text).iri == IN_COPYRIGHT]
        return rights.group_by("focus").agg(
            pl.col("text").first(), reserved=pl.col("text").is_in(reserved).all()
        )


def _together(pieces: list[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat([pl.DataFrame(schema=_PAIR), *pieces])


def _told(died: int, text: str | None) -> Told:
    facts = {"readings": str(died)}
    if text is None:
        return Told(CODE, Telling(*_UNTOLD, facts), Severity.ADVICE)
    return Told(CODE, Telling(*_RESERVED, facts | {"value": text[:VALUE_LIMIT]}), Severity.ADVICE)
