"""Pictures of what satisfaction does to loyalty, and attributes to satisfaction."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from regulars.insights.pictures.cells import limited, too_few_answers
from regulars.insights.report import Cell, ChartKind, Column, Row, Section, Table
from regulars.language import Count, Estimate, Kind, Message, Missing, Text, message
from regulars.methods import (
    AttributeClass,
    ClaimVerdict,
    Departures,
    LatentDissatisfaction,
    LoyaltyCurve,
    PenaltyReward,
    SatisfiedLeavers,
    Shape,
    Sign,
    Unexplained,
)

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
        caption=too_few_answers(result) or next(iter(result.notes), None),
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
    rises = result.rise_low > 0 or result.shape not in (Shape.LATE, Shape.EARLY)
    return SHAPES[result.shape if rises else Shape.BENT]


CLASSES = {
    AttributeClass.BASIC: message("basic"),
    AttributeClass.PERFORMANCE: message("performance"),
    AttributeClass.EXCITEMENT: message("excitement"),
}


def penalty_reward(result: PenaltyReward) -> Section:
    """What low ratings cost to the left, what high ones bring to the right, the dearest first."""
    order = np.argsort(np.nan_to_num(result.penalty), kind="stable")
    rows = tuple(
        Row(
            result.names[at],
            _classed(result.names[at], result.category[at]),
            (_one(result, "penalty", at), _one(result, "reward", at)),
            "weakest" if result.penalty_high[at] < 0 else "above" if result.penalty_low[at] > 0 else "same",
        )
        for at in order
    )
    found = sum(category is not AttributeClass.UNCLEAR for category in result.category)
    return Section(
        "penalty_reward",
        message("What low ratings cost, and what high ones bring"),
        message("{found} of {all} attributes have a clear class.", found=found, all=len(rows)),
        table=Table(
            "penalty_reward",
            (
                Column("name", message("Attribute"), numeric=False),
                Column("penalty", message("Penalty")),
                Column("other", message("Reward")),
            ),
            rows,
            {},
            {"penalty": message("penalty ← → reward")},
        ),
        chart=ChartKind.GAPS,
        caption=too_few_answers(result) or next(iter(result.notes), None),
    )


def _classed(name: str, category: AttributeClass) -> Message | Text:
    """The attribute with its class, where it has one."""
    if category is AttributeClass.UNCLEAR:
        return Text.of(name)
    return message("{name}: {category}", name=name, category=CLASSES[category])


def _one(result: PenaltyReward, name: str, at: int) -> Cell:
    value, low, high = (float(getattr(result, name + end)[at]) for end in ("", "_low", "_high"))
    return Missing(message("too few")) if math.isnan(value) else Estimate(value, low, high, digits=2)


CLAIMS = {
    ClaimVerdict.INSIDE: message("as is claimed"),
    ClaimVerdict.BELOW: message("fewer than is claimed"),
    ClaimVerdict.ABOVE: message("more than is claimed"),
    ClaimVerdict.UNCLEAR: message("no clear difference from the claim"),
    ClaimVerdict.TOO_FEW: message("too few to judge"),
}


def satisfied_leavers(result: SatisfiedLeavers) -> Section:
    """The share satisfied of those who left and of those who stayed, and the lower end of the claim."""
    left = limited(result.share, result.low, result.high, Kind.SHARE, 0)
    rows = [Row("left", message("Customers who left"), (left,), "weakest")]
    if result.n_stayed:
        stayed = limited(result.stayed_share, result.stayed_share_low, result.stayed_share_high, Kind.SHARE, 0)
        rows.append(Row("stayed", message("Customers who stayed"), (stayed,), "above"))
    return Section(
        "satisfied_leavers",
        message("Had said that they were satisfied"),
        message(
            "{share} of {n} customers who left had said that they were satisfied: {verdict}.",
            share=left,
            n=result.n_left,
            verdict=CLAIMS[result.verdict],
        ),
        table=Table(
            "satisfied_leavers",
            (Column("name", message("Customers"), numeric=False), Column("share", message("Satisfied"))),
            tuple(rows),
            {"share": result.claim_low},
            {"share": message("claimed, at least")},
        ),
        chart=ChartKind.BARS,
        caption=next(iter(result.notes), None),
    )


def unexplained(result: Unexplained) -> Section:
    """What the attributes explain, what error could be, and what is left: one bar."""
    known = not math.isnan(result.judgement_reliability)
    rest = result.beyond_error if known else result.unexplained
    parts = [("explained", message("explained by the attributes"), 1 - result.unexplained)]
    if known:
        parts.append(("error", message("error of measurement"), result.unexplained - rest))
    parts.append(("rest", message("something else") if known else message("not explained"), rest))
    cells = tuple(Estimate(max(value, 0.0), kind=Kind.SHARE, digits=0) for _, _, value in reversed(parts))
    return Section(
        "unexplained",
        message("Explained and unexplained"),
        message(
            "The attributes leave {share} of the differences in the overall judgement unexplained.",
            share=Estimate(result.unexplained, result.unexplained_low, result.unexplained_high, Kind.SHARE, digits=0),
        ),
        table=Table(
            "unexplained",
            (
                Column("name", message("Judgement"), numeric=False),
                *(Column(key, words) for key, words, _ in reversed(parts)),
            ),
            (Row("overall", message("Overall judgement"), cells),),
        ),
        chart=ChartKind.STATES,
        caption=too_few_answers(result) or next(iter(result.notes), None),
    )


SIGNS = {
    Sign.LOW: message("Low rating"),
    Sign.FALLING: message("Falling rating"),
    Sign.LAPSED: message("Lapsed purchases"),
    Sign.LOW_EFFORT: message("Hardly a word"),
    Sign.NO_REPLY: message("No reply"),
}


def latent_dissatisfaction(result: LatentDissatisfaction) -> Section:
    """Of those who show each sign: the silent ones, and those who complained."""
    rows = tuple(
        Row(
            str(sign),
            message("{sign} ({count})", sign=SIGNS[sign], count=int(result.sign_shown[at])),
            (
                Estimate(float(result.sign_share[at]), kind=Kind.SHARE, digits=0),
                Estimate(1 - float(result.sign_share[at]), kind=Kind.SHARE, digits=0),
            ),
        )
        for at, sign in enumerate(result.signs)
        if result.sign_shown[at]
    )
    share = limited(result.share, result.low, result.high, Kind.SHARE, 0)
    found = message(
        "{share} of {n} customers with a sign of dissatisfaction never complained.",
        share=share,
        n=result.n_dissatisfied,
    )
    return Section(
        "latent_dissatisfaction",
        message("Complained, or silent"),
        found if result.n_dissatisfied else message("No customer shows a sign of dissatisfaction."),
        table=Table(
            "latent_dissatisfaction",
            (
                Column("name", message("Sign"), numeric=False),
                Column("silent", message("silent")),
                Column("complained", message("complained")),
            ),
            rows,
        ),
        chart=ChartKind.STATES,
        caption=too_few_answers(result) or next(iter(result.notes), None),
    )


def departures(result: Departures) -> Section:
    """How far the judgement of each customer lies from what the attributes say, the farthest first."""
    rows = tuple(
        Row(
            str(row),
            message("Row {row}", row=row) if called == str(row) else Text.of(called),
            (
                Estimate(float(less), digits=1),
                Estimate(float(judged), digits=1),
                Estimate(float(expected), digits=1),
            ),
            "below" if less < 0 else "above",
        )
        for row, called, less, judged, expected in zip(
            result.row.tolist(), result.called, result.less, result.judgement, result.expected, strict=True
        )
    )
    return Section(
        "departures",
        message("Whose judgement departs from what they say"),
        message(
            "Ask these customers what else decides: the first judges {judgement}, where the attributes say {expected}.",
            judgement=Estimate(float(result.judgement[0]), digits=1),
            expected=Estimate(float(result.expected[0]), digits=1),
        )
        if rows
        else message("Nobody’s judgement departs from what the attributes say."),
        table=Table(
            "departures",
            (
                Column("name", message("Customer"), numeric=False),
                Column("gap", message("Judgement less what is expected")),
                Column("judgement", message("Judgement")),
                Column("expected", message("Expected")),
            ),
            rows,
        ),
        chart=ChartKind.GAPS,
        caption=message(
            "{count} customers answered all of it; usually the two lie {miss} apart.",
            count=Count(result.n),
            miss=Estimate(result.typical_miss, digits=1),
        ),
    )


LINKAGE_PICTURES: Mapping[str, Callable[[Any], Section]] = {
    "departures": departures,
    "latent_dissatisfaction": latent_dissatisfaction,
    "loyalty_curve": loyalty_curve,
    "penalty_reward": penalty_reward,
    "satisfied_leavers": satisfied_leavers,
    "unexplained": unexplained,
}
