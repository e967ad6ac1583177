"""Minting of identifiers: every IRI of the service is made here and nowhere else."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit

from pyoxigraph import NamedNode

from .errors import InvalidBaseIRI, InvalidIRI, InvalidSlug
from .phrases import Phrase

NETWORK: Final = "network"
"""The member that is the operator's own: its agents, places and concepts are everybody's to speak of."""

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def checked_slug(slug: str, what: Phrase) -> str:
    """Give a member's or collection's short name back, or raise InvalidSlug."""
    if not SLUG.fullmatch(slug):
        raise InvalidSlug(slug=slug, what=what)
    return slug


def checked_iri(iri: str) -> str:
    """Give an IRI back, or raise InvalidIRI where it is none, or only a relative one."""
    try:
        NamedNode(iri)
    except ValueError as error:
        raise InvalidIRI(iri=iri, reason=str(error)) from None
    return iri


def checked_base(base: str) -> str:
    """Give the base without a trailing slash, or raise InvalidBaseIRI."""
    reason = web_address_flaw(base)
    if reason is None and ("?" in base or "#" in base):
        reason = "it has a query or a fragment"
    if reason is None and not base.isascii():
        # Addresses with the base in them stand in headers, which take nothing else.
        reason = "it has letters beyond ASCII; write the host as browsers send it (xn--…)"
    if reason is not None:
        raise InvalidBaseIRI(base=base, reason=reason)
    return base.rstrip("/")


def web_address_flaw(address: str) -> str | None:
    """Say why a text is no web address that can stand in linked data, or give None."""
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError as error:
        return str(error)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return "it is not an http or https address"
    try:
        NamedNode(address)
    except ValueError:
        return "it has characters that an identifier cannot have"
    return None if parts.username is None else "it has the name of a user in it"


@dataclass(frozen=True, slots=True)
class Identifiers:
    """The IRIs under one base such as ``https://data.example.org``."""

    base: str

    @property
    def entities(self) -> str:
        return f"{self.base}/id/"

    def space(self, member: str) -> str:
        """Give the IRI that a member's relative IRIs resolve against."""
        return f"{self.entities}{member}/"

    def entity(self, path: str) -> str:
        """Give the IRI of a raw (still encoded) path below ``/id/``."""
        return self.entities + path

    def path(self, iri: str) -> str | None:
        """Give the raw path below ``/id/`` of an entity's IRI, or None for any other IRI."""
        return iri.removeprefix(self.entities) if iri.startswith(self.entities) else None

    def graph(self, collection: str) -> str:
        return f"{self.base}/graph/{collection}"

    @property
    def catalogue_graph(self) -> str:
        """The named graph that tells how each version came to be; no collection has a name of one word."""
        return self.graph("catalog")

    def collection(self, collection: str) -> str:
        return f"{self.base}/collections/{collection}"

    def member(self, member: str) -> str:
        return f"{self.base}/members/{member}"

    def skolem(self, label: str) -> str:
        """Give the IRI that stands for a blank node (RDF 1.1 Concepts §3.5)."""
        return f"{self.base}/.well-known/genid/{quote(label, safe='')}"
