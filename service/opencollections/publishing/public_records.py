"""Public records: how many records of the files of a version are public, after what was decided about their things.

A record goes with the thing that is its own, the one that the principal rule of its mapping makes of it. A
merged record stays: what it says is stated of the survivor.
"""

import polars as pl

from ..store import decisions
from ..store.control import Control
from ..store.own_records import own_records
from . import origins
from .uploads import Draft


def public_records(control: Control, draft: Draft) -> int:
    """Count the records that are public once a revised draft is published."""
    return draft.published - kept_back(control, draft)


def kept_back(control: Control, draft: Draft) -> int:
    """Count the records whose own things a revised draft withholds; an earlier version asks the ledger for them."""
    if not draft.withheld:
        return 0
    own = origins.own_records(draft.folder)
    if own is not None:
        return int(own.filter(pl.col("iri").is_in(list(draft.withheld)))["records"].sum())
    survivors = decisions.survivors(control)
    merged = {old for old, new in survivors.items() if new in draft.withheld}
    return own_records(control, draft.collection.name, draft.withheld | merged)
