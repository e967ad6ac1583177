"""Functions that read what members write: dates, rights, languages, coordinates, names, and identifiers of others.

What cannot be read, or can be read in two ways, gives nothing and is told with the cell (``value_doubts``). A word for
"not known" gives nothing, and nothing is told.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Final

import polars as pl

from ..values.coordinates import read_coordinates
from ..values.dates import DateReading, read_date
from ..values.identifiers import SCHEMES, read_identifier
from ..values.languages import read_languages
from ..values.names import read_name
from ..values.place_names import read_place
from ..values.rights import RightsDoubt, read_rights
from .prefixes import OCN
from .signatures import FIRST, SECOND, Arguments, Function, Result, per_value
from .value_doubts import COORDINATES, DATE, IDENTIFIER, LANGUAGE, RIGHTS, this_year

KEPT: Final = 65_536
"""Different values whose readings are kept: a column has far fewer of them than rows."""

_PART_END: Final = "\x1f"

_rights = lru_cache(KEPT)(read_rights)
_languages = lru_cache(KEPT)(read_languages)
_coordinates = lru_cache(KEPT)(read_coordinates)
_identifier = lru_cache(KEPT)(read_identifier)
_name = lru_cache(KEPT)(read_name)
_place = lru_cache(KEPT)(read_place)


@lru_cache(KEPT)
def _date(text: str) -> DateReading:
    return read_date(text, this_year())


def _read(read: Callable[[str], Any], part: Callable[[Any], str | None], code: str | None) -> Function:
    """Make a function of one argument that gives a part of its reading, and tells its doubts."""

    def column(a: Arguments) -> pl.Expr:
        return per_value(lambda text: part(read(text)), a[FIRST])

    return Function((FIRST,), column, code=code, doubted=_doubted(read) if code else None)


def _doubted(read: Callable[[str], Any]) -> Callable[[Arguments], pl.Expr]:
    """Give the texts about which a reading has a doubt."""

    def doubted(a: Arguments) -> pl.Expr:
        return per_value(lambda text: text if read(text).doubt else None, a[FIRST])

    return doubted


def _usable_rights(reading: Any) -> str | None:
    iri: str | None = reading.iri
    return None if reading.doubt is RightsDoubt.UNREAD else iri


def _each_language(a: Arguments) -> pl.Expr:
    joined = per_value(lambda text: _PART_END.join(_languages(text).tags) or None, a[FIRST])
    return joined.str.split(_PART_END)


def _other_places(a: Arguments) -> pl.Expr:
    """Give the other names of a place that are of the language asked for, or of no known one."""
    language = a.text(SECOND) or None
    joined = per_value(lambda text: _PART_END.join(_place(text).others(language)) or None, a[FIRST])
    return joined.str.split(_PART_END)


def _coordinate(part: str) -> Function:
    """Read from one cell, or from a cell each for latitude and longitude."""

    def columns(a: Arguments) -> Iterable[pl.Expr]:
        return (a[FIRST], a[SECOND]) if SECOND in a else (a[FIRST],)

    def column(a: Arguments) -> pl.Expr:
        return per_value(lambda *texts: getattr(_coordinates(*texts), part), *columns(a))

    def doubted(a: Arguments) -> pl.Expr:
        def told(*texts: str) -> str | None:
            return " ".join(texts) if _coordinates(*texts).doubt else None

        return per_value(told, *columns(a))

    return Function((FIRST, SECOND), column, optional=(SECOND,), code=COORDINATES, doubted=doubted)


def _identifier_of(scheme: str) -> Function:
    return _read(
        lambda text: _identifier(text, scheme),
        lambda found: None if found.doubt else found.iri or found.value,
        IDENTIFIER + scheme,
    )


VALUE_FUNCTIONS: Final[dict[str, Function]] = {
    OCN + "date": _read(_date, lambda found: found.edtf, DATE),
    OCN + "dateBegin": _read(_date, lambda found: found.begin, None),
    OCN + "dateEnd": _read(_date, lambda found: found.end, None),
    OCN + "dateNote": _read(_date, lambda found: found.note, None),
    OCN + "rights": _read(_rights, _usable_rights, RIGHTS),
    OCN + "language": _read(_languages, lambda found: next(iter(found.tags), None), LANGUAGE),
    OCN + "languages": Function(
        (FIRST,), _each_language, Result.LIST, code=LANGUAGE, doubted=_doubted(_languages)
    ),
    OCN + "latitude": _coordinate("latitude"),
    OCN + "longitude": _coordinate("longitude"),
    OCN + "spokenName": _read(_name, lambda found: found.name, None),
    OCN + "familyName": _read(_name, lambda found: found.family, None),
    OCN + "givenName": _read(_name, lambda found: found.given, None),
    OCN + "attribution": _read(_name, lambda found: found.attribution, None),
    OCN + "placeName": _read(_place, lambda found: found.name, None),
    OCN + "otherPlaceNames": Function((FIRST, SECOND), _other_places, Result.LIST, optional=(SECOND,)),
    **{OCN + scheme.name: _identifier_of(scheme.name) for scheme in SCHEMES},
}
