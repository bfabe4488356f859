"""MaxDiff against published models, a likelihood written out slowly, and files that do not fit together."""

from __future__ import annotations

import json
import math
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from scipy.optimize import minimize

from regulars.language import Language, render
from regulars.methods import max_diff
from regulars.methods.errors import ColumnLengthError, MethodError, OptionError, TooFewAnswersError, WeightError
from regulars.methods.preference.choice_model import Choices, fit

# Games of the American League, 1987: at home, away, won by each. Agresti, Categorical Data Analysis, as in R's
# BradleyTerry2 1.1, model without home advantage.
GAMES = """Milwaukee Detroit 4 3,Milwaukee Toronto 4 2,Milwaukee New_York 4 3,Milwaukee Boston 6 1,
Milwaukee Cleveland 4 2,Milwaukee Baltimore 6 0,Detroit Milwaukee 3 3,Detroit Toronto 4 2,
Detroit New_York 4 3,Detroit Boston 6 0,Detroit Cleveland 6 1,Detroit Baltimore 4 3,Toronto Milwaukee 2 5,
Toronto Detroit 4 3,Toronto New_York 2 4,Toronto Boston 4 3,Toronto Cleveland 4 2,Toronto Baltimore 6 0,
New_York Milwaukee 3 3,New_York Detroit 5 1,New_York Toronto 2 5,New_York Boston 4 3,New_York Cleveland 4 2,
New_York Baltimore 6 1,Boston Milwaukee 5 1,Boston Detroit 2 5,Boston Toronto 3 3,Boston New_York 4 2,
Boston Cleveland 5 2,Boston Baltimore 6 0,Cleveland Milwaukee 2 5,Cleveland Detroit 3 3,
Cleveland Toronto 3 4,Cleveland New_York 4 3,Cleveland Boston 4 2,Cleveland Baltimore 2 4,
Baltimore Milwaukee 2 5,Baltimore Detroit 1 5,Baltimore Toronto 1 6,Baltimore New_York 2 4,
Baltimore Boston 1 6,Baltimore Cleveland 3 4"""
ABILITY = {
    "Boston": (1.1077, 0.3339),
    "Cleveland": (0.6839, 0.3319),
    "Detroit": (1.4364, 0.3396),
    "Milwaukee": (1.5814, 0.3433),
    "New_York": (1.2476, 0.3359),
    "Toronto": (1.2945, 0.3367),
}
ITEMS = ["food", "price", "room", "staff", "view"]


def answers(
    seed: int, people: int = 40, tasks: int = 6, utility: tuple[float, ...] = (0.0,) * 5, width: int = 3
) -> dict[str, Any]:
    """People who choose by their utilities and chance."""
    random = np.random.default_rng(seed)
    shown = np.array([random.permutation(5)[:width] for _ in range(people * tasks)])
    found = np.array(utility)[shown]
    best = (found + random.gumbel(size=found.shape)).argmax(axis=1)
    low = -found + random.gumbel(size=found.shape)
    rows = np.arange(len(shown))
    low[rows, best] = -np.inf
    names = np.array(ITEMS)
    return {
        "best": names[shown[rows, best]],
        "worst": names[shown[rows, low.argmax(axis=1)]],
        "shown": {f"p{place}": names[shown[:, place]] for place in range(width)},
        "clusters": np.repeat(np.arange(people), tasks),
    }


def by_name(result: Any, field: str) -> dict[str, float]:
    return dict(zip(result.names, getattr(result, field).tolist(), strict=True))


def same(one: Any, other: Any) -> None:
    """Two results are one, to the rounding of sums."""
    for name, value in vars(one).items():
        against = getattr(other, name)
        if isinstance(value, np.ndarray | float):
            assert value == pytest.approx(against, rel=1e-8, abs=1e-8, nan_ok=True), name
        else:
            assert value == against, name


# --- right ---


