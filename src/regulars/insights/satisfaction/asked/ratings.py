"""Ratings that play no part in the index: how many gave a low answer, before the mean; and how many problems."""

from __future__ import annotations

from collections.abc import Sequence

from regulars.insights.report import Behind, ChartKind, Column, Figure, Row, Section, Table, Words
from regulars.insights.satisfaction.asked.base import any_of, few, who
from regulars.insights.satisfaction.counts import Counted, counted, ends, exactly
from regulars.insights.satisfaction.scores import method_in_words
from regulars.insights.satisfaction.specify import Question
from regulars.language import Count, Estimate, Kind, Message, Missing, message
from regulars.methods import ProblemsPerHundred, TopBox, mean_rating, problems_per_hundred, top_box
from regulars.survey import Item

LOWEST = message("Two lowest answers")
HIGHEST = message("Two highest answers")
MEAN = message("Mean, 0–100")


def boxes(item: Item, found: Counted) -> TopBox:
    """The shares of the two lowest and of the two highest answers; of one each on a scale of three points."""
    low, high = ends(item)
    count = 2 if high - low >= 3 else 1
    return top_box(found.points, top=count, bottom=count, scale=(low, high), **found.options)


def others(question: Question, items: Sequence[Item]) -> Section | None:
    """The rest of the ratings, the lowest first."""
    return _rated(question, items, "ratings", message("Further ratings"), high=False)


def sides(question: Question, items: Sequence[Item]) -> Section | None:
    """Statements about loyalty: how many agree. That it is hard to change is no good news, so none is coloured."""
    return _rated(question, items, "loyalty-sides", message("What holds customers, and what does not"), high=True)


def _rated(question: Question, items: Sequence[Item], key: str, title: Message, *, high: bool) -> Section | None:
    needed = max(question.minimum, TopBox.minimum_n)
    found = {item.key: counted(question.answers, item) for item in items if who(question, any_of([item])) is not None}
    enough = [item for item in items if item.key in found and found[item.key].n >= needed]
    if not found:
        return None
    if not enough:
        return few(key, title, max(one.n for one in found.values()), needed)
    mean = {item.key: _mean(item, exactly(question.answers, item, found[item.key])) for item in enough}
    order = sorted(enough, key=lambda item: mean[item.key].value * (-1 if high else 1))
    rows = [_row(question, item, found[item.key], mean[item.key], high=high) for item in order]
    rows += [
        Row(item.key, item.label, (Missing(message("too few to judge")),) * 2 + (Count(found[item.key].n),))
        for item in items
        if item.key in found and item not in enough
    ]
    lead = order[0]
    return Section(
        key,
        title,
        message("Most agree with “{item}”, at {mean} of 100.", item=lead.label, mean=mean[lead.key])
        if high
        else message("Lowest is “{item}”, at {mean} of 100.", item=lead.label, mean=mean[lead.key]),
        table=Table(
            key,
            (
                Column("item", message("Question"), numeric=False),
                Column("share", HIGHEST if high else LOWEST),
                Column("mean", MEAN),
                Column("n", message("Answers")),
            ),
            tuple(rows),
            {"mean": 50.0},
            {"mean": message("middle of the scale")},
        ),
        chart=ChartKind.BARS,
    )


def _row(question: Question, item: Item, found: Counted, mean: Estimate, *, high: bool) -> Row:
    box = boxes(item, found)
    share = (
        Estimate(box.share, box.low, box.high, Kind.SHARE)
        if high
        else Estimate(box.bottom_share, box.bottom_low, box.bottom_high, Kind.SHARE)
    )
    behind = None if question.privacy.hides else Behind(item.key)
    return Row(item.key, item.label, (share, mean, Count(found.n)), behind=behind)


def _mean(item: Item, found: Counted) -> Estimate:
    result = mean_rating(found.points, scale=ends(item), **found.options)
    return Estimate(result.index, result.index_low, result.index_high, Kind.INDEX)


def problems(question: Question, item: Item) -> Section | None:
    """How many problems customers had."""
    if who(question, any_of([item])) is None:
        return None
    key, title, found = f"problems-{item.key}", item.label, counted(question.answers, item)
    needed = max(question.minimum, ProblemsPerHundred.minimum_n, TopBox.minimum_n)
    if found.n < needed:
        return few(key, title, found.n, needed)
    result = problems_per_hundred(found.points, **found.options)
    spread = top_box(found.points, scale=ends(item), **found.options)
    rate = Estimate(result.rate, result.low, result.high)
    rows = tuple(
        Row(
            str(point),
            _count_in_words(item, point),
            (
                Estimate(spread.shares[point], spread.shares_low[point], spread.shares_high[point], Kind.SHARE),
                Count(spread.counts[point]),
            ),
            behind=None if question.privacy.hides else Behind(item.key, point, point),
        )
        for point in sorted(spread.counts, reverse=True)
    )
    return Section(
        key,
        title,
        message(
            "{share} had a problem.", share=Estimate(result.share, result.share_low, result.share_high, Kind.SHARE)
        ),
        figures=(
            Figure(
                key,
                message("Problems per 100 customers"),
                rate,
                result.n,
                result.n_missing,
                method_in_words(question, result),
            ),
        ),
        table=Table(
            key,
            (
                Column("problems", message("Problems"), numeric=False),
                Column("share", message("Share")),
                Column("n", message("Answers")),
            ),
            rows,
        ),
        chart=ChartKind.DISTRIBUTION,
    )


def _count_in_words(item: Item, point: int) -> Words:
    label = None if item.scale is None else item.scale.labels.get(point)
    return message("{number}", number=point) if label is None else label
