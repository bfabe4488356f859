"""Pairs, satisfaction and returns by product: the numbers of the methods over the lines themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pytest

from regulars.facts import Facts
from regulars.insights.loyalty import pairs_of
from regulars.insights.loyalty.answers import latest
from regulars.insights.report import Report, Row
from regulars.insights.scope import Scope
from regulars.insights.worth import Wish, worth
from regulars.language import Estimate, Language, render
from regulars.methods import basket_rules
from regulars.methods.intervals import critical, wilson
from regulars.methods.sample import Sample
from regulars.methods.scores.estimates import mean_of

WHOLE = Scope.whole(purpose="test")
Lines = Callable[[Iterable[dict[str, object]]], Facts]


def row(report: Report, section: str, key: str) -> Row:
    table = report.section(section).table
    assert table is not None
    return next(one for one in table.rows if one.key == key)


def ends(cell: object) -> tuple[float, float | None, float | None]:
    assert isinstance(cell, Estimate)
    return cell.value, cell.low, cell.high


def test_pairs_are_those_of_the_method(hotels: Facts) -> None:
    rows = hotels.ask(
        hotels.purchases_table,
        """select basket, coalesce(customer::varchar, basket) as who, category from {table}
        where amount >= 0 and "day" > $last::date - 365""",
        {"last": hotels.purchase_totals().last_day},
    )
    found = basket_rules(rows["basket"], rows["category"], customers=rows["who"])
    table = worth(hotels, "products", Wish(WHOLE, options={"of": "category"})).section("basket_rules").table
    assert table is not None
    shown = sorted(ends(one.cells[0]) for one in table.rows)
    lifts = zip(found.lift.tolist(), found.lift_low.tolist(), found.lift_high.tolist(), strict=True)

    assert np.array(shown) == pytest.approx(np.array(sorted(lifts)[: len(shown)]))


def test_satisfaction_of_buyers_is_the_mean_of_their_last_answers(hotels: Facts) -> None:
    report = worth(hotels, "products", Wish(WHOLE))
    said = latest(hotels, pairs_of(hotels)[0], scope=WHOLE)
    rows = hotels.ask(
        hotels.purchases_table,
        """select distinct customer from {table} where product = 'Suite' and amount >= 0 and customer is not null
        and "day" > $last::date - 365""",
        {"last": hotels.purchase_totals().last_day},
    )
    own = said.satisfaction[np.isin(said.customer, rows["customer"].to_numpy())]
    mean = mean_of(Sample.of(own), 0.95)

    assert ends(row(report, "satisfied", "Suite").cells[0]) == pytest.approx((mean.mean, mean.low, mean.high))


def test_a_survey_that_promised_more_stays_out(hotels: Facts) -> None:
    hidden = frozenset(hotels.surveys())
    section = worth(hotels, "products", Wish(WHOLE, hidden=hidden)).section("satisfied")
    assert section.table is None


def test_returns_are_lines_below_zero_of_those_sold(bought: Lines) -> None:
    def line(money: float, product: str) -> dict[str, object]:
        return {"at": "2026-01-05", "amount": money, "product": product, "customer": "A"}

    lines = (
        [line(5, "Pot") for _ in range(20)] + [line(-5, "Pot") for _ in range(3)] + [line(5, "Lid"), line(-9, "Pan")]
    )
    report = worth(bought(lines), "products", Wish(WHOLE))

    assert ends(row(report, "returned", "Pot").cells[0]) == pytest.approx((0.15, *wilson(0.15, 20, critical(0.95))))
    assert "other days" in render(row(report, "returned", "Pan").cells[0], Language.ENGLISH)


def test_purchases_without_products_are_told_so(bought: Lines) -> None:
    report = worth(bought([{"at": "2026-01-05", "amount": 5, "customer": "A"}]), "products", Wish(WHOLE))
    assert "No purchase in these days names it" in render(report.conclusion, Language.ENGLISH)
