"""The parts of the page of signals: both sides of the last periods, the series of the books, every period."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import dropwhile

from regulars.insights.programme.contrast import NAMES, Sides, key_of, verdict
from regulars.insights.programme.inside import Counted, Inside
from regulars.insights.report import Cell, ChartKind, Column, Figure, Row, Section, Table, Words
from regulars.insights.satisfaction.scores import TOO_FEW
from regulars.insights.tracking.conclude import steps
from regulars.insights.tracking.estimate import Estimates, Indicator, Point, Series, State
from regulars.insights.tracking.readings import Reading
from regulars.insights.tracking.sections import KINDS
from regulars.insights.tracking.sections import tiles as tracked_tiles
from regulars.insights.tracking.specify import Question
from regulars.insights.wording import interval_in_words
from regulars.language import Count, Day, Estimate, Kind, Message, Missing, message

OWN_KINDS = {Inside.CASES: Kind.NUMBER, Inside.CASE_COUNT: Kind.NUMBER, Inside.RETURNS: Kind.SHARE}
DEFINITIONS = {
    Inside.CASES: message(
        "Complaint cases that customers opened of their own accord (form, mail, telephone, in person, public review), "
        "per 100 customers who bought in the period. A customer may have several."
    ),
    Inside.CASE_COUNT: message(
        "Complaint cases that customers opened of their own accord (form, mail, telephone, in person, public review)."
    ),
    Inside.RETURNS: message(
        "Lines with a negative amount, as a share of the lines sold in the same period, whenever they were sold."
    ),
}


def tiles(question: Question, found: Estimates, sides: Sides) -> tuple[Figure, ...]:
    """The last final number of each series, the books first."""
    own = []
    for one in sides.own:
        latest = one.latest
        if latest is not None and latest.reading is not None:
            own.append(
                Figure(
                    key=one.key.value,
                    label=NAMES[one.key],
                    estimate=_estimate(one, latest.reading),
                    n=latest.reading.n,
                    method=interval_in_words(latest.reading.interval),
                    note=message("{period}: {change}", period=latest.period.name,
                                 change=verdict(sides.changes[one.key])),
                    definition=DEFINITIONS[one.key],
                )
            )  # fmt: skip
    return (*own, *tracked_tiles(question, found))


def sections(question: Question, found: Estimates, sides: Sides) -> tuple[Section, ...]:
    """In the order of reading."""
    shown = (*sides.inside, *sides.outside)
    if not shown:
        return ()
    return (
        *_side("inside", message("Inside: what the books say"), sides.inside, sides),
        *_side("outside", message("Outside: what customers say when asked"), sides.outside, sides),
        *(_trend(question, one, sides) for one in sides.own if one.latest),
        _periods(question, found, sides),
    )


def _side(key: str, title: Message, side: Sequence[Counted | Series], sides: Sides) -> tuple[Section, ...]:
    rows = []
    for one in side:
        latest = one.latest
        if latest is None or latest.reading is None:
            continue
        earlier = [point for point in one.judged if point.period != latest.period]
        before = one.together(earlier) if earlier else None
        change = sides.changes[key_of(one)]
        rows.append(
            Row(
                key_of(one).value,
                NAMES[key_of(one)],
                (
                    _name(latest),
                    _estimate(one, latest.reading),
                    Missing(message("none")) if before is None else _estimate(one, before),
                    verdict(change),
                    Count(latest.reading.n),
                ),
                "" if not change.clear else "above" if change.good else "below",
            )
        )
    if not rows:
        return ()
    columns = (
        Column("signal", message("Signal"), numeric=False),
        Column("period", message("Period"), numeric=False),
        Column("value", message("Value")),
        Column("before", message("All periods before")),
        Column("change", message("Change"), numeric=False),
        Column("n", message("Of how many")),
    )
    return (Section(key=key, title=title, table=Table(key, columns, tuple(rows))),)


def _trend(question: Question, one: Counted, sides: Sides) -> Section:
    chart = sides.changes[one.key].chart
    rows = tuple(
        Row(
            point.period.key,
            _name(point),
            (_cell(one, point), Count(one.events.get(point.period.first, 0)),
             *(() if one.key is Inside.CASE_COUNT else (Count(point.n),))),
        )
        for point in dropwhile(lambda point: point.reading is None, one.points)
    )  # fmt: skip
    sold = message("Lines sold") if one.key is Inside.RETURNS else message("Customers")
    return Section(
        key=one.key.value,
        title=NAMES[one.key],
        sentence=message("{change}.", change=_capital(sides, one)),
        table=Table(
            one.key.value,
            (
                Column(question.length.value, steps(question.length), numeric=False),
                Column("value", NAMES[one.key]),
                Column("events", message("Returned") if one.key is Inside.RETURNS else message("Cases")),
                *(() if one.key is Inside.CASE_COUNT else (Column("of", sold),)),
            ),
            rows,
            references={} if chart is None else {"value": float(chart.centre)},
            reference_names={} if chart is None else {"value": message("mean")},
        ),
        chart=ChartKind.TREND,
        definition=DEFINITIONS[one.key],
    )  # fmt: skip


def _capital(sides: Sides, one: Counted) -> Message:
    change = sides.changes[one.key]
    if not change.clear:
        return message("No clear change")
    if change.good:
        return message("Clearly better than chance explains")
    return message("Clearly worse than chance explains")


def _periods(question: Question, found: Estimates, sides: Sides) -> Section:
    """Every period with both sides, the latest first."""
    shown = (*sides.inside, *sides.outside)
    third = {
        intake: points for intake, points in found.intakes.items() if any(point.reading for point in points.values())
    }
    rows = []
    for period in reversed(question.periods):
        points = [next(point for point in one.points if point.period == period) for one in shown]
        cells = [_cell(one, point) for one, point in zip(shown, points, strict=True)]
        cells += [
            _cell(Indicator.SATISFACTION, points_of[period.first]) for points_of in third.values()
        ]  # fmt: skip
        so_far = any(point.state is State.SO_FAR and point.reading is not None for point in points)
        name = message("{period} so far", period=period.label) if so_far else period.label
        rows.append(Row(period.key, name, tuple(cells)))
    columns = [Column(question.length.value, steps(question.length), numeric=False)]
    columns += [Column(key_of(one).value, NAMES[key_of(one)]) for one in shown]
    columns += [Column(one.value, message("Satisfied: {intake}", intake=one.said)) for one in third]
    return Section(
        key="periods",
        title=message("Both sides, period by period"),
        sentence=message("The books first, then the surveys: where they part, one of them misses something."),
        table=Table("periods", tuple(columns), tuple(rows)),
        definition=message(
            "Cases and purchases are complete; answers come from those who were asked and answered. What an agency or "
            "another third party asked stands apart, as an imported file."
        ),
    )


def _name(point: Point) -> Words:
    if point.state is State.SO_FAR:
        return message("{period} so far", period=point.period.label)
    return point.period.label


def _kind(one: Counted | Series | Indicator) -> Kind:
    if isinstance(one, Indicator):
        return KINDS[one]
    return OWN_KINDS[one.key] if isinstance(one, Counted) else KINDS[one.indicator]


def _estimate(one: Counted | Series | Indicator, reading: Reading) -> Estimate:
    return Estimate(reading.value, reading.low, reading.high, _kind(one), digits=1)


def _cell(one: Counted | Series | Indicator, point: Point) -> Cell:
    if point.reading is not None:
        return _estimate(one, point.reading)
    if point.state is State.OPEN and point.known_from is not None and point.n:
        return Missing(message("known from {day}", day=Day(point.known_from)))
    return Missing(TOO_FEW if point.n else message("none"))
