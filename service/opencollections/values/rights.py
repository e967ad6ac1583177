"""Rights: statements as members write them, and the IRIs that aggregators take for them.

Europeana takes ``http:`` IRIs with a slash at the end: Creative Commons licences of the versions and countries
there are, CC0, the Public Domain Mark, and six of the statements of rightsstatements.org.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

LENGTH_LIMIT: Final = 300
_CC: Final = "http://creativecommons.org/"
_STATEMENTS: Final = "http://rightsstatements.org/vocab/"

CC0: Final = f"{_CC}publicdomain/zero/1.0/"
PUBLIC_DOMAIN_MARK: Final = f"{_CC}publicdomain/mark/1.0/"
IN_COPYRIGHT: Final = f"{_STATEMENTS}InC/1.0/"
ORPHAN_WORK: Final = f"{_STATEMENTS}InC-OW-EU/1.0/"
EDUCATIONAL: Final = f"{_STATEMENTS}InC-EDU/1.0/"
NOT_EVALUATED: Final = f"{_STATEMENTS}CNE/1.0/"

EUROPEANA_STATEMENTS: Final = frozenset({"NoC-NC", "NoC-OKLR", "InC", "InC-EDU", "InC-OW-EU", "CNE"})
_OTHER_STATEMENTS: Final = frozenset({"InC-NC", "InC-RUU", "NoC-CR", "NoC-US", "UND", "NKC"})
_VERSIONS: Final = frozenset({"1.0", "2.0", "2.1", "2.5", "3.0", "4.0"})
_NEWEST: Final = "4.0"


class RightsDoubt(StrEnum):
    """What is doubtful about a rights statement; only the first leaves it without an IRI."""

    UNREAD = "rights-unread"
    VERSION_UNSAID = "rights-version-unsaid"
    NOT_FOR_EUROPEANA = "rights-not-for-europeana"


@dataclass(frozen=True, slots=True)
class RightsReading:
    """A rights statement as data: ``iri`` in the one form that is compared letter by letter."""

    written: str
    iri: str | None = None
    doubt: RightsDoubt | None = None


def read_rights(text: str) -> RightsReading:
    """Read a rights statement: an address in any spelling, a licence's short name, or words in seven languages."""
    tidy = " ".join(unicodedata.normalize("NFKC", text).replace("\u200b", "").split())
    if not tidy:
        return RightsReading(text)
    if len(tidy) > LENGTH_LIMIT:
        return RightsReading(text, doubt=RightsDoubt.UNREAD)
    return (
        _address(text, tidy)
        or _statement(text, tidy)
        or _short_name(text, tidy)
        or _words(text, tidy)
        or RightsReading(text, doubt=RightsDoubt.UNREAD)
    )


_CC_ADDRESS: Final = re.compile(
    r"creativecommons\.org/(?P<kind>licenses|publicdomain)/(?P<code>[a-z+-]+)(?:/(?P<version>\d\.\d))?(?:/(?P<port>[a-z]{2})(?![a-z]))?",
    re.IGNORECASE,
)
_STATEMENT_ADDRESS: Final = re.compile(
    r"rightsstatements\.org/(?:[a-z]{2}/)?(?:vocab|page)/([A-Za-z-]+)", re.IGNORECASE
)

_OLDER_ADDRESS: Final = re.compile(
    r"(?:europeana\.eu/(?:portal/)?rights|deutsche-digitale-bibliothek\.de/lizenzen)/([a-z-]+)", re.IGNORECASE
)
_OLDER: Final = {
    **dict.fromkeys(("rr-f", "rr-p", "rr-r", "rv-fz", "rv-ez"), IN_COPYRIGHT),
    "unknown": NOT_EVALUATED,
    "orphan-work-eu": ORPHAN_WORK,
    "out-of-copyright-non-commercial": f"{_STATEMENTS}NoC-NC/1.0/",
}
"""What Europeana and the German Digital Library had before rightsstatements.org, to what took its place."""


def _address(text: str, tidy: str) -> RightsReading | None:
    if found := _CC_ADDRESS.search(tidy):
        code = found["code"].lower().strip("-")
        if found["kind"].lower() == "publicdomain":
            iri = {"zero": CC0, "mark": PUBLIC_DOMAIN_MARK}.get(code)
            return RightsReading(text, iri, None if iri else RightsDoubt.UNREAD)
        return _licence(text, code.split("-"), found["version"], found["port"])
    if found := _STATEMENT_ADDRESS.search(tidy):
        return _named_statement(text, found[1])
    older = _OLDER_ADDRESS.search(tidy)
    iri = _OLDER.get(older[1].lower()) if older else None
    return RightsReading(text, iri) if iri else None


