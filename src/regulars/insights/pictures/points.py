"""Pictures of touchpoints, and of brands and what they are worth: points on a plane."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from regulars.insights.pictures.attributes import LINES, QUADRANTS
from regulars.insights.pictures.cells import TOO_FEW, estimate, share, yes_or_no
from regulars.insights.report import ChartKind, Column, Row, Section, Table, Words
from regulars.language import Count, Estimate, Kind, Message, Text, message
from regulars.methods import (
    Quadrant,
    TouchpointKind,
    Touchpoints,
    ValueMap,
)
from regulars.methods.comparison.difference import Verdict


def touchpoints(result: Touchpoints) -> Section:
    """Importance over satisfaction; the bubble is the traffic, the colour the kind of what is met."""
    derived = result.source != "stated"
    counted = bool(np.isnan(result.traffic_low).all())
    rows = tuple(
        Row(
            name,
            Text.of(name),
            (
                estimate(result.performance[at], result.performance_low[at], result.performance_high[at], digits=2),
                estimate(result.importance[at], result.importance_low[at], result.importance_high[at], digits=2),
                float(result.traffic[at])
                if counted
                else share(result.traffic[at], result.traffic_low[at], result.traffic_high[at]),
                TOUCHPOINT_KINDS.get(result.kinds[at], Text.of("–")),
                _action(result, at),
                TOO_FEW if result.touchpoint_too_few[at] else yes_or_no(bool(result.clear[at])),
            ),
            KIND_MARKS.get(result.kinds[at], "same"),
        )
        for at, name in enumerate(result.names)
    )
    named = [kind for kind in TouchpointKind if kind in result.kinds]
    return Section(
        "touchpoints",
        message("Touchpoints"),
        _touchpoints_in_words(result),
        table=Table(
            "touchpoints",
            (
                Column("name", message("Touchpoint"), numeric=False),
                Column("x", message("Satisfaction, mean of those who met it")),
                Column("y", message("Importance, correlation") if derived else message("Importance, stated")),
                Column("size", message("Traffic") if counted else message("Share who met it")),
                Column("kind", message("Kind"), numeric=False),
                Column("action", message("What to do"), numeric=False),
                Column("clear", message("Clear"), numeric=False),
            ),
            rows,
            {"x": result.performance_line, "y": result.importance_line},
            {"x": LINES[result.lines]},
            corners=(message("Fix first"), message("Keep up"), message("Watch"), message("Enough")),
            weak_corner=0,
            mark_names={KIND_MARKS[kind]: TOUCHPOINT_KINDS[kind] for kind in named},
        ),
        chart=ChartKind.PLANE,
        caption=message("{n} customers.", n=Count(result.n)),
    )


TOUCHPOINT_KINDS: Mapping[str, Words] = {
    TouchpointKind.PERSON: message("person"),
    TouchpointKind.THING: message("thing"),
    TouchpointKind.INFORMATION: message("information"),
}
KIND_MARKS: Mapping[str, str] = {
    TouchpointKind.PERSON: "above",
    TouchpointKind.THING: "below",
    TouchpointKind.INFORMATION: "same",
}
MENDING: Mapping[str, Words] = {
    TouchpointKind.PERSON: message("fix first: train and staff"),
    TouchpointKind.THING: message("fix first: repair or replace"),
    TouchpointKind.INFORMATION: message("fix first: rewrite and update"),
}


def _action(result: Touchpoints, at: int) -> Words:
    quadrant = result.quadrant[at]
    if quadrant is Quadrant.CONCENTRATE:
        return MENDING.get(result.kinds[at], QUADRANTS[quadrant])
    return QUADRANTS[quadrant]


def _touchpoints_in_words(result: Touchpoints) -> Message:
    first = tuple(
        result.names[at] for at in np.flatnonzero(result.clear) if result.quadrant[at] is Quadrant.CONCENTRATE
    )
    if first:
        return message("Important, below the line and clear of chance: {names}.", names=first)
    return message("No touchpoint is important and below the line beyond chance.")


def value_map(result: ValueMap) -> Section:
    """Quality over price, with the line of fair value; coloured is what clearly lies off it."""
    rows = tuple(
        Row(
            name,
            Text.of(name),
            (
                estimate(result.price[at], result.price_low[at], result.price_high[at], Kind.INDEX),
                estimate(result.quality[at], result.quality_low[at], result.quality_high[at], Kind.INDEX),
                estimate(result.fair_quality[at], kind=Kind.INDEX, digits=1),
                estimate(result.value[at], result.low[at], result.high[at], Kind.POINTS, digits=1),
                VERDICTS.get(result.verdict[at], TOO_FEW),
                Count(int(result.segment_n[at])),
            ),
            VERDICT_MARKS.get(result.verdict[at], "same"),
        )
        for at, name in enumerate(result.names)
    )
    better, worse = (
        tuple(name for name, found in zip(result.names, result.verdict, strict=True) if found is side)
        for side in (Verdict.HIGHER, Verdict.LOWER)
    )
    return Section(
        "value-map",
        message("Value for money"),
        _value_in_words(better, worse),
        table=Table(
            "value-map",
            (
                Column("name", message("Brand"), numeric=False),
                Column("x", message("Price as customers see it, 0–100, high is dear")),
                Column("y", message("Quality as customers see it, 0–100")),
                Column("line", message("Fair value")),
                Column("value", message("Value, points from the average")),
                Column("verdict", message("Value is"), numeric=False),
                Column("n", message("Answers")),
            ),
            rows,
            {"x": result.price_line, "y": result.quality_line},
            {"x": message("mean")},
            corners=(
                message("Good and cheap"),
                message("Good and dear"),
                message("Plain and cheap"),
                message("Plain and dear"),
            ),
            weak_corner=3,
        ),
        chart=ChartKind.PLANE,
        caption=message(
            "Quality counts {part} beside price; n {n}.",
            part=Estimate(result.quality_weight, kind=Kind.SHARE, digits=0),
            n=Count(result.n),
        ),
    )


VERDICTS = {
    Verdict.HIGHER: message("clearly better"),
    Verdict.LOWER: message("clearly worse"),
    Verdict.UNCLEAR: message("no clear difference"),
}
VERDICT_MARKS = {Verdict.HIGHER: "above", Verdict.LOWER: "weakest"}


def _value_in_words(better: tuple[str, ...], worse: tuple[str, ...]) -> Message:
    if better and worse:
        return message("Clearly more for the money: {better}. Clearly less: {worse}.", better=better, worse=worse)
    if better:
        return message("Clearly more for the money: {better}.", better=better)
    if worse:
        return message("Clearly less for the money: {worse}.", worse=worse)
    return message("No clear difference in value for money.")


POINT_PICTURES: Mapping[str, Callable[[Any], Section]] = {"touchpoints": touchpoints, "value_map": value_map}
