"""Two million rows through the mapping engine, beside two hundred thousand."""

from pathlib import Path

from .mapping_engine import laid_out, ours
from .measure import in_turn, middle, ratio

FEW, MANY = 200_000, 2_000_000


def run(folder: Path, rounds: int) -> None:
    """Print how time and memory grow; ten times the rows may take eleven times as long."""
    few, many = laid_out(folder / "few", "csv", FEW), laid_out(folder / "many", "csv", MANY)
    short, long = in_turn(rounds, lambda _: ours(few).run, lambda _: ours(many).run)
    for rows, found in ((FEW, short), (MANY, long)):
        memory = max(one.memory_mb for one in found)
        print(f"ocn map {rows:9,} rows {middle(found):7.2f} s {memory:6.0f} MB")
    print(f"{ratio(long, short):.1f} times as long (at most 11); memory under 400 MB is asked for")
