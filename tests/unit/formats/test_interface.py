"""The interface: every message is told in every language, with the same places for values."""

import ast
import re
import string
import sys
from datetime import date
from pathlib import Path

import pytest

from opencollections.formats.interface import TAGS, interface, own_name

sys.path.append(str(Path(__file__).resolve().parents[3] / "docs"))

import messages

ALL = {part: wanted() for part, wanted in messages.PARTS.items()}
OTHERS = TAGS[1:]


def forms(message) -> list[str]:
    return [message] if isinstance(message, str) else list(message)


def places(text: str) -> set[str]:
    """Give the places for values in a text, whether of ``%`` or of ``format``."""
    braces = {name for _, name, _, _ in string.Formatter().parse(text) if name} if "{" in text else set()
    return braces | set(re.findall(r"%\((\w+)\)s", text))


@pytest.mark.parametrize("part", messages.PARTS)
@pytest.mark.parametrize("tag", OTHERS)
def test_a_catalogue_has_every_message_and_no_other(tag: str, part: str) -> None:
    kept = {(m.context, m.id): m.string for m in messages.catalogue(tag, part) if m.id}
    assert set(kept) == {(m.context, m.id) for m in ALL[part] if m.id}
    assert [id_ for id_, told in kept.items() if not all(forms(told))] == []


@pytest.mark.parametrize("part", messages.PARTS)
@pytest.mark.parametrize("tag", OTHERS)
def test_a_translation_has_the_places_of_its_message(tag: str, part: str) -> None:
    catalogue = messages.catalogue(tag, part)
    for message in catalogue:
        if not message.id:
            continue
        told, wanted = forms(message.string), places(forms(message.id)[-1])
        if not isinstance(message.id, str):
            assert len(told) == catalogue.num_plurals
        for form in told[1:] or told:
            assert places(form) == wanted, (tag, message.id)
        assert places(told[0]) <= wanted


@pytest.mark.parametrize("part", messages.PARTS)
@pytest.mark.parametrize("tag", OTHERS)
def test_no_translation_is_left_in_english(tag: str, part: str) -> None:
    """A sentence of four words or more is nowhere the same in another language."""
    same = [
        m.id
        for m in messages.catalogue(tag, part)
        if isinstance(m.id, str) and m.id == m.string and len(m.id.split()) > 3
    ]
    assert same == []


@pytest.mark.parametrize("part", messages.PARTS)
def test_nobody_is_sent_from_a_page_to_the_command_line(part: str) -> None:
    """A sentence with a verb of ``ocn`` is told where verbs are typed (``OpenCollectionsError.verb``)."""
    assert [m.id for m in ALL[part] if re.search(r"\bocn [a-z]|(?<!\w)--[a-z]", str(m.id))] == []


@pytest.mark.parametrize(
    ("tag", "count", "told"),
    [
        ("en", 1, "1 record"),
        ("en", 2, "2 records"),
        ("hu", 2, "2 rekord"),
        ("sk", 1, "1 záznam"),
        ("sk", 3, "3 záznamy"),
        ("sk", 5, "5 záznamov"),
        ("lt", 21, "21 įrašas"),
        ("lt", 10, "10 įrašų"),
        ("de", 2, "2 Datensätze"),
        ("nl", 1, "1 record"),
    ],
)
def test_numbers_take_the_forms_of_each_language(tag: str, count: int, told: str) -> None:
    assert interface(tag).ngettext("%(count)s record", "%(count)s records", count) % {"count": count} == told


@pytest.mark.parametrize(
    ("tag", "deed", "state"), [("hu", "közzétette", "közzétéve"), ("lt", "paskelbė", "paskelbta")]
)
def test_one_message_is_told_as_its_context_wants_it(tag: str, deed: str, state: str) -> None:
    assert interface(tag).gettext("published") == deed
    assert interface(tag).pgettext("draft", "published") == state


@pytest.mark.parametrize(
    ("tag", "day", "number"),
    [
        ("en", "26 November 2026", "12,345"),
        ("hu", "2026. november 26.", "12\xa0345"),
        ("de", "26. November 2026", "12.345"),
        ("nl", "26 november 2026", "12.345"),
        ("sk", "26. novembra 2026", "12\xa0345"),
    ],
)
def test_dates_and_numbers_are_written_as_the_reader_does(tag: str, day: str, number: str) -> None:
    assert interface(tag).day(date(2026, 11, 26)) == day
    assert interface(tag).number(12345) == number


def test_languages_are_named_in_the_readers_and_in_their_own() -> None:
    assert [interface(tag).language("hu-HU") for tag in ("en", "sk", "de")] == [
        "Hungarian",
        "maďarčina",
        "Ungarisch",
    ]
    assert [own_name(tag) for tag in TAGS] == [
        "English",
        "Magyar",
        "Slovenčina",
        "Nederlands",
        "Deutsch",
        "Lietuvių",
    ]
    assert interface("en").language("xx") == "xx"


def fixed(node: ast.expr) -> bool:
    """Tell whether what is told is not put together in the call: a text, a name, or what another call gives."""
    return not any(isinstance(part, ast.JoinedStr | ast.BinOp) for part in ast.walk(node))


TOLD_BY = {
    "error": (1, 2),
    "warning": (1, 2),
    "stop": (1, 2),
    "_error": (1, 2),
    "_wrong": (0, 1),
    "Phrase": (0,),
}


def test_no_finding_or_phrase_is_put_together_in_english() -> None:
    """What is put together cannot be translated, and its facts have places for that."""
    found = [
        f"{file.name}:{call.lineno}"
        for file in sorted(messages.PACKAGE.rglob("*.py"))
        if "cli" not in file.parts
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and (places := TOLD_BY.get(getattr(call.func, "attr", getattr(call.func, "id", ""))))
        and not all(
            fixed(argument) for argument in [call.args[one] for one in places if one < len(call.args)]
        )
    ]
    assert found == []


def test_no_sentence_is_marked_where_it_is_not_found() -> None:
    """A mark inside of a call that is named as one goes unseen, and its sentence would stay English."""
    marked = {
        call.args[0].value
        for file in sorted((messages.PACKAGE / "mapping").rglob("*.py"))
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", "") == "told"
        and isinstance(call.args[0], ast.Constant)
    }
    assert marked
    assert marked - {message.id for message in ALL["problems"]} == set()
