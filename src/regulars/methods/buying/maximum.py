"""The highest point of a likelihood, and how sharp the peak is.

All parameters here are positive, so the search runs over their logarithms: no constraint, and one step means
the same share everywhere. A quasi-Newton search from a few fixed starts finds the hill, Newton's method with
the exact gradient climbs the rest, and the curvature there is the observed information.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, Self, TypeAlias, runtime_checkable

import numpy as np
import scipy

from regulars.language import message
from regulars.methods.columns import Floats
from regulars.methods.errors import ConvergenceError

# theta (logarithms of the parameters) -> mean log-likelihood of a customer, and its gradient
LogLikelihood: TypeAlias = Callable[[Floats], tuple[float, Floats]]

MOST_STEPS = 30  # of Newton's method from afar
LONGEST_STEP, LEAST_BEND = 2.0, 1e-6
FAR = 10.0  # a parameter beyond e^±this may be on its way to the edge
FARTHEST = np.log(1e7)  # a parameter beyond e^±this, in scaled units, says that the likelihood has no maximum
VAGUE = 4.0  # a standard error of the logarithm beyond this leaves a factor of 2,500 either way
SHARP = 1.0  # a smaller one is that of a parameter well determined
MOVES = 0.1  # part of a direction of length 1 beyond which a parameter is moved by it
STEP = 1e-4  # of the central differences of the gradient, in logarithms
FLAT = 1e-7  # the largest gradient at a maximum, for each customer, as a part of the value
NOISE = 1e-11  # of the value, as a part of it
EDGE = 1e-6  # as near as this leans on it
NEAR_EDGE = 1.0  # as near as this is no finding


@runtime_checkable
class Curved(Protocol):
    """A likelihood that knows its second derivatives."""

    def __call__(self, theta: Floats) -> tuple[float, Floats]:
        """Value and gradient."""

    def curved(self, theta: Floats) -> tuple[float, Floats, Floats]:
        """Value, gradient and second derivatives."""


@dataclass(frozen=True)
class Maximum:
    """Where the likelihood is highest.

    ``covariance`` is of the logarithms, over the directions that the data determine. Along the others the
    likelihood is level, so that nothing computed from it feels them; ``vague`` marks the parameters they move.
    """

    theta: Floats
    mean_log_likelihood: float
    covariance: Floats
    vague: tuple[bool, ...]

    @property
    def errors(self) -> Floats:
        """Standard errors of the logarithms; NaN for a vague parameter."""
        return np.where(self.vague, np.nan, np.sqrt(np.maximum(np.diag(self.covariance), 0)))


def maximise(
    full: LogLikelihood,
    starts: Iterable[Sequence[float]],
    *,
    n: int,
    rough: LogLikelihood,
    near: Floats | None = None,
) -> Maximum:
    """Climb ``rough`` (a part of the data) from every start, then ``full`` from the best of them.

    ``near`` is where the maximum was found before, of almost the same data: from there Newton's method goes first.

    Where second derivatives are known Newton's method is tried first, from the best start alone: what it finds stands
    if it is a peak that determines every parameter well. Else there may be a higher one far away.
    """
    if near is not None and isinstance(full, Curved) and np.isfinite(near).all() and np.abs(near).max() < FAR:
        again = _polish(full, _Peak.at(full, near, n))
        if not again.rises and (again.maximum.errors < SHARP).all():
            return again.maximum
    if isinstance(rough, Curved) and isinstance(full, Curved):
        found_near = _newton(rough, np.asarray(max(starts, key=lambda start: rough(np.asarray(start))[0])))
        peak = None if found_near is None else _polish(full, _Peak.at(full, found_near, n))
        if peak is not None and not peak.rises and (peak.maximum.errors < SHARP).all():
            return peak.maximum
    found = [_climb(rough, np.asarray(start, dtype=np.float64), most=60, gain=1e-9) for start in starts]
    theta = _climb(full, max(found, key=lambda theta: rough(theta)[0]), most=500, gain=1e-11)
    peak = _polish(full, _Peak.at(full, theta, n))
    if peak.rises:
        raise ConvergenceError(
            message(
                "The fit found no maximum: the likelihood still rises where the search stopped. "
                "Check that all columns are in one unit and belong to the same customers."
            )
        )
    return peak.maximum


@dataclass(frozen=True)
class _Peak:
    """A point and how the likelihood bends there.

    ``firm`` holds the directions (columns) away from the edges that the point leans on in which it bends down
    enough to give a standard error, ``bends`` how much; ``level`` the others of them; ``vague`` marks the
    parameters that stand at an edge or are moved by any direction without such a bend.
    """

    theta: Floats
    value: float
    gradient: Floats
    firm: Floats
    level: Floats
    bends: Floats
    vague: tuple[bool, ...]
    curvature: Floats
    n: int

    @classmethod
    def at(cls, log_likelihood: LogLikelihood, theta: Floats, n: int, curvature: Floats | None = None) -> Self:
        if curvature is None and isinstance(log_likelihood, Curved):
            value, gradient, curvature = log_likelihood.curved(theta)
        else:
            value, gradient = log_likelihood(theta)
            curvature = _curvature(log_likelihood, theta) if curvature is None else curvature
        enough = -1 / (n * VAGUE**2)
        free = np.flatnonzero((np.abs(theta) < FARTHEST - EDGE) | (gradient * theta < 0))
        bends, inner = np.linalg.eigh(curvature[np.ix_(free, free)])
        directions = np.zeros((len(theta), len(free)))
        directions[free] = inner
        firm = bends < enough
        # Of a pair that runs away together one leans on the edge; without the edge the data hold neither.
        all_bends, everywhere = np.linalg.eigh(curvature)
        moved = np.abs(everywhere[:, all_bends >= enough]) > MOVES
        vague = moved.any(axis=1) | (np.abs(theta) > FARTHEST - NEAR_EDGE)
        return cls(
            theta,
            value,
            gradient,
            directions[:, firm],
            directions[:, np.logical_not(firm)],
            bends[firm],
            tuple(vague.tolist()),
            curvature,
            n,
        )

    @property
    def maximum(self) -> Maximum:
        """What is told of it."""
        covariance = (self.firm / (-self.n * self.bends)) @ self.firm.T
        return Maximum(self.theta, self.value, covariance, self.vague)

    @property
    def uphill(self) -> Floats:
        """The gradient along the firm directions."""
        return self.gradient @ self.firm

    @property
    def slope(self) -> float:
        """The steepest of them."""
        return float(np.abs(self.uphill).max(initial=0.0))

    @property
    def rises(self) -> bool:
        """Whether this is no maximum: steep where there is a peak, or so along a level direction that a step
        as long as the vaguest standard error would gain what the data can tell.
        """
        gain = np.abs(self.gradient @ self.level).max(initial=0.0) * VAGUE
        return self.slope > FLAT * (1 + abs(self.value)) or gain > max(1 / self.n, FLAT * (1 + abs(self.value)))


def _climb(log_likelihood: LogLikelihood, start: Floats, *, most: int, gain: float) -> Floats:
    def downhill(theta: Floats) -> tuple[float, Floats]:
        value, gradient = log_likelihood(theta)
        return -value, -gradient

    bounds = [(-FARTHEST, FARTHEST)] * len(start)
    options = {"maxiter": most, "ftol": gain, "gtol": 1e-8}
    found = scipy.optimize.minimize(downhill, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
    return np.asarray(found.x, dtype=np.float64)


def _newton(log_likelihood: Curved, theta: Floats) -> Floats | None:
    """Newton's method from afar: uphill also where the likelihood bends upwards, halving what does not climb.

    ``None`` where it does not come to a peak soon, or leaves for the edge.
    """
    value, gradient, curvature = log_likelihood.curved(theta)
    for _ in range(MOST_STEPS):
        bends, directions = np.linalg.eigh(curvature)
        uphill = gradient @ directions
        step = directions @ (uphill / np.maximum(np.abs(bends), LEAST_BEND))
        step /= max(1.0, np.abs(step).max() / LONGEST_STEP)
        if np.abs(step).max() < STEP and (bends < 0).all():
            return np.asarray(theta + step)
        while True:
            ahead = log_likelihood.curved(theta + step)
            if ahead[0] > value:
                break
            step = step / 4
            if np.abs(step).max() < STEP:
                return None
        theta = theta + step
        value, gradient, curvature = ahead
        if np.abs(theta).max() > FAR:
            return None
    return None


def _polish(log_likelihood: LogLikelihood, peak: _Peak) -> _Peak:
    """Newton's steps while they still climb, along the directions in which there is a peak to reach."""
    for _ in range(20):
        if peak.slope < 1e-12:
            break
        step = peak.firm @ (peak.uphill / -peak.bends)
        theta = np.clip(peak.theta + step / max(1.0, np.abs(step).max()), -FARTHEST, FARTHEST)
        # After so short a step the curvature is the same to more digits than a standard error shows.
        same = peak.curvature if np.abs(step).max() < STEP else None
        ahead = _Peak.at(log_likelihood, theta, peak.n, same)
        # Near the top the value no longer moves in its last digits (it is a difference of far larger sums); the
        # gradient still tells which point is better.
        if ahead.value < peak.value - NOISE * (1 + abs(peak.value)) or ahead.slope >= peak.slope:
            break
        peak = ahead
    return peak


def _curvature(log_likelihood: LogLikelihood, theta: Floats) -> Floats:
    """Second derivatives, by central differences of the exact gradient."""
    rows = []
    for j in range(len(theta)):
        step = np.zeros_like(theta)
        step[j] = STEP
        rows.append((log_likelihood(theta + step)[1] - log_likelihood(theta - step)[1]) / (2 * STEP))
    matrix = np.asarray(rows)
    return np.asarray((matrix + matrix.T) / 2)
