"""Which class a feature has, and whether that is clear."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import scipy

from regulars.methods.columns import Floats
from regulars.methods.preference.kano_table import KanoCategory
from regulars.methods.preference.one_cluster import size_of
from regulars.methods.sample import Sample
from regulars.methods.scores.estimates import judged_n

WANTED = (KanoCategory.MUST_BE, KanoCategory.ONE_DIMENSIONAL, KanoCategory.ATTRACTIVE)
RULES = ("mode", "berger")
# Fong's critical value.
FONG = 1.65


@dataclass(frozen=True)
class Class:
    """The class of a feature, the one next to it, and how sure the order of the two is."""

    category: KanoCategory
    second: KanoCategory
    p_value: float
    fong_difference: float
    fong_critical: float


def class_of(sample: Sample, inside: dict[KanoCategory, Floats], rule: str, confidence: float) -> Class:
    """The class by the mode, or by Berger's rule.

    ``inside``: 1 for each respondent whose pair is of the category. The p-value asks whether the first two are
    equally frequent; under Berger's rule also whether the two groups are, and the larger p-value counts.
    """
    shares = {category: sample.mean(here) for category, here in inside.items()}
    first, second = _first_two(shares, tuple(KanoCategory))
    p_value = _p_value(sample, inside[first], inside[second], confidence)
    if rule == "berger":
        one = wanted_in(inside)
        other = 1 - one
        # A hair of tolerance, for shares are sums of weights.
        wanted = sample.mean(one) > sample.mean(other) + 1e-12
        first, second = _first_two(shares, tuple(c for c in KanoCategory if (c in WANTED) == wanted))
        p_group = _p_value(sample, one if wanted else other, other if wanted else one, confidence)
        p_value = max(p_group, _p_value(sample, inside[first], inside[second], confidence))
    size = size_of(sample, inside[first] - inside[second])
    a, b = shares[first] * size, shares[second] * size
    return Class(first, second, p_value, a - b, FONG * math.sqrt((a + b) * (2 * size - a - b) / (2 * size)))


def wanted_in(inside: dict[KanoCategory, Floats]) -> Floats:
    """1 for each respondent to whom the feature is must-be, one-dimensional or attractive."""
    return np.asarray(np.sum([inside[category] for category in WANTED], axis=0))


def _first_two(shares: dict[KanoCategory, float], among: Collection[KanoCategory]) -> tuple[KanoCategory, KanoCategory]:
    """The two most frequent; a tie falls to what stands first in M, O, A, I, R, Q."""
    first, second, *_ = sorted(among, key=lambda category: -round(shares[category], 12))
    return first, second


def _p_value(sample: Sample, first: Floats, second: Floats, confidence: float) -> float:
    """Two-sided exact binomial test that two classes are equally frequent, at the effective n.

    Two-sided, though the first is the larger: it was chosen for that. Then the test holds for the claim that it
    is the most frequent of all, however many there are. Source: [hung2019].
    """
    if sample.n_clusters == 1:
        return math.nan
    size = judged_n(sample, sample.effective_n(first - second), confidence)
    hits, others = sample.mean(first) * size, sample.mean(second) * size
    if hits <= 0 or size <= 1:
        return 1.0
    return min(1.0, 2 * float(scipy.special.betainc(hits, others + 1, 0.5)))


def differ(shares: Floats, sizes: Floats) -> float:
    """P-value of the test that all groups share out alike; NaN where there is nothing to compare.

    Pearson's chi-squared from shares, shape (groups, classes), at effective sizes. Source: [rao1984].
    """
    counts = shares * sizes[:, None]
    counts = counts[:, counts.sum(axis=0) > 0]
    degrees = (counts.shape[0] - 1) * (counts.shape[1] - 1)
    if degrees < 1:
        return math.nan
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    return float(scipy.special.chdtrc(degrees, ((counts - expected) ** 2 / expected).sum()))
