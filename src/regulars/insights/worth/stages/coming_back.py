"""Stickiness: who buys again, how soon, and which part of each cohort is still buying."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from regulars.insights.pictures import picture_of
from regulars.insights.pictures.cells import TOO_FEW, share
from regulars.insights.report import Cell, ChartKind, Column, Row, Section, Table
from regulars.insights.worth.stages.sections import FEWEST, days_cell
from regulars.insights.worth.stages.standing import Standing
from regulars.language import Count, Message, Missing, message
from regulars.methods import ShareInterval, Stages, Survival, cohort_retention, share_interval, survival

Period: TypeAlias = Literal["month", "quarter"]
STEPS = (
    message("From the first to the second purchase"),
    message("From the second to the third purchase"),
    message("From the third to the fourth purchase"),
)
MOST_MONTHS = 24  # cohorts of a month fill the table; with more of them quarters are shown


@dataclass(frozen=True)
class Again:
    """How long it takes from one purchase to the next: the curve of those who made the first of the two."""

    step: Message
    curve: Survival


def repeat_rate(customer: NDArray[np.int64]) -> ShareInterval:
    """The share of the customers with a second day of purchase."""
    _, days = np.unique(customer, return_counts=True)
    return share_interval(int((days > 1).sum()), len(days))


def next_purchases(customer: NDArray[np.int64], day: NDArray[np.datetime64], found: Stages) -> tuple[Again, ...]:
    """One curve for each of the first purchases; each customer counts once in each."""
    new = np.append(True, customer[1:] != customer[:-1])
    start = np.flatnonzero(new)
    place = np.arange(len(customer)) - np.repeat(start, np.diff(np.append(start, len(customer))))
    last = np.append(new[1:], True)
    until = np.datetime64(found.until, "D")
    gap = (np.where(last, until, np.append(day[1:], until)) - day).astype("timedelta64[D]").astype(np.int64)
    return tuple(_curves(gap, ~last, place, found))


def _curves(
    gap: NDArray[np.int64], bought: NDArray[np.bool_], place: NDArray[np.intp], found: Stages
) -> Iterator[Again]:
    for number, step in enumerate(STEPS):
        mine = place == number
        if int(mine.sum()) < FEWEST:
            return
        pairs, counts = np.unique(gap[mine] * 2 + bought[mine], return_counts=True)
        yield Again(step, survival(pairs // 2, pairs % 2, counts=counts, at=[found.inactive_after]))


def next_section(again: tuple[Again, ...], found: Stages) -> Section:
    """How likely the next purchase is before the customer counts as inactive, and how long it takes."""
    title = message("How soon the next purchase comes")
    if not again:
        return Section(
            "next", title, message("Too few customers to tell: it takes {count} who have bought.", count=FEWEST)
        )
    rows = tuple(
        Row(
            f"step{number}",
            one.step,
            (
                _within(one.curve),
                Count(one.curve.n),
                Count(one.curve.n_left),
                days_cell(one.curve.median, one.curve.median_low, one.curve.median_high),
            ),
        )
        for number, one in enumerate(again, start=1)
    )
    return Section(
        "next",
        title,
        message(
            "{part} of the customers buy a second time within {days} days.",
            part=_within(again[0].curve),
            days=found.inactive_after,
        ),
        table=Table(
            "next",
            (
                Column("step", message("Between purchases"), numeric=False),
                Column("share", message("Within {days} days", days=found.inactive_after)),
                Column("n", message("Customers watched")),
                Column("bought", message("Have bought so far")),
                Column("median", message("Median days")),
            ),
            rows,
        ),
        chart=ChartKind.BARS,
        caption=message("Who has not bought again yet counts as far as their time has come."),
        definition=message("By Kaplan and Meier over the days from one purchase to the next."),
    )


def _within(curve: Survival) -> Cell:
    if not curve.kept_at_risk[0]:
        return Missing(TOO_FEW)
    return share(1 - float(curve.kept[0]), 1 - float(curve.kept_high[0]), 1 - float(curve.kept_low[0]))


def cohorts(standing: Standing) -> Section | None:
    """Who first bought in a month or quarter, and buys in those after it."""
    first, last = (
        end.astype("datetime64[M]").astype(int) for end in (standing.day.min(), np.datetime64(standing.last))
    )
    months = int(last - first) + 1
    period: Period = "month" if months <= MOST_MONTHS else "quarter"
    step = 1 if period == "month" else 3
    index = standing.day.astype("datetime64[M]").astype(np.int64) // step
    new = np.append(True, (standing.customer[1:] != standing.customer[:-1]) | (index[1:] != index[:-1]))
    retention = cohort_retention(
        standing.customer[new], standing.day[new], period=period, until=np.datetime64(standing.last)
    )
    picture = picture_of("cohort_retention", retention)
    if retention.n < FEWEST:
        return None
    return replace(
        picture,
        definition=message("Cohorts by month of the first purchase.")
        if period == "month"
        else message("Cohorts by quarter of the first purchase."),
    )
