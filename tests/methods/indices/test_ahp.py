"""Weights from pairwise comparisons."""

from __future__ import annotations

import math

import numpy as np
import pyarrow as pa
import pytest

from regulars.methods import ahp
from regulars.methods.errors import ColumnLengthError, MethodError, NotANumberError, OptionError, OutOfScaleError

HOUSE = """
1   5   3   7  6  6   1/3 1/4
1/5 1   1/3 5  3  3   1/5 1/7
1/3 3   1   6  3  4   6   1/5
1/7 1/5 1/6 1  1/3 1/4 1/7 1/8
1/6 1/3 1/3 3  1  1/2 1/5 1/6
1/6 1/3 1/4 4  2  1   1/5 1/6
3   5   1/6 7  5  5   1   1/2
4   7   5   8  6  6   2   1
"""


def test_saaty_1990_buying_a_house() -> None:
    """Weights, λ, consistency index and ratio as printed, from size to financing."""
    result = ahp([row.split() for row in HOUSE.split("\n") if row])

    assert result.importance.round(3).tolist() == [0.173, 0.054, 0.188, 0.018, 0.031, 0.036, 0.167, 0.333]
    assert round(result.eigenvalue, 3) == 9.669
    assert (round(result.consistency_index, 3), round(result.consistency_ratio, 3)) == (0.238, 0.169)
    assert not result.consistent
    assert "0.169 is above 0.1. Look again at 3 against 7: 6 was given" in str(result.notes[0])


@pytest.mark.parametrize("size", [2, 3, 7, 15])
def test_judgements_without_contradiction_give_their_weights_back(size: int) -> None:
    weights = np.linspace(1, 3, size)
    result = ahp(weights[:, None] / weights)

    assert result.importance == pytest.approx(weights / weights.sum())
    assert result.consistency_ratio == pytest.approx(0, abs=1e-9)
    assert result.consistent
    assert result.notes == ()


def test_the_weights_solve_the_equation() -> None:
    matrix = np.array([[1, 2, 5, 3], [1 / 2, 1, 3, 4], [1 / 5, 1 / 3, 1, 1 / 2], [1 / 3, 1 / 4, 2, 1]])
    result = ahp(matrix)

    assert matrix @ result.importance == pytest.approx(result.eigenvalue * result.importance)
    assert result.importance.sum() == pytest.approx(1)


def test_half_a_matrix_from_any_frame_is_enough() -> None:
    whole = ahp([[1, 3, 5], ["1/3", 1, 2], ["1/5", "1/2", 1]], names=["room", "staff", "pool"])
    half = {"room": ["1", None, ""], "staff": ["3", "", None], "pool": [5, 2, 1]}

    for frame in (half, pa.table({name: list(map(str, column)) for name, column in whole_columns().items()})):
        found = ahp(frame)
        assert found.names == whole.names
        assert found.importance == pytest.approx(whole.importance, abs=1e-12)
    assert ahp([[1, 3, 5], [0.33, 1, 2], [0.2, 0.5, 1]]).importance == pytest.approx(whole.importance, abs=2e-3)


def whole_columns() -> dict[str, list[object]]:
    return {"room": [1, "1/3", "1/5"], "staff": [3, 1, "1/2"], "pool": [5, 2, 1]}


def test_a_stricter_limit_flags_more() -> None:
    matrix = [[1, 2, 5], [None, 1, 2], [None, None, 1]]

    assert ahp(matrix).consistent
    assert not ahp(matrix, limit=0.001).consistent


@pytest.mark.parametrize(
    ("matrix", "error", "said"),
    [
        ([[1, 3], [3, 1]], OptionError, "1 against 2 is 3, turned round it is 3: each must be 1 over the other"),
        ([[1, None], [None, 1]], OptionError, "1 is not compared with 2"),
        ([[2, 3], [None, 1]], OptionError, "1 against 1 is 2"),
        ([[1, 10], [None, 1]], OutOfScaleError, "1 against 2: 10 is not on the scale 1/9 to 9"),
        ([[1, 0], [None, 1]], OutOfScaleError, "1 against 2: 0 is not on the scale"),
        ([[1, -3], [None, 1]], OutOfScaleError, "−3 is not on the scale"),
        ([[1, "much"], [None, 1]], NotANumberError, "“much” is not a number. Write 3 or 1/3"),
        ([[1, "1/0"], [None, 1]], NotANumberError, "“1/0” is not a number"),
        ([[1, math.inf], [None, 1]], NotANumberError, "is not a number"),
        ([[1, 2], [None, 1], [1, 1]], ColumnLengthError, "1 has 3 rows for 2 items"),
        ([[1]], OptionError, "There are 1 items"),
        ([[1, 2], [1]], MethodError, "A frame has two dimensions"),
        ([1, 2], MethodError, "A frame has two dimensions"),
        (np.ones((16, 16)), OptionError, "Compare from 2 to 15 items"),
    ],
)
def test_what_is_no_comparison_is_said(matrix: object, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        ahp(matrix)


@pytest.mark.parametrize("limit", [0, -1, math.nan, "small"])
def test_the_limit_is_above_zero(limit: object) -> None:
    with pytest.raises(OptionError, match="limit is"):
        ahp([[1, 2], [None, 1]], limit=limit)  # type: ignore[arg-type]


def test_there_is_a_name_for_each_item() -> None:
    with pytest.raises(OptionError, match="There are 2 items and 3 names"):
        ahp([[1, 2], [None, 1]], names=["a", "b", "c"])
