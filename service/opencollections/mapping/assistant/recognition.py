"""Recognition: a known export, told by its first element, by the names in it, or by its headings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ...records.inspection import Inspection
from ...records.tables import Kind
from .wording import Reason, export


@dataclass(frozen=True, slots=True)
class Recognised:
    """A ready mapping that reads what was handed in: its name, and what shows it."""

    mapping: str
    reason: Reason

    def title(self, language: str = "en") -> str:
        """Give what such files are called."""
        return export(self.mapping, language)


@dataclass(frozen=True, slots=True)
class Sign:
    """What shows a kind of export: a namespace that its XML is in, or columns that it has."""

    mapping: str
    namespace: str = ""
    columns: tuple[str, ...] = ()
    kinds: frozenset[Kind] = frozenset()


_TABLES: Final = frozenset({Kind.CSV, Kind.TSV, Kind.XLSX, Kind.ODS})
_DOCUMENTS: Final = frozenset({Kind.JSON, Kind.NDJSON})
SIGNS: Final = (
    Sign("lido", "http://www.lido-schema.org"),
    Sign("marcxml", "http://www.loc.gov/MARC21/slim"),
    Sign("mods", "http://www.loc.gov/mods/v3"),
    Sign("ead3", "http://ead3.archivists.org/schema/"),
    Sign("ead2002", "urn:isbn:1-931666-22-9"),
    Sign("oai-dc", "http://www.openarchives.org/OAI/2.0/oai_dc/"),
    Sign("edm", "http://www.europeana.eu/schemas/edm/"),
    Sign(
        "workbook",
        columns=("Inventory no. / Leltári szám", "Title / Cím", "Medium / Médium"),
        kinds=_TABLES,
    ),
    Sign("omeka-s", columns=("o:id", "dcterms:title"), kinds=_TABLES),
    Sign(
        "collectiveaccess",
        columns=("object_id", "idno", "Media URL"),
        kinds=_TABLES,
    ),
    Sign(
        "hungarian-ledger",
        columns=("Leltári szám", "Megnevezés", "Műterem", "Kelt"),
        kinds=_TABLES,
    ),
    Sign(
        "record-label",
        columns=("Cat. no.", "Release", "Track", "ISRC"),
        kinds=_TABLES,
    ),
    Sign("film-sheet", columns=("Film no.", "Director", "Gauge"), kinds=_TABLES),
    Sign(
        "musicbrainz",
        columns=("artist-credit[*].name", "text-representation.language", "media[*].format"),
        kinds=_DOCUMENTS,
    ),
)
_OAI: Final = "http://www.openarchives.org/OAI/2.0/"


def recognised(inspections: Sequence[Inspection]) -> Recognised | None:
    """Give the ready mapping for what was handed in, or None."""
    for inspection in inspections:
        for sign in SIGNS:
            if reason := _shown_by(sign, inspection):
                return Recognised(sign.mapping, reason)
    return None


def _shown_by(sign: Sign, inspection: Inspection) -> Reason | None:
    """Say what shows that a file is of a kind, or None."""
    if sign.namespace:
        return _by_namespace(sign, inspection)
    if inspection.kind not in sign.kinds:
        return None
    present = {_bare(sample.name) for sample in inspection.columns}
    if all(_bare(column) in present for column in sign.columns):
        return Reason("has-columns", {"columns": ", ".join(sign.columns)})
    return None


def _by_namespace(sign: Sign, inspection: Inspection) -> Reason | None:
    """Look at the first element, and within the envelopes of OAI-PMH and RDF at what lies in them."""
    root = inspection.root
    if root is None:
        return None
    if root.startswith(f"{{{sign.namespace}}}"):
        return Reason("first-element", {"namespace": sign.namespace})
    is_envelope = root.startswith(f"{{{_OAI}}}") or root.endswith("#}RDF")
    if is_envelope and sign.namespace in inspection.selection.namespaces.values():
        return Reason("elements-within", {"namespace": sign.namespace})
    return None


def _bare(column: str) -> str:
    return re.sub(r"[\W_]+", " ", column).strip().casefold()
