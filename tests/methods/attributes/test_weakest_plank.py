"""The shortest plank: what it is, how sure that is, and what raising it would bring."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from regulars.methods import weakest_plank, weighted_index
from regulars.methods.attributes.planks import Planks, below_others, soft_minimum
from regulars.methods.errors import MethodError, OptionError, TooFewAnswersError, WeightError
from regulars.methods.scores.pair_sums import PairSums

FAST = {"n_resamples": 500}


def guests(means: tuple[float, ...], n: int = 300, seed: int = 1) -> dict[str, np.ndarray]:
    """Answers on 0 to 10 that hang together; dimensions a, b, c …"""
    random = np.random.default_rng(seed)
    mood = random.normal(size=n)
    return {
        name: np.clip(np.round(mean + mood + random.normal(size=n)), 0, 10)
        for name, mean in zip("abcdefgh", means, strict=False)
    }


def test_a_plank_far_below_the_others_is_clear() -> None:
    result = weakest_plank(guests((7, 7, 5, 7)), scale=(0, 10), **FAST)

    assert (result.weakest, result.clear, result.chance) == ("c", True, 1.0)
    assert result.notes == ()
    assert result.lowest == pytest.approx(result.score[2])
    assert result.lowest_low < result.lowest < result.lowest_high
    assert result.gain_low < 5 < result.gain_high  # 20 points in one of four dimensions
    assert result.gain == pytest.approx(result.gain_observed, abs=0.5)


def test_equal_planks_have_no_clear_weakest() -> None:
    """What chance alone makes of five equal planks is not taken for a gain."""
    found = [weakest_plank(guests((7,) * 5, seed=seed), scale=(0, 10), **FAST) for seed in range(10)]

    assert sum(result.clear for result in found) <= 1
    assert sum(result.gain_low > 0 for result in found) <= 1
    assert np.mean([result.gain for result in found]) < 0.7 * np.mean([result.gain_observed for result in found])
    assert "No clear weakest: the probability that it is" in str(found[0].notes[0])


def test_likely_the_shortest_is_not_clear_where_the_difference_may_be_chance() -> None:
    """Between two equal planks a chance of .8 comes about in one survey of six."""
    result = weakest_plank(guests((7, 7), seed=29), scale=(0, 10), **FAST)

    assert result.chance >= 0.8
    assert result.difference_low < 0 < result.difference
    assert not result.clear
    assert result.gain_low == 0
    assert f"but its difference from {result.rival} may be chance" in str(result.notes[0])


def test_the_difference_is_that_of_the_paired_answers() -> None:
    answers = guests((7, 5, 7.5))

    result = weakest_plank(answers, scale=(0, 10), **FAST)
    apart = stats.ttest_rel(answers["a"], answers["b"]).confidence_interval(0.95)

    assert (result.weakest, result.rival, result.clear) == ("b", "a", True)
    assert (result.difference_low, result.difference_high) == pytest.approx((10 * apart.low, 10 * apart.high))
    assert result.gain_low == pytest.approx(result.difference_low / 3)


def test_the_index_is_the_weighted_index() -> None:
    answers = guests((7, 6, 5))
    answers["b"][::5] = np.nan

    result = weakest_plank(answers, importance=[3, 2, 1], scale=(0, 10), **FAST)
    index = weighted_index(answers, [3, 2, 1], scale=(0, 10))

    assert (result.index, result.low, result.high) == pytest.approx((index.index, index.low, index.high))
    assert result.importance == pytest.approx(np.array([3, 2, 1]) / 6)


def test_shrunken_scores_lie_nearer_together_and_small_groups_move_most() -> None:
    answers = guests((7, 7.3, 6.7, 6.9))
    answers["c"][20:] = np.nan

    result = weakest_plank(answers, scale=(0, 10), **FAST)

    assert np.ptp(result.shrunken) < np.ptp(result.score)
    assert np.abs(result.shrunken - result.score).argmax() == 2
    assert (result.shrunken_low <= result.shrunken).all()
    assert (result.shrunken <= result.shrunken_high).all()


@pytest.mark.parametrize("lifts", ["index", "lowest", "soft_minimum"])
def test_the_gain_is_that_of_the_index_named(lifts: str) -> None:
    answers = guests((7, 7, 5, 7))
    mean, found = (
        weakest_plank(answers, scale=(0, 10), **FAST),
        weakest_plank(answers, scale=(0, 10), lifts=lifts, **FAST),
    )
    better = found.score.copy()
    better[2] = np.delete(better, 2).min()

    expected = {"index": better.mean() - found.score.mean(), "lowest": better.min() - found.score.min()}
    expected["soft_minimum"] = float(
        soft_minimum(better, found.importance, 10.0) - soft_minimum(found.score, found.importance, 10.0)
    )
    assert found.lifts == lifts
    assert found.gain_observed == pytest.approx(expected[lifts])
    assert found.gain_low < found.gain < found.gain_high
    assert mean.chance == found.chance


def test_the_soft_minimum_lies_between_minimum_and_mean() -> None:
    planks, part = np.array([40.0, 60.0, 80.0]), np.array([0.5, 0.3, 0.2])

    assert soft_minimum(planks, part, 1e-6) == pytest.approx(40)
    assert soft_minimum(planks, part, 1e6) == pytest.approx(planks @ part, abs=1e-3)
    assert 40 < soft_minimum(planks, part, 10) < planks @ part


def test_below_others_is_by_how_much() -> None:
    found = below_others(np.array([[50.0, 60.0, 70.0], [70.0, 60.0, 60.0]]))

    assert found.tolist() == [[10, 0, 0], [0, 0, 0]]


def test_picking_the_lowest_is_taken_off() -> None:
    """Two planks that are equal in truth: the lower one seems lower by 2 s / √π, which is what is taken off."""
    noise = np.random.default_rng(1).normal(size=(20_000, 2))
    score = np.array([50.0, 53.0])
    planks = Planks(score, np.array([50.0, 50.0]), score + noise, score + noise)

    observed, corrected, low, high = planks.shortfall(0, 0.2, 5.8)

    assert observed == 3
    assert corrected == pytest.approx(3 - 2 / np.sqrt(np.pi), abs=0.02)
    assert (low, high) == (0.2, 5.8)


def test_dimensions_are_made_of_items() -> None:
    answers = guests((7, 6, 5, 8))

    result = weakest_plank(answers, dimensions={"people": ["a", "c"], "place": ["b", "d"]}, scale=(0, 10), **FAST)

    means = {name: 10 * column.mean() for name, column in answers.items()}
    assert result.names == ("people", "place")
    assert result.score == pytest.approx([(means["a"] + means["c"]) / 2, (means["b"] + means["d"]) / 2])


def test_who_skips_a_dimension_still_counts_for_the_others() -> None:
    answers = guests((7, 6))
    answers["a"][:100] = np.nan
    answers["b"][:10] = np.nan

    result = weakest_plank(answers, scale=(0, 10), **FAST)

    assert (result.n, result.n_missing) == (290, 10)
    assert result.score[0] == pytest.approx(10 * np.nanmean(answers["a"]))


def test_answers_that_are_all_alike_have_no_weakest() -> None:
    result = weakest_plank({"a": [4] * 60, "b": [4] * 60, "c": [4] * 60}, **FAST)

    assert not result.clear
    assert result.chance_shortest == pytest.approx([1 / 3] * 3)
    assert (result.gain, result.gain_observed) == pytest.approx((0, 0), abs=1e-6)


def test_everybody_agrees_which_is_the_lowest() -> None:
    result = weakest_plank({"a": [4] * 60, "b": [2] * 60, "c": [4] * 60}, **FAST)

    assert (result.weakest, result.clear) == ("b", True)
    assert result.gain == pytest.approx(50 / 3, abs=0.01)


def test_columns_that_say_the_same_are_equally_long() -> None:
    answers = guests((7, 5))

    result = weakest_plank({**answers, "again": answers["b"]}, scale=(0, 10), **FAST)

    assert not result.clear
    assert result.chance_shortest[0] == pytest.approx(0, abs=1e-9)
    assert result.gain_observed == 0


def test_copies_of_a_guest_make_nothing_surer() -> None:
    answers = guests((7, 6.9, 6.8), n=100)
    copies = np.repeat(np.arange(100), 5)
    many = {name: column[copies] for name, column in answers.items()}

    alone = weakest_plank(answers, scale=(0, 10), **FAST)
    clustered = weakest_plank(many, scale=(0, 10), clusters=copies, **FAST)

    assert clustered.chance == pytest.approx(alone.chance, abs=0.1)


def test_without_resamples_there_are_scores_and_nothing_is_clear() -> None:
    result = weakest_plank(guests((7, 5)), scale=(0, 10), n_resamples=0)

    assert result.weakest == "b"
    assert not result.clear
    assert np.isnan([result.chance, result.gain, result.lowest_low, *result.shrunken]).all()
    assert result.notes == ()


def test_wrong_calls_are_said() -> None:
    answers = guests((7, 6))

    with pytest.raises(OptionError, match=r"lifts is mean. Choose one of: index, lowest, soft_minimum"):
        weakest_plank(answers, scale=(0, 10), lifts="mean")
    with pytest.raises(OptionError, match=r"softness is 0. Give points of the index above 0"):
        weakest_plank(answers, scale=(0, 10), softness=0)
    with pytest.raises(OptionError, match=r"softness is “nan”. Give a finite number"):
        weakest_plank(answers, scale=(0, 10), softness=float("nan"))
    with pytest.raises(OptionError, match="A bucket has at least two planks"):
        weakest_plank({"a": answers["a"]}, scale=(0, 10))
    with pytest.raises(WeightError):
        weakest_plank(answers, scale=(0, 10), importance=[0, 0])
    with pytest.raises(TooFewAnswersError, match="Nobody answered an item of b"):
        weakest_plank({"a": answers["a"], "b": [None] * 300}, scale=(0, 10))
    with pytest.raises(MethodError, match="There is no column z"):
        weakest_plank(answers, dimensions={"x": ["a"], "y": ["z"]}, scale=(0, 10))
    with pytest.raises(OptionError, match="n_resamples is 5"):
        weakest_plank(answers, scale=(0, 10), n_resamples=5)


def test_sums_of_many_respondents_say_the_same() -> None:
    """One of five answered by a fifth: scores, limits and difference are equal, what is resampled nearly."""
    random = np.random.default_rng(3)
    felt = 3.9 + 0.6 * random.normal(size=(4000, 1)) + 0.9 * random.normal(size=(4000, 5)) - [0.1, 0, 0, 0, 0]
    points, given = np.clip(np.round(felt), 1, 5), random.random((4000, 5)) < [0.9, 0.9, 0.9, 0.9, 0.2]
    names = tuple("abcde")
    rows = {name: np.where(given[:, j], 25 * (points[:, j] - 1), np.nan) for j, name in enumerate(names)}
    whole = (points - 3).astype(np.int16)
    sums = PairSums.of_whole(names, whole, given, np.full(5, 50.0), np.full(5, 25.0))

    by_rows, by_sums = weakest_plank(rows, scale=(0, 100)), weakest_plank(sums, scale=(0, 100))

    for name in ("score", "score_low", "score_high", "difference", "difference_low", "index", "low", "high", "n"):
        assert getattr(by_sums, name) == pytest.approx(getattr(by_rows, name), abs=0.01), name
    assert by_sums.chance_shortest == pytest.approx(by_rows.chance_shortest, abs=0.05)
    assert by_sums.shrunken == pytest.approx(by_rows.shrunken, abs=0.05)
    assert (by_sums.weakest, by_sums.clear) == (by_rows.weakest, by_rows.clear)
