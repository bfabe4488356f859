"""A column of numbers is counted before it is scored; a column of objects is not. Both give the same."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.methods import csat, mean_rating, nps, top_box, weighted_index
from regulars.methods.errors import MethodError, NotANumberError, OutOfScaleError, TooFewAnswersError
from regulars.methods.scores import tally

TYPES = ["int8", "uint8", "int16", "int64", "uint64", "float32", "float64", ">i4"]


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a short column is read in several."""
    monkeypatch.setattr(tally, "CHUNK", 7)


def same(a: Any, b: Any) -> None:
    """Two results are one, to the rounding of sums."""
    for field in dataclasses.fields(a):
        left, right = getattr(a, field.name), getattr(b, field.name)
        if isinstance(left, str) or field.name == "names":
            assert left == right, field.name
        else:
            assert left == pytest.approx(right, rel=1e-9, abs=1e-9, nan_ok=True), field.name


def by_rows(column: Any) -> Any:
    """The same answers as objects: too slow to count, so each is taken for itself."""
    return np.array([None if value != value else value for value in np.asarray(column).tolist()], dtype=object)


maybe = st.one_of(st.integers(1, 5), st.just(np.nan))


@settings(max_examples=40)
@given(
    st.lists(maybe, min_size=1, max_size=40).filter(lambda column: any(value == value for value in column)),
    st.sampled_from([(), (9,), (3,), ("Blank", 5, 0)]),
)
def test_counting_first_changes_nothing(answers: list[float], missing: tuple[Any, ...]) -> None:
    column = np.array(answers)
    if np.isin(column[~np.isnan(column)], [code for code in missing if code != "Blank"]).all():
        return

    for method in (csat, mean_rating):
        same(method(column, missing=missing), method(by_rows(column), missing=missing))
    assert top_box(column, missing=missing) == top_box(by_rows(column), missing=missing)


@settings(max_examples=40)
@given(st.lists(st.tuples(maybe, maybe, maybe), min_size=2, max_size=30))
def test_items_are_counted_together(answers: list[tuple[float, float, float]]) -> None:
    frame = np.array([(1, 2, 3), *answers])

    same(
        weighted_index({str(j): frame[:, j] for j in range(3)}, [5, 3, 2]),
        weighted_index({str(j): by_rows(frame[:, j]) for j in range(3)}, [5, 3, 2]),
    )


@pytest.mark.parametrize("kind", TYPES)
def test_every_kind_of_number_is_counted(kind: str) -> None:
    scores = [10, 9, 8, 3, 0, 7, 10, 10, 9, 6, 5] * 9
    column = np.array(scores, dtype=kind)

    same(nps(column), nps(by_rows(scores)))
    same(nps(column[::-3]), nps(by_rows(scores[::-3])))
    found = tally.tally([column], (0, 10), None)
    assert found is not None
    assert found[1].sum() == 99


def test_an_arrow_column_with_nothing_in_it_here_and_there() -> None:
    scores = [10, None, 3, 8, None, 9, 9, 10, 0, 1, 2, None]
    expected = nps(np.array(scores, dtype=object))

    same(nps(pa.array(scores, pa.int8())), expected)
    same(nps(pa.chunked_array([scores[:8], scores[8:]])), expected)
    assert tally.tally([pa.array(scores)], (0, 10), None) is not None


@pytest.mark.parametrize("scale", [(0, 100), (-2, 2), (1, 127), (1, 200), (0, 1), (0.5, 4.5)])
def test_any_scale(scale: tuple[float, float]) -> None:
    column = np.linspace(scale[0], scale[1], 5)

    same(mean_rating(column, scale=scale), mean_rating(by_rows(column), scale=scale))


@pytest.mark.parametrize(
    ("value", "kind", "says"),
    [
        (261, "int64", "261 is not on the scale 1 to 5"),  # 5 in eight bits
        (200, "uint8", "200 is not on the scale"),
        (-128, "int8", "−128 is not on the scale"),
        (0, "int8", "0 is not on the scale"),
        (6, "float64", "6 is not on the scale"),
        (4.5, "float64", "4.5 lies between two points"),
    ],
)
def test_the_first_answer_off_the_scale_is_named_with_its_row(value: float, kind: str, says: str) -> None:
    column = np.array([5, 4, 3] * 8, dtype=kind)
    column[[16, 20]] = value

    with pytest.raises(OutOfScaleError, match=f"Row 17 of scores: {says}"):
        csat(column)


def test_an_infinite_answer_is_named_with_its_row() -> None:
    with pytest.raises(NotANumberError, match="Row 20 of scores is infinite"):
        csat(np.array([5.0] * 19 + [np.inf]))


def test_an_item_off_the_scale_is_named() -> None:
    with pytest.raises(OutOfScaleError, match="Row 2 of staff: 7 is not on the scale"):
        weighted_index({"room": np.array([5, 4]), "staff": np.array([5, 7])}, [1, 1])


def test_rows_without_an_answer_are_counted_in_words() -> None:
    with pytest.raises(TooFewAnswersError, match="all 30 rows are missing"):
        csat(np.full(30, np.nan))
    with pytest.raises(TooFewAnswersError, match="The column is empty"):
        csat(np.array([], dtype="int8"))


def test_yes_and_no_are_not_counted() -> None:
    with pytest.raises(MethodError, match="yes or no"):
        csat(np.array([True, False]))


def test_the_column_itself_stays_as_it_was() -> None:
    column = np.array([5, 4, 99, np.nan] * 5)
    before = column.copy()

    csat(column, missing=[99])

    assert np.array_equal(column, before, equal_nan=True)


def test_many_items_are_taken_row_by_row() -> None:
    """Their table would be longer than the answers."""
    frame = np.random.default_rng(1).integers(1, 6, size=(50, 8))

    assert tally.tally(list(frame.T), (1, 5), ()) is None
    assert weighted_index(frame, range(1, 9)).n == 50
