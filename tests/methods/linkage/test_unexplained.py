"""The part of the overall judgement that the attributes do not explain, and whose judgement departs."""

from __future__ import annotations

import importlib.util
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from regulars.methods import departures, drivers, reliability, unexplained
from regulars.methods.errors import DependentColumnsError, MethodError, OptionError

RANDOM = np.random.default_rng(5)
X = RANDOM.normal(size=(120, 3))
Y = X @ [1.0, 0.5, 0.0] + RANDOM.normal(size=120)


def test_r_squared_is_that_of_drivers() -> None:
    result, other = unexplained(X, Y), drivers(X, Y, n_resamples=0)

    assert result.r_squared == pytest.approx(other.r_squared)
    assert result.r_squared_adjusted == pytest.approx(other.r_squared_adjusted)
    assert result.unexplained == pytest.approx(1 - other.r_squared_adjusted)
    assert result.unexplained_low < result.unexplained < result.unexplained_high


def test_customers_left_out_are_said_by_all_others() -> None:
    """A slow version: one regression, and one mean, without each."""
    design = np.column_stack([np.ones(120), X])
    missed, about = [], []
    for row in range(120):
        rest = np.arange(120) != row
        missed.append(Y[row] - design[row] @ np.linalg.lstsq(design[rest], Y[rest], rcond=None)[0])
        about.append(Y[row] - Y[rest].mean())
    result = unexplained(X, Y)

    assert result.cross_validated == pytest.approx(1 - np.sum(np.square(missed)) / np.sum(np.square(about)))
    assert result.typical_miss == pytest.approx(np.sqrt(np.mean(np.square(missed))))


def test_noise_explains_nothing() -> None:
    result = unexplained(RANDOM.normal(size=(60, 10)), RANDOM.normal(size=60))

    assert result.cross_validated < 0.1
    assert result.unexplained_high == 1


@pytest.mark.reference
def test_the_final_model_of_hair_on_hbat(reference_data: Path) -> None:
    """Five perceptions on satisfaction: R² .791, adjusted .780."""
    beside = Path(__file__).parents[1] / "attributes" / "spss.py"
    spec = importlib.util.spec_from_file_location("spss", beside)
    spss = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(spss)
    table = spss.read(reference_data / "hbat-b2b" / "HBAT.sav")
    result = unexplained({name: table[name] for name in ("x6", "x7", "x9", "x11", "x12")}, table["x19"])

    assert result.r_squared == pytest.approx(0.79078, abs=1e-7)
    assert 1 - result.unexplained == pytest.approx(0.77965128, abs=1e-7)


def test_error_of_measurement_is_taken_off() -> None:
    result = unexplained(X, Y, reliability=0.8)

    assert result.measurement_error == pytest.approx(0.2)
    assert result.beyond_error == pytest.approx(result.unexplained - 0.2)
    assert "cannot be told from one question" in str(unexplained(X, Y).notes[0])
    assert math.isnan(unexplained(X, Y).beyond_error)
    assert "more than the reliability" in str(unexplained(X, Y, reliability=0.1).notes[0])


def test_several_items_give_the_reliability_themselves() -> None:
    items = {"overall": Y, "again": Y + 0.5 * RANDOM.normal(size=120)}
    result = unexplained(X, items)

    assert result.judgement_reliability == pytest.approx(reliability(items).alpha)
    assert result.r_squared == pytest.approx(unexplained(X, (items["overall"] + items["again"]) / 2).r_squared)


def test_the_answers_of_one_account_count_less() -> None:
    once = unexplained(X, Y, clusters=np.arange(120))
    twice = unexplained(np.repeat(X, 2, axis=0), np.repeat(Y, 2), clusters=np.repeat(np.arange(120), 2))

    assert twice.cross_validated == pytest.approx(once.cross_validated)
    assert twice.unexplained_high / twice.unexplained == pytest.approx(once.unexplained_high / once.unexplained)


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"y": [1] * 120}, DependentColumnsError, "nothing to explain"),
        ({"X": {"a": X[:, 0], "b": X[:, 0]}}, DependentColumnsError, "say the same"),
        ({"X": {"a": [1] * 120}}, DependentColumnsError, "one and the same"),
        ({"y": Y[:5]}, MethodError, "5 rows"),
        ({"y": {"one": Y, "two": [1] * 120}}, OptionError, "one answer throughout"),
        ({"reliability": 80}, OptionError, "share from 0 to 1"),
        ({"reliability": 0}, OptionError, "share from 0 to 1"),
    ],
)
def test_what_cannot_be_used_is_said(change: dict[str, Any], error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        unexplained(**{"X": X, "y": Y, **change})


def test_departures_are_listed_with_their_rows() -> None:
    y = Y.copy()
    y[[7, 30]] = [12, -12]
    result = departures(X, y, customers=[f"c{i}" for i in range(120)], most=3)

    assert set(result.row[:2].tolist()) == {8, 31}
    assert set(result.called[:2]) == {"c7", "c30"}
    assert result.judgement - result.expected == pytest.approx(result.less)
    assert (np.diff(np.abs(result.distance)) <= 0).all()
    assert json.dumps(result.to_dict(), allow_nan=False)


def test_departures_name_the_row_of_the_table_that_came_in() -> None:
    result = departures({"a": [None, 1, 2, 3, 4, 5, 5]}, [1, 1, 2, 3, 4, 5, 1], most=1)

    assert result.row.tolist() == [7]
    assert result.called == ("7",)
    assert result.n_missing == 1


def test_rounding_is_no_departure() -> None:
    """Of a perfect fit 1e-16 is left, which came out as 1.05 typical differences."""
    result = departures({"a": [1, 2, 3, 4, 5] * 4}, [1, 2, 3, 4, 5] * 4, most=3)

    assert result.distance.tolist() == [0, 0, 0]
    assert result.typical_miss == 0


@pytest.mark.parametrize(
    ("change", "words"), [({"most": 0}, "most is 0"), ({"customers": ["a"]}, "customers has 1 rows")]
)
def test_a_list_that_cannot_be_made_is_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(MethodError, match=words):
        departures(X, Y, **change)
