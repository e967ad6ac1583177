"""JSONPath (RFC 9535), compiled: plain paths to our own steps, the others by python-jsonpath.

A plain path has only names, places and ``[*]``. Beyond the RFC a name after a dot may have hyphens, and a
reference may leave the ``$.`` out (``Inventory no.``, ``creator[*].name``), as older mappings and YARRRML do.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from typing import Any, Final, NamedTuple

from ..errors import PathInvalid, PathTooCostly
from ..phrases import Phrase
from .columns import Found

Step = str | int | None
"""A name of an object, a place in an array, or None for every child."""

Steps = tuple[Step, ...]

NOTHING: Final = object()
"""What a path gives that leads nowhere; null is something."""

_STEP: Final = re.compile(
    r"""
    \.(?P<name>[^\W\d][\w-]*)
    | (?P<every>\.\*|\[\s*\*\s*\])
    | \[\s*(?P<place>-?(?:0|[1-9]\d{0,15}))\s*\]
    | \[\s*'(?P<single>(?:[^'\\]|\\.)*)'\s*\]
    | \[\s*"(?P<double>(?:[^"\\]|\\.)*)"\s*\]
    """,
    re.VERBOSE,
)
_RUNS_ON: Final = re.compile(r"\.\.|[,($]")
VALUES_LIMIT: Final = 1_000_000
"""Most values that a path finds in a document or record: it can name each value many times."""

_PLAIN_NAME: Final = re.compile(r"[^\W\d]\w*")


class Reference(NamedTuple):
    """A compiled reference: ``key`` where it is one member of the record, ``find`` for any other.

    One that ``is_costly`` may look at far more than the record has.
    """

    path: str
    key: str | None
    find: Callable[[Any], Any]
    is_costly: bool = False


def plain_steps(path: str) -> Steps | None:
    """Take a path that begins with ``$`` apart, or give None where it is not plain."""
    steps: list[Step] = []
    place = 1
    while place < len(path):
        match = _STEP.match(path, place)
        if match is None:
            return None
        try:
            steps.append(_step(match))
        except ValueError:
            return None  # The name in quotes has an escape that JSON does not know.
        place = match.end()
    return tuple(steps)


def _step(match: re.Match[str]) -> Step:
    kind = str(match.lastgroup)
    text = match[kind]
    match kind:
        case "place":
            return int(text)
        case "every":
            return None
        case "single":
            return str(json.loads('"' + text.replace("\\'", "'").replace('"', '\\"') + '"'))
        case "double":
            return str(json.loads(f'"{text}"'))
    return text


def step_text(step: str | int) -> str:
    """Write one step of a path, as short as it can be read back."""
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if _PLAIN_NAME.fullmatch(step) else f"[{json.dumps(step, ensure_ascii=False)}]"


def is_linear(path: str) -> bool:
    """Tell whether a path that is not plain still looks at each value once.

    It does not descend at will (``..``), names no place twice (``[0,0]``), calls no function, and searches once.
    """
    return not _RUNS_ON.search(path, 1) and path.count("?") < 2


def compiled(path: str, file: str) -> Any:
    """Compile a path that is not plain, or raise PathInvalid saying where it goes wrong."""
    from jsonpath import JSONPathError  # noqa: PLC0415 - 90 ms that plain paths need not wait for

    try:
        return _environment().compile(path)
    except (JSONPathError, RecursionError) as error:
        detail = str(error).partition("\n")[0]
        raise PathInvalid(file=file, path=path, language="JSON", detail=detail) from None


def matches(query: Any, document: Any, path: str, file: str) -> Iterator[Any]:
    """Give what a compiled path finds; raise PathTooCostly where no end is in sight, PathInvalid where it fails."""
    from jsonpath import JSONPathError  # noqa: PLC0415 - see compiled

    try:
        for number, match in enumerate(query.finditer(document)):
            if number == VALUES_LIMIT:
                raise PathTooCostly(
                    file=file,
                    paths=path[:100],
                    limit=Phrase("{count} values", {"count": f"{VALUES_LIMIT:,}"}),
                )
            yield match
    except (JSONPathError, RecursionError) as error:
        detail = str(error).partition("\n")[0]
        raise PathInvalid(file=file, path=path, language="JSON", detail=detail) from None


@cache
def _environment() -> Any:
    from jsonpath import JSONPathEnvironment  # noqa: PLC0415 - see compiled

    return JSONPathEnvironment(strict=True)


def reference(path: str, file: str) -> Reference:
    """Compile a reference, which is relative to a record; raise PathInvalid.

    Text without ``$`` names a member of the record as it stands, where the record has that member, and is
    a path otherwise; text that cannot be a path is only a name.
    """
    if path in {"$", "@", "."}:
        return Reference(path, None, lambda item: item)
    if path.startswith(("$.", "$[", "@.", "@[")):
        rooted = "$" + path[1:]
        steps = plain_steps(rooted)
        if steps is None:
            return Reference(path, None, _by_query(rooted, file), is_costly=not is_linear(rooted))
        return _by_steps(path, steps)
    steps = plain_steps("$" + path if path.startswith("[") else "$." + path)
    if steps is not None and steps != (path,):
        return Reference(path, None, _by_key_or(path, _by_steps(path, steps).find))
    if steps is None and "[" in path:
        with suppress(PathInvalid):
            find = _by_key_or(path, _by_query("$." + path, file))
            return Reference(path, None, find, is_costly=not is_linear("$." + path))
    return Reference(path, path, _by_key(path))


def _by_steps(path: str, steps: Steps) -> Reference:
    match steps:
        case (str() as key,):
            return Reference(path, key, _by_key(key))
        case _ if None in steps:
            return Reference(path, None, lambda item: Found(value for _, value in walk(item, steps)))
    return Reference(path, None, lambda item: _descend(item, steps))


def _by_key(key: str) -> Callable[[Any], Any]:
    return lambda item: item.get(key, NOTHING) if isinstance(item, dict) else NOTHING


def _by_key_or(key: str, find: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda item: item[key] if isinstance(item, dict) and key in item else find(item)


def _by_query(path: str, file: str) -> Callable[[Any], Any]:
    query = compiled(path, file)
    return lambda item: Found(match.value for match in matches(query, item, path, file))


def _descend(item: Any, steps: Steps) -> Any:
    """Follow steps that lead to at most one value."""
    for step in steps:
        if isinstance(step, str):
            item = item.get(step, NOTHING) if isinstance(item, dict) else NOTHING
        else:
            item = _element(item, step)
    return item


def _element(item: Any, place: int | None) -> Any:
    if place is None or not isinstance(item, list) or not -len(item) <= place < len(item):
        return NOTHING
    return item[place]


def walk(item: Any, steps: Sequence[Step], path: str = "") -> Iterator[tuple[str, Any]]:
    """Follow steps to every value they lead to, in the order of the document, each with its path."""
    if not steps:
        yield path, item
        return
    step, *rest = steps
    for key, child in _children(item, step):
        yield from walk(child, rest, path + step_text(key))


def _children(item: Any, step: Step) -> Iterator[tuple[str | int, Any]]:
    if step is None:
        if isinstance(item, dict):
            yield from item.items()
        elif isinstance(item, list):
            yield from enumerate(item)
        return
    child = _descend(item, (step,))
    if child is not NOTHING:
        yield (len(item) + step if isinstance(step, int) and step < 0 else step), child
