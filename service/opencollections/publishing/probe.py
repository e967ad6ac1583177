"""Probe: the media of a collection are asked for their kind and size, and its objects judged by what was found."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ..formats.edm.content_tier import HEIGHT, WIDTH
from ..iris import Identifiers
from ..store import clock
from ..store.control import Control
from ..store.folders import DataFolder, Waiting
from ..store.ledger import Version
from ..store.media import Medium, asked_before, enter_media
from .asking import Asking
from .elsewhere import Elsewhere
from .europeana import EdmCollection
from .quality import judge
from .uploads import working_folder

_PER_COMMIT: Final = 50
_KNOWN: Final = (WIDTH, HEIGHT)


@dataclass(frozen=True, slots=True)
class Probed:
    """How many files were asked for, and how many of these told nothing."""

    asked: int
    failed: int


def probe(
    data: DataFolder,
    version: Version,
    identifiers: Identifiers,
    asking: Asking,
    limit: int,
    waiting: Waiting,
    told: Callable[[Medium], None],
) -> Probed:
    """Ask for at most ``limit`` files of which neither the data nor an earlier probe tells the size.

    What was found out is kept as it comes, and ``told`` of each.
    """
    with data.control() as control:
        urls = _unknown(data, control, version, identifiers)[:limit]
        failed = 0
        for start in range(0, len(urls), _PER_COMMIT):
            found = []
            for url in urls[start : start + _PER_COMMIT]:
                found.append(asking.asked(url, clock.now()))
                told(found[-1])
                time.sleep(asking.pause_s)
            failed += sum(one.failed is not None for one in found)
            with control.transaction():
                enter_media(control, found)
    with data.publishing(version.collection, waiting), data.control() as control:
        judge(data, control, identifiers, version)
    return Probed(len(urls), failed)


def _unknown(data: DataFolder, control: Control, version: Version, identifiers: Identifiers) -> list[str]:
    """Give the files that the objects of a version show, and whose size nobody tells."""
    elsewhere = Elsewhere.of(data, control, identifiers, version.collection)
    file = data.version_file(version.collection, version.number)
    with working_folder(data) as folder, EdmCollection.opened(file, elsewhere, folder) as collection:
        shown: dict[str, None] = {}
        for record in collection.records():
            if record.aggregation is not None:
                shown |= dict.fromkeys(record.aggregation.links("edm:isShownBy", "edm:hasView"))
        silent = [url for url in shown if not {p for p, _ in collection.stated(url)}.issuperset(_KNOWN)]
    asked = asked_before(control, silent)
    return [url for url in silent if url not in asked]
