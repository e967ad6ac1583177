"""The pages say what is true: tables, links, commands, and the lines that a reader is asked to type."""

import ast
import json
import re
import runpy
import shlex
import shutil
from functools import cache
from pathlib import Path

import httpx
import pytest
from environments import ROOT, Environment, plain_variables, succeed
from running import Service

from opencollections.settings import Settings

PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "deploy").glob("*.md")]
FOLDERS = r"(?:service|tests|docs|deploy|mappings|ontology|requirements)/[\w./-]*"


def text(page: Path) -> str:
    return page.read_text("utf-8")


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def blocks(page: Path) -> list[tuple[str, str]]:
    """Give the fenced blocks of a page, each with what stands behind its first fence."""
    return re.findall(r"^```([^\n]*)\n(.*?)^```$", text(page), re.MULTILINE | re.DOTALL)


def commands(page: Path, program: str) -> list[str]:
    """Give the lines of a page's plain blocks that call a program."""
    lines = [line for kind, block in blocks(page) if not kind for line in block.splitlines()]
    return [line for line in lines if line.split(maxsplit=1)[:1] == [program]]


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", text(page), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_inside_the_project_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", text(page)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), target
        assert not anchor or anchor in anchors(there), target


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_path_that_is_named_exists(page: Path) -> None:
    for path in re.findall(rf"`({FOLDERS})`", text(page)):
        if "NAME" not in path and not path.endswith((".env", "node_modules")):
            assert (ROOT / path).exists(), path


def test_the_tables_are_those_of_the_code() -> None:
    with_tables = runpy.run_path(str(ROOT / "docs" / "tables.py"))["with_tables"]
    for page in PAGES:
        assert with_tables(text(page)) == text(page), f"{name(page)} is out of date: make docs"


def sayings() -> list[str]:
    """Give every text in the code of the service, with its places for values."""
    code = (ast.parse(text(file)) for file in (ROOT / "service").rglob("*.py"))
    return [
        node.value
        for tree in code
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def test_every_refusal_on_the_operators_page_is_one_of_the_program() -> None:
    _, _, table = text(ROOT / "docs" / "operators.md").partition("## When it says no")
    refusals = re.findall(r"^\| \*(.+)\* \|", table, re.MULTILINE)
    assert len(refusals) > 10
    said = sayings()
    for refusal in refusals:
        pieces = [piece.strip() for piece in refusal.split("…")]
        assert any(all(piece in one for piece in pieces) for one in said), refusal


def test_every_setting_is_on_the_operators_page() -> None:
    page = text(ROOT / "docs" / "operators.md")
    for field in Settings.model_fields:
        assert f"`OCN_{field.upper()}`" in page


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_make_target_that_is_named_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", text(ROOT / "Makefile"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)\b", text(page))) <= targets


def ocn_lines() -> list[str]:
    """Give every call of the command on any page, from ``ocn`` on."""
    calls = set()
    for page in PAGES:
        plain = [line for kind, block in blocks(page) if not kind for line in block.splitlines()]
        inline = re.findall(r"`((?:\.venv/bin/)?ocn [^`…]+)`", text(page))
        calls |= {
            line.rsplit("ocn ", 1)[1]
            for line in [*plain, *inline]
            if re.search(r"(?:^|[\s/])ocn [a-z]", line)
        }
    return [f"ocn {call}" for call in sorted(calls)]


@cache
def help_of(program: Path, verb: tuple[str, ...]) -> str:
    return succeed([str(program), *verb, "--help"], cwd=program.parent, environment=plain_variables())


@pytest.mark.install
@pytest.mark.xdist_group("install")
@pytest.mark.parametrize("line", ocn_lines())
def test_every_verb_and_option_that_is_named_exists(installed: Environment, line: str) -> None:
    words = shlex.split(line.split("<", maxsplit=1)[0])[1:]
    verb = tuple(words[:2]) if words[0] in {"member", "collection"} else (words[0],)
    told = help_of(installed.folder / "bin" / "ocn", verb)
    for option in [word.partition("=")[0] for word in words if word.startswith("-") and word != "-"]:
        assert re.search(rf"(?<![\w-]){option}(?![\w-])", told), option


@pytest.mark.install
@pytest.mark.xdist_group("install")
@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
class TestWhatReadersType:
    def typed(self, demo: Service, line: str, folder: Path) -> str:
        """Run a line as it stands, against the demonstration of the tests."""
        return succeed(
            ["sh", "-c", line.replace("http://localhost:8000", demo.base)],
            cwd=folder,
            environment=plain_variables() | {"no_proxy": "*"},
        )

    @pytest.mark.parametrize(
        ("number", "expected"),
        [
            (0, "303 See Other"),
            (1, "Hatschek & Farkas, 83rd price list"),
            (2, "Hatschek & Farkas, 83rd price list"),
            (3, "/id/hafa/object/HAFA-83"),
            (4, "/graph/hafa/"),
        ],
    )
    def test_the_lines_of_the_readme_answer(
        self, demo: Service, tmp_path: Path, number: int, expected: str
    ) -> None:
        lines = commands(ROOT / "README.md", "curl")
        assert len(lines) == 5
        assert expected in self.typed(demo, lines[number], tmp_path)

    @pytest.mark.parametrize("line", commands(ROOT / "docs" / "api.md", "curl"))
    def test_the_lines_of_the_api_page_answer(self, demo: Service, tmp_path: Path, line: str) -> None:
        answer = self.typed(demo, line, tmp_path)
        assert answer
        assert not re.match(r"HTTP/\S+ [45]", answer)


def guide_files(page: Path) -> dict[str, str]:
    return {kind.partition("file=")[2]: block for kind, block in blocks(page) if "file=" in kind}


@pytest.mark.install
@pytest.mark.xdist_group("install")
def test_the_guide_for_curators_leads_to_the_end(
    demo: Service, installed: Environment, tmp_path: Path
) -> None:
    page = ROOT / "docs" / "curators.md"
    variables = plain_variables(installed.folder / "bin") | {
        "OCN_DATA": str(demo.data),
        "OCN_BASE_URL": demo.base,
    }
    for file, content in guide_files(page).items():
        (tmp_path / file).write_text(content, "utf-8")
    ingests = 0
    for line in commands(page, "ocn"):
        ingests += line.startswith("ocn ingest")
        if ingests == 2:
            table = tmp_path / "postcards.csv"
            table.write_text(table.read_text("utf-8").replace("c. 1920", "1920"), "utf-8")
        succeed(["sh", "-c", line], cwd=tmp_path, environment=variables)
    versions = json.loads(
        succeed(["ocn", "versions", "riverside/postcards", "--json"], cwd=tmp_path, environment=variables)
    )
    newest = versions[0]
    assert (newest["version"], newest["records"]) == (2, 3)
    assert (newest["added"], newest["removed"]) == (1, 1)
    for url in re.findall(r"http://localhost:8000(/\S+?)[.,]?(?=\s)", text(page)):
        assert demo.get(url, accept="text/html").status_code == httpx.codes.OK, url
    for export in ("postcards.ttl", "postcards-linked.csv"):
        assert "The ferry at dawn" in (tmp_path / export).read_text("utf-8-sig")
