"""JSON text, read piece by piece: only the value that is asked for is in memory."""

import codecs
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from ..errors import BrokenFile, TooLarge
from ..phrases import Fact, Phrase
from .json_depth import Depth
from .json_paths import Steps, step_text
from .measures import over
from .mistakes import json_mistake

VALUE_LIMIT_CHARS: Final = 64_000_000
"""Longest single value: a record, or a document that has to be read whole."""

_BLANKS: Final = re.compile(r"[ \t\n\r]*")
_NEXT: Final = re.compile(r"[ \t\n\r]*,[ \t\n\r]*(?=[^ \t\n\r])")
# A token torn at the end of the text is at most this long, strings aside.
_TORN_CHARS: Final = 12


def _constant(name: str) -> None:
    """Read NaN, which programs for statistics write for "no value"; refuse infinities, which JSON lacks."""
    if name != "NaN":
        raise json.JSONDecodeError(f"{name} is not a JSON value", name, 0)


DECODER: Final = json.JSONDecoder(parse_constant=_constant)
"""Reads a value as RFC 8259 has it, and NaN as no value."""


class JSONText:
    """A place in JSON text that grows at its end while it is read.

    Every method may raise BrokenFile, TooDeep or TooLarge.
    """

    def __init__(self, file: str, chunks: Iterable[bytes]) -> None:
        self._file = file
        self._chunks = iter(chunks)
        self._depth = Depth(file)
        self._decode = codecs.getincrementaldecoder("utf-8")().decode
        self._text = ""
        self._place = 0
        self._line = 1
        self._ended = False
        self._has_odd_elements = False

    def peek(self) -> str:
        """Skip blanks and give the sign that stands here, or nothing at the end."""
        while True:
            self._place = _BLANKS.match(self._text, self._place).end()  # type: ignore[union-attr]  # it always matches
            if self._place < len(self._text):
                return self._text[self._place]
            if not self._more():
                return ""

    def value(self) -> Any:
        """Parse the value that stands here."""
        if self._place >= len(self._text):
            self.peek()
        while True:
            try:
                value, end = DECODER.raw_decode(self._text, self._place)
            except json.JSONDecodeError as error:
                if self._may_be_torn(error) and self._more():
                    continue
                raise self._broken(json_mistake(error.msg), error.pos) from None
            except ValueError as error:
                raise self._broken(str(error), self._place) from None
            # A number near the end may go on in the next piece: of "1.5" or "1e5" the "1" stands alone too.
            whole = self._text[end - 1] in '"]}' or end < len(self._text) - _TORN_CHARS
            if whole or not self._more():
                self._place = end
                return value

    def values(self) -> Iterator[list[Any]]:
        """Parse the elements of the array that stands here, some at once."""
        if self._empty("[]"):
            return
        while True:
            yield self._at_once() or [self.value()]
            following = _NEXT.match(self._text, self._place)
            if following:
                self._place = following.end()
            elif not self._goes_on("]"):
                return

    def _at_once(self) -> list[Any]:
        """Parse the elements that stand here up to the last brace with a comma, if these are whole elements.

        They are if they can be parsed: text that ends within an element has a bracket or quotation mark too many.
        """
        end = 0 if self._has_odd_elements else self._text.rfind("},", self._place) + 1
        if not end:
            return []
        try:
            values: list[Any] = DECODER.decode(f"[{self._text[self._place : end]}]")
        except ValueError:
            self._has_odd_elements = True
            return []
        self._place = end
        return values

    def elements(self) -> Iterator[int]:
        """Go through an array; the caller has to read each element before it asks for the next."""
        place = 0
        if self._empty("[]"):
            return
        while True:
            yield place
            place += 1
            if not self._goes_on("]"):
                return

    def members(self) -> Iterator[str]:
        """Go through an object by its names; the caller has to read each value before it asks for the next."""
        if self._empty("{}"):
            return
        while True:
            if self.peek() != '"':
                raise self._broken(Phrase("a name in quotation marks is missing"), self._place)
            name = str(self.value())
            self._take(":")
            self.peek()
            yield name
            if not self._goes_on("}"):
                return

    def skip(self) -> None:
        """Pass over the value that stands here; of an array or object only one child at a time is parsed."""
        sign = self.peek()
        if sign == "[":
            for _ in self.values():
                pass
        elif sign == "{":
            for _ in self.members():
                self.value()
        else:
            self.value()

    def finish(self) -> None:
        """Raise BrokenFile where anything but blanks follows."""
        if self.peek():
            raise self._broken(Phrase("more text follows after the end"), self._place)

    def repeated(self, name: str) -> BrokenFile:
        """Make the error of a name that stands twice where it must be clear which one is meant."""
        return self._broken(
            Phrase("the name {name!r} stands twice in one object", {"name": name}), self._place
        )

    def _empty(self, brackets: str) -> bool:
        """Enter an array or object; tell whether it was empty and is left again."""
        self._take(brackets[0])
        if self.peek() != brackets[1]:
            return False
        self._place += 1
        return True

    def _goes_on(self, closing: str) -> bool:
        """Take a comma, or the closing bracket and tell that nothing follows."""
        sign = self.peek()
        if sign not in {",", closing}:
            raise self._broken(Phrase("a comma or {sign} is missing", {"sign": closing}), self._place)
        self._place += 1
        if sign == ",":
            self.peek()
        return sign == ","

    def _take(self, sign: str) -> None:
        if self.peek() != sign:
            raise self._broken(Phrase("{sign!r} is missing", {"sign": sign}), self._place)
        self._place += 1

    def _more(self) -> bool:
        """Read on, twice as much as is waiting, so that a long value is not parsed again and again.

        What was passed is forgotten, and places begin anew; where nothing follows, nothing changes.
        """
        waiting = len(self._text) - self._place
        if waiting > VALUE_LIMIT_CHARS:
            raise too_long_value(
                self._file,
                Phrase("the value that begins in line {line}", {"line": str(self._line_at(self._place))}),
            )
        parts: list[str] = []
        added = 0
        while not self._ended and added <= waiting:
            chunk = next(self._chunks, None)
            self._ended = chunk is None
            self._depth.feed(chunk or b"")
            parts.append(self._decode(chunk or b"", final=self._ended))
            added += len(parts[-1])
        if added:
            self._line = self._line_at(self._place)
            self._text = "".join([self._text[self._place :], *parts])
            self._place = 0
        return added > 0

    def _may_be_torn(self, error: json.JSONDecodeError) -> bool:
        return error.msg.startswith("Unterminated string") or error.pos >= len(self._text) - _TORN_CHARS

    def _line_at(self, place: int) -> int:
        return self._line + self._text.count("\n", 0, place)

    def _broken(self, detail: Fact, place: int) -> BrokenFile:
        where = near(self._line_at(place), self._text, place, detail)
        return BrokenFile(file=self._file, kind="JSON", detail=where)


