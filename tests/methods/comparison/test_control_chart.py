"""Signal or noise: charts against the arithmetic of a page of paper."""

from __future__ import annotations

import math

import numpy as np
import pytest

from regulars.methods import control_chart
from regulars.methods.errors import (
    ColumnLengthError,
    MethodError,
    NotANumberError,
    OptionError,
    TooFewAnswersError,
    WeightError,
)

EIGHT = [4.1, 4.0, 4.2, 4.1, 3.9, 4.0, 4.1, 4.2]


def test_a_p_chart_by_hand() -> None:
    """c = 60 of 300 = 0.2; √(0.2 · 0.8 / 25) = 0.08, over 100 it is 0.04."""
    chart = control_chart(hits=[5, 4, 6, 5, 20, 5, 10, 5], n=[25, 25, 25, 25, 100, 25, 50, 25], kind="p")

    assert chart.centre == 0.2
    assert chart.low[[0, 4]] == pytest.approx([0.0, 0.08], abs=1e-12)  # 0.2 - 0.24 is cut at 0
    assert chart.high[[0, 4]] == pytest.approx([0.44, 0.32], abs=1e-12)
    assert chart.stable
    assert (chart.n, chart.interval, chart.confidence) == (8, "three_sigma", 0.9973)


def test_a_u_chart_by_hand() -> None:
    """c = 72 of 8 · 4 = 2.25; √(2.25 / 4) = 0.75."""
    chart = control_chart(hits=[9, 9, 9, 9, 9, 9, 0, 18], n=[4] * 8, kind="u")

    assert (chart.centre, chart.low[0], chart.high[0]) == (2.25, 0.0, 4.5)
    assert chart.signal == ("",) * 8  # 4.5 and 0 lie on their limits, not beyond
    assert control_chart(hits=[9, 9, 9, 9, 9, 9, 9, 21], n=[4] * 8, kind="u").signal[-1] == "above"


def test_an_xmr_chart_by_hand() -> None:
    """Mean 32.6 / 8 = 4.075; moving ranges .1 .2 .1 .2 .1 .1 .1, mean 0.9 / 7; limits 2.66 of it, ranges 3.268."""
    chart = control_chart(EIGHT, kind="xmr")

    assert (chart.centre, chart.moving_range) == pytest.approx((4.075, 0.9 / 7))
    assert (chart.low[0], chart.high[0]) == pytest.approx((4.075 - 0.342, 4.075 + 0.342))
    assert chart.range_limit == pytest.approx(3.268 * 0.9 / 7)
    assert control_chart([*EIGHT, 4.9], kind="xmr", baseline=8).signal[-1] == "above"


def test_standard_errors_widen_the_limits_of_their_own_wave() -> None:
    errors = [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.4]
    chart = control_chart(EIGHT, kind="xmr", standard_error=errors)
    weight = 1 / np.square(errors)
    centre = weight @ EIGHT / weight.sum()
    ratio = np.abs(np.diff((np.array(EIGHT) - centre) / errors)).mean()

    assert chart.centre == pytest.approx(centre)
    assert chart.high - centre == pytest.approx(max(3, 2.66 * ratio) * np.array(errors))


def test_limits_are_never_narrower_than_sampling_makes_them() -> None:
    chart = control_chart(EIGHT, kind="xmr", standard_error=[0.5] * 8)

    assert chart.high - chart.centre == pytest.approx([1.5] * 8)


def test_waves_that_differ_more_than_sampling_explains_have_wider_limits() -> None:
    """A p chart of large waves sees signals everywhere; by the moving ranges the same waves are noise."""
    share = np.array([0.70, 0.66, 0.72, 0.65, 0.71, 0.67, 0.73, 0.66])
    error = np.sqrt(share * (1 - share) / 40_000)

    assert "above" in control_chart(share, [40_000] * 8).signal
    assert control_chart(share, [40_000] * 8, kind="xmr", standard_error=error).stable


