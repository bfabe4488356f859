"""What unequal weights and clusters cost: Kish's design effect."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from regulars.language import message
from regulars.methods.columns import IntoColumn, as_array
from regulars.methods.errors import OptionError
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sample import Sample
from regulars.methods.sampling.settings import at_least, finite


@dataclass(frozen=True, kw_only=True)
class DesignEffect(Result):
    """``design_effect`` = ``weighting`` × ``clustering``; ``n_effective`` = n / design effect."""

    design_effect: float
    weighting: float
    clustering: float
    n_effective: float


@method(message("What do weights and clusters cost us in answers?"), rows=("M10", "M11"), samples=False)
def design_effect(
    weights: IntoColumn,
    *,
    counts: IntoColumn | None = None,
    cluster_size: float = 1.0,
    correlation: float = 0.0,
) -> DesignEffect:
    """How many times more answers this design needs than a simple random sample, from 1 up.

    Parameters:
        weights: one survey weight for each answer; their scale changes nothing. A weight of 0 leaves the row out.
        counts: how many answers each row stands for; exactly as if the row were repeated.
        cluster_size: answers from each cluster, on average (m in the literature).
        correlation: how alike the answers of a cluster are (ρ, the intraclass correlation), 0 to 1.

    n Σw² / (Σw)² for the weights, times 1 + (m - 1) ρ for the clusters. The first holds where weights have nothing
    to do with the answers; where they do, the true effect may be smaller, and ``survey_mean`` measures it.

    Source: [kish1965] sections 8.2 and 11.7; the product [gabler1999].

    >>> result = design_effect([1, 1, 2, 2], cluster_size=20, correlation=0.05)
    >>> round(result.weighting, 4), round(result.clustering, 2), round(result.n_effective, 3)
    (1.1111, 1.95, 1.846)
    """
    sample = Sample.of(np.ones(len(as_array(weights))), weights=weights, counts=counts)
    clustering = cluster_design_effect(cluster_size, correlation)
    effect = sample.design_effect * clustering
    return DesignEffect(
        n=sample.n,
        n_missing=sample.n_missing,
        design_effect=effect,
        weighting=sample.design_effect,
        clustering=clustering,
        n_effective=sample.n / effect,
    )


def cluster_design_effect(cluster_size: float, correlation: float) -> float:
    """1 + (m - 1) ρ: for planning, before there are weights. Source: [kish1965] section 5.4.

    >>> round(cluster_design_effect(20, 0.05), 2)
    1.95
    """
    size, alike = at_least(1, cluster_size, name="cluster_size"), finite(correlation, name="correlation")
    if not 0 <= alike <= 1:
        raise OptionError(
            message("correlation is {value}. Within clusters it lies from 0 to 1, such as 0.05.", value=alike)
        )
    return 1 + (size - 1) * alike
