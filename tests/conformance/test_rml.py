"""The official RML suites: one test a suite, every case compared as a canonical dataset."""

import csv
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat

from opencollections.errors import OpenCollectionsError
from opencollections.mapping.documents import read_mapping
from opencollections.mapping.engine import Options, Run
from opencollections.mapping.sources import Sources

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
            (row.get("base_iri") or row.get("default_base_iri") or "http://example.com/").strip(),
        )
        for row in rows
    ]


def mapped(case: Case) -> str:
    document = case.folder / "mapping.ttl"
    mapping = read_mapping(document.read_text(encoding="utf-8"), document.name).mapping
    base = mapping.base or case.base
    run = Run(mapping, Sources({}, case.folder), Options(base, keep_empty=True))
    return "".join(line for part in run.mapped() for line in part.lines.to_list())


def dataset(nquads: str) -> Dataset:
    found = Dataset(pyoxigraph.parse(nquads, format=RdfFormat.N_QUADS))
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
    expected = (case.folder / "output.nq").read_text(encoding="utf-8")
    return None if dataset(ours) == dataset(expected) else "another dataset"


@pytest.mark.parametrize("suite", ["rml-core", "rml-fnml", "rml-cc"])
def test_suite(conformance: Path, suite: str):
    ignored = IGNORED[suite]
    wrong = {case.name: why for case in cases(conformance / suite) if (why := verdict(case))}
    unexpected = {name: why for name, why in wrong.items() if name not in ignored}
    assert not unexpected, "\n".join(f"{name}: {why}" for name, why in unexpected.items())
    passing_now = sorted(set(ignored) - set(wrong))
    assert not passing_now, f"these pass now and must leave the list: {passing_now}"
