"""Amounts in other currencies: reckoned at the last rate on or before the day of the line, whenever the rate came."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from regulars.facts import Facts, MixedCurrenciesError, Rate, RateError, heard, open_facts
from regulars.facts.imports.rates import read_rates
from regulars.facts.tracking import Part
from regulars.insights.scope import Scope
from regulars.insights.scoring.keeping import score_and_keep
from regulars.insights.worth import Wish
from regulars.insights.worth.analyses.lines import read_lines
from regulars.insights.worth.value_page.reading import spent
from regulars.language import Language, Message, render

WHOLE = Scope.whole(purpose="test")
LINES = (
    {"purchase": "A", "customer": "1", "amount": Decimal("10.00"), "cost": Decimal(4), "day": "2026-01-05",
     "unit": "n"},
    {"purchase": "B", "customer": "1", "amount": Decimal("100.00"), "cost": Decimal(40), "currency": "USD",
     "day": "2026-01-09", "unit": "n"},
    {"purchase": "C", "customer": "2", "amount": Decimal("50.00"), "currency": "USD", "day": "2026-01-10", "unit": "s"},
    {"purchase": "D", "customer": "2", "amount": Decimal("-8.00"), "currency": "GBP", "day": "2026-03-01", "unit": "s"},
    {"purchase": "E", "customer": "2", "amount": Decimal("0.00"), "cost": Decimal(3), "currency": "USD",
     "day": "2026-01-10", "unit": "s"},
)  # fmt: skip


def rate(currency: str, day: str, value: str) -> Rate:
    return Rate(currency, date.fromisoformat(day), Decimal(value))


USD = (rate("USD", "2026-01-01", "0.9"), rate("USD", "2026-01-10", "0.8"))
GBP = (rate("GBP", "2026-01-01", "1.25"),)


@pytest.fixture
def shop(put, facts: Facts) -> Facts:
    put(*LINES)
    facts.set_currency("EUR")
    return facts


def net(facts: Facts) -> dict[str, Decimal]:
    names = dict(zip(*(facts.customers()[name].to_pylist() for name in ("key", "id")), strict=True))
    rows = facts.net_by_customer().to_pylist()
    return {names[row["customer"]]: row["net"] for row in rows}


def test_the_last_rate_before_the_day_counts(shop: Facts) -> None:
    """100 USD at 0.9 the day before the change, 50 at 0.8 on its day, −8 GBP long after the last rate."""
    shop.add_rates([*USD, *GBP])

    assert net(shop) == {"1": Decimal(100), "2": Decimal(30)}
    assert (shop.purchase_totals().net, shop.purchase_totals().currency) == (Decimal(130), "EUR")
    bought = {row["purchase"]: row["amount_company"] for row in shop.purchases().to_pyarrow().to_pylist()}
    assert bought == {"A": 10, "B": 90, "C": 40, "D": -10, "E": 0}


def test_lines_without_a_rate_are_named(shop: Facts) -> None:
    shop.add_rates([USD[1], *GBP])

    with pytest.raises(
        MixedCurrenciesError, match=r"no rate into EUR on their day.*1 in USD from 9 Jan 2026 on"
    ) as found:
        shop.purchase_summary()
    assert "regulars import rates" in str(found.value)
    assert "USD自2026年1月9日起1行" in render(found.value.message, Language.CHINESE)
    assert [(one.currency, one.lines, one.first, one.last) for one in shop.unrated()] == [
        ("USD", 1, date(2026, 1, 9), date(2026, 1, 9))
    ]
    refused = read_lines(shop, Wish(WHOLE))
    assert isinstance(refused, Message)
    assert "1 in USD" in render(refused, Language.ENGLISH)


def test_a_late_rate_corrects_what_is_there(shop: Facts) -> None:
    """In an open reader, too; and the pages and scores know that something has changed."""
    shop.add_rates([*USD, *GBP])
    assert net(shop)["2"] == 30
    before = shop.rates_mark

    changed = shop.add_rates([rate("USD", "2026-01-10", "0.7"), USD[0]])

    assert (changed.new, changed.changed, changed.same, changed.gone) == (0, 1, 1, 0)
    assert net(shop) == {"1": Decimal(100), "2": Decimal(25)}
    assert net(open_facts(shop.home))["2"] == 25
    assert shop.rates_mark != before
    assert shop.remove_rates([("USD", date(2026, 1, 10))]) == 1
    assert net(shop)["2"] == 35


def test_lines_in_one_more_currency_find_its_rates(put, facts: Facts) -> None:
    """In an open reader, which has looked at the rates already when nothing was in that currency."""
    facts.set_currency("EUR")
    facts.add_rates([*USD, *GBP])
    put(*LINES[:2])
    assert net(facts) == {"1": Decimal(100)}

    put(LINES[3])

    assert net(facts) == {"1": Decimal(100), "2": Decimal(-10)}


def test_costs_go_at_the_rate_of_their_line(shop: Facts) -> None:
    """Where nothing was paid the rate is not seen, and the cost is not known."""
    shop.add_rates([*USD, *GBP])

    lines = read_lines(shop, Wish(WHOLE))
    assert not isinstance(lines, Message)
    rows = lines.ask("select purchase, money, spent from {lines} order by 1").to_pylist()
    assert [(row["money"], row["spent"]) for row in rows] == [
        (10, 4), (90, pytest.approx(36)), (40, None), (-10, None), (0, None)
    ]  # fmt: skip
    found = spent(shop, Wish(WHOLE))
    assert found is not None
    assert found.currency == "EUR"
    assert sorted(found.net.tolist()) == [30, 100]
    told = heard.sales(shop, Part("year", date(2026, 1, 1), date(2026, 12, 31)))
    assert told["net"]["n"] == {date(2026, 1, 1): 100}
    assert told["margin"]["n"] == {date(2026, 1, 1): pytest.approx(60)}


def test_scores_follow_the_rates(put, facts: Facts) -> None:
    """Only the rates have changed: scored again, from all lines, and then not again."""
    rows = [
        {"purchase": f"P{who}-{day}", "customer": str(who), "amount": 10, "day": f"2026-{month:02}-{day:02}",
         "currency": "USD" if who % 2 else "EUR"}
        for who in range(40) for month in (1, 3) for day in range(1, 2 + who % 5)
    ]  # fmt: skip
    put(*({**row, "purchase": f"{row['purchase']}-{row['day']}"} for row in rows))
    facts.set_currency("EUR")
    facts.add_rates([USD[0]])

    first = score_and_keep(facts, scope=WHOLE)
    again = score_and_keep(facts, scope=WHOLE)
    facts.add_rates([rate("USD", "2026-02-01", "2")])
    then = score_and_keep(facts, scope=WHOLE)

    assert (first.unchanged, again.unchanged, then.unchanged) == (False, True, False)
    euros, dollars = (sum(row["amount"] for row in rows if row["currency"] == name) for name in ("EUR", "USD"))
    totals = [sum(kept.rows["net"].to_pylist()) for kept in (first, then)]
    assert totals == [euros + dollars * Decimal("0.9"), euros + dollars * (Decimal("0.9") + 2) / 2]
    assert set(then.rows["currency"].to_pylist()) == {"EUR"}


def test_one_other_currency_is_summed_in_itself_until_it_has_a_rate(put, facts: Facts) -> None:
    put({"purchase": "A", "customer": "1", "amount": 10, "currency": "USD"})
    facts.set_currency("EUR")
    assert (facts.purchase_totals().net, facts.purchase_totals().currency) == (10, "USD")

    facts.add_rates([rate("USD", "2020-01-01", "0.5")])
    assert (facts.purchase_totals().net, facts.purchase_totals().currency) == (5, "EUR")


def test_rates_belong_to_the_currency_of_the_company(shop: Facts) -> None:
    """Another one of the company has other rates; the earlier ones come back with it."""
    shop.add_rates([*USD, *GBP])
    shop.set_currency("CNY")
    assert shop.rates() == ()
    with pytest.raises(MixedCurrenciesError, match=r"into CNY.*1 in EUR"):
        shop.purchase_summary()

    shop.set_currency("EUR")
    assert net(shop)["2"] == 30


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (rate("EUR", "2026-01-01", "1"), "company's own currency"),
        (rate("usd", "2026-01-01", "1"), "is no currency"),
        (rate("USD", "2026-01-01", "0"), "is no rate"),
        (rate("USD", "2026-01-01", "-1"), "is no rate"),
        (rate("USD", "2026-01-01", "NaN"), "is no rate"),
        (rate("USD", "2026-01-01", "0.000000001"), "is no rate"),
        (rate("USD", "0026-01-01", "1"), "Rates are kept from 1 Jan 1970"),
    ],
)
def test_a_rate_that_is_none_changes_nothing(shop: Facts, wrong: Rate, why: str) -> None:
    shop.add_rates(USD)
    with pytest.raises(RateError, match=why):
        shop.add_rates([*GBP, wrong])
    assert shop.rates() == USD


def test_without_a_currency_of_the_company_there_is_no_rate(put, facts: Facts) -> None:
    put(*LINES)
    with pytest.raises(RateError, match="which is the company's currency"):
        facts.add_rates(USD)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("7.123", "7.123"), ("7,12", "7.12"), ("0,123", "0.123"), ("1.234,5", "1234.5"), ("1,234.5", "1234.5"),
     ("25,000", None), ("7,123", None), ("1,234,567", None)],
)  # fmt: skip
def test_a_mark_is_not_taken_for_another(tmp_path: Path, written: str, meant: str | None) -> None:
    """What could be thousands or decimals is asked about: it would be wrong by a factor of a thousand."""
    (tmp_path / "rates.csv").write_text(f"currency;day;rate\nUSD;2026-01-01;{written}\n")
    good, bad = read_rates(tmp_path / "rates.csv", "EUR")
    assert [str(one.rate) for one in good] == ([meant] if meant else [])
    assert len(bad) == (meant is None)
