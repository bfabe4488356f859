"""RFM: recency, frequency and monetary value of each customer, scored against the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
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
    scores = {name: np.zeros(len(days), dtype=np.int64) for name in MEASURES}
    for name, values in measures.items():
        scores[name][complete] = _scores(values[complete], repeat[complete], bins, limits.get(name))
    return _result(scores, {**measures, "recency": days}, complete, repeat, bins)


def _scores(values: Floats, counts: Ints, bins: int, limits: Floats | None) -> Ints:
    if limits is not None:
        return np.searchsorted(limits, values, side="right").astype(np.int64) + 1
    distinct, place = np.unique(values, return_inverse=True)
    people = np.bincount(place, weights=counts, minlength=len(distinct)).astype(np.int64)
    worse = np.cumsum(people) - people
    # A row that stands for nobody may lie beyond all others.
    return np.asarray(np.minimum(1 + bins * worse // people.sum(), bins)[place])


def _result(
    scores: dict[str, Ints], values: dict[str, Floats], complete: NDArray[np.bool_], repeat: Ints, bins: int
) -> Rfm:
    r, f, m = (scores[name] for name in MEASURES)
    segment = np.where(complete, _segments(r, f, m, bins), "")
    cells: Counter[tuple[int, int, int]] = Counter()
    codes, place = np.unique(100 * r + 10 * f + m, return_inverse=True)
    for code, people in zip(codes.tolist(), np.bincount(place, weights=repeat).astype(int).tolist(), strict=True):
        if code and people:
            cells[code // 100, code // 10 % 10, code % 10] = people
    ranges = {
        name: {
            score: (float(values[name][mine].min()), float(values[name][mine].max()))
            for score in range(1, bins + 1)
            if (mine := complete & (scores[name] == score)).any()
        }
        for name in MEASURES
    }
    return Rfm(
        n=int(repeat[complete].sum()),
        n_missing=int(repeat[~complete].sum()),
        bins=bins,
        recency=r,
        frequency=f,
        monetary=m,
        score=100 * r + 10 * f + m,
        segment=segment,
        cells=dict(cells),
        segments={kind.value: int(repeat[segment == kind.value].sum()) for kind in Segment},
        ranges=ranges,
    )


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
