"""Identities: how far a person, an operator and a token may go, and what is told of them to whom."""

import pytest

from opencollections.errors import NotYours, OperatorsOnly, ScopeMissing
from opencollections.members.identities import Identity
from opencollections.members.people import Person
from opencollections.members.scopes import Scope
from opencollections.members.tokens import Token

NOW = "2026-01-01T00:00:00Z"


def person(*, operator: bool = False) -> Identity:
    return Identity.of_person(
        Person(1, "anna@npg.example", "Anna", "hu", "npg", operator, 1, NOW, None, None)
    )


def token(scope: Scope) -> Identity:
    return Identity.of_token(Token(7, "npg", "nightly", scope, NOW, "Anna", None, None))


@pytest.mark.parametrize("have", list(Scope))
@pytest.mark.parametrize("needed", list(Scope))
def test_a_scope_has_all_that_the_ones_before_it_have(have: Scope, needed: Scope):
    order = [Scope.READ, Scope.DRAFT, Scope.PUBLISH]
    if order.index(have) >= order.index(needed):
        token(have).check(needed)
    else:
        with pytest.raises(ScopeMissing, match=f"may {needed.value}, and this one may only {have.value}"):
            token(have).check(needed)


def test_a_person_may_publish_for_her_member_and_no_other():
    person().check(Scope.PUBLISH)
    person().check_member("npg")
    for somebody in (person(), token(Scope.PUBLISH)):
        with pytest.raises(NotYours):
            somebody.check_member("hafa")
        with pytest.raises(OperatorsOnly):
            somebody.check_operator()


def test_an_operator_may_do_all_for_all():
    person(operator=True).check_operator()
    person(operator=True).check_member("hafa")


def test_what_is_public_names_the_member_and_no_person():
    assert person().actor == token(Scope.READ).actor == "member npg"
    assert person().name == "Anna <anna@npg.example>"
    assert token(Scope.READ).name == "token 7 (nightly)"
