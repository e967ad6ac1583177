"""``ocn versions``: the published states of a collection."""

import typer

from ..store import ledger, registry
from ..store.ledger import Kind, Version
from . import display, options


def versions(
    name: options.CollectionName,
    data: options.Data = None,
    base_url: options.BaseURL = None,
    as_json: options.AsJSON = False,
) -> None:
    """List the versions of a collection, the newest first.

    Example: ocn versions npg/portraits
    """
    settings = options.settings(data, base_url)
    with options.control(settings) as control:
        registry.collection(control, name)
        found = ledger.versions(control, name)
    if as_json:
        display.print_json(
            [
                {
                    "version": v.number,
                    "published": v.published,
                    "records": v.records,
                    "entities": v.entities,
                    "quads": v.quads,
                    "added": v.added,
                    "removed": v.removed,
                    "problems": {"error": v.errors, "warning": v.warnings, "advice": v.advice},
                    "kind": v.kind,
                    "actor": v.actor,
                    "reason": v.reason,
                    "sha256": v.sha256,
                    "mapping_sha256": v.mapping_sha256,
                    "files": [{"name": f.name, "role": f.role, "sha256": f.sha256} for f in v.files],
                }
                for v in found
            ]
        )
        return
    if not found:
        typer.echo(f"{name} has no version yet. Publish one with: ocn ingest {name} FILE")
    for v in found:
        typer.echo(
            f"{v.number:>4}  {v.published}  {v.records:>8,} records  {v.entities:>8,} entities  "
            f"{v.quads:>10,} statements  +{v.added:,} −{v.removed:,}{_why(v)}"
        )


def _why(version: Version) -> str:
    """Say what a version was made by, where it was no import."""
    if version.kind == Kind.IMPORT:
        return ""
    return f"  {version.kind}: {version.reason}" if version.reason else f"  {version.kind}"
