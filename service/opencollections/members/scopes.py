"""Scopes: how far somebody may go for a member, each with all that the ones before it have."""

from enum import StrEnum


class Scope(StrEnum):
    """To read what is not public, to make drafts, to publish."""

    READ = "read"
    DRAFT = "draft"
    PUBLISH = "publish"

    def covers(self, other: "Scope") -> bool:
        order = tuple(Scope)
        return order.index(self) >= order.index(other)
