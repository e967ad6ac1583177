"""Take-out: everything that a member put in and everything that was made of it, as one zip with checksums.

It is written as it is read, so that it costs no room, and is of one moment: what the control database says is
read first, and the files that it names never change. ``SHA256SUMS`` is the last file in it, as ``sha256sum
--check`` reads it.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Final

from ..members import audit
from ..store import decisions, drafts, jobs, ledger, registry
from ..store.control import Control
from ..store.drafts import KeptDraft
from ..store.folders import DataFolder
from ..store.mappings import kept_mappings
from ..store.registry import Collection, Member
from .intake import plain_name
from .zip_pieces import ZipPieces

CHUNK: Final = 1 << 18
SUMS: Final = "SHA256SUMS"
_PACKED: Final = frozenset({".gz", ".xlsx", ".ods", ".zip", ".jpg", ".png", ".parquet", ".xz"})
_LINES: Final = 1_000_000

READ_ME: Final = """\
What {name} ({slug}) put into the network, and what was made of it.

member.json             the member
collections/NAME/       each collection:
  collection.json         what is said of it
  versions.json           its versions: when, by whom, why, from which files
  N.nq.gz                 version N, as N-Quads (RDF 1.1), packed by gzip
  N.problems.json         what was found wrong or doubtful in it
  mappings.json           the mappings that were kept for it
  withdrawals.json        what is withdrawn from it, and why
drafts/ID/              each draft that was neither published nor discarded: draft.json, problems and statements
files/SHA256/NAME       every file that was handed in, as it was, and every mapping, by its SHA-256
merges.json             identifiers of the member that were merged into others
jobs.json, log.json     what was ordered and done, by whom and when
SHA256SUMS              a checksum of every file; see whether all is whole with: sha256sum --check SHA256SUMS
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the zip: what it is called, and where it lies or what is in it."""

    name: str
    content: bytes | Path


def takeout(data: DataFolder, member: str) -> Iterator[bytes]:
    """Give the zip piece by piece; raise UnknownMember before the first."""
    with data.control() as control:
        control.db.execute("BEGIN")
        entries = list(_entries(data, control, registry.member(control, member)))
    return _zipped(entries)


def _zipped(entries: Iterable[Entry]) -> Iterator[bytes]:
    pieces, sums = ZipPieces(), []
    with zipfile.ZipFile(pieces, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in entries:
            if isinstance(entry.content, Path) and not entry.content.is_file():
                # A draft was published or discarded since, or what the doctor tells is missing.
                continue
            digest = hashlib.sha256()
            with _opened(entry) as reading, archive.open(_info(entry), "w", force_zip64=True) as writing:
                while piece := reading.read(CHUNK):
                    digest.update(piece)
                    writing.write(piece)
                    yield pieces.taken()
            sums.append(f"{digest.hexdigest()}  {entry.name}\n")
        archive.writestr(_info(Entry(SUMS, b"")), "".join(sums))
    yield pieces.taken()


def _opened(entry: Entry) -> IO[bytes]:
    return entry.content.open("rb") if isinstance(entry.content, Path) else io.BytesIO(entry.content)


def _info(entry: Entry) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(entry.name)
    is_packed = Path(entry.name).suffix.lower() in _PACKED
    info.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info


def _entries(data: DataFolder, control: Control, member: Member) -> Iterator[Entry]:
    yield Entry("README.txt", READ_ME.format(name=member.name, slug=member.slug).encode())
    yield _json("member.json", asdict(member))
    collections = registry.collections(control, member.slug)
    for collection in collections:
        yield from _collection(data, control, collection)
    names = [collection.name for collection in collections]
    for draft in drafts.drafts(control, names):
        if draft.state not in drafts.ENDED:
            yield from _draft(data, control, draft)
    yield from _files(data, control, names)
    merges = [one for one in decisions.merges(control) if f"/id/{member.slug}/" in one.old]
    yield _json("merges.json", [asdict(one) for one in merges])
    yield _json("jobs.json", [asdict(one) for one in jobs.jobs(control, member.slug, limit=_LINES)])
    yield _json("log.json", [asdict(one) for one in audit.entries(control, member.slug, count=_LINES)])


def _collection(data: DataFolder, control: Control, collection: Collection) -> Iterator[Entry]:
    place = f"collections/{collection.slug}"
    versions = ledger.versions(control, collection.name)
    yield _json(f"{place}/collection.json", asdict(collection))
    yield _json(f"{place}/versions.json", [asdict(one) for one in versions])
    for one in versions:
        yield Entry(f"{place}/{one.number}.nq.gz", data.version_file(collection.name, one.number))
        yield Entry(f"{place}/{one.number}.problems.json", data.report_file(collection.name, one.number))
    yield _json(f"{place}/mappings.json", [asdict(one) for one in kept_mappings(control, collection.name)])
    withdrawn = decisions.withdrawals(control, collection.name)
    yield _json(f"{place}/withdrawals.json", [asdict(one) for one in withdrawn.values()])


def _draft(data: DataFolder, control: Control, draft: KeptDraft) -> Iterator[Entry]:
    events = [asdict(event) for event in drafts.events(control, draft.id)]
    yield _json(f"drafts/{draft.id}/draft.json", {**asdict(draft), "events": events})
    for path in sorted((data.drafts / draft.id).glob("*")):
        yield Entry(f"drafts/{draft.id}/{path.name}", path)


def _files(data: DataFolder, control: Control, collections: Sequence[str]) -> Iterator[Entry]:
    """Give each file that versions, mappings and drafts were made of, once under each name that it had."""
    found: dict[tuple[str, str], None] = {}
    for name in collections:
        for version in ledger.versions(control, name):
            found |= {(file.sha256, file.name): None for file in version.files}
        found |= {(one.sha256, one.name): None for one in kept_mappings(control, name)}
    for draft in drafts.drafts(control, collections):
        found |= {(file.sha256, file.name): None for file in draft.files}
    for sha256, name in sorted(found):
        yield Entry(f"files/{sha256}/{plain_name(name)}", data.upload(sha256))


def _json(name: str, value: object) -> Entry:
    return Entry(name, json.dumps(value, ensure_ascii=False, indent=1).encode())
