"""The cases in tests/cases: a mapping and its sources, the statements and the problems they must give."""

import json
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat

from opencollections.mapping.engine import Options, Run
from opencollections.mapping.sources import Sources
from opencollections.publishing.documents import MappingDocument

CASES = Path(__file__).resolve().parents[2] / "cases"
BASE = "http://example.org/id/m/"


def canonical(nquads: bytes) -> Dataset:
    dataset = Dataset(pyoxigraph.parse(nquads, format=RdfFormat.N_QUADS))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def shown(dataset: Dataset) -> str:
    return "\n".join(sorted(str(quad) for quad in dataset))


@pytest.mark.parametrize("name", sorted(path.name for path in CASES.iterdir() if path.is_dir()))
def test_case(name: str):
    folder = CASES / name
    (mapping_file,) = folder.glob("mapping.*")
    parsed = MappingDocument(mapping_file).parsed()
    run = Run(parsed.mapping, Sources({}, folder), Options(parsed.mapping.base or BASE))
    lines = [line for mapped in run.mapped() for line in mapped.lines.to_list()]
    ours, expected = canonical("".join(lines).encode()), canonical((folder / "expected.nq").read_bytes())
    assert shown(ours) == shown(expected)
    problems = folder / "problems.json"
    wanted = json.loads(problems.read_text(encoding="utf-8")) if problems.is_file() else []
    found = [problem.as_json() for problem in (*parsed.warnings, *run.problems)]
    assert [
        {key: problem[key] for key in want} for problem, want in zip(found, wanted, strict=True)
    ] == wanted
