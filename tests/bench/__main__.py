"""``make bench``: what the service promises in numbers, each beside its reference."""

import argparse
import tempfile
from pathlib import Path

from . import first_light

BENCHES = (first_light,)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="runs of each command (default 3)")
    rounds = parser.parse_args().rounds
    for bench in BENCHES:
        print(f"\n## {bench.__doc__.splitlines()[0]}")
        with tempfile.TemporaryDirectory(prefix="ocn-bench-") as folder:
            bench.run(Path(folder), rounds)


if __name__ == "__main__":
    main()
