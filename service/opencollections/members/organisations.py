"""Organisations: what is said of a member when it joins, checked before it stands in the catalogue for all to read."""

from ..errors import InvalidHomepage
from ..iris import checked_slug, web_address_flaw
from ..phrases import Phrase
from ..store import clock
from ..store.registry import Member
from ..values.languages import checked_language
from .people import checked_email, checked_name


def new_member(
    slug: str, name: str, language: str = "en", homepage: str | None = None, email: str | None = None
) -> Member:
    """Give a member as it is entered: readers see its name and homepage, and write to its e-mail address.

    Raises InvalidSlug, NameMissing, InvalidLanguage, InvalidHomepage and EmailInvalid.
    """
    return Member(
        slug=checked_slug(slug, Phrase("member")),
        name=checked_name(name),
        language=checked_language(language),
        homepage=None if homepage is None else checked_homepage(homepage),
        created=clock.now(),
        email=None if email is None else checked_email(email),
    )


def checked_homepage(address: str) -> str:
    """Give a web address without blanks around it; raise InvalidHomepage."""
    found = address.strip()
    reason = web_address_flaw(found)
    if reason is not None:
        raise InvalidHomepage(address=address, reason=reason)
    return found
