"""The highest point of a likelihood, and how sharp the peak is.

All parameters here are positive, so the search runs over their logarithms: no constraint, and one step means
the same share everywhere. A quasi-Newton search from a few fixed starts finds the hill, Newton's method with
the exact gradient climbs the rest, and the curvature there is the observed information.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from scipy import optimize

from regulars.language import message
from regulars.methods.columns import Floats
from regulars.methods.errors import ConvergenceError

# theta (logarithms of the parameters) -> mean log-likelihood of a customer, and its gradient
LogLikelihood: TypeAlias = Callable[[Floats], tuple[float, Floats]]

FARTHEST = np.log(1e7)  # a parameter beyond e^±this, in scaled units, says that the likelihood has no maximum
VAGUE = 4.0  # a standard error of the logarithm beyond this leaves a factor of 2,500 either way
STEP = 1e-4  # of the central differences of the gradient, in logarithms
FLAT = 1e-7  # the largest gradient at a maximum, for each customer


@dataclass(frozen=True)
class Maximum:
    """Where the likelihood is highest.

    ``covariance`` is of the logarithms; ``held`` marks parameters that ran to the boundary: they have no
    standard error, and the others' holds given them.
    """

    theta: Floats
    mean_log_likelihood: float
    covariance: Floats
    held: tuple[bool, ...]


def maximise(full: LogLikelihood, starts: Iterable[Sequence[float]], *, n: int, rough: LogLikelihood) -> Maximum:
    """Climb ``rough`` (a part of the data) from every start, then ``full`` from the best of them."""
    found = [_climb(rough, np.asarray(start, dtype=np.float64)) for start in starts]
    best = max(found, key=lambda theta: rough(theta)[0])
    theta = best if rough is full else _climb(full, best)
    theta, gradient, curvature = _polish(full, theta)
    held = _held(theta, curvature, n)
    inside = ~np.asarray(held)
    if np.abs(gradient[inside]).max(initial=0.0) > FLAT:
        raise ConvergenceError(
            message(
                "The fit found no maximum: the likelihood still rises where the search stopped. "
                "Check that frequency, recency and T are in one unit of time."
            )
        )
    covariance = np.full_like(curvature, np.nan)
    covariance[np.ix_(inside, inside)] = np.linalg.inv(-n * curvature[np.ix_(inside, inside)])
    return Maximum(theta, full(theta)[0], covariance, held)


def _climb(log_likelihood: LogLikelihood, start: Floats) -> Floats:
    def downhill(theta: Floats) -> tuple[float, Floats]:
        value, gradient = log_likelihood(theta)
        return -value, -gradient

    bounds = [(-FARTHEST, FARTHEST)] * len(start)
    options = {"maxiter": 500, "maxfun": 2000, "ftol": 1e-14, "gtol": 1e-8}
    found = optimize.minimize(downhill, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
    return np.asarray(found.x, dtype=np.float64)


def _polish(log_likelihood: LogLikelihood, theta: Floats) -> tuple[Floats, Floats, Floats]:
    """Newton's steps while they still climb; where the likelihood is flat or at an edge, the point stays."""
    value, gradient = log_likelihood(theta)
    curvature = _curvature(log_likelihood, theta)
    for _ in range(20):
        if np.abs(gradient).max() < 1e-12 or not _is_peak(curvature):
            break
        ahead = np.clip(theta - np.linalg.solve(curvature, gradient), -FARTHEST, FARTHEST)
        higher, slope = log_likelihood(ahead)
        # Near the top the value no longer moves in its last digit; the gradient still tells which point is better.
        if not (higher > value - 1e-12 * abs(value) and np.abs(slope).max() < np.abs(gradient).max()):
            break
        theta, value, gradient = ahead, higher, slope
        curvature = _curvature(log_likelihood, theta)
    return theta, gradient, curvature


def _curvature(log_likelihood: LogLikelihood, theta: Floats) -> Floats:
    """Second derivatives, by central differences of the exact gradient."""
    rows = []
    for j in range(len(theta)):
        step = np.zeros_like(theta)
        step[j] = STEP
        rows.append((log_likelihood(theta + step)[1] - log_likelihood(theta - step)[1]) / (2 * STEP))
    matrix = np.asarray(rows)
    return np.asarray((matrix + matrix.T) / 2)


def _is_peak(curvature: Floats) -> bool:
    return bool(np.linalg.eigvalsh(curvature).max() < 0)


def _held(theta: Floats, curvature: Floats, n: int) -> tuple[bool, ...]:
    """Which parameters the data do not hold back: at the edge, or with a peak too flat to have a width.

    They are taken out one by one, the vaguest first, until the others are determined.
    """
    held = np.abs(theta) > FARTHEST - 1
    while not held.all():
        inside = np.flatnonzero(~held)
        values, vectors = np.linalg.eigh(-n * curvature[np.ix_(inside, inside)])
        if values.min() > 0:
            errors = np.sqrt((vectors**2 / values).sum(axis=1))
            if errors.max() <= VAGUE:
                break
            held[inside[int(errors.argmax())]] = True
        else:
            held[inside[int(np.abs(vectors[:, 0]).argmax())]] = True
    return tuple(bool(flag) for flag in held)