def test_an_error_of_zero_is_taken_from_the_answers_of_all() -> None:
    """Six guests who all gave 5 do not make the mean certain."""
    chart = control_chart([*EIGHT, 5.0], [100] * 8 + [6], kind="xmr", standard_error=[0.08] * 8 + [0.0])

    pooled = math.sqrt(8 * 100**2 * 0.08**2 / 806 / 6)
    assert (chart.high - chart.centre)[-1] >= 3 * pooled * (1 - 1e-12)
    with pytest.raises(MethodError, match="of 9 is 0, as if it were known for certain"):
        control_chart([*EIGHT, 5.0], kind="xmr", standard_error=[0.08] * 8 + [0.0])


def test_eight_in_a_row_on_one_side_are_a_run() -> None:
    waves = [5.0, 5.2] * 4 + [5.15, 5.16, 5.15, 5.16, 5.15, 5.16, 5.15, 5.16]
    chart = control_chart(waves, kind="xmr", baseline=8)

    assert chart.centre == pytest.approx(5.1)
    assert chart.signal == ("",) * 7 + ("run",) * 9  # the eighth lies on the same side and belongs to it
    assert control_chart(waves[:14], kind="xmr", baseline=8).signal == ("",) * 14  # only seven


def test_a_wave_on_the_centre_ends_a_run() -> None:
    high = [1.1] * 4
    chart = control_chart([0.5, 1.5] * 4 + [*high, 1.0, *high], kind="xmr", baseline=8)

    assert chart.stable


def test_a_gap_neither_counts_nor_ends_a_run() -> None:
    waves, n = [0.4, 0.6] * 4 + [0.55] * 8, [100] * 16
    without = control_chart(waves, n, baseline=8)
    held = control_chart([*waves[:12], 0.9, *waves[12:]], [*n[:12], 0, *n[12:]], baseline=8)

    assert held.signal == (*without.signal[:12], "", *without.signal[12:])
    assert (held.n, held.n_missing, held.centre) == (16, 1, without.centre)
    assert all(math.isnan(column[12]) for column in (held.value, held.low, held.high))


def test_the_moving_range_goes_over_a_gap() -> None:
    with_gap = control_chart([*EIGHT[:3], None, *EIGHT[3:]], kind="xmr")

    assert (with_gap.centre, with_gap.moving_range) == pytest.approx((4.075, 0.9 / 7))


def test_seven_waves_are_too_few() -> None:
    chart = control_chart(EIGHT[:7], kind="xmr", names=list("abcdefg"))

    assert chart.too_few
    assert np.isnan([chart.low, chart.high]).all()
    assert chart.signal == ("",) * 7
    assert not chart.stable
    assert chart.names == tuple("abcdefg")
    assert str(chart.notes[0]) == "Too few waves: limits need 8, and they have 7."
    assert chart.to_dict()["too_few"] is True


def test_a_baseline_with_gaps_may_be_too_short() -> None:
    chart = control_chart([*EIGHT[:7], None, *EIGHT], kind="xmr", baseline=8)

    assert (chart.n, chart.n_baseline, chart.too_few) == (15, 7, True)


def test_a_baseline_that_is_not_full_yet_is_all_there_is() -> None:
    assert control_chart(EIGHT, kind="xmr", baseline=12).centre == control_chart(EIGHT, kind="xmr").centre


@pytest.mark.parametrize("kind", ["p", "u", "xmr"])
def test_waves_that_never_vary_have_no_limits(kind: str) -> None:
    """Else the first other value would be a signal, however few answered."""
    chart = control_chart([0.0] * 8 + [0.1], [10] * 9, kind=kind, baseline=8)

    assert np.isnan(chart.high).all()
    assert (set(chart.signal), chart.stable, chart.too_few) == ({""}, False, False)
    assert "never vary" in str(chart.notes[0])


