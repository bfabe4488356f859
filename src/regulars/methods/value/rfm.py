"""RFM: recency, frequency and monetary value of each customer, scored against the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from regulars.language import Message, message
from regulars.methods.columns import Floats, IntoColumn, Ints, counts_of, numbers, same_length
from regulars.methods.errors import MethodError, OptionError, TooFewAnswersError
from regulars.methods.registry import method
from regulars.methods.result import Result

Cuts: TypeAlias = Mapping[str, Sequence[float]]
MEASURES = ("recency", "frequency", "monetary")
SCORES = 1_000  # scores as one number of three digits
MOST_BINS = 9  # the score writes one digit for each measure


class Segment(StrEnum):
    """The eight groups by whether recency, frequency and value are high; "key" means high value."""

    KEY = "key"
    KEY_DEVELOP = "key-develop"
    KEY_KEEP = "key-keep"
    KEY_WIN_BACK = "key-win-back"
    OTHER = "other"
    OTHER_DEVELOP = "other-develop"
    OTHER_KEEP = "other-keep"
    OTHER_WIN_BACK = "other-win-back"

    @property
    def words(self) -> Message:
        """Its name for people."""
        return TITLES[self]


TITLES = {
    Segment.KEY: message("Key customers"),
    Segment.KEY_DEVELOP: message("Key customers to develop"),
    Segment.KEY_KEEP: message("Key customers to keep"),
    Segment.KEY_WIN_BACK: message("Key customers to win back"),
    Segment.OTHER: message("Everyday customers"),
    Segment.OTHER_DEVELOP: message("Everyday customers to develop"),
    Segment.OTHER_KEEP: message("Everyday customers to keep"),
    Segment.OTHER_WIN_BACK: message("Everyday customers to win back"),
}
# (recent, frequent) -> place among the four of its half
PLACES = {(True, True): 0, (True, False): 1, (False, True): 2, (False, False): 3}


@dataclass(frozen=True, kw_only=True)
class Rfm(Result):
    """One row for each customer, in the order given; 0 and "" where a number was missing.

    ``score`` writes the three scores as one number: 543 is recency 5, frequency 4, monetary 3. ``cells``
    counts customers by (recency, frequency, monetary), ``segments`` by segment; ``ranges`` holds, for each
    measure, score -> (least, greatest value) found in it.
    """

    bins: int
    recency: Ints = field(compare=False)
    frequency: Ints = field(compare=False)
    monetary: Ints = field(compare=False)
    score: Ints = field(compare=False)
    segment: NDArray[np.str_] = field(compare=False)
    cells: dict[tuple[int, int, int], int] = field(compare=False)
    segments: dict[str, int] = field(compare=False)
    ranges: dict[str, dict[int, tuple[float, float]]] = field(compare=False)


@method(message("Which customers bought lately, often, and for much?"), rows=("V22",), samples=False)
def rfm(
    recency_days: IntoColumn,
    frequency: IntoColumn,
    monetary: IntoColumn,
    *,
    counts: IntoColumn | None = None,
    bins: int = 5,
    cuts: Cuts | None = None,
) -> Rfm:
    """Scores from 1 to ``bins`` for recency, frequency and monetary value; the highest is best.

    A score is 1 + the whole part of ``bins`` times the share of customers who are strictly worse. Equal
    customers get equal scores, so groups need not be equal in size: where half bought once, all these score
    1. With ``cuts`` the limits are fixed instead, and a score means the same in every month.

    Parameters:
        recency_days: days since the last purchase, at the stated date; fewer is better.
        frequency: number of purchases (or of customer-days with one); more is better.
        monetary: total or mean value of the purchases, in one currency; more is better; may be negative.
        counts: how many customers each row stands for.
        bins: number of scores, 2 to 9.
        cuts: by measure ("recency", "frequency", "monetary"), the ``bins`` - 1 limits in ascending order. A
            value at a limit belongs to the better side. Measures not named are scored against the others.

    A high score is one above the middle of the scale (4 and 5 of 5); the eight segments follow from which of the
    three are high. A row with a missing number has no scores and is counted in ``n_missing``.

    Source: [hughes1994]; the eight segments are customary in Chinese practice.

    >>> result = rfm([3, 40, 90, 200, 365], [9, 4, 4, 1, 1], [900, 120, 80, 30, 10])
    >>> result.recency.tolist(), result.frequency.tolist(), result.score.tolist()
    ([5, 4, 3, 2, 1], [5, 3, 3, 1, 1], [555, 434, 333, 212, 111])
    """
    _check_bins(bins)
    limits = _check_cuts(cuts or {}, bins)
    days = numbers(recency_days, name="recency_days")
    often, much = numbers(frequency, name="frequency"), numbers(monetary, name="monetary")
    same_length(len(days), ("frequency", often), ("monetary", much))
    _check_not_negative(recency_days=days, frequency=often)
    repeat = counts_of(counts, len(days))
    repeat = np.ones(len(days), dtype=np.int64) if repeat is None else repeat
    complete = ~np.isnan(days + often + much)
    if not (complete & (repeat > 0)).any():
        raise TooFewAnswersError(
            message("There is no customer with all three numbers: {count} rows, none complete.", count=len(days))
        )
    # Fewer days are better: turned round, so that more is better everywhere.
    measures = {"recency": -days, "frequency": often, "monetary": much}
    some = slice(None) if complete.all() else complete
    found = {name: _scored(values[some], repeat[some], bins, limits.get(name)) for name, values in measures.items()}
    scores = {name: np.zeros(len(days), dtype=np.int64) for name in MEASURES}
    for name, one in found.items():
        scores[name][some] = one.score
    ranges = {name: one.ranges for name, one in found.items()}
    ranges["recency"] = {score: (0.0 - most, 0.0 - least) for score, (least, most) in ranges["recency"].items()}
    return _result(scores, ranges, complete, repeat, bins)


@dataclass(frozen=True)
class _Scored:
    """Of one measure the score of each row, and the least and the greatest value with each score."""

    score: Ints
    ranges: dict[int, tuple[float, float]]


def _scored(values: Floats, counts: Ints, bins: int, limits: Floats | None) -> _Scored:
    """A score goes on up to a value: who is above it has the next one. Only these few values are looked for."""
    if (counts == 1).all():
        order, upto = np.sort(values), None
    else:
        rows = np.argsort(values, kind="stable")
        order, upto = values[rows], np.cumsum(counts[rows])
    if limits is not None:
        score = np.searchsorted(limits, values, side="right")
        ends = np.searchsorted(order, limits, side="left")
    else:
        people = len(order) if upto is None else int(upto[-1])
        # From 1 + the whole part of bins · worse / people: so many must be worse for the scores from 2 on.
        worse = np.array([-(-people * step // bins) for step in range(1, bins)])
        edges = order[worse - 1 if upto is None else np.searchsorted(upto, worse)]
        score = np.searchsorted(edges, values, side="left")
        ends = np.searchsorted(order, edges, side="right")
    pieces = pairwise([0, *ends.tolist(), len(order)])
    ranges = {
        number: (float(order[low]), float(order[high - 1]))
        for number, (low, high) in enumerate(pieces, 1)
        if low < high
    }
    return _Scored(score + 1, ranges)


def _result(
    scores: dict[str, Ints],
    ranges: dict[str, dict[int, tuple[float, float]]],
    complete: NDArray[np.bool_],
    repeat: Ints,
    bins: int,
) -> Rfm:
    r, f, m = (scores[name] for name in MEASURES)
    score = 100 * r + 10 * f + m
    people = np.bincount(score, weights=repeat, minlength=SCORES).astype(int)
    people[0] = 0
    called = segments_by_score(bins)
    return Rfm(
        n=int(repeat[complete].sum()),
        n_missing=int(repeat[~complete].sum()),
        bins=bins,
        recency=r,
        frequency=f,
        monetary=m,
        score=score,
        segment=called[score],
        cells={
            (code // 100, code // 10 % 10, code % 10): int(people[code]) for code in np.flatnonzero(people).tolist()
        },
        segments={kind.value: int(people[called == kind.value].sum()) for kind in Segment},
        ranges=ranges,
    )


def segments_by_score(bins: int = 5) -> NDArray[np.str_]:
    """The segment of each score such as 543, at that place; "" at the others."""
    found = np.full(SCORES, "", dtype=f"<U{max(len(kind.value) for kind in Segment)}")
    r, f, m = np.indices((bins, bins, bins)).reshape(3, -1) + 1
    found[100 * r + 10 * f + m] = _segments(r, f, m, bins)
    return found


def _segments(r: Ints, f: Ints, m: Ints, bins: int) -> NDArray[Any]:
    middle = (bins + 1) / 2
    names = np.array([kind.value for kind in Segment])
    place = np.empty(len(r), dtype=np.intp)
    for (recent, frequent), within in PLACES.items():
        place[((r > middle) == recent) & ((f > middle) == frequent)] = within
    return np.asarray(names[place + np.where(m > middle, 0, len(PLACES))])


def _check_bins(bins: int) -> None:
    if isinstance(bins, bool) or not isinstance(bins, int | np.integer) or not 2 <= bins <= MOST_BINS:
        raise OptionError(
            message("bins is {value}. It is a whole number from 2 to {most}.", value=bins, most=MOST_BINS)
        )


def _check_cuts(cuts: Cuts, bins: int) -> dict[str, Floats]:
    """Ascending limits of what is better; those of recency turned round like the days themselves."""
    found = {}
    for name, given in cuts.items():
        if name not in MEASURES:
            raise OptionError(
                message("There is no measure {name} to cut. The measures are: {known}.", name=name, known=MEASURES)
            )
        limits = numbers(given, name=name)
        if len(limits) != bins - 1 or not (np.diff(limits) > 0).all() or np.isnan(limits).any():
            raise OptionError(
                message(
                    "The cuts of {name} are {values}. For {bins} scores give {count} limits, each above the last.",
                    name=name,
                    values=tuple(limits.tolist()),
                    bins=bins,
                    count=bins - 1,
                )
            )
        found[name] = -limits[::-1] if name == "recency" else limits
    return found


def _check_not_negative(**columns: Floats) -> None:
    for name, values in columns.items():
        row = np.flatnonzero(values < 0)
        if row.size:
            raise MethodError(
                message(
                    "Row {row} of {column} is {value}. It cannot be below 0; is the date after the last day observed?",
                    row=int(row[0]) + 1,
                    column=name,
                    value=float(values[row[0]]),
                )
            )
