"""Origins: the file, sheet and row that each entity of a draft came from, gathered while it is mapped."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polars as pl

from ..mapping.passes import Mapped
from ..mapping.sources import Sources

FILE: Final = "origins.arrow"
"""The name of the origins in the folder of a draft."""

SCHEMA: Final = {"iri": pl.String, "file": pl.String, "sheet": pl.String, "row": pl.String}


@dataclass(slots=True)
class Origins:
    """Gathers origins batch by batch; of an entity that several rows speak of, the first one counts."""

    sources: Sources
    _frames: list[pl.DataFrame] = field(default_factory=list)

    def note(self, mapped: Mapped) -> None:
        """Note where the subjects of a batch came from."""
        if not mapped.origins.is_empty():
            source = mapped.source
            given = self.sources.files.get(source.file)
            frame = mapped.origins.select(
                iri=pl.col("subject").str.slice(1).str.head(-1),
                file=pl.lit(Path(given.name if given else source.file).name),
                sheet=pl.lit(source.selection.sheet, dtype=pl.String),
                row=pl.col("row").cast(pl.String),
            )
            self._frames.append(frame)

    def write(self, folder: Path) -> None:
        """Write what was gathered into the folder of a draft, in the order of the IRIs, whatever was read at once."""
        found = pl.concat(self._frames) if self._frames else pl.DataFrame(schema=SCHEMA)
        found.unique("iri", keep="first", maintain_order=True).sort("iri").write_ipc(folder / FILE)


def origins(folder: Path) -> pl.DataFrame | None:
    """Read the origins of a draft; None where its statements came from an earlier version."""
    file = folder / FILE
    return pl.read_ipc(file) if file.is_file() else None
