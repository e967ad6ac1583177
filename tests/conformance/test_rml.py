"""The official RML suites: one test a suite, every case compared as a canonical dataset."""

import csv
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat
from target_files import canonical

from opencollections.errors import OpenCollectionsError
from opencollections.mapping.documents import read_mapping
from opencollections.mapping.engine import Options, Run
from opencollections.mapping.model import Target
from opencollections.mapping.sources import Sources
from opencollections.mapping.targets import written

IGNORED = tomllib.loads(Path(__file__).with_name("ignored.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Case:
    name: str
    folder: Path
    must_fail: bool
    base: str


def cases(suite: Path) -> list[Case]:
    with (suite / "metadata.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Case(
            row["ID"],
            suite / row["ID"],
            (row.get("error") or "").strip().lower() == "true",
            (row.get("base_iri") or "http://example.com/base/").strip(),
        )
        for row in rows
    ]


def mapped(case: Case) -> str:
    document = case.folder / "mapping.ttl"
    mapping = read_mapping(document.read_text(encoding="utf-8"), document.name).mapping
    base = mapping.base or case.base
    options = Options(base, keep_empty=True, own_bases=True, strict=True)
    run = Run(mapping, Sources({}, case.folder), options)
    return "".join(line for part in run.mapped() for line in part.lines.to_list())


def dataset(nquads: str, *, lenient: bool) -> Dataset:
    found = Dataset(pyoxigraph.parse(nquads, format=RdfFormat.N_QUADS, lenient=lenient))
    found.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return found


def verdict(case: Case) -> str | None:
    """Say what is wrong with our answer to a case, or None where it is right."""
    try:
        ours = mapped(case)
    except OpenCollectionsError as error:
        return None if case.must_fail else f"failed: {str(error)[:150]}"
    if case.must_fail:
        return "it must fail, and did not"
    expected = expected_statements(case.folder).read_text(encoding="utf-8")
    lenient = not is_nquads(expected)
    same = dataset(ours, lenient=lenient) == dataset(expected, lenient=lenient)
    return None if same else "another dataset"


def expected_statements(folder: Path) -> Path:
    """Give the file of expected statements, which RML-CC calls as RML-IO does."""
    named = folder / "default.nq"
    return named if named.is_file() else folder / "output.nq"


def is_nquads(text: str) -> bool:
    """Tell whether the suite expects what can be read; of rml:UnsafeIRI it expects IRIs that are none."""
    try:
        list(pyoxigraph.parse(text, format=RdfFormat.N_QUADS))
    except SyntaxError:
        return False
    return True


@pytest.mark.parametrize("suite", ["rml-core", "rml-fnml", "rml-cc"])
def test_every_case_gives_the_statements_that_it_wants(conformance: Path, suite: str):
    ignored = IGNORED[suite]
    wrong = {case.name: why for case in cases(conformance / suite) if (why := verdict(case))}
    unexpected = {name: why for name, why in wrong.items() if name not in ignored}
    assert not unexpected, "\n".join(f"{name}: {why}" for name, why in unexpected.items())
    passing_now = sorted(set(ignored) - set(wrong))
    assert not passing_now, f"these pass now and must leave the list: {passing_now}"


def written_targets(case: Case, folder: Path) -> None:
    """Write what goes to no target into default.nq, and the file of each target beside it."""
    document = case.folder / "mapping.ttl"
    mapping = read_mapping(document.read_text(encoding="utf-8"), document.name).mapping
    options = Options(case.base, keep_empty=True, strict=True, to_targets=True)
    lines: dict[Target, list[str]] = {Target("default.nq"): []}
    for part in Run(mapping, Sources({}, case.folder), options).mapped():
        for target in part.targets or (Target("default.nq"),):
            lines.setdefault(target, []).extend(part.lines.to_list())
    for target, found in lines.items():
        written(target, [line.encode() for line in sorted(set(found))], folder, mapping.prefixes)


def io_verdict(case: Case, folder: Path) -> str | None:
    """Say what is wrong with the files that we write for a case of RML-IO, or None where all are right."""
    expected = {path.name: path for path in case.folder.glob("dump*")}
    expected["default.nq"] = expected_statements(case.folder)
    must_fail = case.must_fail and not expected["default.nq"].is_file()
    folder.mkdir()
    try:
        written_targets(case, folder)
    except OpenCollectionsError as error:
        return None if must_fail else f"failed: {str(error)[:150]}"
    if must_fail:
        return "it must fail, and did not"
    if sorted(expected) != sorted(path.name for path in folder.iterdir()):
        return f"other files: {sorted(path.name for path in folder.iterdir())}"
    untyped = case.name in IGNORED["rml-io-untyped"]
    different = [
        name
        for name, path in expected.items()
        if canonical(folder / name, untyped=untyped) != canonical(path, untyped=untyped)
    ]
    return f"other statements in {different}" if different else None


def test_every_case_of_rml_io_gives_the_files_that_it_wants(conformance: Path, tmp_path: Path):
    ignored = IGNORED["rml-io"]
    every = cases(conformance / "rml-io")
    wrong = {case.name: why for case in every if (why := io_verdict(case, tmp_path / case.name))}
    unexpected = {name: why for name, why in wrong.items() if name not in ignored}
    assert not unexpected, "\n".join(f"{name}: {why}" for name, why in sorted(unexpected.items()))
    passing_now = sorted(set(ignored) - set(wrong))
    assert not passing_now, f"these pass now and must leave the list: {passing_now}"
