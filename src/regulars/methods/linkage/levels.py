"""How loyal the customers of each level of satisfaction are."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from regulars.language import message
from regulars.methods.columns import Floats, Ints, Scale
from regulars.methods.errors import DependentColumnsError
from regulars.methods.linkage.regression import Regression, fit
from regulars.methods.sample import Sample
from regulars.methods.sampling.settings import whole
from regulars.methods.scores.estimates import mean_answer, share_of

MOST_LEVELS, BANDS = 21, 10
LEVEL_MINIMUM = 20  # below so many effective answers a level is shown, and no step is judged from it


@dataclass(frozen=True)
class Places:
    """The levels of satisfaction, and at which each respondent stands."""

    levels: Floats
    code: Ints
    banded: bool

    @classmethod
    def of(cls, x: Floats, sample: Sample, bands: int | None) -> Places:
        """Each answer is a level; where they are many, or on request, bands of equal width, each at its mean."""
        distinct, code = np.unique(x, return_inverse=True)
        wanted = None if bands is None else whole(2, bands, name="bands")
        if len(distinct) < 2:
            raise DependentColumnsError(
                message("Every answer of {column} is the same: there is no curve to draw.", column="satisfaction")
            )
        if wanted is None and len(distinct) <= MOST_LEVELS:
            return cls(distinct, code.astype(np.int64), banded=False)
        wanted = wanted or BANDS
        width = (distinct[-1] - distinct[0]) / wanted
        band = np.minimum((x - distinct[0]) // width, wanted - 1).astype(np.int64)
        _, code = np.unique(band, return_inverse=True)
        shares = np.bincount(code, weights=sample.shares)
        return cls(np.bincount(code, weights=sample.shares * x) / shares, code.astype(np.int64), banded=True)


@dataclass(frozen=True)
class Levels:
    """Loyalty at each level, with interval; ``enough`` answers to judge by.

    ``means``: the regression on the levels of enough answers; ``correlation`` of their means, shape (enough, enough):
    a cluster may stand at several.
    """

    at: Floats
    n: Ints
    loyalty: Floats
    low: Floats
    high: Floats
    enough: NDArray[np.bool_]
    means: Regression | None
    correlation: Floats


def levels_of(sample: Sample, places: Places, *, share: bool, scale: Scale, confidence: float) -> Levels:
    """The loyalty of each level by itself."""
    rows = []
    for place in range(len(places.levels)):
        own = sample.over(np.where(places.code == place, sample.values, np.nan))
        rows.append(_one(own, share, scale, confidence))
    n, loyalty, low, high, size = (np.array(column) for column in zip(*rows, strict=True))
    enough = (size >= LEVEL_MINIMUM) & np.isfinite(low) & np.isfinite(high)
    means, correlation = _together(sample, places, enough)
    return Levels(places.levels, n.astype(np.int64), loyalty, low, high, enough, means, correlation)


def _one(own: Sample, share: bool, scale: Scale, confidence: float) -> tuple[int, float, float, float, float]:
    """Answers, value, limits and effective answers of one level."""
    if own.n_clusters == 1:
        return own.n, own.mean(), math.nan, math.nan, 1.0
    if share:
        found = share_of(own, own.values, confidence)
        return own.n, found.share, found.low, found.high, found.n_effective
    mean = mean_answer(own, confidence, scale)
    return own.n, mean.mean, mean.low, mean.high, mean.n_effective


def _together(sample: Sample, places: Places, enough: NDArray[np.bool_]) -> tuple[Regression | None, Floats]:
    """The means of the levels of enough answers as one regression, and how they go together."""
    kept = np.flatnonzero(enough)
    if not len(kept):
        return None, np.eye(0)
    inside = enough[places.code]
    part = sample.over(np.where(inside, sample.values, np.nan))
    means = fit((places.code[inside][:, None] == kept).astype(np.float64), part.values, part)
    scale = np.sqrt(np.diag(means.covariance))
    if sample.clusters is None or not np.isfinite(scale).all() or not (scale > 0).all():
        return means, np.eye(len(kept))
    return means, means.covariance / np.outer(scale, scale)


def means_within(sample: Sample, places: Places, inside: NDArray[np.bool_]) -> Floats:
    """The loyalty of each level among some of the respondents; NaN where there are none."""
    shares = np.where(inside, sample.shares, 0.0)
    size = len(places.levels)
    total = np.bincount(places.code, weights=shares, minlength=size)
    found = np.bincount(places.code, weights=shares * sample.values, minlength=size)
    return np.asarray(np.divide(found, total, out=np.full(size, np.nan), where=total > 0))
