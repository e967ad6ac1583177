"""Links to the same thing elsewhere, read as the identifiers of the scheme that a column holds."""

from typing import Final

from ...values.identifiers.schemes import BY_NAME
from .building import split
from .headings import plain
from .proposal import Choice, ProposedTable
from .rules import Pair
from .values import Look
from .words import words

_NEARLY_ALL: Final = 0.9


def match_pair(table: ProposedTable, choice: Choice, ref: str = "") -> Pair:
    """Give the link to the same thing elsewhere: read as its scheme where one is known, else as an address."""
    look = Look(table.inspection.column(choice.column))
    named = [word for word in plain(choice.column) if word in BY_NAME]
    told = [scheme for scheme, share in look.schemes.items() if share > _NEARLY_ALL]
    predicate = words()[choice.word or ""].predicate
    scheme = next(iter([*named, *told]), None)
    values = ref or split(choice)
    if scheme:
        return Pair(predicate, function=f"ocn-fn:{BY_NAME[scheme].name}({values})", is_iri=True)
    return (
        Pair(predicate, function=values, is_iri=True)
        if choice.separator
        else Pair(predicate, values, is_iri=True)
    )
