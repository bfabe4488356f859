"""Differences of two groups of equal size: of two intervals (``difference``), and by ``compare``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np

from grid.cells import REPETITIONS, Cell, seeded, share_held, tables_of
from grid.scores import POINTS, RECOMMENDING, points_of
from grid.truths import RATINGS, RECOMMEND, mean_of
from regulars.methods import compare, csat, mean_rating, nps
from regulars.methods.comparison import difference

ANSWERS = np.array([5.0, 1.0])
SHARE_PAIRS = ((0.5, 0.5), (0.8, 0.7), (0.9, 0.8), (0.95, 0.9), (0.3, 0.1), (0.05, 0.02))
MEAN_PAIRS = (("good", "fair"), ("splendid", "airport"))
NPS_PAIRS = (("52/35/13", "45/30/25"), ("90/8/2", "80/15/5"))
Pair = tuple[str, tuple[Sequence[float], Sequence[float]], float]


def cells() -> Iterator[Cell]:
    """Shares, means and Net Promoter Scores; ``n`` is that of one group."""
    shares: list[Pair] = [(f"{p:.0%}, {q:.0%}", ((p, 1 - p), (q, 1 - q)), p - q) for p, q in SHARE_PAIRS]
    means: list[Pair] = [
        (f"{a}, {b}", (RATINGS[a], RATINGS[b]), mean_of(POINTS, RATINGS[a]) - mean_of(POINTS, RATINGS[b]))
        for a, b in MEAN_PAIRS
    ]
    points: list[Pair] = [
        (f"{a}, {b}", (RECOMMEND[a], RECOMMEND[b]), points_of(RECOMMEND[a]) - points_of(RECOMMEND[b]))
        for a, b in NPS_PAIRS
    ]
    for part, pairs, score, answers in (
        ("share", shares, csat, ANSWERS),
        ("mean", means, mean_rating, POINTS),
        ("points", points, nps, RECOMMENDING),
    ):
        yield from _pairs("difference", part, pairs, (10, 20, 30, 50, 100, 200), _apart(score, answers, part))
    yield from _pairs("compare share", "share", shares, (10, 15, 20, 30, 50, 100), _compared("share", ANSWERS))
    yield from _pairs("compare mean", "mean", means, (10, 15, 20, 50), _compared("mean", POINTS))
    yield from _pairs("compare nps", "points", points, (20, 30, 50), _compared("nps", RECOMMENDING))


def _pairs(
    method: str,
    part: str,
    pairs: Sequence[Pair],
    sizes: Sequence[int],
    limits: Callable[[bytes, bytes], tuple[float, float]],
) -> Iterator[Cell]:
    for n in sizes:
        for truth, (first, second), value in pairs:
            random = seeded(method, part, truth, n)
            (one, p), (other, q) = (tables_of(kinds, n, random) for kinds in (first, second))
            a, b, chance = _both(p, q, random)
            held = [
                share_held([limits(one[i].tobytes(), other[j].tobytes())], [value]) for i, j in zip(a, b, strict=True)
            ]
            yield Cell(method, part, "two groups", truth, n, float(chance @ held))


def _both(p: np.ndarray, q: np.ndarray, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Which tables the two groups have, and the chance of each pair: all pairs where they are few, else drawn ones."""
    p, q = p / p.sum(), q / q.sum()
    if len(p) * len(q) <= REPETITIONS + 201:
        a, b = (grid.ravel() for grid in np.indices((len(p), len(q))))
        chance = p[a] * q[b]
    else:
        drawn = np.column_stack([random.choice(len(each), REPETITIONS, p=each) for each in (p, q)])
        found, often = np.unique(drawn, axis=0, return_counts=True)
        (a, b), chance = found.T, often / REPETITIONS
    likely = chance > 1e-12
    return a[likely], b[likely], chance[likely]


def _apart(score: Callable[..., Any], answers: np.ndarray, part: str) -> Callable[[bytes, bytes], tuple[float, float]]:
    @cache
    def estimate(table: bytes) -> tuple[float, float, float]:
        result = score(answers, counts=np.frombuffer(table, dtype=np.int64))
        return getattr(result, part), result.low, result.high

    def limits(first: bytes, second: bytes) -> tuple[float, float]:
        found = difference(estimate(first), estimate(second))
        return found.low, found.high

    return limits


def _compared(measure: str, answers: np.ndarray) -> Callable[[bytes, bytes], tuple[float, float]]:
    values = np.tile(answers, 2)
    groups = np.repeat(["a", "b"], len(answers))
    scale = (1, 5) if measure == "share" else None

    @cache
    def limits(first: bytes, second: bytes) -> tuple[float, float]:
        counts = np.concatenate([np.frombuffer(table, dtype=np.int64) for table in (first, second)])
        result = compare(values, groups, measure=measure, scale=scale, counts=counts)
        return float(result.difference_low[0]), float(result.difference_high[0])

    return limits