def test_pairs_are_bradley_and_terrys_model() -> None:
    """The abilities that BradleyTerry2 prints, with their standard errors."""
    games = [line.split() for line in GAMES.replace("\n", "").split(",")]
    rows = [
        (home, away, who, int(won)) for home, away, *wins in games for who, won in zip((home, away), wins, strict=True)
    ]
    home, away, winner, counts = (list(column) for column in zip(*rows, strict=True))

    result = max_diff(winner, shown={"home": home, "away": away}, counts=counts, errors="model")

    utility = by_name(result, "utility")
    assert result.n == 273
    assert result.names[0] == "Milwaukee"
    for team, (ability, _) in ABILITY.items():
        assert utility[team] - utility["Baltimore"] == pytest.approx(ability, abs=5e-5)


def test_errors_of_differences_are_those_printed() -> None:
    """The standard error of an ability is that of its difference from the team that stands at zero."""
    teams = ["Baltimore", *ABILITY]
    rows = [line.split() for line in GAMES.replace("\n", "").split(",")]
    pairs = [(teams.index(home), teams.index(away), int(a), int(b)) for home, away, a, b in rows]
    shown = np.array([(home, away) for home, away, _, _ in pairs for _ in range(2)])
    best = np.array([team for home, away, _, _ in pairs for team in (home, away)])
    mass = np.array([won for _, _, *wins in pairs for won in wins], dtype=float)

    found = fit(Choices(shown, best, np.full(len(best), -1), mass, 7))
    covariance = found.covariance(found.curvature)

    for place, (_, error) in enumerate(ABILITY.values(), start=1):
        variance = covariance[place, place] + covariance[0, 0] - 2 * covariance[0, place]
        assert math.sqrt(variance) == pytest.approx(error, abs=5e-5)


def test_a_likelihood_written_out_has_the_same_maximum() -> None:
    """Choice by choice, maximised by another way than Newton's."""
    table = answers(3, utility=(1, 0.5, 0, -0.5, -1))
    sets = list(zip(*table["shown"].values(), strict=True))

    def against(free: np.ndarray) -> float:
        utility = dict(zip(ITEMS, [*free, -free.sum()], strict=True))
        total = 0.0
        for shown, best, worst in zip(sets, table["best"], table["worst"], strict=True):
            left = [item for item in shown if item != best]
            total += utility[best] - math.log(sum(math.exp(utility[item]) for item in shown))
            total += -utility[worst] - math.log(sum(math.exp(-utility[item]) for item in left))
        return -total

    slow = minimize(against, np.zeros(4), method="BFGS", options={"gtol": 1e-7})
    result = max_diff(**table)

    expected = [*slow.x, -slow.x.sum()]
    assert [by_name(result, "utility")[item] for item in ITEMS] == pytest.approx(expected, abs=1e-5)
    assert result.utility.sum() == pytest.approx(0, abs=1e-12)
    assert result.share.sum() == pytest.approx(1)
    assert result.pseudo_r_squared == pytest.approx(1 - slow.fun / against(np.zeros(4)), abs=1e-9)


def test_scores_are_counted() -> None:
    table = answers(5)
    result = max_diff(**table)

    for place, item in enumerate(result.names):
        best, worst = int((table["best"] == item).sum()), int((table["worst"] == item).sum())
        shown = sum(int((column == item).sum()) for column in table["shown"].values())
        found = (result.times_shown[place], result.times_best[place], result.times_worst[place])
        assert found == (shown, best, worst)
        assert result.score[place] == pytest.approx((best - worst) / shown)
        assert -1 <= result.score_low[place] < result.score[place] < result.score_high[place] <= 1


def test_errors_by_respondent_hold_for_sets_that_repeat_themselves() -> None:
    """Whoever gives the same answers three times tells no more than once; as single sets they seem to."""
    table = answers(8, people=60, tasks=4)
    thrice = {name: np.tile(column, 3) for name, column in table.items() if name != "shown"}
    thrice["shown"] = {name: np.tile(column, 3) for name, column in table["shown"].items()}

    once, again = max_diff(**table), max_diff(**thrice)
    alone = max_diff(**{**thrice, "clusters": None})

    assert again.utility_error == pytest.approx(once.utility_error, rel=1e-6)
    assert (alone.utility_error < 0.75 * once.utility_error).all()
    assert "name the respondents" in render(alone.notes[0], Language.ENGLISH)
    assert once.notes == ()


