"""Pictures of service: expectations against experience, and types of service."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from regulars.insights.pictures.cells import TOO_FEW, estimate, share
from regulars.insights.report import ChartKind, Column, Row, Section, Table
from regulars.language import Count, Estimate, Kind, Message, Text, message
from regulars.methods import Disconfirmation, Expectation, QualityAgreement, ServiceGaps, ServiceType, ServiceTypes
from regulars.methods.comparison.difference import Verdict
from regulars.methods.service.types import TYPES

ALL = message("All customers")
TYPE_NAMES = {
    ServiceType.FREEZER: message("Freezer"),
    ServiceType.FACTORY: message("Factory"),
    ServiceType.FRIENDLY_ZOO: message("Friendly zoo"),
    ServiceType.QUALITY: message("Quality service"),
    ServiceType.UNCLEAR: message("no clear type"),
    ServiceType.TOO_FEW: TOO_FEW,
}
_TYPE_MARKS = {
    ServiceType.FREEZER: "weakest",
    ServiceType.FACTORY: "below",
    ServiceType.FRIENDLY_ZOO: "below",
    ServiceType.QUALITY: "above",
}


def service_type(result: ServiceTypes) -> Section:
    """Each team where staff and system have it, with the region of both intervals."""
    columns = (result.chance_freezer, result.chance_factory, result.chance_friendly_zoo, result.chance_quality)
    chances = np.max(columns, axis=0)
    rows = tuple(
        Row(
            name,
            ALL if name == "all" else Text.of(name),
            (
                estimate(
                    result.procedural[at], result.procedural_low[at], result.procedural_high[at], Kind.INDEX, digits=0
                ),
                estimate(result.personal[at], result.personal_low[at], result.personal_high[at], Kind.INDEX, digits=0),
                TYPE_NAMES[result.type[at]],
                TYPE_NAMES[result.likeliest[at]],
                share(chances[at]),
                Count(int(result.unit_n[at])),
            ),
            _TYPE_MARKS.get(result.type[at], "same"),
        )
        for at, name in enumerate(result.names)
    )
    return Section(
        "service-type",
        message("Types of service"),
        _types_in_words(result),
        table=Table(
            "service-type",
            (
                Column("name", message("Team"), numeric=False),
                Column("x", message("Procedural: how the system works, 0–100")),
                Column("y", message("Personal: how staff treat customers, 0–100")),
                Column("type", message("Type"), numeric=False),
                Column("likeliest", message("Likeliest type"), numeric=False),
                Column("chance", message("Its chance")),
                Column("n", message("Answers")),
            ),
            rows,
            {"x": result.procedural_line, "y": result.personal_line},
            {"x": message("line")},
            corners=tuple(
                TYPE_NAMES[kind]
                for kind in (ServiceType.FRIENDLY_ZOO, ServiceType.QUALITY, ServiceType.FREEZER, ServiceType.FACTORY)
            ),
            weak_corner=2,
        ),
        chart=ChartKind.PLANE,
        caption=message(
            "A team has a type where both intervals, which hold together, keep off the lines; n {n}.", n=Count(result.n)
        ),
    )


def _types_in_words(result: ServiceTypes) -> Message:
    if len(result.names) == 1:
        return result.type[0].words
    named = {
        kind: tuple(n for n, found in zip(result.names, result.type, strict=True) if found is kind) for kind in TYPES
    }
    clear = sum(map(len, named.values()))
    if not clear:
        return message("No team has a clear type.")
    return message(
        "{clear} of {all} teams have a clear type: {quality} give quality, {factory} are factories, {zoo} friendly "
        "zoos, {freezer} freezers.",
        clear=clear,
        all=len(result.names),
        quality=len(named[ServiceType.QUALITY]),
        factory=len(named[ServiceType.FACTORY]),
        zoo=len(named[ServiceType.FRIENDLY_ZOO]),
        freezer=len(named[ServiceType.FREEZER]),
    )


def disconfirmation(result: Disconfirmation) -> Section:
    """The shares of customers who got less than they expected, about that, or more."""
    states = ("dissatisfied", "indifferent", "delighted")
    cells = tuple(
        share(getattr(result, state), getattr(result, f"{state}_low"), getattr(result, f"{state}_high"), digits=1)
        for state in states
    )
    gap = Estimate(result.gap, result.low, result.high, digits=2)
    return Section(
        "disconfirmation",
        message("Expected and found"),
        _gap_in_words(result.state, gap),
        table=Table(
            "disconfirmation",
            (
                Column("name", message("Who"), numeric=False),
                Column("dissatisfied", message("Less than expected")),
                Column("indifferent", message("As expected")),
                Column("delighted", message("More than expected")),
            ),
            (Row("all", ALL, cells),),
        ),
        chart=ChartKind.STATES,
        caption=message("{n} customers who answered both questions.", n=Count(result.n)),
    )


def _gap_in_words(state: Expectation, gap: Estimate) -> Message:
    match state:
        case Expectation.DISSATISFIED:
            return message("Clearly less than expected: {gap} points of the scale.", gap=gap)
        case Expectation.DELIGHTED:
            return message("Clearly more than expected: {gap} points of the scale.", gap=gap)
    return message("No clear difference from what was expected: {gap} points of the scale.", gap=gap)


def service_gaps(result: ServiceGaps) -> Section:
    """The gap of each item, the widest shortfall first; without expectations, what was found of each."""
    order = np.argsort(result.item_gap, kind="stable")
    alone = result.measure == "servperf"
    rows = tuple(
        Row(
            result.names[at],
            Text.of(result.names[at]),
            (
                estimate(result.item_gap[at], result.item_low[at], result.item_high[at], digits=2),
                Text.of(result.dimension_of[at]),
                Count(result.item_n[at]),
            ),
            "same" if alone else _side(result.item_low[at], result.item_high[at]),
        )
        for at in order
    )
    value = message("Found, mean") if alone else message("Found less expected, points of the scale")
    table = Table(
        "service-gaps",
        (
            Column("name", message("Item"), numeric=False),
            Column("gap", value),
            Column("dimension", message("Dimension"), numeric=False),
            Column("n", message("Answers")),
        ),
        rows,
        {} if alone else {"gap": 0.0},
        {} if alone else {"gap": message("as expected")},
    )
    kind = ChartKind.BARS if alone else ChartKind.GAPS
    return Section("service-gaps", message("Expected and found"), _gaps_in_words(result), table=table, chart=kind)


def _side(low: float, high: float) -> str:
    return "below" if high < 0 else "above" if low > 0 else "same"


def _gaps_in_words(result: ServiceGaps) -> Message:
    dimension = result.dimensions[int(np.nanargmin(result.dimension_gap))]
    if result.measure == "servperf":
        return message("Lowest of the dimensions: {dimension}.", dimension=dimension)
    below = sum(high < 0 for high in result.item_high)
    if not below:
        return message("No item is clearly below what was expected.")
    return message(
        "{below} of {all} items are clearly below what was expected; the widest gap is that of {dimension}.",
        below=int(below),
        all=len(result.names),
        dimension=dimension,
    )


def quality_agreement(result: QualityAgreement) -> Section:
    """Where our own score and the customers' part; without units, how far they agree."""
    concordance = estimate(result.concordance, result.concordance_low, result.concordance_high, Kind.NUMBER, digits=2)
    pearson = estimate(result.pearson, result.pearson_low, result.pearson_high, Kind.NUMBER, digits=2)
    rows: tuple[Row, ...] = (
        Row("concordance", message("Concordance (Lin)"), (concordance,), "same"),
        Row("pearson", message("Correlation (Pearson)"), (pearson,), "same"),
    )
    columns: tuple[Column, ...] = (
        Column("name", message("Agreement"), numeric=False),
        Column("value", message("From −1 to 1")),
    )
    if result.names:
        rows = tuple(_unit_row(result, at) for at in range(len(result.names)))
        columns = (
            Column("name", message("Unit"), numeric=False),
            Column("difference", message("Our own score less the customers’, points of 100")),
            Column("internal", message("Our own score")),
            Column("customer", message("Customers’ score")),
            Column("verdict", message("Our own score is"), numeric=False),
            Column("n", message("Cases")),
        )
    return Section(
        "quality-agreement",
        message("Our own score and the customers’"),
        message("Agreement (concordance, 1 is whole): {value}.", value=concordance),
        table=Table("quality-agreement", columns, rows, reference_names={"difference": message("same score")}),
        chart=ChartKind.GAPS if result.names else ChartKind.BARS,
        caption=message("{n} cases with both scores.", n=Count(result.n)),
    )


def _unit_row(result: QualityAgreement, at: int) -> Row:
    cells = (
        estimate(result.unit_difference[at], result.unit_low[at], result.unit_high[at], Kind.POINTS),
        estimate(result.unit_internal[at], kind=Kind.INDEX, digits=1),
        estimate(result.unit_customer[at], kind=Kind.INDEX, digits=1),
        _KINDER.get(result.verdict[at], TOO_FEW),
        Count(int(result.unit_n[at])),
    )
    return Row(result.names[at], Text.of(result.names[at]), cells, _KINDER_MARKS.get(result.verdict[at], "same"))


_KINDER = {
    Verdict.HIGHER: message("clearly kinder"),
    Verdict.LOWER: message("clearly stricter"),
    Verdict.UNCLEAR: message("no clear difference"),
}
_KINDER_MARKS = {Verdict.HIGHER: "below", Verdict.LOWER: "above"}

SERVICE_PICTURES: Mapping[str, Callable[[Any], Section]] = {
    "service_type": service_type,
    "disconfirmation": disconfirmation,
    "service_gaps": service_gaps,
    "quality_agreement": quality_agreement,
}
