"""The parts of the report: the flow in stages, the worst first, what nobody measures, the coordinates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from regulars.insights.journey.estimate import Coordinates, Found, Point
from regulars.insights.journey.specify import Question
from regulars.insights.pictures.points import TOUCHPOINT_KINDS, touchpoints
from regulars.insights.report import Cell, ChartKind, Column, Row, Section, Table
from regulars.insights.satisfaction.scores import TOO_FEW
from regulars.language import Count, Estimate, Kind, Message, Missing, Text, message, plural

NOT_MEASURED = message("nobody measures it")
CLOSED = message("kept confidential")
NOT_KNOWN = message("not known")
NO_STANDARD = message("none")


def sections(question: Question, found: Found) -> tuple[Section, ...]:
    """Those that have something to show."""
    if not found.points:
        return ()
    parts = [_flow(question, found), _worst(question, found), _coverage(question), _coordinates(question, found)]
    return tuple(part for part in parts if part is not None)


def verdict(point: Point) -> Message | Missing:
    """Whether the rating reaches what the standard asks for."""
    threshold, rating = point.touchpoint.threshold, point.rating
    if threshold is None:
        return Missing(NO_STANDARD)
    if rating is None:
        return Missing(message("cannot be told yet"))
    if rating.index_high < threshold:
        return message("clearly below")
    if rating.index_low >= threshold:
        return message("met")
    return message("no clear difference")


def _flow(question: Question, found: Found) -> Section:
    stages = {stage.key: stage.name for stage in question.register.stages}
    rows = tuple(
        Row(
            one.touchpoint.key,
            one.touchpoint.name,
            (
                stages[one.touchpoint.stage],
                TOUCHPOINT_KINDS[one.touchpoint.kind],
                _rating(one),
                Count(one.n),
                _traffic(one),
                _standard(one),
                verdict(one),
            ),
            _mark(one),
        )
        for one in found.points
    )
    return Section(
        key="flow",
        title=message("Along the journey"),
        table=Table(
            "flow",
            (
                Column("name", message("Touchpoint"), numeric=False),
                Column("stage", message("Stage"), numeric=False),
                Column("kind", message("Kind"), numeric=False),
                Column("rating", message("Rating, 0–100")),
                Column("n", message("Answers")),
                Column("traffic", message("Customers a month")),
                Column("standard", message("Standard")),
                Column("verdict", message("Against the standard"), numeric=False),
            ),
            rows,
        ),
        definition=_definition(question),
    )


def _worst(question: Question, found: Found) -> Section | None:
    rated = found.rated
    if not rated:
        return None
    below = [one.touchpoint.name for one in rated if _mark(one) == "below"]
    stages = {stage.key: stage.name for stage in question.register.stages}
    return Section(
        key="worst",
        title=message("Touchpoints, the worst first"),
        sentence=message("Clearly below the standard: {names}.", names=tuple(below)) if below else None,
        table=Table(
            "worst",
            (
                Column("name", message("Touchpoint"), numeric=False),
                Column("rating", message("Rating, 0–100")),
                Column("n", message("Answers")),
                Column("stage", message("Stage"), numeric=False),
                Column("verdict", message("Against the standard"), numeric=False),
            ),
            tuple(
                Row(
                    one.touchpoint.key,
                    one.touchpoint.name,
                    (_rating(one), Count(one.n), stages[one.touchpoint.stage], verdict(one)),
                    _mark(one),
                )
                for one in rated
            ),
        ),
        chart=ChartKind.BARS,
        definition=_definition(question),
    )


def _coverage(question: Question) -> Section | None:
    gaps = sorted(question.unmeasured, key=lambda one: -(one.traffic or 0))
    if not gaps:
        return None
    stages = {stage.key: stage.name for stage in question.register.stages}
    return Section(
        key="coverage",
        title=message("Nobody measures these"),
        sentence=plural(
            "No question of any survey asks about this touchpoint.",
            "No question of any survey asks about these touchpoints; the busiest stand first.",
            len(gaps),
        ),
        table=Table(
            "coverage",
            (
                Column("name", message("Touchpoint"), numeric=False),
                Column("stage", message("Stage"), numeric=False),
                Column("kind", message("Kind"), numeric=False),
                Column("traffic", message("Customers a month")),
            ),
            tuple(
                Row(
                    one.key,
                    one.name,
                    (
                        stages[one.stage],
                        TOUCHPOINT_KINDS[one.kind],
                        Missing(NOT_KNOWN) if one.traffic is None else Count(one.traffic),
                    ),
                )
                for one in gaps
            ),
        ),
    )


def _coordinates(question: Question, found: Found) -> Section | None:
    if found.coordinates is None:
        return None
    names = {one.key: one.name for one in question.register.touchpoints}
    return _named(touchpoints(found.coordinates.result), found.coordinates, names)


def _named(section: Section, found: Coordinates, names: Mapping[str, Text]) -> Section:
    """The same with the names of the register: the method knows keys."""
    assert section.table is not None  # noqa: S101  the picture has one
    # The kind is its colour, and stands along the journey.
    kept = [at for at, column in enumerate(section.table.columns) if column.key != "kind"]
    rows = tuple(
        replace(row, name=names.get(row.key, row.name), cells=tuple(row.cells[at - 1] for at in kept[1:]))
        for row in section.table.rows
    )
    columns = tuple(section.table.columns[at] for at in kept)
    return replace(
        section,
        key="coordinates",
        title=message("What to mend first"),
        sentence=None if section.sentence is None else _said(section.sentence, names),
        table=replace(section.table, key="coordinates", columns=columns, rows=rows),
        caption=message("{n} answers to {survey}.", n=Count(found.result.n), survey=found.title),
    )


def _said(sentence: Message, names: Mapping[str, Text]) -> Message:
    values = {
        place: tuple(names.get(str(one), one) for one in value) if isinstance(value, tuple) else value
        for place, value in sentence.values.items()
    }
    return replace(sentence, values=values)


def _definition(question: Question) -> Message:
    return message(
        "The mean rating of the items that judge the touchpoint, from 0 to 100, over those who met it and answered. "
        "Below {minimum} answers there is no number.",
        minimum=question.minimum,
    )


def _rating(point: Point) -> Cell:
    if not point.measured:
        return Missing(NOT_MEASURED)
    if point.closed:
        return Missing(CLOSED)
    if point.rating is None:
        return Missing(TOO_FEW)
    return Estimate(point.rating.index, point.rating.index_low, point.rating.index_high, Kind.INDEX)


def _traffic(point: Point) -> Cell:
    traffic = point.touchpoint.traffic
    return Missing(NOT_KNOWN) if traffic is None else Count(traffic)


def _standard(point: Point) -> Cell:
    threshold = point.touchpoint.threshold
    return Missing(NO_STANDARD) if threshold is None else message("at least {threshold}", threshold=threshold)


def _mark(point: Point) -> str:
    threshold, rating = point.touchpoint.threshold, point.rating
    if threshold is None or rating is None:
        return "same"
    if rating.index_high < threshold:
        return "below"
    return "above" if rating.index_low >= threshold else "same"
