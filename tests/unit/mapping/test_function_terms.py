"""Functions in term maps: the types of literals, and values that a function can make nothing of."""

from pathlib import Path

import polars as pl
import pytest
from calling import LOOKUP, XSD, call, ran, value_columns

from opencollections.errors import MappingInvalid
from opencollections.mapping.compiler import Compiler
from opencollections.mapping.model import Call, Constant, Reference, TermMap, TermType

TYPED = [
    (call("grel:string_length", [Reference("a")]), f'"4"^^<{XSD}integer>'),
    (call("sparql:divide", [Constant("5"), Constant("2")]), f'"2.5"^^<{XSD}decimal>'),
    (call("idlab-fn:equal", [Reference("a"), Constant("Łódź")]), f'"true"^^<{XSD}boolean>'),
    (call("grel:date_toDate", [Constant("1.2.1956"), Constant("d.M.yyyy")]), f'"1956-02-01"^^<{XSD}date>'),
    (
        call("idlab-fn:normalizeDateTime", [Constant("1.2.1956 3:04"), Constant("d.M.yyyy H:m")]),
        f'"1956-02-01T03:04:00"^^<{XSD}dateTime>',
    ),
    (call("grel:toUpperCase", [Reference("a")]), '"ŁÓDŹ"'),
    (call("grel:controls_if", [Constant("true"), Constant("1")]), '"1"'),
]


@pytest.mark.parametrize(("made", "literal"), TYPED)
def test_a_literal_has_the_type_of_the_functions_output(made: Call, literal: str):
    compiler = Compiler("http://example.org/", value_columns())
    column = compiler.term(TermMap(made, TermType.LITERAL)).column
    assert pl.DataFrame({"row": [2], "v0": ["Łódź"]}).select(column).item() == literal


def test_a_text_of_which_nothing_is_left_makes_no_statement_unless_empty_cells_are_kept():
    trimmed = TermMap(call("grel:string_trim", [Reference("a")]), TermType.LITERAL)
    for keep, wanted in ((False, None), (True, '""')):
        compiler = Compiler("http://example.org/", value_columns(), keep_empty=keep)
        assert pl.DataFrame({"v0": [" "]}).select(compiler.term(trimmed).column).item() == wanted


DOUBTS = [
    (f"function: '{LOOKUP}', type: iri", "lookup-missing", "Kind", "Olie"),
    (f"function: '{LOOKUP}'", "lookup-missing", "Kind", "Olie"),
    ("function: 'grel:date_toDate($(Made), d.M.yyyy)'", "date-unread", "Made", "c. 1956"),
    ("function: 'grel:math_round($(Width))'", "number-unread", "Width", "12 cm"),
]


@pytest.mark.parametrize(("made", "code", "column", "value"), DOUBTS)
def test_a_value_that_a_function_can_make_nothing_of_is_a_problem(
    tmp_path: Path, made: str, code: str, column: str, value: str
):
    lines, run = ran(tmp_path, made)
    assert lines.count("\n") == 1
    assert [(each.code, each.row, each.column, each.value) for each in run.problems] == [
        (code, 3, column, value)
    ]


def test_a_missing_entry_is_no_problem_where_the_mapping_foresees_it_or_a_condition_keeps_it_out(
    tmp_path: Path,
):
    missed = f"value: $(Kind), condition: {{function: 'idlab-fn:isNull({LOOKUP})'}}"
    _, run = ran(tmp_path, f"function: '{LOOKUP}', type: iri", missed)
    assert not run.problems
    _, run = ran(tmp_path, f"function: '{LOOKUP}', condition: {{function: 'equal($(No), 1)'}}")
    assert not run.problems
    _, run = ran(tmp_path, f"function: '{LOOKUP}'", strict=True)
    assert not run.problems


def test_a_call_that_cannot_run_is_told_with_its_line(tmp_path: Path):
    with pytest.raises(MappingInvalid) as refused:
        ran(tmp_path, "function: 'grel:toUpper($(Kind))'")
    (problem,) = refused.value.problems
    assert (problem.code, problem.file, problem.row) == ("mapping-unknown-function", "m.yml", 8)
