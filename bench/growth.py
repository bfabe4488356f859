"""The purchase summary as the purchases grow: 1, 10 and, when asked for, 100 million lines.

    python bench/growth.py [MILLIONS ...]

Each size is measured in a process of its own: the first call (imports of libraries aside), a second one, peak memory,
and the bytes on disk. From 10 million on the lines come in parts of 10 million, each with customers of its own, as ten
imports would bring them; then one night passes, which sorts them together. 100 million lines take 2 GB of disk and some
minutes to make.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa

from harness import environments, pages
from harness.workers import Side
from regulars.facts import open_facts
from regulars.facts.database import connection
from regulars.facts.log import Record
from summary import START, lines

MILLIONS = (1, 10)
PART = 10
SLOWER, MEMORY = 12, 4e9  # of 100 against 10 million
WORKER = Path(__file__).parent / "peers" / "summary_ours.py"


def add(home: Path, millions: int, part: int) -> None:
    """Append so many lines of customers that nobody had before."""
    customer, day, cents = lines(1_000_000 * millions, seed=1 + part)
    keys = np.random.default_rng([7, part]).integers(0, 2**63 - 1, int(customer.max()) + 1)
    given = pa.table(
        {
            "number": np.arange(len(customer)) + part * 1_000_000 * PART,
            "customer": keys[customer],
            "day": np.datetime64(START) + day.astype("timedelta64[D]"),
            "cents": cents,
        }
    )
    del customer, day, cents
    facts = open_facts(home)
    table = facts.purchases_table
    with facts.writing(table), facts.workspace() as folder, connection(folder) as db:
        db.register("given", given)
        query = (
            "select 'till' as source, cast(number as varchar) as purchase, 1 as line, null as basket, customer, "
            "cast(day as timestamptz) as at, day, cast(cents as decimal(18, 4)) / 100 as amount, 'EUR' as currency, "
            "null as amount_company, null as cost, null as quantity, null as product, null as category, "
            "null as channel, null as unit, null as promotion from given"
        )
        table.append(db, query, Record("append"))


def measured(folder: Path) -> dict[str, float]:
    """Two calls of a process of its own, and what lies on disk."""
    side = Side.start("Regulars", environments.OURS, WORKER, folder)
    side.run()
    side.run()
    side.stop()
    state = open_facts(folder / "facts").purchases_table.snapshot()
    (first, second), (first_wall, second_wall) = side.cpu, side.wall
    return {
        "lines": state.rows, "customers": float(side.result["customers"]), "files": len(state.files),
        "first": first, "first wall": first_wall, "second": second, "second wall": second_wall,
        "peak": side.peak, "disk": state.bytes,
    }  # fmt: skip


def page(found: dict[int, dict[str, float]]) -> list[str]:
    """The table, and each size against the one before."""
    said = [
        "Customer summary of purchase lines, ten a customer, over two years, after a night's work; one run each.",
        "",
        "| lines | customers | files | disk, MB | first call, CPU s | wall, s | second, CPU s | wall, s | memory, GB |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    said += [
        f"| {one['lines']:,.0f} | {one['customers']:,.0f} | {one['files']:.0f} | {one['disk'] / 1e6:,.0f} "
        f"| {one['first']:.2f} | {one['first wall']:.2f} | {one['second']:.2f} | {one['second wall']:.2f} "
        f"| {one['peak'] / 1e9:.2f} |"
        for one in found.values()
    ]
    said.append("")
    sizes = list(found)
    for less, more in pairwise(sizes):
        ratio = {what: found[more][what] / found[less][what] for what in found[more]}
        said.append(
            f"{more} million against {less}: {ratio['first']:.1f} times the CPU at the first call, "
            f"{ratio['second']:.1f} at the second, {ratio['second wall']:.1f} times the wall, "
            f"{ratio['peak']:.1f} times the memory."
        )
    said.append("")
    if {10, 100} <= found.keys():
        small = found[100]["peak"] < MEMORY
        told = [
            f"{call} call {'kept' if small and found[100][call] < SLOWER * found[10][call] else 'MISSED'}"
            for call in ("first", "second")
        ]
        said.append(f"Aim for 100 million: under {SLOWER} times 10 million, under 4 GB: {', '.join(told)}.")
    else:
        said.append("100 million were not run: `python bench/growth.py 1 10 100`.")
    return said


def main() -> None:
    """Measure and publish."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("millions", type=int, nargs="*", default=list(MILLIONS))
    words.add_argument("--folder", type=Path, help="where to make them (2 GB); else where temporary files go")
    wish = words.parse_args()
    found = {}
    for millions in sorted(set(wish.millions)):
        with tempfile.TemporaryDirectory(dir=wish.folder) as name:
            folder = Path(name)
            for part, start in enumerate(range(0, millions, PART)):
                print(f"{millions} million: part {part + 1} …", flush=True)
                add(folder / "facts", min(PART, millions - start), part)
            began = time.perf_counter()
            open_facts(folder / "facts").tend()
            print(f"{millions} million: a night's work took {time.perf_counter() - began:.0f} s", flush=True)
            found[millions] = measured(folder)
        pages.publish("growth", "The summary as purchases grow", page(found))


if __name__ == "__main__":
    main()
