"""What the company knows by itself, period by period, as series that are judged like those of the surveys."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from regulars.facts.tracking import Part
from regulars.insights.tracking.estimate import Estimates, Indicator, Point, State
from regulars.insights.tracking.readings import CONFIDENCE, Reading
from regulars.insights.tracking.specify import Question
from regulars.methods import share_interval
from regulars.methods.service.problems_per_hundred import garwood

CountCases = Callable[[Part], Mapping[date, int]]  # first day of a period -> cases opened in it


class Inside(StrEnum):
    """Signals that nobody has to be asked for."""

    CASES = "cases"  # of 100 customers who bought
    CASE_COUNT = "case-count"  # where purchases are not known
    RETURNS = "returns"


@dataclass(frozen=True)
class Counted:
    """``events`` of so many, by the first day of the period; fewer of them is better."""

    key: Inside
    points: tuple[Point, ...]
    events: Mapping[date, int]
    of: Mapping[date, int]

    high_is_good = False

    @property
    def judged(self) -> list[Point]:
        """The points that will not change any more."""
        return [point for point in self.points if point.state is State.FINAL and point.reading is not None]

    @property
    def latest(self) -> Point | None:
        """The last final point; where there is none yet, the last of all."""
        known = self.judged or [point for point in self.points if point.reading is not None]
        return known[-1] if known else None

    def together(self, points: Sequence[Point]) -> Reading | None:
        """One reading of some periods; a plain count is their mean."""
        starts = [point.period.first for point in points]
        events, of = sum(self.events.get(one, 0) for one in starts), sum(self.of.get(one, 0) for one in starts)
        return _reading(self.key, events, of, periods=len(starts))


def inside(
    question: Question, found: Estimates, cases: CountCases | None, *, cases_until: date | None
) -> tuple[Counted, ...]:
    """The series that there are. ``cases_until``: the day up to which the log is complete, today as a rule."""
    if not question.periods:
        return ()
    series = []
    opened = {} if cases is None else cases(question.part)
    if opened:
        again = found.of(Indicator.REPURCHASE)
        customers = {} if again is None else {point.period.first: point.n for point in again.points}
        key = Inside.CASES if any(customers.values()) else Inside.CASE_COUNT
        last = _earlier(cases_until, question.bought_until) if key is Inside.CASES else cases_until
        series.append(_series(key, question, opened, customers, last))
    if any(lines for lines, _ in found.sold.values()):
        returned = {start: n for start, (_, n) in found.sold.items()}
        lines = {start: n for start, (n, _) in found.sold.items()}
        series.append(_series(Inside.RETURNS, question, returned, lines, question.bought_until))
    return tuple(one for one in series if any(point.reading for point in one.points))


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day is not None), default=None)


def _series(
    key: Inside, question: Question, events: Mapping[date, int], of: Mapping[date, int], last: date | None
) -> Counted:
    """Periods before the first event are no zeros: nobody kept a log then; that of the first may lack its beginning."""
    first = min(events, default=date.max)
    points = []
    for period in question.periods:
        n = of.get(period.first, 0)
        enough = key is Inside.CASE_COUNT or n >= question.least
        known = first <= period.last and (last is None or period.first <= last)
        reading = _reading(key, events.get(period.first, 0), n, periods=1) if enough and known else None
        whole = key is Inside.RETURNS or first < period.first
        state = State.FINAL if whole and last is not None and period.last <= last else State.SO_FAR
        points.append(Point(period, state, n if known else 0, reading))
    return Counted(key, tuple(points), events, of)


def _reading(key: Inside, events: int, of: int, *, periods: int) -> Reading | None:
    if key is Inside.RETURNS:
        if not of or events > of:
            return None
        found = share_interval(events, of, confidence=CONFIDENCE)
        return Reading(found.share, found.low, found.high, found.n, 0, found.interval)
    low, high = garwood(events, CONFIDENCE)
    size = 1.0 / periods if key is Inside.CASE_COUNT else 100 / of if of else None
    if size is None:
        return None
    return Reading(events * size, low * size, high * size, of or events, 0, "poisson")
