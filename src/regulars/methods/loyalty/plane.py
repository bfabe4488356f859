"""The plane of satisfaction and loyalty: where each customer lies, and how surely."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from regulars.methods.columns import Floats
from regulars.methods.loyalty.axis import Axis
from regulars.methods.loyalty.loyalty_type import EXTREMES, QUADRANTS, TYPES, LoyaltyType
from regulars.methods.sample import Sample

STEP = 1e-3  # standard deviations


@dataclass(frozen=True)
class Plane:
    """Both sides, and what else is known of each customer."""

    x: Axis
    y: Axis
    extreme: float
    tells: NDArray[np.bool_] | None
    leaving: NDArray[np.bool_] | None

    @property
    def known(self) -> NDArray[np.bool_]:
        """Who answered both."""
        return ~np.isnan(self.x.answers.values + self.y.answers.values)

    def labels(self, satisfied_from: float | None = None, loyal_from: float | None = None) -> NDArray[np.str_]:
        """The type of each customer by the cuts, or by other ones."""
        satisfied = self.x.above(self.x.cut if satisfied_from is None else satisfied_from)
        loyal = self.y.above(self.y.cut if loyal_from is None else loyal_from)
        found = np.full(len(satisfied), LoyaltyType.UNKNOWN.value, dtype="<U12")
        for (high, stays), kind in QUADRANTS.items():
            found[(satisfied == high) & (loyal == stays)] = kind.value
        if self.leaving is not None:
            found[satisfied & ~loyal & self.leaving] = LoyaltyType.DEFECTOR.value
        (top, bottom), (loyal_top, loyal_bottom) = self.x.ends(self.extreme), self.y.ends(self.extreme)
        best, worst = self.x.above(top) & self.y.above(loyal_top), ~self.x.above(bottom)
        if self.tells is None:
            worst = worst & ~self.y.above(loyal_bottom)
        else:
            best, worst = best & self.tells, worst & self.tells
        found[best & satisfied & loyal] = LoyaltyType.APOSTLE.value
        found[worst & ~satisfied & ~loyal] = LoyaltyType.TERRORIST.value
        found[~self.known] = LoyaltyType.UNKNOWN.value
        return found

    def chances(self) -> Floats:
        """Chance of each of the six types, shape (rows, 6)."""
        (top, bottom), (loyal_top, loyal_bottom) = self.x.ends(self.extreme), self.y.ends(self.extreme)
        p, q = (side.chance(side.cut, side.reliability) for side in (self.x, self.y))
        best = self.x.chance(max(top, self.x.cut), self.x.reliability)
        worst = 1 - self.x.chance(min(bottom, self.x.cut), self.x.reliability)
        if self.tells is None:
            best = best * self.y.chance(max(loyal_top, self.y.cut), self.y.reliability)
            worst = worst * (1 - self.y.chance(min(loyal_bottom, self.y.cut), self.y.reliability))
        else:
            best = best * self.y.chance(max(loyal_top, self.y.cut), self.y.reliability) * self.tells
            worst = worst * (1 - q) * self.tells
        leaves = p * (1 - q) * (0 if self.leaving is None else self.leaving)
        found = {
            LoyaltyType.LOYALIST: p * q - best,
            LoyaltyType.APOSTLE: best,
            LoyaltyType.DEFECTOR: (1 - p) * (1 - q) - worst + leaves,
            LoyaltyType.TERRORIST: worst,
            LoyaltyType.MERCENARY: p * (1 - q) - leaves,
            LoyaltyType.HOSTAGE: (1 - p) * q,
        }
        return np.maximum(np.column_stack([found[kind] for kind in TYPES]), 0.0)

    def added(self, sample: Sample) -> Floats:
        """What each customer adds to the mean chances through the mean and spread of all, shape (answered, 6).

        The chances are drawn towards the mean of these very customers: with other customers they would move with it.
        """
        found = np.zeros((len(sample.rows), len(TYPES)))
        for side in (self.x, self.y):
            if side.variance <= 0:
                continue
            away = side.answers.values[sample.rows] - side.mean
            step = STEP * side.variance**0.5
            for field, small, adds in (
                ("mean", step, away),
                ("variance", step * side.variance**0.5, away**2 - side.variance),
            ):
                ends = [
                    self._with(side, replace(side, **{field: getattr(side, field) + move})).chances()[sample.rows]
                    for move in (-small, small)
                ]
                slope = sample.shares @ (ends[1] - ends[0]) / (2 * small)
                found += np.outer(adds, slope)
        return found

    def _with(self, side: Axis, other: Axis) -> Plane:
        return replace(self, x=other) if side is self.x else replace(self, y=other)

    def sides(self, *, low: bool, alone: bool) -> Floats:
        """Chance that both true scores lie on the sides where the answers lie."""
        found = np.ones(len(self.x.answers.values))
        for side in (self.x, self.y):
            reliability = side.reliability_low if low else side.reliability
            chance = side.chance_alone(side.cut, reliability) if alone else side.chance(side.cut, reliability)
            found = found * np.where(side.high, chance, 1 - chance)
        return found

    def clear(self, confidence: float) -> NDArray[np.bool_]:
        """Whose type is sure by every way of looking at it."""
        # Where a side may be noise alone, a customer's answer says nothing about the customer.
        if not (self.x.known and self.y.known) or min(self.x.reliability_low, self.y.reliability_low) <= 0:
            return np.zeros(len(self.x.answers.values), dtype=bool)
        found = [self.sides(low=low, alone=alone) for low in (False, True) for alone in (False, True)]
        with np.errstate(invalid="ignore"):
            return np.asarray(np.min(found, axis=0) >= confidence)

    def moved(self) -> list[Floats]:
        """1 for each customer whom a cut, moved by a step, gives another kind of type."""
        now, x, y = _kinds(self.labels()), self.x, self.y
        others = [
            self.labels(satisfied_from=x.cut - x.step),
            self.labels(satisfied_from=x.cut + x.step),
            self.labels(loyal_from=y.cut - y.step),
            self.labels(loyal_from=y.cut + y.step),
        ]
        return [(_kinds(other) != now).astype(np.float64) for other in others]


def _kinds(labels: NDArray[np.str_]) -> NDArray[np.str_]:
    """Apostles as loyalists, terrorists as defectors."""
    found = labels.copy()
    for extreme, kind in EXTREMES.items():
        found[labels == extreme.value] = kind.value
    return found
