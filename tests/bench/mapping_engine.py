"""The mapping engine, beside morph-kgc 2.10.0 on the same rows with the same mapping."""

import re
import subprocess
import sys
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Final

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat

from . import objects
from .measure import OCN, Measured, in_turn, measured, middle

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / ".bench" / "morph-kgc"
REFERENCE_VERSION = "2.10.0"
MAPPING = Path(__file__).with_name("objects.ttl")
BASE = "https://example.org/"

ROWS, CREATORS, SAMPLE_ROWS = 200_000, 20_000, 1_000
SLOW_ROWS = 20_000
"""Rows that morph-kgc gets as XML, where 200,000 take many minutes; its time grows with the rows."""

LEAST_RATIO: Final = {"csv": 10, "json": 15, "xml": 40}
LEAST_XLSX = 200_000
MOST_MEMORY = 0.5

_SOURCES: Final = {
    "csv": ("ql:CSV", "", ""),
    "json": ("ql:JSONPath", "$[*]", "$[*]"),
    "xml": ("ql:XPath", "/objects/object", "/creators/creator"),
    "xlsx": ("ql:CSV", "", ""),
}
_ENCODED: Final = re.compile(r"(?:%[89A-F][0-9A-F])+")
_PREVIEW: Final = """
import sys, time
from pathlib import Path
from opencollections.mapping.documents import read_mapping
from opencollections.mapping.engine import Options, Run
from opencollections.mapping.sources import Sources
folder = Path(sys.argv[1])
for _ in range(5):
    begun = time.perf_counter()
    mapping = read_mapping((folder / "mapping.ttl").read_text(), "mapping.ttl").mapping
    next(Run(mapping, Sources({}, folder), Options("https://example.org/")).mapped())
    print(time.perf_counter() - begun)
"""


@dataclass(frozen=True)
class Made:
    """A run and the triples it wrote."""

    run: Measured
    triples: int

    @property
    def per_second(self) -> float:
        return self.triples / self.run.seconds


def run(folder: Path, rounds: int) -> None:
    """Print triples a second, ratios and memory; the numbers asked for stand beside them."""
    here = reference_is_here()
    print(f"{ROWS:,} objects of 15 columns and {CREATORS:,} creators, one join; medians of {rounds} runs")
    if here:
        _compare_samples(folder / "sample")
    for kind in ("csv", "json", "xml"):
        ours = laid_out(folder / kind, kind, ROWS)
        theirs = laid_out(folder / "xml-less", kind, SLOW_ROWS) if kind == "xml" else ours
        _in_turn(kind, ours, theirs if here else None, rounds)
    _workbook(laid_out(folder / "xlsx", "xlsx", ROWS), rounds)
    _small(laid_out(folder / "small", "csv", 100), rounds)


