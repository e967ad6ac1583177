"""Belonging: what a request may touch, by whose it is."""

from ....members.identities import Identity
from ....store import drafts, registry
from ....store.control import Control
from ....store.drafts import KeptDraft
from ....store.registry import Collection


def own_collection(control: Control, who: Identity, member: str, name: str) -> Collection:
    """Give a collection that the caller may touch; raise NotYours and UnknownCollection."""
    who.check_member(member)
    return registry.collection(control, f"{member}/{name}")


def own_draft(control: Control, who: Identity, wanted: str) -> KeptDraft:
    """Give a draft that the caller may touch; raise UnknownDraft and NotYours."""
    one = drafts.draft(control, wanted)
    who.check_member(one.member)
    return one
