"""The page of functions: each one is there once, and its example gives what the page says."""

import re
from pathlib import Path

import pytest
from calling import SPACES, iri, values

from opencollections.mapping.documents import read_mapping
from opencollections.mapping.functions import OTHER_NAMES, on_offer
from opencollections.mapping.model import TermMap

PAGE = (Path(__file__).parents[3] / "docs/functions.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `([a-z-]+:\w+)` \| [^|]+ \| `([^`]+)` \| `([^`]+)` \|$", re.MULTILINE)
ROWS = ROW.findall(PAGE)
HEADINGS, CELLS = (
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in re.findall(r"^\| (?:Number|RM/1) .*$", PAGE, re.MULTILINE)
)
RECORD = {heading: [cell or None] for heading, cell in zip(HEADINGS, CELLS, strict=True)}
PREFIXES = "".join(f"  {name}: {space}\n" for name, space in SPACES.items())


def test_the_page_has_every_function_once():
    assert sorted(iri(name) for name, _, _ in ROWS) == sorted(on_offer())


def test_the_page_has_every_other_name():
    for name in OTHER_NAMES:
        assert re.search(rf"`[a-z-]+:{re.split('[#/]', name)[-1]}`", PAGE), name


@pytest.mark.parametrize(("name", "example", "wanted"), ROWS)
def test_an_example_gives_what_the_page_says(name: str, example: str, wanted: str):
    assert example.startswith(f"{name}(")
    document = f"prefixes:\n{PREFIXES}mappings:\n  m:\n    sources: [[a.csv~csv]]\n    s: x\n    po:\n      - p: rdf:value\n        o:\n          - function: >-\n              {example}\n"
    ((statement,),) = (
        each.predicate_objects for each in read_mapping(document, "m.yml").mapping.triples_maps
    )
    (term_map,) = statement.objects
    assert isinstance(term_map, TermMap)
    ((*found,),) = values(term_map.expression, RECORD)
    assert " · ".join(found) == wanted