def _statement(text: str, tidy: str) -> RightsReading | None:
    """Read a code of rightsstatements.org that stands alone: InC, NoC-NC, CNE."""
    return _named_statement(text, tidy) if re.fullmatch(r"[A-Za-z]{3}(-[A-Za-z]+)*", tidy) else None


def _named_statement(text: str, name: str) -> RightsReading | None:
    known = {known.lower(): known for known in EUROPEANA_STATEMENTS | _OTHER_STATEMENTS}
    found = known.get(name.lower())
    if found is None:
        return None
    doubt = None if found in EUROPEANA_STATEMENTS else RightsDoubt.NOT_FOR_EUROPEANA
    return RightsReading(text, f"{_STATEMENTS}{found}/1.0/", doubt)


_PART: Final = r"(?:by|nc|nd|sa)"
_SHORT_NAME: Final = re.compile(
    rf"\bcc[\s_-]*(?P<parts>{_PART}(?:[\s_/+-]*{_PART})*)(?:[\s_-]*(?:v|version)?\.?\s*(?P<version>\d(?:\.\d)?))?"
    r"(?:[\s_-]+(?P<port>[a-z]{2})\b)?",
    re.IGNORECASE,
)
_ZERO: Final = re.compile(r"\b(?:cc|creative commons)[\s_-]*(?:0|zero)\b", re.IGNORECASE)
_WHOLE_WORDS: Final = {
    "namensnennung": "by",
    "attribution": "by",
    "naamsvermelding": "by",
    "nevezd meg": "by",
    "uvedenie autora": "by",
    "priskyrimas": "by",
    "sharealike": "sa",
    "share alike": "sa",
    "weitergabe unter gleichen bedingungen": "sa",
    "gelijk delen": "sa",
    "így add tovább": "sa",
    "zachovanie licencie": "sa",
    "partage dans les mêmes conditions": "sa",
    "noncommercial": "nc",
    "non commercial": "nc",
    "nicht kommerziell": "nc",
    "niet commercieel": "nc",
    "ne add el": "nc",
    "nekomerčné": "nc",
    "pas d'utilisation commerciale": "nc",
    "noderivatives": "nd",
    "no derivatives": "nd",
    "noderivs": "nd",
    "keine bearbeitungen": "nd",
    "geen afgeleide werken": "nd",
    "ne változtasd": "nd",
}


def _short_name(text: str, tidy: str) -> RightsReading | None:
    if _ZERO.search(tidy):
        return RightsReading(text, CC0)
    if found := _SHORT_NAME.search(tidy):
        return _licence(text, re.findall(_PART, found["parts"].lower()), found["version"], found["port"])
    plain = re.sub(r"[\s_-]+", " ", tidy.casefold())
    if "creative commons" in plain:
        parts = [code for words, code in _WHOLE_WORDS.items() if words in plain]
        version = re.search(r"\b(\d\.\d)\b", tidy)
        return _licence(text, parts, version[1] if version else None, None) if parts else None
    return None


def _licence(text: str, parts: list[str], version: str | None, port: str | None) -> RightsReading:
    """Give a Creative Commons licence; the parts come in any order, and there is none without by after 1.0."""
    ordered = [part for part in ("by", "nc", "nd", "sa") if part in parts]
    unknown = set(parts) - set(ordered) or "by" not in ordered or {"nd", "sa"} <= set(ordered)
    version = f"{version}.0" if version and len(version) == 1 else version
    if unknown or (version and version not in _VERSIONS):
        return RightsReading(text, doubt=RightsDoubt.UNREAD)
    chosen = version or _NEWEST
    ported = f"{port.lower()}/" if port and chosen != _NEWEST else ""
    iri = f"{_CC}licenses/{'-'.join(ordered)}/{chosen}/{ported}"
    return RightsReading(text, iri, None if version else RightsDoubt.VERSION_UNSAID)


