"""Touchpoints over those who met them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from regulars.methods import importance_performance, mean_rating, touchpoints
from regulars.methods.errors import (
    ColumnLengthError,
    DependentColumnsError,
    MethodError,
    OptionError,
    OutOfScaleError,
    TooFewAnswersError,
    WeightError,
)

RANDOM = np.random.default_rng(3)
N = 300
OVERALL = RANDOM.integers(1, 6, N)
DESK = np.clip(np.round(0.8 * OVERALL - 0.6 + RANDOM.normal(size=N) / 2), 1, 5)  # matters, goes badly
SITE = np.clip(np.round(4.3 + RANDOM.normal(size=N) / 2), 1, 5)  # matters not, goes well
LIFT = [float(value) if k % 3 else None for k, value in enumerate(RANDOM.integers(1, 6, N))]
FAST: dict[str, Any] = {"n_resamples": 200}


def frame() -> dict[str, Any]:
    return {"desk": DESK.tolist(), "site": SITE.tolist(), "lift": LIFT}


def test_each_touchpoint_is_judged_by_those_who_met_it() -> None:
    """Against the plain mean and numpy's correlation of the rows that have it."""
    result = touchpoints(frame(), OVERALL, **FAST)
    met = np.array([value is not None for value in LIFT])
    lift = np.array(LIFT, dtype=float)[met]

    assert result.performance[2] == pytest.approx(mean_rating(LIFT).mean)
    assert result.importance[2] == pytest.approx(np.corrcoef(lift, OVERALL[met])[0, 1])
    assert result.importance[0] == pytest.approx(np.corrcoef(DESK, OVERALL)[0, 1])
    assert result.touchpoint_n.tolist() == [300, 300, 200]
    assert result.traffic == pytest.approx([1, 1, 2 / 3])
    assert (result.n, result.n_missing) == (300, 0)


def test_what_matters_and_goes_badly_comes_first() -> None:
    result = touchpoints(frame(), OVERALL, **FAST)

    assert result.quadrant[:2] == ("concentrate", "overkill")
    assert result.clear[:2].tolist() == [True, True]
    assert str(result.notes[0]) == "Mend first: desk."


def test_stated_importance_is_that_of_importance_performance() -> None:
    """With every answer given, quadrants and lines are the same."""
    both = {"desk": DESK, "site": SITE}
    ours = touchpoints(both, importance=[2, 5], **FAST)
    theirs = importance_performance(both, importance=[2, 5], **FAST)

    assert ours.quadrant == theirs.quadrant
    assert ours.performance == pytest.approx(theirs.performance)
    assert (ours.performance_line, ours.importance_line) == pytest.approx(
        (theirs.performance_line, theirs.importance_line)
    )
    assert ours.performance_low == pytest.approx(theirs.performance_low, abs=0.03)


def test_few_are_never_clear() -> None:
    desk = [*DESK[:40].tolist(), *[None] * (N - 40)]
    result = touchpoints({"desk": desk, "site": SITE}, OVERALL, **FAST)

    assert result.touchpoint_too_few.tolist() == [True, False]
    assert not result.clear[0]
    assert not result.too_few
    assert str(result.notes[-1]) == "Too few customers met desk to judge."


def test_kinds_and_traffic_are_kept() -> None:
    result = touchpoints(
        frame(), OVERALL, kinds={"person": ["desk"], "information": ["site"]}, traffic=[9, 3, 1], n_resamples=0
    )

    assert result.kinds == ("person", "information", "")
    assert result.traffic.tolist() == [9, 3, 1]
    assert np.isnan(result.traffic_low).all()
    assert not result.clear.any()


def test_what_never_varies_goes_with_nothing() -> None:
    result = touchpoints({"desk": DESK, "bell": [4] * N}, OVERALL, **FAST)

    assert result.importance[1] == 0
    assert not result.clear[1]
    assert math.isnan(result.importance_low[1])


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"y": None}, OptionError, "needs y"),
        ({"y": [4] * N}, DependentColumnsError, "Every answer of y is the same"),
        ({"y": [1, 2]}, ColumnLengthError, "y has 2 rows"),
        ({"importance": "lmg"}, OptionError, "importance is lmg"),
        ({"importance": [1, 2]}, ColumnLengthError, "importance"),
        ({"kinds": {"animal": ["desk"]}}, OptionError, "no kind animal"),
        ({"kinds": {"person": ["door"]}}, OptionError, "door"),
        ({"traffic": [1, 2]}, ColumnLengthError, "2 numbers of traffic for 3"),
        ({"traffic": {"desk": 2}}, MethodError, "no traffic for site"),
        ({"traffic": [1, -2, 3]}, WeightError, "Row 2 of traffic"),
        ({"traffic": [1, math.nan, 3]}, WeightError, "Row 2 of traffic"),
        ({"traffic": 3}, MethodError, "A column is a list"),
        ({"lines": "here"}, OptionError, "lines is here"),
        ({"scale": (1, 4)}, OutOfScaleError, "of desk"),
        ({"seed": -1}, OptionError, "seed"),
    ],
)
def test_what_cannot_be_is_told(options: dict[str, Any], error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        touchpoints(frame(), **{"y": OVERALL, **FAST, **options})


def test_a_touchpoint_that_nobody_met_is_told() -> None:
    with pytest.raises(TooFewAnswersError, match="Nobody rated door"):
        touchpoints({"desk": DESK, "door": [None] * N}, OVERALL, **FAST)


def test_what_a_handful_met_moves_no_line() -> None:
    """Two ratings correlate perfectly whatever they say: the lines, and all verdicts, are those without them."""
    rare = {f"rare {k}": [5.0, 1.0] + [None] * (N - 2) for k in range(6)}
    alone, beside = (touchpoints({**frame(), **more}, OVERALL, **FAST) for more in ({}, rare))

    assert beside.importance_line == alone.importance_line
    assert beside.performance_line == alone.performance_line
    assert beside.quadrant[:3] == alone.quadrant
    assert beside.clear[:2].tolist() == [True, True]
    assert beside.n_resamples == FAST["n_resamples"]
    assert beside.touchpoint_too_few.tolist() == [False] * 3 + [True] * 6
    assert not beside.clear[3:].any()
