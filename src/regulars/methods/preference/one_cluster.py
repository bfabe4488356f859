"""Answers that may all come from one cluster, once others are left out: it is one answer, and allows no limits."""

from __future__ import annotations

import math

from regulars.methods.columns import Floats
from regulars.methods.sample import Sample
from regulars.methods.scores.estimates import Share, share_of


def size_of(sample: Sample, of: Floats | None = None) -> float:
    """The effective n."""
    return 1.0 if sample.n_clusters == 1 else sample.effective_n(of)


def share_in(sample: Sample, confidence: float) -> Share:
    """The share of values that are 1, with Wilson's interval."""
    if sample.n_clusters == 1:
        return Share(sample.mean(), math.nan, math.nan, 1.0)
    return share_of(sample, sample.values, confidence)
