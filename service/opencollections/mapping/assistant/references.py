"""References: how a mapping names the columns of a table, and the sources of lists inside of records."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from ...records.inspection import Inspection
from ...records.tables import Dialect, Kind, Selection
from .rules import in_list, quoted
from .values import NOTHING_WORDS, Look

_FORMULATIONS: Final = {Kind.JSON: "jsonpath", Kind.XML: "xpath", Kind.SQLITE: "sql", Kind.PARQUET: "csv"}


def reference(column: str) -> str:
    """Write the reference to a column, ``$(Title)``."""
    name = column.replace("\\", "\\\\")
    if not _is_balanced(name):
        name = name.replace("(", "\\(").replace(")", "\\)")
    return f"$(\\{name})" if name.startswith("_") else f"$({name})"


def literally(text: str) -> str:
    """Write a text that a mapping takes as it stands: without signs of references, types and blank nodes."""
    bare = re.sub(r"~\w+\s*$", "", text).removeprefix("_:")
    return re.sub(r"[\\()$]", lambda sign: f"\\{sign[0]}", bare) or "-"


def argument(text: str) -> str:
    """Write a text as the argument of a function that takes it as it stands."""
    escaped = re.sub(r'[\\()$"]', lambda sign: f"\\{sign[0]}", text)
    return f'"{escaped}"'


def _is_balanced(name: str) -> bool:
    depth = 0
    for char in name:
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return False
    return depth == 0


@dataclass(frozen=True, slots=True)
class Source:
    """A source of a mapping: a table, or a list inside of its records."""

    name: str
    file: str
    selection: Selection
    nulls: tuple[str, ...] = ()

    def line(self) -> str:
        """Write it: in brackets where it needs no more, else with keys."""
        chosen = self.selection
        dialect = replace(chosen.dialect, delimiter=None) if chosen.kind is Kind.TSV else chosen.dialect
        kind = _FORMULATIONS.get(chosen.kind or Kind.CSV, str(chosen.kind))
        part = chosen.sheet or chosen.iterator
        if dialect == Dialect() and not self.nulls and not chosen.namespaces:
            parts = [f"{self.file}~{kind}", *([part] if part else [])]
            return f"  {self.name}: [{', '.join(map(in_list, parts))}]"
        keys = {"access": in_list(self.file), "referenceFormulation": kind}
        if part:
            keys["sheet" if chosen.sheet else "iterator"] = in_list(part)
        keys |= _keys(dialect)
        if self.nulls:
            keys["nulls"] = f"[{', '.join(map(quoted, self.nulls))}]"
        if chosen.namespaces:
            named = (f"{prefix}: {quoted(iri)}" for prefix, iri in chosen.namespaces.items())
            keys["namespaces"] = f"{{{', '.join(named)}}}"
        return f"  {self.name}: {{{', '.join(f'{key}: {value}' for key, value in keys.items())}}}"


def _keys(dialect: Dialect) -> dict[str, str]:
    keys = {}
    if dialect.delimiter:
        keys["delimiter"] = quoted(dialect.delimiter)
    if dialect.quote != '"':
        keys["quote"] = quoted(dialect.quote)
    if dialect.encoding:
        keys["encoding"] = in_list(dialect.encoding)
    if not dialect.header:
        keys["header"] = "false"
    elif dialect.skipped_rows:
        keys["header"] = str(dialect.skipped_rows + 1)
    return keys


def source_of(name: str, inspection: Inspection, makers: Sequence[str] = ()) -> Source:
    """Give the source that reads a table as it was inspected, with the words for nothing that stand in it.

    In the columns of ``makers`` these are also words for somebody who is not known.
    """
    found = {word for sample in inspection.columns for word in Look(sample).nothing_words}
    nobody = {value for column in makers for value in Look(inspection.column(column)).nobodies}
    nulls = (*(word for word in NOTHING_WORDS if word in found), *sorted(nobody))
    return Source(name, inspection.file, inspection.selection, nulls)


def is_several(inspection: Inspection, column: str) -> bool:
    """Tell whether a record can have several values of a column, in a list or in repeated elements."""
    return "[*]" in column or inspection.column(column).most > 1


@dataclass(frozen=True, slots=True)
class Inner:
    """Where each value of a list is a record of its own: the source, and the way from there to a column."""

    source: Source
    way: str

    def to(self, inspection: Inspection, column: str) -> str | None:
        """Give the reference from such a record to another column of the same list, or None."""
        if inspection.kind is Kind.XML:
            parent, _, _ = self.way.rpartition("/")
            beside, _, name = column.rpartition("/")
            return f"../{name}" if parent == beside and parent else None
        beside, found, name = column.rpartition("[*]")
        return _inside(name) if found and beside == self.way else None


def inner(outer: Source, inspection: Inspection, column: str) -> tuple[Inner, str]:
    """Give the list that a column stands in, and the reference from there to it."""
    name = "-".join(re.findall(r"\w+", column)) or "values"
    if inspection.kind is Kind.XML:
        path = f"{inspection.selection.iterator}/{column}"
        chosen = replace(outer.selection, iterator=path)
        return Inner(Source(f"{outer.name}-{name}", outer.file, chosen, outer.nulls), column), "."
    way, _, rest = column.rpartition("[*]")
    step = way.removeprefix("$") if way.startswith(("$", "[")) else f".{way}"
    path = f"{inspection.selection.iterator or '$'}{step}[*]"
    listed = "-".join(re.findall(r"\w+", way)) or "list"
    chosen = replace(outer.selection, iterator=path)
    return Inner(Source(f"{outer.name}-{listed}", outer.file, chosen, outer.nulls), way), _inside(rest)


def _inside(rest: str) -> str:
    """Write what stands behind the last list of a path as a reference from one of its values."""
    if not rest:
        return "@"
    return f"${rest}" if rest.startswith("[") else rest.removeprefix(".")
