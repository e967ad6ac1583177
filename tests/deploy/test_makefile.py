"""The Makefile and .ci/run: what they say, what they run, and what they do on a machine that lacks something."""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from environments import ROOT, plain_variables

MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
TARGETS = ["help", "setup", "run", "test", "check", "bench", "docs", "messages", "lock", "system", "clean"]

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


def program(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A tree with the Makefile, the requirements and a folder ``bin`` for stand-ins."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    (tmp_path / "tests" / "node").mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "node" / "package-lock.json", tmp_path / "tests" / "node")
    return tmp_path


@pytest.fixture
def installed(tree: Path) -> Path:
    """The tree with an environment that is up to date, whose `ocn` tells how it was called."""
    program(tree / ".venv" / "bin" / "ocn", 'echo "ocn $*"')
    for stamp in (".made", ".run", ".test"):
        (tree / ".venv" / stamp).touch()
    return tree


def make(tree: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    variables = plain_variables(tree / "bin")
    return subprocess.run(
        ["make", *arguments], cwd=tree, env=variables, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("target", TARGETS)
def test_help_tells_every_target(tree: Path, target: str) -> None:
    assert re.search(rf"^  make {target} +[A-Z].+", make(tree).stdout, re.MULTILINE)


def test_every_target_is_told_by_help() -> None:
    (phony,) = re.findall(r"^\.PHONY: (.*)", MAKEFILE, re.MULTILINE)
    assert phony.split() == TARGETS


def test_run_starts_the_service_at_once_when_all_is_installed(installed: Path) -> None:
    done = make(installed, "run", "ARGS=--port 8001")
    assert done.stdout.strip() == "ocn serve --demo --port 8001"


@pytest.mark.parametrize("changed", ["requirements/run.txt", "pyproject.toml"])
def test_run_installs_again_when_a_pin_or_the_project_changed(installed: Path, changed: str) -> None:
    later = time.time() + 10
    os.utime(installed / changed, (later, later))
    plan = make(installed, "--dry-run", "run").stdout
    assert "--require-hashes --only-binary :all: -r requirements/run.txt" in plan
    assert "--no-deps --no-build-isolation --editable ." in plan


def test_only_the_tests_are_installed_again_when_their_pins_changed(installed: Path) -> None:
    later = time.time() + 10
    os.utime(installed / "requirements" / "test.txt", (later, later))
    plan = make(installed, "--dry-run", "test").stdout
    assert "-r requirements/test.txt" in plan
    assert "-r requirements/run.txt" not in plan


def test_the_clients_in_javascript_are_installed_once(installed: Path) -> None:
    program(installed / "bin" / "npm", f'echo "$*" >>{installed}/calls; mkdir -p tests/node/node_modules')
    program(installed / ".venv" / "bin" / "python", "echo tested")
    assert [make(installed, "test").returncode for _ in range(2)] == [0, 0]
    (call,) = (installed / "calls").read_text("utf-8").splitlines()
    assert call.startswith("ci --prefix tests/node --ignore-scripts")


def test_tests_run_where_the_clients_in_javascript_cannot_be_installed(installed: Path) -> None:
    program(installed / "bin" / "npm", "exit 1")
    program(installed / ".venv" / "bin" / "python", "echo tested")
    done = make(installed, "test")
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == "tested"
    assert "will be skipped" in done.stderr


def test_the_lock_of_the_clients_in_javascript_names_no_registry() -> None:
    lock = (ROOT / "tests" / "node" / "package-lock.json").read_text("utf-8")
    assert lock.count('"integrity": "sha512-') > 400
    assert '"resolved"' not in lock


@pytest.mark.parametrize(
    ("script", "advice"),
    [
        ('case "$2" in *version_info*) exit 1;; esac', "is older than 3.11"),
        ('case "$2" in *ensurepip*) exit 1;; esac', "apt install python3-venv"),
    ],
    ids=["an old Python", "no venv module"],
)
def test_what_is_missing_is_said_before_anything_is_made(tree: Path, script: str, advice: str) -> None:
    program(tree / "bin" / "python3", script)
    done = make(tree, "run")
    assert done.returncode != 0
    assert advice in done.stderr
    assert not (tree / ".venv").exists()


def test_a_machine_without_python_is_told_what_to_install(tree: Path) -> None:
    done = make(tree, "setup", "PYTHON=python-that-is-not-here")
    assert done.returncode != 0
    assert "apt install python3 python3-venv" in done.stderr


def test_system_changes_nothing_when_all_is_there(tree: Path) -> None:
    program(tree / "bin" / "dpkg-query", "echo install ok installed")
    program(tree / "bin" / "apt-get", "exit 1")
    done = make(tree, "system")
    assert done.returncode == 0
    assert "All Debian packages are there" in done.stdout


def test_system_updates_once_and_installs_what_is_missing(tree: Path) -> None:
    program(tree / "bin" / "dpkg-query", "exit 1")
    program(tree / "bin" / "id", "echo 0")
    program(tree / "bin" / "apt-get", f'echo "$*" >>{tree}/calls')
    assert make(tree, "system").returncode == 0
    update, install = (tree / "calls").read_text("utf-8").splitlines()
    assert update.endswith("update")
    assert "install" in install
    assert "chromium" in install


def test_system_says_that_it_needs_root(tree: Path) -> None:
    program(tree / "bin" / "dpkg-query", "exit 1")
    program(tree / "bin" / "id", "echo 1000")
    done = make(tree, "system")
    assert done.returncode != 0
    assert "Run: sudo make system" in done.stderr


class TestContinuousIntegration:
    """`.ci/run` types the targets a developer types."""

    def run(self, tree: Path, make_script: str) -> subprocess.CompletedProcess[str]:
        program(tree / "bin" / "make", make_script)
        script = tree / ".ci" / "run"
        script.parent.mkdir()
        shutil.copy(ROOT / ".ci" / "run", script)
        variables = plain_variables(tree / "bin")
        return subprocess.run(["bash", script], env=variables, capture_output=True, text=True, check=False)

    def test_it_prepares_checks_and_tests(self, tree: Path) -> None:
        done = self.run(tree, 'echo "ran $2"')
        assert done.returncode == 0
        assert re.findall(r"^ran (\w+)", done.stdout, re.MULTILINE) == ["system", "check", "test"]

    def test_it_fails_when_a_step_fails(self, tree: Path) -> None:
        assert self.run(tree, '[ "$2" != check ]').returncode != 0
