"""What the assistant says, in its six languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

_EXAMPLE: Final = 40


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a column is proposed to a word, or to none, or a file taken for an export; ``facts`` fill the sentence."""

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)

    def sentence(self, language: str = "en") -> str:
        """Say it in a language, in English where the assistant does not speak it."""
        return _said("reasons", self.code, language).format(**self.facts)


def export(mapping: str, language: str) -> str:
    """Give what the files are called that a ready mapping reads, as it stands in the sentence that names one."""
    return _said("exports", mapping, language)


def comment(code: str, language: str, **facts: str) -> str:
    """Give a comment of a mapping in a language."""
    return _said("comments", code, language).format(**facts)


def maker_roles() -> tuple[str, ...]:
    """Give words for the roles of those who make things."""
    return tuple(_table()["maker-roles"])


def excerpt(value: str) -> str:
    """Give a value as an example in a sentence, which quotes it as its language does."""
    line = " ".join(value.split())
    return line if len(line) <= _EXAMPLE else f"{line[:_EXAMPLE].rstrip()}…"


def _said(kind: str, code: str, language: str) -> str:
    by_language: Mapping[str, str] = _table()[kind][code]
    return by_language.get(language, by_language["en"])


@cache
def _table() -> dict[str, Any]:
    text = files(__package__).joinpath("texts.yml").read_text(encoding="utf-8")
    table: dict[str, Any] = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - it makes texts only, and the file is ours
    return table
