"""One answer out of several, or several: how many chose each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from regulars.insights.answers import Answers
from regulars.insights.points import NONE
from regulars.insights.report import Behind, ChartKind, Column, Row, Section, Table, Words
from regulars.insights.satisfaction.asked.base import Rows, any_of, few, who
from regulars.insights.satisfaction.specify import Question
from regulars.language import Count, Estimate, Kind, Message, message
from regulars.methods import ShareInterval, share_interval
from regulars.survey import Item
from regulars.survey.tags import Parted, words_of


def one_of(question: Question, item: Item) -> Section | None:
    """Each option in the questionnaire's order, which often means something; the most frequent is named."""
    rows = who(question, any_of([item]))
    if rows is None:
        return None
    key, title, n = f"choice-{item.key}", item.label, int(rows.sum())
    needed = max(question.minimum, ShareInterval.minimum_n)
    if n < needed:
        return few(key, title, n, needed)
    chosen = question.answers.item(item)
    counts = np.bincount(chosen[chosen != NONE], minlength=len(item.options))
    names: list[Words] = list(item.options.values())
    if len(counts) > len(names):
        names.append(message("another answer"))
    shares = [share_interval(int(hits), n) for hits in counts]
    most = int(np.argmax(counts))
    return Section(
        key,
        title,
        message(
            "The most frequent answer is “{answer}”, by {share}.", answer=names[most], share=_estimate(shares[most])
        ),
        table=_table(
            key,
            message("Answer"),
            [_row(question, item, str(place), names[place], share, place) for place, share in enumerate(shares)],
        ),
        chart=ChartKind.DISTRIBUTION,
        caption=_to_whom(question, n),
        definition=_asked(item),
    )


def several(question: Question, asked: Parted) -> Section | None:
    """The options by how many chose them, the most first; then those who chose none."""
    rows = who(question, any_of(asked.items))
    if rows is None:
        return None
    key, title, n = f"choices-{asked.key}", asked.question, int(rows.sum())
    needed = max(question.minimum, ShareInterval.minimum_n)
    if n < needed:
        return few(key, title, n, needed)
    answers = question.answers
    hits = {item.key: int((answers.item(item)[rows] == 1).sum()) for item in asked.items}
    order = sorted(asked.items, key=lambda item: -hits[item.key])
    found = [_row(question, item, item.key, words_of(item), share_interval(hits[item.key], n), 1) for item in order]
    ticked = np.logical_or.reduce([answers.item(item)[rows] == 1 for item in asked.items])
    if none := int((~ticked).sum()):
        found.append(_row(question, None, "none", message("None of these"), share_interval(none, n)))
    return Section(
        key,
        title,
        _most(question, order, hits, rows),
        table=_table(key, message("Answer"), found),
        chart=ChartKind.BARS,
        caption=_to_whom(question, n),
        definition=message("Several answers were possible, so the shares add up to more than 100%."),
    )


def _most(question: Question, order: Sequence[Item], hits: dict[str, int], rows: Rows) -> Message:
    first = order[0]
    n = int(rows.sum())
    if not hits[first.key]:
        return message("Nobody chose any of these.")
    share = _estimate(share_interval(hits[first.key], n))
    if len(order) > 1 and not _more(question.answers, first, order[1], rows):
        second = _estimate(share_interval(hits[order[1].key], n))
        return message(
            "Named most are “{first}”, by {share}, and “{second}”, by {other}; which of them comes first is chance.",
            first=words_of(first),
            share=share,
            second=words_of(order[1]),
            other=second,
        )
    return message("Named most is “{answer}”, by {share}.", answer=words_of(first), share=share)


def _more(answers: Answers, one: Item, other: Item, rows: Rows) -> bool:
    """Whether more people chose one than the other, beyond chance: by those who chose one of the two alone."""
    here, there = (answers.item(item)[rows] == 1 for item in (one, other))
    alone = int((here & ~there).sum())
    apart = alone + int((there & ~here).sum())
    return bool(apart) and share_interval(alone, apart).low > 0.5


def _table(key: str, head: Message, rows: list[Row]) -> Table:
    columns = (
        Column("answer", head, numeric=False),
        Column("share", message("Share")),
        Column("n", message("Answers")),
    )
    return Table(key, columns, tuple(rows))


def _row(
    question: Question, item: Item | None, key: str, name: Words, share: ShareInterval, point: int | None = None
) -> Row:
    behind = None if item is None or question.privacy.hides else Behind(item.key, point, point)
    return Row(key, name, (_estimate(share), Count(share.hits)), behind=behind)


def _estimate(share: ShareInterval) -> Estimate:
    return Estimate(share.share, share.low, share.high, Kind.SHARE)


def _to_whom(question: Question, n: int) -> Message | None:
    """Some questions are asked only of those whom they concern."""
    if n == len(question.answers):
        return None
    return message("{n} of {all} answered this question.", n=Count(n), all=Count(len(question.answers)))


def _asked(item: Item) -> Message | None:
    return None if item.text is None else message("The question was: “{text}”", text=item.text)
