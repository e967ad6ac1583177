"""The demonstration: five small collections that come with the service, published like anybody's."""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ..iris import Identifiers
from ..members.tokens import new_token, token_hash
from ..records.tables import File
from ..resources import resource
from ..store import ledger, registry
from ..store.control import Control
from ..store.folders import DataFolder, Waiting
from ..store.registry import Collection, Member
from .drafts import draft
from .progress import Progress
from .publish import Outcome, publish


@dataclass(frozen=True, slots=True)
class Demonstrated:
    """A demonstration collection and the files it is made of."""

    member: Member
    collection: Collection
    files: tuple[File, ...]


def demonstrated() -> list[Demonstrated]:
    """Read the manifest ``mappings/demo/demo.toml``, in the order of publishing."""
    folder = resource("mappings") / "demo"
    manifest = tomllib.loads((folder / "demo.toml").read_text(encoding="utf-8"))
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    members = {
        m["slug"]: Member(m["slug"], m["name"], m["language"], m.get("homepage"), now, m.get("email"))
        for m in manifest["members"]
    }
    return [
        Demonstrated(
            members[entry["member"]],
            Collection(
                name=f"{entry['member']}/{entry['slug']}",
                member=entry["member"],
                title=entry["title"],
                language=entry["language"],
                licence=entry["licence"],
                rights=entry.get("rights"),
                mapping=f"demo/{Path(entry['mapping']).parent.as_posix()}",
                created=now,
            ),
            tuple(File(Path(name).name, folder / name) for name in entry["files"]),
        )
        for entry in manifest["collections"]
    ]


def publish_demonstration(
    data: DataFolder,
    identifiers: Identifiers,
    limit_bytes: int,
    waiting: Waiting,
    progress: Callable[[str], Progress],
) -> Iterator[Outcome]:
    """Publish what of the demonstration is not published yet, one collection after the other."""
    for one in demonstrated():
        with data.control() as control:
            _enter(control, one)
            published = ledger.newest(control, one.collection.name)
        if published is None:
            steps = progress(one.collection.name)
            with draft(data, one.collection, identifiers, one.files, limit_bytes, steps) as made:
                yield publish(data, made, waiting, steps)


def _enter(control: Control, one: Demonstrated) -> None:
    """Enter member and collection where they are not there; a token nobody knows can be replaced later."""
    if one.member.slug not in {member.slug for member in registry.members(control)}:
        registry.add_member(control, one.member, token_hash(new_token()))
    if one.collection.name not in {c.name for c in registry.collections(control)}:
        registry.add_collection(control, one.collection)
