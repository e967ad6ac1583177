"""Dialects of CSVW beyond delimiter and quotation mark: no row loses its number."""

from pathlib import Path

import pytest

from opencollections.records.delimited import DelimitedTable
from opencollections.records.tables import Dialect, File, Kind, Selection

UNUSUAL = [
    (
        Dialect(comment="#"),
        '# a; \'note\nid,n\n1,a\n# "odd\n2,"#b\n# c"\n',
        [(3, "1", "a"), (5, "2", "#b\n# c")],
    ),
    (Dialect(skipped_rows=2), 'Report "of\n\nid,n\n1,a\n', [(4, "1", "a")]),
    (Dialect(skipped_rows=1, header=False), "x\n1,a\n2,b\n", [(2, "1", "a"), (3, "2", "b")]),
    (Dialect(skipped_columns=1), "x,id,n\n9,1,a\n9,,\n8,2,b\n", [(2, "1", "a"), (4, "2", "b")]),
    (Dialect(trim="both"), 'id , n\n 1 ," a "\n , \n', [(2, "1", "a")]),
    (Dialect(trim="start"), 'id,n\n 1, " a "\n', [(2, "1", "a ")]),
    (Dialect(trim="end"), "id,n\n 1 , a \n", [(2, " 1", " a")]),
    (Dialect(doubled_quote=False), 'id,n\n1,"a \\"b\\", c"\n', [(2, "1", 'a "b", c')]),
    (Dialect(comment="//", delimiter=";"), "//x\nid;n\n1;a\n", [(3, "1", "a")]),
    (Dialect(comment="#"), "#x;y;z\n#x;y;z\nid,n\n1,a\n", [(4, "1", "a")]),
]


@pytest.mark.parametrize(("dialect", "text", "expected"), UNUSUAL)
def test_an_unusual_dialect_is_read_and_rows_keep_their_numbers(
    tmp_path: Path, dialect: Dialect, text: str, expected: list[tuple[int, str, str]]
):
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    table = DelimitedTable(File("a.csv", path), Selection(dialect=dialect), Kind.CSV)
    wanted = ["1", "2"] if not dialect.header else ["id", "n"]
    found = [row for frame in table.batches(wanted) for row in frame.iter_rows()]
    assert found == expected
    assert not table.problems
