"""Bring the catalogues of the interface up to date with the code and the templates. `make messages` runs this.

What is new gets an empty translation, which a test complains of until somebody has filled it in; what is gone goes.
"""  # noqa: INP001 - a script

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.pofile import read_po, write_po

from opencollections.formats.interface import TAGS
from opencollections.formats.report.words import SENTENCES
from opencollections.web.sentences import TEXTS

PACKAGE: Final = Path(__file__).resolve().parents[1] / "service" / "opencollections"
LOCALES: Final = PACKAGE / "locales"

_METHODS: Final = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
_PHRASES: Final = (
    *("Phrase", "TemplateInvalid", "InlineInvalid", "DatePatternInvalid"),
    *("UnusualPacking", "_Unfit"),
)
"""What takes a part of a sentence as its first argument."""

_KEYWORDS: Final = {"_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "marked": None}


def messages() -> Catalog:
    """Give every message of the service: what code and templates mark, and the errors that pages tell."""
    found = Catalog(charset="utf-8")
    options = {"**/templates/**.html": {"newstyle_gettext": "true", "silent": "false"}}
    for _, _, message, _, context in extract_from_dir(
        str(PACKAGE), method_map=_METHODS, options_map=options, keywords=_KEYWORDS
    ):
        found.add(message, flags=["python-format"] if "%(" in str(message) else [], context=context)
    for text in TEXTS:
        found.add(text, flags=["python-brace-format"] if "{" in text else [])
    return found


def sentences() -> Catalog:
    """Give every sentence of the problem report, and of what is wrong in a mapping."""
    found = Catalog(charset="utf-8")
    findings = (*_of_findings("message"), *_of_findings("advice"))
    # A problem is told with its code, which has no blank, by a call that is named as the mark of a sentence is.
    marked = (one for one in _extracted(PACKAGE / "mapping", {"told": None}) if " " in one)
    tellings = (one for part in (1, 2) for one in _extracted(PACKAGE / "publishing", {"Telling": (part,)}))
    phrases = _extracted(PACKAGE, dict.fromkeys(_PHRASES))
    for sentence in (*SENTENCES, *findings, *tellings, *marked, *phrases):
        found.add(sentence, flags=["python-brace-format"] if "{" in sentence else [])
    return found


def _of_findings(part: str) -> Iterator[str]:
    """Give what is told of a mapping: a part of each finding, by its place in the call."""
    first = {"message": 0, "advice": 1}[part]
    calls = dict.fromkeys(("error", "warning", "stop", "_error"), (2 + first,))
    yield from _extracted(PACKAGE / "mapping", {**calls, "_wrong": (1 + first,)})


def _extracted(folder: Path, keywords: Mapping[str, tuple[int] | None]) -> Iterator[str]:
    """Give the texts in the calls of some names, by the number of the argument (the first where none is told)."""
    for file in sorted(folder.rglob("*.py")):
        for _, sentence, _, _ in extract_from_file("python", file, keywords=keywords):
            yield str(sentence)


PARTS: Final = {"": messages, "problems": sentences}
"""The catalogues by the folder that they lie in, and what gives their messages."""


def catalogue(tag: str, part: str = "") -> Catalog:
    """Give the catalogue of a language as it is."""
    file = LOCALES / part / f"{tag}.po"
    if not file.is_file():
        return Catalog(locale=tag, charset="utf-8")
    with file.open("rb") as text:
        return read_po(text, locale=tag)


if __name__ == "__main__":
    for part, wanted in PARTS.items():
        for language in TAGS[1:]:
            kept = catalogue(language, part)
            kept.update(wanted(), no_fuzzy_matching=True)
            kept.obsolete.clear()
            with (LOCALES / part / f"{language}.po").open("wb") as out:
                write_po(
                    out,
                    kept,
                    omit_header=True,
                    no_location=True,
                    sort_output=True,
                    width=0,
                    ignore_obsolete=True,
                )
