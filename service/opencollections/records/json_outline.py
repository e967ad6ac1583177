"""The outline of a JSON document: which list in it is the list of records, and which paths a record has."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from .encodings import utf8_chunks
from .json_paths import reference, step_text
from .json_text import JSONText
from .ndjson import lines
from .tables import File

_LOOKED_AT: Final = 200
_DEPTH: Final = 4
_PATH_LIMIT: Final = 200


@dataclass(frozen=True, slots=True)
class Outline:
    """The way to the records of a document, other lists that could be meant, and what a record has."""

    iterator: str | None
    others: tuple[str, ...]
    paths: tuple[str, ...]


def outline(file: File, codec: str, asked: str | None = None) -> Outline:
    """Read a JSON document through; the longest list of objects has the records, unless a path is asked for.

    Raises BrokenFile, TooDeep or TooLarge.
    """
    text = JSONText(file.name, utf8_chunks(file.path, codec))
    lists = [found for found in _lists(text, "$", _DEPTH) if found.objects]
    lists.sort(key=lambda found: -found.count)
    chosen = next((found for found in lists if asked in {None, found.path}), None)
    others = tuple(found.path for found in lists if found is not chosen)
    if chosen is None:
        return Outline(asked or "$", others, ())
    return Outline(chosen.path, others, paths_of(chosen.objects))


def outline_of_lines(file: File, codec: str) -> Outline:
    """Read the first lines of NDJSON."""
    records = (record for _, record in lines(file.name, utf8_chunks(file.path, codec)))
    objects = [
        record for record, _ in zip(records, range(_LOOKED_AT), strict=False) if isinstance(record, dict)
    ]
    return Outline(None, (), paths_of(objects))


def paths_of(records: list[dict[str, Any]]) -> tuple[str, ...]:
    """Give the paths within records that lead to values, in the order in which they stand there."""
    found: dict[str, None] = {}
    for record in records:
        for path in _paths(record, "", _DEPTH):
            found[path] = None
            if len(found) == _PATH_LIMIT:
                return tuple(found)
    return tuple(found)


@dataclass(slots=True)
class _List:
    path: str
    count: int
    objects: list[dict[str, Any]]


def _lists(text: JSONText, path: str, depth: int) -> Iterator[_List]:
    """Find the lists of objects, also within objects; a document without one is one record itself."""
    sign = text.peek()
    if sign == "[":
        yield _list(text, f"{path}[*]")
    elif sign == "{" and depth:
        for name in text.members():
            yield from _lists(text, path + step_text(name), depth - 1)
    else:
        text.skip()


def _list(text: JSONText, path: str) -> _List:
    found = _List(path, 0, [])
    for some in text.values():
        objects = [one for one in some if isinstance(one, dict)]
        found.count += len(objects)
        found.objects += objects[: max(0, _LOOKED_AT - len(found.objects))]
    return found


def _paths(value: Any, path: str, depth: int) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items() if depth else ():
            is_leaf = not path and not isinstance(inner, dict | list)
            yield from _paths(
                inner, name if is_leaf and _is_plain(name) else path + step_text(name), depth - 1
            )
    elif isinstance(value, list):
        for inner in value[:_LOOKED_AT]:
            yield from _paths(inner, f"{path}[*]", depth)
    elif value is not None:
        yield f"${path}" if path.startswith("[") else path.removeprefix(".")


def _is_plain(name: str) -> bool:
    """Tell whether a name by itself is read back as this name, and not as a path."""
    return reference(name, "").key == name and not name.startswith((".", "["))
