"""The tables of the grid: read back, judged, written. What is not run again stays as it stood, with its date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from grid.cells import SEED, Cell

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "prove" / "results" / "coverage.md"
SHORT = ROOT / "docs" / "coverage.md"
# What has few outcomes cannot meet every level; its intervals may then hold the truth more often.
DISCRETE = (
    "csat",
    "top_box",
    "share_interval",
    "difference",
    "compare share",
    "predictive_range",
    "nps",
    "problems_per_hundred",
    "kano",
    "price_sensitivity",
    "gabor_granger",
)
# Rows beside the promise, for comparison: they have no minimum of their own in the code.
BESIDE = ("clopper-pearson", "agresti-coull", "jeffreys", "share_interval wald", "90/8/2", "bca")
# The code asks for more: their intervals hold earlier, but are too wide there to put anything in an order.
STRICTER = ("drivers", "importance_performance", "competitive_position", "weakest_plank")
CANDIDATES = (10, 15, 20, 30, 50, 100, 150, 200, 300, 500)
ROW = re.compile(r"^\|" + r" ([^|]+) \|" * 4 + r" (\d+) \| ([\d.]+)% \| (\d+)% \|", re.MULTILINE)
DATED = re.compile(r"^\| `([^`]+)` \|.*\| ([\d,]+) \| (\d{4}-\d\d-\d\d) \|$", re.MULTILINE)


HEAD = f"""# Coverage of the intervals

Made by `prove/coverage.py`, seed {SEED}; the last run took {{minutes}} minutes. `samples` were drawn for each cell, or
every possible one taken, weighted by its chance, where there are no more than 11,000 (then without any error of
simulation). `python prove/coverage.py` by itself draws 10,000 (2,000 where a sample takes 5 ms or more), for hours;
with the variable REGULARS_REPETITIONS fewer, as most rows here.

The promise, for intervals of level c: from the minimum n on the mean coverage is within 1 point of c and no cell lies
more than 3 points below it (95 %: 94 to 96 %, none below 92 %). What has few outcomes, shares and scores from -100 to
100, may cover more. The minimum n is the smallest of 10, 15, 20, 30, 50, 100, … that keeps this, and stands in the
code; `n` is the mean effective n, with weights and clusters smaller than the number of answers. A result below it
says `too_few`. Methods written with a second word are variants; those that are nobody's default have no minimum in
the code. Drivers, importance-performance and competitive position ask for 200 answers all the same, and the weakest
plank for 50: their intervals hold earlier, but are too wide there to put anything in an order.

"""
SHORT_HEAD = """# How often the intervals hold the truth

<!-- Written by `python prove/coverage.py`; do not edit. -->

An interval of 95 % should hold the truth in 95 of 100 samples. How often it does is found by drawing samples from
truths that are known: shares from 2 % to 98 %, promoters / passives / detractors from 90/8/2 to 20/30/50, means from
poor to splendid; plain, with weights that cost half of the answers (design effect 2), and with three answers from each
customer. `samples` were drawn for each cell, or every possible one was taken.

From the **minimum n** on the mean coverage is 94 to 96 % and no cell of the grid lies below 92 % (for ranges of 80 %:
79 to 81 %, none below 77 %; what has few outcomes may cover more). Below it, results say that there are too few
answers to judge (drivers, importance-performance and competitive position below 200, the weakest plank below 50, though
their intervals hold earlier: they are too wide there to put anything in an order). n is the effective n.
[Every cell](../prove/results/coverage.md).

The grid is fixed and cannot hold every truth: between its points the coverage of a share still dips, as that of every
interval of a share does (25 answers, 2 %: 91 %). Where nine of ten customers give the very best answer, a mean hangs on
the few others: `mean_rating 90/8/2` stands for itself, and shares say more there.

