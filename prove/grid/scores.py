"""Net Promoter Score, means and effort."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from grid.cells import Cell, Found, Study, drawn, of, share_held
from grid.truths import (
    CLUSTER_NUMBERS,
    CLUSTERED,
    EFFORT,
    NINE_OF_TEN,
    RATINGS,
    RECOMMEND,
    SIZES,
    WEIGHTED,
    WEIGHTED_SIZES,
    clustered_answers,
    mean_of,
    weighted_kinds,
    weights_of,
)
from regulars.methods import ces, mean_rating, nps

RECOMMENDING = np.array([10.0, 8.0, 0.0])
POINTS = np.arange(1.0, 6.0)
EASE = np.arange(1.0, 8.0)
TO_200 = SIZES[:-1]
SOME = ("90/8/2", "52/35/13", "20/30/50")
Distributions = Mapping[str, Sequence[float]]


def cells() -> Iterator[Cell]:
    """Each score plain, weighted and in clusters."""
    for name, interval, sizes in (("nps", "auto", (*SIZES, 1000)), ("nps wald", "wald", SIZES)):
        score = partial(nps, interval=interval)
        yield from plain(name, "points", score, RECOMMENDING, sizes, RECOMMEND, points_of)
        some = {truth: RECOMMEND[truth] for truth in SOME}
        if interval == "auto":
            yield from weighted(name, "points", score, RECOMMENDING, some, points_of)
            yield from clustered(name, "points", score, RECOMMENDING, some, points_of)
    yield from plain("mean_rating", "mean", mean_rating, POINTS, TO_200, RATINGS, partial(mean_of, POINTS))
    yield from plain("mean_rating 90/8/2", "mean", mean_rating, POINTS, SIZES, NINE_OF_TEN, partial(mean_of, POINTS))
    some_means = {truth: RATINGS[truth] for truth in ("fair", "good", "polar")}
    yield from weighted("mean_rating", "mean", mean_rating, POINTS, some_means, partial(mean_of, POINTS))
    yield from clustered("mean_rating", "mean", mean_rating, POINTS, some_means, partial(mean_of, POINTS))
    yield from plain("ces", "mean", ces, EASE, TO_200, EFFORT, partial(mean_of, EASE))


def points_of(probabilities: Sequence[float]) -> float:
    """The true Net Promoter Score."""
    return 100 * (probabilities[0] - probabilities[2])


def plain(
    name: str,
    part: str,
    score: Callable[..., Any],
    answers: np.ndarray,
    sizes: Sequence[int],
    truths: Distributions,
    true: Callable[[Sequence[float]], float],
) -> Iterator[Cell]:
    """Simple random samples."""

    def limits(table: np.ndarray) -> tuple[float, Found]:
        result = score(answers, counts=table)
        return result.n_effective, {part: of(result)}

    known = {truth: (p, {part: [true(p)]}) for truth, p in truths.items()}
    yield from Study(name, "plain", sizes, known, limits).cells()


def weighted(
    name: str,
    part: str,
    score: Callable[..., Any],
    answers: np.ndarray,
    truths: Distributions,
    true: Callable[[Sequence[float]], float],
) -> Iterator[Cell]:
    """Every fifth answer weighs six times as much, whatever it says."""
    kinds = len(answers)

    def limits(table: np.ndarray) -> tuple[float, Found]:
        result = score(np.tile(answers, 2), counts=table, weights=weights_of(kinds))
        return result.n_effective, {part: of(result)}

    known = {truth: (weighted_kinds(p), {part: [true(p)]}) for truth, p in truths.items()}
    yield from Study(name, WEIGHTED, WEIGHTED_SIZES, known, limits).cells()


def clustered(
    name: str,
    part: str,
    score: Callable[..., Any],
    answers: np.ndarray,
    truths: Distributions,
    true: Callable[[Sequence[float]], float],
) -> Iterator[Cell]:
    """Three answers of each customer, alike."""
    for number in CLUSTER_NUMBERS:
        for truth, p in truths.items():

            def once(random: np.random.Generator, p: Any = p, number: int = number) -> tuple[float, dict[str, float]]:
                codes, own = clustered_answers(p, number, random)
                result = score(answers[own], clusters=codes)
                return result.n_effective, {part: share_held(of(result), [true(p)])}

            yield from drawn(name, CLUSTERED, truth, number, once)
