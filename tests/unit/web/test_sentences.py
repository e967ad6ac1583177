"""Sentences: an error is told in the reader's language with the phrases in it, also from what a job keeps of it."""

import json
import re
from pathlib import Path

import pytest

from opencollections.errors import (
    BrokenFile,
    ColumnMissing,
    DiskFull,
    EngineUnreachable,
    JobEnded,
    OpenCollectionsError,
    ReadingStopped,
    ReportRefused,
    SheetMissing,
    SourceUnmatched,
    TooLarge,
    UnknownGraph,
)
from opencollections.formats.interface import interface
from opencollections.phrases import Phrase
from opencollections.records import open_table
from opencollections.records.headings import did_you_mean, listed
from opencollections.records.measures import in_work
from opencollections.records.tables import File, Selection
from opencollections.store.jobs import Job, JobKind, JobState
from opencollections.web.sentences import TEXTS, failure, sentence

GERMAN = interface("de")
NAMES = ("Objekte", "Personen")
ERRORS: list[tuple[OpenCollectionsError, str]] = [
    (
        SheetMissing(file="a.xlsx", sheet="Objekt", known=listed(NAMES), hint=did_you_mean("Objekt", NAMES)),
        "a.xlsx: Es gibt kein Blatt „Objekt“. Die Blätter sind: Objekte, Personen. Meinten Sie „Objekte“?",
    ),
    (
        SheetMissing(file="a.xlsx", sheet="{x}", known=listed([str(one) for one in range(42)]), hint=""),
        "39 und 2 weitere",
    ),
    (SourceUnmatched(wanted="a.csv", given=Phrase("nothing")), "(eingereicht: nichts)"),
    (
        SheetMissing(file="a.xlsx", sheet="Objekte\v\u00a0\ud800\x07", known="", hint=""),
        "kein Blatt „Objekte[Zeilenumbruch][U+00A0][U+D800][Steuerzeichen]“",
    ),
    (
        ReportRefused(file="a.xlsx", why=Phrase("it took longer than {limit} s", {"limit": "120"})),
        "in diese Arbeitsmappe schreiben: es dauerte länger als 120 s. Nehmen Sie den Bericht als CSV.",
    ),
    (
        ReadingStopped(file="a.ods", kind="ODS", limit=in_work(20, 3_000_000_000)),
        "bei 20 s Rechenzeit und 3000 MB",
    ),
]
FILES = [
    ("a.xlsx", b"<!doctype html><html></html>", "als XLSX lesen: sie ist eine Webseite"),
    ("a", b"", "als eine Tabelle lesen: sie ist leer"),
    ("a.xlsx", b"PK\x03\x04{rest}", "sie ist keine ganze Arbeitsmappe ("),
]


def job(error: OpenCollectionsError) -> Job:
    """Give a job that failed with an error, as it is read from the database."""
    outcome = json.loads(json.dumps({"facts": error.kept()}))
    facts = {"outcome": outcome, "code": error.code, "detail": str(error)}
    return Job(1, "1", JobKind.MAP, "m", None, None, {}, 0, "a", JobState.FAILED, "2026-11-26", **facts)


@pytest.mark.parametrize(("error", "told"), ERRORS)
def test_a_phrase_in_an_error_is_told_in_the_readers_language(error: OpenCollectionsError, told: str) -> None:
    assert told in sentence(error, GERMAN).text
    assert failure(job(error), GERMAN) == sentence(error, GERMAN)


def test_no_reader_of_a_page_is_sent_to_a_command_line() -> None:
    assert [text for text in TEXTS if re.search(r"\bocn\b|--\w", text)] == []


@pytest.mark.parametrize(
    ("error", "language"),
    [
        (JobEnded(job="7"), "de"),
        (DiskFull(path="data"), "de"),
        # Operators read it, and the makers of programs.
        (EngineUnreachable(address="http://localhost:7878", detail="x"), "en"),
        (UnknownGraph(graph="http://localhost:8000/graph/x/y"), "en"),
    ],
)
def test_an_error_is_in_the_language_that_it_says_it_is_in(
    error: OpenCollectionsError, language: str
) -> None:
    told = sentence(error, GERMAN)
    assert told.language == language
    assert (told.text == str(error)) == (language == "en")


@pytest.mark.parametrize(("name", "content", "told"), FILES)
def test_why_a_file_cannot_be_read_is_told_in_the_readers_language(
    tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(BrokenFile) as refused:
        open_table(File(name, path), Selection())
    assert told in sentence(refused.value, GERMAN).text
    assert failure(job(refused.value), GERMAN) == sentence(refused.value, GERMAN)


def test_what_a_process_of_its_own_refuses_is_told_in_the_readers_language(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('[{"a": "1" "b": 2}]', encoding="utf-8")
    with pytest.raises(BrokenFile) as refused:
        list(open_table(File("a.json", path), Selection()).batches(["a"]))
    assert "Zeile 1, bei" in sentence(refused.value, GERMAN).text


def test_how_much_is_too_much_is_told_in_the_readers_language(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(";" * 20_000 + "\n", encoding="utf-8")
    with pytest.raises(TooLarge) as refused:
        open_table(File("a.csv", path), Selection())
    told = sentence(refused.value, GERMAN).text
    assert told.startswith("a.csv: die Zahl der Spalten in Zeile 1 ist 20001, und höchstens 16384 wird")
    assert failure(job(refused.value), GERMAN).text == told


def test_a_sheet_is_named_in_the_readers_language(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Titel\nx\n", encoding="utf-8")
    with pytest.raises(ColumnMissing) as refused:
        list(open_table(File("a.csv", path), Selection()).batches(["Titell"]))
    assert sentence(refused.value, GERMAN).text.endswith("Meinten Sie „Titel“?")
