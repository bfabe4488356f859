"""Pictures of what satisfaction does to loyalty, and attributes to satisfaction."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from regulars.insights.report import Cell, ChartKind, Column, Row, Section, Table
from regulars.language import Estimate, Kind, Message, Text, message
from regulars.methods import LoyaltyCurve, Shape
from regulars.methods.result import Result

SHAPES = {
    Shape.LATE: message("Loyalty rises with satisfaction, and most at the top."),
    Shape.EARLY: message("Loyalty rises with satisfaction, and less at the top."),
    Shape.BENT: message("Loyalty does not follow satisfaction in a straight line."),
    Shape.UNCLEAR: message("There is no clear difference from a straight line."),
    Shape.TOO_FEW: message("There are too few different answers to tell a curve from a straight line."),
}


def loyalty_curve(result: LoyaltyCurve) -> Section:
    """The curve beside the straight line, with the steepest step; or the curve of each group."""
    kind = Kind.SHARE if result.measure == "share" else Kind.NUMBER
    curves = _curves(result)
    names = [Column(f"curve{place}", name) for place, (name, _) in enumerate(curves)]
    rows = tuple(
        Row(
            f"{x:g}",
            Text.of(f"{x:g}"),
            (Estimate(float(x)), *(_at(values, place, kind) for _, values in curves)),
        )
        for place, x in enumerate(result.at)
    )
    steepest = {"x.from": result.cliff_from, "x.to": result.cliff_to} if result.cliff_clear else {}
    return Section(
        "loyalty_curve",
        message("Satisfaction and loyalty"),
        _curve_sentence(result, kind),
        table=Table(
            "loyalty_curve",
            (Column("name", message("Satisfaction")), Column("x", message("Satisfaction")), *names),
            rows,
            steepest,
            {key: message("steepest step") if key == "x.from" else Text.of("") for key in steepest},
        ),
        chart=ChartKind.LINES,
        caption=few(result) if result.too_few else next(iter(result.notes), None),
    )


def _curves(result: LoyaltyCurve) -> list[tuple[Message | Text, tuple[Any, ...]]]:
    """Each line with its name: value, lower and upper limits."""
    if not result.group_names:
        known = np.isfinite(result.curve).any()
        curve: list[tuple[Message | Text, tuple[Any, ...]]] = [
            (message("Loyalty"), (result.curve, result.curve_low, result.curve_high))
        ]
        return [*(curve if known else ()), (message("straight line"), (result.line,))]
    each = zip(result.group_names, result.group_curve, result.group_curve_low, result.group_curve_high, strict=True)
    return [(Text.of(name), (value, low, high)) for name, value, low, high in each if np.isfinite(value).any()]


def _at(values: tuple[Any, ...], place: int, kind: Kind) -> Cell:
    found = [float(column[place]) for column in values]
    return Estimate(found[0], found[1], found[2], kind) if len(found) > 1 else Estimate(found[0], kind=kind)


def _curve_sentence(result: LoyaltyCurve, kind: Kind) -> Message:
    if result.group_names and not math.isnan(result.p_shapes):
        if result.p_shapes <= 1 - result.confidence:
            return message("Satisfaction does not do the same to loyalty in every group.")
        return message("There is no clear difference between the shapes of the groups’ curves.")
    if result.cliff_clear:
        start, end = (int(np.flatnonzero(result.levels == at)[0]) for at in (result.cliff_from, result.cliff_to))
        return message(
            "Loyalty rises most from {start} to {end}: {before} against {after}.",
            start=Estimate(result.cliff_from, digits=0),
            end=Estimate(result.cliff_to, digits=0),
            before=Estimate(float(result.loyalty[start]), kind=kind),
            after=Estimate(float(result.loyalty[end]), kind=kind),
        )
    return SHAPES[result.shape]


def few(result: Result) -> Message:
    """That there is too little to rely on."""
    return message(
        "Too few answers to rely on it: {n} of the {needed} that this takes.", n=result.n, needed=result.needed
    )


LINKAGE_PICTURES: Mapping[str, Callable[[Any], Section]] = {"loyalty_curve": loyalty_curve}
