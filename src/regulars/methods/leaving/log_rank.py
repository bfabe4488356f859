"""Whether groups leave at the same pace: the log-rank test."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy

from regulars.methods.columns import Floats, Ints
from regulars.methods.leaving.life_table import LifeTable, Lives

LEAST_EXPECTED = 5.0  # leavers expected in a group, below which the p-value is a guess


@dataclass(frozen=True)
class LogRank:
    """Chi-squared with its degrees of freedom; ``expected`` are the leavers of each group if all were alike."""

    chi_squared: float
    degrees: int
    p_value: float
    expected: Floats

    @property
    def too_few(self) -> bool:
        """Whether a group has too few expected leavers for the p-value to hold."""
        return bool((self.expected < LEAST_EXPECTED).any())


def log_rank(lives: Lives, codes: Ints, size: int, table: LifeTable, *, weighted: bool) -> LogRank:
    """Mantel's test over ``size`` groups; with survey weights the spread of each customer's part. [mantel1966]."""
    first = np.searchsorted(table.times, lives.entry, side="right")
    last = np.searchsorted(table.times, lives.duration, side="right")
    risk, gone = (np.zeros((size, len(table.times) + 1)) for _ in range(2))
    total = lives.weights * lives.counts
    np.add.at(risk, (codes, first), total)
    np.add.at(risk, (codes, last), -total)
    risk = np.cumsum(risk, axis=1)[:, :-1]
    left = lives.left == 1
    np.add.at(gone, (codes[left], last[left] - 1), total[left])
    part = risk / table.at_risk_weight
    expected = part @ table.event_weight
    apart = (gone[:, :-1].sum(axis=1) - expected)[1:]
    if weighted:
        spread = _spread(lives, codes, part, first, last, table)
    else:
        n, d = table.at_risk_weight, table.event_weight
        pace = np.divide(d * (n - d), n - 1, out=np.zeros_like(n), where=n > 1)
        spread = np.diag(part @ pace) - (part * pace) @ part.T
    spread = spread[1:, 1:]
    degrees = int(np.linalg.matrix_rank(spread, hermitian=True))
    if not degrees:
        return LogRank(0.0, 0, 1.0, expected)
    found = float(apart @ np.linalg.pinv(spread, hermitian=True) @ apart)
    return LogRank(found, degrees, float(scipy.special.chdtrc(degrees, max(found, 0.0))), expected)


def _spread(lives: Lives, codes: Ints, part: Floats, first: Ints, last: Ints, table: LifeTable) -> Floats:
    """Σ w² u u' of the score of each customer: u = ∫ (own group - its part of those at risk) dM."""
    pace = table.event_weight / table.at_risk_weight
    before = np.concatenate([[0.0], np.cumsum(pace)])
    shared = np.hstack([np.zeros((len(part), 1)), np.cumsum(part * pace, axis=1)])
    own = np.zeros((len(part), len(codes)))
    own[codes, np.arange(len(codes))] = 1.0
    scores = -(own * (before[last] - before[first]) - (shared[:, last] - shared[:, first]))
    left = np.flatnonzero(lives.left == 1)
    scores[:, left] += own[:, left] - part[:, last[left] - 1]
    return np.asarray((scores * (lives.weights**2 * lives.counts)) @ scores.T)
