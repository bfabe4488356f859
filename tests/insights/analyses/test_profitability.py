"""Profit: what lines earned, what serving took, and nothing of what is not known."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pytest

from regulars.facts import Facts
from regulars.insights.report import Report, Row
from regulars.insights.scope import Scope
from regulars.insights.worth import Wish, worth
from regulars.language import Estimate, Language, Missing, render
from regulars.methods.sample import Sample
from regulars.methods.scores.estimates import mean_of

WHOLE = Scope.whole(purpose="test")
Lines = Callable[[Iterable[dict[str, object]]], Facts]
LINES = [
    {"at": "2026-01-05", "amount": 100, "cost": 60, "product": "Pot", "customer": "A", "basket": "X", "line": 1},
    {"at": "2026-01-05", "amount": 20, "cost": 25, "product": "Lid", "customer": "A", "basket": "X", "line": 2},
    {"at": "2026-01-06", "amount": -50, "cost": -30, "product": "Pot", "customer": "A"},
    {"at": "2026-01-07", "amount": 70, "cost": "", "product": "Pan", "customer": "B"},
    {"at": "2026-01-08", "amount": 40, "cost": 10, "product": "Cup", "customer": ""},
]


def row(report: Report, section: str, key: str) -> Row:
    table = report.section(section).table
    assert table is not None
    return next(one for one in table.rows if one.key == key)


def amounts(one: Row) -> list[float]:
    return [cell.value for cell in one.cells if isinstance(cell, Estimate)]


def test_profit_is_of_the_lines_whose_cost_is_known(bought: Lines) -> None:
    report = worth(bought(LINES), "profitability", Wish(WHOLE))

    assert report.figure("gross").estimate.value == 100 + 20 - 50 + 40 - (60 + 25 - 30 + 10)
    assert report.reason is not None
    assert "80.0%" in render(report.reason, Language.ENGLISH)
    assert "70" in render(report.reason, Language.ENGLISH)
    table = report.section("losing").table
    assert table is not None
    assert [(one.key, amounts(one)[0]) for one in table.rows] == [("Lid", -5)]


def test_a_purchase_costs_once_however_many_lines_it_has(bought: Lines) -> None:
    options = {"serve": 6.0, "back": 8.0, "fixed": 11.0}
    report = worth(bought(LINES), "profitability", Wish(WHOLE, options=options))

    marginal = 45 - 2 * 6 - 8
    assert report.figure("marginal").estimate.value == marginal
    assert report.figure("net").estimate.value == marginal - 11
    assert amounts(row(report, "losing", "Lid"))[0] == -5 - 3
    tiers = report.section("tiers").table
    assert tiers is not None
    assert sum(amounts(one)[0] for one in tiers.rows) == pytest.approx(marginal)
    assert sum(amounts(one)[3] for one in tiers.rows) == pytest.approx(marginal - 11)


def test_without_any_cost_there_is_a_sentence_and_no_number(bought: Lines) -> None:
    report = worth(bought([{**LINES[0], "cost": ""}]), "profitability", Wish(WHOLE))
    assert "cost" in render(report.conclusion, Language.ENGLISH)
    assert not report.figures


def test_net_profit_is_not_told_where_fixed_costs_are_unknown(bought: Lines) -> None:
    report = worth(bought(LINES), "profitability", Wish(WHOLE))
    assert isinstance(row(report, "steps", "net").cells[0], Missing)
    assert not [one for one in report.figures if one.key == "net"]


def test_the_profit_of_each_customer_of_a_tier_is_that_of_the_method(hotels: Facts) -> None:
    report = worth(hotels, "profitability", Wish(WHOLE))
    scores = hotels.customer_scores().select("customer", "value_tier").to_pyarrow().to_pylist()
    premium = {one["customer"] for one in scores if one["value_tier"] == "premium"}
    last = hotels.purchase_totals().last_day
    each = hotels.ask(
        hotels.purchases_table,
        """select customer, sum(amount - cost)::double as kept from {table}
        where "day" > $last::date - 365 and customer is not null group by 1""",
        {"last": last},
    ).to_pylist()
    own = np.array([one["kept"] for one in each if one["customer"] in premium])
    said, shown = mean_of(Sample.of(own), 0.95), row(report, "tiers", "premium").cells[4]

    assert isinstance(shown, Estimate)
    assert (shown.value, shown.low, shown.high) == pytest.approx((said.mean, said.low, said.high))


def test_tiers_across_classes_add_up(hotels: Facts) -> None:
    report = worth(hotels, "profitability", Wish(WHOLE, options={"serve": 30.0}))
    for tier in ("premium", "middle", "low"):
        assert sum(amounts(row(report, "crossed", tier))) == pytest.approx(amounts(row(report, "tiers", tier))[0])
