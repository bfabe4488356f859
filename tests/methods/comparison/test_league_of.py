"""The league from estimates: against slow implementations, and against a planted truth."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import optimize, stats

from regulars.methods import league_of
from regulars.methods.errors import ColumnLengthError, MethodError, NotANumberError, OptionError, TooFewAnswersError

# Rubin's (1981) eight schools: effects of coaching and their standard errors.
SCHOOLS = list("ABCDEFGH")
EFFECT = [28.0, 8, -3, 7, -1, 1, 18, 12]
ERROR = [15.0, 10, 16, 11, 9, 11, 10, 18]
N = [100] * 8
FAR = [4.6, 4.1, 4.3, 3.4, 3.9, 4.0]
EXACT = [0.08, 0.05, 0.2, 0.06, 0.1, 0.05]


def paule_mandel(y, s) -> float:
    """τ² by a root finder of somebody else."""

    def excess(tau2: float) -> float:
        w = 1 / (np.square(s) + tau2)
        return float((w * (y - np.average(y, weights=w)) ** 2).sum() - (len(y) - 1))

    return 0.0 if excess(0.0) <= 0 else float(optimize.brentq(excess, 0, 1e4, xtol=1e-14))


def test_the_differences_between_units_are_paule_and_mandels() -> None:
    result = league_of(list("abcdef"), FAR, EXACT, [50] * 6)
    tau2 = paule_mandel(np.array(FAR), np.array(EXACT))
    weight = 1 / (np.square(EXACT) + tau2)
    centre = np.average(FAR, weights=weight)
    own = tau2 / (tau2 + np.square(EXACT))

    assert result.between == pytest.approx(math.sqrt(tau2), rel=1e-9)
    assert result.centre == pytest.approx(centre, rel=1e-12)
    assert result.shrunken == pytest.approx(own * FAR + (1 - own) * centre, rel=1e-9)
    assert result.reliability == pytest.approx(own, rel=1e-9)


def test_the_limits_of_between_are_the_q_profile() -> None:
    """At the limits the heterogeneity is just a 2.5 % and a 97.5 % point of χ² with five degrees of freedom."""
    result = league_of(list("abcdef"), FAR, EXACT, [50] * 6)

    for tau, point in ((result.between_low, 0.975), (result.between_high, 0.025)):
        w = 1 / (np.square(EXACT) + tau**2)
        q = (w * (FAR - np.average(FAR, weights=w)) ** 2).sum()
        assert q == pytest.approx(stats.chi2.ppf(point, 5), rel=1e-6)


def test_eight_schools_do_not_differ_for_certain() -> None:
    """Between 0, all schools at the weighted mean 7.69 with error 4.07, none clear, any of them may be the best."""
    result = league_of(SCHOOLS, EFFECT, ERROR, N)

    assert (result.between, result.between_low) == (0.0, 0.0)
    assert result.shrunken == pytest.approx([7.6856] * 8, abs=5e-5)
    assert set(result.shrunken.tolist()) == {result.centre}
    assert set(result.clear) == {""}
    assert result.rank.tolist() == [1, 4, 6, 5, 8, 7, 2, 3]
    assert (result.rank_low.tolist(), set(result.rank_high.tolist())) == ([1] * 8, {8})
    assert str(result.notes[0]).startswith("No clear difference between the units")


def slow_posterior(y, s, at: float) -> tuple[float, float]:
    """Mean and share below ``at`` of the first unit, by two plain sums over τ and μ of the very same model."""
    s0 = math.sqrt(len(s) / (1 / np.square(s)).sum())
    total = mean = below = 0.0
    spread = float(np.ptp(y)) + 3 * s0
    for tau in np.geomspace(1e-4 * spread, 1e3 * spread, 600):  # equal steps of log τ: times τ
        prior = tau * 2 * tau * s0**2 / (s0**2 + tau**2) ** 2
        deviation = np.sqrt(np.square(s) + tau**2)
        mu = np.linspace(np.mean(y) - 4 * spread, np.mean(y) + 4 * spread, 301)
        likely = prior * np.exp(stats.norm.logpdf(np.array(y)[:, None], mu, deviation[:, None]).sum(axis=0))
        pull = s[0] ** 2 / (s[0] ** 2 + tau**2)
        centre = (1 - pull) * y[0] + pull * mu
        total += likely.sum()
        mean += (likely * centre).sum()
        below += (likely * stats.norm.cdf((at - centre) / (s[0] * math.sqrt(1 - pull)))).sum()
    return mean / total, below / total


def test_the_limits_are_those_of_the_posterior_summed_slowly() -> None:
    result = league_of(list("abcdef"), FAR, EXACT, [50] * 6)

    assert slow_posterior(FAR, EXACT, result.shrunken_low[0])[1] == pytest.approx(0.025, abs=1e-4)
    assert slow_posterior(FAR, EXACT, result.shrunken_high[0])[1] == pytest.approx(0.975, abs=1e-4)


def test_units_that_differ_are_told_apart() -> None:
    result = league_of(list("abcdef"), FAR, EXACT, [50] * 6)

    assert result.clear == ("above", "", "", "below", "", "")
    assert result.rank.tolist() == [1, 3, 2, 6, 5, 4]
    assert (result.rank_low[3], result.rank_high[3]) == (6, 6)
    assert result.chance_worst[3] > 0.99
    assert result.notes == ()


def test_chances_and_ranks_add_up() -> None:
    result = league_of(SCHOOLS, EFFECT, ERROR, N)

    assert result.chance_worst.sum() == pytest.approx(1)
    assert result.chance_best.sum() == pytest.approx(1)
    assert (result.rank_low <= result.rank).all()
    assert (result.rank <= result.rank_high).all()
    assert (result.shrunken_low <= result.shrunken).all()
    assert (result.shrunken <= result.shrunken_high).all()


def test_shrunken_values_lie_nearer_to_a_planted_truth() -> None:
    """Thirty leagues of forty units, most of them small."""
    random = np.random.default_rng(5)
    raw = shrunk = 0.0
    for _ in range(30):
        n = random.integers(5, 120, 40)
        truth = 4 + 0.15 * random.normal(size=40)
        value = truth + random.normal(size=40) / np.sqrt(n)
        result = league_of(range(40), value, 1 / np.sqrt(n), n, n_resamples=100)
        raw += ((value - truth) ** 2).sum()
        shrunk += ((result.shrunken - truth) ** 2).sum()

    assert shrunk < 0.6 * raw


def test_a_small_unit_is_drawn_farther_than_a_large_one() -> None:
    result = league_of(["small", "large", "other", "more"], [4.8, 4.8, 4.0, 3.6], [0.4, 0.05, 0.05, 0.05], N[:4])

    assert result.centre < result.shrunken[0] < result.shrunken[1] < 4.8
    assert result.reliability[0] < result.reliability[1]


def test_the_same_seed_gives_the_same_league() -> None:
    first, again, other = (league_of(SCHOOLS, EFFECT, ERROR, N, seed=seed) for seed in (3, 3, 4))

    assert first.to_dict() == again.to_dict()
    assert first.chance_worst.tolist() != other.chance_worst.tolist()
    assert first.shrunken_low.tolist() == other.shrunken_low.tolist()


@pytest.mark.parametrize(("scale", "shift"), [(100.0, 0.0), (1e-3, 7.0)])
def test_the_unit_of_the_values_changes_nothing(scale: float, shift: float) -> None:
    plain = league_of(list("abcdef"), FAR, EXACT, [50] * 6)
    moved = league_of(list("abcdef"), scale * np.array(FAR) + shift, scale * np.array(EXACT), [50] * 6)

    assert moved.shrunken == pytest.approx(scale * plain.shrunken + shift)
    assert moved.shrunken_high == pytest.approx(scale * plain.shrunken_high + shift)
    assert (moved.clear, moved.rank.tolist()) == (plain.clear, plain.rank.tolist())


def test_what_was_expected_is_taken_off() -> None:
    """Business guests give less: a unit with more of them is not worse for it."""
    plain = league_of(list("abcd"), [4.0, 4.0, 4.0, 4.4], [0.05] * 4, [100] * 4)
    result = league_of(list("abcd"), [3.8, 3.9, 4.1, 4.6], [0.05] * 4, [100] * 4, expected=[3.9, 4.0, 4.2, 4.3])

    assert result.adjusted == pytest.approx([4.0, 4.0, 4.0, 4.4])
    assert result.shrunken == pytest.approx(plain.shrunken)
    assert result.value.tolist() == [3.8, 3.9, 4.1, 4.6]


def test_an_error_of_zero_is_taken_from_the_answers_of_all() -> None:
    """Three guests who all gave 5 do not make a unit the best for certain."""
    result = league_of(list("abcd"), [5.0, 4.2, 4.0, 4.1], [0.0, 0.1, 0.1, 0.1], [3, 100, 100, 100])

    assert result.standard_error[0] == pytest.approx(math.sqrt(3 * 100**2 * 0.01 / 303 / 3))
    assert result.shrunken[0] < 4.5


def test_pooled_errors_differ_by_n_only() -> None:
    share, n = np.array([0.95, 0.80, 0.70]), np.array([40, 200, 100])
    error = np.sqrt(share * (1 - share) / n)
    result = league_of(list("abc"), share, error, n, pooled=True)

    spread = (n * share * (1 - share)).sum() / n.sum()
    assert result.standard_error == pytest.approx(np.sqrt(spread / n))
    assert result.shrunken[0] < league_of(list("abc"), share, error, n).shrunken[0]


def test_two_units_are_a_league() -> None:
    result = league_of(["a", "b"], [4.0, 4.1], [0.1, 0.1], [50, 50])

    assert np.isfinite([result.shrunken_low, result.shrunken_high]).all()
    assert result.clear == ("", "")


@pytest.mark.parametrize("power", [-11, -6, 6, 11])
def test_limits_stand_up_to_odd_sizes(power: int) -> None:
    """Errors far smaller or larger than the differences, and of one another; warnings are errors."""
    odd = np.array([1.0, 10.0**power, 1.0, 3.0])
    for error in (odd if power < 0 else odd / 10.0**power, np.full(4, 10.0**power)):
        result = league_of(list("abcd"), [1.0, 2.0, 4.0, 4.0], error, [9, 9, 9, 9], n_resamples=100)

        assert np.isfinite([result.shrunken, result.shrunken_low, result.shrunken_high, result.reliability]).all()
        assert (result.shrunken_low <= result.shrunken_high).all()


def test_equal_units_share_a_rank() -> None:
    result = league_of(list("abc"), [4.0, 4.0, 4.0], [0.1] * 3, [50] * 3)

    assert result.rank.tolist() == [1, 1, 1]
    assert result.between == 0


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        (
            {"names": ["a"], "value": [4], "standard_error": [0.1], "n": [5]},
            TooFewAnswersError,
            "at least two units; there are 1",
        ),
        ({"names": [], "value": [], "standard_error": [], "n": []}, TooFewAnswersError, "at least two"),
        ({"names": ["a", "b", "a"]}, MethodError, "a stands twice"),
        ({"names": ["a", "b"]}, ColumnLengthError, "names has 2 rows"),
        ({"value": [4, None, 5]}, MethodError, "b has no value, or no answers"),
        ({"value": [4, math.inf, 5]}, NotANumberError, "Row 2 of value is infinite"),
        ({"value": [4, 1e200, 5]}, MethodError, "Row 2 of value is 1e+200, too large"),
        ({"standard_error": [0.1, 1e-200, 0.1]}, OptionError, "The standard_error of b is"),
        ({"value": [4, "good", 5]}, NotANumberError, "“good” is not a number"),
        ({"n": [5, 5, 0]}, MethodError, "c has no value, or no answers"),
        ({"n": [5, 5, -1]}, MethodError, "Row 3 of n is −1"),
        ({"standard_error": [0.1, -0.1, 0.1]}, OptionError, "The standard_error of b is −0.1"),
        ({"standard_error": [0, 0, 0]}, MethodError, "of a is 0, as if it were known for certain"),
        ({"expected": [4, None, 4]}, MethodError, "b has no expected value"),
        ({"expected": [4, 4]}, ColumnLengthError, "expected has 2 rows"),
        ({"n_resamples": 5}, OptionError, "n_resamples is 5"),
        ({"seed": -1}, OptionError, "seed is −1"),
        ({"confidence": 95}, OptionError, "The confidence level is 95"),
    ],
)
def test_what_makes_no_league_is_said(change, error, said: str) -> None:
    given = {"names": list("abc"), "value": [4, 4.1, 4.2], "standard_error": [0.1] * 3, "n": [9] * 3, **change}

    with pytest.raises(error) as caught:
        league_of(**given)

    assert said in str(caught.value)
