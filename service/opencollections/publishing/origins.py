"""Origins: the file, sheet and row that each entity of a draft came from, gathered while it is mapped."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polars as pl

from ..checks.cells import ORIGINS, PLACE, records_of
from ..mapping.passes import Mapped
from ..mapping.sources import Sources

FILE: Final = "origins.arrow"
"""The name of the origins in the folder of a draft."""

RECORDS: Final = "records.arrow"
"""The name of the table of those things that are a record's own, in the same folder."""


@dataclass(slots=True)
class Origins:
    """Gathers origins batch by batch, and the records of the ``principal`` rule that nothing came of."""

    sources: Sources
    principal: str
    _frames: list[pl.DataFrame] = field(default_factory=list)
    _nameless: list[pl.DataFrame] = field(default_factory=list)

    def note(self, mapped: Mapped) -> None:
        """Note where the subjects of a batch came from."""
        source = mapped.source
        given = self.sources.files.get(source.file)
        place = {
            "rule": pl.lit(mapped.rule),
            "file": pl.lit(Path(given.name if given else source.file).name),
            "sheet": pl.lit(source.selection.sheet, dtype=pl.String),
            "row": pl.col("row").cast(pl.String),
        }
        if not mapped.origins.is_empty():
            iri = pl.col("subject").str.slice(1).str.head(-1)
            self._frames.append(mapped.origins.select(iri=iri, **place))
        if mapped.rule == self.principal and not mapped.kept_out.is_empty():
            rows = mapped.kept_out.alias("row").to_frame()
            self._nameless.append(rows.select(iri=pl.lit(None, dtype=pl.String), **place))

    @property
    def all(self) -> pl.DataFrame:
        """Give every thing with every record that speaks of it, in the order of reading."""
        return pl.concat(self._frames) if self._frames else pl.DataFrame(schema=ORIGINS)

    @property
    def nameless(self) -> pl.DataFrame:
        """Give the records that have no thing of their own."""
        return pl.concat(self._nameless) if self._nameless else pl.DataFrame(schema=ORIGINS)

    def write(self, folder: Path) -> None:
        """Write the first record of each thing into the folder of a draft, by IRI, and which things have records."""
        everything = self.all
        first = everything.unique("iri", keep="first", maintain_order=True).sort("iri")
        first.select("iri", *PLACE).write_ipc(folder / FILE)
        counted = records_of(everything, self.principal).group_by("iri").agg(records=pl.len())
        counted.sort("iri").write_ipc(folder / RECORDS)


def origins(folder: Path) -> pl.DataFrame | None:
    """Read the origins of a draft; None where its statements came from an earlier version."""
    return _read(folder / FILE)


def sources_told_of(folder: Path) -> set[tuple[str, str | None]]:
    """Give the files and sheets that something in a draft came from; no sheet where the mapping names none."""
    known = origins(folder)
    return set() if known is None else set(known.select("file", "sheet").unique().rows())


def own_records(folder: Path) -> pl.DataFrame | None:
    """Read how many ``records`` have each ``iri`` as their own thing; None where the draft does not know that."""
    return _read(folder / RECORDS)


def _read(file: Path) -> pl.DataFrame | None:
    return pl.read_ipc(file) if file.is_file() else None
