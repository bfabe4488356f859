"""Numbers that were typed, and days: how they spread."""

from __future__ import annotations

import math
from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from regulars.insights.report import ChartKind, Column, Figure, Row, Section, Table, Words
from regulars.insights.satisfaction.asked.base import Floats, any_of, few, who
from regulars.insights.satisfaction.specify import Question
from regulars.insights.wording import interval_in_words
from regulars.language import Count, Day, Estimate, Kind, Message, Text, message
from regulars.methods import Bootstrap, ShareInterval, SurveyMean, bootstrap, share_interval, survey_mean
from regulars.methods.result import Result
from regulars.survey import Item

SINGLE = 12  # as many different numbers stand for themselves
WANTED = 8  # groups, where there are more
MOST_VALUES = 2000  # of the median's interval
MONTHS = 30
EPOCH = date(1970, 1, 1)


def amount(question: Question, item: Item, *, seed: int) -> Section | None:
    """The middle, the mean, and how many named what."""
    rows = who(question, any_of([item]))
    if rows is None:
        return None
    key, title, n = f"amount-{item.key}", item.label, int(rows.sum())
    needed = max(question.minimum, ShareInterval.minimum_n)
    if n < needed:
        return few(key, title, n, needed)
    values = question.answers.amounts[item.key][rows]
    figures = _figures(item, values, seed)
    return Section(
        key,
        title,
        _half(item, figures),
        figures=figures,
        table=_spread(key, values, message("Answer") if item.after is None else item.after),
        chart=ChartKind.DISTRIBUTION,
        definition=None if item.text is None else message("The question was: “{text}”", text=item.text),
    )


def _half(item: Item, figures: tuple[Figure, ...]) -> Message | None:
    middle = next((figure.estimate for figure in figures if figure.key.startswith("median_")), None)
    if middle is None:
        return None
    if item.after is None:
        return message("Half of those who answered say {number} or more.", number=middle)
    return message("Half of those who answered say {number} {unit} or more.", number=middle, unit=item.after)


def _figures(item: Item, values: Floats, seed: int) -> tuple[Figure, ...]:
    found = []
    if len(values) >= Bootstrap.minimum_n and len(np.unique(values)) <= MOST_VALUES:
        middle = bootstrap(values, "median", n_resamples=1000, seed=seed)
        whole = bool((values == np.round(values)).all())
        found.append(
            _figure(item, "median", message("{item}: median", item=item.label), middle, _middle(middle, whole=whole))
        )
    if len(values) < SurveyMean.minimum_n:
        return tuple(found)
    mean = survey_mean(values)
    found.append(
        _figure(item, "mean", message("{item}: mean", item=item.label), mean, Estimate(mean.mean, mean.low, mean.high))
    )
    return tuple(found)


def _middle(found: Bootstrap, *, whole: bool) -> Estimate:
    """Of whole numbers the middle one is whole, or lies between two."""
    digits = (0 if found.value.is_integer() else 1) if whole else None
    return Estimate(found.value, found.low, found.high, digits=digits)


def _figure(item: Item, name: str, label: Words, result: Result, found: Estimate) -> Figure:
    return Figure(
        f"{name}_{item.key}",
        label,
        found,
        result.n,
        result.n_missing,
        interval_in_words(result.interval),
        note=None if item.after is None else message("{unit}", unit=item.after),
    )


def _spread(key: str, values: Floats, head: Words) -> Table:
    single, counts = np.unique(values, return_counts=True)
    if len(single) <= SINGLE:
        names: list[Words] = [Text.of(f"{value:g}") for value in single]
    else:
        names, counts = _grouped(values)
    return _table(key, head, [(name, int(count)) for name, count in zip(names, counts, strict=True)], len(values))


def _grouped(values: Floats) -> tuple[list[Words], np.ndarray]:
    """Groups of round width over where most answers lie; the last holds all that is more."""
    low, high = (float(end) for end in np.quantile(values, [0.01, 0.95]))
    step = _round_step((high - low) / WANTED)
    start = math.floor(low / step) * step
    edges = np.arange(start, high + step, step)
    edges[0] = min(edges[0], math.floor(values.min() / step) * step)
    counts = np.histogram(values, [*edges, np.inf])[0]
    names: list[Words] = [
        message("{low} to under {high}", low=_plain(a), high=_plain(b)) for a, b in pairwise(edges.tolist())
    ]
    names.append(message("{low} or more", low=_plain(edges[-1])))
    while len(counts) > 1 and counts[-1] == 0:
        names, counts = names[:-1], counts[:-1]
    return names, counts


def _round_step(width: float) -> float:
    """1, 2 or 5 with zeros."""
    if width <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(width))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= width * (1 - 1e-9))


def _plain(value: float) -> Estimate:
    return Estimate(float(value), digits=0 if float(value).is_integer() else 2)


def day(question: Question, item: Item) -> Section | None:
    """When: by months, by years where there are many."""
    rows = who(question, any_of([item]))
    if rows is None:
        return None
    key, title, n = f"day-{item.key}", item.label, int(rows.sum())
    needed = max(question.minimum, ShareInterval.minimum_n)
    if n < needed:
        return few(key, title, n, needed)
    days = [EPOCH + timedelta(days=int(number)) for number in question.answers.amounts[item.key][rows]]
    first, last = min(days), max(days)
    yearly = (last.year - first.year) * 12 + last.month - first.month >= MONTHS
    periods = [f"{one:%Y}" if yearly else f"{one:%Y-%m}" for one in days]
    counted = {name: periods.count(name) for name in _between(first, last, yearly=yearly)}
    rows_of: list[tuple[Words, int]] = [(Text.of(name), count) for name, count in counted.items()]
    # Who named the first or the last day could be known by it where nobody may be told apart.
    sentence = None if question.privacy.hides else message("From {first} to {last}.", first=Day(first), last=Day(last))
    head = message("Year") if yearly else message("Month")
    return Section(key, title, sentence, table=_table(key, head, rows_of, n), chart=ChartKind.DISTRIBUTION)


def _between(first: date, last: date, *, yearly: bool) -> list[str]:
    if yearly:
        return [str(year) for year in range(first.year, last.year + 1)]
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in months]


def _table(key: str, head: Words, counted: list[tuple[Words, int]], n: int) -> Table:
    shares = [share_interval(count, n) for _, count in counted]
    return Table(
        key,
        (Column("answer", head, numeric=False), Column("share", message("Share")), Column("n", message("Answers"))),
        tuple(
            Row(str(place), name, (Estimate(one.share, one.low, one.high, Kind.SHARE), Count(count)))
            for place, ((name, count), one) in enumerate(zip(counted, shares, strict=True))
        ),
    )
