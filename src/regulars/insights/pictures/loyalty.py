"""Pictures of which kind of loyal customers are."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from regulars.insights.pictures.cells import limited
from regulars.insights.report import ChartKind, Column, Row, Section, Table
from regulars.language import Estimate, Kind, Message, message
from regulars.methods import HostageFlip, LoyaltyKind, LoyaltyMeasure, LoyaltyType, LoyaltyTypes, Stage, Stages

NAMES = {
    LoyaltyType.LOYALIST: message("Loyalists"),
    LoyaltyType.APOSTLE: message("Apostles"),
    LoyaltyType.DEFECTOR: message("Defectors"),
    LoyaltyType.TERRORIST: message("Opponents"),
    LoyaltyType.MERCENARY: message("Mercenaries"),
    LoyaltyType.HOSTAGE: message("Hostages"),
}
CORNERS = (
    message("Hostages: they stay, unsatisfied"),
    message("Loyalists: satisfied, they stay"),
    message("Defectors: unsatisfied, they go"),
    message("Mercenaries: satisfied, they go"),
)


def loyalty_types(result: LoyaltyTypes) -> Section:
    """Mean satisfaction and loyalty of each type that there is, its area the share of the customers."""
    rows = []
    for kind in sorted(result.counts, key=lambda kind: -result.counts[kind]):
        if not result.counts[kind]:
            continue
        share = limited(result.shares[kind], result.shares_low[kind], result.shares_high[kind], Kind.SHARE)
        x, y = (
            limited(means[kind], low[kind], high[kind])
            for means, low, high in (
                (result.type_satisfaction, result.type_satisfaction_low, result.type_satisfaction_high),
                (result.type_loyalty, result.type_loyalty_low, result.type_loyalty_high),
            )
        )
        name = message("{type} {share}", type=NAMES[kind], share=Estimate(share.value, kind=Kind.SHARE, digits=0))
        rows.append(Row(kind.value, name, (x, y, share), kind.value))
    return Section(
        "loyalty-types",
        message("Types of loyalty"),
        _sentence(result),
        table=Table(
            "loyalty-types",
            (
                Column("name", message("Type"), numeric=False),
                Column("x", message("Satisfaction")),
                Column("y", message("Loyalty")),
                Column("size", message("Share of the customers")),
            ),
            tuple(rows),
            {"x": result.satisfaction_line, "y": result.loyalty_line},
            {"x": message("cut"), "y": message("cut")},
            corners=CORNERS,
        ),
        chart=ChartKind.PLANE,
    )


def _sentence(result: LoyaltyTypes) -> Message:
    loyal = Estimate(result.loyal, result.loyal_low, result.loyal_high, Kind.SHARE, digits=0)
    if not result.reliability_known:
        return message(
            "{loyal} of {n} customers are labelled satisfied and loyal; nobody’s type is sure.", loyal=loyal, n=result.n
        )
    return message(
        "{loyal} of {n} customers are labelled satisfied and loyal; of {told} the type is clear.",
        loyal=loyal,
        n=result.n,
        told=Estimate(result.told, kind=Kind.SHARE, digits=0),
    )


def stages(result: Stages) -> Section:
    """What became of the customers in each stage by the next look: silent, still there, moved on."""
    silent = len(result.names) - 1
    rows = []
    for at, stage in enumerate(Stage):
        if at == silent or not result.moves[at].sum():
            continue
        on = result.move[at, at + 1 : silent].sum()
        cells = (result.move[at, silent], 1 - on - result.move[at, silent], on)
        rows.append(
            Row(
                stage.value,
                stage.words,
                tuple(Estimate(float(share), kind=Kind.SHARE) for share in cells),
            )
        )
    return Section(
        "stages",
        message("Stages of loyalty: moves within {days} days", days=result.every),
        _silence(result),
        table=Table(
            "stages",
            (
                Column("name", message("Stage"), numeric=False),
                Column("silent", message("Fell silent")),
                Column("stayed", message("Stayed")),
                Column("on", message("Moved on")),
            ),
            tuple(rows),
        ),
        chart=ChartKind.STATES,
    )


def _silence(result: Stages) -> Message:
    inactive = Estimate(result.share[-1], result.share_low[-1], result.share_high[-1], Kind.SHARE, digits=0)
    if not result.leaks.any():
        return message("None of {n} customers is inactive.", n=result.n)
    most = tuple(Stage)[int(result.leaks.argmax())]
    return message(
        "{inactive} of {n} customers are inactive; most of them fell silent here: {stage}.",
        inactive=inactive,
        n=result.n,
        stage=most.words,
    )


def hostage_flip(result: HostageFlip) -> Section:
    """The types today and after the barriers are gone, in three parts: go, are held or bought, stay."""
    rows = tuple(
        Row(key, name, tuple(Estimate(share, kind=Kind.SHARE) for share in _thirds(types)))
        for key, name, types in (
            ("today", message("Today"), result.today),
            ("freed", message("With nothing that holds them"), result.freed),
        )
    )
    return Section(
        "hostage_flip",
        message("If the hostages were set free"),
        message(
            "{turning} of {n} customers would turn away if nothing held them.",
            turning=limited(result.turning, result.turning_low, result.turning_high, Kind.SHARE),
            n=result.n,
        ),
        table=Table(
            "hostage_flip",
            (
                Column("name", message("Barriers"), numeric=False),
                Column("go", message("Defectors and opponents")),
                Column("held", message("Hostages and mercenaries")),
                Column("stay", message("Loyalists and apostles")),
            ),
            rows,
        ),
        chart=ChartKind.STATES,
    )


def _thirds(types: Mapping[LoyaltyType, float]) -> tuple[float, float, float]:
    return (
        types[LoyaltyType.DEFECTOR] + types[LoyaltyType.TERRORIST],
        types[LoyaltyType.HOSTAGE] + types[LoyaltyType.MERCENARY],
        types[LoyaltyType.LOYALIST] + types[LoyaltyType.APOSTLE],
    )


def loyalty_measure(result: LoyaltyMeasure) -> Section:
    """The index of loyalty and its two parts, 0 to 100."""
    found = (
        ("attitude", message("Attitude"), (result.attitude, result.attitude_low, result.attitude_high)),
        ("behaviour", message("Behaviour"), (result.behaviour, result.behaviour_low, result.behaviour_high)),
        ("index", message("Both"), (result.index, result.low, result.high)),
    )
    rows = tuple(
        Row(
            key,
            name,
            (Estimate(value, None if math.isnan(low) else low, None if math.isnan(low) else high, Kind.INDEX),),
        )
        for key, name, (value, low, high) in found
    )
    return Section(
        "loyalty_measure",
        message("Loyalty in attitude and behaviour"),
        message(
            "Of {n} customers {loyal} are loyal in what they think and do, {spurious} in what they do only.",
            n=result.n,
            loyal=Estimate(result.shares[LoyaltyKind.LOYAL], kind=Kind.SHARE, digits=0),
            spurious=Estimate(result.shares[LoyaltyKind.SPURIOUS], kind=Kind.SHARE, digits=0),
        ),
        table=Table(
            "loyalty_measure",
            (Column("name", message("Part"), numeric=False), Column("index", message("0 to 100"))),
            rows,
        ),
        chart=ChartKind.BARS,
    )


LOYALTY_PICTURES: Mapping[str, Callable[[Any], Section]] = {
    "hostage_flip": hostage_flip,
    "loyalty_measure": loyalty_measure,
    "loyalty_types": loyalty_types,
    "stages": stages,
}
