"""A Dockerfile as its stages and instructions, and a .dockerignore as a question about paths.

After https://docs.docker.com/reference/dockerfile/, as much of it as this project's file uses.
"""

import json
import re
import shlex
from dataclasses import dataclass
from pathlib import PurePosixPath


@dataclass(frozen=True)
class Instruction:
    """One instruction; ``text`` is all behind the keyword, on one line."""

    keyword: str
    text: str

    def words(self) -> list[str]:
        """Give the words behind the keyword, of the JSON form or of the plain one, without ``--flags``."""
        if self.text.startswith("["):
            return list(json.loads(self.text))
        return [word for word in shlex.split(self.text) if not word.startswith("--")]

    def flag(self, name: str) -> str | None:
        """Give the value of ``--name=value``."""
        found = re.search(rf"--{name}=(\S+)", self.text)
        return found[1] if found else None


@dataclass(frozen=True)
class Stage:
    """The instructions between one FROM and the next."""

    image: str
    name: str | None
    instructions: tuple[Instruction, ...]

    def all(self, keyword: str) -> list[Instruction]:
        return [instruction for instruction in self.instructions if instruction.keyword == keyword]

    def last(self, keyword: str) -> Instruction:
        """Give the instruction that wins; raise IndexError where there is none."""
        return self.all(keyword)[-1]


def instructions(text: str) -> list[Instruction]:
    """Read a Dockerfile: comments go, continued lines are joined."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    whole = re.sub(r"\s*\\\n\s*", " ", "\n".join(lines))
    return [Instruction(*line.split(maxsplit=1)) for line in whole.splitlines()]


def stages(text: str) -> list[Stage]:
    """Cut a Dockerfile at each FROM."""
    cut: list[list[Instruction]] = []
    for instruction in instructions(text):
        if instruction.keyword == "FROM":
            cut.append([])
        cut[-1].append(instruction)
    return [_stage(part[0].words(), tuple(part[1:])) for part in cut]


def _stage(words: list[str], rest: tuple[Instruction, ...]) -> Stage:
    return Stage(words[0], words[2] if len(words) == 3 else None, rest)


class Ignored:
    """The rules of a .dockerignore; the last one that matches a path or a folder above it decides."""

    def __init__(self, text: str) -> None:
        lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
        self.rules = [(not line.startswith("!"), _pattern(line.lstrip("!"))) for line in lines]

    def __contains__(self, path: PurePosixPath) -> bool:
        candidates = [str(path), *(str(parent) for parent in path.parents if parent.name)]
        verdict = False
        for ignored, pattern in self.rules:
            if any(pattern.fullmatch(candidate) for candidate in candidates):
                verdict = ignored
        return verdict


def _pattern(glob: str) -> re.Pattern[str]:
    pieces = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", glob.strip("/"))
    return re.compile("".join(pieces.get(part, re.escape(part)) for part in parts))
