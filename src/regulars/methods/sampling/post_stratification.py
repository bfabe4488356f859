"""Weights by one set of groups whose population is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from regulars.language import message
from regulars.methods.columns import IntoColumn, as_array
from regulars.methods.registry import method
from regulars.methods.sampling.calibrated import Calibrated, Margin, base_weights, described


@method(
    message("What should each answer weigh, when the population of each group is known?"), rows=("M11",), samples=False
)
def post_stratify(
    strata: IntoColumn,
    targets: Mapping[Any, float],
    *,
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
) -> Calibrated:
    """Weights under which each group has its share of the population.

    Parameters:
        strata: the group of each answer; none may be missing.
        targets: group -> population, as numbers of people or as shares; every group of the sample, and no other.
        weights: design weights before; equal when omitted. A weight of 0 leaves the row out.
        counts: how many answers each row stands for.

    w_i = d_i N_g / Σ_g d. Raises ``MarginError`` for a group without target, or a target without answers.

    Source: [holt1979].

    >>> post_stratify(["a", "a", "b"], {"a": 50, "b": 50}).weights.tolist()
    [25.0, 25.0, 50.0]
    """
    base, often = base_weights(weights, counts, len(as_array(strata)))
    mass = base * often
    margin = Margin.of(strata, targets, mass, name="strata")
    held = np.bincount(margin.codes, weights=mass, minlength=len(margin.targets))
    factor = np.divide(margin.targets, held, out=np.zeros_like(held), where=held > 0)
    return Calibrated(**described(base * factor[margin.codes], base, often, (margin,)))
