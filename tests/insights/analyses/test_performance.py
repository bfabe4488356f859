"""Sales by class, channel, place and month: sums of the lines, changes of the method."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import numpy as np
import pytest

from regulars.facts import Facts
from regulars.insights.report import Report, Row
from regulars.insights.scope import Scope
from regulars.insights.worth import Wish, worth
from regulars.insights.worth.analyses.performance import UNSAID
from regulars.language import Estimate, Language, render
from regulars.methods.comparison.totals import change_of_total

WHOLE = Scope.whole(purpose="test")
Lines = Callable[[Iterable[dict[str, object]]], Facts]


def row(report: Report, section: str, key: str) -> Row:
    table = report.section(section).table
    assert table is not None
    return next(one for one in table.rows if one.key == key)


def amount(cell: object) -> float:
    assert isinstance(cell, Estimate)
    return cell.value


def line(day: str, money: float, customer: object = "A", **more: object) -> dict[str, object]:
    return {"at": day, "amount": money, "customer": customer, "category": "Tea", "channel": "Shop", **more}


def test_rows_are_the_sums_of_their_lines_returns_taken_off(bought: Lines) -> None:
    facts = bought([
        line("2026-01-05", 10, "A", basket="X", line=1),
        line("2026-01-05", 5, "A", basket="X", line=2),
        line("2026-02-05", -4, "A"),
        line("2026-02-06", 7, "B", category="Coffee"),
        line("2026-02-07", 3, "", category=""),
    ])  # fmt: skip
    report = worth(facts, "performance", Wish(WHOLE))
    tea, unsaid = row(report, "sales", "Tea"), row(report, "sales", UNSAID)

    assert [amount(tea.cells[0]), str(tea.cells[2].value), str(tea.cells[3].value)] == [11, "1", "2"]  # type: ignore[union-attr]
    assert amount(unsaid.cells[0]) == 3
    assert report.figure("net").estimate.value == 21
    assert "not given" in render(unsaid.name, Language.ENGLISH)


def test_the_crossed_table_adds_up_to_its_rows(hotels: Facts) -> None:
    report = worth(hotels, "performance", Wish(WHOLE, options={"rows": "product", "columns": "month"}))
    crossed = report.section("crossed").table
    assert crossed is not None
    for one in crossed.rows:
        total = sum(cell.value for cell in one.cells if isinstance(cell, Estimate))
        assert total == pytest.approx(amount(row(report, "sales", one.key).cells[0]))


def test_a_class_narrows_and_its_products_are_all_there(hotels: Facts) -> None:
    whole = worth(hotels, "performance", Wish(WHOLE))
    drilled = worth(hotels, "performance", Wish(WHOLE, options={"rows": "product", "category": "Room"}))
    assert drilled.figure("net").estimate.value == pytest.approx(amount(row(whole, "sales", "Room").cells[0]))


def test_the_change_is_that_of_the_method(hotels: Facts) -> None:
    report = worth(hotels, "performance", Wish(WHOLE, first=date(2026, 1, 1), last=date(2026, 3, 31)))
    parts = hotels.ask(
        hotels.purchases_table,
        """select coalesce(customer::varchar, basket) as who,
        sum(case when "day" >= date '2026-01-01' then amount else 0 end)::double as new,
        sum(case when "day" < date '2026-01-01' then amount else 0 end)::double as old from {table}
        where "day" between date '2025-10-03' and date '2026-03-31' and category = 'Room' group by 1""",
        {},
    )
    new, old = parts["new"].to_numpy(), parts["old"].to_numpy()
    found = change_of_total(new.sum(), old.sum(), float(np.square(new - old).sum()), len(new))
    shown = row(report, "sales", "Room").cells[4]

    assert isinstance(shown, Estimate)
    assert found is not None
    assert (shown.value, shown.low, shown.high) == pytest.approx((found.value, found.low, found.high))


def test_where_the_data_do_not_reach_back_no_change_is_told(bought: Lines) -> None:
    report = worth(
        bought([line(f"2026-01-{day:02}", 5, f"C{day}") for day in range(1, 29)]), "performance", Wish(WHOLE)
    )
    assert len(row(report, "sales", "Tea").cells) == 4  # no columns about changes
    assert not [one for one in report.figures if one.key == "change"]


def test_one_customer_who_spends_all_makes_no_clear_change(bought: Lines) -> None:
    lines = [line("2025-01-01", 5, f"C{place}") for place in range(20)]
    lines += [line("2025-12-20", 5, f"C{place}") for place in range(20)] + [line("2025-12-20", 9000, "rich")]
    wish = Wish(WHOLE, first=date(2025, 7, 1), last=date(2025, 12, 20))
    report = worth(bought(lines), "performance", wish)
    assert "no clear difference" in render(row(report, "sales", "Tea").cells[5], Language.ENGLISH)


def test_names_of_the_data_are_data(bought: Lines) -> None:
    names = ["O'Hara's", "{table}", "{lines}) --", "~others", "$since"] + [f"P{number}" for number in range(50)]
    lines = [line("2026-01-05", 5 + 100 * (place < 5), product=name) for place, name in enumerate(names)]
    options = {"rows": "product", "columns": "channel"}
    report = worth(bought(lines), "performance", Wish(WHOLE, options=options))
    table = report.section("crossed").table
    assert table is not None
    assert {"O'Hara's", "{table}", "{lines}) --"} <= {one.key for one in table.rows}
    assert sum(amount(one.cells[0]) for one in table.rows) == pytest.approx(775)


def test_units_and_customers_narrow(hotels: Facts) -> None:
    all_ = worth(hotels, "performance", Wish(WHOLE)).figure("net").estimate.value
    one = worth(hotels, "performance", Wish(Scope(frozenset({"Lakeside"}), "test"))).figure("net").estimate.value
    keys = frozenset(hotels.customers()["key"].to_pylist()[:50])
    few = worth(hotels, "performance", Wish(WHOLE, among=keys)).figure("customers").estimate.value
    assert 0 < one < all_
    assert few <= 50
