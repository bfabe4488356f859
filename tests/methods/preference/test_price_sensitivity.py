"""Van Westendorp and Newton-Miller-Smith: worked numbers, a slow second version, order of prices, hostile input."""

from __future__ import annotations

import math

import numpy as np
import pytest

from regulars.methods import PriceSensitivity, price_sensitivity
from regulars.methods.errors import (
    ColumnLengthError,
    MethodError,
    NotANumberError,
    OptionError,
    OutOfScaleError,
    TooFewAnswersError,
)

TC = [5, 6, 6, 7, 7, 8, 8, 9, 10, 10]
C = [8, 9, 9, 10, 10, 11, 12, 12, 13, 14]
E = [12, 13, 14, 14, 15, 16, 16, 17, 18, 20]
TE = [15, 16, 18, 18, 20, 20, 22, 22, 25, 28]
ASKED = (TC, C, E, TE)
LIKELY, UNLIKELY = [5, 4, 3, 5, 4, 3, 2, 5, 4, 4], [3, 2, 1, 3, 2, 2, 1, 3, 2, 2]


# --- worked numbers, by convention ---


@pytest.mark.parametrize(
    ("counting", "pmc", "pme", "idp", "plateau"),
    [
        ("inclusive", 9.6666667, 17, 13, (11, 14)),
        ("exclusive", 8.6666667, 17, 12.5, (10, 14)),
        ("psm", 8.75, 17, 12.6666667, (10, None)),
    ],
)
def test_the_worked_data_under_each_convention(counting, pmc, pme, idp, plateau) -> None:
    result = price_sensitivity(*ASKED, counting=counting, n_resamples=0)

    assert result.pmc == pytest.approx(pmc, abs=1e-6)
    assert result.pme == pytest.approx(pme, abs=1e-9)
    assert result.idp == pytest.approx(idp, abs=1e-6)
    assert result.plateau_from["opp"] == pytest.approx(plateau[0], abs=1e-9)
    if plateau[1]:
        assert result.plateau_to["opp"] == pytest.approx(plateau[1], abs=1e-9)
        assert result.opp == sum(plateau) / 2
    assert (result.counting, result.n) == (counting, 10)


def test_the_package_reports_the_start_of_a_plateau_and_the_narrower_range() -> None:
    result = price_sensitivity(*ASKED, counting="psm", n_resamples=0)

    assert (result.opp, result.pmc_narrow, result.pme_narrow) == (10, 10, 14)


def crossing(falls: list[float], rises: list[float], grid: list[float]) -> tuple[float, float]:
    """The slow version: walk along the prices."""
    same = [p for p, a, b in zip(grid, falls, rises, strict=True) if abs(a - b) < 1e-9]
    if same:
        return same[0], same[-1]
    for k in range(1, len(grid)):
        before, after = rises[k - 1] - falls[k - 1], rises[k] - falls[k]
        if before < 0 < after:
            price = grid[k - 1] + (grid[k] - grid[k - 1]) * -before / (after - before)
            return price, price
    raise AssertionError


@pytest.mark.parametrize("seed", range(5))
def test_a_slow_version_finds_the_same(seed: int) -> None:
    random = np.random.default_rng(seed)
    answers = np.cumsum(random.integers(1, 8, size=(17, 4)), axis=1)
    weights = random.integers(1, 4, size=17)
    result = price_sensitivity(*answers.T, weights=weights, n_resamples=0)
    grid = sorted(set(answers.ravel().tolist()))
    total = weights.sum()
    tc, c = ([float(weights[answers[:, q] >= p].sum() / total) for p in grid] for q in (0, 1))
    e, te = ([float(weights[answers[:, q] <= p].sum() / total) for p in grid] for q in (2, 3))
    pairs = {
        "pmc": (tc, [1 - x for x in c]),
        "pme": ([1 - x for x in e], te),
        "idp": (c, e),
        "opp": (tc, te),
        "pmc_narrow": (tc, e),
        "pme_narrow": (c, te),
    }

    for name, (falls, rises) in pairs.items():
        found = result.plateau_from[name], result.plateau_to[name]
        assert found == pytest.approx(crossing(falls, rises, grid))
        assert getattr(result, name) == pytest.approx(sum(found) / 2)
    assert result.prices.tolist() == grid
    assert result.cheap == pytest.approx(c)
    assert result.too_expensive == pytest.approx(te)


