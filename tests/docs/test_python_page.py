"""The page on the engine in Python: its files are written, its code is run, and prints what stands below it."""

import contextlib
import io
import re
import subprocess
import sys
from pathlib import Path

import pytest

import opencollections.mapping

PAGE = Path(__file__).resolve().parents[2] / "docs" / "python.md"
BLOCK = re.compile(r"^```(?P<kind>\w+)(?: (?P<note>\S+))?\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)


def test_the_page_does_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    printed = ""
    compared = 0
    for block in BLOCK.finditer(PAGE.read_text(encoding="utf-8")):
        note = block["note"] or ""
        if note.startswith("file="):
            Path(note.removeprefix("file=")).write_text(block["text"], encoding="utf-8")
        elif note == "output":
            assert printed == block["text"]
            compared += 1
        else:
            assert block["kind"] == "python"
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                exec(compile(block["text"], str(PAGE), "exec"), names)
            printed = out.getvalue()
    assert compared == 6


def test_every_public_name_is_there_and_has_a_docstring():
    for name in opencollections.mapping.__all__:
        assert getattr(opencollections.mapping, name).__doc__, name
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        opencollections.mapping.nothing  # noqa: B018 - asking is the test


def test_the_package_alone_loads_no_engine():
    asked = "import sys, opencollections.mapping; print([m for m in ('polars', 'lxml', 'yaml') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
