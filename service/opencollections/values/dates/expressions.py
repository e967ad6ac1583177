"""Expressions: the dates that words and figures say together, and what is said beside them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from .moments import Moment, Span
from .points import Item, Point, following_year, points
from .tokens import Token, tokens
from .words import Kind

Dates = tuple[Sequence[Span], bool, str | None]
"""Dates, whether only one of them is meant, and what is said beside them."""

_TO: Final = frozenset("-–/")
_LABEL: Final = frozenset(
    {Kind.WORD, Kind.EVENT, Kind.ORDINAL, Kind.AND, Kind.OR, Kind.COMMA, Kind.DOT, Kind.CENTURY, Kind.ROMAN}
)
_DOUBTING: Final = frozenset({Kind.QUESTION, Kind.MAYBE, Kind.ABOUT})


class Unread(ValueError):
    """A text in which no date was found."""


def said_dates(tidy: str) -> Dates:
    """Read the dates in a tidied text; raise Unread, Ambiguous or NoSuchDate."""
    return _Expression(tidy, list(points(tokens(tidy)))).dates()


@dataclass(slots=True)
class _Expression:
    """Reads the items from left to right; a step that does not fit leaves ``at`` where it was."""

    tidy: str
    items: Sequence[Item]
    at: int = 0
    _dates: list[Span] = field(default_factory=list)

    def dates(self) -> Dates:
        self._unwrap()
        foreign = self._skip_label()
        of_another = self.at > 0 and self._kind() == Kind.AFTER
        self._dates.append(self._range())
        joined = self._alternatives()
        if any(item.kind == Kind.BC for item in self.items[self.at :]):
            raise Unread
        if (foreign or of_another) and self._kind() in {Kind.WORD, Kind.AFTER}:
            # The date of what was copied or described is not the date of the thing: copy after 1880 original.
            raise Unread
        return tuple(dict.fromkeys(self._dates)), joined == Kind.OR, self._note()

    def _unwrap(self) -> None:
        """Take brackets away that stand around everything: a cataloguer's [1805]."""
        kinds = [item.kind for item in self.items]
        if kinds[:1] == [Kind.OPENING] and kinds.count(Kind.OPENING) == 1 and kinds[-1] == Kind.CLOSING:
            self.items = self.items[1:-1]

    def _kind(self, ahead: int = 0) -> str:
        place = self.at + ahead
        return str(self.items[place].kind) if place < len(self.items) else ""

    def _take(self, *kinds: Kind) -> bool:
        if self._kind() in kinds:
            self.at += 1
            return True
        return False

    def _skip_label(self) -> bool:
        """Skip what stands before the date: published, exhibited; tell whether it is more than such a word."""
        foreign = False
        while self._kind() in _LABEL or (
            self._kind() in _DOUBTING and self._kind(1) in _LABEL and self._kind(1) != ""
        ):
            foreign = foreign or self._kind() == Kind.WORD
            if self._kind() == Kind.MAYBE or (self._kind() == Kind.QUESTION and self._kind(1) == Kind.EVENT):
                return self._doubtful_label()
            self.at += 1
        return foreign

    def _doubtful_label(self) -> bool:
        """Move a doubt over the label behind it: ?exhibited 1826 is exhibited ?1826."""
        doubt, label = self.items[self.at], self.items[self.at + 1]
        self.items = [*self.items[: self.at], label, doubt, *self.items[self.at + 2 :]]
        return self._skip_label()

    def _range(self) -> Span:
        """Read one time, or one from … to …"""
        if self._kind() in _DOUBTING and self._kind(1) in {Kind.AFTER, Kind.BEFORE}:
            approximate, uncertain = self._doubts()
            return self._range().qualified(approximate=approximate, uncertain=uncertain)
        if self._take(Kind.BETWEEN):
            return self._joined(self._point(), Kind.AND, *_kinds(_TO))
        if self._take(Kind.FROM):
            first = self._point()
            return (
                self._joined(first, Kind.UNTIL, *_kinds(_TO))
                if self._kind() in {Kind.UNTIL, *_TO}
                else _since(first)
            )
        if self._take(Kind.BEFORE, Kind.UNTIL):
            return _until(self._chain())
        if self._take(Kind.AFTER):
            return _since(self._chain())
        if self._kind() in _TO or (self._kind() == Kind.QUESTION and self._kind(1) in _TO):
            self.at += 1 + (self._kind() == Kind.QUESTION)
            return _until(self._point())
        return self._after_range(self._chain())

    def _after_range(self, span: Span) -> Span:
        """Apply what stands behind a time: 1900 előtt, 1905-től, 1910 or later."""
        if self._kind() == Kind.FROM and (self._kind(1) == "T" or self._ends(1)):
            self.at += 1
            return self._up_to(span) if self._kind() == "T" else _since(span)
        if self._kind() in {Kind.AFTER, Kind.BEFORE, Kind.UNTIL} and self._ends(1):
            return self._opened(span)
        skipped = next((n for n in (1, 2, 3) if self._kind(n - 1) not in {Kind.COMMA, Kind.OPENING}), 1)
        if self._kind(skipped - 1) == Kind.OR and self._kind(skipped) in {Kind.AFTER, Kind.BEFORE}:
            self.at += skipped
            opened = self._opened(span)
            self._take(Kind.CLOSING)
            return opened
        if self._kind() == Kind.AND and self._kind(1) == "T" and self._kind(2) == Kind.BETWEEN:
            both = self._joined(span, Kind.AND)
            self.at += 1
            return both
        self._take(Kind.BETWEEN)
        return span

    def _opened(self, span: Span) -> Span:
        after = self._kind() == Kind.AFTER
        self.at += 1
        return _since(span) if after else _until(span)

    def _ends(self, ahead: int) -> bool:
        return self._kind(ahead) in {"", Kind.COMMA, Kind.SEMICOLON, Kind.OPENING, Kind.CLOSING}

    def _joined(self, first: Span, *between: Kind) -> Span:
        if not self._take(*between):
            raise Unread
        return self._up_to(first)

    def _up_to(self, first: Span) -> Span:
        last = self._point() if self._kind() in {"T", *_DOUBTING} else self._short_year(first)
        self._take(Kind.UNTIL)
        return Span(first.begin, last.end)

    def _chain(self) -> Span:
        """Read times with dashes between them; doubts before the first hold for all, unless others have their own."""
        approximate, uncertain = self._doubts()
        span = self._chained().qualified(approximate=approximate, uncertain=uncertain)
        if self._kind() == Kind.ABOUT and self._ends(1):
            self.at += 1
            return span.qualified(approximate=True)
        return self._in_brackets(span)

    def _in_brackets(self, span: Span) -> Span:
        """Take a doubt in brackets behind a time: 1914 (?), 1905 [ca.]."""
        if self._kind() != Kind.OPENING or self._kind(2) != Kind.CLOSING or self._kind(1) not in _DOUBTING:
            return span
        about = self._kind(1) == Kind.ABOUT
        self.at += 3
        return span.qualified(approximate=True) if about else _questioned(span)

    def _chained(self) -> Span:
        span = self._point()
        if self._kind() == Kind.ABOUT and self._kind(1) in _TO:
            self.at += 1
            span = span.qualified(approximate=True)
        while self._kind() in {*_TO, Kind.UNTIL}:
            ahead = next(n for n in range(1, len(self.items) + 1) if self._kind(n) not in _DOUBTING)
            if self._kind(ahead) == "T":
                self.at += 1
                span = Span(span.begin, self._point().end)
            elif self._kind(ahead) == Kind.NUMBER:
                self.at += 1
                span = Span(span.begin, self._short_year(span).end)
            elif self._kind() in _TO and self._ends(ahead):
                self.at += ahead
                return Span(span.begin, None)
            else:
                break
        return span

    def _doubts(self) -> tuple[bool, bool]:
        approximate = uncertain = False
        while self._kind() in _DOUBTING:
            approximate = approximate or self._kind() == Kind.ABOUT
            uncertain = uncertain or self._kind() != Kind.ABOUT
            self.at += 1
        return approximate, uncertain

    def _point(self) -> Span:
        """Read one time with its own doubts: c. 1805, 1860?"""
        approximate, uncertain = self._doubts()
        if self._kind() != "T":
            raise Unread
        item = self.items[self.at]
        assert isinstance(item, Point)
        self.at += 1
        span = item.span.qualified(approximate=approximate, uncertain=uncertain)
        return _questioned(span) if self._take(Kind.QUESTION) else span

    def _short_year(self, before: Span) -> Span:
        """Complete the second year of c.1957–c.66 and 1860 or 63 by the first one."""
        approximate, uncertain = self._doubts()
        item = self.items[self.at] if self.at < len(self.items) else None
        if not isinstance(item, Token) or item.kind is not Kind.NUMBER or before.end is None:
            raise Unread
        year = following_year(int(before.end.first[:4]), str(item.value))
        if year is None:
            raise Unread
        self.at += 1
        moment = Moment.year(year).qualified(approximate=approximate, uncertain=uncertain)
        return _questioned(Span.of(moment)) if self._take(Kind.QUESTION) else Span.of(moment)

    def _alternatives(self) -> str:
        """Read 1805 or 1810, 1831 and 1834, 1984, 1992: tell how they are joined."""
        joined = ""
        while True:
            behind = self.at + (self._kind() in {Kind.OPENING, Kind.COMMA} and self._kind(1) == Kind.OR)
            sign = str(self.items[behind].kind) if behind < len(self.items) else ""
            if sign not in {Kind.OR, Kind.AND, Kind.COMMA, Kind.SEMICOLON}:
                return joined
            mark, self.at = self.at, behind + 1
            if not self._next_date(sign):
                self.at = mark
                return joined
            joined = Kind.OR if sign == Kind.OR else joined or Kind.AND

    def _next_date(self, sign: str) -> bool:
        try:
            if sign == Kind.OR and self._kind() == Kind.NUMBER:
                self._dates.append(self._short_year(self._dates[-1]))
            elif self._kind() in {"T", *_DOUBTING}:
                self._dates.append(self._range())
            else:
                return False
        except Unread:
            return False
        self._take(Kind.CLOSING)
        return True

    def _note(self) -> str | None:
        """Give what is said beside the date, before and behind it."""
        first = next(n for n, item in enumerate(self.items) if item.kind == "T")
        label = [item for item in self.items[:first] if item.kind in {Kind.WORD, Kind.EVENT}]
        behind = self.items[self.at :]
        texts = [*(self.tidy[item.start : item.end] for item in label)]
        texts += [self.tidy[behind[0].start :].strip(" ,;()")] if behind else []
        return " ".join(text for text in texts if text) or None


def _kinds(values: frozenset[str]) -> list[Kind]:
    return [Kind(value) for value in sorted(values)]


def _questioned(span: Span) -> Span:
    """Add a question mark that stands behind a time; of a range it belongs to the end."""
    end = span.end and span.end.qualified(approximate=False, uncertain=True)
    return Span(end if span.begin == span.end else span.begin, end)


def _since(span: Span) -> Span:
    return Span(span.begin, None)


def _until(span: Span) -> Span:
    return Span(None, span.end)
