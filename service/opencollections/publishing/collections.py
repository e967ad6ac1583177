"""Collections: how they are added and changed, by the operator and by members."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ..errors import InvalidLicence, InvalidSlug, UnknownMapping
from ..iris import checked_slug, web_address_flaw
from ..members.people import checked_name
from ..phrases import Phrase
from ..store import clock, registry
from ..store.control import Control
from ..store.registry import Collection
from ..values.languages import checked_language
from .documents import AS_IT_IS, NO_MAPPING, ready_mappings

TITLE_LIMIT: Final = 300


@dataclass(frozen=True, slots=True)
class NewCollection:
    """A collection to be added; its texts are in the member's language where none is named.

    ``mapping`` is what is kept of one: see ``registry.Collection``; without one it is chosen later.
    """

    name: str
    title: str
    licence: str
    language: str | None = None
    rights: str | None = None
    mapping: str | None = None


def add_collection(control: Control, new: NewCollection) -> Collection:
    """Add a collection of a member.

    Raises InvalidSlug, NameMissing, InvalidLicence, InvalidLanguage, UnknownMember and AlreadyThere.
    """
    member_slug, slash, slug = new.name.partition("/")
    if not slash:
        raise InvalidSlug(slug=new.name, what=Phrase("collection (write MEMBER/COLLECTION)"))
    for address in filter(None, (new.licence, new.rights)):
        check_licence(address)
    member = registry.member(control, checked_slug(member_slug, Phrase("member")))
    checked_slug(slug, Phrase("collection"))
    collection = Collection(
        name=new.name,
        member=member.slug,
        title=checked_name(new.title, TITLE_LIMIT),
        language=member.language if new.language is None else checked_language(new.language),
        licence=new.licence,
        rights=new.rights or None,
        mapping=NO_MAPPING if new.mapping is None else new.mapping,
        created=clock.now(),
    )
    registry.add_collection(control, collection)
    return collection


def change_collection(control: Control, name: str, said: Mapping[str, str | None]) -> Collection:
    """Change what is said of a collection (title, licence, language, rights, mapping); what is not given stays.

    Rights that are empty are taken back. Raises UnknownCollection, UnknownMapping, NameMissing, InvalidLicence and
    InvalidLanguage.
    """
    facts = {what: value for what, value in said.items() if value is not None or what == "rights"}
    for address in filter(None, (facts.get("licence"), facts.get("rights"))):
        check_licence(address)
    if "rights" in facts:
        facts["rights"] = facts["rights"] or None
    if (title := facts.get("title")) is not None:
        facts["title"] = checked_name(title, TITLE_LIMIT)
    if language := facts.get("language"):
        facts["language"] = checked_language(language)
    if mapping := facts.get("mapping"):
        check_ready(mapping)
    with control.transaction():
        return registry.change_collection(control, name, **facts)


def check_ready(mapping: str) -> None:
    """Raise UnknownMapping where a name is that of no ready mapping: members name no files of the operator."""
    ready = ready_mappings()
    if mapping != AS_IT_IS and mapping not in ready:
        raise UnknownMapping(mapping=mapping, known=", ".join(ready))


def check_licence(address: str) -> None:
    """Raise InvalidLicence where a text is no web address."""
    reason = web_address_flaw(address)
    if reason is not None:
        raise InvalidLicence(address=address, reason=reason)
