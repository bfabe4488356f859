"""Attributes side by side: the shortest of several planks, and where we stand against competitors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import numpy as np

from grid.cells import FEWER, Cell, drawn, of, share_held
from grid.items import PEOPLE, WAVES, population
from regulars.methods import competitive_position, weakest_plank

DRAWS = 400  # of each bootstrap here; 2,000 by default, which is a little better
IMPORTANCE = (3, 2, 2, 1, 1)
OTHER = {"good": "fair", "fair": "good"}


def cells() -> Iterator[Cell]:
    """Planks from 20 answers on, positions from 50; half of the people are our own guests."""
    for wave in WAVES:
        for n in (20, 50, 100, 200):
            yield from drawn("weakest_plank", "plain", wave, n, _planks(wave, n), repetitions=2 * FEWER)
        for n in (50, 100, 200, 500):
            yield from drawn("competitive_position", "two brands", wave, n, _position(wave, n), repetitions=FEWER)


@cache
def _true_planks(wave: str) -> Any:
    return weakest_plank(population(wave)[:, :5], importance=IMPORTANCE, n_resamples=0)


@cache
def _true_position(wave: str) -> Any:
    ours, theirs = population(wave), population(OTHER[wave])
    return _compared(np.concatenate([ours, theirs]), np.repeat(["us", "them"], PEOPLE), n_resamples=0)


def _compared(people: np.ndarray, brands: np.ndarray, **given: Any) -> Any:
    return competitive_position(people[:, :5], brands, people[:, 5], own="us", **given)


def _planks(wave: str, n: int) -> Callable[[np.random.Generator], Any]:
    true = _true_planks(wave)

    def once(random: np.random.Generator) -> tuple[float, dict[str, float]]:
        people = population(wave)[random.integers(0, PEOPLE, n), :5]
        result = weakest_plank(people, importance=IMPORTANCE, n_resamples=DRAWS, seed=int(random.integers(2**31)))
        scores = list(zip(result.score_low, result.score_high, strict=True))
        return n, {
            "index": share_held(of(result), [true.index]),
            "score": share_held(scores, true.score),
            "soft minimum": share_held(of(result, "soft_minimum"), [true.soft_minimum]),
            "lowest": share_held(of(result, "lowest"), [true.lowest]),
        }

    return once


def _position(wave: str, n: int) -> Callable[[np.random.Generator], Any]:
    true = _true_position(wave)

    def once(random: np.random.Generator) -> tuple[float, dict[str, float]]:
        ours = population(wave)[random.integers(0, PEOPLE, n // 2)]
        theirs = population(OTHER[wave])[random.integers(0, PEOPLE, n - n // 2)]
        brands = np.repeat(["us", "them"], [len(ours), len(theirs)])
        result = _compared(np.concatenate([ours, theirs]), brands, n_resamples=DRAWS, seed=int(random.integers(2**31)))
        importance = list(zip(result.importance_low, result.importance_high, strict=True))
        return n, {
            "difference": share_held(list(zip(result.low, result.high, strict=True)), true.difference),
            "importance": share_held(importance, true.importance),
        }

    return once