"""


@dataclass(frozen=True)
class Judged:
    """One method: the smallest n from which on it keeps the promise, and how it does there; 0 where it never does."""

    method: str
    minimum: int
    mean: float
    least: float
    worst: Cell
    level: float


def judge(method: str, cells: Sequence[Cell]) -> Judged:
    """The promise at level c: from the minimum n on the mean is within 1 point of c and no cell over 3 points below."""
    level = cells[0].level
    least = min(cell.n for cell in cells)
    for minimum in (n for n in CANDIDATES if n >= least):
        kept = [cell for cell in cells if cell.n >= minimum]
        if not kept:
            break
        mean, worst = float(np.mean([cell.coverage for cell in kept])), min(kept, key=lambda cell: cell.coverage)
        discrete = method.split(" ", maxsplit=1)[0] in DISCRETE or method in DISCRETE
        if mean >= level - 0.01 and (discrete or mean <= level + 0.01) and worst.coverage >= level - 0.03:
            return Judged(method, minimum, mean, worst.coverage, worst, level)
    worst = min(cells, key=lambda cell: cell.coverage)
    return Judged(method, 0, float(np.mean([cell.coverage for cell in cells])), worst.coverage, worst, level)


def by_method(cells: Iterable[Cell]) -> dict[str, list[Cell]]:
    """The cells of each method, in their order."""
    found: dict[str, list[Cell]] = {}
    for cell in cells:
        found.setdefault(cell.method, []).append(cell)
    return found


def read() -> tuple[list[Cell], dict[str, str]]:
    """The cells that stand on the page, and the day of each method."""
    if not RESULTS.exists():
        return [], {}
    text = RESULTS.read_text("utf-8")
    runs = {method: (int(samples.replace(",", "")), day) for method, samples, day in DATED.findall(text)}
    cells = [
        Cell(method, part, design, truth, int(n), float(share) / 100, int(level) / 100, runs[method][0])
        for method, part, design, truth, n, share, level in ROW.findall(text)
    ]
    return cells, {method: day for method, (_, day) in runs.items()}


def write(cells: Sequence[Cell], days: dict[str, str], seconds: float) -> list[Judged]:
    """Both pages."""
    methods = by_method(cells)
    judged = [judge(method, found) for method, found in methods.items()]
    table = _summary(judged, methods, days)
    RESULTS.write_text(
        HEAD.format(minutes=round(seconds / 60)) + "\n".join([*table, "", *_every(methods, judged)]) + "\n", "utf-8"
    )
    SHORT.write_text(SHORT_HEAD + "\n".join(table) + "\n", "utf-8")
    return judged


def _summary(judged: Sequence[Judged], methods: dict[str, list[Cell]], days: dict[str, str]) -> list[str]:
    titles = "minimum n | level | mean from there on | lowest from there on | mean at least n | cells | samples | day"
    lines = [f"| method | {titles} |", "|---|---:|---:|---:|---|---:|---:|---:|---|"]
    for one in judged:
        cells = methods[one.method]
        first = min(cell.n for cell in cells)
        small = float(np.mean([cell.coverage for cell in cells if cell.n == first]))
        minimum = str(one.minimum) if one.minimum else "none"
        where = f"{one.least:.1%} ({one.worst.truth}, {one.worst.design}, n {one.worst.n})"
        lines.append(
            f"| `{one.method}` | {minimum} | {one.level:.0%} | {one.mean:.1%} | {where} | {small:.1%} | {len(cells)} "
            f"| {cells[0].samples:,} | {days[one.method]} |"
        )
    return lines


def _every(methods: dict[str, list[Cell]], judged: Sequence[Judged]) -> list[str]:
    minimum = {one.method: one.minimum for one in judged}
    lines = [
        "## Every cell",
        "",
        "| method | part | design | truth | n | coverage | level | |",
        "|---|---|---|---|---:|---:|---:|---|",
    ]
    for method, cells in methods.items():
        for cell in cells:
            below = "below the minimum n" if cell.n < minimum[method] else ""
            lines.append(
                f"| {cell.method} | {cell.part} | {cell.design} | {cell.truth} | {cell.n} | {cell.coverage:.2%} "
                f"| {cell.level:.0%} | {below} |"
            )
    return lines
