"""200 units against the rest on 30 items with 10,000 bootstrap draws, from 100,000 respondents; no peer in this run.

    python bench/compare.py

Beside it the same by the formulas, and all pairs of units by the formulas.
"""

from __future__ import annotations

import resource
import time
from statistics import median
from typing import Any

import numpy as np

from harness import pages
from regulars.methods import compare_items

RESPONDENTS, UNITS, ITEMS, DRAWS, ROUNDS, AIM = 100_000, 200, 30, 10_000, 5, 5
SHARES = (0.03, 0.07, 0.20, 0.40, 0.30)
CASES: dict[str, dict[str, Any]] = {
    f"each unit against the rest, {DRAWS:,} draws": {"against": "rest", "n_resamples": DRAWS},
    "each unit against the rest, formulas": {"against": "rest"},
    "all pairs of units, formulas": {"against": "all"},
}


def main() -> None:
    """Measure and publish."""
    random = np.random.default_rng(1)
    units = random.integers(0, UNITS, RESPONDENTS)
    answers = random.choice(np.arange(1, 6), size=(RESPONDENTS, ITEMS), p=SHARES)
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in CASES}
    tested = {}
    for _ in range(ROUNDS):
        for name, options in CASES.items():
            wall, cpu = time.perf_counter(), time.process_time()
            tested[name] = compare_items(answers, units, scale=(1, 5), **options).n_tested
            found[name].append((time.perf_counter() - wall, time.process_time() - cpu))
    rows = [
        f"| {name} | {tested[name]:,} | {median(walls):.2f} | {median(cpus):.2f} |"
        for name, (walls, cpus) in ((name, zip(*times, strict=True)) for name, times in found.items())
    ]
    first = median(wall for wall, _ in next(iter(found.values())))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines = [
        f"{RESPONDENTS:,} respondents in {UNITS} units, {ITEMS} items each on 1 to 5, no clusters, no weights.",
        f"Median of {ROUNDS} rounds, cases alternating; two threads where there are draws.",
        "",
        "| | pairs tested | wall, s | CPU, s |",
        "|---|---:|---:|---:|",
        *rows,
        "",
        f"Peak memory of the process {peak:,.0f} MB. Aim: the first row under {AIM} s wall on two cores;",
        f"{'met' if first < AIM else 'missed'} with {first:.2f} s.",
        "",
        "The resampled means are not drawn answer by answer: their exact distribution follows from each unit's",
        "histogram, and the draws are its shuffled quantiles.",
    ]
    pages.publish("compare", "Comparison of many units on many items", lines)


if __name__ == "__main__":
    main()
