"""Logical targets on the command line: where their files go."""

import subprocess
from pathlib import Path

import pytest
from verbs import ocn

MAPPING = """
@prefix rml: <http://w3id.org/rml/> .
@prefix formats: <http://www.w3.org/ns/formats/> .
@prefix ex: <http://example.org/> .
<#T> rml:logicalSource [ rml:source "list.csv" ] ;
    rml:subjectMap [ rml:template "{No}" ] ;
    rml:predicateObjectMap [ rml:predicate ex:no ; rml:objectMap [ rml:reference "No" ] ] ;
    rml:predicateObjectMap [ rml:predicate ex:title ;
        rml:objectMap [ rml:reference "Title" ; rml:logicalTarget <#Titles> ] ] .
<#Titles> rml:target [ a rml:FilePath ; rml:path "titles.ttl" ] ; rml:serialization formats:Turtle .
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "mapping.ttl").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "list.csv").write_text("No,Title\n1,Híd\n", encoding="utf-8")
    (tmp_path / "out").mkdir()
    return tmp_path


def mapped(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return ocn("map", "--mapping", "mapping.ttl", "--base", "http://example.org/", *arguments, cwd=place)


@pytest.mark.parametrize(
    ("arguments", "titles"),
    [
        ([], "titles.ttl"),
        (["-o", "out/all.nq"], "out/titles.ttl"),
        (["-o", "all.nq", "--target-dir", "out"], "out/titles.ttl"),
        (["--target-dir", "new/folder"], "new/folder/titles.ttl"),
    ],
)
def test_targets_are_written_beside_the_output_or_where_they_are_told(
    place: Path, arguments: list[str], titles: str
):
    done = mapped(place, *arguments)
    assert done.returncode == 0, done.stderr
    written = (place / titles).read_text(encoding="utf-8")
    assert "@prefix ex: <http://example.org/> ." in written
    assert "Híd" in written
    statements = (place / arguments[1]).read_text() if "-o" in arguments else done.stdout
    assert statements == '<http://example.org/1> <http://example.org/no> "1" .\n'


def test_a_target_without_statements_replaces_the_file_of_an_earlier_run(place: Path):
    mapped(place)
    assert "Híd" in (place / "titles.ttl").read_text(encoding="utf-8")
    (place / "list.csv").write_text("No,Title\n", encoding="utf-8")
    assert mapped(place).returncode == 0
    assert "Híd" not in (place / "titles.ttl").read_text(encoding="utf-8")


def test_a_target_and_the_output_cannot_be_one_file(place: Path):
    done = mapped(place, "-o", "titles.ttl")
    assert done.returncode == 2
    assert "a logical target of the mapping is titles.ttl" in done.stderr
    assert not (place / "titles.ttl").exists()
