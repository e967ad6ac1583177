"""An image as a folder: the steps of a Dockerfile taken without an engine, as far as they go.

COPY copies files, ENV and WORKDIR are kept, RUN runs its commands with the absolute paths of the image turned
into paths of the folder. Two things cannot be had and are stood in for: programs that need the image's root
(useradd, install), which only note how they were called, and the download of the requirements, which are linked
from the present environment.
"""

import re
import shlex
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from dockerfile import Ignored, Instruction, Stage
from environments import Environment, link_pinned, succeed

FOLDERS = ("opt", "source", "data", "tmp")
"""Top-level folders of the image that its commands may name."""

STAND_INS = {
    "python": 'exec {base} "$@"',
    "useradd": 'echo useradd "$@" >>{root}/calls',
    "install": 'echo install "$@" >>{root}/calls; for last; do :; done; mkdir -p "$last"',
}


@dataclass
class Image:
    """What a stage has become: its files below ``root``, and what its last instructions say."""

    root: Path
    environment: dict[str, str] = field(default_factory=lambda: {"PATH": "/usr/local/bin"})
    folder: PurePosixPath = field(default_factory=lambda: PurePosixPath("/"))
    downloads: list[str] = field(default_factory=list)

    def path(self, inside: str) -> Path:
        """Give the real place of a path of the image."""
        return self.root / str(self.folder / inside).lstrip("/")

    def search_path(self) -> str:
        """Give the image's PATH as real folders."""
        return ":".join(str(self.path(folder)) for folder in self.environment["PATH"].split(":"))

    def which(self, program: str) -> Path:
        """Find a program on the image's PATH, among the image's own files."""
        found = shutil.which(program, path=self.search_path())
        assert found, f"the image has no {program}"
        return Path(found)

    def calls(self) -> str:
        """Give what the stand-ins were asked to do, a line each."""
        return (self.root / "calls").read_text("utf-8")


def built(stage: Stage, root: Path, context: Path, earlier: dict[str, Image]) -> Image:
    """Take the steps of a stage in an empty folder."""
    image = Image(root)
    _write_stand_ins(image)
    for instruction in stage.instructions:
        match instruction.keyword:
            case "ENV":
                _set(image, instruction)
            case "WORKDIR":
                image.folder = PurePosixPath(instruction.text)
                image.path(".").mkdir(parents=True, exist_ok=True)
            case "COPY" if source := instruction.flag("from"):
                _copy(image, instruction, earlier[source].root, Ignored(""))
            case "COPY":
                _copy(image, instruction, context, Ignored((context / ".dockerignore").read_text("utf-8")))
            case "RUN":
                for command in instruction.text.split(" && "):
                    _run(image, command)
    return image


def _write_stand_ins(image: Image) -> None:
    folder = image.path("/usr/local/bin")
    folder.mkdir(parents=True)
    base = getattr(sys, "_base_executable", sys.executable)
    for name, script in STAND_INS.items():
        program = folder / name
        program.write_text(f"#!/bin/sh\n{script.format(root=image.root, base=base)}\n", "utf-8")
        program.chmod(0o755)


def _set(image: Image, instruction: Instruction) -> None:
    for word in instruction.words():
        key, _, value = word.partition("=")
        image.environment[key] = value.replace("$PATH", image.environment["PATH"])


def _copy(image: Image, instruction: Instruction, base: Path, ignored: Ignored) -> None:
    *sources, target = instruction.words()
    for name in sources:
        source = base / name.lstrip("/")
        assert source.exists(), f"COPY {name}: it is not there"
        if source.is_dir():
            _copy_folder(source, image.path(target), base, ignored)
        elif PurePosixPath(name) not in ignored:
            place = image.path(target) / source.name if target.endswith("/") else image.path(target)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, place)


def _copy_folder(source: Path, target: Path, base: Path, ignored: Ignored) -> None:
    def left_out(folder: str, names: list[str]) -> set[str]:
        inside = Path(folder).relative_to(base)
        return {name for name in names if PurePosixPath(inside, name) in ignored}

    shutil.copytree(source, target, symlinks=True, ignore=left_out, dirs_exist_ok=True)


def _run(image: Image, command: str) -> None:
    words = shlex.split(command)
    if words[:3] == ["pip", "install", "--require-hashes"]:
        image.downloads.append(command)
        link_pinned(Environment(image.which("pip").parents[1]), image.path(words[words.index("-r") + 1]))
        return
    real = re.sub(rf"(?<![\w./-])/({'|'.join(FOLDERS)})\b", rf"{image.root}/\1", command)
    path = f"{image.search_path()}:/usr/bin:/bin"
    variables = image.environment | {"PATH": path, "HOME": "/nonexistent", "LANG": "C.UTF-8"}
    succeed(["sh", "-euc", real], cwd=image.path("."), environment=variables)
