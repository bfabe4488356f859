"""How often the 95 % intervals hold the truth, on a fixed grid. Writes ``prove/results/coverage.md``.

The promise: over the grid at or above a method's own minimum n the mean coverage is 94 to 96 %, and no cell
is under 92 %. Discrete intervals may cover more. Below the minimum n the table shows what happens, and
results say ``too_few``. Shares are enumerated (no simulation error); the rest is simulated from a seed.

    python prove/coverage.py
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from scipy import stats

from regulars.methods import ces, csat, importance_performance, mean_rating, nps, top_box, weighted_index
from regulars.methods.registry import find

RESULTS = Path(__file__).parent / "results" / "coverage.md"
SEED = 20261122
SIZES = (10, 20, 30, 50, 100, 200, 500)
DRAWS = 3000
POINTS = np.arange(1, 6)

# True distributions over 1 to 5: what real waves look like, from poor to splendid.
RATINGS = {
    "poor": (0.25, 0.30, 0.25, 0.15, 0.05),
    "even": (0.20, 0.20, 0.20, 0.20, 0.20),
    "fair": (0.05, 0.15, 0.30, 0.35, 0.15),
    "airport": (0.01, 0.02, 0.16, 0.55, 0.26),
    "good": (0.03, 0.05, 0.12, 0.35, 0.45),
    "splendid": (0.01, 0.02, 0.07, 0.25, 0.65),
    "polar": (0.30, 0.05, 0.05, 0.15, 0.45),
}
# Promoters, passives, detractors.
RECOMMEND = {
    "+75": (0.80, 0.15, 0.05),
    "+60": (0.70, 0.20, 0.10),
    "+40": (0.52, 0.36, 0.12),
    "+20": (0.45, 0.30, 0.25),
    "0": (0.30, 0.40, 0.30),
    "0, polar": (0.45, 0.10, 0.45),
    "−30": (0.20, 0.30, 0.50),
}
SHARES = (0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9)


@dataclass(frozen=True)
class Cell:
    """Coverage of one method at one n and one truth; ``n`` is what ``minimum_n`` is compared with."""

    method: str
    variant: str
    truth: str
    n: int
    coverage: float


def shares(name: str, method: Callable, *, top: int) -> Iterator[Cell]:
    """Exact coverage of a share: every possible count, weighted by its probability."""
    for n in SIZES:
        k = np.arange(n + 1)
        limits = [method([5, 1], counts=[hits, n - hits], top=top) for hits in k]
        low, high = np.array([(r.low, r.high) for r in limits]).T
        for p in SHARES:
            yield Cell(name, "plain, exact", f"{p:.0%}", n, stats.binom.pmf(k, n, p)[(low <= p) & (p <= high)].sum())


def tables(probabilities: tuple[float, ...], n: int, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Simulated frequency tables; equal ones are computed once."""
    return np.unique(random.multinomial(n, probabilities, size=DRAWS), axis=0, return_counts=True)


def scores(random: np.random.Generator) -> Iterator[Cell]:
    """NPS and mean of simple samples."""
    for n in SIZES:
        for truth, probabilities in RECOMMEND.items():
            drawn, often = tables(probabilities, n, random)
            held = [holds(nps([10, 8, 0], counts=c), 100 * (probabilities[0] - probabilities[2])) for c in drawn]
            yield Cell("nps", "plain", truth, n, float(np.average(held, weights=often)))
        for truth, probabilities in RATINGS.items():
            drawn, often = tables(probabilities, n, random)
            held = [holds(mean_rating(POINTS, counts=c), POINTS @ probabilities) for c in drawn]
            yield Cell("mean_rating", "plain", truth, n, float(np.average(held, weights=often)))
    effort = np.array([0.05, 0.05, 0.10, 0.15, 0.25, 0.25, 0.15])
    for n in SIZES:
        drawn, often = tables(tuple(effort), n, random)
        held = [holds(ces(np.arange(1, 8), counts=c), np.arange(1, 8) @ effort) for c in drawn]
        yield Cell("ces", "plain", "mean 4.9", n, float(np.average(held, weights=often)))


