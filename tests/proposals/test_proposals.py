"""The cases beside this file: what was handed in, and in ``proposal.json`` what each column is proposed to.

Every proposal must become a mapping that runs without findings and makes an object of each record.
"""

import json
from pathlib import Path

import pytest

from opencollections.mapping import convert, read_mapping
from opencollections.mapping.assistant.proposal import Defaults, Proposal
from opencollections.mapping.assistant.tables import propose
from opencollections.mapping.assistant.words import LANGUAGES
from opencollections.mapping.assistant.writing import written
from opencollections.records.inspection import Inspection, inspect
from opencollections.records.tables import File

HERE = Path(__file__).resolve().parent
CASES = sorted(path.parent.name for path in HERE.glob("*/proposal.json"))
BASE = "http://example.org/id/m/"

every_case = pytest.mark.parametrize("name", CASES)


def case(name: str) -> tuple[Inspection, Proposal, dict]:
    """Look through the file of a case and propose what it means; give also what is expected."""
    (path,) = (one for one in (HERE / name).iterdir() if one.name != "proposal.json")
    found = inspect(File(path.name, path))
    return found, propose([found]), json.loads((HERE / name / "proposal.json").read_text(encoding="utf-8"))


@every_case
def test_the_columns_are_proposed_to_their_words(name: str):
    found, proposal, expected = case(name)
    assert found.records == expected["records"]
    assert {one.column: one.word for one in proposal.objects.choices} == expected["words"]
    separators = {one.column: one.separator for one in proposal.objects.choices if one.separator}
    assert separators == expected.get("separators", {})
    languages = {one.column: one.language for one in proposal.objects.choices if one.language}
    assert languages == expected.get("languages", {})
    assert proposal.language == expected.get("language")


@every_case
def test_the_file_is_read_as_it_is_written(name: str):
    found, _, expected = case(name)
    if "delimiter" in expected:
        assert found.style.delimiter == expected["delimiter"]
        assert found.header_row == expected.get("header_row", 1)
        assert found.encoding.codec == expected.get("encoding", "utf-8")


@every_case
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_written_mapping_makes_an_object_of_each_record_without_findings(name: str, language: str):
    _, proposal, expected = case(name)
    text = written(proposal, Defaults(language=language, institution="Museum: “A & B”"), language)
    parsed = read_mapping(text, "mapping.yarrrml")
    conversion = convert(parsed, base=BASE, folder=HERE / name)
    statements = list(conversion.quads())
    assert [problem.sentence() for problem in (*parsed.warnings, *conversion.problems)] == []
    objects = {str(quad.subject) for quad in statements if "ProvidedCHO" in str(quad.object)}
    assert len(objects) == expected["records"]


@every_case
def test_every_reason_is_said_in_every_language(name: str):
    _, proposal, _ = case(name)
    for one in proposal.objects.choices:
        assert all(one.reason.sentence(language) for language in LANGUAGES)
