"""The page of a search: what was found in the reader's language, and the links that narrow it or loosen it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ..formats.dates import decade
from ..formats.interface import Interface, marked
from ..formats.licences import licence
from ..formats.reader import Reader
from ..formats.texts import Text
from ..query.entity import labels
from ..query.finding import Finder, Findings, Offer, Sort
from ..query.inventory import Facet, inventory
from ..store import registry
from ..vocabulary import compact
from .search_address import GRID, LIST, SearchAddress
from .site import Site
from .state import State
from .visits import Visit

SHOWN: Final = 24

_FACETS: Final = {
    Facet.MEMBER: marked("Member"),
    Facet.COLLECTION: marked("Collection"),
    Facet.KIND: marked("Kind"),
    Facet.MAKER: marked("Maker"),
    Facet.PLACE: marked("Place"),
    Facet.SUBJECT: marked("Subject"),
    Facet.PERIOD: marked("Period"),
    Facet.RIGHTS: marked("Rights"),
    Facet.PICTURE: marked("Picture"),
}
_SORTS: Final = {
    Sort.BEST: marked("Best match"),
    Sort.TITLE: marked("Title"),
    Sort.NEWEST: marked("Changed last"),
    Sort.OLDEST: marked("Oldest first"),
}
_VIEWS: Final = {LIST: marked("List"), GRID: marked("Pictures")}


@dataclass(frozen=True, slots=True)
class Row:
    """A thing in a list: ``type`` and ``member`` in words, None where the list says it anyway."""

    iri: str
    href: str | None
    title: Text
    type: str | None = None
    member: str | None = None
    picture: str | None = None


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet with its words, its number, and where its link leads."""

    value: str
    label: Text
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class FacetView:
    """One facet that the search can be narrowed by; ``more`` leads to all of its values."""

    name: str
    title: str
    values: tuple[FacetValue, ...]
    more: str | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several links: what it is called, where it leads, and whether it is what the reader sees."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """Everything that a list of findings says."""

    address: SearchAddress
    found: Findings
    rows: tuple[Row, ...]
    chosen: tuple[tuple[str, FacetValue], ...]
    facets: tuple[FacetView, ...]
    sorts: tuple[Choice, ...]
    views: tuple[Choice, ...]
    next: str | None
    previous: str | None


def finder(state: State) -> Finder:
    """Give what finds in the current generation; it is made once for each."""
    return state.counted("finder", lambda control: Finder(inventory(control)))


def findings(state: State, address: SearchAddress, limit: int = SHOWN) -> Findings:
    """Find one page; raise CursorInvalid."""
    return finder(state).found(state.control, address.wish, address.after, limit)


def findings_page(
    site: Site, state: State, address: SearchAddress, found: Findings, visit: Visit
) -> FindingsPage:
    """Put what was found into a reader's words, with one look-up of all names."""
    named = Names(site, state, visit, _wanted(address, found))
    shown = tuple(
        named.row(one.iri, one.title, one.type, one.collection, one.picture) for one in found.things
    )
    chosen = [(facet, value) for facet in Facet for value in address.wish.chosen.get(facet, ())]
    return FindingsPage(
        address=address,
        found=found,
        rows=shown,
        chosen=tuple((named.facet(facet), named.chosen(facet, value, address)) for facet, value in chosen),
        facets=tuple(
            view for offer in found.offers if (view := named.offer(offer, address, found.total)).values
        ),
        sorts=_sorts(address, visit.interface),
        views=tuple(
            Choice(visit.interface.gettext(words), address.viewed(view).href(), address.view == view)
            for view, words in _VIEWS.items()
        ),
        next=_href(address.at(found.after)),
        previous=_href(address.at(found.before)),
    )


def _href(address: SearchAddress | None) -> str | None:
    return None if address is None else address.href()


def _wanted(address: SearchAddress, found: Findings) -> set[str]:
    """Give every IRI whose name the page needs."""
    offered = {value for offer in found.offers for value, _ in offer.values if "://" in value}
    chosen = {value for values in address.wish.chosen.values() for value in values if "://" in value}
    return {one.iri for one in found.things} | offered | chosen


def _sorts(address: SearchAddress, interface: Interface) -> tuple[Choice, ...]:
    offered = [sort for sort in Sort if address.wish.text or sort is not Sort.BEST]
    return tuple(
        Choice(interface.gettext(_SORTS[sort]), address.anew(sort=sort).href(), address.wish.order is sort)
        for sort in offered
    )


class Names:
    """The words for things and values on one page."""

    def __init__(self, site: Site, state: State, visit: Visit, iris: Iterable[str]) -> None:
        self.site = site
        self.interface = visit.interface
        self.members: Mapping[str, str] = {m.slug: m.name for m in registry.members(state.control)}
        self.collections: Mapping[str, Text] = {
            one.name: Text(one.title, one.language) for one in registry.collections(state.control)
        }
        self.reader = Reader(
            urls=site.urls,
            wording=site.wording,
            languages=tuple(dict.fromkeys([*visit.languages, "en"])),
            labels=labels(state.generation.engine, _safe(iris)),
            interface=visit.interface,
        )

    def row(
        self, iri: str, title: str | None, type_: str | None, collection: str, picture: str | None = None
    ) -> Row:
        known = iri in self.reader.labels or title is None
        return Row(
            iri=iri,
            href=self.site.urls.href(iri),
            title=self.reader.called(iri) if known else Text(title or ""),
            type=self.site.wording.heading(type_, self.interface.tag) if type_ else None,
            member=self.members.get(collection.partition("/")[0]),
            picture=picture,
        )

    def facet(self, facet: Facet) -> str:
        return self.interface.gettext(_FACETS[facet])

    def chosen(self, facet: Facet, value: str, address: SearchAddress) -> FacetValue:
        return FacetValue(value, self.value(facet, value), 0, address.without_value(facet, value).href())

    def offer(self, offer: Offer, address: SearchAddress, total: int) -> FacetView:
        """Offer what narrows: not what is chosen, and not what all of it has."""
        facet = offer.facet
        already = set(address.wish.chosen.get(facet, ()))
        values = tuple(
            FacetValue(value, self.value(facet, value), count, address.with_value(facet, value).href())
            for value, count in offer.values
            if value not in already and count < total
        )
        return FacetView(
            name=facet.value,
            title=self.facet(facet),
            values=values,
            more=address.anew(unfolded=facet).href()
            if offer.more and address.wish.unfolded is not facet
            else None,
        )

    def value(self, facet: Facet, value: str) -> Text:
        """Give the words for a value of a facet."""
        if facet is Facet.MEMBER:
            return Text(self.members.get(value, value))
        if facet is Facet.COLLECTION:
            return self.collections.get(value, Text(value))
        if facet is Facet.PICTURE:
            return Text(self.interface.gettext(marked("With a picture")))
        if facet is Facet.PERIOD:
            return Text(decade(value, self.interface))
        if facet is Facet.RIGHTS:
            return Text(licence(value, self.interface).words)
        if "://" not in value:
            return Text(value)
        # A class for which nobody has words is called by its own name, as on the page of what is of it.
        is_class = facet is Facet.KIND and value not in self.reader.labels and compact(value) != value
        named = self.reader.called_class(value) if is_class else self.reader.called(value)
        return Text(named.text[:1].upper() + named.text[1:], named.language)


def _safe(iris: Iterable[str]) -> list[str]:
    """Leave out what a reader wrote into an address and is no IRI."""
    return [iri for iri in iris if not set(iri) & set(' <>"{}|\\^`') and iri.isprintable()]
