"""The four price questions as curves over the prices named, and where the curves cross."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from regulars.methods.columns import Floats, Ints

QUESTIONS = ("too_cheap", "cheap", "expensive", "too_expensive")
# What crosses what; of each pair the first falls with the price, the second rises.
CROSSINGS = {
    "pmc": ("too_cheap", "not_cheap"),
    "pme": ("not_expensive", "too_expensive"),
    "idp": ("cheap", "expensive"),
    "opp": ("too_cheap", "too_expensive"),
    "pmc_narrow": ("too_cheap", "expensive"),
    "pme_narrow": ("cheap", "too_expensive"),
}
COUNTINGS = ("inclusive", "exclusive", "psm")
# Shares are sums of weights: nearer than this they are one.
_SAME = 1e-9


@dataclass(frozen=True)
class Prices:
    """The prices that somebody named, in order, and the place of each answer; ``place`` shape (rows, 4)."""

    grid: Floats
    place: Ints

    @classmethod
    def of(cls, prices: Floats) -> Prices:
        """From the four answers of each row."""
        grid, place = np.unique(prices, return_inverse=True)
        return cls(grid, place.reshape(prices.shape).astype(np.int64))

    def tally(self, rows: Ints, mass: Floats, column: int) -> Floats:
        """How much mass names each price, shape (draws, prices); ``mass`` shape (draws, rows)."""
        return add_up(self.place[rows, column], mass, len(self.grid))


def add_up(place: Ints, mass: Floats, size: int) -> Floats:
    """Mass by place, draw by draw, shape (draws, size)."""
    draws = len(mass)
    at = place[None, :] + size * np.arange(draws)[:, None]
    total = np.bincount(at.ravel(), weights=mass.ravel(), minlength=draws * size)
    return np.asarray(total, dtype=np.float64).reshape(draws, size)


def curves(tallies: list[Floats], counting: str) -> dict[str, Floats]:
    """The six curves as shares, each of shape (draws, prices)."""
    found = {}
    for question, tally in zip(QUESTIONS, tallies, strict=True):
        total = tally.sum(axis=1, keepdims=True)
        up_to, here = np.cumsum(tally, axis=1) / total, tally / total
        falls = question in ("too_cheap", "cheap")
        if counting == "psm":
            # That package begins each distribution with 0 at its smallest answer.
            up_to = np.where(up_to - here <= _SAME, 0.0, up_to)
        found[question] = 1 - up_to + (here if counting == "inclusive" else 0.0) if falls else up_to
    return found | {"not_cheap": 1 - found["cheap"], "not_expensive": 1 - found["expensive"]}


def crossings(grid: Floats, tallies: list[Floats], counting: str) -> tuple[Floats, Floats]:
    """First and last price at which each pair of curves is equal, shapes (draws, 6); one price where they cross.

    Between two prices that somebody of the draw named the curves are straight.
    """
    shares = curves(tallies, counting)
    named: NDArray[np.bool_] = np.asarray(np.sum(tallies, axis=0) > 0)
    ends = [_crossing(grid, shares[rises] - shares[falls], named) for falls, rises in CROSSINGS.values()]
    return np.column_stack([first for first, _ in ends]), np.column_stack([last for _, last in ends])


def _crossing(grid: Floats, gap: Floats, named: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Where a rising gap is 0; ``gap`` shape (draws, prices)."""
    size, draw = len(grid), np.arange(len(gap))
    below, above = named & (gap < -_SAME), named & (gap > _SAME)
    level = named & ~below & ~above
    before = np.where(below.any(axis=1), size - 1 - below[:, ::-1].argmax(axis=1), -1)
    after = np.where(above.any(axis=1), above.argmax(axis=1), size)
    # Where the curves do not meet within the prices named, they meet at the end.
    left = np.where(before < 0, np.minimum(after, size - 1), before)
    right = np.where(after >= size, left, after)
    low, high = gap[draw, left], gap[draw, right]
    step = np.divide(-low, high - low, out=np.zeros(len(gap)), where=high > low)
    between = grid[left] + np.clip(step, 0, 1) * (grid[right] - grid[left])
    first = np.where(level.any(axis=1), grid[level.argmax(axis=1)], between)
    last = np.where(level.any(axis=1), grid[size - 1 - level[:, ::-1].argmax(axis=1)], between)
    return first, last
