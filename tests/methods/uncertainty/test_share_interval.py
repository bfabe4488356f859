"""Intervals of counted shares: the published limits, exact ends, hostile input."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.methods import csat, share_interval
from regulars.methods.errors import OptionError
from regulars.methods.uncertainty.share_interval import KINDS

EVERY = tuple(KINDS)


@pytest.mark.parametrize(
    ("hits", "n", "limits"),
    [(81, 263, (0.2553, 0.3662)), (15, 148, (0.0624, 0.1605)), (0, 20, (0.0000, 0.1611)), (1, 29, (0.0061, 0.1718))],
)
def test_wilson_newcombe_1998_method_3(hits: int, n: int, limits: tuple[float, float]) -> None:
    result = share_interval(hits, n)

    assert (result.low, result.high) == pytest.approx(limits, abs=5e-5)


@pytest.mark.parametrize(
    ("hits", "n", "limits"),
    [(80, 100, (0.71117083, 0.86663307)), (7, 10, (0.39677815, 0.89220873)), (0, 10, (0, 0.27753280))],
)
def test_wilson_as_scipy_has_it(hits: int, n: int, limits: tuple[float, float]) -> None:
    result = share_interval(hits, n)

    assert (result.low, result.high) == pytest.approx(limits, abs=1e-7)


@pytest.mark.parametrize(
    ("interval", "limits"),
    [
        ("wilson", (0.80572792, 0.83472584)),
        ("clopper-pearson", (0.80564977, 0.83501739)),
        ("agresti-coull", (0.80572071, 0.83473305)),
        ("jeffreys", (0.80584145, 0.83483738)),
        ("wald", (0.80618244, 0.83518661)),
    ],
)
def test_five_intervals_of_2206_in_2688_as_statsmodels_has_them(interval: str, limits: tuple[float, float]) -> None:
    result = share_interval(2206, 2688, interval=interval)

    assert (result.low, result.high) == pytest.approx(limits, abs=1e-7)
    assert result.interval == interval


@pytest.mark.reference
def test_five_intervals_start_from_the_airports_counts(airport: dict[str, list[str]]) -> None:
    found = csat(airport["Q7ALL"], missing=["0", "6", "Blank"])

    assert share_interval(2206, 2688).share == found.share


@pytest.mark.parametrize("interval", EVERY)
@pytest.mark.parametrize("n", [1, 2, 10, 1000, 10**9])
def test_the_ends_are_exact(interval: str, n: int) -> None:
    none, every = share_interval(0, n, interval=interval), share_interval(n, n, interval=interval)

    assert (none.share, none.low) == (0.0, 0.0)
    assert (every.share, every.high) == (1.0, 1.0)


@given(n=st.integers(1, 5000), part=st.floats(0, 1), confidence=st.floats(0.5, 0.999), kind=st.sampled_from(EVERY))
def test_every_interval_is_a_range_of_shares(n: int, part: float, confidence: float, kind: str) -> None:
    hits = round(part * n)
    result = share_interval(hits, n, interval=kind, confidence=confidence)
    turned = share_interval(n - hits, n, interval=kind, confidence=confidence)

    assert 0 <= result.low <= result.high <= 1
    assert kind == "jeffreys" or result.low <= result.share <= result.high
    assert (1 - turned.high, 1 - turned.low) == pytest.approx((result.low, result.high), abs=1e-9)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((3, 2), "3 hits are more than the 2 answers"),
        ((0, 0), "n is 0"),
        ((-1, 5), "hits is −1"),
        ((1.5, 5), r"hits is 1\.5"),
        ((float("nan"), 5), "hits is “nan”"),
        ((1, float("inf")), "n is “inf”"),
        (("some", 5), "hits is “some”"),
        ((True, 5), "hits is “True”"),
    ],
)
def test_what_is_no_count_is_said(arguments: Any, said: str) -> None:
    with pytest.raises(OptionError, match=said):
        share_interval(*arguments)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"interval": "exact"}, "interval is “exact”. It is one of: wilson"),
        ({"confidence": 95}, "confidence level is 95"),
        ({"confidence": float("nan")}, "confidence level"),
    ],
)
def test_what_is_no_option_is_said(options: Any, said: str) -> None:
    with pytest.raises(OptionError, match=said):
        share_interval(1, 5, **options)
