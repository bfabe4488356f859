"""From answers to the sums that the methods take: how often each point was chosen, by whom and when."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.insights.answers import Answers
from regulars.insights.filters import Step
from regulars.insights.points import NONE, Column, between, itself, reached
from regulars.methods.attributes.moments import Moments
from regulars.methods.scores.pair_sums import PairSums
from regulars.survey import Item

Key = tuple[tuple[float, ...], tuple[int, ...], tuple[float, ...] | None]
FEW_CELLS = 4  # of a table of counts, for each answer; where there were more they are sorted instead


@dataclass(frozen=True)
class Counted:
    """``points`` of an item, NaN for "no answer", and how many chose each; with ``weights`` a row for each weight."""

    points: NDArray[np.float64]
    counts: NDArray[np.int64]
    weights: NDArray[np.float64] | None = None

    @property
    def n(self) -> int:
        """Answers given."""
        given = ~np.isnan(self.points)
        return int(self.counts[given if self.weights is None else given & (self.weights > 0)].sum())

    @property
    def options(self) -> dict[str, Any]:
        """For a method: how often each row stands for an answer, and what it weighs."""
        return {"counts": self.counts, "weights": self.weights}

    @property
    def key(self) -> Key:
        """The same as plain values: the points that were chosen, NaN first for "no answer"; counts, weights."""
        given = ~np.isnan(self.points)
        chosen = (self.counts > 0) & given
        return (
            (math.nan, *self.points[chosen].tolist()),
            (int(self.counts[~given].sum()), *self.counts[chosen].tolist()),
            None if self.weights is None else (1.0, *self.weights[chosen].tolist()),
        )

    def plain(self) -> Counted:
        """The same answers, each of them as one."""
        return Counted(self.points, self.counts)

    def chosen(self, low: float, high: float) -> int:
        """How many answers lie between two points, both included."""
        return int(self.counts[(self.points >= low) & (self.points <= high)].sum())


def counted(answers: Answers, item: Item, taken: Callable[[Column], Column] = reached) -> Counted:
    """All answers to an item. ``taken``: as what an answer between two points counts, one of ``points.py``."""
    return by_group(answers, item, np.zeros(len(answers), dtype=np.int64), 1, taken)[0]


def exactly(answers: Answers, item: Item, known: Counted) -> Counted:
    """What a mean is taken of; ``known``: the same by points, which it is where nobody answered between them."""
    return counted(answers, item, itself) if between(answers.item(item)) else known


def by_group(
    answers: Answers, item: Item, codes: NDArray[np.integer], groups: int, taken: Callable[[Column], Column] = reached
) -> list[Counted]:
    """The same for each group of responses; a code of −1 is in none."""
    points, place = _placed(taken(answers.item(item)))
    span = len(points)
    inside = codes >= 0
    weights = answers.weighed
    if weights is not None:
        return _by_weight(points, codes[inside].astype(np.int64) * span + place[inside], weights[inside], groups)
    flat = np.bincount(codes[inside].astype(np.int64) * span + place[inside], minlength=groups * span)
    return [Counted(points, counts) for counts in flat.reshape(groups, span)]


def _placed(column: Column) -> tuple[NDArray[np.float64], NDArray[np.integer]]:
    """The points there are, NaN for no answer, and at which of them each answer is."""
    if between(column):
        found, place = np.unique(column, return_inverse=True)
        return np.where(found == NONE, np.nan, found), place
    given = column != NONE
    low = int(column[given].min()) if given.any() else 0
    span = (int(column[given].max()) if given.any() else 0) - low + 2
    place = np.where(given, column - np.int32(low), span - 1)
    return np.append(np.arange(low, low + span - 1, dtype=np.float64), np.nan), place


def _by_weight(
    points: NDArray[np.float64], codes: NDArray[np.int64], weights: NDArray[np.float64], groups: int
) -> list[Counted]:
    """One row for each point and weight that occur together: few, for the margins of a population make few weights."""
    if not len(codes):
        return [Counted(points[:0], np.zeros(0, dtype=np.int64), points[:0]) for _ in range(groups)]
    span = len(points)
    kinds, kind = np.unique(weights, return_inverse=True)
    joined, size = codes * len(kinds) + kind, groups * span * len(kinds)
    if size <= FEW_CELLS * len(codes):
        flat = np.bincount(joined, minlength=size)
        cells = np.flatnonzero(flat)
        counts = flat[cells]
    else:
        cells, counts = np.unique(joined, return_counts=True)
    ends = np.searchsorted(cells, np.arange(groups + 1) * span * len(kinds))
    found = []
    for start, stop in pairwise(ends.tolist()):
        place, own = np.divmod(cells[start:stop], len(kinds))
        found.append(Counted(points[place % span], counts[start:stop].astype(np.int64), kinds[own]))
    return found


@dataclass(frozen=True)
class Both:
    """How often each pair of answers was given to two items on one scale; NaN where one was not answered."""

    first: NDArray[np.float64]
    second: NDArray[np.float64]
    counts: NDArray[np.int64]
    weights: NDArray[np.float64] | None = None

    @property
    def n(self) -> int:
        """Who answered both."""
        given = ~np.isnan(self.first + self.second)
        return int(self.counts[given if self.weights is None else given & (self.weights > 0)].sum())


def counted_together(answers: Answers, first: Item, second: Item) -> Both:
    """The pairs that were given, from sums over the files."""
    if any(between(answers.item(item)) for item in (first, second)):
        return _pairs(answers, first, second)
    low, high = ends(first)
    span = high - low + 2  # the last place is for "no answer"

    def cells(rows: slice) -> NDArray[np.int64]:
        columns = (answers.item(item)[rows] for item in (first, second))
        here, there = (np.where(column == NONE, span - 1, column - np.int32(low)) for column in columns)
        return here.astype(np.int64) * span + there

    def compute(rows: slice) -> NDArray[np.int64]:
        return np.bincount(cells(rows), minlength=span * span)

    points = np.append(np.arange(low, high + 1, dtype=np.float64), np.nan)
    if answers.weighed is not None:
        places = np.arange(span * span, dtype=np.float64)
        [found] = _by_weight(places, cells(slice(None)), answers.weighed, 1)
        here, there = np.divmod(found.points.astype(np.int64), span)
        return Both(points[here], points[there], found.counts, found.weights)
    counts = answers.added_up(("both", first.key, second.key), compute, np.add)
    given = counts > 0
    return Both(np.repeat(points, span)[given], np.tile(points, span)[given], counts[given])


def _pairs(answers: Answers, first: Item, second: Item) -> Both:
    """The same of answers between the points: as many pairs as there are different ones."""
    weights = answers.weighed
    rows = np.column_stack([answers.item(first), answers.item(second), np.ones(len(answers))])
    if weights is not None:
        rows[:, 2] = weights
    rows, counts = np.unique(rows, axis=0, return_counts=True)
    here, there = (np.where(column == NONE, np.nan, column) for column in rows[:, :2].T)
    return Both(here, there, counts, None if weights is None else rows[:, 2])


@dataclass(frozen=True)
class Period:
    """A step of a trend: its key, and the days that it spans (none for a wave)."""

    key: str
    first: date | None = None
    last: date | None = None


def periods(answers: Answers, step: Step, waves: Iterable[str]) -> tuple[list[Period], NDArray[np.int64]]:
    """The steps from the first answer to the last, in order, and the code of each answer's step."""
    if step is Step.WAVE:
        found = [Period(name) for name in waves]
        place = {period.key: code for code, period in enumerate(found)}
        table = np.array([*(place.get(name, -1) for name in answers.wave_names), -1], dtype=np.int64)
        return found, table[answers.waves]
    first, last = answers.first_day, answers.as_of
    if first is None or last is None:
        return [], np.full(len(answers), -1, dtype=np.int64)
    found = list(_months(first, last) if step is Step.MONTH else _weeks(first, last))
    starts = np.array([period.first for period in found], dtype="datetime64[D]")
    codes = np.searchsorted(starts, answers.days, side="right") - 1
    return found, np.where(np.isnat(answers.days), -1, codes)


