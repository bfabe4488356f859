"""How often the intervals hold the truth, on a fixed grid.

Writes ``prove/results/coverage.md`` with every cell, and ``docs/coverage.md`` with the table of methods.

    python prove/coverage.py [shares scores comparisons designs others items attributes preference]

Names run those parts of the grid alone and leave the other rows of the page as they stand. Exits with 1 where the
minimum n of a result is not the one that the grid asks for.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime

from grid import attributes, comparisons, designs, items, others, preference, scores, shares
from grid.page import BESIDE, STRICTER, by_method, read, write
from regulars.methods.comparison.measures import MINIMUM
from regulars.methods.errors import MethodError
from regulars.methods.registry import find
from regulars.methods.scores.nps import WALD_MINIMUM

PARTS = {
    "shares": shares.cells,
    "scores": scores.cells,
    "comparisons": comparisons.cells,
    "designs": designs.cells,
    "others": others.cells,
    "items": items.cells,
    "attributes": attributes.cells,
    "preference": preference.cells,
}


def stands(method: str) -> int | None:
    """The minimum n in the code; ``None`` for a variant that has none of its own."""
    if method == "nps wald":
        return WALD_MINIMUM
    if method.startswith("compare "):
        return MINIMUM[method.split()[1]]
    try:
        return None if any(word in method for word in BESIDE) else find(method).minimum_n
    except MethodError:
        return None


def main(chosen: list[str]) -> int:
    """Run the parts named, or all, and write the pages."""
    start = time.perf_counter()
    cells, days = read()
    kept = by_method(cells)
    for name in chosen or PARTS:
        began = time.perf_counter()
        found = by_method(PARTS[name]())
        kept.update(found)
        days.update(dict.fromkeys(found, f"{datetime.now(UTC):%Y-%m-%d}"))
        # Written after each part, so that an interrupted run keeps what it has.
        judged = write([cell for found in kept.values() for cell in found], days, time.perf_counter() - start)
        print(f"{name}: {time.perf_counter() - began:.0f} s", flush=True)
    wrong = 0
    for one in judged:
        there = stands(one.method)
        same = there is None or there == one.minimum or (one.method in STRICTER and there > one.minimum > 0)
        wrong += not same
        print(
            f"{one.method:28} {one.minimum:4} {one.mean:.1%} {one.least:.1%}" + ("" if same else f"  code has {there}")
        )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
