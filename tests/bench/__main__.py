"""``make bench``: what the service promises in numbers, each beside its reference."""

import argparse
import tempfile
from pathlib import Path

from . import (
    check,
    engines,
    entity_pages,
    europeana,
    first_light,
    keeping,
    mapping_engine,
    mapping_scale,
    reingest,
    search,
    sparql_endpoint,
)

BENCHES = (
    first_light,
    reingest,
    check,
    keeping,
    mapping_engine,
    sparql_endpoint,
    search,
    entity_pages,
    europeana,
)
LARGE = (mapping_scale, engines)


def main() -> None:
    names = [bench.__name__.rpartition(".")[2] for bench in (*BENCHES, *LARGE)]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="runs of each command (default 3)")
    parser.add_argument(
        "--large", action="store_true", help="also what takes many minutes and gigabytes of disk"
    )
    parser.add_argument("--only", choices=names, help="run this one alone")
    asked = parser.parse_args()
    for bench, name in zip((*BENCHES, *LARGE), names, strict=True):
        if name != asked.only and (asked.only or (bench in LARGE and not asked.large)):
            continue
        print(f"\n## {bench.__doc__.splitlines()[0]}")
        with tempfile.TemporaryDirectory(prefix="ocn-bench-") as folder:
            bench.run(Path(folder), asked.rounds)


if __name__ == "__main__":
    main()
