"""Phrases: how a sentence quotes what is not seen."""

import pytest

from opencollections.formats.report.words import words
from opencollections.phrases import filled, quoted


@pytest.mark.parametrize(
    ("written", "english", "dutch"),
    [
        ("summer", "'summer'", "summer"),
        ("sum\nmer", "'sum[line break]mer'", "sum[regeleinde]mer"),
        ("sum\r\nmer\v", "'sum[line break]mer[line break]'", "sum[regeleinde]mer[regeleinde]"),
        ("a\tb", "'a[tab]b'", "a[tab]b"),
        ("a\x07\x9f", "'a[control character][control character]'", "a[besturingsteken][besturingsteken]"),
        ("a\u00a0b\u200b", "'a[U+00A0]b[U+200B]'", "a[U+00A0]b[U+200B]"),
    ],
)
def test_what_is_not_seen_is_told_in_the_language_of_the_sentence(
    written: str, english: str, dutch: str
) -> None:
    assert "{value!r}".format(**filled({"value": written})) == english
    told = filled({"value": written, "also": quoted(written)}, words("nl").text)
    assert "{value!r} {also}".format(**told) == f"‘{dutch}’ ‘{dutch}’"
