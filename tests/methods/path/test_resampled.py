"""The bootstrap of a path model: a batch is what its parts are, and its intervals are those of the estimates."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest

from regulars.methods import PathModel
from regulars.methods.errors import OptionError
from regulars.methods.path.algorithm import outer_model
from regulars.methods.path.resampled import MEASURES

Table = dict[str, Any]
BLOCKS = {"A": ["a1", "a2", "a3"], "B": ["b1", "b2", "b3"], "C": ["c1", "c2", "c3"]}
PATHS = [("A", "B"), ("A", "C"), ("B", "C")]


@pytest.mark.parametrize("scheme", ["centroid", "factor", "path"])
@pytest.mark.parametrize("modes", ["A", "B"])
def test_a_batch_is_its_parts(made: Table, scheme: str, modes: str) -> None:
    model = PathModel(BLOCKS, PATHS, scheme=scheme, modes=modes)
    correlation, _, _ = model.fit(made).answers.resample(100, 3)
    together = outer_model(correlation, model.structure, scheme)

    for place in (0, 17, 99):
        alone = outer_model(correlation[place : place + 1], model.structure, scheme)
        assert together.weights[place] == pytest.approx(alone.weights[0], abs=1e-8)
        assert together.scores[place] == pytest.approx(alone.scores[0], abs=1e-8)
        assert together.steps[place] == alone.steps[0]


def test_correlations_of_a_resample_go_with_its_means_and_deviations(made: Table) -> None:
    """Two answers that always add up to 11 do so in every resample."""
    model = PathModel({"A": ["a1"], "B": ["b1"]}, [("A", "B")])
    turned = {"a1": made["a1"], "b1": [11 - value for value in made["a1"]]}
    correlation, means, deviations = model.fit(turned).answers.resample(100, 5)

    assert correlation == pytest.approx(np.tile([[1.0, -1.0], [-1.0, 1.0]], (100, 1, 1)))
    assert means.sum(axis=1) == pytest.approx(11)
    assert deviations[:, 0] == pytest.approx(deviations[:, 1])


def test_intervals_hold_the_estimate_and_narrow_with_n(made: Table) -> None:
    fitted = PathModel(BLOCKS, PATHS, scale=(1, 10)).fit(made)
    found = fitted.bootstrap(400, 1)
    many = PathModel(BLOCKS, PATHS, scale=(1, 10)).fit(made, counts=[9] * 120).bootstrap(400, 1)

    for measure in MEASURES:
        point, low, high = (getattr(found, f"{measure}{end}") for end in ("", "_low", "_high"))
        assert dict(point) == dict(getattr(fitted, measure))
        assert list(low) == list(point) == list(high) == list(found.standard_errors[measure])
        held = [low[key] <= value <= high[key] for key, value in point.items()]
        assert all(held) or measure in ("indirect_effects", "htmt")
        width = sum(high.values()) - sum(low.values())
        closer = sum(getattr(many, f"{measure}_high").values()) - sum(getattr(many, f"{measure}_low").values())
        assert closer == pytest.approx(width / 3, rel=0.25)
    assert (found.n_resamples, found.n_failed, found.seed, found.too_few) == (400, 0, 1, False)


def test_a_mean_is_known_as_exactly_as_in_theory(made: Table) -> None:
    model = PathModel({"A": ["a1"], "C": ["c1"]}, [("A", "C")], scale=(1, 10))
    whole = model.fit(made).bootstrap(2000, 1)
    half = model.fit({**made, "a1": [None] * 60 + made["a1"][60:]}).bootstrap(2000, 1)

    theory = np.std(made["a1"]) / 9 * 100 / math.sqrt(120)
    assert whole.standard_errors["index"]["A"] == pytest.approx(theory, rel=0.06)
    theory = np.std(made["a1"][60:]) / 9 * 100 / math.sqrt(60)
    assert half.standard_errors["index"]["A"] == pytest.approx(theory, rel=0.06)


def test_weights_and_clusters_cost_certainty(made: Table) -> None:
    model = PathModel(BLOCKS, PATHS, scale=(1, 10))
    error = model.fit(made).bootstrap(300, 1).standard_errors["index"]["A"]
    weighted = model.fit(made, weights=[0.1, 3.0] * 60).bootstrap(300, 1)
    fourfold = {name: list(column) * 4 for name, column in made.items()}
    clustered = model.fit(fourfold, clusters=list(range(120)) * 4).bootstrap(300, 1)

    assert weighted.n_effective < 70
    assert weighted.standard_errors["index"]["A"] > 1.1 * error
    assert clustered.standard_errors["index"]["A"] == pytest.approx(error, rel=0.2)


def test_the_seed_decides(made: Table) -> None:
    fitted = PathModel(BLOCKS, PATHS).fit(made)

    assert fitted.bootstrap(100, 7) == fitted.bootstrap(100, 7)
    assert fitted.bootstrap(100, 7).weights_low != fitted.bootstrap(100, 8).weights_low
    with pytest.raises(OptionError, match="n_resamples is 10"):
        fitted.bootstrap(10)
    with pytest.raises(OptionError, match="confidence level"):
        fitted.bootstrap(100, confidence=95)


def test_resamples_without_a_solution_are_counted() -> None:
    """Of twelve respondents one differs in b1: many a resample has none who does."""
    random = np.random.default_rng(2)
    answers = {name: random.normal(size=12).tolist() for name in ("a1", "a2", "b1")}
    answers["b1"] = [1.0] * 11 + [2.0]
    found = PathModel({"A": ["a1", "a2"], "B": ["b1"]}, [("A", "B")]).fit(answers).bootstrap(200, 1)

    assert 40 < found.n_failed < 100
    assert found.n_resamples + found.n_failed == 200
    assert found.too_few
    assert "resamples had no solution" in str(found.notes[0])


def test_the_result_is_ready_for_json(made: Table) -> None:
    data = json.loads(json.dumps(PathModel(BLOCKS, PATHS).fit(made).bootstrap(100, 1).to_dict(), allow_nan=False))

    assert data["path_coefficients_low"]["A|B"] < data["path_coefficients"]["A|B"]
    assert "draws" not in data
    assert data["too_few"] is False
