"""What each score promises beyond the contract that all share."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.methods import ces, csat, mean_rating, nps, top_box, weighted_index
from regulars.methods.errors import ColumnLengthError, MethodError, OptionError, OutOfScaleError, WeightError
from regulars.methods.scores.pair_sums import PairSums

answers = st.lists(st.integers(1, 5), min_size=1, max_size=40)


@given(st.lists(st.integers(0, 10), min_size=1, max_size=40))
def test_nps_is_promoters_less_detractors(scores: list[int]) -> None:
    result = nps(scores)

    expected = 100 * (sum(s >= 9 for s in scores) - sum(s <= 6 for s in scores)) / len(scores)
    assert result.points == pytest.approx(expected, abs=1e-9)
    assert result.promoters + result.passives + result.detractors == pytest.approx(1)
    assert -100 <= result.low <= result.points + 1e-9
    assert result.points - 1e-9 <= result.high <= 100


# --- the interval of the Net Promoter Score ---


def of_each_outcome(n: int, interval: str) -> dict[tuple[int, int, int], tuple[float, float]]:
    """The interval of every way in which n answers can fall."""
    outcomes = [(a, n - a - b, b) for a in range(n + 1) for b in range(n + 1 - a)]
    found = [nps([10, 8, 0], counts=outcome, interval=interval) for outcome in outcomes]
    return {outcome: (r.low, r.high) for outcome, r in zip(outcomes, found, strict=True)}


@pytest.mark.parametrize("truth", [(0.52, 0.35, 0.13), (0.90, 0.08, 0.02), (0.45, 0.10, 0.45)])
def test_ten_answers_are_enough_for_the_score_interval_and_too_few_for_walds(truth: tuple[float, ...]) -> None:
    """Exact: every outcome with its probability. ``prove/coverage.py`` has the whole grid."""
    coverage = {}
    for interval in ("score", "wald"):
        limits = of_each_outcome(10, interval)
        chance = {
            o: math.factorial(10) * math.prod(p**k / math.factorial(k) for p, k in zip(truth, o, strict=True))
            for o in limits
        }
        points = 100 * (truth[0] - truth[2])
        coverage[interval] = sum(chance[o] for o, (low, high) in limits.items() if low <= points <= high)

    assert 0.94 < coverage["score"] < 0.98
    assert coverage["wald"] < 0.90


def test_the_interval_says_which_it_is_and_a_thousand_answers_take_walds() -> None:
    few, many = nps([10, 8, 0], counts=[520, 350, 129]), nps([10, 8, 0], counts=[520, 350, 130])
    score = nps([10, 8, 0], counts=[520, 350, 130], interval="score")

    assert (few.interval, many.interval, score.interval) == ("score", "wald", "score")
    assert (score.low, score.high) == pytest.approx((many.low, many.high), abs=0.25)


def test_weights_and_clusters_bring_the_score_interval_by_their_effective_n() -> None:
    scores = [10, 9, 8, 7, 6, 10, 9, 3, 10, 8] * 120
    weighted = nps(scores, weights=np.where(np.arange(1200) < 60, 50, 1))
    clustered = nps(sorted(scores), clusters=np.arange(1200) // 3)

    assert weighted.n_effective < 1000
    assert weighted.interval == clustered.interval == "score"
    assert nps(scores, clusters=range(1200), interval="wald").interval == "student"
    assert nps(scores, clusters=range(1200)).interval == "student"


def test_clusters_of_one_change_the_score_interval_nearly_nothing() -> None:
    scores = [10, 9, 8, 7, 6, 10, 9, 3, 10, 8] * 20
    plain, single = nps(scores), nps(scores, clusters=range(200))

    assert (single.low, single.high) == pytest.approx((plain.low, plain.high), abs=0.1)


def test_the_score_interval_without_passives_is_wilsons() -> None:
    result = nps([10, 0], counts=[7, 3])

    assert (result.low, result.high) == pytest.approx(
        (100 * (2 * result.promoters_low - 1), 100 * (2 * result.promoters_high - 1)), abs=1e-9
    )


def test_turning_the_answers_round_turns_the_interval_round() -> None:
    result, turned = nps([10, 8, 0], counts=[9, 5, 2]), nps([10, 8, 0], counts=[2, 5, 9])

    assert (result.low, result.high) == pytest.approx((-turned.high, -turned.low), abs=1e-9)


def test_answers_all_alike_have_an_interval_of_some_width() -> None:
    best, middle = nps([10] * 12), nps([8] * 12)

    assert best.high == 100.0
    assert best.low < 80
    assert (middle.low, middle.high) == pytest.approx((-24.25, 24.25), abs=0.01)


def test_walds_interval_needs_more_answers() -> None:
    assert not nps([10, 8, 0] * 10).too_few
    assert nps([10, 8, 0] * 10, interval="wald").too_few
    assert nps([10, 8, 0] * 10, interval="wald").to_dict()["too_few"] is True


def test_an_interval_that_nobody_knows_raises() -> None:
    with pytest.raises(OptionError, match=r"There is no interval bayes\. Choose one of: auto, score, wald"):
        nps([10, 9], interval="bayes")


@given(answers)
def test_shares_lie_in_their_interval(scores: list[int]) -> None:
    result, boxes = csat(scores), top_box(scores, top=2)

    assert 0 <= result.low <= result.share <= result.high <= 1
    assert (result.share, result.low, result.high) == (boxes.share, boxes.low, boxes.high)
    assert sum(boxes.counts.values()) == len(scores)
    assert boxes.median == np.median(scores)


@given(answers)
def test_a_mean_stays_on_its_scale(scores: list[int]) -> None:
    result = mean_rating(scores)

    assert result.mean == pytest.approx(np.mean(scores))
    if len(scores) > 1:
        assert 1 <= result.low <= result.high <= 5
        assert result.standard_deviation == pytest.approx(np.std(scores, ddof=1))


def test_one_answer_has_no_interval_of_a_mean() -> None:
    result = mean_rating([4])

    assert result.mean == 4
    assert math.isnan(result.low)
    assert result.to_dict()["low"] is None


def test_top_picks_the_boxes_from_above() -> None:
    assert csat([5, 4, 3, 2, 1], top=1).share == 0.2
    assert csat([10, 9, 8, 1], top=3, scale=(1, 10)).share == 0.75


def test_the_median_of_weights_is_where_half_the_weight_lies() -> None:
    assert top_box([1, 5], weights=[1, 3]).median == 5
    assert top_box([1, 5]).median == 3
    assert top_box([1, 2, 4, 5], counts=[1, 1, 1, 1]).median == 3


def test_points_that_nobody_ticked_are_listed() -> None:
    assert top_box([5], scale=(1, 5)).counts == {1: 0, 2: 0, 3: 0, 4: 0, 5: 1}


@pytest.mark.parametrize("top", [0, 5, 6, -1, 1.5])
def test_boxes_are_some_but_not_all_points(top: float) -> None:
    with pytest.raises(OptionError, match="A scale of 5 points has boxes from 1 to 4"):
        csat([5], top=top)  # type: ignore[arg-type]


def test_top_and_bottom_do_not_overlap() -> None:
    with pytest.raises(OptionError, match="3 top boxes and 3 bottom boxes overlap on the scale 1 to 5"):
        top_box([5], top=3, bottom=3)


@pytest.mark.parametrize("method", [csat, top_box, ces, nps])
def test_between_two_points_nobody_could_tick(method) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(OutOfScaleError, match=r"Row 2 of scores: 3.5 lies between two points"):
        method([3, 3.5])


def test_a_mean_takes_answers_between_points() -> None:
    assert mean_rating([3.5, 4.5]).mean == 4.0


def test_a_scale_goes_up() -> None:
    with pytest.raises(OptionError, match="A scale goes up; 5 to 1 does not"):
        csat([5], scale=(5, 1))


def test_ces_versions_ask_opposite_questions() -> None:
    easy = ces([1, 1, 2, 5], version="1.0")

    assert (easy.share, easy.high_is_good) == (0.75, False)
    with pytest.raises(OutOfScaleError, match="Row 1 of scores: 7 is not on the scale 1 to 5"):
        ces([7], version="1.0")
    with pytest.raises(OptionError, match=r"are never mixed\. Give the answers to one version at a time"):
        ces([7, 1], version=["2.0", "1.0"])  # type: ignore[arg-type]
    with pytest.raises(OptionError, match=r"There is no version 3.0 .* Choose one of: 1.0, 2.0"):
        ces([5], version="3.0")


@pytest.mark.parametrize("confidence", [0, 1, 95])
def test_a_confidence_level_lies_between_0_and_1(confidence: float) -> None:
    with pytest.raises(OptionError, match="It lies between 0 and 1"):
        csat([5, 4], confidence=confidence)


# --- weights and clusters ---


def test_clusters_of_one_change_nearly_nothing() -> None:
    """Every answer its own cluster is a simple sample, but for n − 1 in the variance."""
    scores = [5, 4, 4, 3, 2, 5, 5, 1, 4, 4] * 20

    plain, single = csat(scores), csat(scores, clusters=range(200))

    assert single.n_effective == pytest.approx(199, abs=1e-6)
    assert (single.low, single.high) == pytest.approx((plain.low, plain.high), abs=1e-3)


def test_clusters_of_equal_answers_count_once() -> None:
    """Twenty customers who gave ten equal answers each are worth twenty answers, less one for the mean."""
    scores = np.repeat([5, 1] * 10, 10)

    result = csat(scores, clusters=np.repeat(np.arange(20), 10))

    assert result.n == 200
    assert result.n_effective == pytest.approx(19)
    assert result.design_effect == pytest.approx(200 / 19)


def test_clusters_that_all_say_the_same_count_as_one_answer_each() -> None:
    result = csat([5] * 100, clusters=np.repeat(np.arange(10), 10))

    assert result.n_effective == pytest.approx(10)
    assert result.low < csat([5] * 10).low + 1e-9


def test_one_cluster_allows_no_interval() -> None:
    with pytest.raises(MethodError, match="All answers come from one cluster"):
        nps([10, 9], clusters=["a", "a"])


def test_a_weight_of_zero_is_nobody() -> None:
    result = csat([5, 4, 1], weights=[1, 1, 0])

    assert (result.n, result.share) == (2, 1.0)


def test_too_few_is_judged_by_the_effective_n() -> None:
    assert csat([5, 4] * 4).too_few
    assert not csat([5, 4] * 100).too_few
    assert csat([5, 4] * 100, weights=[1000, *[1] * 199]).too_few
    assert csat([5, 4]).to_dict()["too_few"] is True


# --- the weighted index ---


def test_an_index_of_one_item_is_its_mean_rating() -> None:
    scores, weights = [5, 4, None, 2, 3, 3], [1, 2, 1, 3, 1, 1]

    index, mean = weighted_index({"a": scores}, [7], weights=weights), mean_rating(scores, weights=weights)

    assert (index.index, index.low, index.high) == pytest.approx((mean.index, mean.index_low, mean.index_high))
    assert (index.n, index.n_missing) == (mean.n, mean.n_missing)


def test_an_item_has_the_interval_of_its_mean_rating() -> None:
    """Also where everybody gave it the same."""
    items = {"same": [4] * 12, "mixed": [3, 4, 5] * 4}
    sums = PairSums.of_whole(
        tuple(items), np.array(list(items.values())).T, np.full((12, 2), True), np.zeros(2), np.ones(2)
    )

    for index in (weighted_index(items, [1, 1]), weighted_index(sums, [1, 1])):
        for place, scores in enumerate(items.values()):
            mean = mean_rating(scores)
            found = index.item_low[place], index.item_high[place]
            assert found == pytest.approx((mean.index_low, mean.index_high)), scores


def test_an_index_of_complete_answers_is_the_mean_of_each_persons_index() -> None:
    random = np.random.default_rng(4)
    answers = random.integers(1, 6, size=(60, 3))

    index = weighted_index(answers, [5, 3, 2])
    mean = mean_rating(answers @ [0.5, 0.3, 0.2])

    assert (index.index, index.low, index.high) == pytest.approx((mean.index, mean.index_low, mean.index_high))


def test_the_interval_of_an_index_with_gaps_is_that_of_the_jackknife() -> None:
    """The linearised variance agrees with leaving out each respondent in turn."""
    random = np.random.default_rng(5)
    answers = random.integers(1, 6, size=(300, 3)).astype(float)
    answers[random.random(answers.shape) < 0.3] = np.nan
    answers = answers[~np.isnan(answers).all(axis=1)]

    result = weighted_index(answers, [5, 3, 2])

    left_out = [weighted_index(np.delete(answers, i, axis=0), [5, 3, 2]).index for i in range(len(answers))]
    n = len(answers)
    assert result.standard_error == pytest.approx(np.sqrt((n - 1) / n * n * np.var(left_out)), rel=0.01)


def test_an_item_that_nobody_answered_is_dropped_and_the_rest_renormalised() -> None:
    result = weighted_index({"a": [4, 4], "b": [None, None], "c": [5, 5]}, {"a": 5, "b": 3, "c": 2})

    assert result.index == pytest.approx((5 * 75 + 2 * 100) / 7)
    assert result.coverage == pytest.approx(0.7)
    assert result.importance.tolist() == pytest.approx([5 / 7, 0, 2 / 7])
    assert result.item_n == (2, 0, 2)
    assert math.isnan(result.item_scores[1])


def test_who_answered_nothing_is_missing() -> None:
    result = weighted_index({"a": [4, None, 3], "b": [None, None, 5]}, [1, 1])

    assert (result.n, result.n_missing, result.item_n) == (2, 1, (2, 1))


def test_importance_by_name_and_in_order_are_one() -> None:
    items = {"a": [4, 3], "b": [5, 1]}

    assert weighted_index(items, {"b": 1, "a": 3}).index == weighted_index(items, [3, 1]).index


def test_importance_must_count_something() -> None:
    with pytest.raises(WeightError, match="All values of importance are zero"):
        weighted_index({"a": [4], "b": [3]}, [0, 0])
    with pytest.raises(WeightError, match="The importance of all items that were answered is zero"):
        weighted_index({"a": [4], "b": [None]}, [0, 1])


def test_importance_is_one_number_for_each_item() -> None:
    with pytest.raises(ColumnLengthError, match="There are 3 importance values for 2 items"):
        weighted_index({"a": [4], "b": [3]}, [1, 2, 3])
    with pytest.raises(MethodError, match=r"There is no importance for b. There are: a"):
        weighted_index({"a": [4], "b": [3]}, {"a": 1})
    with pytest.raises(WeightError, match="Row 2 of importance is −1"):
        weighted_index({"a": [4], "b": [3]}, [1, -1])


def test_a_frame_without_columns_has_no_index() -> None:
    with pytest.raises(MethodError, match="The frame has no column"):
        weighted_index({}, [])


def test_answers_that_are_all_the_same_leave_room_for_others() -> None:
    """No spread in twelve answers is no proof that nobody ever answers otherwise."""
    few, many = mean_rating([4] * 12), mean_rating([4], counts=[10_000])

    assert few.low < 3.5 < 4 < few.high < 5
    assert (many.low, many.high) == (pytest.approx(4, abs=0.002), pytest.approx(4, abs=0.001))
    assert mean_rating([5] * 12).high == 5
