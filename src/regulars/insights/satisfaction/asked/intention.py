"""Satisfied and coming back: both side by side, and of each group of satisfaction who would come back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from regulars.insights.pictures.loyalty import loyalty_types as picture
from regulars.insights.points import reached
from regulars.insights.report import Cell, ChartKind, Column, Figure, Row, Section, Table, Words
from regulars.insights.satisfaction.asked.base import all_of, column, counted_rows, every_estimate, few, who
from regulars.insights.satisfaction.asked.ratings import HIGHEST, LOWEST, boxes
from regulars.insights.satisfaction.counts import Counted, counted, ends
from regulars.insights.satisfaction.scores import TOO_FEW
from regulars.insights.satisfaction.specify import Question
from regulars.insights.wording import interval_in_words
from regulars.language import Count, Estimate, Kind, Message, Missing, message
from regulars.methods import LoyaltyTypes, ShareInterval, TopBox, loyalty_types, share_interval
from regulars.survey import Item, Role
from regulars.survey.tags import LOYALTY, tagged

GROUPS = ("low", "middle", "high")
NAMES: Mapping[str, Words] = {
    "low": message("Dissatisfied: the two lowest answers"),
    "middle": message("Between"),
    "high": message("Satisfied: the two highest answers"),
}


def both(question: Question, again: Item) -> Section | None:
    """The shares of both, and the one within the other; without a question about the whole, the intention alone."""
    overall = question.overall
    if overall is None:
        return None
    rows = who(question, all_of([overall, again]))
    if rows is None:
        return None
    needed, n = max(question.minimum, TopBox.minimum_n), int(rows.sum())
    title = message("{overall} and “{item}”", overall=overall.label, item=again.label)
    if n < needed:
        return few("intention", title, n, needed)
    # As in the table below them, each answer counts as one.
    asked = {item.key: counted(question.answers, item).plain() for item in (overall, again)}
    figures = (
        _figure(overall, asked[overall.key], message("Two highest answers to “{item}”", item=overall.label)),
        _figure(again, asked[again.key], message("Two highest answers to “{item}”", item=again.label)),
    )
    crossed = _crossed(question, overall, again, rows)
    # Three groups of the same people: one that is small could be told apart, also by what the others leave.
    shown = not question.privacy.hides
    return Section(
        "intention",
        title,
        _in_words(crossed, again) if shown else _side_by_side(figures, again),
        figures=figures,
        table=_table(crossed) if shown else None,
        chart=ChartKind.STATES if shown else None,
        caption=message("{n} answered both questions.", n=Count(n)),
        definition=message("The question was: “{text}”", text=again.text or again.label),
    )


def _figure(item: Item, found: Counted, label: Message) -> Figure:
    box = boxes(item, found)
    return Figure(
        f"best_{item.key}",
        label,
        Estimate(box.share, box.low, box.high, Kind.SHARE),
        box.n,
        box.n_missing,
        interval_in_words(box.interval),
    )


def _crossed(question: Question, overall: Item, again: Item, rows: np.ndarray) -> np.ndarray:
    """People by group of satisfaction and group of intention."""
    places = [_third(question.answers.item(item)[rows], item) for item in (overall, again)]
    return np.bincount(places[0] * 3 + places[1], minlength=9).reshape(3, 3)


def _third(points: np.ndarray, item: Item) -> np.ndarray:
    low, high = ends(item)
    step, points = 1 if high - low >= 3 else 0, reached(points)
    return np.where(points <= low + step, 0, np.where(points >= high - step, 2, 1))


def _table(crossed: np.ndarray) -> Table:
    rows = []
    for name, counts in zip(GROUPS, crossed.tolist(), strict=True):
        n = sum(counts)
        cells: tuple[Cell, ...] = (Missing(TOO_FEW),) * 3
        if n >= ShareInterval.minimum_n:
            cells = tuple(_share(hits, n) for hits in counts)
        rows.append(Row(name, NAMES[name], (*cells, Count(n))))
    return Table(
        "intention",
        (
            Column("group", message("Satisfaction"), numeric=False),
            Column("low", LOWEST),
            Column("middle", message("Between")),
            Column("high", HIGHEST),
            Column("n", message("Answers to both")),
        ),
        tuple(rows),
    )


def _share(hits: int, n: int) -> Estimate:
    found = share_interval(hits, n)
    return Estimate(found.share, found.low, found.high, Kind.SHARE)


def _in_words(crossed: np.ndarray, again: Item) -> Message:
    satisfied, dissatisfied = crossed[2].tolist(), crossed[0].tolist()
    if sum(satisfied) < ShareInterval.minimum_n:
        return message("Too few are satisfied to say what they intend.")
    loyal = _share(satisfied[2], sum(satisfied))
    if sum(dissatisfied) < ShareInterval.minimum_n:
        return message(
            "Of the satisfied, {share} gave one of the two highest answers to “{item}”.", share=loyal, item=again.label
        )
    return message(
        "Of the satisfied, {share} gave one of the two highest answers to “{item}”; of the dissatisfied, {other}.",
        share=loyal,
        item=again.label,
        other=_share(dissatisfied[2], sum(dissatisfied)),
    )


def _side_by_side(figures: tuple[Figure, ...], again: Item) -> Message:
    satisfied, intends = (figure.estimate for figure in figures)
    return message(
        "{share} are satisfied, {other} gave one of the two highest answers to “{item}”.",
        share=satisfied,
        other=intends,
        item=again.label,
    )


def types(question: Question, again: Item) -> Section | None:
    """Which kind of loyal customers are, from all that speaks of staying and of telling others."""
    overall = question.overall
    attitude = [item for item in question.asked if tagged(item, LOYALTY) == "attitude"]
    sides = [item for item in (again, question.recommend, *attitude) if item is not None]
    if overall is None:
        return None
    rows = who(question, all_of([overall, *sides]))
    if rows is None:
        return None
    title, needed, n = message("Types of loyalty"), max(question.minimum, LoyaltyTypes.minimum_n), int(rows.sum())
    if n < needed:
        return few("loyalty-types", title, n, needed)
    answers = question.answers
    given, counts = counted_rows({item.key: column(answers, item) for item in (overall, *sides)}, rows)
    result = loyalty_types(
        _index(overall, given[overall.key]),
        {item.key: _index(item, given[item.key]) for item in sides},
        scale=(0, 100),
        counts=counts,
    )
    # The means of a type of three are what these three said.
    if question.privacy.hides and any(0 < count < question.least.group for count in result.counts.values()):
        return None
    drawn = every_estimate(picture(result), _as_index, ("x", "y"))
    loyal = Estimate(result.loyal, result.loyal_low, result.loyal_high, Kind.SHARE)
    return Section(
        drawn.key,
        title,
        message("{share} of those who answered are both satisfied and loyal.", share=loyal),
        table=drawn.table,
        chart=drawn.chart,
        caption=message("{n} answered what this needs. Few questions make no single type sure.", n=Count(result.n)),
        definition=message(
            "Satisfaction is “{item}”, loyalty the mean of: {sides}. All rescaled to 0–100; from three quarters up is "
            "high. A type is a probability about a customer, never a reason to treat anybody worse.",
            item=overall.label,
            sides=tuple(item.label for item in sides),
        ),
    )


def _as_index(one: Estimate) -> Estimate:
    return one if one.kind is not Kind.NUMBER else replace(one, kind=Kind.INDEX)


def _index(item: Item, values: np.ndarray) -> np.ndarray:
    low, high = ends(item)
    return 100 * (values - low) / (high - low)


def repurchase(question: Question) -> Item | None:
    """What is asked about coming back."""
    return next((item for item in question.asked if item.role is Role.REPURCHASE and item.scale is not None), None)
