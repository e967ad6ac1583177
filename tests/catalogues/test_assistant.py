"""Real catalogues through the assistant: what it proposes against what a curator would want, and what comes of it.

``proposals.toml`` has the wanted word of every column that is wanted at all; all others stay out. Each difference is a
correction that the curator has to make.
"""

import json
import tomllib
from functools import cache
from pathlib import Path

import pytest

from opencollections.mapping.assistant.proposal import Defaults, Proposal
from opencollections.mapping.assistant.tables import propose
from opencollections.mapping.assistant.writing import written
from opencollections.mapping.documents import read_mapping
from opencollections.mapping.engine import Options, Run
from opencollections.mapping.sources import Sources
from opencollections.records.inspection import inspect_sheets
from opencollections.records.tables import File

HERE = Path(__file__).resolve().parent
WANTED = tomllib.loads((HERE / "proposals.toml").read_text(encoding="utf-8"))
CORRECTIONS = 5
BASE = "http://example.org/id/m/"

every_catalogue = pytest.mark.parametrize("name", sorted(WANTED))


@cache
def proposed(folder: Path, name: str) -> tuple[Proposal, list[File]]:
    files = [File(Path(one).name, folder / one) for one in WANTED[name]["files"]]
    return propose([one for file in files for one in inspect_sheets(file)]), files


def corrections(proposal: Proposal, wanted: dict[str, dict[str, str]]) -> list[str]:
    """Say what a curator would change."""
    return [
        f"{table.name}: {choice.column} is {choice.word}, wanted {want}"
        for table in proposal.tables
        for choice in table.choices
        if choice.word != (want := wanted.get(table.name, {}).get(choice.column))
    ]


@every_catalogue
def test_at_most_five_columns_have_to_be_corrected(catalogues: Path, name: str):
    proposal, _ = proposed(catalogues, name)
    wanted = WANTED[name]
    assert {table.name for table in proposal.tables} >= set(wanted["words"])
    wrong = corrections(proposal, wanted["words"])
    assert len(wrong) <= CORRECTIONS, "\n".join(wrong)


@every_catalogue
def test_title_number_maker_date_kind_and_picture_are_found_without_help(catalogues: Path, name: str):
    proposal, _ = proposed(catalogues, name)
    for word, (table, column) in WANTED[name]["found"].items():
        assert [(one.name, choice.column) for one, choice in proposal.found(word)] == [(table, column)]


@every_catalogue
def test_the_mapping_that_is_written_makes_what_the_catalogue_has(catalogues: Path, name: str):
    proposal, files = proposed(catalogues, name)
    language = proposal.language or "en"
    parsed = read_mapping(written(proposal, Defaults(language, "The museum"), language), "mapping.yarrrml")
    run = Run(parsed.mapping, Sources({file.name: file for file in files}), Options(BASE))
    counts = dict.fromkeys(WANTED[name]["counts"], 0)
    for mapped in run.mapped():
        text = "".join(mapped.lines.to_list())
        for statement in counts:
            counts[statement] += text.count(statement)
    assert counts == WANTED[name]["counts"]
    assert not parsed.warnings
    assert {problem.code for problem in run.problems} <= set(WANTED[name].get("doubts", []))
    golden = json.loads((catalogues / "EXPECTED_COUNTS.json").read_text(encoding="utf-8"))
    folder, key = WANTED[name].get("golden", ["", ""])
    assert not folder or run.principal_records == golden[folder][key]
