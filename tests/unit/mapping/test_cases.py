"""The cases in tests/cases: a mapping and its sources, and what must come of them.

Either ``expected.nq`` has the statements and ``problems.json`` the problems, or ``error.txt`` has the regular
expression that must be found in the error's text.
"""

import json
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat

from opencollections.errors import OpenCollectionsError
from opencollections.mapping.engine import Options, Run
from opencollections.mapping.sources import Sources
from opencollections.problems import Problem
from opencollections.publishing.documents import MappingDocument

CASES = Path(__file__).resolve().parents[2] / "cases"
BASE = "http://example.org/id/m/"


def canonical(nquads: bytes) -> Dataset:
    dataset = Dataset(pyoxigraph.parse(nquads, format=RdfFormat.N_QUADS))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def shown(dataset: Dataset) -> str:
    return "\n".join(sorted(str(quad) for quad in dataset))


def names(wanted: str) -> list[str]:
    """Give the names of the cases that have a file."""
    return sorted(path.parent.name for path in CASES.glob(f"*/{wanted}"))


def mapped(folder: Path) -> tuple[bytes, list[Problem]]:
    """Run the mapping of a case: its statements and all problems."""
    (mapping_file,) = folder.glob("mapping.*")
    parsed = MappingDocument(mapping_file).parsed()
    run = Run(parsed.mapping, Sources({}, folder), Options(parsed.mapping.base or BASE))
    lines = [line for one in run.mapped() for line in one.lines.to_list()]
    return "".join(lines).encode(), [*parsed.warnings, *run.problems]


def test_every_case_says_what_must_come_of_it():
    folders = sorted(path.name for path in CASES.iterdir() if path.is_dir())
    assert folders == sorted(names("expected.nq") + names("error.txt"))


@pytest.mark.parametrize("name", names("expected.nq"))
def test_a_case_gives_the_statements_and_problems_that_lie_beside_it(name: str):
    folder = CASES / name
    statements, problems = mapped(folder)
    expected = canonical((folder / "expected.nq").read_bytes())
    assert shown(canonical(statements)) == shown(expected)
    file = folder / "problems.json"
    wanted = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else []
    found = [problem.as_json() for problem in problems]
    assert [
        {key: problem[key] for key in want} for problem, want in zip(found, wanted, strict=True)
    ] == wanted


@pytest.mark.parametrize("name", names("error.txt"))
def test_a_case_that_cannot_run_says_why(name: str):
    folder = CASES / name
    pattern = (folder / "error.txt").read_text(encoding="utf-8").rstrip("\n")
    with pytest.raises(OpenCollectionsError, match=pattern):
        mapped(folder)
