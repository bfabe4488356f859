"""Pictures of how long customers stay and who will leave."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from regulars.insights.report import ChartKind, Column, Row, Section, Table, Words
from regulars.language import Count, Estimate, Kind, Message, Text, message
from regulars.methods import ChurnRisk, DiscreteHazard, Survival
from regulars.methods.columns import Floats, text_of

MOST_LINES, MOST_STEPS = 5, 240


def survival(result: Survival) -> Section:
    """The share still there over time, in steps; a line for each of the largest groups."""
    curves: dict[Words, Survival] = {Text.of(name): curve for name, curve in _largest(result).items()}
    curves = curves or {message("All customers"): result}
    times = _thinned(np.unique(np.concatenate([[0.0, result.longest], *(curve.times for curve in curves.values())])))
    stays = [_steps(curve, times) for curve in curves.values()]
    rows = tuple(
        Row(text_of(float(time)), Text.of(text_of(float(time))), (float(time), *cells))
        for time, *cells in zip(times, *stays, strict=True)
    )
    columns = tuple(Column(f"group{place}_step", name) for place, name in enumerate(curves))
    return Section(
        "survival",
        message("How long customers stay"),
        _stay_in_words(result),
        table=Table(
            "survival",
            (Column("name", message("Time")), Column("x", message("Time since the start")), *columns),
            rows,
        ),
        chart=ChartKind.LINES,
        caption=message("{count} customers, of whom {left} left.", count=Count(result.n), left=Count(result.n_left)),
    )


def _largest(result: Survival) -> dict[str, Survival]:
    by_size = sorted(result.by_group, key=lambda name: -result.by_group[name].n)[:MOST_LINES]
    return {name: curve for name, curve in result.by_group.items() if name in by_size}


def _thinned(times: Floats) -> Floats:
    if len(times) <= MOST_STEPS:
        return times
    return np.asarray(times[np.unique(np.linspace(0, len(times) - 1, MOST_STEPS).round().astype(int))])


def _steps(curve: Survival, times: Floats) -> list[Estimate]:
    step = np.searchsorted(curve.times, times, side="right") - 1
    stay, low, high = (np.append(part, 1.0) for part in (curve.stay, curve.stay_low, curve.stay_high))
    return [
        Estimate(float("nan"), kind=Kind.SHARE)
        if time > curve.longest
        else Estimate(float(stay[at]), float(low[at]), float(high[at]), Kind.SHARE, digits=1)
        for time, at in zip(times, step, strict=True)
    ]


def _stay_in_words(result: Survival) -> Message:
    if result.verdict == "clear difference":
        return message("Groups stay for clearly different times.")
    if result.verdict == "no clear difference":
        return message("There is no clear difference in how long the groups stay.")
    if result.verdict:
        return message("Too few left to judge whether the groups differ.")
    share = Estimate(result.kept[-1], result.kept_low[-1], result.kept_high[-1], Kind.SHARE, digits=0)
    if np.isnan(result.median):
        return message(
            "After {time}, {share} are still there; fewer than half have left.",
            time=text_of(float(result.asked[-1])),
            share=share,
        )
    return message("Half of the customers have left after {time}.", time=text_of(result.median))


def churn_risk(result: ChurnRisk) -> Section:
    """The share who left of customers held out, over the risk they had been given."""
    rows = tuple(
        Row(
            str(place),
            message("Group {number}", number=place),
            (
                Estimate(float(risk), kind=Kind.SHARE, digits=1),
                Estimate(float(left), float(low), float(high), Kind.SHARE, digits=1),
                Estimate(float(risk), kind=Kind.SHARE, digits=1),
                Count(int(size)),
            ),
        )
        for place, (risk, left, low, high, size) in enumerate(
            zip(
                result.group_risk,
                result.group_observed,
                result.group_observed_low,
                result.group_observed_high,
                result.group_size,
                strict=True,
            ),
            start=1,
        )
    )
    return Section(
        "churn_risk",
        message("Risk of leaving within {horizon}, and who left", horizon=result.horizon),
        result.notes[0],
        table=Table(
            "churn_risk",
            (
                Column("name", message("Customers by risk")),
                Column("x", message("Risk they were given")),
                Column("y", message("Share who left")),
                Column("reference", message("if all risks were right")),
                Column("n", message("Customers")),
            ),
            rows,
        ),
        chart=ChartKind.CURVE,
        caption=message(
            "{count} customers held out. Of one who leaves and one who stays, the model picks the right one in {auc}.",
            count=Count(result.n_checked),
            auc=Estimate(result.auc, result.auc_low, result.auc_high, Kind.SHARE, digits=0),
        ),
    )


def discrete_hazard(result: DiscreteHazard) -> Section:
    """The chance that an average customer leaves, period by period."""
    rows = tuple(
        Row(
            str(period),
            Text.of(str(period)),
            (float(period), Estimate(float(chance), float(low), float(high), Kind.SHARE, digits=2)),
        )
        for period, chance, low, high in zip(
            result.periods, result.hazard, result.hazard_low, result.hazard_high, strict=True
        )
    )
    clear = [name for name, sure in zip(result.names, result.clear, strict=True) if sure]
    return Section(
        "discrete_hazard",
        message("When customers leave"),
        message("Clearly go with leaving or staying: {names}.", names=tuple(clear[:6]))
        if clear
        else message("None of the columns clearly goes with leaving."),
        table=Table(
            "discrete_hazard",
            (
                Column("name", message("Period")),
                Column("x", message("Periods since the start")),
                Column("y", message("Chance of leaving in the period")),
            ),
            rows,
        ),
        chart=ChartKind.CURVE,
        caption=message("{count} customers, of whom {left} left.", count=Count(result.n), left=Count(result.n_left)),
    )


LEAVING_PICTURES: Mapping[str, Callable[[Any], Section]] = {
    "churn_risk": churn_risk,
    "discrete_hazard": discrete_hazard,
    "survival": survival,
}
