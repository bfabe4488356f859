"""From how many customers on the interval of total expected purchases holds, for each model of buying in time.

    python prove/buying_totals.py [REPETITIONS]      300 by default, half for the largest; writes prove/results/

The customers are those of ``buying_recovery.py``: drawn purchase by purchase, at whole days. The target is what the
true model expects of these very customers, given what they did.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from buying_recovery import AHEAD, TRUTHS, drawn
from regulars.methods.buying.buying_model import BuyingModel

RESULTS = Path(__file__).parent / "results" / "buying_totals.md"
SIZES = (100, 300, 1000, 3000)
ENOUGH = 0.93
HEAD = """# Totals of the models of buying: how often their interval holds

Made by `prove/buying_totals.py` on {day}. Confidence 95 %, delta method on the logarithm; *low*, *high*: the truth was
below or above. *Bias*: mean of the logarithm of forecast over truth; *spread*: its standard deviation, and the standard
error that the fits gave on average. *Level*: fits in which the data did not determine a parameter, and how often the
interval held in those.

| model | customers | trials | held | low | high | bias | spread | error | level | held there |
|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
"""


@dataclass(frozen=True)
class Trial:
    """One study."""

    value: float
    low: float
    high: float
    error: float
    truth: float
    level: bool


def trial(truth: BuyingModel, n: int, seed: int) -> Trial:
    """Draw, fit, forecast."""
    cut = drawn(truth, n, np.random.default_rng([12, n, seed]))
    columns = cut.frequency, cut.recency, cut.T
    fitted = type(truth)().fit(*columns)
    total = fitted.total_expected_purchases(AHEAD, *columns)
    meant = truth.total_expected_purchases(AHEAD, *columns).value
    return Trial(
        total.value, total.expected_low, total.expected_high, total.standard_error, meant, bool(fitted.boundary)
    )


def row(name: str, n: int, trials: list[Trial]) -> tuple[str, float]:
    """A line of the table, and the share that held."""
    value, low, high, error, truth, level = (
        np.array([getattr(one, field) for one in trials]) for field in Trial.__dataclass_fields__
    )
    held = (low <= truth) & (truth <= high)
    gap = np.log(value / truth)
    there = f"{held[level].mean():.0%}" if level.any() else ""
    return (
        f"| {name} | {n:,} | {len(trials)} | **{held.mean():.1%}** | {(truth < low).mean():.1%} | "
        f"{(truth > high).mean():.1%} | {gap.mean():+.3f} | {gap.std():.3f} | {(error / value).mean():.3f} | "
        f"{level.mean():.0%} | {there} |"
    ), float(held.mean())


def page(trials: dict[tuple[str, int], list[Trial]]) -> str:
    """The whole page; the smallest n is that from which on every larger one holds too."""
    lines, smallest = [], {}
    for (name, n), found in trials.items():
        line, held = row(name, n, found)
        lines.append(line)
        if held >= ENOUGH:
            smallest.setdefault(name, n)
        else:
            smallest.pop(name, None)
    needed = " · ".join(f"{name} **{smallest[name]:,}**" if name in smallest else f"{name} none" for name in TRUTHS)
    head = HEAD.format(day=f"{datetime.now(UTC):%Y-%m-%d}")
    return f"{head}" + "\n".join(lines) + f"\n\nSmallest n from which on at least {ENOUGH:.0%} held: {needed}.\n"


def studies(repetitions: int) -> Iterator[tuple[tuple[str, int], list[Trial]]]:
    """Row by row."""
    for name, truth in TRUTHS.items():
        for n in SIZES:
            yield (name, n), [trial(truth, n, seed) for seed in range(repetitions // (2 if n == SIZES[-1] else 1))]


def main(repetitions: int) -> None:
    """Write the page."""
    RESULTS.write_text(page(dict(studies(repetitions))), "utf-8")
    print(RESULTS.read_text("utf-8"))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
