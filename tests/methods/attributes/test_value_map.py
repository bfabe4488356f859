"""Quality against price."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import scipy

from regulars.methods import mean_rating, value_map
from regulars.methods.errors import ColumnLengthError, MethodError, OptionError, OutOfScaleError, TooFewAnswersError

RANDOM = np.random.default_rng(8)
EACH = 60
BRANDS = ["a"] * EACH + ["b"] * EACH + ["c"] * EACH


def ratings(*centres: float) -> list[float]:
    return np.clip(np.round(np.repeat(centres, EACH) + RANDOM.normal(size=EACH * len(centres))), 1, 5).tolist()


QUALITY, PRICE = {"q": ratings(4.3, 3.0, 3.0)}, {"p": ratings(3.0, 3.0, 3.1)}


def test_each_brand_has_its_own_mean_and_interval() -> None:
    result = value_map(QUALITY, PRICE, BRANDS)
    alone = mean_rating(QUALITY["q"][:EACH])

    assert result.names == ("a", "b", "c")
    assert (result.quality[0], result.quality_low[0], result.quality_high[0]) == pytest.approx(
        (alone.index, alone.index_low, alone.index_high)
    )
    assert result.quality_line == pytest.approx(result.quality.mean())


def test_value_is_quality_less_price_less_the_average() -> None:
    result = value_map(QUALITY, PRICE, BRANDS, quality_weight=0.7)
    raw = 0.7 * result.quality - 0.3 * result.price

    assert result.value == pytest.approx(raw - raw.mean())
    assert result.fair_quality == pytest.approx(result.quality - result.value / 0.7)
    assert result.verdict[0] == "clearly higher"


def test_the_error_of_a_value_is_that_of_independent_brands() -> None:
    """Written out: the variance of each brand's own worth, taken by its part in the difference."""
    result = value_map(QUALITY, PRICE, BRANDS)
    worth = 50 * (np.array(QUALITY["q"]) - np.array(PRICE["p"])) / 4
    variance = np.array([worth[k * EACH : (k + 1) * EACH].var(ddof=0) / EACH for k in range(3)])
    parts = np.array([2 / 3, -1 / 3, -1 / 3])
    reach = (result.high[0] - result.low[0]) / 2

    total = 3 * EACH
    expected = math.sqrt(parts**2 @ variance * total / (total - 1))
    assert reach == pytest.approx(expected * scipy.special.stdtrit(total - 1, 0.975), rel=1e-6)


def test_people_who_rated_all_brands_are_one_cluster_each() -> None:
    """What everybody likes more or less alike cancels in the difference: the interval is narrower."""
    mood = np.tile(RANDOM.normal(size=EACH), 3)
    quality = {"q": np.clip(np.round(3 + mood + RANDOM.normal(size=3 * EACH) / 4), 1, 5)}
    apart = value_map(quality, {"p": [3, 2] * 90}, BRANDS)
    together = value_map(quality, {"p": [3, 2] * 90}, BRANDS, clusters=list(range(EACH)) * 3)

    assert (together.high - together.low < 0.7 * (apart.high - apart.low)).all()


def test_a_price_that_satisfies_is_a_low_price() -> None:
    dear = value_map(QUALITY, PRICE, BRANDS)
    cheap = value_map(QUALITY, {"p": [6 - answer for answer in PRICE["p"]]}, BRANDS, high_price="cheap")

    assert cheap.price == pytest.approx(dear.price)
    assert cheap.value == pytest.approx(dear.value)


def test_no_clear_difference_is_an_answer() -> None:
    same = {"q": [3, 4, 5, 2] * 45}
    result = value_map(same, same, BRANDS)

    assert set(result.verdict) == {"no clear difference"}
    assert str(result.notes[0]) == "No clear difference in value for money."


def test_few_or_all_alike_are_not_judged() -> None:
    few = value_map({"q": [*QUALITY["q"], 5]}, {"p": [*PRICE["p"], 1]}, [*BRANDS, "d"])
    assert few.verdict[3] == "too few to judge"
    alike = value_map({"q": [5] * 60 + QUALITY["q"][60:120]}, {"p": [1] * 60 + PRICE["p"][60:120]}, BRANDS[:120])
    assert alike.verdict[0] == "too few to judge"
    assert value_map({"q": [5, 4]}, {"p": [1, 2]}, ["a", "b"]).too_few


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"high_price": "high"}, OptionError, "high_price"),
        ({"quality_weight": 1.2}, OptionError, "quality_weight"),
        ({"quality_weight": math.nan}, OptionError, "quality_weight"),
        ({"segments": ["a"] * 180}, TooFewAnswersError, "All rows are about a"),
        ({"segments": None}, OptionError, "Give segments"),
        ({"segments": ["a", "b"]}, ColumnLengthError, "segments has 2 rows"),
        ({"segments": [None, *BRANDS[1:]]}, MethodError, "Row 1 of units is empty"),
        ({"scale": (1, 3)}, OutOfScaleError, "of q"),
        ({"price": None}, OptionError, "items of price"),
        ({"price": {"p": [1, 2]}}, ColumnLengthError, "price has 2 rows"),
    ],
)
def test_what_cannot_be_is_told(options: dict[str, Any], error: type[Exception], said: str) -> None:
    given = {"quality": QUALITY, "price": PRICE, "segments": BRANDS, **options}
    with pytest.raises(error, match=said):
        value_map(given.pop("quality"), given.pop("price"), given.pop("segments"), **given)


def test_without_a_part_for_quality_no_quality_is_fair() -> None:
    assert np.isnan(value_map(QUALITY, PRICE, BRANDS, quality_weight=0).fair_quality).all()


def test_a_handful_of_ratings_does_not_carry_the_average() -> None:
    """Two brands that are alike do not win by one bad rating of a third, whose spread nobody knows."""
    alike = {"q": [4.0, 3.0] * EACH + [1.0]}, {"p": [3.0, 2.0] * EACH + [5.0]}
    result = value_map(*alike, ["a"] * EACH + ["b"] * EACH + ["c"])

    assert result.verdict == ("no clear difference", "no clear difference", "too few to judge")
    assert result.value[:2].tolist() == pytest.approx([0.0, 0.0])
    assert result.quality_line == pytest.approx(62.5)


def test_one_brand_of_enough_ratings_has_nothing_to_be_held_against() -> None:
    result = value_map({"q": [4.0, 3.0] * EACH + [1.0]}, {"p": [3.0, 2.0] * EACH + [5.0]}, ["a"] * 2 * EACH + ["c"])

    assert result.verdict == ("too few to judge", "too few to judge")
    assert result.segment_too_few.tolist() == [False, True]
    assert not result.notes
