"""Joins: the smaller side says how much of the larger one is kept."""

from pathlib import Path

import pytest

from opencollections.mapping.documents import read_mapping
from opencollections.mapping.engine import Options, Run
from opencollections.mapping.sources import Sources

MAPPING = """
prefixes: {ex: "http://ex/"}
mappings:
  object:
    sources: [[objects.csv~csv]]
    s: ex:o/$(no)
    po:
      - p: ex:by
        o: {mapping: maker, condition: {function: equal, parameters: [[str1, $(maker)], [str2, $(code)]]}}
  maker:
    sources: [[makers.csv~csv]]
    s: ex:m/$(name)
"""


def run(folder: Path, objects: int, makers: int) -> tuple[list[str], list[int]]:
    """Map objects whose makers are the last ones; give the statements, and how many parents were kept."""
    rows = [f"{n},{makers - 1 - n % makers}" for n in range(objects)]
    (folder / "objects.csv").write_text("\n".join(["no,maker", *rows, "x,nobody", "y,"]) + "\n")
    # Every maker stands there twice, and must not multiply statements.
    names = [f"{n},Maker {n}" for n in range(makers) for _ in range(2)]
    (folder / "makers.csv").write_text("\n".join(["code,name", *names]) + "\n")
    one = Run(read_mapping(MAPPING, "m.yml").mapping, Sources({}, folder), Options("http://ex/"))
    lines = sorted(line for part in one.mapped() for line in part.lines)
    return lines, [table.height for table in one._joins.values()]


@pytest.mark.parametrize(
    ("objects", "makers", "kept"), [(3, 30_000, 3), (30_000, 3, 3), (500, 500, 500), (0, 5_000, 0)]
)
def test_no_more_parents_are_kept_than_the_smaller_side_asks_for(
    tmp_path: Path, objects: int, makers: int, kept: int
):
    lines, held = run(tmp_path, objects, makers)
    assert held == [kept]
    expected = [
        f"<http://ex/o/{n}> <http://ex/by> <http://ex/m/Maker%20{makers - 1 - n % makers}> .\n"
        for n in range(objects)
    ]
    assert lines == sorted(expected)
