"""Place names: one place under several names, as catalogues write them, with the language where a name tells it.

"Pozsony (Bratislava)", "Pressburg/Pozsony/Bratislava" and "Lemberg, ma Lviv" each name one place. The first
name is the one that the source uses; a word such as "ma" or "formerly" tells which of them is today's. What
is only a larger place behind a comma (Győr, Hungary) is no other name.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from .languages import names_country

LENGTH_LIMIT: Final = 200


@dataclass(frozen=True, slots=True)
class PlaceName:
    """One name of a place; ``language`` is None where the name is not known to be of one."""

    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """A place as data: ``names`` has the name that the source uses first; ``today`` is today's, where that is told."""

    written: str
    names: tuple[PlaceName, ...] = ()
    today: str | None = None

    @property
    def name(self) -> str | None:
        return self.names[0].text if self.names else None

    def others(self, language: str | None = None) -> list[str]:
        """Give the other names that are known to be of a language, or of which none is known (None)."""
        return [name.text for name in self.names[1:] if name.language == language]


_NOW: Final = "ma|most|mai nevén|today|now|present-day|heute|jetzt|dnes|teraz|nu|thans|tegenwoordig|dabar|šiandien|dziś|obecnie|oggi|aujourd'hui"
_ONCE: Final = "formerly|once|historically|korábban|egykor|régen|früher|ehemals|einst|predtým|kedysi|dříve|voorheen|vroeger|anciennement|dawniej|anksčiau|già"
_TOLD: Final = re.compile(rf"(?P<when>{_NOW}|{_ONCE})\b[\s:]*", re.IGNORECASE)
_BRACKETED: Final = re.compile(r"(?P<first>[^()\[\]]+?)\s*[(\[](?P<other>[^()\[\]]+)[)\]]")
_AFTER_COMMA: Final = re.compile(rf"(?P<first>[^,]+),\s*(?P<other>(?:{_NOW}|{_ONCE})\b.+)", re.IGNORECASE)
_NAME: Final = re.compile(r"[^\W\d_][^\W\d_'’ .-]*(?:['’ .-]+[^\W\d_]+)*\.?")

_KNOWN: Final = {
    "hu": "Pozsony Kolozsvár Kassa Nagyvárad Temesvár Nagyszeben Brassó Nagyszombat Komárom Eperjes Lőcse Besztercebánya Szabadka Újvidék Ungvár Munkács Bécs Prága Pécs Sopron Győr Székesfehérvár Marosvásárhely Arad",
    "de": "Pressburg Preßburg Klausenburg Kaschau Großwardein Temeswar Hermannstadt Kronstadt Tyrnau Komorn Preschau Leutschau Neusohl Neusatz Wien Prag Lemberg Ofen Ödenburg Raab Fünfkirchen Stuhlweißenburg Breslau Danzig Posen Memel Wilna Laibach Agram",
    "sk": "Bratislava Košice Trnava Komárno Prešov Levoča Nitra Žilina Viedeň Budapešť",
    "ro": "Cluj Cluj-Napoca Oradea Timișoara Timişoara Sibiu Brașov Braşov Târgu-Mureș",
    "pl": "Lwów Wrocław Gdańsk Poznań Wilno Kraków",
    "uk": "Lviv Uzhhorod Mukachevo",
    "lt": "Vilnius Kaunas Klaipėda",
    "sr": "Subotica",
    "sl": "Ljubljana",
    "hr": "Zagreb",
    "cs": "Praha Brno Vídeň",
    "nl": "Wenen",
}
"""Names of places that had several, by the language that they are of."""


def read_place(text: str) -> PlaceReading:
    """Read the names of a place; what is written in no way that is known is one name."""
    tidy = " ".join(unicodedata.normalize("NFKC", text).replace("\u200b", "").split()).strip(" ,;")
    if not tidy:
        return PlaceReading(text)
    if len(tidy) <= LENGTH_LIMIT:
        if found := _BRACKETED.fullmatch(tidy) or _AFTER_COMMA.fullmatch(tidy):
            return _two(text, found["first"].strip(), found["other"].strip())
        parts = [part.strip() for part in re.split(r"\s*/\s*", tidy)]
        if len(parts) > 1 and all(map(_is_name, parts)):
            return PlaceReading(text, _named(*parts))
    return PlaceReading(text, _named(tidy))


def _two(text: str, first: str, other: str) -> PlaceReading:
    """Read two names, of which a word may tell which is today's."""
    told = _TOLD.match(other)
    name = other[told.end() :].strip() if told else other
    if not _is_name(name) or not _is_name(first):
        return PlaceReading(text, _named(" ".join(text.split())))
    is_now = told is not None and re.fullmatch(_NOW, told["when"], re.IGNORECASE) is not None
    today = (name if is_now else first) if told else None
    return PlaceReading(text, _named(first, name), today)


def _is_name(text: str) -> bool:
    """Tell whether a text may name a place by itself, and is no country that only says where another lies."""
    return _NAME.fullmatch(text) is not None and text[0].isupper() and not names_country(text)


def _named(*texts: str) -> tuple[PlaceName, ...]:
    return tuple(PlaceName(text, _language_of(text)) for text in dict.fromkeys(texts))


def _language_of(text: str) -> str | None:
    """Give the language of a name that is known to be of one language only."""
    found = [language for language, names in _KNOWN.items() if text in names.split()]
    return found[0] if len(found) == 1 else None
