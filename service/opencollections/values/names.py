"""Names: people and organisations as catalogues write them, with what is said of their part in the work.

A name without a comma is not cut where nothing tells which part is the family's: Becske Adolf and Adolf Becske are
both right, one of them in Hungarian.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

LENGTH_LIMIT: Final = 300


class NameKind(StrEnum):
    """Whose name it is; ``UNTOLD`` where the name does not say."""

    PERSON = "person"
    ORGANISATION = "organisation"
    NOBODY = "nobody"
    UNTOLD = "untold"


class Attribution(StrEnum):
    """How the work is connected with who is named, where it is not simply by them."""

    ATTRIBUTED = "attributed-to"
    WORKSHOP = "workshop-of"
    CIRCLE = "circle-of"
    FOLLOWER = "follower-of"
    SCHOOL = "school-of"
    MANNER = "manner-of"
    AFTER = "after"
    COPY = "copy-after"


@dataclass(frozen=True, slots=True)
class NameReading:
    """A name as data: ``name`` in the order of speech, its parts where the writing tells them.

    ``attribution`` is what stood before or behind it, ``life`` the years in brackets, ``uncertain`` a question mark.
    """

    written: str
    kind: NameKind
    name: str | None = None
    family: str | None = None
    given: str | None = None
    attribution: Attribution | None = None
    life: str | None = None
    uncertain: bool = False


_ATTRIBUTIONS: Final[tuple[tuple[Attribution, str], ...]] = (
    (
        Attribution.ATTRIBUTED,
        (
            "attributed to|attrib. to|attr.|ascribed to|zugeschrieben|zugeschr.|tulajdonítva|tulajdonított|pripísané|připsáno"
            "|toegeschreven aan|attribué à|attribuito a|przypisywany|priskiriama|attribution"
        ),
    ),
    (
        Attribution.WORKSHOP,
        "workshop of|studio of|werkstatt von|werkstatt|műhelye|műhely|dielňa|dílna|atelier van|werkplaats van|atelier de|bottega di|warsztat|dirbtuvė",
    ),
    (
        Attribution.CIRCLE,
        "circle of|umkreis von|umkreis|köre|okruh|kring van|omgeving van|cercle de|entourage de|cerchia di|krąg|ratas",
    ),
    (
        Attribution.FOLLOWER,
        "follower of|pupil of|nachfolger von|nachfolger|schüler von|követője|tanítványa|nasledovník|následovník|navolger van|leerling van|suiveur de|seguace di|naśladowca|pasekėjas",
    ),
    (Attribution.SCHOOL, "school of|schule von|iskolája|škola|school van|école de|scuola di|szkoła|mokykla"),
    (
        Attribution.MANNER,
        "manner of|style of|in the style of|art des|in der art von|modorában|stílusában|v štýle|ve stylu|stijl van|manière de|maniera di|w stylu",
    ),
    (
        Attribution.COPY,
        "copy after|copy of|kopie nach|másolata|kópia podľa|kopie podle|kopie naar|copie d'après|copia da|kopia wg",
    ),
    (Attribution.AFTER, "after|nach|nyomán|után|podľa|podle|naar|d'après|dopo|według|pagal"),
)
_BEFORE: Final = tuple(
    (
        kind,
        re.compile(
            rf"^(?:the\s+)?(?:{'|'.join(map(re.escape, words.split('|')))})[\s:]+(?=\S)", re.IGNORECASE
        ),
    )
    for kind, words in _ATTRIBUTIONS
)
_BEHIND: Final = tuple(
    (kind, re.compile(rf"[\s,]+\(?(?:{'|'.join(map(re.escape, words.split('|')))})\)?$", re.IGNORECASE))
    for kind, words in _ATTRIBUTIONS
)

_ORGANISATIONS: Final = re.compile(
    r"\b(?:Rt|Kft|Zrt|Bt|Nyrt|Co|Comp|Corp|Inc|Ltd|LLC|Plc|GmbH|AG|KG|OHG|e\.\s?V|s\.\s?r\.\s?o|a\.\s?s|n\.\s?p|B\.?V|N\.?V|S\.?A|S\.?p\.?A|UAB|AB)\b\.?"
    r"|&|\bund Söhne\b|\bés (?:Társa|Fia|Fiai|Fivére)\b|\bet fils\b|\ba syn(?:ovia)?\b"
    r"|\b(?:Museum|Muzeum|Múzeum|Múzeuma|Musée|Archive?s?|Archív|Archief|Levéltár\w*|Library|Könyvtár\w*|Bibliothe\w+|Knižnica"
    r"|University|Universität|Egyetem\w*|Univerzita|Universiteit|Institut\w*|Intézet\w*|Akadémia|Academy|Society|Társaság|Gesellschaft|Verein"
    r"|Egyesület\w*|Spolok|Vereniging|Studios?|Stúdió|Štúdio|Műterem|Műterme|Atelier|Ateliér|Verlag|Press|Kiadó|Vydavateľstvo|Uitgeverij"
    r"|Nyomda|Tlačiareň|Drukkerij|Printers?|Records|Orchestra|Orchester|Zenekar|Orchester|Philharmoni\w+|Quartet|Trio|Ensemble|Együttes|Choir|Chor|Kórus|Zbor"
    r"|Gallery|Galerie|Galéria|Film|Theat(?:re|er)|Színház|Divadlo|Company|Cég|Firma|Bank|Gyár|Fabrik|Werke|Ministry|Minisztérium|Bureau|Agency|Club|Band)\b",
    re.IGNORECASE,
)
_NOBODY: Final = frozenset(
    [
        "-",
        "?",
        "unknown",
        "unidentified",
        "anonymous",
        "anon",
        "anon.",
        "various",
        "unbekannt",
        "anonym",
        "ismeretlen",
        "névtelen",
        "neznámy",
        "neznámý",
        "anonymný",
        "onbekend",
        "anoniem",
        "inconnu",
        "anonyme",
        "sconosciuto",
        "anonimo",
        "nieznany",
        "anonimowy",
        "nežinomas",
        "null",
        "n.n.",
        "nn",
        "n.a.",
        "n/a",
    ]
) | {
    "unidentified artist",
    "unknown artist",
    "unknown photographer",
    "ismeretlen szerző",
    "ismeretlen fényképész",
    "unbekannter fotograf",
    "unbekannter künstler",
    "neznámy autor",
    "neznámy fotograf",
    "onbekende maker",
    "artist unknown",
    "multiple sitters",
}

_YEARS: Final = r"(?:c\.?|ca\.?|um|circa|†)?\s*\d{3,4}\??"
_LIFE: Final = re.compile(
    rf"[\s,]*[(\[]\s*(?P<life>(?:\*|b\.|born|geb\.|szül\.|nar\.)?\s*{_YEARS}\s*(?:[-–/]\s*(?:{_YEARS})?)?)\s*[)\]]$"
    rf"|,\s*(?P<bare>{_YEARS}\s*[-–]\s*(?:{_YEARS})?)$"
)
_PARTICLES: Final = frozenset(
    [
        "van",
        "von",
        "de",
        "der",
        "den",
        "ten",
        "ter",
        "te",
        "het",
        "'t",
        "'s",
        "du",
        "la",
        "le",
        "di",
        "da",
        "del",
        "della",
        "dos",
        "das",
        "af",
        "zu",
        "zum",
        "zur",
        "vom",
        "el",
        "al",
        "ben",
        "y",
    ]
)
_TITLES: Final = re.compile(
    r"^(?:Dr|Prof|Sir|Mme|Mlle|Mrs?|Ms|Ing|Mgr|Graf|Baron|gróf|báró|özv|ifj|id)\.?\s+", re.IGNORECASE
)


def read_name(text: str) -> NameReading:
    """Read who is named: Hevesy Iván, Hevesy, Iván (1893–1966), after Rembrandt, Hatschek & Farkas."""
    tidy = " ".join(unicodedata.normalize("NFKC", text).replace("\u200b", "").split()).strip(" ;")
    if not tidy or tidy.casefold().strip("()[]") in _NOBODY:
        return NameReading(text, NameKind.NOBODY)
    if len(tidy) > LENGTH_LIMIT:
        return NameReading(text, NameKind.UNTOLD, tidy)
    attribution, tidy = _attribution(tidy)
    life = _LIFE.search(tidy)
    tidy = tidy[: life.start()] if life else tidy
    uncertain = "?" in tidy
    name = re.sub(r"\s*[(\[]?\?+[)\]]?\s*", " ", tidy).strip(" ,")
    if not name:
        return NameReading(text, NameKind.NOBODY)
    kind, spoken, family, given = _parts(name, has_life=life is not None)
    return NameReading(
        text,
        kind,
        spoken,
        family,
        given,
        attribution,
        (life["life"] or life["bare"]).strip() if life else None,
        uncertain,
    )


def _attribution(text: str) -> tuple[Attribution | None, str]:
    for patterns in (_BEFORE, _BEHIND):
        for kind, pattern in patterns:
            if found := pattern.search(text):
                rest = (text[: found.start()] + text[found.end() :]).strip(" ,:")
                if rest:
                    return kind, rest
    return None, text


def _parts(name: str, *, has_life: bool) -> tuple[NameKind, str, str | None, str | None]:
    if name.startswith(('"', "„", "“", "«")) or _ORGANISATIONS.search(name):
        return NameKind.ORGANISATION, name, None, None
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma and given and "," not in given:
        family, given = _with_particles(_TITLES.sub("", family), _TITLES.sub("", given))
        return NameKind.PERSON, f"{given} {family}", family, given
    if particle := _particle(name.split()):
        return NameKind.PERSON, name, " ".join(name.split()[particle:]), " ".join(name.split()[:particle])
    return (NameKind.PERSON if has_life else NameKind.UNTOLD), name, None, None


def _with_particles(family: str, given: str) -> tuple[str, str]:
    """Move particles that a list puts last, as in Gogh, Vincent van, to the family's name."""
    words = given.split()
    while len(words) > 1 and words[-1] in _PARTICLES:
        family = f"{words.pop()} {family}"
    return family, " ".join(words)


def _particle(words: list[str]) -> int | None:
    """Give the place of the first particle: what stands before it is given, and what follows is the family's."""
    places = [n for n, word in enumerate(words[:-1]) if n and word in _PARTICLES]
    return places[0] if places else None
