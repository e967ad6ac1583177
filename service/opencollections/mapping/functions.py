"""The functions that a mapping may call, by the IRIs that GREL, IDLab and SPARQL gave them.

A function never sees a row: it gets one column per parameter and gives one. A missing value gives none, unless
the function asks whether it is there. ``docs/functions.md`` has an example of each.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from .code_functions import CODE_FUNCTIONS
from .condition_functions import CONDITION_FUNCTIONS
from .date_functions import DATE_FUNCTIONS
from .list_functions import LIST_FUNCTIONS
from .number_functions import NUMBER_FUNCTIONS
from .prefixes import GREL, IDLAB, OCN
from .signatures import Function, in_namespace
from .text_functions import TEXT_FUNCTIONS

_PLAIN: Final[Mapping[str, Function]] = {
    **TEXT_FUNCTIONS,
    **LIST_FUNCTIONS,
    **CONDITION_FUNCTIONS,
    **NUMBER_FUNCTIONS,
    **DATE_FUNCTIONS,
    **CODE_FUNCTIONS,
}

OTHER_NAMES: Final[Mapping[str, str]] = {
    GREL + "string_toUpperCase": GREL + "toUpperCase",
    GREL + "string_toLowerCase": GREL + "toLowerCase",
    GREL + "string_toTitleCase": GREL + "string_toTitlecase",
    GREL + "toTitleCase": GREL + "string_toTitlecase",
    GREL + "string_strip": GREL + "string_trim",
    GREL + "string_slice": GREL + "string_substring",
    IDLAB + "lookupWithDelimiter": IDLAB + "lookup",
}
"""Other names that mappings call functions by."""


@cache
def on_offer() -> Mapping[str, Function]:
    """Give every function on offer, by its one name."""
    from .value_functions import VALUE_FUNCTIONS  # noqa: PLC0415 - what reads dates and languages is long to load

    return {**_PLAIN, **VALUE_FUNCTIONS}


@dataclass(frozen=True, slots=True)
class Functions:
    """The functions of a service: those on offer everywhere, and its operator's own."""

    own: Mapping[str, Function]

    def get(self, iri: str) -> Function | None:
        """Give a function by any of its names, or None."""
        name = in_namespace(iri)
        offered = on_offer() if name.startswith(OCN) else _PLAIN
        return self.own.get(iri) or offered.get(OTHER_NAMES.get(name, name))

    def __iter__(self) -> Iterator[str]:
        return iter((*on_offer(), *self.own))


BUILT_IN: Final = Functions({})
