"""Offers: the pairs of format and profile that a resource has, and which of them a client gets.

Content Negotiation by Profile (W3C) beside RFC 9110 §12.5: a client weighs media types in Accept and profiles in
Accept-Profile, and what it wants most is the offer with the greatest product of both.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from .negotiation import ACCEPT_LIMIT, Format, items, quality, ranges, weight
from .profiles import Profile

_PROFILE: Final = re.compile(r"\s*(?:<([^<>\s]+)>|([A-Za-z0-9._~-]+|\*))\s*(?:;\s*q\s*=\s*(\S+)\s*)?")


@dataclass(frozen=True, slots=True)
class Offer:
    """One representation: its format, and its profile where there are several."""

    format: Format
    profile: Profile | None = None

    @property
    def names(self) -> frozenset[str]:
        """What its profile goes by."""
        return self.profile.names | {self.profile.token} if self.profile else frozenset()


@dataclass(frozen=True)
class Models:
    """The profiles that some data is offered in; the first is what whoever does not ask for another one gets."""

    profiles: tuple[Profile, ...]

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        return tuple(Offer(format_, profile) for profile in self.profiles for format_ in profile.formats)

    @cached_property
    def endings(self) -> tuple[tuple[Offer, str], ...]:
        """What is offered, each with what its address ends in."""
        return tuple((offer, ending(offer.format, offer.profile)) for offer in self.offers)

    @cached_property
    def main_endings(self) -> tuple[tuple[Offer, str], ...]:
        """Of these, the full profile in all formats, and the others in the one that they are mostly read in."""
        return tuple(
            (offer, end)
            for offer, end in self.endings
            if offer.profile is None or offer.profile.is_full or offer.format is offer.profile.formats[0]
        )


@dataclass(frozen=True, slots=True)
class Resource:
    """Something whose data is offered: ``address`` has it negotiated, and with an ending as one offer."""

    iri: str
    address: str
    models: Models

    def href(self, format_: Format, profile: Profile | None = None) -> str:
        """Give the address of its data in a format and a profile."""
        return self.address + ending(format_, profile)


def ending(format_: Format, profile: Profile | None) -> str:
    """Give what the address of data ends in that is in a format and a profile."""
    suffix = f".{format_.suffix}"
    return suffix if profile is None or profile.is_full else f"{suffix}?_profile={profile.token}"


def chosen(offers: Sequence[Offer], accept: str | None, accept_profile: str | None) -> Offer | None:
    """Give the offer that a client wants most, or None where it wants none of them (406).

    Equal wishes get the earlier offer. A header that is missing, or in which nothing can be understood, wishes
    for nothing in particular.
    """
    types, profiles = ranges(accept), _profiles(accept_profile)
    if not types and not profiles:
        return offers[0] if offers else None
    known = frozenset(name for offer in offers for name in offer.names)
    weights = [
        (quality(offer.format, types, offer.names, known) if types else 1.0) * _by_profile(offer, profiles)
        for offer in offers
    ]
    best = max(weights, default=0.0)
    return offers[weights.index(best)] if best > 0 else None


def _by_profile(offer: Offer, wanted: Mapping[str, float]) -> float:
    if not wanted or offer.profile is None:
        return 1.0
    return max((wanted[name] for name in offer.names & wanted.keys()), default=wanted.get("*", 0.0))


def _profiles(header: str | None) -> dict[str, float]:
    """Read Accept-Profile: IRIs in angle brackets or tokens, each with its quality."""
    wanted: dict[str, float] = {}
    for item in items((header or "")[:ACCEPT_LIMIT]):
        found = _PROFILE.fullmatch(item)
        asked = weight(found[3] or "1") if found else None
        if found is not None and asked is not None:
            name = found[1] or found[2]
            wanted[name] = max(asked, wanted.get(name, 0.0))
    return wanted
