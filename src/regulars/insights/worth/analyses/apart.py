"""Some customers against the others: two means, their difference, and which of many differences are clear."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from regulars.insights.worth.analyses.changes import CONFIDENCE
from regulars.methods.comparison import Difference, Verdict, difference, discoveries
from regulars.methods.sample import Sample
from regulars.methods.scores.estimates import Mean, mean_of

FEWEST = 10  # customers on either side


def mean(values: NDArray[np.float64]) -> Mean | None:
    """Their mean; None where they are too few."""
    return None if len(values) < FEWEST else mean_of(Sample.of(values), CONFIDENCE)


def apart(values: NDArray[np.float64], rows: NDArray[np.bool_]) -> Difference | None:
    """The mean of these rows less that of the others; None where either are too few."""
    one, other = mean(values[rows]), mean(values[~rows])
    if one is None or other is None:
        return None
    return difference((one.mean, one.low, one.high), (other.mean, other.low, other.high))


def verdicts(found: Mapping[str, Difference | None]) -> dict[str, Verdict]:
    """What each difference may be called, among so many."""
    known = {name: one for name, one in found.items() if one is not None}
    p_values = np.asarray([one.p_value(CONFIDENCE) for one in known.values()], dtype=np.float64)
    kept = discoveries(p_values, level=1 - CONFIDENCE)
    said = dict.fromkeys(found, Verdict.TOO_FEW)
    for (name, one), keep in zip(known.items(), kept, strict=True):
        said[name] = one.verdict if keep else Verdict.UNCLEAR
    return said