def test_planted_preferences_are_found_and_chance_is_not() -> None:
    """Clear steps where there are some, none where nobody prefers anything."""
    planted = max_diff(**answers(1, people=150, utility=(2, 1, 0, -1, -2)))
    nothing = [max_diff(**answers(seed)) for seed in range(20)]

    assert planted.names == tuple(ITEMS)
    assert planted.clear_next.tolist() == [True] * 4 + [False]
    assert planted.rank_low.tolist() == planted.rank_high.tolist() == [1, 2, 3, 4, 5]
    assert sum(bool(result.clear_next.any()) for result in nothing) <= 3
    assert not max_diff(**answers(1, people=20, utility=(2, 1, 0, -1, -2))).clear_next.any()  # too few


def test_segments_are_the_method_on_their_rows() -> None:
    table = answers(4, utility=(1, 0.5, 0, -0.5, -1))
    group = np.where(table["clusters"] % 3 == 0, "guests", "groups")
    own = group == "guests"
    inside = {name: column[own] for name, column in table.items() if name != "shown"}
    inside["shown"] = {name: column[own] for name, column in table["shown"].items()}

    whole, part = max_diff(**table, groups=group), max_diff(**inside)

    rows = [row for row, name in enumerate(whole.segment_names) if name == "guests"]
    assert [whole.segment_items[row] for row in rows] == list(whole.names)
    for row in rows:
        place = part.names.index(whole.segment_items[row])
        for name in ("utility", "utility_low", "utility_high", "share", "share_low", "share_high", "score"):
            assert getattr(whole, f"segment_{name}")[row] == pytest.approx(getattr(part, name)[place], abs=1e-9)
        assert (whole.segment_n[row], whole.segment_too_few[row]) == (part.n, True)


# --- the same from every form ---


def test_the_long_form_says_the_same() -> None:
    """One row for each item of a set, as survey tools write it; blanks stand for what was not chosen."""
    table = answers(6)
    rows = [
        (person, number % 6, item, 1 if item == best else None, 1 if item == worst else None)
        for number, (person, best, worst, *shown) in enumerate(
            zip(table["clusters"], table["best"], table["worst"], *table["shown"].values(), strict=True)
        )
        for item in shown
    ]
    person, task, item, best, worst = (list(column) for column in zip(*rows, strict=True))

    same(max_diff(best, worst, item=item, task=task, clusters=person), max_diff(**table))
    with pytest.raises(MethodError, match="All rows of a set belong to one"):
        max_diff(best, worst, item=item, task=task, clusters=person, groups=[*person[:-1], 99])
    with pytest.raises(MethodError, match="is a second choice of its set"):
        max_diff(best, worst, item=item, task=task)


def test_rows_weights_and_counts_keep_their_rules() -> None:
    """Order means nothing, counts repeat, weights have no scale, ones are none."""
    table = answers(9)
    size = len(table["best"])
    order = np.random.default_rng(1).permutation(size)
    counts = np.arange(size) % 3
    again = np.repeat(np.arange(size), counts)
    weights = np.linspace(0.5, 2, size)

    def taken(rows: np.ndarray) -> dict[str, Any]:
        found = {name: column[rows] for name, column in table.items() if name != "shown"}
        return {**found, "shown": {name: column[rows] for name, column in table["shown"].items()}}

    same(max_diff(**taken(order), weights=weights[order]), max_diff(**table, weights=weights))
    same(max_diff(**table, counts=counts), max_diff(**taken(again)))
    same(max_diff(**{**table, "clusters": None}, counts=counts), max_diff(**{**taken(again), "clusters": None}))
    same(max_diff(**table, weights=1e6 * weights), max_diff(**table, weights=weights))
    same(max_diff(**table, weights=[1] * size), max_diff(**table))
    assert max_diff(**table, weights=weights).n_effective < 40
    wide, narrow = max_diff(**table, confidence=0.99), max_diff(**table, confidence=0.8)
    assert (wide.utility_low < narrow.utility_low).all()
    assert (wide.share_high > narrow.share_high).all()
    assert (wide.score_low < narrow.score_low).all()


