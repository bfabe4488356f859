"""Groups of rows about their means, and how alike two ways of grouping the same rows are."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from regulars.methods.columns import Floats, Ints

MOST_STEPS = 50


@dataclass(frozen=True)
class Grouped:
    """``centres`` shape (k, columns), ``within`` the sum of squared distances to them."""

    centres: Floats
    within: float

    def of(self, rows: Floats) -> Ints:
        """The group of each row: that of the nearest centre."""
        return _nearest(rows, self.centres)


def k_means(rows: Floats, k: int, random: np.random.Generator, starts: int) -> Grouped:
    """The best of several starts of Lloyd's algorithm from spread-out centres [arthur2007], [lloyd1982].

    >>> found = k_means(np.array([[0.0], [0.2], [5.0], [5.2]]), 2, np.random.default_rng(0), 2)
    >>> sorted(found.centres.ravel().round(1).tolist()), round(found.within, 2)
    ([0.1, 5.1], 0.04)
    """
    return min((_once(rows, k, random) for _ in range(starts)), key=lambda found: found.within)


def _once(rows: Floats, k: int, random: np.random.Generator) -> Grouped:
    centres = _spread_out(rows, k, random)
    group = np.full(len(rows), -1)
    for _ in range(MOST_STEPS):
        nearest = _nearest(rows, centres)
        if np.array_equal(nearest, group):
            break
        group = nearest
        size = np.bincount(group, minlength=k).astype(np.float64)
        sums = np.stack([np.bincount(group, weights=column, minlength=k) for column in rows.T], axis=1)
        # A centre that lost all its rows stays where it is.
        centres = np.where(size[:, None] > 0, sums / np.maximum(size, 1.0)[:, None], centres)
    return Grouped(centres, float(_distances(rows, centres).min(axis=1).sum()))


def _spread_out(rows: Floats, k: int, random: np.random.Generator) -> Floats:
    """Each next centre is a row drawn with the square of its distance to those that stand."""
    centres: Floats = rows[random.integers(len(rows), size=1)]
    while len(centres) < k:
        far: Floats = _distances(rows, centres).min(axis=1)
        total = float(far.sum())
        place = int(np.searchsorted(np.cumsum(far), random.random() * total)) if total > 0 else 0
        centres = np.vstack([centres, rows[min(place, len(rows) - 1)]])
    return centres


def _nearest(rows: Floats, centres: Floats) -> Ints:
    return np.asarray((rows @ centres.T - (centres**2).sum(axis=1) / 2).argmax(axis=1))


def _distances(rows: Floats, centres: Floats) -> Floats:
    squares = (rows**2).sum(axis=1)[:, None] - 2 * rows @ centres.T + (centres**2).sum(axis=1)
    bounded: Floats = np.maximum(squares, 0.0)
    return bounded


def adjusted_rand(first: Ints, second: Ints) -> float:
    """How alike two ways of grouping are: 1 the same, 0 no more alike than by chance [hubert1985].

    >>> adjusted_rand(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 0]))
    1.0
    >>> round(adjusted_rand(np.array([0, 0, 1, 1, 2, 2]), np.array([0, 0, 0, 1, 1, 1])), 4)
    0.2424
    """
    table = np.zeros((int(first.max()) + 1, int(second.max()) + 1))
    np.add.at(table, (first, second), 1)
    together, rows, columns = (float((part * (part - 1)).sum()) / 2 for part in (table, table.sum(1), table.sum(0)))
    chance = rows * columns / math.comb(len(first), 2)
    most = (rows + columns) / 2
    return 1.0 if most == chance else (together - chance) / (most - chance)
