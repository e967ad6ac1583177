"""Links within a member's own things that lead to nothing: nobody says anything of what they point to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from ..problems import Telling
from ..vocabulary import RDF_TYPE
from .doubts import ADDRESSES
from .statements import Statements, copied

UNMET: Final = "link-unmet"
_UNMET: Final = (
    "The link to {value} leads nowhere: no record is there.",
    "Correct what the link is made of, or add the record that it should lead to.",
)
SENTENCES: Final = _UNMET
"""Every sentence of these problems, for those who translate them."""

_OTHERS: Final = frozenset({RDF_TYPE, *ADDRESSES})
"""Properties that are not looked at: classes, and addresses, which have doubts of their own."""


@dataclass(slots=True)
class Links:
    """Gathers links to the IRIs that begin with ``own``, and what is said something of."""

    own: str
    _links: list[pl.DataFrame] = field(default_factory=list)
    _subjects: list[pl.Series] = field(default_factory=list)

    def add(self, piece: Statements) -> None:
        """Look at a piece; only what it does not itself speak of is kept."""
        beginning = f"<{self.own}"
        subjects = pl.concat([pairs["focus"] for pairs in piece.pairs.values()]).unique()
        own_subjects = pl.col("focus").str.starts_with(beginning)
        self._subjects.append(copied(subjects.to_frame("focus").filter(own_subjects))["focus"])
        for predicate, pairs in piece.pairs.items():
            if predicate in _OTHERS:
                continue
            own = pairs.filter(pl.col("value").str.starts_with(beginning))
            outside = own.filter(~pl.col("value").is_in(subjects.implode()))
            if not outside.is_empty():
                self._links.append(copied(outside).with_columns(predicate=pl.lit(predicate)))

    def unmet(self, is_known: Callable[[str], bool]) -> pl.DataFrame:
        """Give ``focus``, ``value`` and ``predicate`` of what leads nowhere; ``is_known`` says what lies elsewhere."""
        if not self._links:
            return pl.DataFrame(schema={"focus": pl.String, "value": pl.String, "predicate": pl.String})
        links, subjects = pl.concat(self._links), pl.concat(self._subjects)
        left = links.filter(~pl.col("value").is_in(subjects.implode()))
        known = [value for value in left["value"].unique() if is_known(value[1:-1])]
        return left.filter(~pl.col("value").is_in(known))


def telling(value: str) -> Telling:
    """Tell of an IRI that nobody says anything of."""
    return Telling(*_UNMET, {"value": value})