def too_long_value(file: str, what: Phrase) -> TooLarge:
    """Make the error of a value that cannot be held in memory."""
    advice = Phrase(
        "Name the list of records in the path, such as $.records[*]; then one record at a time is read."
    )
    limit = Phrase("{count} characters", {"count": str(VALUE_LIMIT_CHARS)})
    return TooLarge(file=file, what=what, value=over(limit), limit=limit, advice=advice)


def found(text: JSONText, steps: Steps, path: str = "$") -> Iterator[tuple[list[str], list[Any]]]:
    """Follow steps through the text and parse only what they lead to: some values at once, with their paths."""
    if not steps:
        yield [path], [text.value()]
        return
    step, rest = steps[0], steps[1:]
    sign = text.peek()
    if sign == "[" and step is None and not rest:
        place = 0
        for values in text.values():
            yield [f"{path}[{number}]" for number in range(place, place + len(values))], values
            place += len(values)
    elif sign == "[":
        for place in text.elements():
            if step is None or step == place:
                yield from found(text, rest, f"{path}[{place}]")
            else:
                text.skip()
    elif sign == "{":
        yield from _found_members(text, steps, path)
    else:
        text.skip()


def _found_members(text: JSONText, steps: Steps, path: str) -> Iterator[tuple[list[str], list[Any]]]:
    step, rest = steps[0], steps[1:]
    names: set[str] = set()
    for name in text.members():
        if step is not None and step != name:
            text.skip()
            continue
        if name in names:
            raise text.repeated(name)
        names.add(name)
        yield from found(text, rest, path + step_text(name))


def near(line: int, text: str, place: int, detail: Fact) -> Phrase:
    """Say on which line something is wrong, and near what, which is found at a place of the text."""
    part = text[max(place - 10, 0) : place + 20]
    return Phrase("line {line}, near {near!r}: {detail}", {"line": str(line), "near": part, "detail": detail})
