"""What holds for any path model, and what it refuses."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from regulars.methods import PathModel, acsi, ecsi, satisfaction_to_loyalty, service_profit_chain
from regulars.methods.errors import (
    ColumnLengthError,
    ConvergenceError,
    DependentColumnsError,
    MethodError,
    NotANumberError,
    OptionError,
    OutOfScaleError,
    TooFewAnswersError,
    WeightError,
)

Table = dict[str, Any]
BLOCKS = {"A": ["a1", "a2", "a3"], "B": ["b1", "b2", "b3"], "C": ["c1", "c2", "c3"]}
ITEMS = [item for items in BLOCKS.values() for item in items]
PATHS = [("A", "B"), ("A", "C"), ("B", "C")]
MODEL = PathModel(BLOCKS, PATHS, scale=(1, 10))


def slow(answers: Table, scheme: str, modes: dict[str, str]) -> dict[tuple[str, str], float]:
    """PLS as in the books, on rows: scores, neighbourhoods, covariances; no matrix of correlations."""
    z = {name: (np.array(column) - np.mean(column)) / np.std(column) for name, column in answers.items()}
    weights = {item: 1.0 for items in BLOCKS.values() for item in items}

    def score(block: str) -> Any:
        raw = sum(weights[item] * z[item] for item in BLOCKS[block])
        return raw / raw.std()

    def slopes(target: str) -> dict[str, float]:
        causes = [source for source, end in PATHS if end == target]
        found = np.linalg.lstsq(np.column_stack([score(name) for name in causes]), score(target), rcond=None)[0]
        return dict(zip(causes, found, strict=True))

    for _ in range(200):
        new = {}
        for block, items in BLOCKS.items():
            around = {s for s, t in PATHS if t == block} | {t for s, t in PATHS if s == block}
            r = {other: float(np.mean(score(block) * score(other))) for other in around}
            inner = {"centroid": {k: np.sign(v) for k, v in r.items()}, "factor": r}.get(scheme, r)
            if scheme == "path" and any(t == block for _, t in PATHS):
                inner = r | slopes(block)
            near = sum(inner[other] * score(other) for other in around)
            if modes.get(block) == "B":
                found = np.linalg.lstsq(np.column_stack([z[item] for item in items]), near, rcond=None)[0]
            else:
                found = [float(np.mean(z[item] * near)) for item in items]
            new |= dict(zip(items, found, strict=True))
        weights = new
    return {(source, target): slopes(target)[source] for source, target in PATHS}


@pytest.mark.parametrize("scheme", ["centroid", "factor", "path"])
@pytest.mark.parametrize("modes", [{}, {"A": "B"}, {"A": "B", "B": "B", "C": "B"}])
def test_it_is_the_algorithm_of_the_books(made: Table, scheme: str, modes: dict[str, str]) -> None:
    fitted = PathModel(BLOCKS, PATHS, scheme=scheme, modes=modes).fit(made)

    assert dict(fitted.path_coefficients) == pytest.approx(slow(made, scheme, modes), abs=1e-8)


# --- consistent ---


def test_scores_have_the_correlations_and_the_index_that_are_reported(made: Table) -> None:
    fitted = MODEL.fit(made)
    scores = fitted.scores

    assert np.std(scores["A"], ddof=1) == pytest.approx(1)
    assert np.corrcoef(scores["A"], scores["C"])[0, 1] == pytest.approx(fitted.correlations["A", "C"])
    assert np.corrcoef(scores["B"], made["b2"])[0, 1] == pytest.approx(fitted.loadings["b2"])
    shares = fitted.relative_weights
    index = sum(shares[item] * (np.array(made[item]) - 1) / 9 * 100 for item in BLOCKS["C"])
    assert fitted.index["C"] == pytest.approx(index.mean())
    assert fitted.index_sd["C"] == pytest.approx(index.std(ddof=1))


def test_effects_add_up(made: Table) -> None:
    fitted = MODEL.fit(made)
    direct, total = fitted.path_coefficients, fitted.total_effects

    assert total["A", "C"] == pytest.approx(direct["A", "C"] + direct["A", "B"] * direct["B", "C"])
    assert fitted.indirect_effects["A", "C"] == pytest.approx(direct["A", "B"] * direct["B", "C"])
    assert fitted.indirect_effects["A", "B"] == pytest.approx(0)
    explained = direct["A", "C"] * fitted.correlations["A", "C"] + direct["B", "C"] * fitted.correlations["B", "C"]
    assert fitted.r_squared["C"] == pytest.approx(explained)


def _numbers(fitted: Any) -> dict[str, float]:
    names = ("path_coefficients", "loadings", "weights", "index", "r_squared")
    return {f"{name} {key}": value for name in names for key, value in getattr(fitted, name).items()}


def test_counts_are_repetition_and_weights_have_no_scale(made: Table) -> None:
    counts = np.arange(120) % 3
    again = {name: np.repeat(column, counts) for name, column in made.items()}
    weights = np.linspace(0.2, 3, 120)

    counted = MODEL.fit(made, counts=counts)
    assert counted.n == counts.sum()
    assert _numbers(counted) == pytest.approx(_numbers(MODEL.fit(again)), abs=1e-9)
    assert counted.index_sd["A"] == pytest.approx(MODEL.fit(again).index_sd["A"])
    one, other = MODEL.fit(made, weights=weights), MODEL.fit(made, weights=1e6 * weights)
    assert _numbers(one) == pytest.approx(_numbers(other), abs=1e-9)
    assert one.n_effective < one.n
    assert _numbers(MODEL.fit(made, weights=counts)) == pytest.approx(_numbers(counted), abs=1e-9)


def test_order_and_unit_of_the_answers_change_nothing(made: Table) -> None:
    order = np.random.default_rng(3).permutation(120)
    mixed = {name: np.array(column)[order] for name, column in made.items()}
    wide = {name: 100 * (np.array(column) - 1) for name, column in made.items()}

    assert _numbers(MODEL.fit(mixed)) == pytest.approx(_numbers(MODEL.fit(made)), abs=1e-9)
    assert _numbers(PathModel(BLOCKS, PATHS, scale=(0, 900)).fit(wide)) == pytest.approx(
        _numbers(MODEL.fit(made)), abs=1e-9
    )


def test_items_with_scales_of_their_own_have_one_index(made: Table) -> None:
    other = {**made, "a1": [(value - 1) / 9 * 4 + 1 for value in made["a1"]]}
    scale = {**dict.fromkeys(ITEMS, (1, 10)), "a1": (1, 5)}

    assert dict(PathModel(BLOCKS, PATHS, scale=scale).fit(other).index) == pytest.approx(dict(MODEL.fit(made).index))
    assert set(PathModel(BLOCKS, PATHS, scale={k: v for k, v in scale.items() if k != "b3"}).fit(other).index) == {
        "A",
        "C",
    }
    assert PathModel(BLOCKS, PATHS).fit(made).index == {}


def test_items_turned_round_are_turned_back(made: Table) -> None:
    """A block whose scores came out upside down would turn the sign of every path at it."""
    fitted = MODEL.fit(made)
    one_against = MODEL.fit({**made, "b1": [11 - value for value in made["b1"]]})

    assert all(value > 0 for value in fitted.loadings.values())
    assert one_against.loadings["b1"] < 0 < one_against.loadings["b2"]
    assert one_against.path_coefficients["A", "B"] == pytest.approx(fitted.path_coefficients["A", "B"])
    assert "b1" in str(one_against.notes[0])


def test_a_block_of_one_item_is_that_item(made: Table) -> None:
    fitted = PathModel({"A": ["a1"], "C": ["c1"]}, [("A", "C")], scale=(1, 10)).fit(made)

    assert fitted.path_coefficients["A", "C"] == pytest.approx(np.corrcoef(made["a1"], made["c1"])[0, 1])
    assert fitted.index["A"] == pytest.approx((np.mean(made["a1"]) - 1) / 9 * 100)
    assert fitted.htmt["A", "C"] == pytest.approx(abs(fitted.correlations["A", "C"]))
    assert math.isnan(fitted.rho["A"])
    assert math.isnan(fitted.gof)


# --- evaluated ---


def test_measures_of_the_blocks_are_those_of_their_formulas(made: Table) -> None:
    fitted = MODEL.fit(made)
    items = np.corrcoef(np.array([made[item] for item in ITEMS]))
    own = np.abs(items)
    within = [own[a : a + 3, a : a + 3][np.triu_indices(3, 1)].mean() for a in (0, 3, 6)]
    loadings = np.array([fitted.loadings[item] for item in BLOCKS["B"]])

    assert fitted.htmt["A", "C"] == pytest.approx(own[:3, 6:].mean() / math.sqrt(within[0] * within[2]))
    assert fitted.alpha["B"] == pytest.approx(3 * within[1] / (1 + 2 * within[1]))
    assert fitted.ave["B"] == pytest.approx((loadings**2).mean())
    assert fitted.item_vif["a2"] == pytest.approx(np.linalg.inv(items[:3, :3])[1, 1])
    assert fitted.vif["A", "C"] == pytest.approx(1 / (1 - fitted.correlations["A", "B"] ** 2))
    assert fitted.vif["A", "B"] == 1
    w = np.array([fitted.weights[item] for item in BLOCKS["B"]])
    off = items[3:6, 3:6] - np.eye(3)
    products = np.outer(w, w) - np.diag(w**2)
    assert fitted.rho_a["B"] == pytest.approx((w @ w) ** 2 * (w @ off @ w) / (w @ products @ w))


def test_the_correction_for_unreliability_finds_the_paths_of_a_factor_model() -> None:
    """PLSc on correlations of a true factor model gives its parameters; PLS alone gives paths that are too weak."""
    loading, path = 0.8, 0.5
    n = 40_000
    random = np.random.default_rng(1)
    first = random.normal(size=n)
    second = path * first + math.sqrt(1 - path**2) * random.normal(size=n)
    blocks = {"X": ["x1", "x2", "x3"], "Y": ["y1", "y2", "y3"]}
    answers = {
        name: loading * (first if name[0] == "x" else second) + 0.6 * random.normal(size=n)
        for name in ("x1", "x2", "x3", "y1", "y2", "y3")
    }
    plain = PathModel(blocks, [("X", "Y")]).fit(answers)
    corrected = PathModel(blocks, [("X", "Y")], consistent=True).fit(answers)

    assert corrected.path_coefficients["X", "Y"] == pytest.approx(path, abs=0.015)
    assert list(corrected.loadings.values()) == pytest.approx([loading] * 6, abs=0.015)
    assert plain.path_coefficients["X", "Y"] < 0.45
    apart = plain.path_coefficients["X", "Y"] / math.sqrt(plain.rho_a["X"] * plain.rho_a["Y"])
    assert corrected.path_coefficients["X", "Y"] == pytest.approx(apart)


# --- missing ---


def test_the_kind_of_column_changes_nothing(made: Table) -> None:
    expected = _numbers(MODEL.fit(made))
    arrays = {name: np.array(column, dtype=float) for name, column in made.items()}
    masked = {name: np.ma.masked_array(column, np.arange(120) == 3) for name, column in arrays.items()}
    holes = {name: np.where(np.arange(120) == 3, np.nan, column) for name, column in arrays.items()}

    assert _numbers(MODEL.fit(arrays)) == pytest.approx(expected, abs=1e-12)
    assert _numbers(MODEL.fit(pa.table(made))) == pytest.approx(expected, abs=1e-12)
    assert _numbers(MODEL.fit({name: list(map(str, column)) for name, column in made.items()})) == expected
    assert (MODEL.fit(masked).n, MODEL.fit(holes).n) == (119, 119)
    with pytest.raises(OutOfScaleError, match="Row 4 of b1: 0 is not on the scale"):
        MODEL.fit({**arrays, "b1": np.where(np.arange(120) == 3, 0.0, arrays["b1"])})


def test_missing_answers_are_replaced_and_counted_or_leave_their_row_out(made: Table) -> None:
    holes = {**made, "a1": [None, 99, *made["a1"][2:]], "b1": [None, *made["b1"][1:]]}
    mean = MODEL.fit(holes, missing=[99])
    complete = MODEL.fit(holes, missing=["99"], incomplete="casewise")

    assert (mean.n, mean.n_missing, mean.replaced["a1"], mean.replaced["b1"]) == (120, 0, 2, 1)
    filled = {**holes, "a1": [np.mean(made["a1"][2:])] * 2 + made["a1"][2:]}
    filled["b1"] = [np.mean(made["b1"][1:]), *made["b1"][1:]]
    assert _numbers(mean) == pytest.approx(_numbers(MODEL.fit(filled)), abs=1e-9)
    assert (complete.n, complete.n_missing, complete.replaced["a1"]) == (118, 2, 0)
    rest = {name: column[2:] for name, column in made.items()}
    assert _numbers(complete) == pytest.approx(_numbers(MODEL.fit(rest)), abs=1e-9)


def test_who_answered_nothing_is_missing(made: Table) -> None:
    fitted = MODEL.fit({name: [*column, None] for name, column in made.items()})

    assert (fitted.n, fitted.n_missing, sum(fitted.replaced.values())) == (120, 1, 0)
    assert _numbers(fitted) == pytest.approx(_numbers(MODEL.fit(made)), abs=1e-9)


# --- guarded ---


@pytest.mark.parametrize(
    ("blocks", "paths", "options", "said"),
    [
        ({}, [], {}, "Name at least one group"),
        ({"A": []}, [], {}, "A has no list of items"),
        ({"A": "a1", "B": ["b1"]}, [("A", "B")], {}, "A has no list of items"),
        ({"A": ["a1"], "B": ["a1"]}, [("A", "B")], {}, "a1 stands in A and in B"),
        (BLOCKS, [("A", "B")], {}, "No path leads to C or from it"),
        (BLOCKS, [*PATHS, ("A", "D")], {}, "the block D, which is not there"),
        (BLOCKS, [*PATHS, ("A", "C")], {}, "The path from A to C stands there twice"),
        (BLOCKS, [*PATHS, ("C", "A")], {}, "The paths go in a circle"),
        (BLOCKS, [*PATHS, ("A", "A")], {}, "The paths go in a circle: A → A"),
        (BLOCKS, ["AB"], {}, "A path is a pair of blocks"),
        (BLOCKS, [("A", "B", "C")], {}, "A path is a pair of blocks"),
        (BLOCKS, PATHS, {"scheme": "pca"}, "There is no scheme pca"),
        (BLOCKS, PATHS, {"modes": "C"}, "The mode of A is C"),
        (BLOCKS, PATHS, {"modes": {"D": "B"}}, "There is no block D"),
        (BLOCKS, PATHS, {"scale": (10, 1)}, "A scale goes up"),
        (BLOCKS, PATHS, {"scale": {"z": (1, 10)}}, "There is a scale for z"),
    ],
)
def test_a_wrong_model_is_refused_at_once(blocks: Any, paths: Any, options: dict[str, Any], said: str) -> None:
    with pytest.raises(OptionError, match=said):
        PathModel(blocks, paths, **options)


def test_wrong_answers_are_refused(made: Table) -> None:
    for spoilt, error, said in (
        ({"a2": [5] * 120}, DependentColumnsError, "Every answer of a2 is the same"),
        ({"a2": [None] * 120}, TooFewAnswersError, "Nobody answered a2"),
        ({"a2": [11, *made["a2"][1:]]}, OutOfScaleError, "Row 1 of a2: 11 is not on the scale 1 to 10"),
        ({"a2": ["good", *made["a2"][1:]]}, NotANumberError, "Row 1 of a2"),
        ({"a2": made["a2"][1:]}, ColumnLengthError, "a2 has 119 rows"),
    ):
        with pytest.raises(error, match=said):
            MODEL.fit({**made, **spoilt})
    with pytest.raises(NotANumberError, match="is infinite"):
        PathModel(BLOCKS, PATHS).fit({**made, "a2": [math.inf, *made["a2"][1:]]})
    with pytest.raises(MethodError, match="There is no column a1"):
        MODEL.fit({name: column for name, column in made.items() if name != "a1"})
    with pytest.raises(WeightError, match="All values of weights are zero"):
        MODEL.fit(made, weights=[0] * 120)
    with pytest.raises(WeightError, match="Row 1 of weights is"):
        MODEL.fit(made, weights=[-1] * 120)
    with pytest.raises(TooFewAnswersError, match="Only 3 rows can be used"):
        MODEL.fit({name: column[:3] for name, column in made.items()})
    with pytest.raises(TooFewAnswersError, match="all 120 rows are missing"):
        MODEL.fit(dict.fromkeys(made, [None] * 120))
    for value in ("mean", "casewise"):
        with pytest.raises(OptionError, match="said by incomplete"):
            MODEL.fit(made, missing=value)
    with pytest.raises(OptionError, match="incomplete is “drop”"):
        MODEL.fit(made, incomplete="drop")


def test_few_rows_and_items_that_say_the_same_are_named(made: Table) -> None:
    few = MODEL.fit({name: column[:8] for name, column in made.items()})
    double = MODEL.fit({**made, "a2": made["a1"]})

    assert "8 respondents for 9 items" in str(few.notes[0])
    assert str(double.notes[0]) == "a1 and a2 say the same; they count double."
    with pytest.raises(DependentColumnsError, match="a1, a2 of A depend on each other"):
        PathModel(BLOCKS, PATHS, modes={"A": "B"}).fit({**made, "a2": made["a1"]})


def test_causes_that_say_the_same_cannot_be_told_apart(made: Table) -> None:
    twice = {**made, **{f"b{j}": made[f"a{j}"] for j in (1, 2, 3)}}

    for scheme in ("centroid", "factor", "path"):
        with pytest.raises(DependentColumnsError, match="A, B cannot be told apart as causes of C"):
            PathModel(BLOCKS, PATHS, scheme=scheme).fit(twice)


def test_items_that_cancel_each_other_out_make_no_score() -> None:
    answers = {"a1": [1, 2, 3, 4, 5, 1], "a2": [5, 4, 3, 2, 1, 5], "b1": [2, 2, 3, 5, 4, 1]}

    with pytest.raises(ConvergenceError, match="The items of A"):
        PathModel({"A": ["a1", "a2"], "B": ["b1"]}, [("A", "B")]).fit(answers)


# --- the ready models ---


def test_ready_models_are_models_whose_columns_may_be_called_otherwise() -> None:
    for model in (ecsi(), acsi(), service_profit_chain(), satisfaction_to_loyalty()):
        assert len(model.structure.explained) >= 4
    assert acsi({"Loyalty": ["again"]}).blocks["Loyalty"] == ("again",)
    with pytest.raises(OptionError, match="There is no block Trust"):
        ecsi({"Trust": ["t1"]})


def test_the_result_is_ready_for_json(made: Table) -> None:
    data = json.loads(json.dumps(MODEL.fit(made).to_dict(), allow_nan=False))

    assert data["path_coefficients"]["A|B"] > 0
    assert not {"model", "answers", "estimates"} & set(data)


def test_a_block_may_be_called_by_the_beginning_of_its_name(made: Table) -> None:
    blocks = {"Quality": BLOCKS["A"], "Quantity": BLOCKS["B"], "Loyalty": BLOCKS["C"]}
    paths = [("Quality", "Quantity"), ("Quantity", "Loyalty")]
    fitted = PathModel(blocks, paths, scale=(1, 10)).fit(made)

    assert fitted.path_coefficients["QUAL", "QUAN"] == fitted.path_coefficients["Quality", "Quantity"]
    assert fitted.index["loy"] == fitted.index["Loyalty"]
    for unclear in ("Qua", "", "x", 3):
        with pytest.raises(KeyError):
            fitted.index[unclear]
