"""Whether all groups may be alike: one test over all of them."""

from __future__ import annotations

import math

import numpy as np
import scipy
from numpy.typing import NDArray

from regulars.methods.columns import Floats
from regulars.methods.comparison.measures import Measure
from regulars.methods.comparison.moments import Estimates, pooled_spread


def p_of_all_alike(
    measure: Measure,
    found: Estimates,
    judged: NDArray[np.bool_],
    covariance: Floats | None = None,
    n_clusters: int = 0,
) -> float:
    """P-value of the hypothesis that the groups that can be judged have one value; NaN with fewer than two.

    Means: Welch's test; shares: Pearson's χ², with clusters Welch's test on the pooled variance; NPS: χ² by the
    variances. Of three groups and more the larger of that p and the same with one spread for all groups: in skewed
    answers a group's own spread misleads. With a covariance matrix of the groups (clusters that answer in several)
    Wald's test as Hotelling's F.

    Source: [welch1951]; [fleiss2003].
    """
    k = int(judged.sum())
    value, variance, degrees = found.value[judged], found.variance[judged], found.degrees[judged]
    if measure.kind == "share" and k > 1:
        size = found.n_effective[judged]
        share = float(size @ value / size.sum())
        if share <= 0 or share >= 1:
            return 1.0
        variance = share * (1 - share) / size
    if k < 2 or not (variance > 0).all():
        return math.nan
    if covariance is not None:
        return _hotelling(value, variance, covariance[np.ix_(judged, judged)], n_clusters)
    own = _apart(measure, value, variance, degrees, clustered=found.clustered)
    if k == 2 or measure.kind == "share" or found.clustered:
        return own
    spread, all_degrees = pooled_spread(found, measure.ddof)
    size = found.n_effective[judged]
    squares = float(size @ (value - size @ value / size.sum()) ** 2 / spread)
    if measure.kind == "mean":
        return max(own, float(scipy.special.fdtrc(k - 1, all_degrees, squares / (k - 1))))
    return max(own, float(scipy.special.chdtrc(k - 1, squares)))


def _apart(measure: Measure, value: Floats, variance: Floats, degrees: Floats, *, clustered: bool) -> float:
    """Each group with its own variance."""
    k, weights = len(value), 1 / variance
    mean = weights @ value / weights.sum()
    squares = float(weights @ (value - mean) ** 2)
    if measure.kind != "mean" and not clustered:
        return float(scipy.special.chdtrc(k - 1, squares))
    unsure = float(((1 - weights / weights.sum()) ** 2 / degrees).sum())
    ratio = squares / (k - 1) / (1 + 2 * (k - 2) / (k * k - 1) * unsure)
    return float(scipy.special.fdtrc(k - 1, (k * k - 1) / (3 * unsure), ratio))


def _hotelling(value: Floats, variance: Floats, covariance: Floats, n_clusters: int) -> float:
    k = len(value)
    degrees = n_clusters - 1
    if degrees - k + 2 <= 0:
        return math.nan
    # The variances may be pooled; the correlations stay, and a group whose answers are all alike has none.
    spread = np.sqrt(np.diag(covariance))
    together = np.outer(spread, spread)
    correlation = np.divide(covariance, together, out=np.zeros((k, k)), where=together > 0)
    np.fill_diagonal(correlation, 1)
    against_first = np.hstack([np.ones((k - 1, 1)), -np.eye(k - 1)])
    apart = against_first @ value
    matrix = against_first @ (correlation * np.sqrt(np.outer(variance, variance))) @ against_first.T
    squares = float(apart @ np.linalg.pinv(matrix, hermitian=True) @ apart)
    return float(scipy.special.fdtrc(k - 1, degrees - k + 2, (degrees - k + 2) / (degrees * (k - 1)) * squares))
