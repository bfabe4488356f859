"""Customers whose overall judgement departs from what they said of the attributes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from regulars.language import message
from regulars.methods.columns import Floats, IntoColumn, Ints, Scale, as_array, same_length, text_of
from regulars.methods.linkage.overall import Overall
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sampling.settings import whole

ROUNDING = 1e-9  # of the range of the judgements


@dataclass(frozen=True, kw_only=True)
class Departures(Result):
    """The customers, farthest first. ``row`` counts from 1 as in the table that came in.

    ``expected``: what the attributes say of customers like him, learnt from all the others; ``less``: the judgement
    less that, in points of the judgement; ``distance``: the same in typical differences (root mean square of all).
    """

    row: Ints = field(compare=False)
    called: tuple[str, ...]
    judgement: Floats = field(compare=False)
    expected: Floats = field(compare=False)
    less: Floats = field(compare=False)
    distance: Floats = field(compare=False)
    typical_miss: float


@method(
    message("Whose overall judgement departs most from what they say of the attributes?"), rows=("M40",), samples=False
)
def departures(
    X: Any,
    y: Any,
    *,
    customers: IntoColumn | None = None,
    most: int = 20,
    names: Sequence[str] | None = None,
    scale: Scale | None = None,
    outcome_scale: Scale | None = None,
    missing: Collection[Any] = (),
) -> Departures:
    """The customers to read or to ask, for their judgement rests on something that is not in the attributes.

    Each is held against a regression of the overall judgement on the attributes that was fitted without him.

    Parameters:
        X: frame with one column for each attribute.
        y: the overall judgement; or a frame of several items that ask for it, whose mean then stands for it.
        customers: name or number of each customer; the row when omitted.
        most: how many customers are listed.
        names: which columns of the frame to use, or the names of an array's columns.
        scale: lowest and highest answer of the attributes; checked when given.
        outcome_scale: lowest and highest answer of ``y``; checked when given.
        missing: codes that mean "no answer", in every column.

    Source: [allen1974].

    >>> room, overall = [1, 2, 3, 4, 5, 5, 1], [1, 2, 3, 4, 5, 1, 1]
    >>> result = departures({"room": room}, overall, most=1)
    >>> result.row.tolist(), result.judgement.tolist(), result.expected.round(2).tolist()
    ([6], [1.0], [5.0])
    """
    listed = whole(1, most, name="most")
    judged = Overall.of(X, y, names=names, scale=scale, outcome_scale=outcome_scale, missing=missing)
    sample = judged.cases.sample
    called = None
    if customers is not None:
        array = as_array(customers)
        same_length(judged.size, ("customers", array))
        called = [text_of(value) for value in array.tolist()]
    _, less = judged.residuals()
    # What rounding leaves of a perfect fit is no departure.
    less = np.where(np.abs(less) <= ROUNDING * np.ptp(judged.y), 0.0, less)
    typical = float(np.sqrt(np.nanmean(less**2)))
    order = np.argsort(-np.round(np.abs(less), 12), kind="stable")
    order = order[~np.isnan(less[order])][:listed]
    rows = sample.rows[order]
    return Departures(
        row=rows + 1,
        called=tuple(str(row + 1) if called is None else called[row] for row in rows.tolist()),
        judgement=judged.y[order],
        expected=judged.y[order] - less[order],
        less=less[order],
        distance=less[order] / typical if typical > 0 else np.zeros(len(order)),
        typical_miss=typical,
        n=sample.n,
        n_missing=sample.n_missing,
    )
