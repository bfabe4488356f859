"""Logistic regression: Newton's method with the exact Hessian, and Firth's penalty where the columns separate.

Where a column alone tells who left, the likelihood rises for ever and there is no estimate. Firth's penalised
likelihood, 1/2 log |information| more, has a maximum always. Source: [firth1993], [heinze2002].
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from regulars.language import message
from regulars.methods.columns import Floats, Ints
from regulars.methods.errors import ConvergenceError

STEPS, HALVINGS = 60, 30
FLAT = 1e-9  # what Newton's next step would still gain, for each customer
FARTHEST = 12.0  # log-odds for one standard deviation; beyond it nobody would believe an effect, but separation


@dataclass(frozen=True)
class Logit:
    """Coefficients of the columns given, and their covariance. ``separated`` marks columns that ran away."""

    beta: Floats
    covariance: Floats
    log_likelihood: float
    separated: tuple[int, ...]

    def log_odds(self, X: Floats) -> tuple[Floats, Floats]:
        """Log-odds of each row and their standard errors."""
        spread = np.einsum("ij,jk,ik->i", X, self.covariance, X)
        return X @ self.beta, np.sqrt(np.maximum(spread, 0.0))


def chance(log_odds: Floats) -> Floats:
    """From log-odds to a share, without overflow.

    >>> chance(np.array([0.0, 800.0, -800.0])).tolist()
    [0.5, 1.0, 0.0]
    """
    small = np.exp(-np.abs(log_odds))
    return np.asarray(np.where(log_odds >= 0, 1.0, small) / (1 + small))


def logit(X: Floats, y: Floats, *, often: Floats, clusters: Ints | None = None) -> Logit:
    """Fit P(y = 1) = 1 / (1 + exp(-X beta)).

    Parameters:
        X: columns of about standard deviation 1, the first one all ones, shape (rows, columns).
        y: 1 or 0, shape (rows,).
        often: how often each row counts, shape (rows,).
        clusters: code of what belongs together; then the covariance is the sandwich over clusters.

    >>> X = np.column_stack([np.ones(8), [0, 0, 0, 0, 1, 1, 1, 1]])
    >>> fitted = logit(X, np.array([0, 0, 0, 1, 0, 1, 1, 1.0]), often=np.ones(8))
    >>> fitted.beta.round(4).tolist(), fitted.separated
    ([-1.0986, 2.1972], ())
    """
    beta, converged = _climb(X, y, often, penalty=0.0)
    ran = np.flatnonzero(np.abs(beta) > FARTHEST)
    if ran.size or not converged:
        beta, converged = _climb(X, y, often, penalty=0.5)
        ran = ran if ran.size else np.array([int(np.argmax(np.abs(beta[1:]))) + 1]) if len(beta) > 1 else ran
    if not converged:
        raise ConvergenceError(
            message(
                "The fit found no maximum. Leave out columns that say nearly the same, or join levels with few "
                "customers."
            )
        )
    value, _, information = _derivatives(X, y, often, beta)
    inverse = np.linalg.inv(information)
    if clusters is not None:
        scores = X * (often * (y - chance(X @ beta)))[:, None]
        codes, row = np.unique(clusters, return_inverse=True)
        together = np.zeros((len(codes), X.shape[1]))
        np.add.at(together, row, scores)
        inverse = inverse @ (together.T @ together * (len(codes) / max(len(codes) - 1, 1))) @ inverse
    return Logit(beta, np.asarray(inverse, dtype=np.float64), value, tuple(ran.tolist()))


def _derivatives(X: Floats, y: Floats, often: Floats, beta: Floats) -> tuple[float, Floats, Floats]:
    eta = X @ beta
    p = chance(eta)
    return _log_likelihood(eta, y, often), X.T @ (often * (y - p)), (X * (often * p * (1 - p))[:, None]).T @ X


def _log_likelihood(eta: Floats, y: Floats, often: Floats) -> float:
    return float(often @ (y * eta - np.logaddexp(0, eta)))


def _climb(X: Floats, y: Floats, often: Floats, *, penalty: float) -> tuple[Floats, bool]:
    """The maximum, and whether it was reached; ``penalty`` 1/2 is Firth's."""
    beta = np.zeros(X.shape[1])
    share = float(often @ y / often.sum())
    if 0 < share < 1:
        beta[0] = np.log(share / (1 - share))
    value = _value(X, y, often, beta, penalty)
    for _ in range(STEPS):
        _, slope, information = _derivatives(X, y, often, beta)
        if penalty:
            slope = slope + X.T @ _pull(X, often, beta, information) * 2 * penalty
        try:
            step = np.linalg.solve(information, slope)
        except np.linalg.LinAlgError:
            return beta, False
        if float(slope @ step) < FLAT * often.sum():
            return beta + step, True
        step = step * min(1.0, 5 / max(float(np.abs(step).max()), 1e-300))
        for _ in range(HALVINGS):
            higher = _value(X, y, often, beta + step, penalty)
            if higher > value:
                break
            step = step / 2
        else:
            return beta, True  # as high as the digits go
        beta, value = beta + step, higher
        if not penalty and np.abs(beta).max() > 2 * FARTHEST:
            return beta, False
    return beta, False


def _value(X: Floats, y: Floats, often: Floats, beta: Floats, penalty: float) -> float:
    if not penalty:
        return _log_likelihood(X @ beta, y, often)
    value, _, information = _derivatives(X, y, often, beta)
    return value + penalty * float(np.linalg.slogdet(information)[1])


def _pull(X: Floats, often: Floats, beta: Floats, information: Floats) -> Floats:
    """Firth's h (1/2 - p) of each row, h its place on the diagonal of the hat matrix."""
    p = chance(X @ beta)
    leverage = often * p * (1 - p) * np.einsum("ij,ji->i", X, np.linalg.solve(information, X.T))
    return np.asarray(leverage * (0.5 - p))
