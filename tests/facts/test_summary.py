"""The summary of buying: published figures, a plain slow version that agrees, and its edges."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.facts import MixedCurrenciesError, PeriodError
from regulars.facts.summary import summarise_purchases

DAY = date(2026, 1, 1)


def plain(rows, until: date, period_days: float):
    """The definition, line by line."""
    days = defaultdict(list)
    for customer, day, amount in rows:
        if customer is not None and day <= until:
            days[customer, day].append(amount)
    people = defaultdict(dict)
    for (customer, day), amounts in days.items():
        net = sum(amounts)
        if net > 0 or (net == 0 and min(amounts) >= 0):
            people[customer][day] = net
    result = {}
    for customer, nets in people.items():
        first, last = min(nets), max(nets)
        repeat = [float(net) for day, net in nets.items() if day != first]
        result[customer] = (
            len(repeat),
            (last - first).days / period_days,
            (until - first).days / period_days,
            sum(repeat) / len(repeat) if repeat else 0.0,
            first,
        )
    return result


def found(table: pa.Table):
    return {
        row["customer"]: (row["frequency"], row["recency"], row["T"], pytest.approx(row["monetary"]), row["first"])
        for row in table.to_pylist()
    }


def given_table(rows) -> pa.Table:
    customers, days, amounts = zip(*rows, strict=True) if rows else ((), (), ())
    return pa.table(
        {
            "customer": pa.array(customers, pa.string()),
            "day": pa.array(days, pa.date32()),
            "amount": pa.array(amounts, pa.decimal128(18, 4)),
        }
    )


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c", None]),
        st.integers(0, 4).map(lambda n: DAY + timedelta(n)),
        st.integers(-2, 2).map(Decimal),
    ),
    max_size=25,
)


@settings(max_examples=40, deadline=None)
@given(rows=ROWS, until=st.integers(0, 5), period=st.sampled_from([("day", 1.0), ("week", 7.0), ("year", 365.25)]))
def test_equals_the_plain_version(rows, until, period) -> None:
    last = DAY + timedelta(until)

    result = summarise_purchases(given_table(rows), period[0], last)

    assert found(result) == plain(rows, last, period[1])
    assert result.column_names == ["customer", "frequency", "recency", "T", "monetary", "first"]


def test_a_day_counts_by_its_net() -> None:
    """A sale returned the same day is none; a free gift is one; a day below zero is none."""
    rows = [("a", DAY, Decimal(5)), ("a", DAY, Decimal(-5)), ("b", DAY, Decimal(0)), ("c", DAY, Decimal(-1))]

    assert summarise_purchases(given_table(rows))["customer"].to_pylist() == ["b"]


@pytest.mark.parametrize("until", [date(2026, 1, 3), "2026-01-03"])
def test_until_is_the_last_day_included(until) -> None:
    rows = [("a", DAY, Decimal(1)), ("a", date(2026, 1, 3), Decimal(4)), ("a", date(2026, 1, 4), Decimal(9))]

    row = summarise_purchases(given_table(rows), "day", until).to_pylist()[0]

    assert row == {"customer": "a", "frequency": 1, "recency": 2.0, "T": 2.0, "monetary": 4.0, "first": DAY}


def test_any_type_of_customer_and_amount() -> None:
    table = pa.table({"customer": [1, 1, None], "day": [DAY, DAY + timedelta(7), DAY], "amount": [1.00004, 2.0, 3.0]})

    row = summarise_purchases(table).to_pylist()

    assert row == [{"customer": 1, "frequency": 1, "recency": 1.0, "T": 1.0, "monetary": 2.0, "first": DAY}]
    assert summarise_purchases(table.slice(0, 0)).num_rows == 0
    with pytest.raises(PeriodError, match="There is no period “fortnight”"):
        summarise_purchases(table, "fortnight")
    with pytest.raises(PeriodError, match=r"“30\.9\.1997” is not a day"):
        summarise_purchases(table, until="30.9.1997")


def test_slices_and_one_piece_are_equal(put, facts, monkeypatch) -> None:
    """A customer is never cut in two, whatever the slices."""
    put(
        *[
            {"purchase": f"P{i}", "customer": str(i % 9), "day": f"2026-01-{i % 7 + 1:02}", "amount": i}
            for i in range(60)
        ]
    )
    whole = facts.purchase_summary("day").sort_by("customer")
    monkeypatch.setattr("regulars.facts.reading.SLICE_ROWS", 7)

    assert facts.purchase_summary("day").sort_by("customer") == whole
    assert whole.num_rows == 9


def test_empty_facts_have_an_empty_summary(facts) -> None:
    assert facts.purchase_summary().num_rows == 0
    assert facts.purchase_totals().lines == 0


def test_currencies_are_never_mixed(put, facts) -> None:
    """Without a rate there is no sum; with one, the company's currency counts."""
    put(
        {"purchase": "P1", "customer": "1", "amount": 5},
        {"purchase": "P2", "customer": "1", "amount": 7, "currency": "USD"},
    )
    with pytest.raises(MixedCurrenciesError, match="EUR, USD, and nobody has said which is the company's"):
        facts.purchase_summary()
    with pytest.raises(MixedCurrenciesError):
        facts.purchase_totals()

    facts.set_currency("EUR")
    put(
        {"purchase": "P1", "customer": "1", "amount": 5, "amount_company": Decimal(5)},
        {"purchase": "P2", "customer": "1", "amount": 7, "amount_company": Decimal(6), "currency": "USD"},
    )

    totals = facts.purchase_totals()
    assert (totals.positive_amount, totals.currency) == (Decimal(11), "EUR")