def laid_out(folder: Path, kind: str, rows: int) -> Path:
    """Write objects, creators and their mapping as one kind of file; equal rows give equal files."""
    folder.mkdir(parents=True)
    few = max(rows // 10, 10)
    write = objects.WRITERS[kind]
    write(folder / f"objects.{kind}", "object", objects.OBJECTS, objects.objects(rows, few))
    write(folder / f"creators.{kind}", "creator", objects.CREATORS, objects.creators(few))
    formulation, *iterators = _SOURCES[kind]
    mapping = MAPPING.read_text(encoding="utf-8")
    for name, iterator in zip(("objects", "creators"), iterators, strict=True):
        source = f'rml:source "{name}.{kind}"; rml:referenceFormulation {formulation}'
        source += f'; rml:iterator "{iterator}"' if iterator else ""
        mapping = mapping.replace(f'rml:source "{name}.csv"; rml:referenceFormulation ql:CSV', source)
    (folder / "mapping.ttl").write_text(mapping, encoding="utf-8")
    (folder / "morph.ini").write_text(
        "[CONFIGURATION]\noutput_file: morph.nt\noutput_format: N-TRIPLES\nnumber_of_processes: 1\n"
        "logging_level: ERROR\n[Objects]\nmappings: mapping.ttl\n",
        encoding="utf-8",
    )
    return folder


def ours(folder: Path) -> Made:
    """Run ``ocn map`` in a folder."""
    command = [OCN, "map", "--mapping", "mapping.ttl", "--base", BASE, "-o", "ours.nq"]
    return Made(measured(command, cwd=folder), _lines(folder / "ours.nq"))


def theirs(folder: Path) -> Made:
    """Run morph-kgc in a folder."""
    python = str(REFERENCE / "bin" / "python")
    return Made(measured([python, "-m", "morph_kgc", "morph.ini"], cwd=folder), _lines(folder / "morph.nt"))


def reference_is_here() -> bool:
    """Install morph-kgc into an environment of its own on first use; say so where that cannot be."""
    python = REFERENCE / "bin" / "python"
    try:
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", REFERENCE], check=True, capture_output=True)
        if _reference_version(python) != REFERENCE_VERSION:
            install = [python, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
            subprocess.run([*install, f"morph-kgc=={REFERENCE_VERSION}"], check=True, capture_output=True)
        found = _reference_version(python)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"no comparison: morph-kgc {REFERENCE_VERSION} cannot be installed here ({error})")
        return False
    if found != REFERENCE_VERSION:
        print(f"no comparison: morph-kgc is {found} and not {REFERENCE_VERSION} (remove .bench/morph-kgc)")
    return found == REFERENCE_VERSION


def _reference_version(python: Path) -> str:
    ask = "from importlib.metadata import version; print(version('morph-kgc'))"
    return subprocess.run([python, "-c", ask], check=False, capture_output=True, text=True).stdout.strip()


def _compare_samples(folder: Path) -> None:
    """Stop where the two do not say the same of a thousand rows, in any kind of file."""
    for kind in ("csv", "json", "xml"):
        place = laid_out(folder / kind, kind, SAMPLE_ROWS)
        ours(place), theirs(place)
        mine, other = _statements(place / "ours.nq"), _statements(place / "morph.nt")
        if mine != other:
            differing = "\n".join(islice(sorted(mine ^ other), 6))
            raise AssertionError(f"{kind}: the outputs differ in {len(mine ^ other)} triples:\n{differing}")
        print(f"{kind:5} {len(mine):,} triples of {SAMPLE_ROWS:,} rows are the same")


def _statements(path: Path) -> set[str]:
    """Read canonical triples; IRIs with encoded letters beyond ASCII, as morph-kgc writes them, get the letters.

    RML-Core encodes for IRIs (RFC 3987), where such letters stand as they are.
    """
    return {str(_decoded(quad)) for quad in pyoxigraph.parse(path=str(path), format=RdfFormat.N_QUADS)}


def _decoded(quad: Quad) -> Quad:
    value = quad.object
    if isinstance(value, NamedNode):
        value = NamedNode(
            _ENCODED.sub(lambda found: bytes.fromhex(found[0].replace("%", "")).decode(), value.value)
        )
    return Quad(quad.subject, quad.predicate, value)


def _in_turn(kind: str, folder: Path, other: Path | None, rounds: int) -> None:
    mine: list[Made] = []
    reference: list[Made] = []

    def run_ours(_: int) -> Measured:
        mine.append(ours(folder))
        return mine[-1].run

    def run_theirs(_: int) -> Measured:
        assert other is not None
        reference.append(theirs(other))
        return reference[-1].run

    in_turn(rounds, run_ours, *([run_theirs] if other is not None else []))
    _print(f"{kind:5} ocn map", mine)
    if not reference:
        return
    rows = "" if other == folder else f" (on {SLOW_ROWS:,} rows)"
    _print(f"{kind:5} morph-kgc", reference, rows)
    times = median(a.per_second / b.per_second for a, b in zip(mine, reference, strict=True))
    print(f"{kind:5} {times:.1f} times the triples a second (at least {LEAST_RATIO[kind]})")
    if other == folder:
        share = max(made.run.memory_mb for made in mine) / max(made.run.memory_mb for made in reference)
        print(f"{kind:5} {share:.2f} of the memory (at most {MOST_MEMORY})")


def _workbook(folder: Path, rounds: int) -> None:
    made = [ours(folder) for _ in range(rounds)]
    _print("xlsx  ocn map", made)
    most = max(one.run.below_mb for one in made)
    print(f"xlsx  {most:.0f} MB in the process that reads the workbook (both under 400)")
    print(f"xlsx  at least {LEAST_XLSX:,} triples/s are asked for")


def _small(folder: Path, rounds: int) -> None:
    """Time a small file: the whole command, and in a running process until the first triples."""
    command = middle([ours(folder).run for _ in range(rounds)])
    print(f"small ocn map on 100 rows: {command:.2f} s (under 1)")
    preview = [sys.executable, "-c", _PREVIEW, str(folder)]
    times = subprocess.run(preview, check=True, capture_output=True, text=True).stdout.split()
    first, *later = (1000 * float(time) for time in times)
    print(
        f"small mapping text to first triples: {median(later):.0f} ms, the first time {first:.0f} ms (under 150)"
    )


def _print(name: str, made: list[Made], note: str = "") -> None:
    seconds = middle([one.run for one in made])
    memory = max(one.run.memory_mb for one in made)
    print(f"{name:16} {seconds:7.2f} s {memory:6.0f} MB {made[0].triples / seconds:12,.0f} triples/s{note}")


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))
