"""The CRM funnel: everybody is counted once, and each step against a plain count."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from regulars.facts import Facts, open_facts
from regulars.insights.report import Report, Row, Whom
from regulars.insights.scope import Scope
from regulars.insights.scoring import score_customers
from regulars.insights.worth import Wish, worth
from regulars.insights.worth.crm_counts import funnel
from regulars.language import Estimate, Language, Missing, render
from regulars.methods import share_interval
from regulars.simulate import company

WHOLE = Scope.whole(purpose="test")


@pytest.fixture(scope="module")
def hotels(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    facts = open_facts(tmp_path_factory.mktemp("crm") / "facts")
    company(customers=600, seed=5).write(facts)
    facts.write_scores(score_customers(facts, scope=WHOLE).rows)
    return facts


def days_of(facts: Facts) -> dict[int, list[date]]:
    days: dict[int, list[date]] = {}
    for row in facts.transactions().to_pylist():
        days.setdefault(row["customer"], []).append(row["day"])
    return days


def rows(report: Report, key: str) -> dict[str, Row]:
    table = report.section(key).table
    assert table is not None
    return {row.key: row for row in table.rows}


def test_the_steps_are_those_of_a_plain_count(hotels: Facts) -> None:
    days = days_of(hotels)
    first, last = date(2026, 1, 1), date(2026, 6, 30)
    before = first - timedelta((last - first).days + 1)
    report = worth(hotels, "crm", Wish(WHOLE, first=first, last=last))
    new = [found for found in days.values() if first <= found[0] <= last]
    again = [found for found in new if sum(day <= last for day in found) > 1]
    lately = [found for found in days.values() if any(before <= day < first for day in found)]
    kept = [found for found in lately if any(first <= day <= last for day in found)]

    develop = share_interval(len(again), len(new))
    cell = rows(report, "funnel")["develop"].cells[0]
    assert isinstance(cell, Estimate)
    assert (cell.value, cell.low, cell.high) == (develop.share, develop.low, develop.high)
    assert report.figure("kept").estimate.value == len(kept) / len(lately)
    assert report.figure("kept").n == len(lately)
    never = sum(found[0] >= first for found in days.values()) + len(hotels.customers()) - len(days)
    assert (report.figure("acquired").n, report.figure("acquired").estimate.value) == (never, len(new) / never)


def test_everybody_has_one_status(hotels: Facts) -> None:
    found = funnel(hotels, Wish(WHOLE))
    assert found is not None
    assert sum(found.statuses.values()) == found.known == len(hotels.customers())
    assert found.statuses["new"] + found.statuses["developed"] == found.acquired.hits


def test_selected_are_the_tiers_of_the_scores(hotels: Facts) -> None:
    tiers = hotels.customer_scores().select("value_tier").to_pyarrow()["value_tier"].to_pylist()
    found = rows(worth(hotels, "crm", Wish(WHOLE)), "tiers")

    assert {key: row.cells[1].value for key, row in found.items()} == {  # type: ignore[union-attr]
        tier: tiers.count(tier) for tier in ("premium", "middle", "low")
    }
    assert found["premium"].whom == Whom.of(tier="premium")


def test_lines_of_sales_are_those_of_the_span_and_the_units(hotels: Facts) -> None:
    """Anonymous lines count against those under a number; a segment has no anonymous sales."""
    lines = hotels.purchases().select("customer", "day", "unit").to_pyarrow().to_pylist()
    first, last = date(2026, 1, 1), date(2026, 6, 30)
    wish = Wish(WHOLE, first=first, last=last, units=frozenset({"Lakeside"}))
    there = [row for row in lines if first <= row["day"] <= last and "Lakeside" in (row["unit"] or [])]
    some = frozenset(hotels.customers()["key"].to_pylist()[:50])

    identify = rows(worth(hotels, "crm", wish), "funnel")["identify"].cells
    assert identify[2].value == len(there) > 0  # type: ignore[union-attr]
    assert identify[1].value == sum(row["customer"] is not None for row in there)  # type: ignore[union-attr]
    assert "identify" not in rows(worth(hotels, "crm", Wish(WHOLE, among=some)), "funnel")


def test_few_and_unscored_are_said(tmp_path_factory: pytest.TempPathFactory, hotels: Facts) -> None:
    few = frozenset(hotels.customers()["key"].to_pylist()[:5])
    report = worth(hotels, "crm", Wish(WHOLE, among=few))
    assert isinstance(rows(report, "funnel")["develop"].cells[0], Missing)

    facts = open_facts(tmp_path_factory.mktemp("unscored") / "facts")
    company(customers=50, seed=5).write(facts)
    sentence = worth(facts, "crm", Wish(WHOLE)).section("tiers").sentence
    assert sentence is not None
    assert "score them first" in render(sentence, Language.ENGLISH)
