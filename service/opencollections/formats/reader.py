"""The reader of a page: the languages wanted, and what everything is called in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Literal

from .interface import ENGLISH, Interface
from .links import Link, Urls, called, name_in
from .texts import NAME_LIMIT, Text, best
from .wording import Wording


@dataclass(frozen=True)
class Reader:
    """Who reads: where links lead, the words of properties, the languages wanted, and the names of things.

    ``languages`` orders the languages of texts; ``interface`` has the page's own words;
    ``members`` names the member behind each named graph.
    """

    urls: Urls
    wording: Wording
    languages: Sequence[str]
    labels: Mapping[str, tuple[Literal, ...]] = field(default_factory=dict)
    members: Mapping[str, str] = field(default_factory=dict)
    interface: Interface = ENGLISH

    def called(self, iri: str) -> Text:
        """Give the name of a thing: its label in the reader's language, or what its IRI tells."""
        known = best(self.labels.get(iri, ()), self.languages, self.interface, NAME_LIMIT)
        if known is not None:
            return known
        if self.wording.knows(iri):
            return self.wording.text(iri, self.languages)
        return Text(name_in(iri) if self.urls.own(iri) else called(iri))

    def called_class(self, iri: str) -> Text:
        """Give the word for a class, in the language of the interface where there is one."""
        if self.wording.knows(iri):
            return self.wording.text(iri, [self.interface.tag])
        return Text(self.wording.word(iri), "en")

    def rank(self, language: str | None) -> int:
        """Tell how dear the language of a text is to the reader: 0 for the dearest, the highest for one not wanted."""
        primary = (language or "").partition("-")[0]
        return self.languages.index(primary) if primary in self.languages else len(self.languages)

    def link(self, iri: str) -> Link:
        return Link(self.called(iri), self.urls.href(iri), foreign=not self.urls.own(iri))
