"""Tokens: a date as it is written, taken apart into numbers, words and signs with their meanings."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from .words import AFTER_NUMERAL, DICTIONARY, HALVES, PHRASES, SUFFIXES, Kind, bare

_BEFORE_CHRIST: Final = re.compile(
    r"\b(?:b\.?\s?c\.?(?:\s?e\.?)?|v\.\s?chr\.?|v\.\s?u\.\s?z\.|(?:i\.\s?e\.|kr\.\s?e\.)|pr\.\s?kr\.|p\.\s?n\.\s?e\."
    r"|př\.\s?n\.\s?l\.|pr\.\s?n\.\s?l\.|av\.\s?j\.?-?\s?c\.?|a\.\s?c\.|pr\.\s?m\.\s?e\.)(?!\w)",
    re.IGNORECASE,
)
_AFTER_CHRIST: Final = re.compile(
    r"\b(?:a\.?\s?d\.?|n\.\s?chr\.?|i\.\s?sz\.|kr\.\s?u\.|po\s?kr\.|n\.\s?l\.|n\.\s?e\.|ap\.\s?j\.?-?\s?c\.?|d\.\s?c\.)(?!\w)",
    re.IGNORECASE,
)
_TOKEN: Final = re.compile(
    r"(?P<number>\d+)(?:(?P<hung>[-'’]?)(?P<suffix>[^\W\d_]+)\b(?!\.\w))?"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<sign>[-–/.,;()?])"
)
_SIGNS: Final = {
    **dict.fromkeys("‐‑‒", "-"),
    **dict.fromkeys("—―−", "–"),
    **dict.fromkeys("[{<", "("),
    **dict.fromkeys("]}>", ")"),
    "年": "-",
    "월": "-",
    "月": "-",
    "년": "-",
    "日": " ",
    "일": " ",
    "¿": "?",
    "⁄": "/",
    ":": ",",
}
_HUNGARIAN_CASE: Final = re.compile(r"(\d)\.?-(?:j?[áé]n|i)\b")
_PHRASE: Final = re.compile(rf"\b(?:{'|'.join(map(re.escape, PHRASES))})\b", re.IGNORECASE)
_KIND_OF_SIGN: Final = {
    kind.value: kind for kind in Kind if not kind.value.isalpha() and kind.value not in "&|"
}
_ROMAN: Final = re.compile(r"X{0,2}(?:IX|IV|V?I{0,3})")
_ROMAN_DIGITS: Final = {"I": 1, "V": 5, "X": 10}


@dataclass(frozen=True, slots=True)
class Token:
    """A number, word or sign; ``start`` and ``end`` are its place in the tidied text."""

    kind: Kind
    value: str | int
    start: int
    end: int
    spaced: bool

    @property
    def number(self) -> int:
        return int(self.value)


def tidied(text: str) -> str:
    """Give a cell's text with plain blanks, digits and signs, and without what cannot be seen."""
    text = unicodedata.normalize("NFKC", text)
    kept = (
        str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else _SIGNS.get(c, c)
        for c in text
        if unicodedata.category(c) not in {"Cf", "Cc"} or c.isspace()
    )
    plain = " ".join("".join(kept).split())
    plain = _HUNGARIAN_CASE.sub(r"\1", plain)
    return _PHRASE.sub(lambda found: PHRASES[found[0].casefold()], plain)


def tokens(text: str) -> list[Token]:
    """Take a tidied text apart; what has no meaning for dates is a token too (``Kind.WORD``)."""
    found: list[Token] = []
    for kind, era in ((Kind.AD, _AFTER_CHRIST), (Kind.BC, _BEFORE_CHRIST)):
        found += [Token(kind, "", *match.span(), spaced=True) for match in era.finditer(text)]
        text = era.sub(lambda match: "\x00" * len(match[0]), text)
    read: list[Token] = []
    end = 0
    for match in _TOKEN.finditer(text):
        spaced = match.start() > end or not read
        end = match.end()
        read += _read(match, read[-1] if read else None, spaced=spaced)
    return _without_abbreviation_dots(sorted([*found, *read], key=lambda token: token.start))


