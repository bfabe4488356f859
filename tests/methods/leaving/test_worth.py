"""What leaving costs and what brings customers back: by hand, by property, and with wrong input."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from regulars.methods import (
    compare,
    hidden_complaints,
    purchase_rhythm,
    retention_whatif,
    staff_departure_exposure,
    uplift,
    win_back,
)
from regulars.methods.errors import (
    ColumnLengthError,
    MethodError,
    NotANumberError,
    OptionError,
    TooFewAnswersError,
    WeightError,
)

KEPT, MARGIN = [1, 1, 1, 0] * 25, [100, 80, 120, 60] * 25
PLAN = {"points": 0.05, "periods": 5, "discount_rate": 0.1}


def value(retention: float, margin: float, periods: int = 5, rate: float = 0.1) -> float:
    return sum(margin * (retention / (1 + rate)) ** t for t in range(periods))


def test_gain_is_the_plain_sum():
    result = retention_whatif(KEPT, MARGIN, **PLAN)

    assert result.value_now == pytest.approx([value(0.75, 90)])
    assert result.gain == pytest.approx([value(0.8, 90) - value(0.75, 90)])
    assert result.total_gain == pytest.approx(100 * result.gain[0])
    assert result.gain_share == pytest.approx(result.gain[0] / value(0.75, 90))
    assert result.total_gain_low < result.total_gain < result.total_gain_high


def test_segments_add_up_and_counts_are_repetition():
    groups = ["a", "b"] * 50
    both = retention_whatif(KEPT, MARGIN, groups=groups, **PLAN)
    counts = [2] * 100
    twice = retention_whatif(KEPT * 2, MARGIN * 2, groups=groups * 2, **PLAN)
    counted = retention_whatif(KEPT, MARGIN, groups=groups, counts=counts, **PLAN)

    assert both.total_gain == pytest.approx(float(both.part_n @ both.gain))
    assert json.dumps(counted.to_dict()) == json.dumps(twice.to_dict())


@pytest.mark.parametrize(
    ("kept", "periods", "claim"), [(KEPT, 5, "below"), (KEPT, 1, "below"), (([1] * 90 + [0] * 10) * 20, 40, "above")]
)
def test_the_textbook_is_held_against_own_margins(kept, periods, claim):
    result = retention_whatif(kept, [10] * len(kept), points=0.05, periods=periods, discount_rate=-0.04)

    assert result.claim == claim
    assert retention_whatif(KEPT, MARGIN, points=0.04, periods=2, discount_rate=0).claim is None


def test_lost_points_cost_what_they_would_bring_back() -> None:
    """From 70 of 100 kept down to 60 is as much as from 60 up to 70."""
    down = retention_whatif([1] * 70 + [0] * 30, [10] * 100, points=-0.1, periods=5, discount_rate=0.1)
    up = retention_whatif([1] * 60 + [0] * 40, [10] * 100, points=0.1, periods=5, discount_rate=0.1)
    assert down.total_gain == pytest.approx(-up.total_gain)
    assert "lose" in str(down.notes[0])

    gone = retention_whatif([1, 0] * 50, [10] * 100, points=-0.6, periods=2, discount_rate=0.0)
    assert (gone.part_capped, gone.gain.tolist()) == ((True,), [-5.0])


def test_nobody_keeps_more_than_all_and_losses_gain_nothing():
    full = retention_whatif([1] * 100, MARGIN, **PLAN)
    loss = retention_whatif(KEPT, [-5] * 100, **PLAN)

    assert full.gain.tolist() == [0]
    assert full.part_capped == (True,)
    assert loss.gain[0] < 0
    assert math.isnan(loss.gain_share)
    assert loss.claim == "cannot tell"
    assert any("no margin" in str(note) for note in loss.notes)


@pytest.mark.parametrize(
    ("error", "says", "options"),
    [
        (OptionError, "discount_rate is −1", {"discount_rate": -1}),
        (OptionError, "periods is 0", {"periods": 0}),
        (OptionError, "points is 5", {"points": 5}),
        (OptionError, "points is 0", {"points": 0}),
        (OptionError, "n_resamples is 3", {"n_resamples": 3}),
        (ColumnLengthError, "margins has 1 rows", {"margins": [1]}),
        (ColumnLengthError, "groups has 1 rows", {"groups": ["a"]}),
        (NotANumberError, "Row 1 of margins", {"margins": ["much"] * 4}),
        (TooFewAnswersError, "all 4 rows are missing", {"retained": [None] * 4}),
        (WeightError, "Row 1 of counts is −1", {"counts": [-1, 1, 1, 1]}),
        (TooFewAnswersError, "beyond all bounds", {"periods": 10**6, "discount_rate": -0.99}),
    ],
)
def test_wrong_plans_are_named(error, says, options):
    given = {"retained": [1, 0, 1, 1], "margins": [1, 2, 3, 4], **PLAN, **options}

    with pytest.raises(error) as caught:
        retention_whatif(given.pop("retained"), given.pop("margins"), **given)

    assert says in str(caught.value)


def test_staff_hold_the_value_of_their_customers():
    result = staff_departure_exposure(
        ["li", "wu", None, "li"],
        [100, 50, 10, 50],
        contact_share=[0.5, 1, 1, 1],
        followed=(12, 40),
        otherwise=(20, 200),
    )

    assert result.staff_names == ("li", "wu")
    assert result.tied.tolist() == [100, 50]
    assert (result.total_value, result.n_missing) == (200, 1)
    assert result.followed == pytest.approx(0.2)
    assert (result.at_risk_low <= result.at_risk).all()
    none = staff_departure_exposure(["li"], [3])
    assert none.followed_verdict is None
    assert np.isnan(none.at_risk).all()
    few = staff_departure_exposure(["li"], [3], followed=(3, 5), otherwise=(1, 5))
    assert few.followed_verdict == "too few to judge"


@pytest.mark.parametrize(
    ("error", "says", "options"),
    [
        (MethodError, "Row 1 of values is −1", {"values": [-1, 2]}),
        (MethodError, "Row 2 of contact_share is 2", {"contact_share": [1, 2]}),
        (ColumnLengthError, "values has 1 rows", {"values": [1]}),
        (TooFewAnswersError, "No customer has", {"staff": [None, None]}),
        (TooFewAnswersError, "No customer has", {"values": [0, 0]}),
        (OptionError, "otherwise is “None”", {"followed": (1, 2)}),
        (OptionError, "followed: 3 left of 2", {"followed": (3, 2), "otherwise": (1, 2)}),
    ],
)
def test_wrong_staff_are_named(error, says, options):
    with pytest.raises(error) as caught:
        staff_departure_exposure(**{"staff": ["li", "wu"], "values": [1, 2], **options})

    assert says in str(caught.value)


def test_hidden_complaints_by_hand():
    problems, told = [1] * 20 + [0] * 80, [1] * 5 + [0] * 15 + [None] * 80
    result = hidden_complaints(problems, customers=1000, logged=40, complained=told)
    weighted = hidden_complaints(problems, customers=1000, logged=40, weights=[3] * 100)

    assert (result.with_problem, result.hidden, result.silent) == (200, 160, pytest.approx(0.8))
    assert (result.for_each_complaint, result.said) == (5, 0.25)
    assert result.silent_low < 0.8 < result.silent_high
    assert weighted.incidence_low == pytest.approx(result.incidence_low)
    assert math.isnan(weighted.said)


def test_logs_that_hold_more_than_there_can_be():
    many = hidden_complaints([1] + [0] * 99, customers=1000, logged=50)
    nobody = hidden_complaints([0] * 100, customers=1000, logged=0)

    assert (many.hidden, many.silent) == (0, 0)
    assert "more complaints than" in str(many.notes[0])
    assert math.isnan(nobody.silent)
    assert nobody.with_problem_high > 0
    assert json.loads(json.dumps(nobody.to_dict(), allow_nan=False))["silent"] is None
    with pytest.raises(OptionError, match="logged is 2,000"):
        hidden_complaints([1, 0], customers=1000, logged=2000)
    with pytest.raises(OptionError, match="customers is 0"):
        hidden_complaints([1, 0], customers=0, logged=0)
    with pytest.raises(NotANumberError, match="neither yes nor no"):
        hidden_complaints([2, 0], customers=10, logged=0)


def test_uplift_is_the_difference_of_two_shares():
    random = np.random.default_rng(4)
    outcome, treated = random.integers(0, 2, 300), random.integers(0, 2, 300)
    result = uplift(outcome, treated, values=outcome * 10.0, cost=1)
    other = compare(outcome, np.where(treated == 1, "a", "b"), scale=(0, 1), measure="share", top=1)

    assert result.effect == pytest.approx(outcome[treated == 1].mean() - outcome[treated == 0].mean())
    assert result.effect_low < result.effect < result.effect_high
    assert abs(result.effect) == pytest.approx(np.abs(other.difference).max())
    assert result.profit == pytest.approx(10 * result.effect - 1)
    assert result.extra == pytest.approx(result.n_approached * result.effect)
    assert other.n == 300


def test_uplift_of_few_is_not_judged_and_one_side_is_nothing():
    assert uplift([1, 0, 1, 0], [1, 1, 0, 0]).effect_verdict == "too few to judge"
    with pytest.raises(TooFewAnswersError, match="0 customers who were left alone"):
        uplift([1, 0], [1, 1])
    with pytest.raises(ColumnLengthError, match="treated has 1 rows"):
        uplift([1, 0], [1])
    with pytest.raises(OptionError, match="cost is −1"):
        uplift([1, 0], [1, 0], cost=-1)


def test_win_back_by_hand():
    result = win_back([1, 0, 0, 0] * 50, values=[80, None, 0, 0] * 50, cost=5, prospects=1000, prospects_won=50)

    assert (result.won_back, result.second_value, result.worth) == (0.25, 80, 15)
    assert (result.prospect_share, result.times, result.claim) == (0.05, 5, "more")
    assert win_back([1, 0] * 50, prospects=100, prospects_won=40).claim == "less"
    assert win_back([0] * 100, prospects=10, prospects_won=0).claim == "cannot tell"
    assert win_back([0] * 100, values=[0] * 100).worth == 0
    with pytest.raises(OptionError, match="both prospects"):
        win_back([1, 0], prospects=10)
    with pytest.raises(MethodError, match="prospects_won is 11"):
        win_back([1, 0], prospects=10, prospects_won=11)


def made(rhythms: int = 120, visits: int = 8, seed: int = 3):
    random = np.random.default_rng(seed)
    pace = random.uniform(3, 30, (rhythms, 1))
    day = np.datetime64("2026-01-01") + np.cumsum(1 + random.gamma(3, pace / 3, (rhythms, visits)), axis=1).astype(int)
    return np.repeat([f"c{at:03}" for at in range(rhythms)], visits), day.ravel()


def test_the_rate_of_false_alarms_is_kept_on_customers_held_out():
    found = [purchase_rhythm(*made(seed=seed), false_alarm=0.1, seed=seed) for seed in range(8)]

    assert np.mean([result.alarm for result in found]) == pytest.approx(0.1, abs=0.02)
    assert all(result.alarm_low <= result.alarm <= result.alarm_high for result in found)


def test_who_buys_often_is_overdue_sooner():
    who, day = made()
    result = purchase_rhythm(who, day, until=day.max() + 400)
    often = {name: np.diff(np.sort(day[who == name])).astype(int).mean() for name in set(who)}

    assert result.n_overdue > 100
    assert np.corrcoef([often[name] for name in result.who], result.latest)[0, 1] > 0.9
    late = (result.silent_days / result.latest).tolist()
    assert late == sorted(late, reverse=True)
    assert (result.usual < result.latest).all()


def test_order_and_double_lines_are_nothing():
    who, day = made()
    order = np.random.default_rng(0).permutation(len(who))

    one = purchase_rhythm(who, day).to_dict()
    assert purchase_rhythm(np.append(who[order], who[:5]), np.append(day[order], day[:5])).to_dict() == one


def test_few_gaps_make_no_rhythm():
    who, day = made(4, 3)
    with pytest.raises(TooFewAnswersError, match="There are 8 gaps"):
        purchase_rhythm(who, day)
    with pytest.raises(TooFewAnswersError):
        purchase_rhythm(["a"] * 60, np.datetime64("2026-01-01") + 3 * np.arange(60))
    with pytest.raises(OptionError, match=r"false_alarm is 0\.7"):
        purchase_rhythm(*made(), false_alarm=0.7)
    with pytest.raises(OptionError, match="Name a later day"):
        purchase_rhythm(*made(), until="2020-01-01")
    even = purchase_rhythm(np.repeat(list("abcdefgh"), 12), np.tile(np.datetime64("2026-01-01") + 7 * np.arange(12), 8))
    assert even.latest == pytest.approx([7] * 8)
