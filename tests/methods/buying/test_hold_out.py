"""The check on time held out: what is counted, when which verdict falls, and the choice among models."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from regulars.charts import draw, drawable
from regulars.insights.pictures import picture_of
from regulars.language import Language, render
from regulars.methods import BetaGeoNBD, ParetoNBD, choose_model, hold_out
from regulars.methods.buying.cut import Cut
from regulars.methods.buying.hold_out import variance
from regulars.methods.buying.verdict import Verdict, verdict
from regulars.methods.errors import MethodError, OptionError, TooFewAnswersError

START = np.datetime64("2024-01-01")
SPLIT = "2025-03-31"


def shop(n: int, *, seed: int = 3, days: int = 730, quicker: float = 1.0) -> tuple[list[int], np.ndarray]:
    """Customers who follow BG/NBD, and after the split perhaps buy ``quicker``."""
    rng = np.random.default_rng(seed)
    first = rng.integers(0, 90, n)
    rate, leave = rng.gamma(0.8, 1 / 60, n), rng.beta(0.8, 4.0, n)
    who, when = [], []
    for one in range(n):
        day = float(first[one])
        while day < days:
            who.append(one)
            when.append(int(day))
            if rng.random() < leave[one] and day > first[one]:
                break
            day += rng.exponential(1 / rate[one]) / (quicker if day > 455 else 1.0)
    return who, START + np.array(when)


@pytest.fixture(scope="module")
def customers() -> tuple[list[int], np.ndarray]:
    return shop(300, seed=7)


@pytest.fixture(scope="module")
def chosen(customers):
    return choose_model(*customers, split=SPLIT)


@pytest.mark.parametrize(
    ("actual", "low", "high", "found"),
    [
        (1000, 960, 1040, Verdict.CALIBRATED),
        (1030, 960, 1040, Verdict.CALIBRATED),
        (1041, 960, 1040, Verdict.CALIBRATED),  # clearly missed, and all it can be missed by is within a tenth
        (1100, 960, 1040, Verdict.TOO_LOW),
        (900, 960, 1040, Verdict.TOO_HIGH),
        (1000, 700, 1300, Verdict.CANNOT_TELL),
        (1290, 700, 1300, Verdict.CANNOT_TELL),
        (1400, 700, 1300, Verdict.TOO_LOW),
        (5, float("nan"), float("nan"), Verdict.CANNOT_TELL),
    ],
)
def test_when_which_verdict_falls(actual, low, high, found) -> None:
    assert verdict(actual, 1000, low, high, 0.1) is found


def test_what_is_counted() -> None:
    who = ["a", "a", "a", "a", "b", "c", "c", "d", "a"]
    day = [
        "2026-01-01",
        "2026-01-01",
        "2026-01-05",
        "2026-01-20",
        "2026-01-03",
        "2026-01-15",
        "2026-01-16",
        None,
        "2026-03-01",
    ]

    cut = Cut.of(who, day, "2026-01-10", date(2026, 1, 31))

    assert cut.frequency.tolist() == [1, 0]
    assert cut.recency.tolist() == [4, 0]
    assert cut.T.tolist() == [9, 7]
    assert cut.later.tolist() == [1, 0]
    assert (cut.horizon, cut.newer, cut.n_missing, len(cut.bought)) == (21, 1, 1, 2)


def test_the_true_model_holds(customers) -> None:
    check = hold_out(*customers, split=SPLIT)

    assert check.low < check.actual < check.high
    assert check.verdict in ("calibrated", "cannot tell")
    assert check.came[-1] - check.came[check.at <= check.split][-1] == check.actual
    assert check.forecast[-1] - check.came[check.at <= check.split][-1] == pytest.approx(check.expected)
    assert check.forecast_high[-1] - check.forecast[-1] == pytest.approx(check.high - check.expected)


def test_row_order_and_doubled_lines_are_nothing() -> None:
    who, day = shop(60)
    order = np.random.default_rng(0).permutation(len(who))

    shuffled = hold_out(np.array(who)[order], day[order], split=SPLIT)

    assert shuffled == hold_out(who + who[:50], np.r_[day, day[:50]], split=SPLIT) == hold_out(who, day, split=SPLIT)


def test_a_shop_that_changed_is_found_out() -> None:
    check = hold_out(*shop(400, quicker=2.5), split=SPLIT)

    assert check.verdict == "too low"
    assert "too low" in str(check.words)


def test_variance_is_that_of_drawn_customers() -> None:
    """Of new customers, against 40,000 drawn ones."""
    model, n = ParetoNBD(r=0.6, alpha=30.0, s=0.8, beta=100.0), 40_000
    zero = np.zeros(1)
    cut = Cut(zero, zero, zero, zero, zero, zero, 0.0, 200.0, 0, 0)

    drawn, _ = model.simulate(np.full(n, 200.0), seed=5)

    assert variance(model, cut.rows, cut.horizon) == pytest.approx(drawn.var(), rel=0.06)


@pytest.mark.parametrize("shape", [0.3, 40.0, 900.0])
def test_variance_of_many_purchases_is_that_of_all_their_chances(shape) -> None:
    """Customers who buy hundreds of times: each number of purchases one by one."""
    model = BetaGeoNBD(r=shape, alpha=1.0, a=0.2, b=20.0)
    zero, n = np.zeros(1), np.arange(1.0, 5001)
    cut = Cut(zero, zero, zero, zero, zero, zero, 0.0, 2.0, 0, 0)

    chance = model.at_least_if_alive(n, zero, zero, np.full(5000, 2.0))
    slow = (2 * n - 1) @ chance - chance.sum() ** 2

    assert variance(model, cut.rows, cut.horizon) == pytest.approx(slow, rel=5e-3)


def test_models_are_ordered_by_their_score(chosen) -> None:
    assert set(chosen.model) == {"bg_nbd", "mbg_nbd", "pareto_nbd"}
    assert (np.diff(chosen.log_score) <= 0).all()
    assert chosen.behind[0] == 0
    assert not chosen.clear[0]
    assert chosen.held
    assert chosen.checks["bg_nbd"].expected == chosen.expected[chosen.model.index("bg_nbd")]


def test_the_fall_back_says_why() -> None:
    who, day = [1, 2, 3, 4, 5, 1], START + np.array([0, 1, 2, 3, 4, 300])

    found = choose_model(who, day, split="2024-06-01")

    assert (found.chosen, found.model) == ("moving_average", ())
    assert "No model could be fitted" in str(found.notes[0])
    assert "bought a second time" in str(found.notes[1])


def test_where_all_fail_the_nearest_is_named_as_rough() -> None:
    found = choose_model(*shop(400, quicker=2.5), split=SPLIT, models=["bg-nbd"])

    assert not found.held
    assert "rough" in str(found.words)


@pytest.mark.parametrize("language", Language)
def test_both_are_drawn(customers, chosen, language) -> None:
    for name, result in (("choose_model", chosen), ("hold_out", chosen.checks["bg_nbd"])):
        section = picture_of(name, result)
        assert drawable(section)
        assert draw(section, language, 640)
        assert render(section.sentence, language)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"split": "2023-01-01"}, "The split is"),
        ({"split": "2026-01-01"}, "The split is"),
        ({"split": "soon"}, "split is “soon”"),
        ({"split": SPLIT, "until": "never"}, "until is “never”"),
        ({"split": SPLIT, "until": "2025-03-31"}, "The split is"),
        ({"split": SPLIT, "model": "oracle"}, "There is no model oracle"),
        ({"split": SPLIT, "model": "bg-bb"}, "counts occasions, not days"),
        ({"split": SPLIT, "model": "shifted-beta-geometric"}, "for contracts"),
        ({"split": SPLIT, "tolerance": 0}, "tolerance is 0"),
    ],
)
def test_bad_options_are_named(customers, options, said) -> None:
    with pytest.raises(OptionError, match=said):
        hold_out(*customers, **options)


def test_models_are_named_once(customers) -> None:
    with pytest.raises(OptionError, match="each once"):
        choose_model(*customers, split=SPLIT, models=["bg-nbd", BetaGeoNBD()])


def test_bad_columns_are_named() -> None:
    with pytest.raises(MethodError, match="Row 2 of dates"):
        hold_out([1, 2], ["2024-01-01", "yesterday"], split=SPLIT)
    with pytest.raises(TooFewAnswersError):
        hold_out([1, 2], [None, None], split=SPLIT)
    with pytest.raises(MethodError, match="customers has 1 rows"):
        hold_out([1], ["2024-01-01", "2024-01-02"], split=SPLIT)


@pytest.mark.reference
def test_cdnow_was_forecast_too_low(reference_data: Path) -> None:
    rows = np.loadtxt(reference_data / "cdnow-sample" / "CDNOW_sample.txt", usecols=(0, 2), dtype=np.int64)
    days = [f"{d // 10000}-{d // 100 % 100:02}-{d % 100:02}" for d in rows[:, 1].tolist()]

    check = hold_out(rows[:, 0], days, split="1997-09-30")

    assert (check.n, check.newer, check.days, check.verdict) == (2357, 0, 273, "too low")
    assert check.expected == pytest.approx(1653.4, abs=0.3)
    assert check.actual == 1882
