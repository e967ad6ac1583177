"""Identities: who acts, a person or a program, for which member, and how far they may go."""

from dataclasses import dataclass

from ..errors import NotYours, OperatorsOnly, ScopeMissing
from ..store.ledger import acting_for
from .people import Person
from .scopes import Scope
from .tokens import Token


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody who has proved to act for ``member``; an operator acts for every member.

    Exactly one of ``person`` and ``token`` is there.
    """

    member: str
    scope: Scope
    operator: bool = False
    person: Person | None = None
    token: Token | None = None

    @classmethod
    def of_person(cls, person: Person) -> "Identity":
        return cls(person.member, Scope.PUBLISH, person.operator, person=person)

    @classmethod
    def of_token(cls, token: Token) -> "Identity":
        return cls(token.member, token.scope, token=token)

    @property
    def name(self) -> str:
        """Who it is, for the audit log and pages of the workspace: never for what is public."""
        if self.person is not None:
            return f"{self.person.name} <{self.person.email}>"
        assert self.token is not None
        return self.token.title

    @property
    def actor(self) -> str:
        """Who made a version, as everybody may read it."""
        return acting_for(self.member)

    def check(self, needed: Scope) -> None:
        """Raise ScopeMissing where this may not go as far."""
        if not self.scope.covers(needed):
            raise ScopeMissing(needed=needed.value, scope=self.scope.value)

    def check_member(self, member: str) -> None:
        """Raise NotYours for what belongs to another member."""
        if not self.may_touch(member):
            raise NotYours(member=member)

    def check_operator(self) -> None:
        """Raise OperatorsOnly for everybody else."""
        if not self.operator:
            raise OperatorsOnly

    def may_touch(self, member: str) -> bool:
        return self.operator or member == self.member
