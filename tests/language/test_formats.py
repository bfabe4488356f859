"""Numbers, money, dates and intervals as people of each language write them."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.language import Count, Day, Estimate, Kind, Language, Missing, Money, message
from regulars.language.formats import exactly, half_up
from regulars.language.render import formatter

EN, ZH = formatter(Language.ENGLISH), formatter(Language.CHINESE)
BOTH = pytest.mark.parametrize("write", [EN, ZH], ids=["en", "zh"])


def test_a_negative_number_has_a_real_minus() -> None:
    assert EN.decimal(-1234.5, 1) == "−1,234.5"
    assert EN.decimal(12, 0, signed=True) == "+12"
    assert EN.decimal(0, 0, signed=True) == "0"


def test_a_number_that_rounds_to_zero_has_no_sign() -> None:
    assert EN.decimal(-0.004, 2) == "0.00"
    assert EN.money(-0.001, "EUR") == "€0.00"


@pytest.mark.parametrize(("value", "shown"), [(0.5, "1"), (1.5, "2"), (2.5, "3"), (-2.5, "−3"), (2.4999, "2")])
def test_halves_are_rounded_as_in_a_spreadsheet(value: float, shown: str) -> None:
    assert EN.decimal(value, 0) == shown


@pytest.mark.parametrize(("share", "shown"), [(0.625, "63%"), (0.575, "58%"), (0.285, "29%"), (1.0, "100%"), (0, "0%")])
def test_a_share_is_rounded_as_it_is_written(share: float, shown: str) -> None:
    """100 · 0.575 is 57.49999… in binary."""
    assert EN.percent(share) == shown


@BOTH
@pytest.mark.parametrize("kind", [np.float64, np.float32, np.int64, np.int32])
def test_numbers_of_numpy_are_numbers(write, kind) -> None:  # type: ignore[no-untyped-def]
    assert write.value(kind(1234)) == "1,234"
    assert write.decimal(kind(3), 1) == "3.0"
    assert write.percent(kind(1)) == "100%"
    assert write.money(kind(5), "EUR", 0) == "€5"


@BOTH
@pytest.mark.parametrize(("value", "shown"), [(math.nan, "–"), (math.inf, "∞"), (-math.inf, "−∞")])
def test_what_is_no_number_is_written_as_a_sign(write, value: float, shown: str) -> None:  # type: ignore[no-untyped-def]
    assert write.number(value) == shown
    assert write.decimal(value, 2) == shown


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(-4, 6))
def test_rounding_goes_to_the_nearest(value: float, digits: int) -> None:
    assert abs(half_up(value, digits) - exactly(value)) <= Decimal(1).scaleb(-digits) / 2


@given(st.floats(min_value=-1e12, max_value=1e12))
def test_every_number_can_be_read_back(value: float) -> None:
    text = EN.decimal(value, 6).replace(",", "").replace("−", "-")

    assert float(text) == pytest.approx(value, abs=1e-6)


def test_a_bare_number_has_six_digits_and_no_idle_zeros() -> None:
    assert [EN.number(x) for x in (0.5, 3.0, 1234567.0, 0.000012345678, 2.25)] == [
        "0.5",
        "3",
        "1,234,567",
        "0.0000123457"[:12],
        "2.25",
    ]


def test_money_keeps_its_currency() -> None:
    assert EN.money(Decimal("1234.5"), "EUR") == "€1,234.50"
    assert ZH.money(Decimal("1234.5"), "CNY") == "¥1,234.50"
    assert EN.money(Decimal("1234.5"), "JPY") == "JP¥1,235"
    assert EN.money(Decimal(-3), "GBP", 0) == "−£3"


def test_days() -> None:
    assert EN.day(date(2026, 11, 22)) == "22 Nov 2026"
    assert ZH.day(date(2026, 11, 22)) == "2026年11月22日"
    assert ZH.instant(datetime(2026, 11, 22, 9, 5, tzinfo=UTC)) == "2026年11月22日 09:05"


# --- estimates ---


@pytest.mark.parametrize(
    ("estimate", "shown"),
    [
        (Estimate(58.3, 56.2, 60.4, Kind.INDEX), "58 ± 2"),
        (Estimate(75.7, 74.9, 76.5, Kind.INDEX), "75.7 ± 0.8"),
        (Estimate(39.84, 37.22, 42.45, Kind.POINTS), "+40 ± 3"),
        (Estimate(-5.0, -9.0, -1.0, Kind.POINTS), "−5 ± 4"),
        (Estimate(0.3134, 0.29, 0.34, Kind.SHARE), "31% (29–34)"),
        (Estimate(0.8207, 0.8057, 0.8347, Kind.SHARE), "82% (81–83)"),
        (Estimate(8000.0, 5912.0, 11180.0, Kind.MONEY, "CNY"), "CN¥8,000 (5,900–11,200)"),
        (Estimate(4.0, 3.9, 4.1), "4.0 ± 0.1"),
        (Estimate(0.1, -0.5, 2.0), "0 (−1 to 2)"),
        (Estimate(3.0), "3.00"),
        (Estimate(math.nan, 1.0, 2.0), "–"),
        (Estimate(3.0, math.nan, math.nan, Kind.INDEX), "3.0"),
    ],
)
def test_an_estimate_shows_the_digits_that_its_interval_has_earned(estimate: Estimate, shown: str) -> None:
    assert EN.estimate(estimate).replace("\N{NO-BREAK SPACE}", " ") == shown


def test_running_chinese_takes_full_width_brackets() -> None:
    share = Estimate(0.31, 0.29, 0.34, Kind.SHARE)

    assert ZH.estimate(share, running=True) == "31%（29–34）"
    assert ZH.estimate(Estimate(0.1, -0.5, 2.0), running=True) == "0（−1至2）"


def test_exact_figures_keep_a_stated_precision() -> None:
    points = Estimate(39.839767, 37.224858, 42.454676, Kind.POINTS)

    assert EN.exact(points) == ("39.84", "37.22–42.45")
    assert EN.exact(Estimate(math.nan)) == ("–", "")


# --- any value ---


@BOTH
def test_values_write_themselves(write) -> None:  # type: ignore[no-untyped-def]
    assert write.value(Count(12345)) == "12,345"
    assert write.value(Money(Decimal(5), "EUR", 0)) == "€5"
    assert write.value(Day(date(2026, 1, 2))) == write.day(date(2026, 1, 2))
    assert write.value(Missing("n < 10")) == "n < 10"


def test_a_list_is_joined_as_the_language_does() -> None:
    assert EN.value(("a", "b", 3)) == "a, b, 3"
    assert ZH.value(("a", "b", 3)) == "a、b、3"


def test_a_message_within_a_message_is_translated_too() -> None:
    inner = message("Would customers recommend us?")

    assert ZH.value(message("{place}: {value}", place="nps", value=inner)).endswith("客户会推荐我们吗？")
