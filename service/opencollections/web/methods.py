"""Methods: which of them an address takes (RFC 9110 §9.1)."""

from collections.abc import Sequence
from typing import Final

from starlette.routing import BaseRoute, Match
from starlette.types import Scope

_METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")


def taken(scope: Scope, routes: Sequence[BaseRoute]) -> list[str]:
    """Give the methods that any of the routes takes for the address of a request; none where no route leads there.

    Every GET has its HEAD, and whatever is taken can be asked for with OPTIONS.
    """
    found = [method for method in _METHODS if _matches({**scope, "method": method}, routes)]
    if "GET" in found:
        found.insert(1, "HEAD")
    return [*found, "OPTIONS"] if found else []


def _matches(scope: Scope, routes: Sequence[BaseRoute]) -> bool:
    return any(route.matches(scope)[0] is Match.FULL for route in routes)
