"""What attributes of pure noise would score beside the real ones.

Permute the answers of an attribute over the respondents, and it goes with nothing any more: its correlations with all
the others then have mean 0 and the covariance R / (n − 1), R being the correlations of the others, and are as good as
normal. So they are drawn as such: no rows are needed, and the order of the rows is nothing.
"""

from __future__ import annotations

import numpy as np
import scipy

from regulars.methods.attributes.measures import Measure
from regulars.methods.attributes.moments import root_of
from regulars.methods.columns import Floats

DRAWS = 1000
PLENTY = 100  # respondents to a column at which a share is a quadratic form of the correlations


def noise_line(correlation: Floats, n_effective: float, measure: Measure, confidence: float, seed: int) -> float:
    """The score that as many attributes of noise as there are all stay below, with this confidence.

    The scores are sums of squares of normal numbers; a gamma distribution has their mean and variance
    (Satterthwaite). Each attribute has its part of the risk, 1 − confidence, so that all together keep to it.

    Source: [satterthwaite1946].
    """
    count = len(correlation) - 1
    # A share goes with 1 / n; drawn as if there were plenty, no draw is out of reach of a correlation.
    plenty = max(n_effective, PLENTY * (count + 2))
    chance = np.random.default_rng([seed, count]).standard_normal((DRAWS, count + 1))
    noise = chance @ root_of(correlation).T / np.sqrt(plenty - 1)
    beside = np.empty((DRAWS, count + 2, count + 2))
    beside[:, 1:, 1:] = correlation
    beside[:, 0, 0] = 1
    beside[:, 0, 1:] = beside[:, 1:, 0] = noise
    scored = np.abs(measure.draws_of(beside)[:, 0]) * (plenty - 1) / (max(n_effective, 2) - 1)
    mean, variance = float(scored.mean()), float(scored.var())
    if variance <= 0:
        return mean
    shape = mean**2 / variance
    return float(scipy.special.gammainccinv(shape, (1 - confidence) / count) * variance / mean)
