"""How often the intervals about customers hold the truth: value, loyalty, leaving, patterns, linkage.

    python prove/customer_coverage.py [METHOD ...]

Writes ``prove/results/customer_coverage.md``; names run those methods alone and leave the other rows of the page as
they stand. With the variable REGULARS_SHARE=0.2 a fifth of the samples are drawn, for a first look. Exits with 1 where
the minimum n of a result is not the one that the table asks for.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from customers import gone, linked, loyalty, worth
from customers.cases import Case
from grid.cells import Cell
from regulars.methods.registry import find

RESULTS = Path(__file__).parent / "results" / "customer_coverage.md"
CASES: dict[str, Case] = {case.method: case for part in (worth, loyalty, gone, linked) for case in part.CASES}
PROMISE = 0.93
CANDIDATES = (10, 15, 20, 24, 30, 50, 100, 150, 200, 300, 500, 1000, 2000)
ROW = re.compile(r"^\| (\w+) \| ([^|]+) \| ([^|]+) \| (\d+) \| ([\d.]+)% \|$", re.MULTILINE)
DATED = re.compile(r"^\| `(\w+)` \|.*\| ([\d,]+) \| (\d{4}-\d\d-\d\d) \|$", re.MULTILINE)
HEAD = """# Intervals about customers: how often they hold the truth

Made by `prove/customer_coverage.py`; intervals of 95 %. For each truth customers are drawn again and again, and the
limits held against what is true of all (known, or found in 60,000 to 200,000 customers). Spending is even (gamma, the
best fifth bring 34 %), skewed (log-normal, 56 %) or very skewed (75 %); answers are middling to strongly skewed.

The **minimum n** is the smallest size from which on each part of the result keeps at least 93 % on the whole, and,
within two standard errors of the samples drawn, under each truth and at each size (taken with those up to twice as
large). The code asks for as much or more (`minimum_n`); below that a result says that there are too few. n is the
effective number where money is summed up: (Σ value)² / Σ value², as many customers of equal value. "none": not within
the sizes tried, see below.
`rfm` gives scores and has no interval; `departures` counts.

| method | minimum n | n counts | mean from there on | lowest from there on | cells | samples | day |
|---|---:|---|---:|---|---:|---:|---|
"""


def judge(cells: Sequence[Cell]) -> int:
    """The smallest size from which on every part keeps the promise; 0 where none does."""
    parts, sizes = {cell.part for cell in cells}, [cell.n for cell in cells]
    tried = [size for size in CANDIDATES if min(sizes) <= size <= max(sizes)]
    for least in tried:
        kept = [cell for cell in cells if cell.n >= least]
        if {cell.part for cell in kept} == parts and all(
            _holds([cell for cell in kept if cell.part == part], tried) for part in parts
        ):
            return least
    return 0


def _holds(cells: Sequence[Cell], tried: Sequence[int]) -> bool:
    """On the whole, under each truth, and at each size taken with those up to twice as large."""
    groups = [[cell for cell in cells if cell.truth == truth] for truth in {cell.truth for cell in cells}]
    groups += [[cell for cell in cells if size <= cell.n < 2 * size] for size in tried]
    if np.mean([cell.coverage for cell in cells]) < PROMISE:
        return False
    for group in filter(None, groups):
        samples = sum(cell.samples for cell in group)
        if np.mean([cell.coverage for cell in group]) < PROMISE - 2 * (PROMISE * (1 - PROMISE) / samples) ** 0.5:
            return False
    return True


def read() -> tuple[dict[str, list[Cell]], dict[str, str]]:
    """The cells on the page, by method, and the day of each."""
    text = RESULTS.read_text("utf-8") if RESULTS.exists() else ""
    runs = {method: (int(samples.replace(",", "")), day) for method, samples, day in DATED.findall(text)}
    cells: dict[str, list[Cell]] = {}
    for method, part, truth, n, share in ROW.findall(text):
        if method in runs and method in CASES:
            one = Cell(method, part, "plain", truth, int(n), float(share) / 100, 0.95, runs[method][0])
            cells.setdefault(method, []).append(one)
    return cells, {method: day for method, (_, day) in runs.items()}


def write(cells: dict[str, list[Cell]], days: dict[str, str]) -> None:
    """The table of methods, then every cell."""
    lines, every = [], ["", "## Every cell", "", "| method | part | truth | n | coverage |", "|---|---|---|---:|---:|"]
    for method in (method for method in CASES if method in cells):
        own = cells[method]
        minimum = judge(own)
        kept = [cell for cell in own if cell.n >= minimum]
        worst = min(kept, key=lambda cell: cell.coverage)
        where = f"{worst.coverage:.1%} ({worst.part}, {worst.truth}, n {worst.n})"
        lines.append(
            f"| `{method}` | {minimum or 'none'} | {CASES[method].counted} "
            f"| {np.mean([cell.coverage for cell in kept]):.1%} | {where} | {len(own)} | {own[0].samples:,} "
            f"| {days[method]} |"
        )
        every += [f"| {method} | {cell.part} | {cell.truth} | {cell.n} | {cell.coverage:.2%} |" for cell in own]
    RESULTS.write_text(HEAD + "\n".join([*lines, *every]) + "\n", "utf-8")


def main(chosen: list[str]) -> int:
    """Run the methods named, or all, and write the page."""
    share = float(os.environ.get("REGULARS_SHARE", "1"))
    for name in chosen or CASES:
        began = time.perf_counter()
        found = list(CASES[name].cells(share))
        cells, days = read()  # anew: another run may have written meanwhile
        cells[name], days[name] = found, f"{datetime.now(UTC):%Y-%m-%d}"
        write(cells, days)
        print(f"{name}: {judge(found)} ({time.perf_counter() - began:.0f} s)", flush=True)
    cells, _ = read()
    # The code may ask for more: below, limits hold but are too wide to tell anything apart.
    wrong = [name for name in cells if not 0 < judge(cells[name]) <= find(name).minimum_n]
    for name in wrong:
        print(f"{name}: the table asks for {judge(cells[name])}, the code for {find(name).minimum_n}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
