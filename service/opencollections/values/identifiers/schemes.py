"""Schemes: the systems that number things, how each writes a number, checks it, and makes an IRI of it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Final

from . import check_digits

Check = Callable[[str], bool]
Form = Callable[[str], str]


def _as_is(value: str) -> str:
    return value


def _without_marks(value: str) -> str:
    """Leave out what people put between digits."""
    return re.sub(r"[\s.\-–/·]", "", value).upper()


def _standard(module: str) -> Check:
    """Give the check of python-stdnum for a kind of number, loaded when it is first used."""

    def check(value: str) -> bool:
        return bool(import_module(f"stdnum.{module}").is_valid(value))

    return check


@dataclass(frozen=True, slots=True)
class Scheme:
    """One system of identifiers.

    ``pattern`` is what a number looks like once ``compact`` took the marks out; ``addresses`` are the web
    addresses it is pasted as, with the number as first group; ``iri`` has ``{}`` for it, None where nobody gave
    such numbers IRIs. ``telling`` numbers are recognised without being asked for.
    """

    name: str
    label: str
    pattern: str
    iri: str | None = None
    addresses: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    check: Check | None = None
    compact: Form = _as_is
    written: Form = _as_is
    telling: bool = False


def _hyphened_fours(value: str) -> str:
    return "-".join(value[at : at + 4] for at in range(0, len(value), 4))


def _iswc(value: str) -> str:
    return f"{value[0]}-{value[1:4]}.{value[4:7]}.{value[7:10]}-{value[10]}"


def _isrc(value: str) -> str:
    return f"{value[:2]}-{value[2:5]}-{value[5:7]}-{value[7:]}"


def _issn(value: str) -> str:
    return f"{value[:4]}-{value[4:]}"


def _getty(name: str, label: str, digits: str) -> Scheme:
    return Scheme(
        name,
        label,
        digits,
        f"http://vocab.getty.edu/{name}/{{}}",
        (rf"https?://vocab\.getty\.edu/(?:page/)?{name}/({digits})", rf"{name}:({digits})"),
        (name, label, f"getty {name}"),
    )


_UUID: Final = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

SCHEMES: Final = (
    Scheme(
        "isrc",
        "ISRC",
        r"[A-Z]{2}[A-Z0-9]{3}\d{7}",
        names=("isrc",),
        addresses=(r"urn:isrc:(\S+)",),
        check=_standard("isrc"),
        compact=_without_marks,
        written=_isrc,
        telling=True,
    ),
    Scheme(
        "iswc",
        "ISWC",
        r"T\d{10}",
        names=("iswc",),
        check=check_digits.iswc,
        compact=_without_marks,
        written=_iswc,
        telling=True,
    ),
    Scheme(
        "orcid",
        "ORCID",
        r"0000000[123]\d{7}[\dX]",
        "https://orcid.org/{}",
        (r"https?://(?:www\.)?orcid\.org/([\dX-]+)",),
        ("orcid",),
        _standard("isni"),
        _without_marks,
        _hyphened_fours,
    ),
    Scheme(
        "isni",
        "ISNI",
        r"\d{15}[\dX]",
        "https://isni.org/isni/{}",
        (r"https?://(?:www\.)?isni\.org/(?:isni/|page/)?([\dX]+)",),
        ("isni",),
        _standard("isni"),
        _without_marks,
    ),
    Scheme("ipi", "IPI", r"\d{9,11}", names=("ipi", "cae", "cae/ipi", "ipi/cae"), compact=_without_marks),
    Scheme(
        "isbn",
        "ISBN",
        r"97[89]\d{10}|\d{9}[\dX]",
        "urn:isbn:{}",
        (r"urn:isbn:([\dX-]+)",),
        ("isbn", "isbn-13", "isbn-10", "isbn13", "isbn10"),
        _standard("isbn"),
        _without_marks,
    ),
    Scheme(
        "issn",
        "ISSN",
        r"\d{7}[\dX]",
        "urn:issn:{}",
        (r"urn:issn:([\dX-]+)", r"https?://portal\.issn\.org/resource/issn/([\dX-]+)"),
        ("issn", "eissn", "e-issn", "issn-l"),
        _standard("issn"),
        _without_marks,
        _issn,
    ),
    Scheme(
        "ismn",
        "ISMN",
        r"9790\d{9}|M\d{9}",
        names=("ismn",),
        check=_standard("ismn"),
        compact=_without_marks,
        telling=True,
    ),
    Scheme(
        "ean",
        "EAN or UPC",
        r"\d{8}|\d{12,14}",
        "https://id.gs1.org/01/{:0>14}",
        (r"https?://id\.gs1\.org/01/(\d+)",),
        (
            "ean",
            "ean-13",
            "upc",
            "upc-a",
            "barcode",
            "bar code",
            "gtin",
            "vonalkód",
            "čiarový kód",
            "streepjescode",
        ),
        _standard("ean"),
        _without_marks,
    ),
    Scheme(
        "eidr",
        "EIDR",
        r"10\.5240/(?:[0-9A-F]{4}-){5}[0-9A-Z]",
        "https://doi.org/{}",
        (
            r"https?://(?:dx\.)?doi\.org/(10\.5240/[0-9A-Fa-f-]+-[0-9A-Za-z])",
            r"https?://ui\.eidr\.org/view/content\?id=(10\.5240/[0-9A-Fa-f-]+-[0-9A-Za-z])",
        ),
        ("eidr",),
        check_digits.eidr,
        str.upper,
        telling=True,
    ),
    Scheme(
        "isan",
        "ISAN",
        r"[0-9A-F]{16}(?:[0-9A-Z](?:[0-9A-F]{8}[0-9A-Z])?)?",
        names=("isan",),
        check=_standard("isan"),
        compact=lambda value: re.sub(r"^ISAN", "", _without_marks(value)),
    ),
    Scheme("isil", "ISIL", r"[A-Za-z]{1,4}-[A-Za-z0-9:/-]{1,11}", names=("isil",), check=_standard("isil")),
    Scheme(
        "doi",
        "DOI",
        r"10\.\d{4,9}/\S+",
        "https://doi.org/{}",
        (r"https?://(?:dx\.)?doi\.org/(10\.\d{4,9}/\S+)", r"doi:\s*(10\.\d{4,9}/\S+)"),
        ("doi",),
        compact=str.lower,
        telling=True,
    ),
    Scheme(
        "ark",
        "ARK",
        r"ark:/?\d{5,9}/\S+",
        "https://n2t.net/{}",
        (r"https?://[^/]+/(ark:/?\d{5,9}/[^\s?#]+)",),
        ("ark",),
        telling=True,
    ),
    Scheme(
        "handle",
        "Handle",
        r"\d+(?:\.\w+)*/\S+",
        "https://hdl.handle.net/{}",
        (r"https?://hdl\.handle\.net/(\S+)", r"hdl:\s*(\d\S*/\S+)"),
        ("handle", "hdl"),
    ),
    Scheme(
        "viaf",
        "VIAF",
        r"[1-9]\d{1,21}",
        "http://viaf.org/viaf/{}",
        (r"https?://(?:www\.)?viaf\.org/viaf/(\d+)",),
        ("viaf", "viaf id"),
    ),
    Scheme(
        "gnd",
        "GND",
        r"1[0-9]{7,9}[0-9X]|[47]\d{6}-\d|[1-9]\d{0,7}-[0-9X]|3\d{7}[0-9X]",
        "https://d-nb.info/gnd/{}",
        (r"https?://d-nb\.info/gnd/([\dX-]+)", r"\(?DE-588\)\s*([\dX-]+)"),
        ("gnd", "pnd", "gnd id", "gnd-nummer", "gndidentifier"),
        check_digits.gnd,
        str.upper,
    ),
    Scheme(
        "geonames",
        "GeoNames",
        r"[1-9]\d{3,9}",
        "https://sws.geonames.org/{}/",
        (r"https?://(?:www\.|sws\.)?geonames\.org/(\d+)",),
        ("geonames", "geonames id"),
    ),
    _getty("aat", "AAT", r"300\d{6}"),
    _getty("ulan", "ULAN", r"500\d{6}"),
    _getty("tgn", "TGN", r"[1-9]\d{6}"),
    Scheme(
        "wikidata",
        "Wikidata",
        r"Q[1-9]\d*",
        "http://www.wikidata.org/entity/{}",
        (
            r"https?://(?:www\.|m\.)?wikidata\.org/(?:wiki/(?:Special:EntityData/)?|entity/)(Q[1-9]\d*)",
            r"wd:(Q[1-9]\d*)",
            r"^(Q[1-9]\d*)\s*[(:|]",
        ),
        ("wikidata", "wikidata id", "qid", "wikidata qid", "q-szám"),
        compact=_without_marks,
        telling=True,
    ),
    Scheme(
        "musicbrainz",
        "MusicBrainz",
        rf"(?:artist|recording|release|release-group|work|label|place|event|area|instrument|series)/{_UUID}",
        "https://musicbrainz.org/{}",
        (rf"https?://(?:beta\.)?musicbrainz\.org/([a-z-]+/{_UUID})",),
        ("musicbrainz", "mbid"),
        compact=str.lower,
    ),
    Scheme(
        "discogs",
        "Discogs",
        r"(?:artist|release|label|master)/\d+",
        "https://www.discogs.com/{}",
        (r"https?://(?:www\.)?discogs\.com/(?:[a-z]{2}/)?((?:artist|release|label|master)/\d+)",),
        ("discogs",),
    ),
    Scheme(
        "imdb",
        "IMDb",
        r"(?:title/tt|name/nm|company/co)\d{7,8}",
        "https://www.imdb.com/{}/",
        (r"https?://(?:www\.|m\.)?imdb\.com/((?:title/tt|name/nm|company/co)\d{7,8})",),
        ("imdb", "imdb id"),
        compact=lambda value: re.sub(
            r"^(tt|nm|co)(?=\d)",
            lambda found: {"tt": "title/tt", "nm": "name/nm", "co": "company/co"}[found[1]],
            value,
        ),
    ),
    Scheme(
        "europeana",
        "Europeana",
        r"\d{1,9}/[A-Za-z0-9_]+",
        "http://data.europeana.eu/item/{}",
        (
            r"https?://(?:www\.)?europeana\.eu/(?:[a-z]{2}/)?(?:portal/)?(?:[a-z]{2}/)?(?:item|record)/(\d+/\w+)",
            r"https?://data\.europeana\.eu/item/(\d+/\w+)",
        ),
        ("europeana", "europeana id"),
    ),
    Scheme(
        "internetarchive",
        "Internet Archive",
        r"[A-Za-z0-9][A-Za-z0-9._-]{2,99}",
        "https://archive.org/details/{}",
        (r"https?://(?:www\.)?archive\.org/(?:details|download|embed)/([\w.-]+)",),
        ("archive.org", "internet archive"),
    ),
)

BY_NAME: Final = {name: scheme for scheme in SCHEMES for name in (scheme.name, *scheme.names)}
"""Schemes by every name that a heading or a label in a cell gives them, in small letters."""