def _read(match: re.Match[str], before: Token | None, *, spaced: bool) -> list[Token]:
    start, end = match.span()
    if match["sign"]:
        return [Token(_KIND_OF_SIGN[match["sign"]], match["sign"], start, end, spaced)]
    if match["word"]:
        return _word(match["word"], before, start, spaced=spaced)
    return _number(match, spaced=spaced)


def _number(match: re.Match[str], *, spaced: bool) -> list[Token]:
    """Read a number and what hangs on it: 1830s, 1880-as, 19th, 1885-től, 10March."""
    digits, suffix, start = match["number"], match["suffix"], match.start()
    kind = {4: Kind.YEAR, 1: Kind.NUMBER, 2: Kind.NUMBER}.get(len(digits), Kind.OTHER_NUMBER)
    middle = start + len(digits)
    number = Token(kind, digits, start, middle, spaced)
    if not suffix:
        return [number]
    meaning = SUFFIXES.get(bare(suffix))
    if meaning is None:
        joined = Token(Kind.HYPHEN, "-", middle, middle + 1, spaced=False) if match["hung"] else None
        word = _word(suffix, number, match.start("suffix"), spaced=False)
        return [number, *([joined] if joined else []), *word]
    if meaning[0] is Kind.DECADE_NUMBER or (meaning[0] is Kind.ORDINAL and bare(suffix) != "a"):
        is_decade = kind is Kind.YEAR or (
            len(digits) == 2 and digits.endswith("0") and bare(suffix) in {"s", "er", "ern"}
        )
        if bare(suffix) == "s" and digits.endswith("00"):
            return [Token(Kind.HUNDREDS, digits, start, match.end(), spaced)]
        wanted = Kind.DECADE_NUMBER if is_decade and meaning[0] is Kind.DECADE_NUMBER else Kind.ORDINAL
        return [Token(wanted, digits, start, match.end(), spaced)]
    if meaning[0] is Kind.FILLER:
        return [number]
    return [number, Token(meaning[0], "", middle, match.end(), spaced=False)]


_DATED: Final = {Kind.YEAR, Kind.NUMBER, Kind.DECADE_NUMBER, Kind.CENTURY, Kind.DOT, Kind.QUESTION}
"""What stands before an "of" that is Dutch and means or."""


def _word(word: str, before: Token | None, start: int, *, spaced: bool) -> list[Token]:
    end = start + len(word)
    known = bare(word)
    numeral = before is not None and before.kind in {Kind.ORDINAL, Kind.ROMAN, Kind.NUMBER, Kind.DOT}
    roman = _ROMAN.match(word)
    if (
        roman
        and roman[0]
        and (roman.end() == len(word) or (len(roman[0]) > 1 and bare(word[roman.end() :]) in SUFFIXES))
    ):
        return [Token(Kind.ROMAN, _value_of(roman[0]), start, end, spaced)]
    if numeral and known in AFTER_NUMERAL:
        kind, value = AFTER_NUMERAL[known]
        return [Token(kind, value, start, end, spaced)]
    if known in HALVES and not numeral:
        return [Token(Kind.PART, "mid", start, end, spaced)]
    if known == "of" and (before is None or before.kind not in _DATED):
        return [Token(Kind.FILLER, "", start, end, spaced)]
    meanings = DICTIONARY.get(known, ((Kind.WORD, word),))
    return [Token(kind, value, start, end, spaced) for kind, value in meanings]


def _value_of(numeral: str) -> int:
    values = [_ROMAN_DIGITS[digit] for digit in numeral]
    return sum(
        -value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True)
    )


_ABBREVIATED: Final = frozenset("MSCDPFaqbugfB&|wrExW")


def _without_abbreviation_dots(found: list[Token]) -> list[Token]:
    """Leave out fillers and the dots of abbreviations: a dot counts only after a number."""
    kept: list[Token] = []
    for token in found:
        if token.kind is Kind.DOT and (not kept or kept[-1].kind in _ABBREVIATED):
            continue
        kept.append(token)
    return [token for token in kept if token.kind is not Kind.FILLER]