def test_transactions_are_the_days_that_the_summary_counts(put, facts, monkeypatch) -> None:
    """By customer and day, in one piece or in slices; a sale returned the same day and anonymous sales are none."""
    put(
        *(
            {"purchase": f"P{n}", "customer": str(n % 7), "amount": n % 3, "day": f"2026-01-{1 + n % 20:02}"}
            for n in range(40)
        ),
        {"purchase": "R1", "customer": "9", "amount": 5, "day": "2026-02-01"},
        {"purchase": "R2", "customer": "9", "amount": -5, "day": "2026-02-01"},
        {"purchase": "A", "amount": 5, "day": "2026-02-01"},
    )
    whole = facts.transactions()
    monkeypatch.setattr("regulars.facts.reading.SLICE_ROWS", 5)
    counted = {one["customer"]: one["frequency"] + 1 for one in facts.purchase_summary().to_pylist()}

    assert (
        facts.transactions().to_pylist()
        == whole.to_pylist()
        == sorted(whole.to_pylist(), key=lambda row: (row["customer"], row["day"]))
    )
    assert Counter(whole["customer"].to_pylist()) == counted
    assert max(facts.transactions(until="2026-01-05")["day"].to_pylist()) == date(2026, 1, 5)


@pytest.mark.reference
def test_cdnow_fader_hardie_lee_2005(reference_data: Path) -> None:
    """cdnow_cbs.csv: every customer's x, t_x and T, calibrated to 1997-09-30; zbar of the 946 repeaters."""
    folder = reference_data / "cdnow-sample"
    with (folder / "cdnowElog.csv").open() as file:
        lines = [(row["sampleid"], row["date"], row["sales"]) for row in csv.DictReader(file)]
    table = pa.table(
        {
            "customer": [int(one[0]) for one in lines],
            "day": [date(int(d[:4]), int(d[4:6]), int(d[6:])) for _, d, _ in lines],
            "amount": [Decimal(one[2]) for one in lines],
        }
    )
    with (folder / "cdnow_cbs_with_spend.csv").open() as file:
        published = {int(row["ID"]): row for row in csv.DictReader(file)}

    result = summarise_purchases(table, "week", "1997-09-30")

    assert result.num_rows == 2357
    assert pc.sum(result["frequency"]).as_py() == 2457
    for row in result.to_pylist():
        known = published[row["customer"]]
        assert row["frequency"] == int(known["x"])
        assert row["recency"] == pytest.approx(float(known["t_x"]), abs=0.00501)
        assert row["T"] == pytest.approx(float(known["T"]), abs=0.00501)
        assert row["monetary"] == pytest.approx(float(known["zbar"]), abs=0.00501)
