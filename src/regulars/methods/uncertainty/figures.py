"""The figures that can be drawn again: each is computed from sums over the respondents of a draw."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from regulars.language import message
from regulars.methods.columns import Floats, Scale, check_scale
from regulars.methods.errors import OptionError
from regulars.methods.sample import Sample
from regulars.methods.scores.csat import in_top
from regulars.methods.scores.nps import SCALE as NPS_SCALE
from regulars.methods.scores.nps import counted_as

OfSums: TypeAlias = Callable[[Floats], Any]
STATISTICS = ("mean", "median", "share", "nps")
MOST_VALUES = 2000  # different answers of which a median is drawn: each is a column of sums


@dataclass(frozen=True)
class Figure:
    """``sums``: what each row adds, shape (rows, columns); ``of``: sums of draws, shape (draws, columns) -> figures.

    ``scored`` is what a mean of would be the figure, for the effective n.
    """

    sums: Floats
    of: OfSums
    scored: Floats

    def at(self, sums: Floats) -> Floats:
        """One finite figure for each draw."""
        found = np.asarray(self.of(sums), dtype=np.float64)
        if found.shape != (len(sums),):
            raise OptionError(
                message(
                    "The statistic gave an array of shape {found} for {count} draws. It returns one number for each.",
                    found=str(found.shape),
                    count=len(sums),
                )
            )
        if not np.isfinite(found).all():
            raise OptionError(
                message("The statistic is not finite for some draws. Give one that every draw of these answers has.")
            )
        return found


def figure_of(sample: Sample, statistic: str | OfSums, *, scale: Scale | None, top: int) -> Figure:
    """The figure of this name, or of the function given, over these respondents."""
    y = sample.values
    weight = sample.weights * sample.n / float(sample.weights @ sample.counts)
    if callable(statistic):
        return Figure(np.column_stack([weight, weight * y, weight * y**2]), _quietly(statistic), y)
    if statistic == "median":
        return _median(y, weight)
    unit = 1.0
    if statistic == "share" and scale is not None:
        y = in_top(y, scale, top)
    if statistic == "nps":
        y, unit = counted_as(y), 100.0
    return Figure(np.column_stack([weight, weight * y]), lambda sums: unit * sums[:, 1] / sums[:, 0], y)


def on_its_scale(scale: Scale | None) -> None:
    """Raise unless a Net Promoter Score is asked on 0 to 10."""
    if scale is not None and tuple(check_scale(scale)) != NPS_SCALE:
        raise OptionError(
            message(
                "A Net Promoter Score is asked on 0 to 10, not on {low} to {high}.",
                low=float(scale[0]),
                high=float(scale[1]),
            )
        )


def _quietly(statistic: OfSums) -> OfSums:
    """The caller's function without numpy's warnings; what is not finite is said once, in words."""

    def of(sums: Floats) -> Any:
        with np.errstate(all="ignore"):
            return statistic(sums)

    return of


def _median(y: Floats, weight: Floats) -> Figure:
    values, place = np.unique(y, return_inverse=True)
    if len(values) > MOST_VALUES:
        raise OptionError(
            message(
                "There are {count} different values. A median is drawn of at most {most}; round them first.",
                count=len(values),
                most=MOST_VALUES,
            )
        )
    sums = np.zeros((len(y), len(values)))
    sums[np.arange(len(y)), place] = weight

    def of(drawn: Floats) -> Floats:
        reached = np.cumsum(drawn, axis=1)
        reached /= reached[:, -1:]
        # A hair of tolerance, as in the median of a sample: half of ten weights of 0.1 must be found.
        lower = values[(reached < 0.5 - 1e-12).sum(axis=1)]
        upper = values[np.minimum((reached < 0.5 + 1e-12).sum(axis=1), len(values) - 1)]
        return np.asarray((lower + upper) / 2)

    return Figure(sums, of, y)
