"""What is kept: backup, restore, cold start and memory, with two large catalogues published (128,233 records)."""

import gzip
import json
import shutil
import subprocess
from pathlib import Path
from statistics import median
from typing import Final

import httpx

from . import first_light
from .measure import OCN, Measured, in_turn, measured, middle, serving

ROOT = Path(__file__).resolve().parents[2]
LARGE = ROOT / ".." / "shared" / "data" / "large"
MAPPINGS = ROOT / "tests" / "catalogues"
MOST_BACKUP_S: Final = 2.0
MOST_START_S: Final = 3.0
MOST_MEMORY_MB: Final = 300
ASKED: Final = ("/", "/search?q=house", "/collections/tate/artworks", "/catalog.ttl", "/sparql")


def run(folder: Path, rounds: int) -> None:
    """Print seconds and megabytes beside what is asked for."""
    if not LARGE.is_dir():
        print("skipped: the large catalogues (../shared/data/large) are not here")
        return
    data = folder / "data"
    _publish(data, folder)
    _backup_and_restore(data, folder, rounds)
    _start_and_memory(data, rounds)


def _publish(data: Path, folder: Path) -> None:
    first_light.ingest(data)
    photographs = folder / "teenie.ndjson"
    with gzip.open(LARGE / "teenie" / "teenie.ndjson.gz") as packed, photographs.open("wb") as plain:
        shutil.copyfileobj(packed, plain)
    name, mapping = "teenie/photographs", str(MAPPINGS / "teenie" / "mapping.yml")
    for verb in (
        ["member", "add", "teenie", "--name", "Teenie Harris Archive"],
        [
            "collection",
            "add",
            name,
            "--title",
            "Photographs",
            "--licence",
            first_light.CC0,
            "--mapping",
            mapping,
        ],
        ["ingest", name, str(photographs)],
    ):
        subprocess.run([OCN, *verb, "--data", str(data)], check=True, capture_output=True)


def _backup_and_restore(data: Path, folder: Path, rounds: int) -> None:
    def backup(number: int) -> Measured:
        return measured([OCN, "backup", str(folder / f"backup-{number}"), "--data", str(data)])

    def restore(number: int) -> Measured:
        return measured(
            [OCN, "restore", str(folder / f"backup-{number}"), "--data", str(folder / f"new-{number}")]
        )

    backups, restores = in_turn(rounds, backup, restore)
    print(f"ocn backup    {middle(backups):6.2f} s   (under {MOST_BACKUP_S:g})")
    print(f"ocn restore   {middle(restores):6.2f} s")
    rebuild = measured([OCN, "rebuild", "--data", str(folder / "new-0")])
    doctor = measured([OCN, "doctor", "--data", str(folder / "new-0")])
    print(f"ocn rebuild   {rebuild.seconds:6.2f} s   {rebuild.memory_mb:6.0f} MB")
    print(f"ocn doctor    {doctor.seconds:6.2f} s   {doctor.memory_mb:6.0f} MB")


def _start_and_memory(data: Path, rounds: int) -> None:
    starts = []
    for _ in range(rounds):
        with serving(data) as (address, seconds):
            starts.append(seconds)
            begun = _resident_mb(data)
            answered = [_after(address, path, data) for path in ASKED]
    print(f"ocn serve until /readyz is 200: {median(starts):.2f} s (under {MOST_START_S:g})")
    most = max(begun, *answered)
    print(f"its API process: {begun:.0f} MB when ready, {most:.0f} MB at most (below {MOST_MEMORY_MB})")


def _after(address: str, path: str, data: Path) -> float:
    """Ask for a page, and give the memory that the process has then."""
    httpx.get(address + path, timeout=60)
    return _resident_mb(data)


def _resident_mb(data: Path) -> float:
    """Give the memory of the process that serves a folder; its lock says which one that is."""
    process = json.loads((data / "serving.lock").read_text(encoding="utf-8"))["process"]
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
    return int(kilobytes) / 1024
