"""Renewal: the things whose inventory and quality are made anew with a version, and how they are entered."""

from dataclasses import dataclass

import polars as pl

from ..store.control import Control
from ..store.folders import DataFolder
from ..store.inventory import enter_inventory, inventory_versions
from ..store.own_records import renew_own_records
from ..store.quality import Quality, enter_quality, judged_versions
from ..store.statements import SortedStatements
from .concerned import concerned, statements_concerning
from .elsewhere import Elsewhere
from .inventory import inventory
from .origins import origins, own_records
from .quality import RULES, quality
from .steps import Step


@dataclass(frozen=True, slots=True)
class Renewal:
    """The things whose inventory and quality are made anew (None: of all), and what they are read from."""

    things: set[str] | None
    statements: SortedStatements
    elsewhere: Elsewhere

    def renewed(self, one: Step) -> "Renewed":
        """Read the rows of these things, and judge them."""
        draft = one.draft
        return Renewed(
            one,
            self.things,
            inventory(self.statements.texts(), draft.identifiers.entities, draft.collection.language),
            quality(self.statements, draft.folder, self.elsewhere, self.things),
        )


@dataclass(frozen=True, slots=True)
class Renewed:
    """What is kept anew of some things (None: of all) with a step: their rows in the inventory, and their quality."""

    one: Step
    things: set[str] | None
    inventory: pl.DataFrame
    quality: Quality

    def enter(self, control: Control) -> None:
        """Enter it, with the rows of files that the things came from; call it after the ledger is written."""
        name, number, folder = self.one.draft.collection.name, self.one.number, self.one.draft.folder
        enter_inventory(control, name, number, self.inventory, origins(folder), self.things)
        enter_quality(control, name, number, RULES, self.quality, self.things)
        own = own_records(folder)
        if own is not None:
            renew_own_records(control, name, own)


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
