"""deploy/opencollections.service: valid, shut in, and in step with the rest."""

import re
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest
import yaml
from environments import ROOT, plain_variables, succeed

UNIT = ROOT / "deploy" / "opencollections.service"
ANALYZE = shutil.which("systemd-analyze")
EXPOSURE_LIMIT = 2.0

needs_systemd = pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not installed")


def settings() -> dict[str, list[str]]:
    """Give the values of each key of the unit."""
    found = defaultdict(list)
    for line in UNIT.read_text("utf-8").splitlines():
        if "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            found[key].append(value)
    return found


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit with a program that is there, since `verify` looks for it."""
    copy = tmp_path / UNIT.name
    copy.write_text(
        re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", UNIT.read_text("utf-8"), flags=re.MULTILINE)
    )
    return copy


@needs_systemd
def test_systemd_finds_nothing_wrong_with_it(unit: Path) -> None:
    command = [str(ANALYZE), "verify", "--man=no", str(unit)]
    assert not succeed(command, cwd=unit.parent, environment=plain_variables())


@needs_systemd
def test_systemd_finds_it_well_shut_in(unit: Path) -> None:
    command = [str(ANALYZE), "security", "--no-pager", "--offline=yes", str(unit)]
    done = subprocess.run(command, env=plain_variables(), capture_output=True, text=True, check=False)
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", done.stdout)
    assert found, done.stderr
    assert float(found[1]) <= EXPOSURE_LIMIT, done.stdout


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("User", "ocn"),
        ("ProtectSystem", "strict"),
        ("ProtectHome", "yes"),
        ("PrivateTmp", "yes"),
        ("NoNewPrivileges", "yes"),
        ("CapabilityBoundingSet", ""),
        ("RestrictAddressFamilies", "AF_UNIX AF_INET AF_INET6"),
        ("IPAddressDeny", "any"),
        ("Restart", "on-failure"),
        ("OOMPolicy", "continue"),
        ("KillMode", "mixed"),
    ],
)
def test_it_keeps_its_promises(key: str, value: str) -> None:
    assert settings()[key] == [value]


def test_it_lets_workers_shut_themselves_in() -> None:
    landlock = "landlock_create_ruleset landlock_add_rule landlock_restrict_self"
    assert settings()["SystemCallFilter"] == ["@system-service", landlock]


def test_the_data_is_in_the_folder_that_systemd_makes() -> None:
    folder = f"/var/lib/{settings()['StateDirectory'][0]}"
    assert f"OCN_DATA={folder}" in settings()["Environment"]
    assert settings()["WorkingDirectory"] == [folder]


def test_its_memory_is_limited_as_in_the_compose_file() -> None:
    compose = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text("utf-8"))
    assert settings()["MemoryMax"][0].lower() == compose["services"]["ocn"]["mem_limit"]
    assert int(settings()["TasksMax"][0]) == compose["services"]["ocn"]["pids_limit"]


def test_the_operators_page_installs_what_it_starts() -> None:
    page = (ROOT / "docs" / "operators.md").read_text("utf-8")
    program = settings()["ExecStart"][0].split()[0]
    assert program.removesuffix("/.venv/bin/ocn") in page
    assert settings()["EnvironmentFile"][0].removeprefix("-") in page
