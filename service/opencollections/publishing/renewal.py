"""Renewal: the things whose inventory and quality a version has made anew."""

from dataclasses import dataclass

import polars as pl

from ..store.control import Control
from ..store.folders import DataFolder
from ..store.inventory import inventory_versions
from ..store.quality import Quality, judged_versions
from ..store.statements import SortedStatements
from .concerned import concerned, statements_concerning
from .elsewhere import Elsewhere
from .inventory import inventory
from .quality import RULES, quality
from .steps import Step


@dataclass(frozen=True, slots=True)
class Renewal:
    """The things whose inventory and quality are made anew (None: of all), and what they are read from."""

    things: set[str] | None
    statements: SortedStatements
    elsewhere: Elsewhere

    def inventory(self, one: Step) -> pl.DataFrame:
        """Give the rows of these things in the inventory of a collection."""
        draft = one.draft
        return inventory(self.statements.texts(), draft.identifiers.entities, draft.collection.language)

    def quality(self, one: Step) -> Quality:
        """Judge these things."""
        return quality(self.statements, one.draft.folder, self.elsewhere, self.things)


def renewal(data: DataFolder, control: Control, one: Step) -> Renewal:
    """Tell what inventory and quality are renewed of, before the difference is applied, since links are followed."""
    draft, name = one.draft, one.draft.collection.name
    before = data.generations.open(control).engine
    elsewhere = Elsewhere.of(data, control, draft.identifiers, name)
    there = {inventory_versions(control).get(name), judged_versions(control, RULES).get(name)}
    if one.before is not None and there == {one.before.number}:
        things = concerned(draft, one.difference, before)
        if things is not None:
            return Renewal(things, statements_concerning(draft, things, before), elsewhere)
    return Renewal(None, draft.statements, elsewhere)
