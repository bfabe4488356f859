"""The months to come: whole months only, the ranges of the method; new customers by the way they came."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

import numpy as np
import pytest

from regulars.facts import Facts
from regulars.insights.report import Report, Row
from regulars.insights.scope import Scope
from regulars.insights.worth import Wish, worth
from regulars.language import Count, Estimate, Language, render
from regulars.methods import forecast_counts
from regulars.methods.sample import Sample
from regulars.methods.scores.estimates import mean_of

WHOLE = Scope.whole(purpose="test")
Lines = Callable[[Iterable[dict[str, object]]], Facts]


def row(report: Report, section: str, key: str) -> Row:
    table = report.section(section).table
    assert table is not None
    return next(one for one in table.rows if one.key == key)


def test_the_months_ahead_are_those_of_the_method(hotels: Facts) -> None:
    counts = hotels.ask(
        hotels.purchases_table,
        """select strftime("day", '%Y-%m') as month, count(distinct basket) as n from {table} where amount >= 0
        group by 1 order by 1""",
        {},
    ).to_pylist()
    whole = [one["n"] for one in counts[1:-1]]  # the first and the last month are begun or not over
    found = forecast_counts(whole, periods=2, season=12)
    report = worth(hotels, "future", Wish(WHOLE, options={"ahead": 2.0}))
    table = report.section("next").table
    assert table is not None
    shown = [one.cells[1] for one in table.rows]

    for place, cell in enumerate(shown):
        assert isinstance(cell, Estimate)
        expected = (found.forecast[place], found.forecast_low[place], found.forecast_high[place])
        assert (cell.value, cell.low, cell.high) == pytest.approx(expected)


def test_new_customers_have_the_value_of_their_scores(hotels: Facts) -> None:
    came = hotels.ask(
        hotels.purchases_table,
        """select customer, min("day") as first, arg_min(channel, "day") as channel from {table}
        where customer is not null and amount >= 0 group by 1""",
        {},
    ).to_pylist()
    last = hotels.purchase_totals().last_day
    assert last is not None
    scores = hotels.customer_scores().select("customer", "value").to_pyarrow().to_pylist()
    value = {one["customer"]: one["value"] for one in scores}
    own = [one["customer"] for one in came if one["channel"] == "Website" and one["first"] > last - timedelta(days=365)]
    said = mean_of(Sample.of(np.array([value[one] for one in own if value.get(one) is not None])), 0.95)
    cells = row(worth(hotels, "future", Wish(WHOLE)), "came", "Website").cells

    assert cells[2] == Count(len(own))
    assert isinstance(cells[0], Estimate)
    assert cells[0].value == pytest.approx(said.mean)
    assert cells[0].high == pytest.approx(said.high)


def test_a_month_that_is_not_over_does_not_count(bought: Lines) -> None:
    day, lines = date(2024, 1, 1), []
    while day < date(2026, 3, 10):
        lines.append({"at": str(day), "amount": 5, "customer": f"C{day.toordinal() % 40}"})
        day += timedelta(days=1)
    report = worth(bought(lines), "future", Wish(WHOLE, options={"ahead": 1.0}))
    table = report.section("next").table
    assert table is not None
    assert [one.key for one in table.rows] == ["2026-03"]
    assert report.figure("purchases").estimate.value == pytest.approx(30, abs=3)


def test_three_months_are_too_few(bought: Lines) -> None:
    lines = [{"at": f"2026-0{month}-05", "amount": 5, "customer": "A"} for month in (1, 2, 3, 4)]
    report = worth(bought(lines), "future", Wish(WHOLE))
    assert "too few" in render(report.conclusion, Language.ENGLISH)
    assert not report.figures
