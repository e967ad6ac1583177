"""The pins: every distribution with version and hashes, no address of a registry, none older than is safe."""

import re
import tomllib
from pathlib import Path

import pytest
from environments import PIN, ROOT
from packaging.requirements import Requirement
from packaging.version import Version

FOLDER = ROOT / "requirements"
FILES = [FOLDER / "run.txt", FOLDER / "test.txt"]

# The first releases without a known hole that would matter to a service open to the web.
FLOORS = {
    "starlette": "1.3.1",  # CVE-2026-54283 form limits, CVE-2026-48710 Host header, CVE-2025-62727 ranges
    "python-multipart": "0.0.27",  # header floods
    "jinja2": "3.1.6",  # CVE-2025-27516 sandbox
    "h11": "0.16.0",  # CVE-2025-43859 request smuggling
}


def pins(file: Path) -> dict[str, Version]:
    return {pin["name"]: Version(pin["version"]) for pin in PIN.finditer(file.read_text("utf-8"))}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_line_is_a_pin_or_a_hash(file: Path) -> None:
    for line in file.read_text("utf-8").splitlines():
        assert PIN.fullmatch(line) or re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?", line), line


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_pin_has_a_hash(file: Path) -> None:
    blocks = re.split(r"\n(?=\S)", file.read_text("utf-8"))
    assert blocks
    assert not [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block]


def test_the_tests_run_with_the_versions_that_are_served() -> None:
    run, test = (pins(file) for file in FILES)
    assert {name: run[name] for name in run.keys() & test.keys()} == {
        name: test[name] for name in run.keys() & test.keys()
    }


def test_every_dependency_of_the_project_is_pinned_within_its_range() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = project["project"]["dependencies"] + project["build-system"]["requires"]
    run = pins(FILES[0])
    for requirement in map(Requirement, asked):
        assert run[requirement.name] in requirement.specifier


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_nothing_with_a_known_hole_is_pinned(file: Path) -> None:
    old = {name: version for name, version in pins(file).items() if version < Version(FLOORS.get(name, "0"))}
    assert not old
