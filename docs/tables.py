"""Write the tables of docs/ that come from the code. `make docs` runs this; a test sees that they are current."""  # noqa: INP001 - a script

import re
from collections.abc import Callable
from pathlib import Path

from pydantic.fields import FieldInfo

from opencollections.mapping.assistant.words import Word, words
from opencollections.settings import Settings

DOCS = Path(__file__).resolve().parent

LIMITS = {"ge": "at least {}", "gt": "more than {}", "le": "at most {}", "lt": "less than {}"}


def settings_table() -> str:
    """Give every setting with its variable, default, bounds and sentence."""
    head = ["| variable | default | allowed | what it is |", "|---|---|---|---|"]
    return "\n".join(head + [_settings_row(name, field) for name, field in Settings.model_fields.items()])


def _settings_row(name: str, field: FieldInfo) -> str:
    variable = str(Settings.model_config["env_prefix"]) + name.upper()
    return f"| `{variable}` | `{field.default}` | {_allowed(field)} | {field.description} |"


def _allowed(field: FieldInfo) -> str:
    bounds = [
        text.format(f"{getattr(rule, bound):,}".replace(",", " "))
        for rule in field.metadata
        for bound, text in LIMITS.items()
        if hasattr(rule, bound)
    ]
    return ", ".join(bounds)


def words_table() -> str:
    """Give the plain words that the assistant proposes, with what belongs under each and what becomes of it."""
    head = ["| word | name on the command line | holds | becomes |", "|---|---|---|---|"]
    return "\n".join(head + [_word_row(word) for word in words().values()])


def _word_row(word: Word) -> str:
    return f"| {word.label('en')} | `{word.name}` | {word.help('en')} | `{word.predicate}` of the {_OF[word.rule]} |"


_OF = {
    "object": "object",
    "aggregation": "aggregation",
    "maker": "maker",
    "role": "role",
    "time": "period",
    "place": "place",
}

TABLES: dict[str, Callable[[], str]] = {"settings": settings_table, "words": words_table}


def with_tables(page: str) -> str:
    """Give a page with each ``<!-- table NAME -->`` … ``<!-- end -->`` filled anew."""

    def filled(found: re.Match[str]) -> str:
        return f"{found[1]}\n{TABLES[found[2]]()}\n{found[3]}"

    return re.sub(r"(<!-- table (\w+) -->)\n.*?(<!-- end -->)", filled, page, flags=re.DOTALL)


if __name__ == "__main__":
    for path in DOCS.glob("*.md"):
        path.write_text(with_tables(path.read_text("utf-8")), "utf-8")