def test_hits_and_shares_are_one() -> None:
    hits, n = [12, 15, 9, 14, 11, 13, 12, 10], [20, 22, 18, 25, 20, 21, 19, 20]
    by_hits, by_share = control_chart(hits=hits, n=n), control_chart(np.divide(hits, n), n)

    assert by_share.high == pytest.approx(by_hits.high)
    assert by_share.centre == pytest.approx(by_hits.centre)


@pytest.mark.parametrize("factor", [1000.0, 1e-6])
def test_the_unit_of_the_values_changes_nothing(factor: float) -> None:
    waves = [*EIGHT, 4.9]
    plain = control_chart(waves, kind="xmr", baseline=8)
    other = control_chart(factor * np.array(waves), kind="xmr", baseline=8)

    assert other.signal == plain.signal
    assert other.high == pytest.approx(factor * plain.high)


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"value": EIGHT}, OptionError, "Give n as well"),
        ({"value": EIGHT, "n": [9] * 8}, MethodError, "Row 1 of value is 4.1, which is no share"),
        ({"value": [0.5] * 7 + [-0.1], "n": [9] * 8}, MethodError, "Row 8 of value is −0.1. It is 0 or more"),
        ({"hits": [10] * 8, "n": [9] * 8}, MethodError, "Row 1 of hits is 10, more than its n of 9"),
        ({"hits": [1.5] * 8, "n": [9] * 8}, MethodError, "Row 1 of hits is 1.5. Hits are whole"),
        ({"hits": [1] * 8, "n": [9] * 7}, ColumnLengthError, "n has 7 rows"),
        ({"hits": [1] * 8, "n": [9] * 7 + [-1]}, WeightError, "Row 8 of n is −1"),
        ({"hits": [1] * 8, "n": [9] * 7 + [8.5]}, WeightError, "Row 8 of n is 8.5"),
        ({"hits": [1] * 8, "n": [0] * 8}, TooFewAnswersError, "There is no wave with a value: all 8"),
        ({"hits": [1] * 8, "n": [9] * 8, "value": EIGHT}, OptionError, "one of the two"),
        ({"n": [9] * 8}, OptionError, "one of the two"),
        ({"hits": [1] * 8, "n": [9] * 8, "kind": "xmr"}, OptionError, "for “xmr” give value"),
        ({"value": EIGHT, "kind": "c"}, OptionError, "kind is “c”. It is one of: p, u"),
        ({"value": EIGHT, "kind": "xmr", "baseline": 7}, OptionError, "baseline is 7. It is a whole number from 8"),
        ({"value": EIGHT, "kind": "xmr", "baseline": "all"}, OptionError, "baseline is “all”"),
        ({"value": [], "kind": "xmr"}, TooFewAnswersError, "The column is empty"),
        ({"value": [None] * 9, "kind": "xmr"}, TooFewAnswersError, "There is no wave with a value"),
        ({"value": [*EIGHT, math.inf], "kind": "xmr"}, NotANumberError, "Row 9 of value is infinite"),
        ({"value": [*EIGHT, "good"], "kind": "xmr"}, NotANumberError, "Row 9 of value: “good” is not a number"),
        ({"value": EIGHT, "kind": "xmr", "names": ["a"]}, ColumnLengthError, "names has 1 rows"),
        ({"value": EIGHT, "kind": "xmr", "standard_error": [0.1] * 7 + [-1]}, OptionError, "of 8 is −1. It is a"),
        ({"value": EIGHT, "kind": "xmr", "standard_error": [0.1] * 7 + [None]}, OptionError, "of 8 is"),
        ({"value": [0.5] * 8, "n": [9] * 8, "standard_error": [0.1] * 8}, OptionError, "goes with kind “xmr”"),
    ],
)
def test_what_cannot_be_judged_is_said(options, error, said: str) -> None:
    with pytest.raises(error) as caught:
        control_chart(**options)

    assert said in str(caught.value)
