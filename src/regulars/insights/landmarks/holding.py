"""A finished report held against targets: figures, units side by side, steps of a trend."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from regulars.insights.landmarks.kinds import Indicator
from regulars.insights.landmarks.known import Landmarks, Target
from regulars.insights.report import Aim, Cell, Column, Figure, Reached, Report, Row, Section, Table, Words
from regulars.language import Estimate, Message, Missing, message

TARGET, REACHED = "target", "reached"  # keys of the columns; for a second score of a table with its own key behind
NONE = message("none")
TITLE, AGAINST = message("Target"), message("Against the target")
REACHED_WORDS = {
    Reached.YES: message("reached"),
    Reached.NO: message("not reached"),
    Reached.UNKNOWN: message("cannot be told yet"),
}
TILES = {
    Reached.YES: message("target {target}: reached"),
    Reached.NO: message("target {target}: not reached"),
    Reached.UNKNOWN: message("target {target}: cannot be told yet"),
}
Days = Mapping[str, tuple[date, date]]  # key of a row -> first and last day of its step


@dataclass(frozen=True)
class Held:
    """What a report says of what, and when.

    ``figures``: key -> its indicator and the day that counts. ``trends``: key of a section -> the indicator of its
    first number. ``days``: of the steps of all trends. ``units``: columns of the section ``units`` -> indicators.
    """

    unit: str
    survey: str
    figures: Mapping[str, tuple[Indicator, date]]
    trends: Mapping[str, Indicator] = field(default_factory=dict)
    days: Days = field(default_factory=dict)
    units: Mapping[str, Indicator] = field(default_factory=dict)
    day: date | None = None  # that counts for units


def held(report: Report, landmarks: Landmarks, about: Held) -> Report:
    """The same report; where a target is in force, with it and with what is certain of it."""
    if not landmarks.targets:
        return report

    def figure(one: Figure) -> Figure:
        known = about.figures.get(one.key)
        if known is None:
            return one
        found = landmarks.target(known[0], unit=about.unit, survey=about.survey, day=known[1])
        return one if found is None else replace(one, aim=aim_of(found, one.estimate))

    def section(one: Section) -> Section:
        own = replace(one, figures=tuple(map(figure, one.figures))) if one.figures else one
        return replace(own, table=_table(own.table, own.key, landmarks, about)) if own.table is not None else own

    return replace(report, figures=tuple(map(figure, report.figures)), sections=tuple(map(section, report.sections)))


def aim_of(target: Target, found: Estimate) -> Aim:
    """A target, and whether a number has reached it: only said where the whole interval lies on one side."""
    value = target.indicator.estimate(target.value)
    state = reached(target, found)
    return Aim(value, state, replace(TILES[state], values={"target": value}))


def reached(target: Target, found: Estimate) -> Reached:
    """A share of exactly 80% has reached 80%; limits are compared as they are, not as they are written."""
    if found.low is None or found.high is None:
        return Reached.UNKNOWN
    value = target.indicator.estimate(target.value).value
    worst, best = (found.low, found.high) if target.indicator.high_is_good else (-found.high, -found.low)
    line = value if target.indicator.high_is_good else -value
    return Reached.YES if worst >= line else Reached.NO if best < line else Reached.UNKNOWN


def _table(table: Table, key: str, landmarks: Landmarks, about: Held) -> Table:
    if key in about.trends:
        indicator, days = about.trends[key], about.days

        def of_step(row: Row) -> Target | None:
            if row.key not in days:
                return None
            return landmarks.target(indicator, unit=about.unit, survey=about.survey, day=days[row.key][1])

        return _with_columns(table, table.columns[1].key, "", of_step)
    if key == "units" and about.day is not None:
        day = about.day
        for place, (column, indicator) in enumerate(about.units.items()):

            def of_unit(row: Row, indicator: Indicator = indicator) -> Target | None:
                return landmarks.target(indicator, unit=row.key, survey=about.survey, day=day)

            table = _with_columns(table, column, f"-{column}" if place else "", of_unit)
    return table


def _with_columns(table: Table, key: str, more: str, target: Callable[[Row], Target | None]) -> Table:
    """Two columns at the end: the target of each row, and whether it is reached. None where no row has one."""
    place = next((number for number, column in enumerate(table.columns[1:]) if column.key == key), None)
    # A chart draws the first column that holds a number; a target alone would be drawn as if it were the result.
    if place is None or not any(isinstance(row.cells[place], Estimate) for row in table.rows):
        return table
    found = [target(row) for row in table.rows]
    if not any(found):
        return table
    name = table.columns[place + 1].title
    heads = (
        Column(TARGET + more, _named(TITLE, name, more)),
        Column(REACHED + more, _named(AGAINST, name, more), numeric=False),
    )
    rows = tuple(
        replace(row, cells=(*row.cells, *_cells(row.cells[place], one)))
        for row, one in zip(table.rows, found, strict=True)
    )
    return replace(table, columns=(*table.columns, *heads), rows=rows)


def _named(title: Message, name: Words, more: str) -> Message:
    return message("{title}, {column}", title=title, column=name) if more else title


def _cells(cell: Cell, target: Target | None) -> tuple[Cell, Cell]:
    if target is None:
        return Missing(NONE), Missing(NONE)
    state = reached(target, cell) if isinstance(cell, Estimate) else Reached.UNKNOWN
    return target.indicator.estimate(target.value), REACHED_WORDS[state]
