"""How exact the answers so far are, by the formula of the plan [cochran1977]."""

from __future__ import annotations

import math

from regulars.insights.fieldwork.counts import Counts
from regulars.methods.intervals import critical


def margin(counts: Counts) -> float:
    """Half the width of the interval; infinite without answers. Of a share, an NPS or a mean."""
    n, asked_for = counts.got, counts.precision
    if n < 1:
        return math.inf
    size = asked_for.population
    left = max(0.0, (size - n) / (size - 1)) if size is not None and size > 1 else 1.0
    return critical(asked_for.confidence) * asked_for.deviation * math.sqrt(asked_for.design_effect / n * left)
