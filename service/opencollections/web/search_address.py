"""The address of a search: what a reader wishes, as the parameters of a URL and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from fastapi import Request

from ..errors import SearchTooLong
from ..query.finding import Sort, Wish
from ..query.inventory import Facet

TEXT_LIMIT: Final = 500
VALUES_LIMIT: Final = 20
VALUE_LIMIT: Final = 2_000

LIST: Final = "list"
GRID: Final = "grid"


@dataclass(frozen=True, slots=True)
class SearchAddress:
    """A search: the wish, how it is shown (``view``), and from where on (``after``, a cursor)."""

    wish: Wish
    view: str = LIST
    after: str = ""
    path: str = "/search"

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """The parameters in their one order, those that say nothing left out."""
        wish = self.wish
        told = [("q", wish.text)]
        told += [(facet.value, value) for facet in Facet for value in wish.chosen.get(facet, ())]
        told += [("sort", wish.sort.value if wish.sort else "")]
        told += [("view", "" if self.view == LIST else self.view)]
        told += [("more", wish.unfolded.value if wish.unfolded else ""), ("after", self.after)]
        return [(name, value) for name, value in told if value]

    def href(self, **more: str) -> str:
        """Give the address below the service's root, with further parameters such as ``format``."""
        query = urlencode([*self.parameters, *more.items()])
        return f"{self.path}?{query}" if query else self.path

    def with_value(self, facet: Facet, value: str) -> "SearchAddress":
        """Give the search narrowed by one value more."""
        chosen = dict(self.wish.chosen)
        chosen[facet] = (*chosen.get(facet, ()), value)
        return self.anew(chosen=chosen, unfolded=None)

    def without_value(self, facet: Facet, value: str) -> "SearchAddress":
        chosen = dict(self.wish.chosen)
        chosen[facet] = tuple(one for one in chosen.get(facet, ()) if one != value)
        return self.anew(chosen={name: values for name, values in chosen.items() if values})

    def anew(self, **changes: object) -> "SearchAddress":
        """Give the first page of the search with another wish."""
        return replace(self, wish=replace(self.wish, **changes), after="")  # type: ignore[arg-type]

    def at(self, cursor: str | None) -> "SearchAddress | None":
        return None if cursor is None else replace(self, after="" if cursor.startswith("0-") else cursor)

    def viewed(self, view: str) -> "SearchAddress":
        return replace(self, view=view)


def search_address(request: Request, path: str = "/search") -> SearchAddress:
    """Read the address of a request; what is not understood is left out. Raises SearchTooLong."""
    given = request.query_params
    text = given.get("q", "").strip()
    chosen: Mapping[Facet, Sequence[str]] = {
        facet: tuple(dict.fromkeys(filter(None, given.getlist(facet.value)))) for facet in Facet
    }
    values = [value for of_facet in chosen.values() for value in of_facet]
    if len(text) > TEXT_LIMIT or len(values) > VALUES_LIMIT or any(len(v) > VALUE_LIMIT for v in values):
        raise SearchTooLong(characters=TEXT_LIMIT, values=VALUES_LIMIT)
    wish = Wish(
        text=text,
        chosen={facet: of_facet for facet, of_facet in chosen.items() if of_facet},
        sort=next((sort for sort in Sort if sort.value == given.get("sort")), None),
        unfolded=next((facet for facet in Facet if facet.value == given.get("more")), None),
    )
    view = GRID if given.get("view") == GRID else LIST
    return SearchAddress(wish, view, given.get("after", "")[:100], path)
