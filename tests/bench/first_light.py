"""A large catalogue from spreadsheet to served data, against `oxigraph load` of the same quads."""

import gzip
import shutil
import subprocess
from pathlib import Path
from statistics import median

from .measure import OCN, OXIGRAPH, Measured, in_turn, measured, middle, ratio, serving

ROOT = Path(__file__).resolve().parents[2]
TATE = ROOT / ".." / "shared" / "data" / "large" / "tate"
MAPPING = ROOT / "tests" / "catalogues" / "tate" / "mapping.yml"
COLLECTION = "tate/artworks"
CC0 = "http://creativecommons.org/publicdomain/zero/1.0/"


def run(folder: Path, rounds: int) -> None:
    """Print the ratios; the numbers asked for are at most 2.0 for the ingest and 3 s for the start."""
    if not TATE.is_dir():
        print("skipped: the large catalogues (../shared/data/large) are not here")
        return
    published = folder / "published"
    ingest(published)
    packed = published / "versions" / COLLECTION / "1.nq.gz"
    quads = folder / "quads.nq"
    with gzip.open(packed) as reading, quads.open("wb") as writing:
        shutil.copyfileobj(reading, writing)
    with quads.open("rb") as lines:
        count = sum(1 for _ in lines)

    def load(number: int) -> Measured:
        store = folder / f"store-{number}"
        result = measured([OXIGRAPH, "load", "--location", str(store), "--file", str(quads)])
        shutil.rmtree(store)
        return result

    def ingest_anew(number: int) -> Measured:
        data = folder / f"data-{number}"
        result = ingest(data)
        shutil.rmtree(data)
        return result

    def map_alone(_: int) -> Measured:
        return measured(
            [
                OCN,
                "map",
                "--mapping",
                str(MAPPING),
                "--source",
                f"artworks.csv={TATE / 'artworks.csv'}",
                "-o",
                str(folder / "m.nq"),
            ]
        )

    ingests, loads, maps = in_turn(rounds, ingest_anew, load, map_alone)
    print(f"{count:,} quads of 69,202 records; medians of {rounds} runs")
    print(f"ocn ingest      {middle(ingests):6.2f} s   {max(m.memory_mb for m in ingests):6.0f} MB")
    print(f"oxigraph load   {middle(loads):6.2f} s   {max(m.memory_mb for m in loads):6.0f} MB")
    print(
        f"ocn map alone   {middle(maps):6.2f} s   {max(m.memory_mb for m in maps):6.0f} MB   {count / middle(maps):,.0f} triples/s"
    )
    print(f"ratio ingest / load: {ratio(ingests, loads):.2f} (at most 2.0)")
    starts = []
    for _ in range(rounds):
        with serving(published) as (_, seconds):
            starts.append(seconds)
    print(f"ocn serve until /readyz is 200: {median(starts):.2f} s (under 3)")


def ingest(data: Path) -> Measured:
    """Publish the catalogue in a new data folder, and give what the ingest alone took."""
    setting_up = (
        ["member", "add", "tate", "--name", "Tate"],
        ["collection", "add", COLLECTION, "--title", "Artworks", "--licence", CC0, "--mapping", str(MAPPING)],
    )
    for verb in setting_up:
        subprocess.run([OCN, *verb, "--data", str(data)], check=True, capture_output=True)
    return measured([OCN, "ingest", COLLECTION, str(TATE / "artworks.csv"), "--data", str(data)])
