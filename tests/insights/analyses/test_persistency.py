"""How long customers stay: the curve of the method over the days of purchase, nobody's silence cut short."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

import pytest

from regulars.facts import Facts
from regulars.insights.scope import Scope
from regulars.insights.worth import Wish, worth
from regulars.language import Estimate, Language, render
from regulars.methods import survival

WHOLE = Scope.whole(purpose="test")
Lines = Callable[[Iterable[dict[str, object]]], Facts]
DAYS = """select min("day") as first, max("day") as last, arg_min(channel, "day") as channel from {table}
    where customer is not null and amount >= 0 group by customer"""


def shown(report: object, section: str, key: str) -> list[float | None]:
    table = report.section(section).table  # type: ignore[attr-defined]
    row = next(one for one in table.rows if one.key == key)
    return [
        end for cell in row.cells if isinstance(cell, Estimate) for end in (cell.value, cell.low, cell.high)
    ]  # fmt: skip


@pytest.mark.parametrize("silent", [365, 200])
def test_the_curve_is_that_of_the_method(hotels: Facts, silent: int) -> None:
    known = hotels.ask(hotels.purchases_table, DAYS, {}).to_pylist()
    seen = hotels.purchase_totals().last_day - timedelta(days=silent)  # type: ignore[operator]
    told = [one for one in known if one["first"] <= seen]
    gone = [one["last"] <= seen for one in told]
    weeks = [((one["last"] if left else seen) - one["first"]).days // 7 for one, left in zip(told, gone, strict=True)]
    found = survival(weeks, gone, at=[13, 52])
    report = worth(hotels, "persistency", Wish(WHOLE, options={"silent": float(silent)}))

    for place, week in enumerate(("13", "52")):
        kept = [found.kept[place], found.kept_low[place], found.kept_high[place]]
        assert shown(report, "values", week) == pytest.approx(kept)


def test_groups_are_compared_and_their_sizes_add_up(hotels: Facts) -> None:
    report = worth(hotels, "persistency", Wish(WHOLE, options={"by": "channel"}))
    table = report.section("groups").table
    assert table is not None
    assert sum(int(str(row.cells[-1].value)) for row in table.rows) == report.figure("kept52").n  # type: ignore[misc, union-attr]
    assert report.section("groups").sentence is not None


def test_levels_are_days_with_a_purchase_in_each_year(bought: Lines) -> None:
    lines = [{"at": "2024-01-02", "amount": 5, "customer": "old"}, {"at": "2026-01-01", "amount": 5, "customer": "old"}]
    for place in range(12):
        lines.append({"at": "2024-06-01", "amount": 5, "customer": f"A{place}"})
        lines += [{"at": f"2025-0{month}-01", "amount": 5, "customer": f"A{place}"} for month in (3, 5)]
        lines.append({"at": "2025-05-01", "amount": 9, "customer": f"A{place}"})
    report = worth(bought(lines), "persistency", Wish(WHOLE))
    table = report.section("levels").table
    assert table is not None
    once = next(row for row in table.rows if row.key == "once")

    assert [cell.value for cell in once.cells[1:]] == [0, 0, 1, 0, 0]  # type: ignore[misc, union-attr]
    assert report.figure("again").n == 12  # who bought a day too early for the year before is not in it


def test_a_young_shop_is_told_that_it_is_too_early(bought: Lines) -> None:
    start = date(2026, 1, 1)
    lines = [{"at": str(start + timedelta(days=n)), "amount": 5, "customer": f"C{n}"} for n in range(60)]
    report = worth(bought(lines), "persistency", Wish(WHOLE))
    assert "Too few customers have been known" in render(report.conclusion, Language.ENGLISH)
    assert not report.figures
