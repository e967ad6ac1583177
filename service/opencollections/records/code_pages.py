"""Code pages: in which of those of Central and Western Europe the letters of a text make words."""

import re
import unicodedata
from typing import Final

_CENTRAL: Final = {
    "Hungarian": "áéíóöőúüű",
    "Slovak": "áäčďéíĺľňóôŕšťúýž",
    "Czech": "áčďéěíňóřšťúůýž",
    "Polish": "ąćęłńóśźż",
    "Croatian": "čćđšž",
    "Romanian": "ăâîşţ",
}
_WESTERN: Final = {
    "German": "äöüß",
    "French": "àâæçéèêëîïôœùûüÿ",
    "Dutch": "áèéêëïíóöúü",
    "Italian": "àèéìíîòóùú",
    "Spanish": "áéíñóúü",
    "Portuguese": "ãáàâçéêíóôú",
    "Catalan": "àçèéíïòóúü",
    "Danish": "æøåéáü",
    "Swedish": "åäöéáü",
    "Estonian": "äõöüšž",
    "Icelandic": "áðéíóúýþæö",
}
_LANGUAGES: Final = {
    "cp1250": _CENTRAL,
    "cp1252": _WESTERN,
    "iso8859-2": _CENTRAL,
    "cp852": _CENTRAL,
    "mac-roman": _WESTERN,
}
TITLES: Final = {
    "cp1250": "Windows-1250",
    "cp1252": "Windows-1252",
    "iso8859-2": "ISO 8859-2",
    "cp852": "DOS 852",
    "mac-roman": "Mac Roman",
}
"""The names that programs for the office use."""

# What a file of today is unlikely to be needs this much more evidence.
_RARE: Final = {"cp852": 2.0, "mac-roman": 2.0}

_VOWELS: Final = frozenset("aeiouyæøœ")
_STRAY_SIGNS: Final = frozenset("ˇ˘˛˙˝¸¨¡¢¥¦ªº¬¯¤")  # noqa: RUF001 - the signs themselves are meant
_TYPOGRAPHY: Final = frozenset("‘’‚“”„–—…•€")  # noqa: RUF001 - see above
_INNER_SIGNS: Final = frozenset("´·\u00ad")  # noqa: RUF001 - see above
_SQUARED: Final = re.compile(r"(?<!\w)[kcdm]?m[ł˛]")  # noqa: RUF001 - see above
# In "Lumière" both letters have one vowel beside them; but č stands before these only at the head of a word.
_CLASHES: Final = re.compile(r"[aeiouy]č[bcdgprsz]")


def candidates(sample: bytes) -> list[str]:
    """Order the codecs worth trying, the best reading first.

    charset-normalizer confuses cp1250 and cp1252 in short text, so it is asked only where no language of
    Central or Western Europe explains at least a third of the letters (other code pages of DOS and the
    Macintosh), or where most letters are beyond ASCII (Cyrillic, Greek).
    """
    scores = {codec: _score(sample, codec) - _RARE.get(codec, 0.0) for codec in _LANGUAGES}
    ranked = sorted(_LANGUAGES, key=lambda codec: scores[codec], reverse=True)
    letters = [char for char in sample.decode(ranked[0], "ignore") if char.isalpha()]
    accented = sum(not char.isascii() for char in letters)
    if scores[ranked[0]] < accented / 3 or accented > max(8, 0.6 * len(letters)):
        return [*_last_rung(sample), *ranked]
    return ranked


def _last_rung(sample: bytes) -> list[str]:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - 40 ms that almost no file needs

    best = from_bytes(sample).best()
    return [best.encoding] if best else []


def _score(sample: bytes, codec: str) -> float:
    """Weigh one reading of a sample: high where its letters make words of one language.

    Three things tell cp1250, cp1252 and ISO 8859-2 apart, and each settles cases that the others leave open:
    whether one language has the letters (ő ű ö together are Hungarian; õ û ö are nobody's), whether vowels
    and consonants alternate as they do in words (č or è, ř or ø), and signs where no writer sets them
    (ve¾ký for veľký, a breve for the ¢). A letter that only another language of the same code page has
    counts little against it, because catalogues are full of foreign names. Equal scores keep the order
    of the table above: Central Europe first.
    """
    try:
        text = sample.decode(codec)
    except UnicodeDecodeError:
        return float("-inf")
    lower = text.lower()
    accented = [index for index, char in enumerate(text) if not char.isascii()]
    slips = 2 * len(_SQUARED.findall(lower)) + len(_CLASHES.findall(lower))
    shape = sum(_shape(text, index) for index in accented) - slips
    letters = [char for index in accented if (char := lower[index]).isalpha()]
    return shape + _fit(letters, _LANGUAGES[codec])


def _fit(letters: list[str], languages: dict[str, str]) -> float:
    """Give how well the best language explains the letters: +1 its own, -0.2 a neighbour's, -1 nobody's."""
    known = frozenset("".join(languages.values()))
    foreign = sum(-0.2 if char in known else -1.0 for char in letters)
    gains = (
        sum(1.2 if char in known else 2.0 for char in letters if char in own) for own in languages.values()
    )
    return foreign + max(gains, default=0.0)


def _shape(text: str, index: int) -> float:
    """Weigh one character by what stands beside it."""
    char = text[index]
    before = text[index - 1] if index else " "
    after = text[index + 1] if index + 1 < len(text) else " "
    if not char.isalpha():
        if char in _TYPOGRAPHY:
            return 1.5
        if "\x80" <= char <= "\x9f" or "\u2500" <= char <= "\u259f" or char in _STRAY_SIGNS:
            return -1.0
        return -1.0 if before.isalpha() and after.isalpha() and char not in _INNER_SIGNS else 0.0
    if before.isdigit() or after.isdigit():
        return -2.0
    if char.isupper() and before.islower():
        return -1.0
    beside = [other for other in (before, after) if other.isalpha()]
    return sum(0.25 if _is_vowel(char) != _is_vowel(other) else -0.25 for other in beside)


def _is_vowel(char: str) -> bool:
    return unicodedata.normalize("NFD", char.lower())[0] in _VOWELS
