"""archive.org: the table that its command ``ia upload --spreadsheet`` takes, a row for each file of an object."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from itertools import chain, count
from typing import Final
from urllib.parse import urlsplit

from .edm import EdmRecord

_CREATORS: Final = 5
_SUBJECTS: Final = 10
COLUMNS: Final = (
    *("identifier", "file", "mediatype", "title", "date", "description", "language", "licenseurl"),
    *(f"creator[{number}]" for number in range(_CREATORS)),
    *(f"subject[{number}]" for number in range(_SUBJECTS)),
    *("source", "original-url"),
)
"""The columns, of which several of one kind are numbered as the tool wants them."""

_MEDIA_TYPES: Final = {"TEXT": "texts", "IMAGE": "image", "SOUND": "audio", "VIDEO": "movies", "3D": "data"}
_DATE: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
_NAME_CHARACTERS: Final = 80
"""An identifier of archive.org has a hundred at most, and a hash is added where the name alone may be another's."""


def rows(record: EdmRecord, path: str) -> Iterator[list[str]]:
    """Give the rows of a record; none where archive.org would not take it: it needs a title, a kind and a file.

    ``path`` is that of its IRI. The row of the first file describes the item, the others only name their files.
    """
    shown = record.aggregation
    files = [] if shown is None else [*shown.links("edm:isShownBy"), *shown.links("edm:hasView")]
    titles = record.words("dc:title")
    media = _MEDIA_TYPES.get(next(iter(record.words("edm:type")), ""))
    if not titles or media is None:
        return
    item = identifier(path)
    shown_once = list(dict.fromkeys(files))
    for place, (file, name) in enumerate(zip(shown_once, _file_names(shown_once), strict=True)):
        cells = {"identifier": item, "file": name, "original-url": file}
        if place == 0:
            cells |= {"mediatype": media, "title": titles[0]} | _described(record)
        yield [cells.get(column, "") for column in COLUMNS]


def identifier(path: str) -> str:
    """Give the identifier of an item: the path with what archive.org does not take replaced (and told by a hash)."""
    name = re.sub(r"[^A-Za-z0-9._-]", "-", path.replace("/", "-"))
    is_sure = name == path.replace("/", "-") and "-" not in path and len(name) <= _NAME_CHARACTERS
    hashed = "" if is_sure else f"-{hashlib.blake2b(path.encode(), digest_size=4).hexdigest()}"
    return name[:_NAME_CHARACTERS].strip("._-") + hashed


def _described(record: EdmRecord) -> dict[str, str]:
    makers, subjects = record.words("dc:creator"), record.words("dc:subject", "dc:type")
    shown = record.aggregation
    cells = {
        "date": next((one for one in _dates(record) if _DATE.fullmatch(one)), ""),
        "description": "\n".join(record.words("dc:description")),
        "language": next(iter(record.words("dc:language")), ""),
        "licenseurl": next(iter(shown.links("edm:rights")), "") if shown else "",
        "source": next(iter(shown.links("edm:isShownAt")), record.object.iri) if shown else "",
    }
    cells |= {f"creator[{place}]": name for place, name in enumerate(makers[:_CREATORS])}
    return cells | {f"subject[{place}]": name for place, name in enumerate(subjects[:_SUBJECTS])}


def _dates(record: EdmRecord) -> Iterator[str]:
    """Give what may be its date: as it was written, else the beginning of its period."""
    yield from record.words("dcterms:created", "dcterms:issued")
    for resource in record.contextual:
        if resource.iri in record.object.links("dcterms:created", "dcterms:issued", "dcterms:temporal"):
            yield from (text.value for text in resource.texts("edm:begin"))


def _file_names(urls: Sequence[str]) -> list[str]:
    """Give the names of the files of an item, where one of a name that is taken has a number behind it.

    Names that differ in the case of letters alone are one in the folders of many machines.
    """
    names: dict[str, str] = {}
    for place, url in enumerate(urls):
        name = _file_name(url, place)
        stem, dot, ending = name.rpartition(".") if "." in name[1:] else (name, "", "")
        numbered = (f"{stem}-{number}{dot}{ending}" for number in count(2))
        free = next(one for one in chain((name,), numbered) if one.casefold() not in names)
        names[free.casefold()] = free
    return list(names.values())


def _file_name(url: str, place: int) -> str:
    """Give the name that a file has when it was fetched; the tool takes files from the folder that it runs in."""
    try:
        name = urlsplit(url).path.rpartition("/")[2]
    except ValueError:
        name = ""
    return name or f"file-{place + 1}"