def _months(first: date, last: date) -> Iterable[Period]:
    start = first.replace(day=1)
    while start <= last:
        following = (start + timedelta(days=32)).replace(day=1)
        yield Period(f"{start:%Y-%m}", start, following - timedelta(days=1))
        start = following


def _weeks(first: date, last: date) -> Iterable[Period]:
    start = first - timedelta(days=first.weekday())
    while start <= last:
        yield Period(start.isoformat(), start, start + timedelta(days=6))
        start += timedelta(days=7)


def complete(answers: Answers, items: tuple[Item, ...]) -> NDArray[np.bool_]:
    """Who answered every one of these items."""
    found = np.ones(len(answers), dtype=bool)
    for item in items:
        found &= answers.answered(item)
    return found


def pair_sums(answers: Answers, items: tuple[Item, ...], *, plain: bool = False) -> PairSums:
    """What an index of these items is made of, every item on 0 to 100. ``plain``: every answer counts as one."""
    names, middle, origin, unit = _scaled(items)
    weights = None if plain else answers.weighed
    weighed = weights is not None

    def compute(rows: slice) -> PairSums:
        values = np.column_stack([answers.item(item)[rows] for item in items])
        own = None if weights is None else weights[rows]
        return PairSums.of_whole(names, values - middle, values != NONE, origin, unit, own)

    return answers.added_up(("pairs", names, weighed), compute, PairSums.__add__)


def moments(answers: Answers, items: tuple[Item, ...], outcome: Item) -> Moments:
    """What importance and performance are made of: items on 0 to 100, the outcome on its own scale."""
    names, middle, origin, unit = _scaled((*items, outcome))
    low, high = ends(outcome)
    origin[-1], unit[-1] = (low + high) // 2, 1.0
    weights = answers.weighed

    def compute(rows: slice) -> Moments:
        values = np.column_stack([answers.item(item)[rows] for item in (*items, outcome)])
        whole = (values != NONE).all(axis=1)
        own = None
        if weights is not None:
            whole &= weights[rows] > 0
            own = weights[rows][whole]
        return Moments.of_whole(names, values[whole] - middle, origin, unit, int((~whole).sum()), own)

    return answers.added_up(("moments", names, weights is not None), compute, Moments.__add__)


def ends(item: Item) -> tuple[int, int]:
    """Lowest and highest answer."""
    return (0, 10) if item.scale is None else (item.scale.low, item.scale.high)


def _scaled(items: tuple[Item, ...]) -> tuple[tuple[str, ...], Any, NDArray[np.float64], NDArray[np.float64]]:
    """Names, the middle points, and what these and one step are on 0 to 100."""
    low, high = np.array([ends(item) for item in items]).T
    middle = (low + high) // 2
    width = (high - low).astype(np.float64)
    return tuple(item.key for item in items), middle.astype(np.int16), 100 * (middle - low) / width, 100 / width