_STATED_IN_WORDS: Final[tuple[tuple[str, str], ...]] = (
    (
        ORPHAN_WORK,
        r"orphan work|árva mű|verwaistes werk|osirelé diel|verweesd werk|œuvre orpheline|našlaičių kūrin",
    ),
    (
        EDUCATIONAL,
        r"educational use|oktatási cél|bildungszweck|vzdelávacie účely|educatief gebruik|usage pédagogique",
    ),
    (
        NOT_EVALUATED,
        (
            r"copyright not evaluated|not evaluated|rights? (?:status )?unknown|unknown rights|(?:jogállás\w*|jogi státusz\w*) (?:nem )?ismeretlen"
            r"|ismeretlen jog|rechte(?:status)? (?:unbekannt|ungeklärt)|neznámy právny stav|autorské práva neznáme"
            r"|rechten(?:status)? onbekend|droits inconnus|teisės nežinomos"
        ),
    ),
    (
        PUBLIC_DOMAIN_MARK,
        (
            r"public domain|^pd$|\bpdm\b|köz(?:kincs|domén)|közkincs|jogvédelem lejárt|szerzői jog(?:a)? lejárt|gemeinfrei"
            r"|verejné vlastníctvo|voľné dielo|volné dílo|publiek domein|domaine public|dominio pubblico"
            r"|domena publiczna|viešoji nuosavybė|viešasis domenas|urheberrecht erloschen|\bno copyright\b|kein copyright|geen auteursrecht|vrij van (?:auteurs)?rechten"
        ),
    ),
    (
        IN_COPYRIGHT,
        (
            r"all rights reserved|\bin copyright|copyrighted|minden jog fenntartva|jogvédett|szerzői jog(?:i)? véd"
            r"|alle rechte vorbehalten|urheberrechtlich geschützt|rechte vorbehalten|všetky práva vyhradené"
            r"|všechna práva vyhrazena|chránené autorským právom|alle rechten voorbehouden|auteursrechtelijk beschermd"
            r"|tous droits réservés|tutti i diritti riservati|wszelkie prawa zastrzeżone|visos teisės saugomos"
            r"|^(?:©|\(c\)|copyright)\s*\S"
        ),
    ),
)


def _words(text: str, tidy: str) -> RightsReading | None:
    plain = tidy.casefold()
    if "no known copyright" in plain:
        return _named_statement(text, "NKC")
    for iri, pattern in _STATED_IN_WORDS:
        if re.search(pattern, plain):
            return RightsReading(text, iri)
    return None


PROTECTED_YEARS: Final = 70
"""Years after an author's death for which a work is protected in Europe (Directive 2006/116/EC, article 1)."""


def free_since(death_year: int) -> int:
    """Give the year from whose first day an author's works are in the public domain: advice, no statement."""
    return death_year + PROTECTED_YEARS + 1


_PORTS: Final = {
    "1.0": "fi|il|nl",
    "2.0": "au|at|be|br|ca|cl|hr|uk|fr|de|it|jp|nl|pl|kr|es|tw",
    "2.1": "au|es|jp",
    "2.5": "ar|au|br|bg|ca|cn|co|hr|dk|hu|in|il|it|mk|my|mt|mx|nl|pe|pl|pt|scotland|si|za|es|se|ch|tw",
    "3.0": (
        "au|at|br|cl|cn|cr|hr|cz|ec|eg|ee|fr|de|gr|gt|hk|igo|ie|it|lu|nl|nz|no|ph|pl|pt|pr|ro|rs|sg|za|es|ch|tw|th|ug"
        "|us|ve|vn"
    ),
    "4.0": "",
}
"""Countries for which a version of the licences was ported."""

_NEEDS_PORT: Final = "2.1"
_LICENCE_IRI: Final = re.compile(
    r"http://creativecommons\.org/licenses/(?:by|by-sa|by-nd|by-nc|by-nc-sa|by-nc-nd)/(?P<version>\d\.\d)/(?:(?P<port>[a-z]+)/)?"
)


def accepted_by_europeana(iri: str) -> bool:
    """Tell whether Europeana takes an IRI for edm:rights; it compares letter by letter."""
    if iri in {CC0, PUBLIC_DOMAIN_MARK}:
        return True
    statement = re.fullmatch(rf"{re.escape(_STATEMENTS)}([A-Za-z-]+)/1\.0/", iri)
    if statement:
        return statement[1] in EUROPEANA_STATEMENTS
    found = _LICENCE_IRI.fullmatch(iri)
    if found is None or found["version"] not in _PORTS:
        return False
    ports = _PORTS[found["version"]].split("|")
    return found["port"] in ports if found["port"] else found["version"] != _NEEDS_PORT
