"""What people prefer: points shared out, an order, what matters most and least."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from regulars.insights.answers import Answers
from regulars.insights.pictures import preference as pictures
from regulars.insights.report import Column, Section, Table, Words
from regulars.insights.satisfaction.asked.base import Rows, any_of, column, counted_rows, few, relabelled, who
from regulars.insights.satisfaction.specify import Question
from regulars.language import Estimate, Kind, message
from regulars.methods import ConstantSum, MaxDiff, Ranking, constant_sum, max_diff, ranking
from regulars.methods.errors import MethodError
from regulars.survey import Item
from regulars.survey.tags import Parted, words_of

MANY = 10_000  # people


def points(question: Question, asked: Parted) -> Section | None:
    """Points that were shared out."""
    names: dict[str, Words] = {item.key: words_of(item) for item in asked.items}
    whole = asked.items[0].scale
    if whole is None or (rows := who(question, any_of(asked.items))) is None:
        return None
    if (section := _few(asked, rows, question.minimum)) is not None:
        return section
    columns = {item.key: column(question.answers, item) for item in asked.items}
    answers, counts = counted_rows(columns, rows)
    result: ConstantSum = constant_sum(answers, total=whole.high, counts=counts)
    drawn = relabelled(pictures.constant_sum(result), names)
    said = drawn.sentence
    if result.too_few:
        drawn = replace(drawn, table=None if drawn.table is None else _uncoloured(drawn.table))
        said = message(
            "{name} gets {points} of {total} points on average; so few answers make no order sure.",
            name=names[result.names[0]],
            points=Estimate(float(result.mean[0]), float(result.low[0]), float(result.high[0])),
            total=whole.high,
        )
    elif result.clear_next[0]:
        said = message(
            "{name} gets most: {points} of {total} points.",
            name=names[result.names[0]],
            points=Estimate(float(result.mean[0]), float(result.low[0]), float(result.high[0])),
            total=whole.high,
        )
    return replace(
        drawn,
        sentence=said,
        key=f"sum-{asked.key}",
        title=asked.question,
        definition=message(
            "Mean points of each, of {total} that everybody shared out: twice as many are worth twice as much.",
            total=whole.high,
        ),
    )


def _uncoloured(table: Table) -> Table:
    return replace(table, rows=tuple(replace(row, mark="") for row in table.rows))


def order(question: Question, asked: Parted) -> Section | None:
    """An order: score, mean place, and how often each was put first."""
    names: dict[str, Words] = {item.key: words_of(item) for item in asked.items}
    if (rows := who(question, any_of(asked.items))) is None:
        return None
    if (section := _few(asked, rows, max(question.minimum, Ranking.minimum_n))) is not None:
        return section
    columns = {item.key: column(question.answers, item) for item in asked.items}
    answers, counts = counted_rows(columns, rows)
    result: Ranking = ranking(answers, counts=counts)
    drawn = pictures.ranking(result)
    return relabelled(
        replace(drawn, table=None if drawn.table is None else _with_places(drawn.table, result)),
        names,
        key=f"ranking-{asked.key}",
        title=asked.question,
        definition=message(
            "The score is 100 where everybody puts it first and 0 where everybody puts it last. What somebody did not "
            "rank shares the places that are left."
        ),
    )


def _with_places(table: Table, result: Ranking) -> Table:
    columns = (*table.columns, Column("mean_rank", message("Mean place")), Column("first", message("Put first")))
    rows = tuple(
        replace(
            row,
            cells=(
                *row.cells,
                Estimate(*_at(result, "mean_rank", place)),
                Estimate(*_at(result, "ranked_first", place), Kind.SHARE),
            ),
        )
        for place, row in enumerate(table.rows)
    )
    return replace(table, columns=columns, rows=rows)


def _at(result: Any, name: str, place: int) -> tuple[float, float, float]:
    value, low, high = (float(getattr(result, name + end)[place]) for end in ("", "_low", "_high"))
    return value, low, high


def most_and_least(question: Question, asked: Parted) -> Section | None:
    """MaxDiff: each set that somebody answered is one choice of a best and a worst."""
    sets = _sets(asked)
    names = {key: words for best, _ in sets for key, words in best.options.items()}

    def anything(answers: Answers) -> Rows:
        return np.asarray(
            np.logical_or.reduce([answers.answered(best) & answers.answered(worst) for best, worst in sets])
        )

    if not sets or (rows := who(question, anything)) is None:
        return None
    key, title = f"best-worst-{asked.key}", asked.question
    if (section := _few(asked, rows, max(question.minimum, MaxDiff.minimum_n))) is not None:
        return section
    try:
        choices = _counted if int(rows.sum()) > MANY else _choices
        result: MaxDiff = max_diff(**choices(question.answers, sets))
    except MethodError:  # two options that were never compared, not even by way of others
        return Section(key, title, message("Some of these were never compared with the others."))
    return relabelled(
        pictures.max_diff(result),
        names,
        key=key,
        title=title,
        definition=message(
            "From what mattered most and least in each set (MaxDiff): how likely each would be chosen out of all of "
            "them, together 100%."
        ),
    )


def _sets(asked: Parted) -> list[tuple[Item, Item]]:
    """The two items of each set, best first."""
    by_set: dict[str, dict[str, Item]] = {}
    for item in asked.items:
        number, _, end = asked.part(item).rpartition("-")
        by_set.setdefault(number, {})[end] = item
    return [(own["best"], own["worst"]) for own in by_set.values() if {"best", "worst"} <= own.keys()]


def _choices(answers: Answers, sets: list[tuple[Item, Item]]) -> dict[str, Any]:
    """One row for each set that somebody answered; whose it is makes the intervals honest."""
    widest = max(len(best.options) for best, _ in sets)
    best_of, worst_of, whose = [], [], []
    shown: list[list[np.ndarray]] = [[] for _ in range(widest)]
    for best, worst in sets:
        options = np.array([*best.options, ""], dtype=object)
        rows = _complete(answers, best, worst)
        best_of.append(options[answers.item(best)[rows]])
        worst_of.append(options[answers.item(worst)[rows]])
        whose.append(np.flatnonzero(rows))
        for place, column_of in enumerate(shown):
            word = options[place] if place < len(best.options) else ""
            column_of.append(np.full(int(rows.sum()), word, dtype=object))
    return {
        "best": np.concatenate(best_of),
        "worst": np.concatenate(worst_of),
        "shown": {f"place {place + 1}": np.concatenate(words) for place, words in enumerate(shown)},
        "clusters": np.concatenate(whose),
        "missing": ("",),
    }


def _counted(answers: Answers, sets: list[tuple[Item, Item]]) -> dict[str, Any]:
    """Equal choices once. Whose they were no longer matters: the intervals are narrower than the digits shown."""
    rows: list[tuple[int, str, str, tuple[str, ...]]] = []
    widest = max(len(best.options) for best, _ in sets)
    for best, worst in sets:
        options = tuple(best.options)
        given = _complete(answers, best, worst)
        codes = answers.item(best)[given].astype(np.int64) * len(options) + answers.item(worst)[given]
        shown = (*options, *("",) * (widest - len(options)))
        for code, count in enumerate(np.bincount(codes, minlength=len(options) ** 2).tolist()):
            if count:
                rows.append((count, options[code // len(options)], options[code % len(options)], shown))
    return {
        "best": [row[1] for row in rows],
        "worst": [row[2] for row in rows],
        "shown": {f"place {place + 1}": [row[3][place] for row in rows] for place in range(widest)},
        "counts": [row[0] for row in rows],
        "errors": "model",
        "missing": ("",),
    }


def _complete(answers: Answers, best: Item, worst: Item) -> Rows:
    """Who named both ends of a set, each an option that it still has."""
    size = len(best.options)
    both = answers.answered(best) & answers.answered(worst)
    return np.asarray(both & (answers.item(best) < size) & (answers.item(worst) < size))


def _few(asked: Parted, rows: Rows, needed: int) -> Section | None:
    n = int(rows.sum())
    return few(f"{asked.kind}-{asked.key}", asked.question, n, needed) if n < needed else None
