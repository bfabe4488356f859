"""How often a control chart sees a signal where nothing changes. Writes ``prove/results/control_null.md``.

Every wave comes from one and the same process. For each kind of chart and number of waves: how many of the waves lie
beyond their limits, and how many charts show at least one signal, by the limits alone, by the run of eight alone, and
by both. Limits that are known for certain let 0.27 % of the waves out; these are estimated from the waves themselves,
or from a baseline of the first twelve, twenty or forty.

    python prove/control_null.py
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from regulars.methods import control_chart

RESULTS = Path(__file__).parent / "results" / "control_null.md"
SEED = 20261122
CHARTS = 2000
LENGTHS = (8, 12, 24, 52)
BASELINES = ((12, 24), (20, 44), (40, 64))  # waves of the baseline, waves in all


@dataclass(frozen=True)
class Process:
    """How waves are made and charted: from a generator and a number of waves to the arguments of the chart."""

    name: str
    draw: Callable[[np.random.Generator, int], dict]


def share(p: float, n: tuple[int, int]) -> Callable[[np.random.Generator, int], dict]:
    """Shares of waves of unequal size."""

    def draw(random: np.random.Generator, waves: int) -> dict:
        sizes = random.integers(n[0], n[1] + 1, waves)
        return {"hits": random.binomial(sizes, p), "n": sizes, "kind": "p"}

    return draw


def rate(mean: float) -> Callable[[np.random.Generator, int], dict]:
    """Problems by customer."""

    def draw(random: np.random.Generator, waves: int) -> dict:
        sizes = random.integers(50, 201, waves)
        return {"hits": random.poisson(mean * sizes), "n": sizes, "kind": "u"}

    return draw


def individuals(random: np.random.Generator, waves: int) -> dict:
    """Single values, normal."""
    return {"value": random.normal(size=waves), "kind": "xmr"}


def skewed(random: np.random.Generator, waves: int) -> dict:
    """Single values with a long tail."""
    return {"value": random.exponential(size=waves), "kind": "xmr"}


def with_errors(between: float) -> Callable[[np.random.Generator, int], dict]:
    """Mean ratings of waves of unequal size, that also differ by something else than sampling: sd ``between``."""

    def draw(random: np.random.Generator, waves: int) -> dict:
        sizes = random.integers(30, 301, waves)
        truth = 4 + between * random.normal(size=waves)
        errors = 0.9 / np.sqrt(sizes)
        found = errors * np.sqrt(random.chisquare(sizes - 1) / (sizes - 1))  # each wave's own estimate of it
        value = truth + errors * random.normal(size=waves)
        return {"value": value, "n": sizes, "standard_error": found, "kind": "xmr"}

    return draw


PROCESSES = (
    Process("p, share 50%, n 50–200", share(0.5, (50, 200))),
    Process("p, share 80%, n 50–200", share(0.8, (50, 200))),
    Process("p, share 95%, n 50–200", share(0.95, (50, 200))),
    Process("p, share 80%, n 10–30", share(0.8, (10, 30))),
    Process("u, rate 0.2, n 50–200", rate(0.2)),
    Process("xmr, normal", individuals),
    Process("xmr, exponential", skewed),
    Process("xmr with errors, sampling only", with_errors(0.0)),
    Process("xmr with errors, twice the variance", with_errors(0.08)),
)


def rates(process: Process, waves: int, baseline: int | None) -> Iterator[float]:
    """Share of later waves beyond the limits; share of charts with such a wave, with a run, with either."""
    random = np.random.default_rng([SEED, waves, baseline or 0])
    start = baseline or 0
    points = beyond = run = either = 0
    for _ in range(CHARTS):
        chart = control_chart(**process.draw(random, waves), baseline=baseline)
        signal = chart.signal[start:]
        # A wave that is part of a run and beyond its limits is called by its limits; runs are counted by the side.
        out = sum(one in ("above", "below") for one in signal)
        side = np.sign(chart.value - chart.centre)
        long = longest(side) >= 8
        points += out
        beyond += out > 0
        run += long
        either += out > 0 or long
    yield points / CHARTS / (waves - start)
    yield from (beyond / CHARTS, run / CHARTS, either / CHARTS)


def longest(side: np.ndarray) -> int:
    """Length of the longest run on one side."""
    best = now = 0
    for before, this in zip([0, *side], side, strict=False):
        now = now + 1 if this and this == before else 1 if this else 0
        best = max(best, now)
    return best


def main() -> None:
    """Run the study and write its table."""
    begun = time.perf_counter()
    lines = [
        f"| {process.name} | {waves} | {baseline or 'all'} | " + " | ".join(f"{r:.2%}" for r in found) + " |"
        for process in PROCESSES
        for waves, baseline in [*((n, None) for n in LENGTHS), *((n, b) for b, n in BASELINES)]
        if (found := tuple(rates(process, waves, baseline)))
    ]
    took = time.perf_counter() - begun
    RESULTS.write_text(
        "# Signals of control charts where nothing changes\n\n"
        f"{datetime.now(UTC):%Y-%m-%d}, seed {SEED}, {CHARTS} charts a row, {took:.0f} s. Made by "
        "`prove/control_null.py`.\n\n"
        "Beyond: waves outside their limits; with a baseline only those after it are counted. The last three columns:\n"
        "charts with at least one such wave, with a run of eight on one side of the centre, with either.\n\n"
        "| chart | waves | baseline | waves beyond | charts: beyond | charts: run | charts: either |\n"
        "|---|---|---|---|---|---|---|\n" + "\n".join(lines) + "\n",
        "utf-8",
    )


if __name__ == "__main__":
    main()
