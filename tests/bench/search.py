"""Search at 128,000 records, and the page of somebody whom 50,000 of them point to."""

import gzip
import json
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles

import httpx

from .first_light import CC0, ROOT, TATE
from .measure import OCN, measured, serving

TEENIE = ROOT / ".." / "shared" / "data" / "large" / "teenie" / "teenie.ndjson.gz"
SEARCHES = (
    *("", "woman", "turner", "portrait of", "blue rigi", "po", "the", "19", "children playing base"),
    *(
        "?member=tate",
        "?period=1940",
        "?sort=oldest",
        "woman&period=1940&sort=title",
        "image",
        "nothing here",
    ),
)
FAMOUS = "/page/tate/agent/558"
"""The page of J. M. W. Turner, whom some 39,000 records name."""


def run(folder: Path, rounds: int) -> None:
    """Print the times; what is asked for is p95 under 50 ms, and at most 3 times a usual page."""
    if not TATE.is_dir() or not TEENIE.is_file():
        print("skipped: the large catalogues (../shared/data/large) are not here")
        return
    data = folder / "data"
    teenie = folder / "teenie.json"
    with gzip.open(TEENIE, "rt", encoding="utf-8") as lines:
        teenie.write_text(f"[{','.join(lines)}]", encoding="utf-8")
    _ingest(data, "tate/artworks", TATE / "artworks.csv")
    _ingest(data, "teenie/photos", teenie)
    with serving(data) as (address, _), httpx.Client(base_url=address, timeout=60) as client:
        for words in SEARCHES:
            client.get(_path(words))
        # Answers are kept by their address, so that each of these is asked for once.
        times = [
            _seconds(client, f"{_path(words)}{'&' if '?' in _path(words) else '?'}round={number}")
            for number in range(max(rounds, 3))
            for words in SEARCHES
        ]
        usual = [_page(client, row["iri"]) for row in _results(client)]
        famous = [_seconds(client, f"{FAMOUS}?round={number}") for number, _ in enumerate(usual)]
    print(
        f"{len(times)} searches: median {_ms(median(times))}, p95 {_ms(quantiles(times, n=20)[-1])} (under 50 ms)"
    )
    print(f"usual page {_ms(median(usual))}, page with some 39,000 incoming links {_ms(median(famous))}")
    print(f"ratio: {median(famous) / median(usual):.1f} (at most 3)")


def _ingest(data: Path, collection: str, file: Path) -> None:
    slug = collection.partition("/")[0]
    mapping = ROOT / "tests" / "catalogues" / slug / "mapping.yml"
    for verb in (
        ["member", "add", slug, "--name", slug],
        ["collection", "add", collection, "--title", slug, "--licence", CC0, "--mapping", str(mapping)],
    ):
        subprocess.run([OCN, *verb, "--data", str(data)], check=True, capture_output=True)
    spent = measured([OCN, "ingest", collection, str(file), "--data", str(data)])
    print(f"ocn ingest {collection}: {spent.seconds:.1f} s, {spent.memory_mb:.0f} MB")


def _path(words: str) -> str:
    return f"/search{words}" if words.startswith("?") else f"/search?q={words.replace(' ', '+')}"


def _seconds(client: httpx.Client, path: str) -> float:
    begun = time.perf_counter()
    client.get(path, headers={"Accept": "text/html"}).raise_for_status()
    return time.perf_counter() - begun


def _results(client: httpx.Client) -> Sequence[dict[str, str]]:
    return json.loads(client.get("/search?q=woman&format=json").text)["results"]


def _page(client: httpx.Client, iri: str) -> float:
    return _seconds(client, "/page/" + iri.partition("/id/")[2])


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"
