"""Scores and utilities of one sample of choice sets."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.methods.columns import Floats, Ints
from regulars.methods.intervals import critical, score_of_difference
from regulars.methods.preference.choice_model import Choices, Fit, components, fit
from regulars.methods.preference.choice_sets import ChoiceSets
from regulars.methods.preference.one_cluster import size_of
from regulars.methods.preference.order import Order
from regulars.methods.sample import Sample
from regulars.methods.scores.estimates import judged_n

ERRORS = ("respondents", "model")


@dataclass(frozen=True)
class SetEstimates:
    """Arrays over the items, in the order of ``ChoiceSets.items``; ``separated`` are places among them."""

    sample: Sample
    times_shown: Ints
    times_best: Ints
    times_worst: Ints
    score: Floats
    score_low: Floats
    score_high: Floats
    utility: Floats
    utility_error: Floats
    utility_low: Floats
    utility_high: Floats
    share: Floats
    share_low: Floats
    share_high: Floats
    pseudo_r_squared: float
    preferred: NDArray[np.bool_]
    separated: tuple[int, ...]
    order: Order
    n_effective: float
    too_few: bool

    @classmethod
    def of(cls, sets: ChoiceSets, sample: Sample, confidence: float, errors: str, minimum_n: int) -> SetEstimates:
        """From the sets that the sample holds."""
        rows, size = sample.rows, len(sets.items)
        mass = sample.weights * sample.counts / sample.weights.max()
        choices = Choices(sets.shown[rows], sets.best[rows], sets.worst[rows], mass, size)
        preferred = choices.preferred()
        groups = components(preferred)
        effective = _respondents(sample)
        too_few = effective < minimum_n
        counted = _counted(choices, sample, confidence)
        degrees = (sample.n_clusters or sample.n_effective) - 1
        values = shares = np.full((4, size), np.nan)
        pairs = np.full((size, size), np.nan)
        r_squared = math.nan
        if len(groups) == 1:
            found = fit(choices)
            covariance = _covariance(found, sample, mass, errors)
            values, shares = _limits(found.utility, covariance, degrees, confidence)
            diagonal = np.diag(covariance)
            pairs = np.sqrt(np.maximum(diagonal[:, None] + diagonal[None, :] - 2 * covariance, 0.0))
            r_squared = 1 - found.likelihood / choices.parts(np.zeros(size))[0]
        standing = values[0] if len(groups) == 1 else counted["score"]
        return cls(
            sample=sample,
            **counted,
            utility=values[0],
            utility_error=values[1],
            utility_low=values[2],
            utility_high=values[3],
            share=shares[0],
            share_low=shares[1],
            share_high=shares[2],
            pseudo_r_squared=r_squared,
            preferred=preferred,
            separated=tuple(place for group in groups[1:] for place in group),
            order=Order.of(standing, pairs, degrees, confidence, judged=len(groups) == 1 and not too_few),
            n_effective=effective,
            too_few=too_few,
        )

    def in_order(self, order: Ints) -> dict[str, Any]:
        """The arrays, in an order of the items."""
        return {name: getattr(self, name)[order] for name in ARRAYS}


ARRAYS = (
    *("times_shown", "times_best", "times_worst", "score", "score_low", "score_high"),
    *("utility", "utility_error", "utility_low", "utility_high", "share", "share_low", "share_high"),
)


def _respondents(sample: Sample) -> float:
    """The number of respondents, less what unequal weights cost; sets, where nobody said whose they are."""
    if sample.clusters is None:
        return sample.n_effective
    _, row = np.unique(sample.clusters, return_inverse=True)
    return round(float(1 / (np.bincount(row, weights=sample.shares) ** 2).sum()), 9)  # 50 equal ones are 50


def _counted(choices: Choices, sample: Sample, confidence: float) -> dict[str, Any]:
    """How often each item was shown, best and worst; weighted, (best − worst) / shown with its score interval."""
    found: dict[str, list[float]] = {name: [] for name in ARRAYS[:6]}
    for place in range(choices.items):
        there = (choices.shown == place).any(axis=1)
        best, worst = choices.best == place, choices.worst == place
        own = sample.over(np.where(there, best * 1.0 - worst, np.nan))
        found["times_shown"].append(int(sample.counts @ there))
        found["times_best"].append(int(sample.counts @ best))
        found["times_worst"].append(int(sample.counts @ worst))
        score = low = high = math.nan
        if own.n:
            first, second = (own.mean((own.values == sign).astype(float)) for sign in (1.0, -1.0))
            score = first - second
            if own.n_clusters != 1:
                size = judged_n(own, size_of(own), confidence)
                low, high = score_of_difference(first, second, size, critical(confidence))
        for name, value in (("score", score), ("score_low", low), ("score_high", high)):
            found[name].append(value)
    return {name: np.array(values) for name, values in found.items()}


def _covariance(found: Fit, sample: Sample, mass: Floats, errors: str) -> Floats:
    if errors == "model":
        return found.covariance(found.curvature)
    weight = mass / sample.counts
    if sample.clusters is None:
        spread = (found.scores * (weight**2 * sample.counts)[:, None]).T @ found.scores
        size = float(sample.n)
    else:
        codes, row = np.unique(sample.clusters, return_inverse=True)
        totals = np.zeros((len(codes), found.scores.shape[1]))
        np.add.at(totals, row, found.scores * mass[:, None])
        spread, size = totals.T @ totals, float(len(codes))
    if size < 2:
        return np.full((len(found.utility), len(found.utility)), np.nan)
    return found.covariance(spread * size / (size - 1))


def _limits(utility: Floats, covariance: Floats, degrees: float, confidence: float) -> tuple[Floats, Floats]:
    """Utility, error, limits; share and its limits, taken on the scale of log odds."""
    reach = critical(confidence, degrees) if degrees > 0 else math.nan
    error = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    raised = np.exp(utility - utility.max())
    share = raised / raised.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = np.where(np.eye(len(share), dtype=np.bool_), 1.0, -share[None, :] / (1 - share[:, None]))
        odds = np.log(share) - np.log1p(-share)
    spread = reach * np.sqrt(np.maximum(np.einsum("ij,jk,ik->i", slope, covariance, slope), 0.0))
    low, high = (1 / (1 + np.exp(-(odds + sign * spread))) for sign in (-1, 1))
    return (
        np.array([utility, error, utility - reach * error, utility + reach * error]),
        np.array([share, low, high]),
    )
