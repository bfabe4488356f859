"""The logit of best and worst choices: likelihood, its maximum, and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from regulars.language import message
from regulars.methods.columns import Floats, Ints
from regulars.methods.errors import ConvergenceError
from regulars.methods.preference.choice_sets import NONE

STEPS, CLOSE = 100, 1e-12


@dataclass(frozen=True)
class Choices:
    """Sets with their choices. ``shown`` shape (sets, width), -1 where there is nothing; ``mass`` shape (sets,)."""

    shown: Ints
    best: Ints
    worst: Ints
    mass: Floats
    items: int

    def parts(self, utility: Floats) -> tuple[float, Floats, Floats, Floats]:
        """Log-likelihood, and by place in the set: what each choice adds to the gradient, and the chances of both.

        The best is chosen with chances ∝ exp(u), then of the others the worst with chances ∝ exp(−u).
        """
        there, left = self.shown != NONE, self._left
        up = np.where(there, utility[self.shown], -np.inf)
        down = np.where(left, -utility[self.shown], -np.inf)
        chance_best, log_best = _chances(up)
        chance_worst, log_worst = _chances(np.where(left.any(axis=1, keepdims=True), down, 0.0))
        chosen, refused = self._chosen, self.shown == self.worst[:, None]
        refused &= there
        chance_worst = np.where(left, chance_worst, 0.0)
        found = float(self.mass @ np.where(chosen, log_best, 0.0).sum(axis=1))
        found += float(self.mass @ np.where(refused, log_worst, 0.0).sum(axis=1))
        return found, chosen - chance_best - refused + chance_worst, chance_best, chance_worst

    @property
    def _chosen(self) -> NDArray[np.bool_]:
        return np.asarray((self.shown == self.best[:, None]) & (self.shown != NONE))

    @property
    def _left(self) -> NDArray[np.bool_]:
        """What was left to be the worst, in sets where a worst one was chosen."""
        return np.asarray((self.shown != NONE) & ~self._chosen & (self.worst != NONE)[:, None])

    def scores(self, added: Floats) -> Floats:
        """What each set adds to the gradient, shape (sets, items)."""
        found = np.zeros((len(self.shown), self.items + 1))
        found[np.arange(len(self.shown))[:, None], self.shown] = added
        return found[:, : self.items]

    def curvature(self, *chances: Floats) -> Floats:
        """Minus the second derivatives: Σ mass · (diag p − p p′) over both choices."""
        size = self.items + 1
        found = np.zeros(size * size)
        pairs = (self.shown[:, :, None] % size) * size + self.shown[:, None, :] % size
        for chance in chances:
            inner = -chance[:, :, None] * chance[:, None, :]
            place = np.arange(chance.shape[1])
            inner[:, place, place] += chance
            inner *= self.mass[:, None, None]
            found += np.bincount(pairs.ravel(), weights=inner.ravel(), minlength=size * size)
        return found.reshape(size, size)[: self.items, : self.items]

    def preferred(self) -> NDArray[np.bool_]:
        """Shape (items, items): whether the row was ever preferred to the column."""
        found = np.zeros((self.items + 1, self.items + 1), dtype=np.bool_)
        found[self.best[:, None], self.shown] = True
        found[np.where(self._left, self.shown, NONE), self.worst[:, None]] = True
        found = found[: self.items, : self.items]
        np.fill_diagonal(found, False)
        return found


@dataclass(frozen=True)
class Fit:
    """Utilities that sum to zero, their likelihood, the curvature there, what each set added to the gradient."""

    utility: Floats
    likelihood: float
    curvature: Floats
    scores: Floats

    def covariance(self, spread: Floats) -> Floats:
        """Of the utilities, from the spread of the gradient: H⁻¹ B H⁻¹, shape (items, items)."""
        size = len(self.utility)
        inverse = np.zeros((size, size))
        inverse[:-1, :-1] = np.linalg.inv(self.curvature[:-1, :-1])
        centred = np.eye(size) - 1 / size
        bread = centred @ inverse
        return np.asarray(bread @ spread @ bread.T)


def fit(choices: Choices) -> Fit:
    """Newton's method on the exact curvature; the step is halved where it would lower the likelihood."""
    utility = np.zeros(choices.items)
    value, added, *chances = choices.parts(utility)
    for _ in range(STEPS):
        gradient = choices.mass @ choices.scores(added)
        curvature = choices.curvature(*chances)
        step = np.append(np.linalg.solve(curvature[:-1, :-1], gradient[:-1]), 0.0)
        gain = float(gradient @ step)
        size = 1.0
        tried = choices.parts(utility + step)
        # Near the maximum a full step is right, and rounding would refuse it.
        near = gain <= CLOSE * max(1.0, abs(value))
        while not near and tried[0] < value + 1e-4 * size * gain and size > 1e-8:
            size /= 2
            tried = choices.parts(utility + size * step)
        utility = utility + size * step
        value, added, *chances = tried
        if near:
            return Fit(utility - utility.mean(), value, choices.curvature(*chances), choices.scores(added))
    raise ConvergenceError(message("The utilities found no maximum in {count} steps.", count=STEPS))


def components(reached: NDArray[np.bool_]) -> list[list[int]]:
    """Items that are each above the other, directly or by way of others; the largest group first."""
    closure = reached | np.eye(len(reached), dtype=np.bool_)
    for through in range(len(closure)):
        closure |= closure[:, through, None] & closure[None, through]
    mutual = closure & closure.T
    groups = {tuple(np.flatnonzero(row).tolist()) for row in mutual}
    return sorted((list(group) for group in groups), key=lambda group: (-len(group), group))


def _chances(utility: Floats) -> tuple[Floats, Floats]:
    """Chances and their logarithms by row; -inf stands where nothing can be chosen."""
    top = utility.max(axis=1, keepdims=True)
    raised = np.exp(utility - top)
    total = raised.sum(axis=1, keepdims=True)
    return raised / total, utility - top - np.log(total)
