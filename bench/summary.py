"""Ten million purchase lines to a summary of customers: ours and lifetimes 0.11.3, alternating in one run.

    python bench/summary.py [LINES]

Ours reads the facts on disk, lifetimes works on a data frame already in memory. Each round starts both anew: the first
call (imports of libraries aside), a second one, and the peak memory of the process. Both must agree.
"""

from __future__ import annotations

import argparse
import tempfile
from datetime import date
from pathlib import Path
from statistics import median

import numpy as np

from harness import environments, pages
from harness.purchases import import_lines
from harness.workers import Side

LINES = 10_000_000
LINES_EACH = 10
DAYS = 730
START = date(2024, 1, 1)
ROUNDS = 3
AIMS = {"first": 3.5, "second": 6.0, "memory": 2.0}
PEERS = Path(__file__).parent / "peers"


def lines(count: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Customer, day and cents of lines of customers of very different frequency, over two years, in no order."""
    random = np.random.default_rng(seed)
    customers = count // LINES_EACH
    appetite = random.gamma(0.5, size=customers)
    customer = random.choice(customers, count, p=appetite / appetite.sum()) + 1
    return customer, random.integers(0, DAYS, count), (random.lognormal(3, 1, count) * 100 + 1).astype(np.int64)


def measured(side: Side) -> dict[str, float]:
    """Two calls of a process just started; it ends."""
    side.run()
    side.run()
    side.stop()
    wall, cpu = side.wall, side.cpu
    return {
        "first": cpu[0], "first wall": wall[0], "second": cpu[1], "second wall": wall[1], "memory": side.peak / 1e9
    }  # fmt: skip


def main() -> None:
    """Measure and publish."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("lines", type=int, nargs="?", default=LINES)
    wish = words.parse_args()
    kinds = {
        "Regulars": (environments.OURS, PEERS / "summary_ours.py"),
        "lifetimes 0.11.3": (environments.peer("lifetimes"), PEERS / "summary_lifetimes.py"),
    }
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in kinds}
    found = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        customer, day, cents = lines(wish.lines)
        np.savez(folder / "lines.npz", customer=customer, day=day, cents=cents)
        import_lines(folder / "facts", START, customer, day, cents / 100)
        for _ in range(ROUNDS):
            for kind, (python, script) in kinds.items():
                side = Side.start(kind, python, script, folder)
                runs[kind].append(measured(side))
                found[kind] = side.result
    pages.publish("summary", "Purchase lines to a summary", page(wish.lines, runs, found))


def page(count: int, runs: dict[str, list[dict[str, float]]], found: dict[str, dict[str, float]]) -> list[str]:
    """What was measured, and whether both say the same."""
    ours, theirs = ({what: median(run[what] for run in each) for what in each[0]} for each in runs.values())
    columns = ("first", "first wall", "second", "second wall", "memory")
    ratio = {what: theirs[what] / ours[what] for what in columns}
    kept = all(ratio[what] >= aim for what, aim in AIMS.items())
    sides = zip(runs, (ours, theirs), strict=True)
    first, second = found.values()
    head = (
        f"{count:,} lines of {first['customers']:,} customers over {DAYS} days. Median of {ROUNDS} processes each, in "
        "turn; CPU counts all threads. Ours reads the facts on disk, lifetimes a data frame in memory."
    )
    verdict = (
        f"Aims: {AIMS['first']} times less CPU at the first call, {AIMS['second']:g} times at the second, half the "
        f"memory: {'kept' if kept else 'MISSED'}. The results {'agree' if first == second else 'DIFFER'}."
    )
    return [
        head,
        "",
        "| | first call, CPU s | wall, s | second call, CPU s | wall, s | peak memory, GB |",
        "|---|---:|---:|---:|---:|---:|",
        *(f"| {name} | " + " | ".join(f"{side[what]:.2f}" for what in columns) + " |" for name, side in sides),
        "| **ratio** | " + " | ".join(f"**{ratio[what]:.1f}**" for what in columns) + " |",
        "",
        "| | customers | repeat purchases | sum of recency, days | sum of mean values |",
        "|---|---:|---:|---:|---:|",
        *(f"| {name} | " + " | ".join(f"{value:,}" for value in one.values()) + " |" for name, one in found.items()),
        "",
        verdict,
    ]


if __name__ == "__main__":
    main()
