"""``ocn map`` as a tool of its own: formats, checking, explaining, numbers, exit codes."""

import gzip
import json
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import RdfFormat
from verbs import ocn

BASE = "https://example.org/id/m/"
MAPPING = """
prefixes: {dc: "http://purl.org/dc/elements/1.1/", ex: "https://example.org/terms/"}
mappings:
  object:
    sources: [[list.csv~csv]]
    s: object/$(No)
    po:
      - [a, ex:Object]
      - [dc:title, $(Title), hu~lang]
      - [ex:picture, $(Picture)~iri]
  maker:
    sources: [[list.csv~csv]]
    s: maker/$(Maker)
    po:
      - [ex:name, $(Maker)]
"""
ROWS = "No,Title,Maker,Picture\n1,Híd,Kis,https://example.org/1.jpg\n2,Ház,Kis,no address\n"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("map")
    (folder / "mapping.yml").write_text(MAPPING, encoding="utf-8")
    (folder / "list.csv").write_text(ROWS, encoding="utf-8")
    graphs = MAPPING.replace("s: object/$(No)", "s: object/$(No)\n    graphs: [graph/a, graph/b]")
    (folder / "graphs.yml").write_text(graphs, encoding="utf-8")
    done = ocn("map", "--mapping", "mapping.yml", "--base", BASE, "-o", "expected.nq", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


def triples(data: bytes, form: RdfFormat) -> set[str]:
    return {str(quad.triple) for quad in pyoxigraph.parse(data, format=form)}


FORMATS = {
    "nq": RdfFormat.N_QUADS,
    "nt": RdfFormat.N_TRIPLES,
    "ttl": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
}


@pytest.mark.parametrize("name", FORMATS)
def test_the_ending_of_the_file_says_the_format(place: Path, name: str):
    done = ocn("map", "--mapping", "mapping.yml", "--base", BASE, "-o", f"out.{name}", cwd=place)
    assert done.returncode == 0, done.stderr
    expected = triples((place / "expected.nq").read_bytes(), RdfFormat.N_QUADS)
    assert len(expected) == 6
    assert triples((place / f"out.{name}").read_bytes(), FORMATS[name]) == expected


def test_a_format_goes_before_the_ending_and_serves_standard_output(place: Path):
    done = ocn("map", "--mapping", "mapping.yml", "--base", BASE, "--format", "TTL", cwd=place)
    assert "@prefix dc: <http://purl.org/dc/elements/1.1/> ." in done.stdout
    assert 'dc:title "Híd"@hu' in done.stdout
    ocn("map", "--mapping", "mapping.yml", "--base", BASE, "-o", "odd.txt", "--format", "nt", cwd=place)
    assert triples((place / "odd.txt").read_bytes(), RdfFormat.N_TRIPLES)


def test_a_packed_ending_packs(place: Path):
    ocn("map", "--mapping", "mapping.yml", "--base", BASE, "-o", "out.ttl.gz", cwd=place)
    plain = gzip.decompress((place / "out.ttl.gz").read_bytes())
    assert triples(plain, RdfFormat.TURTLE) == triples(
        (place / "expected.nq").read_bytes(), RdfFormat.N_QUADS
    )


def test_a_format_without_graphs_has_each_triple_once_and_says_what_is_lost(place: Path):
    done = ocn("map", "--mapping", "graphs.yml", "--base", BASE, "--format", "nt", cwd=place)
    lines = done.stdout.splitlines()
    assert len(lines) == len(set(lines)) == 6
    assert "named graphs" in done.stderr
    kept = ocn("map", "--mapping", "graphs.yml", "--base", BASE, "--format", "trig", cwd=place)
    assert "<https://example.org/id/m/graph/b> {" in kept.stdout
    assert "named graphs" not in kept.stderr


def test_what_is_no_plain_file_is_written_and_not_replaced(place: Path):
    assert ocn("map", "--mapping", "mapping.yml", "-o", "/dev/null", cwd=place).returncode == 0
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize("name", ["nq", "nt"])
def test_lines_stand_in_the_order_of_the_records_or_sorted_and_each_once(place: Path, name: str):
    command = ("map", "--mapping", "mapping.yml", "--base", BASE, "--format", name)
    written = ocn(*command, cwd=place).stdout.splitlines()
    subjects = [line.partition(" ")[0].removeprefix(f"<{BASE}") for line in written]
    assert subjects == ["object/1>"] * 3 + ["object/2>"] * 2 + ["maker/Kis>"] * 2
    assert ocn(*command, cwd=place).stdout.splitlines() == written
    assert ocn(*command, "--sort", cwd=place).stdout.splitlines() == sorted(set(written))


def test_a_document_that_is_broken_further_on_leaves_no_file(place: Path):
    (place / "many.json").write_text('[{"No": 1},\n{"No": 2},\n{"No": ', encoding="utf-8")
    mapping = f"mappings:\n  o:\n    sources: [['many.json~jsonpath', '$[*]']]\n    s: {BASE}$(No)\n    po: [[a, {BASE}X]]\n"
    (place / "many.yml").write_text(mapping, encoding="utf-8")
    done = ocn("map", "--mapping", "many.yml", "-o", "half.nq", cwd=place)
    assert done.returncode == 1
    assert "line 3" in done.stderr
    assert not (place / "half.nq").exists()


def test_numbers_are_told_for_each_triples_map(place: Path):
    done = ocn(
        "map", "--mapping", "mapping.yml", "--base", BASE, "--sort", "-o", "o.nq", "--stats", cwd=place
    )
    assert done.stdout == ""
    assert "object" in done.stderr
    assert "2 records" in done.stderr
    assert "6 statements in" in done.stderr


def test_numbers_and_problems_as_json(place: Path):
    done = ocn("map", "--mapping", "mapping.yml", "--base", BASE, "--sort", "-o", "o.nq", "--json", cwd=place)
    told = json.loads(done.stdout)
    assert told.pop("seconds") > 0
    assert told.pop("statements_per_second") > 0
    problems = told.pop("problems")
    assert told == {
        "records": 2,
        "kept_out": 0,
        "statements": 6,
        "triples_maps": [
            {"name": "object", "records": 2, "statements": 5},
            {"name": "maker", "records": 2, "statements": 2},
        ],
    }
    assert [(one["code"], one["row"], one["column"]) for one in problems] == [("iri-invalid", 3, "Picture")]


def test_check_tells_of_rows_and_writes_nothing(place: Path):
    done = ocn("map", "--mapping", "mapping.yml", "-o", "never.nq", "--check", cwd=place)
    assert done.returncode == 0
    assert "row 3" in done.stderr
    assert done.stdout.endswith("0 errors, 1 warnings, 0 pieces of advice. Nothing was written.\n")
    assert not (place / "never.nq").exists()


def test_check_tells_all_that_is_wrong_in_a_mapping(place: Path):
    wrong = MAPPING.replace("po:", "poo:").replace("list.csv~csv", "list.csv~cvs")
    (place / "wrong.yml").write_text(wrong, encoding="utf-8")
    done = ocn("map", "--mapping", "wrong.yml", "--check", "--json", cwd=place)
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert {problem["severity"] for problem in told["problems"]} == {"error"}
    assert {(problem["code"], problem["row"]) for problem in told["problems"]} == {
        ("mapping-not-offered", 5),
        ("mapping-unknown-key", 7),
        ("mapping-not-offered", 12),
        ("mapping-unknown-key", 14),
    }


@pytest.mark.parametrize("named", ["object/1", f"{BASE}object/1"])
def test_explain_as_json_names_cells(place: Path, named: str):
    done = ocn("map", "--mapping", "mapping.yml", "--base", BASE, "--explain", named, "--json", cwd=place)
    first, *others = json.loads(done.stdout)
    assert first == {
        "rule": "object",
        "file": "list.csv",
        "sheet": None,
        "row": 2,
        "predicate": None,
        "cells": [{"column": "No", "value": "1"}],
    }
    assert [trace["cells"][0]["value"] for trace in others] == ["Híd", "https://example.org/1.jpg"]


WRONG = {
    "an unknown format": (["--format", "xml"], "nq, nt, ttl, trig, jsonld, rdf"),
    "a folder as output": (["-o", "."], "this is a folder"),
    "JSON and statements on one output": (["--json"], "-o FILE"),
    "an entity that is not made": (
        ["--explain", "https://example.org/none"],
        "The mapping says nothing of https://example.org/none with these files",
    ),
    "a base that is no IRI": (["--base", "rel ative"], "'rel ative' is not an IRI"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_usage_is_one_sentence(place: Path, wrong: str):
    arguments, told = WRONG[wrong]
    done = ocn("map", "--mapping", "mapping.yml", *arguments, cwd=place)
    assert done.returncode == 2
    assert told in done.stderr
    assert done.stdout == ""
