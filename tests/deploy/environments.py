"""A fresh environment without the network: what requirements/run.txt pins, linked from the present one."""

import re
import subprocess
import sys
import venv
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.markers import Marker

ROOT = Path(__file__).resolve().parents[2]

PIN = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;\\]+)(?: *; *(?P<marker>[^\\]+?))? *\\?$", re.MULTILINE
)


@dataclass(frozen=True)
class Environment:
    """A virtual environment of the interpreter that runs the tests."""

    folder: Path

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    @property
    def site_packages(self) -> Path:
        return (
            self.folder / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
        )

    def output(self, *arguments: str | Path, cwd: Path) -> str:
        """Run the environment's Python away from the source tree; fail with all it printed."""
        command = [str(self.python), *map(str, arguments)]
        return succeed(command, cwd=cwd, environment=plain_variables(self.folder / "bin"))


def plain_variables(*programs: Path) -> dict[str, str]:
    """Give the variables of an ordinary login, with these folders first on the PATH."""
    return {
        "PATH": ":".join(map(str, [*programs, "/usr/bin", "/bin"])),
        "HOME": "/nonexistent",
        "LANG": "C.UTF-8",
    }


def succeed(command: list[str], *, cwd: Path, environment: dict[str, str]) -> str:
    """Run a command and give what it printed; where it fails, show that."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    assert done.returncode == 0, f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}"
    return done.stdout


def fresh(folder: Path) -> Environment:
    """Make an empty environment."""
    venv.create(folder, symlinks=True, with_pip=False)
    return Environment(folder)


def pinned(requirements: Path) -> list[Distribution]:
    """Give the installed distributions that a requirements file pins for this machine, at its versions."""
    found = []
    for pin in PIN.finditer(requirements.read_text("utf-8")):
        if pin["marker"] and not Marker(pin["marker"]).evaluate():
            continue
        here = distribution(pin["name"])
        assert here.version == pin["version"], f"{requirements} is newer than .venv: run make setup"
        found.append(here)
    return found


def link_pinned(environment: Environment, requirements: Path) -> None:
    """Put what a requirements file pins into an environment, as links to the present installation.

    Only what is pinned: a package that the tests alone bring along is not there, and neither is the editable
    installation of the project.
    """
    for package in pinned(requirements):
        tops = {file.parts[0] for file in package.files or ()} - {"..", "__pycache__"}
        for top in tops:
            link = environment.site_packages / top
            if not link.exists():
                link.symlink_to(Path(str(package.locate_file(top))).resolve())


def install_wheel(environment: Environment, wheel: Path) -> None:
    """Install a wheel as an operator would, with pip, but without an index."""
    command = [sys.executable, "-m", "pip", "--python", str(environment.python)]
    options = ["install", "--quiet", "--disable-pip-version-check", "--no-index", "--no-deps", str(wheel)]
    succeed([*command, *options], cwd=environment.folder, environment=plain_variables())


def build_wheel(folder: Path) -> Path:
    """Build the project's wheel in a folder."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    succeed(command, cwd=ROOT, environment=plain_variables())
    (wheel,) = folder.glob("*.whl")
    return wheel
