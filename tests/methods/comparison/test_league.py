"""The league from answers: its errors, its case mix, and what it refuses."""

from __future__ import annotations

import math

import numpy as np
import pytest

from regulars.methods import csat, league, league_of, mean_rating, nps
from regulars.methods.errors import (
    ColumnLengthError,
    DependentColumnsError,
    MethodError,
    OptionError,
    OutOfScaleError,
    TooFewAnswersError,
)

FAST = {"n_resamples": 100}
UNITS = ["lake"] * 8 + ["harbour"] * 6 + ["station"] * 10
ANSWERS = [5, 5, 4, 5, 4, 4, 5, 3, 3, 4, 4, 2, 5, 3, 2, 3, 1, 4, 2, 3, 3, 2, 1, 3]


def of(unit: str) -> list[int]:
    return [answer for answer, name in zip(ANSWERS, UNITS, strict=True) if name == unit]


def test_a_units_value_is_that_of_the_score_itself() -> None:
    means = league(ANSWERS, UNITS, scale=(1, 5), **FAST)
    shares = league(ANSWERS, UNITS, measure="share", top=2, **FAST)
    points = league([2 * answer for answer in ANSWERS], UNITS, measure="nps", **FAST)

    for row, name in enumerate(means.names):
        assert means.value[row] == pytest.approx(mean_rating(of(name)).mean)
        assert shares.value[row] == pytest.approx(csat(of(name)).share)
        assert points.value[row] == pytest.approx(nps([2 * answer for answer in of(name)]).points)
    assert means.names == ("harbour", "lake", "station")
    assert means.unit_n.tolist() == [6, 8, 10]


def test_errors_come_from_the_spread_within_all_units() -> None:
    """By hand: the pooled variance of an analysis of variance, over each unit's n; then as from estimates."""
    result = league(ANSWERS, UNITS, **FAST)
    squares = sum(((np.array(of(name)) - np.mean(of(name))) ** 2).sum() for name in set(UNITS))
    pooled = math.sqrt(squares / (24 - 3))
    ready = league_of(result.names, result.value, result.standard_error, result.unit_n, **FAST)

    assert result.standard_error == pytest.approx(pooled / np.sqrt([6, 8, 10]))
    assert result.high - result.value == pytest.approx(2.07961384 * result.standard_error)  # t of 21 degrees
    assert result.shrunken == pytest.approx(ready.shrunken)
    assert result.shrunken_low == pytest.approx(ready.shrunken_low)


def test_a_unit_whose_answers_are_alike_is_not_certain() -> None:
    result = league([5, 5, *ANSWERS], ["new", "new", *UNITS], scale=(1, 5), **FAST)
    row = result.names.index("new")

    assert result.standard_error[row] > 0.5
    assert result.shrunken[row] < 4.8
    assert result.shrunken_high[row] <= 5


def test_answers_that_come_together_cost_what_they_cost() -> None:
    """Every answer given four times by one and the same guest is one answer."""
    once = league(ANSWERS, UNITS, **FAST)
    again = league(np.repeat(ANSWERS, 4), np.repeat(UNITS, 4), clusters=np.repeat(np.arange(24), 4), **FAST)
    naive = league(np.repeat(ANSWERS, 4), np.repeat(UNITS, 4), **FAST)

    assert again.standard_error == pytest.approx(once.standard_error, rel=0.02)
    assert naive.standard_error == pytest.approx(once.standard_error / 2, rel=0.1)
    assert again.n == 96
    assert again.n_effective == pytest.approx(24, rel=0.12)  # 21 of 24 degrees of freedom are left


def test_lone_clusters_cost_nothing() -> None:
    alone = league(ANSWERS, UNITS, clusters=np.arange(24), **FAST)

    assert alone.standard_error == pytest.approx(league(ANSWERS, UNITS, **FAST).standard_error, rel=1e-9)


def test_the_mix_of_customers_is_taken_off() -> None:
    """Business guests give one point less everywhere; the airport has most of them and is as good as the rest."""
    random = np.random.default_rng(8)
    units = np.repeat(["airport", "garden", "lake"], 400)
    business = random.random(1200) < np.where(units == "airport", 0.8, 0.2)
    values = 8 - business + 0.5 * random.normal(size=1200)
    plain = league(values, units, **FAST)
    result = league(values, units, case_mix={"purpose": np.where(business, "business", "leisure")}, **FAST)

    assert plain.clear == ("below", "above", "above")
    assert result.clear == ("", "", "")
    assert result.adjusted == pytest.approx([8 - business.mean()] * 3, abs=0.08)
    assert result.value == pytest.approx(plain.value)
    assert result.expected @ result.unit_n == pytest.approx(values.sum())
    assert (result.standard_error > plain.standard_error * 0.5).all()


