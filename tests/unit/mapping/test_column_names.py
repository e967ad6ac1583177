"""Columns may be called anything: no name of the engine's own columns meets one that a member chose."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest
import xlsxwriter
from pyoxigraph import RdfFormat

from opencollections.mapping.documents import read_mapping
from opencollections.mapping.engine import Options, Run
from opencollections.mapping.sources import Sources

NAMES = (
    *("subject", "predicate", "object", "graph", "triple", "_row", "row", "index", "i", "o", "line", "text"),
    *(
        "v0",
        "v1",
        "t0",
        "t1",
        "s0",
        "s1",
        "k0",
        "k1",
        "d0",
        "compared",
        "copy",
        "member",
        "node",
        "owner",
        "value",
    ),
)
EX = "http://example.org/ns#"


def write_csv(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, NAMES)
        writer.writeheader()
        writer.writerows(rows)


def write_workbook(path: Path, rows: list[dict[str, str]]) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Objects")
        for number, cells in enumerate([list(NAMES), *(list(row.values()) for row in rows)]):
            sheet.write_row(number, 0, cells)


def write_json(path: Path, rows: list[dict[str, str]]) -> None:
    path.write_text(json.dumps(rows), encoding="utf-8")


def write_xml(path: Path, rows: list[dict[str, str]]) -> None:
    elements = ("".join(f"<{name}>{value}</{name}>" for name, value in row.items()) for row in rows)
    path.write_text(f"<list>{''.join(f'<e>{one}</e>' for one in elements)}</list>", encoding="utf-8")


KINDS: dict[str, tuple[str, Callable[[Path, list[dict[str, str]]], None]]] = {
    "list.csv": ("list.csv~csv", write_csv),
    "list.xlsx": ("list.xlsx~xlsx, Objects", write_workbook),
    "list.json": ('"list.json~jsonpath", "$[*]"', write_json),
    "list.xml": ("list.xml~xpath, /list/e", write_xml),
}


def objects(folder: Path, text: str) -> dict[str, set[str]]:
    """Map, and give the texts of the objects by the local names of their predicates."""
    run = Run(read_mapping(text, "m.yml").mapping, Sources({}, folder), Options("http://example.org/"))
    nquads = "".join(line for mapped in run.mapped() for line in mapped.lines.to_list())
    assert run.problems == []
    found: dict[str, set[str]] = {}
    for quad in pyoxigraph.parse(nquads, format=RdfFormat.N_QUADS):
        found.setdefault(quad.predicate.value.removeprefix(EX), set()).add(quad.object.value)
    return found


@pytest.mark.parametrize("file", KINDS)
def test_values_lists_conditions_and_joins_of_columns_with_any_name(tmp_path: Path, file: str):
    source, write = KINDS[file]
    write(tmp_path / file, [{name: f"{name};{number}" for name in NAMES} for number in range(3)])
    pairs = "".join(
        f"""
      - [ex:{name}, $({name})]
      - p: ex:split-{name}
        o: {{function: "grel:string_split($({name}), ';')"}}
      - p: ex:join-{name}
        o: {{mapping: other, condition: {{function: "equal(str1=$({name}), str2=$({name}))"}}}}"""
        for name in NAMES
    )
    text = f"""
prefixes: {{ex: "{EX}", grel: "http://users.ugent.be/~bjdmeest/function/grel.ttl#"}}
mappings:
  one:
    sources: [[{source}]]
    s: one/$(subject)
    condition: {{function: "notEqual($(object), 'object;2')"}}
    po:{pairs}
  other:
    sources: [[{source}]]
    s: other/$(graph)/$(_row)
"""
    found = objects(tmp_path, text)
    for name in NAMES:
        assert found[name] == {f"{name};0", f"{name};1"}
        assert found[f"split-{name}"] == {name, "0", "1"}
        expected = {f"http://example.org/other/graph%3B{number}/_row%3B{number}" for number in (0, 1)}
        assert found[f"join-{name}"] == expected


@pytest.mark.parametrize("file", ["list.csv", "list.xlsx"])
def test_doubled_and_empty_headings(tmp_path: Path, file: str):
    rows = [["subject", "Title", "Title", "", "row"], ["1", "a", "b", "c", "d"]]
    if file.endswith("csv"):
        (tmp_path / file).write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
    else:
        with xlsxwriter.Workbook(tmp_path / file) as book:
            sheet = book.add_worksheet("Objects")
            for number, cells in enumerate(rows):
                sheet.write_row(number, 0, cells)
    text = f"""
prefixes: {{ex: "{EX}"}}
mappings:
  one:
    sources: [[{KINDS[file][0]}]]
    s: one/$(subject)
    po:
      - [ex:first, $(Title)]
      - [ex:second, $(Title_2)]
      - [ex:empty, $(column D)]
      - [ex:row, $(row)]
"""
    run = Run(read_mapping(text, "m.yml").mapping, Sources({}, tmp_path), Options("http://example.org/"))
    lines = [line for mapped in run.mapped() for line in mapped.lines.to_list()]
    found = {
        quad.predicate.value.removeprefix(EX): quad.object.value
        for line in lines
        for quad in pyoxigraph.parse(line, format=RdfFormat.N_QUADS)
    }
    assert found == {"first": "a", "second": "b", "empty": "c", "row": "d"}
    assert {problem.code for problem in run.problems} == {"heading-blank", "heading-doubled"}
