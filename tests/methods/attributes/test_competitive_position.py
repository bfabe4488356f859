"""Ahead of competitors or behind, and whether it matters."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from regulars.methods import competitive_position, drivers
from regulars.methods.errors import DependentColumnsError, MethodError, OptionError, TooFewAnswersError

FAST = {"n_resamples": 400}
MEANS = {"us": (4.2, 3.0, 3.6, 3.6), "bay": (3.4, 3.8, 3.6, 3.6), "hill": (3.6, 3.6, 3.6, 3.6)}
NAMES = ["room", "breakfast", "staff", "pool"]


def rated(n: int = 300, seed: int = 1) -> tuple[dict[str, np.ndarray], list[str], np.ndarray]:
    """Three brands, each rated by its own guests; room and breakfast matter."""
    random = np.random.default_rng(seed)
    tables, brands = [], []
    for brand, means in MEANS.items():
        mood = 0.4 * random.normal(size=(n, 1))
        tables.append(np.clip(np.round(means + mood + 0.7 * random.normal(size=(n, 4))), 1, 5))
        brands += [brand] * n
    table = np.concatenate(tables)
    overall = table @ [0.5, 0.4, 0.05, 0.05] + 0.3 * random.normal(size=3 * n)
    return dict(zip(NAMES, table.T, strict=True)), brands, np.clip(np.round(overall), 1, 5)


def test_the_four_cells() -> None:
    X, brands, y = rated()

    result = competitive_position(X, brands, y, own="us", **FAST)

    assert (result.own, result.against, result.brands) == ("us", "all", ("bay", "hill", "us"))
    assert dict(zip(NAMES[:2], result.standing, strict=False)) == {"room": "advantage", "breakfast": "disadvantage"}
    assert result.clear.tolist() == [True, True, False, False]
    assert result.clear_difference.tolist() == [True, True, False, False]
    assert all(standing.startswith("minor") for standing in result.standing[2:])


def test_each_competitor_counts_once() -> None:
    """However many people rated it."""
    X, brands, y = rated()
    kept = np.array([brand != "bay" or place % 10 == 0 for place, brand in enumerate(brands)])
    few = {name: column[kept] for name, column in X.items()}
    names = np.array(brands)[kept]

    result = competitive_position(few, names, y[kept], own="us", **FAST)

    means = [few["room"][names == brand].mean() for brand in ("bay", "hill")]
    assert result.rivals[0] == pytest.approx(np.mean(means))
    assert result.difference[0] == pytest.approx(few["room"][names == "us"].mean() - np.mean(means))
    assert result.relative[0] == pytest.approx(result.performance[0] / np.mean(means))
    assert result.brand_n.tolist() == [30, 300, 300]
    assert result.brand_means[0].tolist() == pytest.approx([*means, result.performance[0]])


def test_one_competitor_may_be_named() -> None:
    X, brands, y = rated()

    result = competitive_position(X, brands, y, own="us", against="bay", **FAST)

    assert result.against == "bay"
    assert result.rivals == pytest.approx(result.brand_means[:, 0])


def test_brands_may_be_numbers() -> None:
    X = {"room": [4, 5, 3, 3], "price": [2, 2, 4, 3]}
    call: dict[str, Any] = {"own": 1.0, "importance": [2, 1], "n_resamples": 0}

    result = competitive_position(X, [1, 1, 2, 2], against=2.0, **call)

    assert (result.own, result.against) == ("1", "2")


def test_importance_is_that_of_our_own_guests() -> None:
    X, brands, y = rated()
    ours = np.array(brands) == "us"

    for method in ("johnson", "lmg"):
        result = competitive_position(X, brands, y, own="us", importance=method, **FAST)
        alone = drivers({name: column[ours] for name, column in X.items()}, y[ours], method, n_resamples=400)

        assert result.importance == pytest.approx(alone.importance)
        assert result.importance_high - result.importance_low == pytest.approx(alone.high - alone.low, rel=0.3)


def test_limits_are_those_of_two_means() -> None:
    X, brands, y = rated()
    names = np.array(brands)

    result = competitive_position(X, brands, y, own="us", against="hill", n_resamples=3000)

    variance = sum(X["room"][names == brand].var() / 300 for brand in ("us", "hill"))
    assert result.high[0] - result.low[0] == pytest.approx(2 * 1.96 * np.sqrt(variance), rel=0.08)


def test_people_who_rated_several_brands_are_one() -> None:
    """What they have in common cancels."""
    random = np.random.default_rng(3)
    mood = random.normal(size=200)
    ours, theirs = 4 + mood + 0.2 * random.normal(size=200), 4 + mood + 0.2 * random.normal(size=200)
    X = {"room": np.clip(np.r_[ours, theirs], 0, 10), "pool": np.clip(np.r_[theirs, ours], 0, 10)}
    call: dict[str, Any] = {"own": "us", "importance": [1, 2], "scale": (0, 10), **FAST}
    brands = ["us"] * 200 + ["them"] * 200

    apart = competitive_position(X, brands, **call)
    together = competitive_position(X, brands, clusters=np.tile(np.arange(200), 2), **call)

    assert together.high[0] - together.low[0] < 0.4 * (apart.high[0] - apart.low[0])


def test_equal_brands_are_seldom_called_different() -> None:
    random = np.random.default_rng(5)
    brands = np.repeat(["us", "them"], 100)
    found = 0
    for _ in range(20):
        X = np.clip(np.round(3.5 + random.normal(size=(200, 6))), 1, 5)
        found += competitive_position(X, brands, own="us", importance=[1] * 6, n_resamples=200).clear_difference.any()

    assert found <= 3


def test_a_brand_that_was_not_asked_counts_elsewhere() -> None:
    X, brands, y = rated()
    X["pool"][np.array(brands) == "bay"] = np.nan

    result = competitive_position(X, brands, y, own="us", **FAST)

    assert np.isnan(result.brand_means[3, 0])
    assert result.rivals[3] == pytest.approx(result.brand_means[3, 1])
    assert np.isfinite(result.low[3])


def test_what_all_of_our_own_say_alike_is_not_called_unimportant() -> None:
    X, brands, y = rated()
    X["pool"][np.array(brands) == "us"] = 4

    result = competitive_position(X, brands, y, own="us", **FAST)

    assert result.importance[3] == 0
    assert np.isnan([result.importance_low[3], result.importance_high[3]]).all()
    assert not result.clear_importance[3]
    assert result.clear_difference[3]
    assert result.importance_line == pytest.approx(result.importance[:3].mean())


def test_nothing_is_clear_without_resamples() -> None:
    X, brands, y = rated()

    result = competitive_position(X, brands, y, own="us", n_resamples=0)

    assert not result.clear.any()
    assert np.isnan(result.p_value).all()
    assert result.notes == ()


def test_no_difference_is_said() -> None:
    X = {"room": [3, 4, 3, 4] * 30, "pool": [2, 4, 3, 3] * 30}

    result = competitive_position(X, ["us", "us", "bay", "bay"] * 30, own="us", importance=[2, 1], **FAST)

    assert str(result.notes[0]) == "No clear difference from the competitors in any attribute."
    assert [str(standing) for standing in result.standing] == ["advantage", "minor_advantage"]


def test_wrong_calls_are_said() -> None:
    X, brands, y = rated(60)

    with pytest.raises(OptionError, match=r"There is no brand we. Choose one of: bay, hill, us"):
        competitive_position(X, brands, y, own="we")
    with pytest.raises(OptionError, match=r"There is no competitor sea. Choose one of: all, bay, hill"):
        competitive_position(X, brands, y, own="us", against="sea")
    with pytest.raises(TooFewAnswersError, match="All rows are about us"):
        competitive_position(X, ["us"] * 180, y, own="us")
    with pytest.raises(OptionError, match="Derived importance needs y"):
        competitive_position(X, brands, own="us")
    with pytest.raises(OptionError, match=r"lines is midpoint. Choose one of: means, medians"):
        competitive_position(X, brands, y, own="us", lines="midpoint")
    with pytest.raises(MethodError, match="Row 3 of brands is empty"):
        competitive_position(X, ["us", "bay", None, *brands[3:]], y, own="us")
    X["pool"][np.array(brands) == "us"] = np.nan
    with pytest.raises(TooFewAnswersError, match="Nobody rated pool of us"):
        competitive_position(X, brands, own="us", importance=[1, 1, 1, 1])


def test_attributes_that_say_the_same_are_named() -> None:
    X, brands, y = rated(60)
    X["pool"] = X["room"]

    with pytest.raises(DependentColumnsError, match="room and pool say the same"):
        competitive_position(X, brands, y, own="us", **FAST)


def test_a_rival_with_a_single_rating_is_too_few() -> None:
    X = {"room": [4, 5, 3, 4, 5, 2] * 6, "price": [2, 3, 2, 4, 3, 3] * 6}
    found = competitive_position(X, ["us"] * 35 + ["them"], own="us", importance=[2, 1], n_resamples=100)

    assert found.few == ("them",)
    assert "Too few ratings to judge: them" in str(found.notes[0])