@pytest.mark.parametrize("nothing", [None, math.nan, "", "99"])
def test_a_set_without_its_choices_is_missing(nothing: Any) -> None:
    table = answers(2)
    more = {"best": [*table["best"], nothing, "food"], "worst": [*table["worst"], "food", nothing]}
    shown = {name: [*column, ITEMS[place], ITEMS[place]] for place, (name, column) in enumerate(table["shown"].items())}

    result = max_diff(**more, shown=shown, clusters=[*table["clusters"], 7, 7], missing=["99"])

    assert (result.n, result.n_missing) == (240, 2)
    assert result.utility == pytest.approx(max_diff(**table).utility)


# --- what cannot be told ---


def test_an_item_that_always_wins_has_no_finite_utility() -> None:
    """The scores stand; nothing is called clear, and the item is named."""
    sets = [("a", "b", "c")] * 20
    result = max_diff(["a"] * 20, ["b", "c"] * 10, dict(enumerate(zip(*sets, strict=True))), clusters=range(20))

    assert result.separated == ("a",)
    assert np.isnan(result.utility).all()
    assert np.isnan(result.share_high).all()
    assert result.score.tolist() == [1.0, -0.5, -0.5]
    assert result.score_low[0] < 1
    assert not result.clear_next.any()
    assert "a: preferred in every comparison" in render(result.notes[0], Language.ENGLISH)
    json.dumps(result.to_dict(), allow_nan=False)


def test_items_never_compared_raise() -> None:
    with pytest.raises(MethodError, match="“c” and “a” were never compared"):
        max_diff(["a", "b", "c", "d"] * 9, shown={"x": ["a", "a", "c", "c"] * 9, "y": ["b", "b", "d", "d"] * 9})


SHOWN = {"x": ["a", "b", "c"], "y": ["b", "c", "a"], "z": ["c", "a", "b"]}
BAD = [
    (["a", "b", "z"], ["b", "c", "a"], SHOWN, "Row 3: “z” was chosen, but not shown"),
    (["a", "b", "c"], ["b", "b", "a"], SHOWN, "Row 2: “b” is both the best and the worst"),
    (["a", "b", "c"], ["b", "c", "a"], SHOWN | {"w": ["a", "", ""]}, "Row 1: “a” stands in its set twice"),
    (
        ["a", "b", "c"],
        ["b", "c", "a"],
        {"x": ["a", "b", "c"], "y": ["b", "", "a"]},
        "Row 2: the set shows fewer than two",
    ),
    (["a", "b", "c"], None, {"x": ["a", "b", "c"]}, "one column only"),
    (["a", "b", "c"], None, None, "in one of two ways"),
]


@pytest.mark.parametrize(("best", "worst", "shown", "said"), BAD)
def test_sets_that_do_not_fit_raise(best: Any, worst: Any, shown: Any, said: str) -> None:
    with pytest.raises(MethodError, match=said):
        max_diff(best, worst, shown)


def test_odd_arguments_raise() -> None:
    table = answers(2)
    for options, kind in (
        ({"errors": "guess"}, OptionError),
        ({"errors": "model"}, OptionError),
        ({"confidence": 1}, OptionError),
        ({"weights": [1, 2]}, ColumnLengthError),
        ({"weights": [0] * 240}, WeightError),
        ({"weights": [-1] * 240}, WeightError),
        ({"clusters": ["one"] * 240}, TooFewAnswersError),
        ({"missing": "99"}, OptionError),
        ({"item": ["food"] * 240}, OptionError),
    ):
        with pytest.raises(kind):
            max_diff(**{**table, **options})
    with pytest.raises(TooFewAnswersError):
        max_diff([], [], {"a": [], "b": []})
    with pytest.raises(TooFewAnswersError):
        max_diff([None], [None], {"a": ["x"], "b": ["y"]})


def test_a_few_answers_are_too_few_without_a_warning() -> None:
    """Two sets of two people: figures, no verdict, no warning of numpy."""
    pairs = list(combinations("ab", 2)) * 2
    result = max_diff(["a", "b"], ["b", "a"], dict(enumerate(zip(*pairs, strict=True))), clusters=[1, 2])

    assert result.too_few
    assert result.utility == pytest.approx([0, 0])