# --- reach and revenue ---


def test_reach_and_revenue_are_the_largest_of_the_mean_line() -> None:
    """Each respondent's line by np.interp, and the largest revenue by trying a fine grid."""
    result = price_sensitivity(
        *ASKED, intention_cheap=LIKELY, intention_expensive=UNLIKELY, weights=range(1, 11), n_resamples=0
    )
    chance = dict(zip(range(1, 6), (0, 0.1, 0.3, 0.5, 0.7), strict=True))
    fine = np.linspace(5, 28, 23 * 200 + 1)

    def mean(at: np.ndarray) -> np.ndarray:
        lines = [
            np.interp(at, [*prices], [0, chance[a], chance[b], 0])
            for *prices, a, b in zip(*ASKED, LIKELY, UNLIKELY, strict=True)
        ]
        return np.average(lines, axis=0, weights=range(1, 11))

    assert result.trial == pytest.approx(mean(result.prices), abs=1e-12)
    assert result.reach == pytest.approx(mean(fine).max())
    assert mean(np.array([result.reach_price]))[0] == pytest.approx(result.reach)
    assert result.revenue == pytest.approx((fine * mean(fine)).max(), rel=1e-6)
    assert result.revenue_price == pytest.approx(fine[(fine * mean(fine)).argmax()], abs=0.006)
    assert result.intention_n == 10


def test_an_own_calibration_and_scale() -> None:
    intentions = {"intention_cheap": [3] * 10, "intention_expensive": [3] * 10}
    result = price_sensitivity(*ASKED, **intentions, intention_scale=(1, 3), calibration=(0, 0.5, 1), n_resamples=0)

    halves = price_sensitivity(
        *ASKED,
        intention_cheap=[2] * 10,
        intention_expensive=[2] * 10,
        intention_scale=(1, 3),
        calibration=(0, 0.5, 1),
        n_resamples=0,
    )

    assert result.reach == pytest.approx(2 * halves.reach)
    with pytest.raises(OptionError, match="calibration has 5 chances for 3 points"):
        price_sensitivity(*ASKED, **intentions, intention_scale=(1, 3))
    with pytest.raises(OptionError, match="calibration is 30"):
        price_sensitivity(*ASKED, **intentions, intention_scale=(1, 3), calibration=(0, 30, 70))
    with pytest.raises(OptionError, match="Give both intentions"):
        price_sensitivity(*ASKED, intention_cheap=LIKELY)


def test_without_an_intention_a_respondent_counts_for_the_prices_only() -> None:
    some = price_sensitivity(*ASKED, intention_cheap=[*LIKELY[:9], None], intention_expensive=UNLIKELY, n_resamples=0)
    nine = price_sensitivity(
        *(column[:9] for column in ASKED),
        intention_cheap=LIKELY[:9],
        intention_expensive=UNLIKELY[:9],
        n_resamples=0,
    )
    nobody = price_sensitivity(*ASKED, intention_cheap=[1] * 10, intention_expensive=[1] * 10, n_resamples=100)

    assert (some.n, some.intention_n) == (10, 9)
    assert (some.reach, some.revenue_price) == pytest.approx((nine.reach, nine.revenue_price))
    assert math.isnan(nobody.reach_price)
    assert math.isnan(nobody.revenue_price_low)


# --- intervals ---


def test_intervals_hold_the_points_and_shrink() -> None:
    few = price_sensitivity(*ASKED, intention_cheap=LIKELY, intention_expensive=UNLIKELY, n_resamples=200)
    many = price_sensitivity(*ASKED, counts=[20] * 10, n_resamples=200)

    for name in ("pmc", "pme", "idp", "opp", "reach_price", "reach", "revenue_price", "revenue"):
        low, value, high = (getattr(few, name + end) for end in ("_low", "", "_high"))
        assert low <= value <= high
        assert low < high
    assert many.pme_high - many.pme_low < few.pme_high - few.pme_low
    assert many.n == 200


def test_whole_clusters_are_drawn() -> None:
    """Ten people who each stand twice are ten, not twenty."""
    once = price_sensitivity(*ASKED, clusters=range(10), n_resamples=200)
    twice = price_sensitivity(*(column * 2 for column in ASKED), clusters=[*range(10)] * 2, n_resamples=200)

    assert (twice.pmc_low, twice.pmc_high) == pytest.approx((once.pmc_low, once.pmc_high))


