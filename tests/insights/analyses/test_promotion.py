"""Promotions: who bought under them and what was left; never what they brought."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import pytest

from regulars.facts import Facts
from regulars.insights.report import Report, Row
from regulars.insights.scope import Scope
from regulars.insights.worth import Wish, worth
from regulars.language import Count, Estimate, Language, render
from regulars.methods.intervals import critical, wilson

WHOLE = Scope.whole(purpose="test")
Lines = Callable[[Iterable[dict[str, object]]], Facts]


def row(report: Report, section: str, key: str) -> Row:
    table = report.section(section).table
    assert table is not None
    return next(one for one in table.rows if one.key == key)


def sold(day: str, customer: str, amount: float = 10, promotion: str = "", cost: float = 6) -> dict[str, object]:
    return {"at": day, "amount": amount, "customer": customer, "cost": cost, "promotion": promotion}


@pytest.fixture
def spring(bought: Lines) -> Facts:
    """Ten old customers and ten new ones; 4 old and 8 new ones buy under the promotion, all others without."""
    lines = [sold("2025-06-01", f"old{place}") for place in range(10)]
    for place in range(10):
        lines.append(sold("2026-03-02", f"old{place}", 8 if place < 4 else 10, "Spring" if place < 4 else ""))
        lines.append(sold("2026-03-05", f"new{place}", 8 if place < 8 else 10, "Spring" if place < 8 else ""))
    return bought([*lines, sold("2026-03-02", "old9", 8, "Spring"), sold("2026-03-05", "old9", -8, "Spring", -6)])


def test_response_and_first_purchases_are_counted(spring: Facts) -> None:
    report = worth(spring, "promotion", Wish(WHOLE, first=date(2026, 3, 1)))
    response, buyers, fresh, net, *_ = row(report, "campaigns", "Spring").cells

    assert isinstance(response, Estimate)
    assert (response.value, response.low, response.high) == pytest.approx((0.65, *wilson(0.65, 20, critical(0.95))))
    assert buyers == Count(13)
    assert isinstance(fresh, Estimate)
    assert fresh.value == pytest.approx(8 / 13)
    assert isinstance(net, Estimate)
    assert net.value == 12 * 8


def test_margin_stands_beside_that_of_other_sales(spring: Facts) -> None:
    section = worth(spring, "promotion", Wish(WHOLE, first=date(2026, 3, 1))).section("margins")
    assert section.table is not None
    assert section.table.references == {"rate": pytest.approx(0.4)}
    assert section.table.rows[0].cells[0].value == pytest.approx(0.25)  # type: ignore[union-attr]


def test_what_it_brought_is_not_told(spring: Facts) -> None:
    report = worth(spring, "promotion", Wish(WHOLE))
    assert report.section("untold").sentence is not None
    assert not [figure for figure in report.all_figures() if figure.key in ("lift", "uplift")]


def test_without_promotions_the_page_says_so(bought: Lines) -> None:
    report = worth(bought([sold("2026-01-05", "A")]), "promotion", Wish(WHOLE))
    assert "names a promotion" in render(report.conclusion, Language.ENGLISH)
    assert not report.figures
