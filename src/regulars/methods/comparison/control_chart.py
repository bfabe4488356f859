"""Control charts: which waves of a trend say something, and which are only chance."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from regulars.language import Message, message
from regulars.methods.columns import Floats, IntoColumn, Ints, numbers, within_reach
from regulars.methods.comparison.given import errors_of, names_of, sizes_of
from regulars.methods.errors import MethodError, OptionError, TooFewAnswersError
from regulars.methods.intervals import Interval
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sampling.settings import one_of, whole

KINDS = ("p", "u", "xmr")
RUN = 8  # points in a row on one side of the centre
PER_RANGE = 2.66  # 3 / 1.128: three standard deviations in mean moving ranges, as textbooks print it
RANGE_LIMIT = 3.268  # upper limit of the moving ranges in mean moving ranges
LEVEL = 0.9973  # of three standard deviations on both sides


@dataclass(frozen=True, kw_only=True)
class ControlChart(Result):
    """One entry a wave, in the order given; ``n`` counts the waves that were measured, ``n_missing`` the gaps.

    ``value``, ``low`` and ``high`` (limits) in the unit of the values, NaN in gaps; without enough waves, or where
    the waves never vary, there are no limits: NaN. ``signal`` is "above", "below" (beyond the limits), "run" (one of
    eight or more in a row on one side of the centre) or "". ``stable``: limits and no signal. ``n_of``: answers of
    each wave. ``n_baseline``: waves that centre and limits come from. ``moving_range`` and its upper limit
    ``range_limit`` belong to the XmR chart; with standard errors they count in these. Else NaN.
    """

    minimum_n = 8

    confidence: float = LEVEL
    names: tuple[str, ...] = field(compare=False)
    value: Floats = field(compare=False)
    centre: float
    low: Floats = field(compare=False)
    high: Floats = field(compare=False)
    signal: tuple[str, ...]
    n_of: Ints | None = field(compare=False)
    kind: str
    n_baseline: int
    stable: bool
    moving_range: float
    range_limit: float

    @property
    def too_few(self) -> bool:
        """Whether there are fewer waves than limits need: too few waves."""
        return self.n_baseline < self.minimum_n

    @property
    def notes(self) -> tuple[Message, ...]:
        """Why there are no limits, where there are none."""
        if self.too_few:
            return (
                message(
                    "Too few waves: limits need {needed}, and they have {count}.",
                    needed=self.minimum_n,
                    count=self.n_baseline,
                ),
            )
        if not np.isfinite(self.high - self.low).any():
            return (message("The waves never vary, which says nothing of how far chance carries them: no limits."),)
        return ()


@method(
    message("Is this wave a signal, or only noise?"), rows=("M26",), minimum_n=ControlChart.minimum_n, samples=False
)
def control_chart(
    value: IntoColumn | None = None,
    n: IntoColumn | None = None,
    *,
    kind: Literal["p", "u", "xmr"] = "p",
    hits: IntoColumn | None = None,
    standard_error: IntoColumn | None = None,
    baseline: int | None = None,
    names: IntoColumn | None = None,
) -> ControlChart:
    """Centre, limits of three standard deviations and signals of a trend, wave by wave.

    A wave is a signal beyond its limits, or as one of eight or more in a row on one side of the centre; all else is
    noise. A missing wave (no value, or ``n`` of 0) is a gap: the wave after it follows on the one before it.

    Parameters:
        value: one value a wave, oldest first: a share from 0 to 1 for "p", a rate for "u", any number for "xmr".
        n: answers of each wave; for "u" what is counted on (visits, customers). "p" and "u" need it.
        kind: "p" for shares: limits from the binomial by each wave's own n. "u" for rates: from the Poisson. "xmr"
            for anything else: limits from the moving ranges between waves, 2.66 times their mean.
        hits: how many of ``n``, in place of ``value``, for "p" and "u".
        standard_error: of each value, for "xmr": limits are wider where a wave is less exact, and never narrower
            than sampling alone makes them. One of 0 (all answers alike) is taken from the answers of all waves.
        baseline: centre and limits come from the first so many waves; from all when omitted.
        names: of the waves; else "1", "2", …

    Fewer than eight measured waves give no limits and no signals: ``too_few``.

    Source: [shewhart1931]; XmR [wheeler1992]; with standard errors [laney2002].

    >>> chart = control_chart(kind="p", hits=[30, 41, 38, 33, 40, 36, 35, 70], n=[50, 60, 55, 50, 60, 50, 50, 70])
    >>> round(chart.centre, 4), chart.signal[-1], round(float(chart.high[-1]), 4)
    (0.7258, 'above', 0.8858)
    """
    one_of(KINDS, kind, name="kind")
    wanted = None if baseline is None else whole(ControlChart.minimum_n, baseline, name="baseline")
    y, sizes = _values(value, hits, n, kind)
    label = names_of(names, len(y))
    given = ~np.isnan(y) if sizes is None else ~np.isnan(y) & (sizes > 0)
    if not given.any():
        raise TooFewAnswersError(message("There is no wave with a value: all {count} are missing.", count=len(y)))
    y = np.where(given, y, np.nan)
    inside = given & (np.arange(len(y)) < (len(y) if wanted is None else wanted))
    errors = None
    if standard_error is not None:
        if kind != "xmr":
            raise OptionError(message("standard_error goes with kind “xmr”; {kind} has its own from n.", kind=kind))
        errors = errors_of(standard_error, given, sizes, label)
    base = int(inside.sum())
    centre, reach, moving = math.nan, np.full(len(y), math.nan), math.nan
    if base:
        if sizes is None or kind == "xmr":
            centre, reach, moving = _by_ranges(y, sizes, errors, inside)
        else:
            centre, reach = _by_counts(kind, y, sizes, inside)
    if base < ControlChart.minimum_n or not np.nanmax(reach[given]) > 1e-12 * max(1.0, abs(centre)):
        reach = np.full(len(y), math.nan)
    floor, ceiling = {"p": (0.0, 1.0), "u": (0.0, math.inf), "xmr": (-math.inf, math.inf)}[kind]
    low, high = np.maximum(floor, centre - reach), np.minimum(ceiling, centre + reach)
    reach = np.where(given, reach, math.nan)
    low, high = np.where(given, low, math.nan), np.where(given, high, math.nan)
    signal = _signals(y, centre, reach)
    return ControlChart(
        n=int(given.sum()),
        n_missing=int((~given).sum()),
        names=label,
        value=y,
        centre=centre,
        low=low,
        high=high,
        signal=signal,
        n_of=sizes,
        kind=kind,
        n_baseline=base,
        stable=bool(np.isfinite(reach).any()) and not any(signal),
        moving_range=moving,
        range_limit=RANGE_LIMIT * moving,
        interval=Interval.THREE_SIGMA,
    )


def _values(
    value: IntoColumn | None, hits: IntoColumn | None, n: IntoColumn | None, kind: str
) -> tuple[Floats, Ints | None]:
    """One value a wave, and its n."""
    if (value is None) == (hits is None):
        raise OptionError(message("Give value or hits, one of the two."))
    counted = kind != "xmr"
    if n is None and (counted or hits is not None):
        raise OptionError(message("Give n as well: limits of shares and rates depend on how many answered."))
    if hits is not None and not counted:
        raise OptionError(message("hits go with kind “p” or “u”; for “xmr” give value."))
    name = "value" if hits is None else "hits"
    found = within_reach(numbers(value if hits is None else hits, name=name), name=name)
    if not len(found):
        raise TooFewAnswersError(message("The column is empty: there is nothing to compute from."))
    if n is None:
        return found, None
    sizes = sizes_of(n, len(found))
    if counted:
        present = sizes > 0
        most = np.inf if kind == "u" else np.where(present, sizes, np.inf) if hits is not None else 1.0
        bad = np.flatnonzero(present & ((found < 0) | (found > most)))
        if bad.size:
            raise _outside(name, found, sizes, int(bad[0]))
        if hits is not None:
            broken = np.flatnonzero(present & (np.mod(np.nan_to_num(found), 1) > 0))
            if broken.size:
                raise MethodError(
                    message(
                        "Row {row} of {column} is {value}. Hits are whole numbers; give a share as value.",
                        row=int(broken[0]) + 1,
                        column=name,
                        value=float(found[broken[0]]),
                    )
                )
            found = np.divide(found, sizes, out=np.full(len(found), math.nan), where=present)
    return found, sizes


def _outside(name: str, found: Floats, sizes: Ints, row: int) -> MethodError:
    place = {"row": row + 1, "column": name, "value": float(found[row])}
    if found[row] < 0:
        return MethodError(message("Row {row} of {column} is {value}. It is 0 or more.", **place))
    if name == "hits":
        return MethodError(
            message("Row {row} of {column} is {value}, more than its n of {n}.", n=int(sizes[row]), **place)
        )
    return MethodError(
        message(
            "Row {row} of {column} is {value}, which is no share from 0 to 1. Write 30 per cent as 0.3; for means and "
            "scores the kind is “xmr”.",
            **place,
        )
    )


def _by_counts(kind: str, y: Floats, sizes: Ints, inside: NDArray[np.bool_]) -> tuple[float, Floats]:
    """Centre, and distance of the limits from it at each wave, from the binomial or the Poisson."""
    centre = float(y[inside] @ sizes[inside] / sizes[inside].sum())
    variance = centre * (1 - centre) if kind == "p" else centre
    return centre, 3 * np.sqrt(max(variance, 0.0) / np.maximum(sizes, 1))


def _by_ranges(
    y: Floats, sizes: Ints | None, errors: Floats | None, inside: NDArray[np.bool_]
) -> tuple[float, Floats, float]:
    """The same from the moving ranges between waves, and their mean."""
    base = y[inside]
    if errors is None:
        moving = float(np.abs(np.diff(base)).mean()) if len(base) > 1 else math.nan
        return float(base.mean()), np.full(len(y), PER_RANGE * moving), moving
    # By n where it is known: an error that comes from the very answers is small where the value happens to lie at
    # an end of the scale, and would draw the centre there.
    weight = 1 / errors[inside] ** 2 if sizes is None else sizes[inside].astype(np.float64)
    centre = float(base @ weight / weight.sum())
    moving = float(np.abs(np.diff((base - centre) / errors[inside])).mean()) if len(base) > 1 else math.nan
    return centre, np.maximum(3.0, PER_RANGE * moving) * errors, moving


def _signals(y: Floats, centre: float, reach: Floats) -> tuple[str, ...]:
    """Beyond the limits, else part of a run; gaps neither belong to a run nor end it."""
    found = [""] * len(y)
    if not np.isfinite(reach).any():
        return tuple(found)
    hair = 1e-12 * max(1.0, abs(centre))  # a value that is the centre but for rounding lies on no side
    side = [0 if abs(value - centre) <= hair else 1 if value > centre else -1 for value in y.tolist()]
    run: list[int] = []
    for wave in np.flatnonzero(~np.isnan(y)).tolist():
        run = [*run, wave] if run and side[wave] == side[run[-1]] else [wave]
        if side[wave] and len(run) >= RUN:
            for member in run:
                found[member] = "run"
    for wave in np.flatnonzero(np.abs(y - centre) > reach + hair).tolist():
        found[wave] = "above" if side[wave] > 0 else "below"
    return tuple(found)