def test_without_resamples_there_is_no_interval() -> None:
    result = price_sensitivity(*ASKED, n_resamples=0)

    assert math.isnan(result.pmc_low)
    assert (result.interval, result.trial.tolist(), result.intention_n) == ("", [], 0)


# --- order of the prices ---


def test_prices_that_do_not_rise_are_counted_and_left_out() -> None:
    odd = ([*TC, 9, 5, None], [*C, 8, 5, 9], [*E, 20, 20, 10], [*TE, 30, 30, 12])
    result = price_sensitivity(*odd, n_resamples=0)
    clean = price_sensitivity(*ASKED, n_resamples=0)

    assert (result.n, result.n_contradictory, result.n_missing) == (10, 2, 1)
    assert (result.pmc, result.prices.tolist()) == (clean.pmc, clean.prices.tolist())
    assert str(result.notes[0]) == (
        "2 of 12 respondents named prices that do not rise from too cheap to too expensive. They are left out."
    )
    assert str(result.notes[1]).startswith("opp: the curves are equal from 11 to 14")


def test_columns_in_the_wrong_order_are_found_out() -> None:
    with pytest.raises(TooFewAnswersError, match="In none of the 10 answers do the four prices rise"):
        price_sensitivity(TE, E, C, TC)


# --- guarded ---


def test_one_respondent_has_points_and_no_interval() -> None:
    result = price_sensitivity([1], [2], [3], [4])

    assert (result.idp, result.too_few) == (2.5, True)
    assert math.isnan(result.idp_low)


def test_all_alike_need_no_warning() -> None:
    result = price_sensitivity([1] * 30, [2] * 30, [3] * 30, [4] * 30, n_resamples=100)

    assert (result.opp_low, result.opp, result.opp_high) == (2, 2.5, 3)  # every price from 2 to 3 is it


def test_one_cluster_left_has_no_interval() -> None:
    result = price_sensitivity([1, 1, 9], [2, 2, 2], [3, 3, 3], [4, 5, 4], clusters=[1, 1, 2], n_resamples=100)

    assert (result.n, result.n_contradictory) == (2, 1)
    assert math.isnan(result.pmc_low)
    assert result.too_few


@pytest.mark.parametrize(
    ("first", "options", "error", "said"),
    [
        ([-1], {}, OutOfScaleError, "Row 1 of too_cheap: -1 is no price"),
        ([9999], {"price_range": (0, 100)}, OutOfScaleError, "9999 is not on the scale 0 to 100"),
        (["free"], {}, NotANumberError, "Row 1 of too_cheap: “free” is not a number"),
        ([math.inf], {}, NotANumberError, "Row 1 of too_cheap is infinite"),
        ([1e308], {}, MethodError, "too large to compute with"),
        ([1, 1], {}, ColumnLengthError, "cheap has 1 rows"),
        ([1], {"counting": "r"}, OptionError, "counting is “r”"),
        ([1], {"n_resamples": 5}, OptionError, "n_resamples is 5"),
        ([1], {"n_resamples": "many"}, OptionError, "n_resamples is many"),
        ([1], {"n_resamples": math.nan}, OptionError, "n_resamples is nan"),
        ([1], {"intention_cheap": [4], "intention_expensive": [1], "calibration": 3}, MethodError, "single value “3”"),
        ([1], {"seed": -1}, OptionError, "seed is -1"),
        ([1], {"confidence": 2}, OptionError, "confidence level is 2"),
        ([1], {"intention_cheap": [6], "intention_expensive": [1]}, OutOfScaleError, "intention_cheap: 6 is not on"),
        ([1], {"intention_cheap": [4, 4], "intention_expensive": [1]}, ColumnLengthError, "intention_cheap has 2 rows"),
        ([None], {}, TooFewAnswersError, "all 1 rows are missing"),
    ],
)
def test_what_cannot_be_used_is_said(first, options, error, said: str) -> None:
    with pytest.raises(error) as caught:
        price_sensitivity(first, [2], [3], [4], **options)

    assert said in str(caught.value).replace("−", "-").replace(",", "")


def test_a_code_for_no_answer_is_no_price() -> None:
    result = price_sensitivity([*TC, 9999], [*C, 9999], [*E, 9999], [*TE, 9999], missing=[9999], n_resamples=0)

    assert isinstance(result, PriceSensitivity)
    assert (result.n, result.n_missing) == (10, 1)
