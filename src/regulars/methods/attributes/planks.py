"""Planks of one bucket: what is to be believed of several scores of the same people, when one is picked as the lowest.

The lowest of several scores was low by bad luck too. So every score is drawn towards the rest by as much as chance
explains of the differences, as a league does with units; here the scores come from the same people, and what all of a
person's answers have in common says nothing of their differences.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from regulars.methods.columns import Floats
from regulars.methods.comparison.shrinkage import Posterior
from regulars.methods.intervals import critical
from regulars.methods.item_sums import ItemSums
from regulars.methods.items import Items
from regulars.methods.resampling import check_resamples, limits, resampled_sums

ALIKE = 1e-9  # points of an index below which two planks are equally long


@dataclass(frozen=True)
class Planks:
    """``score`` shape (planks,), from 0 to 100; ``drawn`` shape (resamples, planks), what each may be in truth.

    ``resampled``: the scores of every resample, of the same shape.
    """

    score: Floats
    shrunken: Floats
    drawn: Floats
    resampled: Floats

    @classmethod
    def of(cls, score: Floats, resampled: Floats, seed: int) -> Planks:
        """From the scores and those of every resample.

        What a resample adds to all planks stays; what it adds to one is drawn in as that plank's score is, by √r for
        a reliability of r. The differences between planks beyond chance, τ, are drawn anew for each resample.
        """
        if not len(resampled):
            return cls(score, np.full(len(score), np.nan), resampled, resampled)
        noise = resampled - score
        own = _own_variance(noise)
        belief = Posterior.of(score, np.sqrt(own))
        random = np.random.default_rng([seed, len(score)])
        at = np.searchsorted(np.cumsum(belief.weight)[:-1], random.random(len(noise)), side="right")
        pull = own / (own + belief.tau2[at, None])
        share = (1 / own) / (1 / own).sum()
        common = (noise @ share)[:, None]
        drawn = (1 - pull) * score + pull * belief.centre[at, None] + np.sqrt(1 - pull) * (noise - common) + common
        return cls(score, belief.mean(), drawn, resampled)

    @property
    def chance_shortest(self) -> Floats:
        """How often each is the shortest of the draws; NaN without draws."""
        if not len(self.drawn):
            return np.full(len(self.score), np.nan)
        least = self.drawn <= self.drawn.min(axis=1, keepdims=True) + ALIKE
        return np.asarray((least / least.sum(axis=1, keepdims=True)).mean(axis=0))

    def shortfall(self, place: int, low: float, high: float) -> tuple[float, float, float, float]:
        """How far a plank is below the shortest of the others: as observed, corrected, and the limits.

        Picking the lowest makes it look lower, and the shortest of several others looks shorter than it is. By how much
        both err is seen in ``again``, where the truth is known, and taken off. ``low`` and ``high`` are the lowest of
        the limits of all differences to this plank: at least as sure as each of them, however many are as low.
        """
        observed = float(below_others(self.score)[place])
        if not len(self.resampled) or math.isnan(low):
            return observed, np.nan, np.nan, np.nan
        again = self.shrunken + self.resampled - self.score
        picked = again.argmin(axis=1)
        error = below_others(again)[np.arange(len(picked)), picked] - below_others(self.shrunken)[picked]
        corrected = max(0.0, observed - float(error.mean()))
        return observed, corrected, min(max(0.0, low), corrected), max(0.0, high, corrected)

    def minimum(self, confidence: float) -> tuple[float, float, float]:
        """The shortest plank with its limits: the lowest of the limits of all.

        The shortest of several is low by chance, each has its part of the risk that its upper limit is too low.
        """
        value = float(self.score.min())
        if not len(self.resampled):
            return value, np.nan, np.nan
        spread = self.resampled.std(axis=0, ddof=1)
        above = critical(1 - (1 - confidence) / len(spread))
        low = float((self.score - critical(confidence) * spread).min())
        high = float((self.score + above * spread).min())
        return value, max(low, 0.0), min(high, 100.0)

    def around(self, index: Callable[[Floats], Floats], confidence: float) -> tuple[float, float, float]:
        """A smooth index of the scores, with the limits of the resamples."""
        value = float(index(self.score))
        low, high = limits(index(self.resampled), confidence)
        return value, float(np.minimum(low, value)), float(np.maximum(high, value))


def below_others(planks: Floats) -> Floats:
    """By how much each plank is shorter than the shortest of the others, 0 where it is not; shape (..., planks)."""
    ordered = np.sort(planks, axis=-1)
    least, second = ordered[..., :1], ordered[..., 1:2]
    return np.asarray(np.where(planks <= least, second - least, 0.0))


def soft_minimum(planks: Floats, part: Floats, softness: float) -> Floats:
    """−T log Σ pⱼ exp(−xⱼ / T) over the last axis: the weighted mean for a large T, the minimum for a small one."""
    least = planks[..., part > 0].min(axis=-1, keepdims=True)
    inside = np.exp(-(planks - least) / softness) @ part
    return np.asarray(least[..., 0] - softness * np.log(inside))


def resampled_means(items: Items | ItemSums, n_resamples: int, seed: int) -> Floats:
    """Mean of each item in every resample, shape (resamples, items); NaN where nobody answered.

    From sums the means of a resample are drawn from their normal distribution.
    """
    if isinstance(items, ItemSums):
        check_resamples(n_resamples)
        random = np.random.default_rng(seed)
        return np.asarray(random.multivariate_normal(items.means, items.covariance(), n_resamples, method="eigh"))
    people = items.people
    given = ~np.isnan(items.answers)
    centred = np.where(given, items.answers - items.means, 0.0)
    key = np.column_stack([np.where(given, items.answers + 0.0, math.inf), people.weights])
    drawn = resampled_sums(
        np.column_stack([given, centred]) * people.weights[:, None],
        key=key,
        counts=people.counts,
        clusters=people.clusters,
        n_resamples=n_resamples,
        seed=seed,
    )
    size = len(items.names)
    total, off = drawn[:, :size], drawn[:, size:]
    return np.asarray(items.means + np.divide(off, total, out=np.full_like(off, np.nan), where=total > 0))


def _own_variance(noise: Floats) -> Floats:
    """Variance of each plank's score that it does not share with the others, from the resamples."""
    covariance = np.atleast_2d(np.cov(noise, rowvar=False))
    size = len(covariance)
    common = (covariance.sum() - np.trace(covariance)) / (size * (size - 1))
    own = np.diagonal(covariance) - common
    return np.asarray(np.maximum(own, max(1e-3 * float(np.diagonal(covariance).max()), ALIKE**2)))
