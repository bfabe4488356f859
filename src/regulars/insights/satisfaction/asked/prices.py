"""Four prices of one product: which range is accepted, and at which price most would buy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from regulars.insights.pictures.preference import named
from regulars.insights.pictures.preference import price_sensitivity as picture
from regulars.insights.report import Figure, Section
from regulars.insights.satisfaction.asked.base import Floats, Rows, all_of, column, every_estimate, few, who
from regulars.insights.satisfaction.specify import Question
from regulars.insights.wording import interval_in_words
from regulars.language import Estimate, Kind, Message, message
from regulars.methods import PriceSensitivity, price_sensitivity
from regulars.methods.errors import MethodError
from regulars.survey import Item
from regulars.survey.tags import CURRENCY, INTENTION, Parted, tagged

PRICES = ("too-cheap", "cheap", "expensive", "too-expensive")
RESAMPLES = 400
MOST_ROWS = 30


def prices(question: Question, asked: Parted, others: Sequence[Item], *, seed: int) -> Section | None:
    """The four curves. ``others``: among them may be how likely somebody buys at two of the prices."""
    named = {asked.part(item): item for item in asked.items}
    if set(named) != set(PRICES) or (rows := who(question, all_of(named.values()))) is None:
        return None
    key, title = f"prices-{asked.key}", asked.question
    needed = max(question.minimum, PriceSensitivity.minimum_n)
    if (n := int(rows.sum())) < needed:
        return few(key, title, n, needed)
    columns = [column(question.answers, named[name])[rows] for name in PRICES]
    try:
        likely = _intentions(question, named, others, rows)
        result = price_sensitivity(
            *columns,
            intention_cheap=likely[0],
            intention_expensive=likely[1],
            weights=None if question.answers.weighed is None else question.answers.weighed[rows],
            n_resamples=RESAMPLES,
            seed=seed,
        )
    except MethodError:  # nobody's four prices rise
        return Section(key, title, message("Nobody’s four prices rise from too cheap to too expensive."))
    currency = tagged(named["cheap"], CURRENCY)
    money = every_estimate(_thinned(picture(result)), lambda one: in_money(one, currency), ("x",))
    return replace(
        money,
        key=key,
        title=title,
        figures=_figures(result, asked.key, currency),
        caption=next((note for note in result.notes if result.n_contradictory), money.caption),
        definition=message(
            "Each named four prices (van Westendorp). The curves are the shares to whom a price is too cheap, cheap, "
            "expensive, too expensive; between the points where they cross lies what is accepted."
        ),
    )


def _thinned(section: Section) -> Section:
    """Prices spread over all that were named: a table of each would fill pages and show the same curves."""
    table = section.table
    if table is None or len(table.rows) <= MOST_ROWS:
        return section
    kept = np.unique(np.linspace(0, len(table.rows) - 1, MOST_ROWS).round().astype(int)).tolist()
    return replace(section, table=replace(table, rows=tuple(table.rows[at] for at in kept)))


def _intentions(
    question: Question, named: dict[str, Item], others: Sequence[Item], rows: Rows
) -> tuple[Floats | None, ...]:
    """How likely a purchase is at the two prices in the middle, where both were asked on one scale."""
    about = {tagged(item, INTENTION): item for item in others if item.scale is not None}
    pair = [about.get(named[name].key) for name in ("cheap", "expensive")]
    scales = {(item.scale.low, item.scale.high) for item in pair if item is not None and item.scale is not None}
    if None in pair or scales != {(1, 5)}:
        return None, None
    return tuple(column(question.answers, item)[rows] for item in pair if item is not None)


def in_money(one: Estimate, currency: str | None) -> Estimate:
    """A plain number as an amount."""
    return one if one.kind is not Kind.NUMBER else replace(one, kind=Kind.MONEY, currency=currency)


def _figures(result: PriceSensitivity, key: str, currency: str | None) -> tuple[Figure, ...]:
    wanted: list[tuple[str, Message, Message]] = [
        ("opp", message("Fewest refuse"), message("Where as many find it too cheap as too expensive.")),
        ("idp", message("As many find it cheap as expensive"), message("Often the price of the market’s leader.")),
    ]
    if result.intention_n:
        wanted += [
            (
                "reach_price",
                message("Most would buy"),
                message("By how likely they are to (Newton, Miller and Smith)."),
            ),
            ("revenue_price", message("Most would be earned"), message("Price times the share who would buy.")),
        ]
    return tuple(
        Figure(
            f"price_{name}_{key}",
            label,
            in_money(named(result, name), currency),
            result.n,
            result.n_missing,
            interval_in_words(result.interval),
            definition=meaning,
        )
        for name, label, meaning in wanted
        if np.isfinite(getattr(result, name))
    )
