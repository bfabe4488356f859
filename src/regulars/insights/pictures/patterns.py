"""Pictures of patterns of buying."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from regulars.insights.pictures.cells import estimate, share
from regulars.insights.report import ChartKind, Column, Row, Section, Table
from regulars.language import Count, Estimate, Kind, Text, message
from regulars.methods import BasketRules, CohortRetention, CountForecast, CustomerClusters, NextPurchases

MOST_RULES, MOST_COHORTS = 12, 24


def basket_rules(result: BasketRules) -> Section:
    """The lift of the surest pairs, against 1, which is chance."""
    return Section(
        "basket_rules",
        message("What is bought together"),
        message(
            "{found} of {all} pairs are clearly bought together more often than by chance.",
            found=Count(result.n_found),
            all=Count(result.n_tested),
        )
        if result.n_found
        else message("No two products are clearly bought together more often than by chance."),
        table=Table(
            "basket_rules",
            (
                Column("name", message("Pair"), numeric=False),
                Column("lift", message("Times as often as by chance")),
                Column("certainty", message("Of those who buy the first")),
                Column("together", message("Baskets with both")),
            ),
            _rules(result, result.together),
            {"lift": 1.0},
            {"lift": message("chance")},
        ),
        chart=ChartKind.BARS,
        caption=message("{count} baskets.", count=Count(result.n)),
    )


def next_purchases(result: NextPurchases) -> Section:
    """The lift of the surest pairs in order, against 1, which is what is bought anyway."""
    return Section(
        "next_purchases",
        message("What is bought next"),
        message(
            "{found} of {all} pairs clearly follow each other more often than anything else is followed by them.",
            found=Count(result.n_found),
            all=Count(result.n_tested),
        )
        if result.n_found
        else message("No product is bought clearly more often after a certain other one than after any."),
        table=Table(
            "next_purchases",
            (
                Column("name", message("First, then"), numeric=False),
                Column("lift", message("Times as often as after anything")),
                Column("certainty", message("Of those who bought the first")),
                Column("followers", message("Customers with both")),
            ),
            _rules(result, result.followers),
            {"lift": 1.0},
            {"lift": message("as after anything")},
        ),
        chart=ChartKind.BARS,
        caption=message(
            "{count} days on which customers bought; within {days} days.", count=Count(result.n), days=result.days_after
        ),
    )


def _rules(result: BasketRules | NextPurchases, counts: np.ndarray[Any, np.dtype[np.int64]]) -> tuple[Row, ...]:
    """The surest pairs: lift, the share of those with the first, and how many have both."""
    return tuple(
        Row(
            str(place),
            Text.of(_pair(one, other)),
            (
                estimate(result.lift[place], result.lift_low[place], result.lift_high[place]),
                share(
                    result.certainty[place],
                    result.certainty_low[place],
                    result.certainty_high[place],
                ),
                Count(int(counts[place])),
            ),
            "above",
        )
        for place, (one, other) in enumerate(
            zip(result.if_bought[:MOST_RULES], result.then_bought[:MOST_RULES], strict=True)
        )
    )


def _pair(one: str, other: str) -> str:
    """Two names: what both begin with is said once, and short."""
    first, second = one.split(), other.split()
    shared = 0
    while shared < min(len(first), len(second)) - 1 and first[shared] == second[shared]:
        shared += 1
    if shared:
        return f"{first[0]}{' …' if shared > 1 else ''} {' '.join(first[shared:])} → {' '.join(second[shared:])}"
    return f"{one} → {other}"


def cohort_retention(result: CohortRetention) -> Section:
    """The share of each cohort who buy at each age, as far as its period is over; all of them together above."""
    size, shown = len(result.age) - 1, min(len(result.cohorts), MOST_COHORTS)
    ages = np.flatnonzero((result.all_size > 0) & (result.age > 0))[:MOST_COHORTS]
    first = result.all_kept[1] if len(ages) else None
    everybody = [share(result.all_kept[at], result.all_kept_low[at], result.all_kept_high[at]) for at in ages]
    rows = [Row("all", message("All"), (Count(result.n), *everybody))]
    rows += [
        Row(
            name,
            Text.of(name),
            (
                Count(int(result.cohort_size[at])),
                *(
                    share(result.kept[at, age], result.kept_low[at, age], result.kept_high[at, age])
                    if result.complete[at, age]
                    else Text.of("")
                    for age in ages
                ),
            ),
        )
        for at, name in list(enumerate(result.cohorts))[-shown:]
        if result.complete[at, min(1, size)]
    ]
    return Section(
        "cohort_retention",
        message("Who comes back"),
        message(
            "In the period after their first one {share} buy again.",
            share=Estimate(
                float(first), float(result.all_kept_low[1]), float(result.all_kept_high[1]), Kind.SHARE, digits=0
            ),
        )
        if first is not None
        else message("No cohort has a whole period behind it yet."),
        table=Table(
            "cohort_retention",
            (
                Column("name", message("First purchase"), numeric=False),
                Column("n", message("Customers")),
                *(Column(f"cell{age}", Text.of(str(age))) for age in ages),
            ),
            tuple(rows),
        ),
        chart=ChartKind.HEAT,
        caption=message(
            "{count} customers in {cohorts} cohorts, by periods since the first purchase; of periods that are over. "
            "The right end rests on the oldest cohorts only.",
            count=Count(result.n),
            cohorts=len(result.cohorts),
        ),
    )


def customer_clusters(result: CustomerClusters) -> Section:
    """How far each group lies from the mean of all, column by column."""
    columns = [Column(f"cell{at}", Text.of(name)) for at, name in enumerate(result.names)]
    rows = tuple(
        Row(
            str(at + 1),
            message("Group {number}", number=at + 1),
            (
                share(result.group_share[at], result.group_share_low[at], result.group_share_high[at]),
                *(Estimate(float(value), kind=Kind.POINTS, digits=1) for value in result.distance[at]),
            ),
        )
        for at in range(result.size)
    )
    return Section(
        "customer_clusters",
        message("Groups of customers alike"),
        result.notes[0],
        table=Table(
            "customer_clusters",
            (
                Column("name", message("Group"), numeric=False),
                Column("share", message("Share of the customers")),
                *columns,
            ),
            rows,
        ),
        chart=ChartKind.HEAT if result.size > 1 else None,
        caption=message("{count} customers; standard deviations from the mean of all.", count=Count(result.n)),
    )


def forecast_counts(result: CountForecast) -> Section:
    """What was counted, and what is to come with its range."""
    nothing = Estimate(float("nan"))
    past = [(Estimate(float(value)), nothing) for value in result.history]
    come = [
        (nothing, Estimate(float(value), float(low), float(high)))
        for value, low, high in zip(result.forecast, result.forecast_low, result.forecast_high, strict=True)
    ]
    rows = tuple(
        Row(str(place), Text.of(str(place)), (float(place), *cells))
        for place, cells in enumerate([*past, *come], start=1)
    )
    return Section(
        "forecast_counts",
        message("What the next periods will bring"),
        message(
            "Next period: {count}.",
            count=Estimate(
                float(result.forecast[0]), float(result.forecast_low[0]), float(result.forecast_high[0]), digits=0
            ),
        ),
        table=Table(
            "forecast_counts",
            (
                Column("name", message("Period")),
                Column("x", message("Period")),
                Column("seen", message("Counted")),
                Column("forecast", message("Forecast")),
            ),
            rows,
        ),
        chart=ChartKind.LINES,
        caption=result.notes[0],
    )


PATTERNS_PICTURES: Mapping[str, Callable[[Any], Section]] = {
    "basket_rules": basket_rules,
    "cohort_retention": cohort_retention,
    "customer_clusters": customer_clusters,
    "forecast_counts": forecast_counts,
    "next_purchases": next_purchases,
}
