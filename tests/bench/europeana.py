"""What Europeana asks for: the dates of a large catalogue as data, its records as EDM, and judging all of them."""

import csv
import io
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from opencollections.iris import Identifiers
from opencollections.publishing.elsewhere import Elsewhere
from opencollections.publishing.europeana import EdmCollection, write_document
from opencollections.publishing.quality import quality
from opencollections.publishing.readiness import readiness
from opencollections.store.folders import DataFolder
from opencollections.store.versions import unpacked_version
from opencollections.values.dates import read_date

from .reingest import BASE, LARGE, TATE, collections, ingest

IDS = Identifiers(BASE)


def run(folder: Path, rounds: int) -> None:
    """Print the numbers; asked for are under 2 s for the dates, and at least 3,000 records a second as EDM."""
    if not LARGE.is_dir():
        print("skipped: the large catalogues (../shared/data/large) are not here")
        return
    table = LARGE / "tate" / "artworks.csv"
    dates = _dates(table)
    seconds = _middle(rounds, lambda: _read(dates))
    print(f"{len(dates):,} dates, {len(set(dates)):,} different {seconds:6.2f} s (under 2)")
    data = DataFolder(folder / "data")
    collections(data.root)
    published = ingest(data.root, TATE, table)
    print(f"first ingest                     {published.seconds:6.2f} s {published.memory_mb:5.0f} MB")
    with data.control() as control:
        file = data.version_file(TATE, 1)
        elsewhere = Elsewhere(data.generations.open(control).engine, IDS, IDS.graph(TATE))
        with EdmCollection.opened(file, elsewhere, folder) as collection:
            seconds = _middle(rounds, lambda: write_document(collection, io.BytesIO()))
            count = len(collection.index.members)
        print(f"{count:,} records as EDM        {count / seconds:8,.0f} a second (at least 3,000)")
        statements = unpacked_version(file, folder)
        seconds = _middle(rounds, lambda: quality(statements, folder, elsewhere))
        print(f"all of them judged               {seconds:6.2f} s")
        seconds = _middle(rounds, lambda: readiness(control, TATE, file, IDS.graph(TATE)))
        print(f"readiness for six platforms      {seconds:6.2f} s")


def _dates(table: Path) -> list[str]:
    with table.open(encoding="utf-8", newline="") as file:
        return [row["dateText"] for row in csv.DictReader(file)]


def _read(dates: list[str]) -> list[str | None]:
    """Read a column as a mapping does: different values once."""
    found = {text: read_date(text).edtf for text in set(dates)}
    return [found[text] for text in dates]


def _middle(rounds: int, step: Callable[[], object]) -> float:
    seconds = []
    for _ in range(rounds):
        begun = time.perf_counter()
        step()
        seconds.append(time.perf_counter() - begun)
    return median(seconds)
