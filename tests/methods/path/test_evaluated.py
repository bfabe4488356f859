"""Q², the importance-performance map, and the same model in several groups."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest

from regulars.methods import PathModel
from regulars.methods.comparison.difference import Verdict
from regulars.methods.errors import ColumnLengthError, MethodError, OptionError, TooFewAnswersError

Table = dict[str, Any]
BLOCKS = {"A": ["a1", "a2", "a3"], "B": ["b1", "b2", "b3"], "C": ["c1", "c2", "c3"]}
PATHS = [("A", "B"), ("A", "C"), ("B", "C")]
MODEL = PathModel(BLOCKS, PATHS, scale=(1, 10))


# --- Q² ---


def _slow(answers: Table, block: str, causes: list[str], distance: int) -> float:
    """Hide, fit, predict, one turn after the other."""
    items, n = BLOCKS[block], len(answers["a1"])
    error = deviation = 0.0
    for turn in range(distance):
        hidden = {item: [(row + n * j) % distance == turn for row in range(n)] for j, item in enumerate(items)}
        filled = dict(answers)
        for item in items:
            rest = [value for value, blank in zip(answers[item], hidden[item], strict=True) if not blank]
            filled[item] = [
                np.mean(rest) if blank else value for value, blank in zip(answers[item], hidden[item], strict=True)
            ]
        fitted = MODEL.fit(filled)
        guess = sum(fitted.path_coefficients[cause, block] * fitted.scores[cause] for cause in causes)
        for item in items:
            column, blank = np.array(filled[item]), np.array(hidden[item])
            true = np.array(answers[item])
            predicted = column.mean() + column.std(ddof=1) * fitted.loadings[item] * guess
            error += ((true - predicted)[blank] ** 2).sum()
            deviation += ((true - column)[blank] ** 2).sum()
    return float(1 - error / deviation)


def test_q_squared_is_what_is_left_of_the_error_of_hidden_answers(made: Table) -> None:
    found = MODEL.fit(made).q_squared(7)

    assert list(found) == ["B", "C"]
    # The standardised scores here are divided by √(n − 1), those of the reference implementation by √n: 1/120.
    assert found["B"] == pytest.approx(_slow(made, "B", ["A"], 7), abs=2e-5)
    assert found["C"] == pytest.approx(_slow(made, "C", ["A", "B"], 7), abs=2e-5)


def test_q_squared_of_repeated_rows_is_that_of_counts(made: Table) -> None:
    counts = [1, 2, *[1] * 118]
    again = {name: [column[0], column[1], column[1], *column[2:]] for name, column in made.items()}

    assert dict(MODEL.fit(made, counts=counts).q_squared(7)) == pytest.approx(dict(MODEL.fit(again).q_squared(7)))


def test_causes_that_explain_nothing_predict_nothing() -> None:
    noise = np.random.default_rng(1).normal(size=(9, 101))
    answers = {item: noise[j] for j, item in enumerate(item for items in BLOCKS.values() for item in items)}

    assert max(PathModel(BLOCKS, PATHS).fit(answers).q_squared().values()) < 0.05


@pytest.mark.parametrize(
    ("distance", "said"),
    [
        (5, "120 respondents are a multiple"),
        (1, "from 2 to 119"),
        (2.5, "from 2 to 119"),
        ("far", "distance is “far”"),
        (math.nan, "distance is “nan”"),
    ],
)
def test_a_distance_that_hides_whole_respondents_is_refused(made: Table, distance: Any, said: str) -> None:
    with pytest.raises(OptionError, match=said):
        MODEL.fit(made).q_squared(distance)


# --- the map ---


def test_importance_is_points_of_the_target_for_a_point_of_the_cause(made: Table) -> None:
    fitted = PathModel({"A": BLOCKS["A"], "C": BLOCKS["C"]}, [("A", "C")], scale=(1, 10)).fit(made)
    found = fitted.importance_map("C")

    def index(block: str) -> Any:
        return sum(fitted.relative_weights[i] * (np.array(made[i]) - 1) / 9 * 100 for i in BLOCKS[block])

    slope = np.polyfit(index("A"), index("C"), 1)[0]
    assert found.importance.tolist() == pytest.approx([slope])
    assert found.performance.tolist() == pytest.approx([index("A").mean()])
    assert found.item_importance.sum() == pytest.approx(slope)
    assert found.item_performance[0] == pytest.approx((np.mean(made["a1"]) - 1) / 9 * 100)
    assert json.loads(json.dumps(found.to_dict(), allow_nan=False))["names"] == ["A"]


def test_the_map_counts_every_way_to_the_target(made: Table) -> None:
    fitted = MODEL.fit(made)
    found = fitted.importance_map("C")

    assert found.names == ("A", "B")
    total = fitted.total_effects["A", "C"] * fitted.index_sd["C"] / fitted.index_sd["A"]
    assert found.importance[0] == pytest.approx(total)


def test_the_map_has_the_intervals_of_its_resamples(made: Table) -> None:
    fitted = MODEL.fit(made)
    resampled = fitted.bootstrap(200, seed=1)
    found = fitted.importance_map("C", found=resampled)

    assert (found.importance_low < found.importance).all()
    assert (found.importance < found.importance_high).all()
    assert found.performance_low[0] == resampled.index_low["A"]
    assert fitted.index_effects["B", "C"] == pytest.approx(found.importance[1])
    assert np.isnan(fitted.importance_map("C").importance_low).all()
    one = MODEL.fit({name: column[:40] for name, column in made.items()}).bootstrap(100, seed=3)
    draw = one.draws["index_effects"][:, list(one.index_effects).index(("A", "B"))]
    slopes = one.draws["total_effects"][:, list(one.total_effects).index(("A", "B"))]
    assert np.corrcoef(draw, slopes)[0, 1] > 0.3
    assert (np.sign(draw) == np.sign(slopes)).all()


def test_the_map_needs_a_target_that_something_leads_to_and_a_scale(made: Table) -> None:
    with pytest.raises(OptionError, match="There is no block D"):
        MODEL.fit(made).importance_map("D")
    with pytest.raises(OptionError, match="No path leads to A"):
        MODEL.fit(made).importance_map("A")
    with pytest.raises(OptionError, match="A has no index"):
        PathModel(BLOCKS, PATHS).fit(made).importance_map("C")


# --- groups ---


def _two_groups() -> tuple[Table, list[str]]:
    """A leads to C in the first group, not in the second."""
    random = np.random.default_rng(4)
    a = random.normal(size=400)
    c = np.where(np.arange(400) < 200, 0.7, 0.0) * a + 0.7 * random.normal(size=400)
    answers = {f"a{j}": a + 0.5 * random.normal(size=400) for j in (1, 2, 3)}
    answers |= {f"c{j}": c + 0.5 * random.normal(size=400) for j in (1, 2, 3)}
    return answers, ["north"] * 200 + ["south"] * 200


def test_groups_that_differ_are_told_apart() -> None:
    answers, region = _two_groups()
    model = PathModel({"A": BLOCKS["A"], "C": BLOCKS["C"]}, [("A", "C")])
    found = model.compare(answers, region, n_resamples=400, seed=1)

    assert (found.names, found.group_n, found.what) == (("north", "south"), (200, 200), ("A → C",))
    assert found.verdict == (Verdict.HIGHER,)
    assert found.difference_low[0] > 0
    assert found.p_value[0] < 0.01
    alone = model.fit({name: column[:200] for name, column in answers.items()})
    assert found.first_value[0] == pytest.approx(alone.path_coefficients["A", "C"])
    turned = model.compare(answers, ["z" if name == "north" else name for name in region], n_resamples=400, seed=1)
    assert turned.verdict == (Verdict.LOWER,)
    assert turned.difference[0] == pytest.approx(-found.difference[0])
    assert "south" in json.dumps(found.to_dict(), allow_nan=False)


def test_groups_drawn_by_lot_differ_by_chance_alone(made: Table) -> None:
    lot = np.random.default_rng(6).permutation(["x", "y"] * 120)
    twice = {name: column * 2 for name, column in made.items()}
    found = MODEL.compare(twice, lot, measure="weights", n_resamples=300, seed=2)

    assert set(found.verdict) == {Verdict.UNCLEAR}
    assert (found.p_adjusted >= found.p_value).all()
    assert (found.difference_low < found.difference).all()
    assert (found.difference < found.difference_high).all()


def test_small_groups_are_not_judged(made: Table) -> None:
    found = MODEL.compare(made, ["x", "y", "z"] * 40, n_resamples=100, measure="index")

    assert len(found.verdict) == 9
    assert set(found.verdict) == {Verdict.TOO_FEW}
    assert math.isnan(found.p_value[0])
    assert found.too_few


def test_a_comparison_that_cannot_be_is_refused(made: Table) -> None:
    with pytest.raises(TooFewAnswersError, match="The column is empty"):
        MODEL.compare({name: [] for name in made}, [])
    for seed in ("a", -1):
        with pytest.raises(MethodError, match=r"seed is .*whole number"):
            MODEL.compare(made, ["x", "y"] * 60, seed=seed)
        with pytest.raises(MethodError, match=r"seed is .*whole number"):
            MODEL.fit(made).bootstrap(100, seed=seed)
    with pytest.raises(MethodError, match="There is only the group x"):
        MODEL.compare(made, ["x"] * 120)
    with pytest.raises(MethodError, match="Row 120 of groups is empty"):
        MODEL.compare(made, [*["x", "y"] * 59, "x", None])
    with pytest.raises(ColumnLengthError, match="groups has 119 rows"):
        MODEL.compare(made, ["x", *["y"] * 118])
    with pytest.raises(OptionError, match="There is no measure mood"):
        MODEL.compare(made, ["x", "y"] * 60, measure="mood")
    with pytest.raises(OptionError, match="There is no adjustment"):
        MODEL.compare(made, ["x", "y"] * 60, adjust="tukey", n_resamples=100)
