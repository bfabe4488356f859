"""Many tests at once: p-values that allow for how many there are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from regulars.language import message
from regulars.methods.columns import Floats, IntoColumn, numbers
from regulars.methods.errors import OptionError

METHODS = ("bh", "holm", "none")


def adjusted(p_values: IntoColumn, method: str = "bh") -> Floats:
    """Adjusted p-values, each to be held against the level that one test alone would be held against.

    Parameters:
        p_values: 0 to 1, in any order. Missing ones were not tested: they stay missing and are not counted.
        method: "bh", Benjamini and Hochberg: of the differences found, the level says which part may be false;
            "holm": the level says how likely a single false one is among all; "none": each test for itself.

    Source: [benjamini1995]; [holm1979].

    >>> adjusted([0.01, 0.04, 0.03, 0.005]).round(4).tolist()
    [0.02, 0.04, 0.04, 0.02]
    >>> adjusted([0.01, 0.04, 0.03, 0.005], "holm").round(4).tolist()
    [0.03, 0.06, 0.06, 0.02]
    """
    check_adjustment(method)
    p = numbers(p_values, name="p_values")
    outside = np.flatnonzero((p < 0) | (p > 1))
    if outside.size:
        raise OptionError(
            message(
                "Row {row} of {column} is {value}. A p-value lies between 0 and 1.",
                row=int(outside[0]) + 1,
                column="p_values",
                value=float(p[outside[0]]),
            )
        )
    tested = np.flatnonzero(~np.isnan(p))
    if method == "none" or not tested.size:
        return p
    order = tested[np.argsort(p[tested], kind="stable")]
    m, rank = len(order), np.arange(1, len(order) + 1)
    result = np.full(len(p), np.nan)
    if method == "bh":
        result[order] = np.minimum.accumulate((p[order] * m / rank)[::-1])[::-1]
    else:
        result[order] = np.maximum.accumulate(p[order] * (m + 1 - rank))
    return np.asarray(np.clip(result, p, 1.0))  # p · m / m may be a hair less than p


def discoveries(p_values: IntoColumn, method: str = "bh", *, level: float = 0.05) -> NDArray[np.bool_]:
    """Which of many tests found something, at the level that ``method`` holds for all of them together.

    Parameters:
        p_values: 0 to 1; missing ones were not tested and found nothing.
        method: as in ``adjusted``.
        level: the share of false findings, or the chance of one, that is accepted.

    >>> discoveries([0.01, 0.04, 0.03, 0.6]).tolist()
    [True, False, False, False]
    """
    if not 0 < level < 1:
        raise OptionError(message("The level is {value}. It lies between 0 and 1, such as 0.05.", value=float(level)))
    return np.asarray(np.nan_to_num(adjusted(p_values, method), nan=1.0) <= level)


def check_adjustment(method: str) -> str:
    """One of the ways to allow for many tests."""
    if method not in METHODS:
        raise OptionError(
            message("There is no adjustment {value}. Choose one of: {known}.", value=str(method)[:60], known=METHODS)
        )
    return method
