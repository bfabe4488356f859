"""One million purchase lines to a summary of customers: ours and lifetimes 0.11.3, alternating in one run.

    python bench/summary.py

Ours reads the facts on disk, warm; lifetimes works on a data frame already in memory. Both must agree.
"""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from harness import environments, pages
from harness.workers import Side, alternate, table
from regulars.facts import open_facts

LINES = 1_000_000
CUSTOMERS = 100_000
DAYS = 730
ROUNDS = 5
AIM = 2.5
PEERS = Path(__file__).parent / "peers"


def write_lines(path: Path) -> None:
    """Lines of customers of very different frequency, over two years, in cents."""
    random = np.random.default_rng(1)
    appetite = random.gamma(0.5, size=CUSTOMERS)
    customer = np.sort(random.choice(CUSTOMERS, LINES, p=appetite / appetite.sum()))
    day = random.integers(0, DAYS, LINES)
    cents = random.lognormal(3, 1, LINES) * 100 + 1
    days = [(date(2024, 1, 1) + timedelta(offset)).isoformat() for offset in range(DAYS)]
    order = random.permutation(LINES)
    with path.open("w", encoding="utf-8") as file:
        file.write("purchase,customer,day,amount\n")
        file.writelines(
            f"{number},{customer[row] + 1},{days[day[row]]},{int(cents[row]) / 100:.2f}\n"
            for number, row in enumerate(order.tolist(), 1)
        )


def main() -> None:
    """Measure and publish."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_lines(folder / "lines.csv")
        columns = {"purchase": "purchase", "customer": "customer", "at": "day", "amount": "amount"}
        report = open_facts(folder / "facts").import_purchases(folder / "lines.csv", columns=columns)
        sides = (
            Side.start("Regulars", environments.OURS, PEERS / "summary_ours.py", folder),
            Side.start("lifetimes 0.11.3", environments.peer("lifetimes"), PEERS / "summary_lifetimes.py", folder),
        )
        alternate(sides, ROUNDS)
    ours, theirs = (side.result for side in sides)
    head = (
        f"{report.new:,} lines of {ours['customers']:,} customers over {DAYS} days. Median of alternating warm runs; "
        f"the CPU column counts all threads. Ours reads the facts on disk, lifetimes a data frame in memory."
    )
    lines = [
        head,
        "",
        *table(sides),
        "",
        "| | customers | repeat purchases | sum of recency, days | sum of mean values |",
        "|---|---:|---:|---:|---:|",
        *(f"| {side.name} | " + " | ".join(f"{value:,}" for value in side.result.values()) + " |" for side in sides),
        "",
        f"Aim: at least {AIM} times less CPU. The results {'agree' if ours == theirs else 'DIFFER'}.",
    ]
    pages.publish("summary", "Purchase lines to a summary", lines)


if __name__ == "__main__":
    main()
