"""``ocn doctor``: is everything that is kept whole, and what is to be done where it is not."""

import typer

from ..publishing.doctor.diagnosis import Diagnosis, diagnosis
from . import display, options

SICK = 1


def doctor(
    data: options.Data = None, base_url: options.BaseURL = None, as_json: options.AsJSON = False
) -> None:
    """Verify everything that is kept, and say for each finding what to do; change nothing.

    Files and their checksums, leftovers, the control database, the store against the versions, the ledger and
    search against the versions, rights and room on the disk. It may run beside the service. The exit code is 1
    when something is wrong or doubtful.

    Example: ocn doctor --data /var/lib/opencollections
    """
    found = diagnosis(options.kept(data, base_url))
    if as_json:
        display.print_json(
            {
                "healthy": found.healthy,
                "collections": found.collections,
                "versions": found.versions,
                "quads": found.quads,
                "generation": found.generation,
                "findings": [finding.as_json() for finding in found.findings],
            }
        )
    else:
        _print(found)
    if not found.healthy:
        raise typer.Exit(SICK)


def _print(found: Diagnosis) -> None:
    for finding in found.findings:
        typer.echo(f"{finding.severity.value}: {finding.sentence()}")
    verdict = "Everything is in order" if found.healthy else "Not everything is in order"
    typer.echo(
        f"{verdict}: {found.collections} collections in {found.versions} versions, "
        f"{found.quads:,} statements in generation {found.generation}."
    )
