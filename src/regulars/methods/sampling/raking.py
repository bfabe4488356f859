"""Raking: weights that meet several margins at once, by iterative proportional fitting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from regulars.language import message
from regulars.methods.columns import Floats, IntoColumn, Ints, as_array, frame_columns, same_length
from regulars.methods.errors import MarginError, OptionError
from regulars.methods.registry import method
from regulars.methods.sampling.calibrated import Calibrated, Margin, base_weights, check_totals, described
from regulars.methods.sampling.settings import above_zero, finite

EXACT = 1e-10  # how far a margin may lie from its target when the sweeps end, relative
MOST_SWEEPS = 2000
MOST_ROUNDS = 200
BOUND_HELD = 1e-6  # a trimmed weight may exceed its bound by this part
AT_BOUND = 1e-3  # within this part of the bound a weight counts as trimmed


@dataclass(frozen=True, kw_only=True)
class Raked(Calibrated):
    """Raked weights; ``sweeps`` over all margins until they fitted, ``n_trimmed`` answers held at the bound.

    ``off`` is how far the worst margin still lies from its target, as a part of it.
    """

    sweeps: int
    off: float
    most: float | None = None
    n_trimmed: int = 0


@method(
    message("What should each answer weigh, so that the sample looks like the population?"),
    rows=("M11",),
    samples=False,
)
def rake(
    frame: Any,
    margins: Mapping[str, Mapping[Any, float]],
    *,
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    most: float | None = None,
    tolerance: float | None = None,
) -> Raked:
    """Weights under which every column has the margins of the population, as near to the weights before as can be.

    Parameters:
        frame: the columns of categories, as a dict, Arrow table or data frame; no category may be missing.
        margins: column -> category -> population, as numbers of people or as shares; one total for all columns.
        weights: design weights before; equal when omitted. A weight of 0 leaves the row out.
        counts: how many answers each row stands for.
        most: largest weight allowed, as a multiple of the mean; larger ones are cut and the rest raked again, until
            both hold. ``None`` for no limit. State it with the results.
        tolerance: stop sooner, once a sweep moves no combination of categories by this many people (in the unit of the
            targets); 1 is the rule of R's survey package. ``None`` goes on until the margins hold to ten digits.

    Raises ``MarginError``, which names column and category, for totals that differ, a category without target, a target
    without answers, and margins that no weights can meet.

    Source: [deming1940]; [deville1993].

    >>> rows = {"row": ["a", "a", "b", "b"], "column": ["x", "y", "x", "y"]}
    >>> result = rake(rows, {"row": {"a": 50, "b": 50}, "column": {"x": 55, "y": 45}}, weights=[20, 40, 30, 10])
    >>> result.weights.round(3).tolist()
    [17.122, 32.878, 37.878, 12.122]
    """
    if not isinstance(margins, Mapping) or not margins:
        raise MarginError(message("There are no margins. Give the population of at least one column."))
    names = [str(name) for name in margins]
    columns = frame_columns(frame)
    missing = [name for name in names if name not in columns]
    if missing:
        raise MarginError(
            message("There is no column {column}. There are: {known}.", column=missing[0], known=tuple(columns)[:12])
        )
    size = len(as_array(columns[names[0]]))
    same_length(size, *((name, as_array(columns[name])) for name in names))
    base, often = base_weights(weights, counts, size)
    wanted = tuple(Margin.of(columns[name], margins[name], base * often, name=name) for name in names)
    check_totals(wanted)
    moving = None if tolerance is None else above_zero(tolerance, name="tolerance") / wanted[0].total
    if most is None:
        found, sweeps, off = _raked(base, often, wanted, moving)
        return Raked(**described(found, base, often, wanted), sweeps=sweeps, off=off)
    if finite(most, name="most") <= 1:
        raise OptionError(
            message("most is {value}. It is a multiple of the mean weight above 1, such as 5.", value=float(most))
        )
    return _trimmed(base, often, wanted, float(most), moving)


def _raked(base: Floats, counts: Ints, margins: tuple[Margin, ...], moving: float | None) -> tuple[Floats, int, float]:
    """Weights that meet the margins, the number of sweeps, and how far the worst margin still lies off.

    Rows with the same categories share one factor, so the sweeps run over the cells that occur, not over the rows.
    """
    shape = [len(margin.targets) for margin in margins]
    _, first, cell = np.unique(_joined(margins, shape), return_index=True, return_inverse=True)
    codes = np.stack([margin.codes[first] for margin in margins], axis=1)
    held = np.bincount(cell, weights=base * counts, minlength=len(codes))
    inside = held > 0
    # In shares of the population: the limits of floating point are then the same for 1 and for a billion people.
    now = np.where(inside, held / held.sum(), 0.0)
    parts = [margin.targets / margin.total for margin in margins]
    for sweep in range(1, MOST_SWEEPS + 1):
        before = now
        for j, part in enumerate(parts):
            reached = np.bincount(codes[:, j], weights=now, minlength=len(part))
            now = now * np.divide(part, reached, out=np.zeros_like(part), where=reached > 0)[codes[:, j]]
        off, j, code = _worst(now, codes, parts)
        if off < EXACT or (moving is not None and np.abs(now - before).max() < moving):
            factor = np.divide(now * margins[0].total, held, out=np.zeros_like(held), where=inside)
            return base * factor[cell], sweep, off
    raise MarginError(
        message(
            "No weights meet these margins: {category} of {column} cannot reach its target while the others hold. Some "
            "combinations of categories do not occur in the sample; merge categories, or rake fewer columns.",
            category=margins[j].categories[code],
            column=margins[j].name,
        )
    )


def _joined(margins: tuple[Margin, ...], shape: list[int]) -> Ints:
    """One code for each combination of categories."""
    joined = margins[0].codes
    for margin, size in zip(margins[1:], shape[1:], strict=True):
        # Numbered anew at each step: the product of many columns' sizes would overflow.
        joined = np.unique(joined, return_inverse=True)[1] * size + margin.codes
    return joined


def _worst(now: Floats, codes: Ints, parts: list[Floats]) -> tuple[float, int, int]:
    """Greatest relative distance from a target, with its margin and category."""
    worst = (0.0, 0, 0)
    for j, part in enumerate(parts):
        reached = np.bincount(codes[:, j], weights=now, minlength=len(part))
        off = np.abs(np.divide(reached, part, out=np.ones_like(part), where=part > 0) - 1)
        worst = max(worst, (float(off.max()), j, int(off.argmax())))
    return worst


def _trimmed(base: Floats, counts: Ints, margins: tuple[Margin, ...], most: float, moving: float | None) -> Raked:
    """Rake, cut, rake again, until margins and bound both hold."""
    weights, sweeps = base, 0
    for _ in range(MOST_ROUNDS):
        weights, needed, off = _raked(weights, counts, margins, moving)
        sweeps += needed
        inside = (weights > 0) & (counts > 0)
        bound = most * float(counts @ weights) / counts[inside].sum()
        if weights[inside].max() <= bound * (1 + BOUND_HELD):
            at_bound = int(counts[inside & (weights >= bound * (1 - AT_BOUND))].sum())
            told = described(weights, base, counts, margins)
            return Raked(**told, sweeps=sweeps, off=off, most=most, n_trimmed=at_bound)
        weights = np.minimum(weights, bound)
    raise MarginError(
        message(
            "The margins cannot be met with every weight at most {most} times the mean. Allow larger weights, or merge "
            "small categories.",
            most=most,
        )
    )
