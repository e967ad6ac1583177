"""Tokens: random, kept only as a hash, found at once, ended at once, and their use noted now and then."""

from pathlib import Path

import pytest

from opencollections.errors import NameMissing, UnknownToken
from opencollections.members.people import Person
from opencollections.members.scopes import Scope
from opencollections.members.tokens import (
    add_token,
    holder,
    made_by,
    new_token,
    revoke_token,
    token_hash,
    tokens,
)
from opencollections.store import registry
from opencollections.store.control import Control
from opencollections.store.registry import Member


@pytest.fixture
def control(tmp_path: Path) -> Control:
    opened = Control(tmp_path / "control.sqlite")
    registry.add_member(opened, Member("m", "M", "en", None, "2026-01-01T00:00:00Z"), token_hash("ocn_first"))
    return opened


def test_every_token_is_new_and_its_hash_tells_it_apart():
    made = {new_token() for _ in range(50)}
    assert len(made) == len({token_hash(token) for token in made}) == 50
    assert all(token.startswith("ocn_") and len(token) > 40 for token in made)


def test_a_hash_is_stable_and_does_not_contain_the_token():
    token = new_token()
    assert token_hash(token) == token_hash(token)
    assert token not in token_hash(token)


def test_the_first_token_of_a_member_may_publish(control: Control):
    found = holder(control, "ocn_first")
    assert found is not None
    assert (found.member, found.scope) == ("m", Scope.PUBLISH)


def test_a_token_is_its_members_until_it_is_revoked(control: Control):
    made, shown = add_token(control, "m", " nightly  import ", Scope.DRAFT, "Anna")
    assert (made.name, made.creator, made.used) == ("nightly import", "Anna", None)
    found = holder(control, shown)
    assert found is not None
    assert found.number == made.number
    revoke_token(control, "m", made.number)
    assert holder(control, shown) is None
    assert [one.revoked is None for one in tokens(control, "m")] == [False, True]
    with pytest.raises(UnknownToken):
        revoke_token(control, "m", made.number)


def test_a_token_ends_with_all_that_were_made_with_it(control: Control):
    leaked, _ = add_token(control, "m", "leaked", Scope.PUBLISH, "Anna <anna@m.example>")
    second, _ = add_token(control, "m", "second", Scope.PUBLISH, leaked.title)
    third, shown = add_token(control, "m", "third", Scope.READ, second.title)
    _, stays = add_token(control, "m", "other", Scope.READ, "Anna <anna@m.example>")
    _, alike = add_token(control, "m", "alike", Scope.READ, f"token {leaked.number}1 (leaked)")
    assert [one.number for one in revoke_token(control, "m", leaked.number)] == [
        leaked.number,
        second.number,
        third.number,
    ]
    assert holder(control, shown) is None
    assert holder(control, stays) is not None
    assert holder(control, alike) is not None


def test_what_a_token_made_that_was_ended_before_ends_with_its_maker(control: Control):
    first, _ = add_token(control, "m", "first", Scope.PUBLISH, "Anna")
    second, _ = add_token(control, "m", "second", Scope.PUBLISH, first.title)
    control.db.execute("UPDATE token SET revoked = '2026-01-01T00:00:00Z' WHERE id = ?", (second.number,))
    third, _ = add_token(control, "m", "third", Scope.READ, second.title)
    assert [one.number for one in revoke_token(control, "m", first.number)] == [first.number, third.number]
    revoked = {one.number: one.revoked for one in tokens(control, "m")}
    assert revoked[second.number] == "2026-01-01T00:00:00Z"


def test_the_tokens_of_a_person_are_those_made_by_them_or_with_such_a_one(control: Control):
    anna = Person(1, "anna@m.example", "Anna Kis", "hu", "m", False, 1, "", None, None)  # noqa: FBT003
    first, _ = add_token(control, "m", "first", Scope.PUBLISH, "Anna <anna@m.example>")
    second, _ = add_token(control, "m", "second", Scope.READ, first.title)
    ended, _ = add_token(control, "m", "ended", Scope.READ, "Anna Kis <anna@m.example>")
    add_token(control, "m", "other", Scope.READ, "Anna <hanna@m.example>")
    revoke_token(control, "m", ended.number)
    assert made_by(tokens(control), anna) == [first, second]


@pytest.mark.parametrize("shown", ["", "ocn_", "x" * 10_000, "\0", "ocn_\ud800"])
def test_anything_else_is_no_token(control: Control, shown: str):
    assert holder(control, shown) is None


def test_the_use_of_a_token_is_noted_once_a_minute(control: Control):
    holder(control, "ocn_first")
    first = tokens(control, "m")[0].used
    assert first is not None
    writes = control.db.total_changes
    holder(control, "ocn_first")
    assert control.db.total_changes == writes
    control.db.execute("UPDATE token SET used = '2026-01-01T00:00:00Z'")
    holder(control, "ocn_first")
    assert tokens(control, "m")[0].used >= first


def test_nobody_waits_to_note_the_use_of_a_token(control: Control, tmp_path: Path):
    with Control(tmp_path / "control.sqlite") as other, other.transaction():
        assert holder(control, "ocn_first") is not None
    assert tokens(control, "m")[0].used is None
    assert control.db.execute("PRAGMA busy_timeout").fetchone()[0] == 30_000


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "\n\0"])
def test_a_token_has_a_name(control: Control, name: str):
    with pytest.raises(NameMissing):
        add_token(control, "m", name, Scope.READ, "Anna")