def test_what_a_unit_does_itself_is_not_excused() -> None:
    """The bad unit has most business guests, who give no less than others in the same unit."""
    random = np.random.default_rng(9)
    units = np.repeat(["bad", "fair", "good"], 300)
    business = (random.random(900) < np.where(units == "bad", 0.9, 0.1)).astype(int)
    values = np.repeat([6.0, 7.0, 8.0], 300) + 0.5 * random.normal(size=900)
    result = league(values, units, case_mix={"business": business}, **FAST)

    assert result.adjusted == pytest.approx([6, 7, 8], abs=0.25)
    assert result.clear == ("below", "", "above")


def test_slopes_within_units_are_those_of_least_squares_with_a_column_for_each_unit() -> None:
    random = np.random.default_rng(4)
    age, weights = random.normal(40, 12, 24), np.linspace(0.5, 2, 24)
    kind = np.array(["a", "b", "c"] * 8)
    result = league(ANSWERS, UNITS, case_mix={"age": age, "kind": kind}, weights=weights, **FAST)
    names = sorted(set(UNITS))
    design = np.column_stack([*(np.array(UNITS) == name for name in names), age, kind == "b", kind == "c"]).astype(
        float
    )
    root = np.sqrt(weights)
    fit = np.linalg.lstsq(design * root[:, None], np.array(ANSWERS) * root, rcond=None)[0]
    overall = np.average(design[:, 3:], axis=0, weights=weights)

    assert result.adjusted == pytest.approx(fit[:3] + overall @ fit[3:])


def test_a_row_that_does_not_say_its_kind_is_out() -> None:
    purpose = ["b", "l"] * 11 + [None, ""]
    result = league(ANSWERS, UNITS, case_mix={"purpose": purpose}, **FAST)

    assert (result.n, result.n_missing) == (22, 2)


def test_who_gave_no_answer_needs_no_unit() -> None:
    result = league([*ANSWERS, None], [*UNITS, None], **FAST)

    assert (result.n, result.n_missing, result.names) == (24, 1, ("harbour", "lake", "station"))


@pytest.mark.parametrize(
    ("values", "units", "options", "error", "said"),
    [
        (ANSWERS, UNITS[:-1], {}, ColumnLengthError, "units has 23 rows"),
        (ANSWERS, [*UNITS[:-1], None], {}, MethodError, "Row 24 of units is empty"),
        (ANSWERS, ["lake"] * 24, {}, TooFewAnswersError, "at least two units; there are 1"),
        (ANSWERS, list(range(24)), {}, TooFewAnswersError, "24 answers of 24 units leave nothing"),
        ([3] * 24, UNITS, {}, TooFewAnswersError, "are all alike"),
        ([5] * 8 + [4] * 16, UNITS, {}, TooFewAnswersError, "are all alike"),
        (ANSWERS, UNITS, {"clusters": UNITS}, TooFewAnswersError, "Each unit has one cluster only"),
        (ANSWERS, UNITS, {"measure": "median"}, OptionError, "There is no measure median"),
        (ANSWERS, UNITS, {"measure": "share", "top": 5}, OptionError, "top is 5"),
        (ANSWERS, UNITS, {"scale": (1, 4)}, OutOfScaleError, "Row 1 of values: 5 is not on the scale 1 to 4"),
        (ANSWERS, UNITS, {"case_mix": {"x": [1] * 24}}, DependentColumnsError, "x does not vary among the customers"),
        (ANSWERS, UNITS, {"case_mix": {"x": UNITS}}, DependentColumnsError, "x = lake does not vary"),
        (ANSWERS, UNITS, {"case_mix": {"x": ["a"] * 24}}, DependentColumnsError, "x says the same for everybody"),
        (
            ANSWERS,
            UNITS,
            {"case_mix": {"x": range(24), "y": [2 * i + 1 for i in range(24)]}},
            DependentColumnsError,
            "y says the same as the columns of the case mix before it",
        ),
        (ANSWERS, UNITS, {"case_mix": {"x": range(23)}}, ColumnLengthError, "x has 23 rows"),
        (ANSWERS, UNITS, {"n_resamples": 1}, OptionError, "n_resamples is 1"),
        (ANSWERS, UNITS, {"seed": "x"}, OptionError, "seed is “x”"),
    ],
)
def test_what_makes_no_league_is_said(values, units, options, error, said: str) -> None:
    with pytest.raises(error) as caught:
        league(values, units, **options)

    assert said in str(caught.value)
