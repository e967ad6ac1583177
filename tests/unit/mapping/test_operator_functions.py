"""Functions of the operator's own."""

from pathlib import Path

import pytest
from calling import HEAD, RDF, ran, values
from typer.testing import CliRunner

from opencollections.cli.main import application
from opencollections.errors import FunctionFailed, FunctionsInvalid, MappingInvalid
from opencollections.mapping.functions import Functions
from opencollections.mapping.model import Call, Reference
from opencollections.mapping.operator_functions import read_functions

OWN = """
from opencollections.mapping.operator_functions import function

@function("https://data.example.org/functions#initials", ["https://data.example.org/functions#name"])
def initials(name: str) -> str | None:
    return "".join(word[0] for word in name.split()) or None

@function("https://data.example.org/functions#shelf", ["https://data.example.org/functions#name"])
def shelf(name):
    return int(name)
"""


def own(folder: Path, text: str = OWN) -> Functions:
    (folder / "own.py").write_text(text, "utf-8")
    return Functions(read_functions(folder / "own.py"))


def test_a_function_of_the_operator_is_called_by_its_iri(tmp_path: Path):
    initials = Call("https://data.example.org/functions#initials", ((RDF + "_1", Reference("name")),))
    assert values(initials, {"name": ["Nagy Éva", None, " "]}, own(tmp_path)) == [["NÉ"], [], []]
    lines, _ = ran(
        tmp_path,
        "function: 'https://data.example.org/functions#shelf', parameters: [[https://data.example.org/functions#name, $(No)]]",
        functions=own(tmp_path),
    )
    assert '"3"' in lines


def test_a_function_of_the_operator_is_unknown_where_the_configuration_does_not_name_it(tmp_path: Path):
    with pytest.raises(
        MappingInvalid, match=r"there is no function https://data.example.org/functions#shelf"
    ):
        ran(tmp_path, "function: 'https://data.example.org/functions#shelf'")


def test_an_exception_in_a_function_of_the_operator_ends_the_run_with_one_sentence(tmp_path: Path):
    with pytest.raises(FunctionFailed) as failed:
        ran(
            tmp_path,
            "function: 'https://data.example.org/functions#shelf', parameters: [[https://data.example.org/functions#name, $(Kind)]]",
            functions=own(tmp_path),
        )
    assert "functions#shelf failed at 'olie' with ValueError: invalid literal for int()" in str(failed.value)
    assert "\n" not in str(failed.value)


@pytest.mark.parametrize("text", ["1 / 0", "def broken(:", "import there_is_no_such_module"])
def test_a_file_of_functions_that_does_not_run_is_told_by_its_name(tmp_path: Path, text: str):
    with pytest.raises(FunctionsInvalid, match=r"own\.py: the functions that it should give"):
        own(tmp_path, text)


def test_a_file_of_functions_that_is_not_there_is_told_by_its_name(tmp_path: Path):
    with pytest.raises(FunctionsInvalid, match=r"none\.py"):
        read_functions(tmp_path / "none.py")


def test_the_setting_names_the_file_for_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    own(tmp_path)
    (tmp_path / "objects.csv").write_text("No\n7\n", "utf-8")
    made = "function: 'https://data.example.org/functions#shelf', parameters: [[rdf:_1, $(No)]]"
    (tmp_path / "m.yml").write_text(f"{HEAD}      - {{p: ex:p, o: {{{made}}}}}\n", "utf-8")
    command = ["map", "--mapping", str(tmp_path / "m.yml"), "--base", "http://example.org/"]
    refused = CliRunner().invoke(application("map"), command)
    assert isinstance(refused.exception, MappingInvalid)
    monkeypatch.setenv("OCN_FUNCTIONS", str(tmp_path / "own.py"))
    assert '<http://example.org/p> "7" .' in CliRunner().invoke(application("map"), command).stdout
