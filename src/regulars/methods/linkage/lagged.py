"""Do two series go together, the one some periods after the other? With what chance alone would show."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from regulars.language import message
from regulars.methods.columns import Floats
from regulars.methods.errors import OptionError
from regulars.methods.intervals import check_confidence, critical

LEAST_PERIODS = 16  # of which both series are known, after the lag and over all places together
LEAST_PLACES = 6  # from so many on, how much places differ says how sure the whole is
LEAST_OF_ONE = 6  # of a place; fewer say nothing once their trend is taken away
MOST_LAGS = 8


@dataclass(frozen=True)
class Lagged:
    """How far ``first`` goes together with ``second``, ``lag`` periods later; −1 to 1.

    The interval allows for all lags that were looked at together. NaN where too few periods are known.
    """

    lag: int
    correlation: float
    low: float
    high: float
    n: int
    n_effective: float

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out zero; too few periods are never clear."""
        return self.low > 0 or self.high < 0


def lagged_association(
    first: Sequence[Floats], second: Sequence[Floats], *, lags: int = 3, confidence: float = 0.95
) -> tuple[Lagged, ...]:
    """The correlation of two series at each lag from 0 to ``lags``, without what both owe to a common trend.

    Of each place its mean and its straight trend are taken away: two things that both grew go together for no other
    reason, and so do two places of which one is better in all. What is left is pooled. Series that remember their
    last period know less than they have periods, so the interval (Fisher's z) is that of the effective number
    [bartlett1946]; it is widened for the number of lags (Bonferroni). Going together is not causing.

    Parameters:
        first: of each place, one value a period in order, NaN where there is none: what may come first.
        second: of the same places and periods, what may follow.
        lags: how many periods later to look.
        confidence: of all lags together.

    >>> import numpy as np
    >>> quality = np.sin(np.arange(40.0))
    >>> found = lagged_association([quality[1:]], [quality[:-1]], lags=2)
    >>> [one.lag for one in found if one.clear], round(found[1].correlation, 2)
    ([1], 1.0)
    """
    check_confidence(confidence)
    if not 0 <= lags <= MOST_LAGS:
        raise OptionError(message("lags is {value}; give a whole number from 0 to {most}.", value=lags, most=MOST_LAGS))
    if len(first) != len(second):
        raise OptionError(message("Both series need the same places: {one} and {other} were given.",
                                  one=len(first), other=len(second)))  # fmt: skip
    level = 1 - (1 - confidence) / (lags + 1)
    return tuple(_at(lag, first, second, level) for lag in range(lags + 1))


def _at(lag: int, first: Sequence[Floats], second: Sequence[Floats], level: float) -> Lagged:
    pairs = []
    for one, other in zip(first, second, strict=True):
        x, y = np.asarray(one, dtype=np.float64), np.asarray(other, dtype=np.float64)
        size = min(len(x), len(y))
        pair = _rest(x[: size - lag], y[lag:size]) if size > lag else None
        if pair is not None:
            pairs.append(pair)
    n = sum(int((~np.isnan(x)).sum()) for x, _ in pairs)
    xx, yy, xy = (sum(float(np.nansum(a * b)) for a, b in _products(pairs, kind)) for kind in ("xx", "yy", "xy"))
    if n < LEAST_PERIODS or xx <= 0 or yy <= 0:
        return Lagged(lag, math.nan, math.nan, math.nan, n, 0.0)
    r = min(1.0, max(-1.0, xy / math.sqrt(xx * yy)))
    # The mean and the trend of each place were estimated from these very periods.
    effective = (n - 2 * len(pairs)) / _inflation(pairs, xx, yy)
    degrees = effective - 2
    if len(pairs) >= LEAST_PLACES:
        effective = min(effective, _by_place(pairs, r, xx, yy))
        degrees = min(effective - 2, len(pairs) - 1)
    if effective <= 4:
        return Lagged(lag, math.nan, math.nan, math.nan, n, effective)
    z, reach = math.atanh(min(max(r, -1 + 1e-12), 1 - 1e-12)), critical(level, degrees) / math.sqrt(effective - 1)
    return Lagged(lag, r, math.tanh(z - reach), math.tanh(z + reach), n, effective)


def _products(pairs: Sequence[tuple[Floats, Floats]], kind: str) -> list[tuple[Floats, Floats]]:
    return [(pair["xy".index(kind[0])], pair["xy".index(kind[1])]) for pair in pairs]


def _rest(x: Floats, y: Floats) -> tuple[Floats, Floats] | None:
    """What is left of both without mean and trend, where both are known; NaN elsewhere."""
    known = ~(np.isnan(x) | np.isnan(y))
    if known.sum() < LEAST_OF_ONE:
        return None
    at = np.flatnonzero(known).astype(np.float64)
    design = np.column_stack([np.ones(len(at)), at - at.mean()])
    found = []
    for series in (x, y):
        own = series[known]
        rest = np.full(len(series), np.nan)
        rest[known] = own - design @ np.linalg.lstsq(design, own, rcond=None)[0]
        # What is left of a straight line is the last digit of the machine, and no series.
        rest[known] *= float(np.abs(rest[known]).max()) > 1e-9 * max(1.0, float(np.abs(own).max()))
        found.append(rest)
    return found[0], found[1]


def _by_place(pairs: Sequence[tuple[Floats, Floats]], r: float, xx: float, yy: float) -> float:
    """The effective number by how much the places differ: short series hide their memory, places do not."""
    each = [tuple(float(np.nansum(a * b)) for a, b in ((x, y), (x, x), (y, y))) for x, y in pairs]
    parts = [xy / math.sqrt(xx * yy) - r / 2 * (x / xx + y / yy) for xy, x, y in each]
    variance = math.fsum(part * part for part in parts) * len(pairs) / (len(pairs) - 1)
    return (1 - r * r) ** 2 / variance + 1 if variance > 0 else math.inf


def _inflation(pairs: Sequence[tuple[Floats, Floats]], xx: float, yy: float) -> float:
    """1 + 2 Σ ρx ρy: by how much two series with a memory say less. Never below 1."""
    longest = max(len(x) for x, _ in pairs)
    total = 1.0
    for k in range(1, max(1, longest // 4) + 1):
        one = sum(float(np.nansum(x[k:] * x[:-k])) for x, _ in pairs if len(x) > k) / xx
        other = sum(float(np.nansum(y[k:] * y[:-k])) for _, y in pairs if len(y) > k) / yy
        total += 2 * one * other
    return max(1.0, total)
