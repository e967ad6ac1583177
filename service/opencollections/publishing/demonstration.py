"""The demonstration: five small collections that come with the service, published like anybody's."""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..iris import Identifiers
from ..records.tables import File
from ..resources import resource
from ..store import clock, ledger, registry
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
    now = clock.now()
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
    """Enter member and collection where they are not there; nobody has a token of such a member."""
    if one.member.slug not in {member.slug for member in registry.members(control)}:
        registry.add_member(control, one.member)
    if one.collection.name not in {c.name for c in registry.collections(control)}:
        registry.add_collection(control, one.collection)
