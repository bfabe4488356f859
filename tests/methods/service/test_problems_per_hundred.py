"""Problems per 100 customers."""

from __future__ import annotations

import math

import numpy as np
import pytest

from regulars.methods import csat, problems_per_hundred
from regulars.methods.errors import OptionError, OutOfScaleError
from regulars.methods.service.problems_per_hundred import garwood


@pytest.mark.parametrize(
    ("events", "low", "high"),
    [(0, 0, 3.689), (1, 0.0253, 5.572), (2, 0.242, 7.225), (5, 1.623, 11.668), (10, 4.795, 18.390), (30, 20.24, 42.83)],
)
def test_garwood_1936(events: int, low: float, high: float) -> None:
    """The limits of Poisson means as they stand in tables everywhere."""
    assert garwood(events, 0.95) == pytest.approx((low, high), abs=6e-3)


def test_poisson_counts_have_nearly_the_exact_interval() -> None:
    """Counts with Poisson's own spread: 1,000 customers, variance 0.09954 on a mean of 0.1."""
    result = problems_per_hundred([0, 1, 2], counts=[905, 90, 5])
    low, high = garwood(100, 0.95)

    assert result.rate == pytest.approx(10, abs=1e-12)
    assert result.dispersion == pytest.approx(1, abs=0.01)
    assert (result.low, result.high) == pytest.approx((low / 10, high / 10), abs=0.02)


def test_no_problem_has_an_upper_limit_and_no_lower() -> None:
    result = problems_per_hundred([0] * 200)

    assert (result.rate, result.low, result.share, result.problems, result.dispersion) == (0, 0, 0, 0, 1)
    assert result.high == pytest.approx(100 * 3.689 / 200, rel=0.02)


def test_problems_heaped_on_few_are_less_certain() -> None:
    spread, heaped = problems_per_hundred([0, 1], counts=[180, 20]), problems_per_hundred([0, 10], counts=[198, 2])

    assert spread.rate == heaped.rate
    assert heaped.dispersion > 9
    assert heaped.high - heaped.low > 2.5 * (spread.high - spread.low)


def test_all_with_the_same_number_are_not_certain() -> None:
    result = problems_per_hundred([1] * 30)

    assert result.low < 98 < 102 < result.high


def test_the_share_is_csats() -> None:
    problems = [0, 0, 1, 3, 0, 2, 0, 0, 0, 1]
    result = problems_per_hundred(problems)
    alone = csat([2 if number else 1 for number in problems], top=1, scale=(1, 2))

    assert (result.share, result.share_low, result.share_high) == pytest.approx((alone.share, alone.low, alone.high))


def test_the_interval_holds_the_truth_for_few_and_heaped_problems() -> None:
    """Student's holds it in 78 of 100 samples of the first kind, and in 87 of the second."""
    random = np.random.default_rng(3)
    held = {}
    for name, draw, truth in (
        ("few", lambda: random.poisson(0.05, 30), 5),
        ("heaped", lambda: random.negative_binomial(0.3, 0.5, 30), 30),
    ):
        found = [problems_per_hundred(draw()) for _ in range(400)]
        held[name] = np.mean([result.low <= truth <= result.high for result in found])

    assert held["few"] > 0.96
    assert held["heaped"] > 0.9


def test_one_customer_has_no_interval() -> None:
    result = problems_per_hundred([2])

    assert result.rate == 200
    assert math.isnan(result.low)
    assert math.isnan(result.high)


def test_a_code_is_no_number_of_problems() -> None:
    with pytest.raises(OutOfScaleError, match="Row 3 of problems: 99 is not on the scale 0 to 50"):
        problems_per_hundred([0, 1, 99])
    with pytest.raises(OutOfScaleError, match="Row 1 of problems: −1 is not"):
        problems_per_hundred([-1])
    with pytest.raises(OutOfScaleError, match=r"Row 2 of problems: 1\.5 lies between"):
        problems_per_hundred([0, 1.5])
    assert problems_per_hundred([0, 99], most=100).problems == 99


@pytest.mark.parametrize("most", [0, -3, 2.5, "many", None])
def test_the_largest_number_is_whole(most: object) -> None:
    with pytest.raises(OptionError, match="most is"):
        problems_per_hundred([0, 1], most=most)  # type: ignore[arg-type]
