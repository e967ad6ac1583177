"""Bad input that is too large to be kept as a case: each is answered with one sentence.

One that were worked on without end would end the suite, which has a limit for every test.
"""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from opencollections.errors import MappingInvalid, TooLarge
from opencollections.mapping.documents import read_mapping
from opencollections.mapping.engine import Options, Run
from opencollections.mapping.sources import Sources

LONG = "x" * 10_000_000
NESTED = 100_000


def mapped(folder: Path, source: str) -> list[str]:
    text = (
        'prefixes: {ex: "http://example.org/ns#"}\n'
        f"mappings: {{m: {{sources: [{source}], s: x/$(no), po: [[ex:title, $(title)]]}}}}\n"
    )
    run = Run(read_mapping(text, "m.yml").mapping, Sources({}, folder), Options("http://example.org/"))
    return [line for one in run.mapped() for line in one.lines.to_list()]


def workbook_with_a_long_text(path: Path) -> None:
    """Write a cell that is longer than any spreadsheet program lets one be."""
    short = path.with_name("short.zip")
    with xlsxwriter.Workbook(short) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["no", "title"])
        sheet.write_row(1, 0, [1, "SHORT"])
    with zipfile.ZipFile(short) as plain, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written:
        for name in plain.namelist():
            written.writestr(name, plain.read(name).replace(b">SHORT<", f">{LONG}<".encode()))


LONG_VALUES: list[tuple[str, str, Callable[[Path], object]]] = [
    ("a.csv", "[a.csv~csv]", lambda path: path.write_text(f"no,title\n1,short\n2,{LONG}\n")),
    ("a.csv", "[a.csv~csv]", lambda path: path.write_text(f'no,title\n1,short\n\n2,"{LONG}\n')),
    (
        "a.json",
        '["a.json~jsonpath", "$[*]"]',
        lambda path: path.write_text(json.dumps([{"no": 1, "title": LONG}])),
    ),
    ("a.ndjson", "[a.ndjson~ndjson]", lambda path: path.write_text(json.dumps({"no": 1, "title": LONG}))),
    (
        "a.xml",
        "[a.xml~xpath, /a/b]",
        lambda path: path.write_text(f"<a><b><no>1</no><title>{LONG}</title></b></a>"),
    ),
    ("a.xlsx", "[a.xlsx~xlsx]", workbook_with_a_long_text),
]


@pytest.mark.parametrize(("file", "source", "write"), LONG_VALUES)
def test_ten_megabytes_in_one_cell_are_refused_by_name(
    tmp_path: Path, file: str, source: str, write: Callable[[Path], object]
) -> None:
    write(tmp_path / file)
    with pytest.raises(TooLarge, match=rf"^{file}: .* is .*at most .* is accepted\. "):
        mapped(tmp_path, source)


DEEP = [
    ("m.ttl", "<#m> <#p> " + "[<#p> " * NESTED, "nested more than 200"),
    ("m.ttl", "<#m> <#p> " + "(" * NESTED + ")" * NESTED + " .", "nested more than 200"),
    ("m.yml", "mappings: " + "[" * NESTED + "]" * NESTED, "nested more than 50"),
    ("m.yml", "mappings: " + "{a: " * 20_000 + "}" * 20_000, "nested more than 50"),
]


@pytest.mark.parametrize(("file", "text", "expected"), DEEP)
def test_a_mapping_that_is_nested_without_end_is_refused_with_its_line(
    file: str, text: str, expected: str
) -> None:
    with pytest.raises(MappingInvalid, match=rf"^{file}, row 1: .*{expected} deep"):
        read_mapping(text, file)
