"""Cutting the largest weights: a little bias for much less noise."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from regulars.language import message
from regulars.methods.columns import Floats, IntoColumn, Ints, as_array
from regulars.methods.errors import OptionError, WeightError
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sampling.calibrated import base_weights, kish
from regulars.methods.sampling.settings import finite


@dataclass(frozen=True, kw_only=True)
class Trimmed(Result):
    """Weights with the same sum as before; ``bound`` is the largest allowed, ``n_trimmed`` answers were above it."""

    weights: Floats = field(compare=False)
    bound: float
    n_trimmed: int
    design_effect_before: float
    design_effect: float
    n_effective: float


@method(message("Which weights are too large, and what is gained by cutting them?"), rows=("M11",), samples=False)
def trim(weights: IntoColumn, *, most: float = 5.0, counts: IntoColumn | None = None) -> Trimmed:
    """Weights of at most ``most`` times their mean; what is cut goes to the others in proportion.

    Parameters:
        weights: one survey weight for each answer. A weight of 0 stays 0.
        most: largest weight allowed, as a multiple of the mean weight, above 1.
        counts: how many answers each row stands for.

    After trimming, margins that were raked no longer hold; ``rake(..., most=...)`` keeps both.

    Source: [potter1990].

    >>> result = trim([1, 1, 1, 1, 16], most=2)
    >>> result.weights.tolist(), result.n_trimmed
    ([3.0, 3.0, 3.0, 3.0, 8.0], 1)
    """
    if finite(most, name="most") <= 1:
        raise OptionError(
            message("most is {value}. It is a multiple of the mean weight above 1, such as 5.", value=float(most))
        )
    base, often = base_weights(weights, counts, len(as_array(weights)))
    inside = (base > 0) & (often > 0)
    if not inside.any():
        raise WeightError(message("All values of {column} are zero. At least one row must count.", column="weights"))
    n = int(often[inside].sum())
    total = float(often @ base)
    bound = most * total / n
    found, cut = _capped(base, often, bound, total)
    effect = kish(found, often)
    return Trimmed(
        n=n,
        n_missing=int(often[~inside].sum()),
        weights=found,
        bound=bound,
        n_trimmed=int(often[cut & inside].sum()),
        design_effect_before=kish(base, often),
        design_effect=effect,
        n_effective=n / effect,
    )


def _capped(base: Floats, counts: Ints, bound: float, total: float) -> tuple[Floats, NDArray[np.bool_]]:
    """min(c · w, bound) with the c that keeps the sum, and which rows lie at the bound.

    From the largest down: once k rows lie at the bound, c = (total - k · bound) / the sum of the others.
    """
    order = np.argsort(-base, kind="stable")
    w, often = base[order], counts[order]
    above = np.concatenate(([0], np.cumsum(often)))[:-1] * bound
    rest = total - np.concatenate(([0.0], np.cumsum(w * often)))[:-1]
    factor = np.divide(total - above, rest, out=np.zeros_like(rest), where=rest > 1e-12 * total)
    # The first row that needs no cutting, given that all larger ones are cut.
    free = int(np.argmax(factor * w <= bound))
    cut = np.zeros(len(base), dtype=bool)
    cut[order[:free]] = True
    return np.where(cut, bound, base * factor[free]), cut
