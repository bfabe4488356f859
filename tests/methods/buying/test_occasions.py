"""Purchases by day as occasions: what a period is, and what several purchases in one become."""

from __future__ import annotations

import numpy as np
import pytest

from regulars.methods.buying.occasions import occasions
from regulars.methods.errors import OptionError, TooFewAnswersError


@pytest.mark.parametrize(
    ("period", "until", "dates", "recency", "T", "frequency"),
    [
        ("day", "2026-01-10", ["2026-01-01", "2026-01-04"], 3, 9, 1),
        ("week", "2026-01-15", ["2026-01-01", "2026-01-02", "2026-01-15"], 2, 2, 2),  # 2 to 8 January is one week
        ("month", "2026-04-30", ["2026-01-31", "2026-02-28", "2026-03-01"], 2, 3, 2),
        ("month", "2026-04-15", ["2026-01-15", "2026-01-16", "2026-02-16"], 2, 3, 2),
        ("month", "2026-01-30", ["2025-11-30", "2025-12-01", "2025-12-31"], 2, 2, 2),
        ("year", "2026-12-31", ["2023-12-31", "2024-01-01", "2026-01-01"], 3, 3, 2),
        ("year", "2024-02-29", ["2022-02-28", "2022-03-01"], 1, 2, 1),
    ],
)
def test_periods_end_with_the_last_day(period, until, dates, recency, T, frequency) -> None:
    found = occasions(["a"] * len(dates), dates, period=period, until=until)

    assert (found.recency.tolist(), found.T.tolist(), found.frequency.tolist()) == ([recency], [T], [frequency])


def test_several_purchases_in_a_period_are_one_and_are_said() -> None:
    who = [1, 1, 1, 2, 2, 2]
    days = ["2024-01-01", "2024-06-01", "2025-02-01", "2025-01-01", None, "2027-01-01"]

    found = occasions(who, days, period="year", until="2026-12-31")

    assert found.frequency.tolist() == [1, 0]
    assert found.T.tolist() == [2, 1]
    assert found.crowded == pytest.approx(1 / 3)
    assert "several" in str(found.notes[0])


def test_row_order_is_nothing() -> None:
    random = np.random.default_rng(0)
    who, day = random.integers(0, 40, 300), np.datetime64("2024-01-01") + random.integers(0, 700, 300)
    order = random.permutation(300)

    one = occasions(who, day, period="month", until="2025-12-31")
    other = occasions(who[order], day[order], period="month", until="2025-12-31")

    assert (one.frequency == other.frequency).all()
    assert (one.recency <= one.T).all()
    assert (one.frequency <= one.recency).all()


def test_bad_options_are_named() -> None:
    with pytest.raises(OptionError, match="no period fortnight"):
        occasions([1], ["2024-01-01"], period="fortnight", until="2024-02-01")
    with pytest.raises(OptionError, match="until is “soon”"):
        occasions([1], ["2024-01-01"], period="week", until="soon")
    with pytest.raises(TooFewAnswersError):
        occasions([1], ["2024-01-01"], period="week", until="2023-02-01")