def weighted(random: np.random.Generator) -> Iterator[Cell]:
    """Log-normal weights (design effect about 1.3); n is the mean effective n."""
    for n in SIZES:
        for p in (0.2, 0.5, 0.8):
            held, sizes = [], []
            for _ in range(DRAWS // 2):
                weights = random.lognormal(sigma=0.5, size=n)
                result = csat(np.where(random.random(n) < p, 5, 1), weights=weights)
                held.append(holds(result, p))
                sizes.append(result.n_effective)
            yield Cell("csat", "weighted", f"{p:.0%}", round(np.mean(sizes)), float(np.mean(held)))
        truth = RECOMMEND["+40"]
        held, sizes = [], []
        for _ in range(DRAWS // 2):
            result = nps(random.choice([10, 8, 0], size=n, p=truth), weights=random.lognormal(sigma=0.5, size=n))
            held.append(holds(result, 100 * (truth[0] - truth[2])))
            sizes.append(result.n_effective)
        yield Cell("nps", "weighted", "+40", round(np.mean(sizes)), float(np.mean(held)))


def clustered(random: np.random.Generator) -> Iterator[Cell]:
    """Accounts of 2 to 8 answers that are alike (correlation about 0.2); n is the mean effective n."""
    for accounts in (10, 20, 30, 50, 100):
        for truth in ("+40", "0"):
            p = RECOMMEND[truth]
            point, share = 100 * (p[0] - p[2]), p[0]
            kept: dict[str, list[tuple[bool, float]]] = {"nps": [], "csat": []}
            for _ in range(DRAWS // 4):
                codes, own = accounts_of(accounts, np.array(p), random)
                recommend = nps(np.array([10, 8, 0])[own], clusters=codes)
                satisfied = csat(np.array([5, 3, 1])[own], clusters=codes)
                kept["nps"].append((holds(recommend, point), recommend.n_effective))
                kept["csat"].append((holds(satisfied, share), satisfied.n_effective))
            for name, found in kept.items():
                held, size = np.mean(found, axis=0)
                yield Cell(name, f"{accounts} clusters", truth, round(size), float(held))


def accounts_of(count: int, p: np.ndarray, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Answers (0, 1, 2) of accounts whose own probabilities scatter about ``p``: Dirichlet, correlation 1/(1 + 4)."""
    sizes = random.integers(2, 9, size=count)
    own = random.dirichlet(4 * p, size=count)
    codes = np.repeat(np.arange(count), sizes)
    reached = own.cumsum(axis=1)[codes]
    return codes, (random.random((len(codes), 1)) > reached).sum(axis=1).clip(0, 2)


def population(name: str, random: np.random.Generator, size: int = 200_000) -> np.ndarray:
    """Five attributes and overall satisfaction on 1 to 5 that hang together, attributes of unlike weight."""
    shift = {"good": 3.9, "fair": 3.2}[name]
    raw = random.normal(size=(size, 1)) + random.normal(size=(size, 5))
    overall = raw @ np.array([0.7, 0.5, 0.4, 0.3, 0.25]) + random.normal(size=size)
    points = np.column_stack([0.6 * raw + shift + np.array([0.3, -0.3, 0.1, 0.0, 0.2]), 0.45 * overall + shift])
    return np.clip(np.round(points), 1, 5)


def attributes(random: np.random.Generator) -> Iterator[Cell]:
    """Index with gaps, driver shares away from zero, distances to the lines; the mean over the attributes."""
    importance = np.array([5, 3, 2, 2, 1])
    for name in ("good", "fair"):
        everyone = population(name, random)
        index = weighted_index(everyone[:, :5], importance).index
        truth = importance_performance(everyone[:, :5], everyone[:, 5], n_resamples=0)
        for n in SIZES:
            held = []
            for _ in range(DRAWS // 4):
                drawn = everyone[random.integers(0, len(everyone), n), :5]
                gaps = np.where(random.random(drawn.shape) < 0.2, np.nan, drawn)
                held.append(holds(weighted_index(gaps, importance), index))
            yield Cell("weighted_index", "20 % gaps", name, n, float(np.mean(held)))
        for n in (50, 100, 200, 500, 1000):
            derived, position = [], []
            for seed in range(DRAWS // 10):
                drawn = everyone[random.integers(0, len(everyone), n)]
                found = importance_performance(drawn[:, :5], drawn[:, 5], n_resamples=400, seed=seed)
                derived.append((found.importance_low <= truth.importance) & (truth.importance <= found.importance_high))
                for axis in ("importance", "performance"):
                    distance = getattr(truth, f"{axis}_distance")
                    low, high = (getattr(found, f"{axis}_distance_{end}") for end in ("low", "high"))
                    position.append((low <= distance) & (distance <= high))
            # The shares of importance_performance are those of drivers(method="johnson").
            yield Cell("drivers", "johnson", name, n, float(np.mean(derived)))
            yield Cell("importance_performance", "distances", name, n, float(np.mean(position)))


def holds(result: object, truth: float) -> bool:
    """Whether the interval holds the truth."""
    return bool(result.low <= truth <= result.high)  # type: ignore[attr-defined]


def verdicts(cells: list[Cell]) -> dict[str, tuple[int, float, float, bool]]:
    """By method: minimum n, mean and least coverage at or above it, and whether it keeps the promise."""
    found = {}
    for name in dict.fromkeys(cell.method for cell in cells):
        least_n = find(name).minimum_n
        kept = [cell.coverage for cell in cells if cell.method == name and cell.n >= least_n]
        mean, least = float(np.mean(kept)), min(kept)
        discrete = name in ("csat", "top_box")
        found[name] = (least_n, mean, least, mean >= 0.94 and (discrete or mean <= 0.96) and least >= 0.92)
    return found


def write(cells: list[Cell], seconds: float) -> bool:
    """The page of results; True when every method keeps its promise."""
    found = verdicts(cells)
    lines = [
        "# Coverage of the 95 % intervals",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, seed {SEED}, {seconds:.0f} s. Made by `prove/coverage.py`.",
        "",
        "Promise: at or above the minimum n the mean is 94 to 96 % and no cell is under 92 %; shares, being discrete,",
        "may cover more. With weights or clusters n is the mean effective n.",
        "",
        "| method | minimum n | mean | least | keeps its promise |",
        "|---|---|---|---|---|",
        *(
            f"| {m} | {n} | {mean:.1%} | {least:.1%} | {'yes' if ok else 'NO'} |"
            for m, (n, mean, least, ok) in found.items()
        ),
        "",
        "## Every cell",
        "",
        "| method | variant | truth | n | coverage | |",
        "|---|---|---|---|---|---|",
    ]
    for cell in cells:
        below = "below the minimum n" if cell.n < found[cell.method][0] else ""
        lines.append(f"| {cell.method} | {cell.variant} | {cell.truth} | {cell.n} | {cell.coverage:.1%} | {below} |")
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text("\n".join(lines) + "\n", "utf-8")
    return all(ok for *_, ok in found.values())


def main() -> int:
    """Run the grid and write the page."""
    start = time.perf_counter()
    random = np.random.default_rng(SEED)
    cells = [
        *shares("csat", csat, top=2),
        *shares("top_box", top_box, top=1),
        *scores(random),
        *weighted(random),
        *clustered(random),
        *attributes(random),
    ]
    kept = write(cells, time.perf_counter() - start)
    for name, (least_n, mean, least, ok) in verdicts(cells).items():
        print(f"{name:24} minimum n {least_n:4}  mean {mean:.1%}  least {least:.1%}  {'ok' if ok else 'NOT KEPT'}")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
