"""People and invitations: addresses that are none, accounts taken back and given again, and what passwords may be."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.passwords import quick_passwords

from opencollections.errors import (
    EmailInvalid,
    EmailTaken,
    InvitationInvalid,
    NameMissing,
    PasswordUnfit,
    SignInRefused,
    UnknownPerson,
)
from opencollections.members import invitations, passwords
from opencollections.members.invitations import accept, invite, open_invitations
from opencollections.members.people import authenticated, checked_email, people, person_of, revoke_person
from opencollections.members.sessions import session, signed_in
from opencollections.store import registry
from opencollections.store.control import Control
from opencollections.store.registry import Member

PASSWORD = "three plain words"
EMAIL = "Anna@m.example"


@pytest.fixture(autouse=True)
def quick() -> Iterator[None]:
    with quick_passwords():
        yield


@pytest.fixture
def control(tmp_path: Path) -> Control:
    opened = Control(tmp_path / "control.sqlite")
    for slug in ("m", "n"):
        registry.add_member(opened, Member(slug, slug.upper(), "en", None, "2026-01-01T00:00:00Z"))
    return opened


def employed(control: Control, member: str = "m"):
    return accept(control, invite(control, member, EMAIL), "", "Anna", "hu", PASSWORD)


def test_an_address_is_the_same_in_any_case(control: Control):
    made = employed(control)
    for email in (EMAIL.lower(), f" {EMAIL} "):
        assert authenticated(control, email, PASSWORD).number == made.number
    assert person_of(control, EMAIL.upper()) is not None
    assert made.operator is False


def test_who_follows_an_invitation_is_signed_in_by_it(control: Control):
    assert employed(control).seen is not None


def test_an_account_that_was_taken_back_can_be_given_again_elsewhere(control: Control):
    cookie = session(control, employed(control))
    assert signed_in(control, cookie) is not None
    with pytest.raises(EmailTaken):
        invite(control, "n", EMAIL)
    revoke_person(control, "m", EMAIL)
    assert signed_in(control, cookie) is None
    with pytest.raises(SignInRefused):
        authenticated(control, EMAIL, PASSWORD)
    again = employed(control, "n")
    assert (again.member, len(people(control))) == ("n", 1)
    assert signed_in(control, cookie) is None


def test_what_a_person_whose_account_ends_invited_to_ends_with_it(control: Control):
    leaving = employed(control)
    other = accept(control, invite(control, "m", "eva@m.example"), "", "Eva", "hu", PASSWORD)
    ended = invite(control, "n", "friend@n.example", operator=True, inviter=leaving)
    stay = [invite(control, "n", "bob@n.example", inviter=other), invite(control, "m", None)]
    revoke_person(control, "m", EMAIL.lower())
    assert {one.email for one in open_invitations(control)} == {"bob@n.example", None}
    with pytest.raises(InvitationInvalid):
        accept(control, ended, "", "Friend", "hu", PASSWORD)
    for secret in stay:
        assert accept(control, secret, "somebody@m.example", "Bob", "hu", PASSWORD).operator is False


def test_an_account_that_is_not_there_ends_no_invitations(control: Control):
    leaving = employed(control)
    revoke_person(control, "m", EMAIL)
    again = employed(control, "n")
    assert again.number == leaving.number
    invite(control, "n", "friend@n.example", inviter=again)
    with pytest.raises(UnknownPerson):
        revoke_person(control, "m", EMAIL)
    assert [one.email for one in open_invitations(control)] == ["friend@n.example"]


def test_of_two_who_follow_a_link_at_once_one_gets_an_account(
    control: Control, monkeypatch: pytest.MonkeyPatch
):
    secret = invite(control, "m", None)
    found = invitations.invitation(control, secret)
    accept(control, secret, "first@m.example", "First", "hu", PASSWORD)
    monkeypatch.setattr(invitations, "invitation", lambda *_: found)
    with pytest.raises(InvitationInvalid):
        accept(control, secret, "second@m.example", "Second", "hu", PASSWORD)
    assert [one.email for one in people(control)] == ["first@m.example"]


def test_an_invitation_stays_where_it_could_not_be_followed(control: Control):
    secret = invite(control, "m", None)
    for name, password in (("x" * 101, PASSWORD), ("Anna", "short")):
        with pytest.raises((NameMissing, PasswordUnfit)):
            accept(control, secret, EMAIL, name, "hu", password)
    assert accept(control, secret, EMAIL, "Anna", "hu", PASSWORD).name == "Anna"


def test_an_invitation_expires(control: Control):
    secret = invite(control, "m", EMAIL)
    control.db.execute("UPDATE invitation SET expires = '2026-01-01T00:00:00Z'")
    assert open_invitations(control, "m") == []
    with pytest.raises(InvitationInvalid):
        accept(control, secret, EMAIL, "Anna", "hu", PASSWORD)


def test_a_renewed_invitation_can_make_an_operator(control: Control):
    employed(control)
    secret = invite(control, "m", EMAIL, operator=True)
    assert accept(control, secret, "", "", "hu", PASSWORD).operator is True


@pytest.mark.parametrize(
    "email",
    ["", "anna", "a@b@c", "a b@c", "a@b\r\nBcc: x@y", "<a@b>", "a@b,c@d", "a@b\0", "a" * 250 + "@b.example"],
)
def test_what_is_no_address_is_refused(email: str):
    with pytest.raises(EmailInvalid):
        checked_email(email)


@pytest.mark.parametrize("password", ["", "short", "x" * 201, "aaaaaaaaaaaaaaa", "abababababab", EMAIL])
def test_a_password_that_is_soon_guessed_is_refused(password: str):
    with pytest.raises(PasswordUnfit):
        passwords.password_hash(password, EMAIL.lower())


def test_a_password_is_the_same_however_its_letters_are_put_together():
    kept = passwords.password_hash("árvíztűrő tükör", EMAIL)
    assert kept.startswith("$argon2id$")
    assert passwords.fits("árvíztűrő tükör", kept)
    assert not passwords.fits("arvizturo tukor", kept)


@pytest.mark.parametrize("kept", [None, "", "not a hash", "$argon2id$v=19$broken"])
def test_nothing_fits_what_is_no_hash(kept: str | None):
    assert not passwords.fits("a password that nobody has", kept)
