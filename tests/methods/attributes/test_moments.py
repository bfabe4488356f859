"""Importance and performance from sums: the numbers of the rows, whatever the parts, the order and the units."""

from __future__ import annotations

import numpy as np
import pytest

from regulars.methods import importance_performance
from regulars.methods.attributes.cases import MANY
from regulars.methods.attributes.moments import Moments, root_of

NAMES = ("room", "breakfast", "staff", "y")
ORIGIN, UNIT = np.array([50.0, 50.0, 50.0, 3.0]), np.array([25.0, 25.0, 25.0, 1.0])


def guests(n: int, seed: int = 1) -> np.ndarray:
    """Whole answers −2 … 2 about the middle of their scales that hang together."""
    rng = np.random.default_rng(seed)
    felt = rng.normal(size=(n, 1)) + rng.normal(size=(n, 3)) + np.array([0.3, -0.6, 0.4])
    overall = felt @ [0.2, 0.6, 0.4] + rng.normal(size=n)
    return np.clip(np.round(np.column_stack([felt, overall])), -2, 2).astype(np.int16)


def from_rows(values: np.ndarray, **options: object) -> object:
    frame = dict(zip(NAMES[:3], (ORIGIN + UNIT * values).T[:3], strict=True))
    return importance_performance(frame, values[:, 3] + 3, scale=(0, 100), outcome_scale=(1, 5), seed=4, **options)


def same(one: object, other: object) -> None:
    for key, value in one.to_dict().items():  # type: ignore[attr-defined]
        found = getattr(other, key)
        if np.asarray(found).dtype.kind in "fi":
            assert np.allclose(found, getattr(one, key), rtol=1e-7, atol=1e-7, equal_nan=True), key
        else:
            assert other.to_dict()[key] == value, key  # type: ignore[attr-defined]


def test_sums_give_the_numbers_of_the_rows_with_their_limits() -> None:
    """Every field, resampled limits and verdicts included."""
    values = guests(3000)
    sums = Moments.of_whole(NAMES, values, ORIGIN, UNIT)

    result = importance_performance(sums, scale=(0, 100), seed=4)

    same(from_rows(values), result)


def test_parts_add_up_exactly_in_any_order() -> None:
    """Whole answers: not even the last digit depends on how the survey was cut."""
    values = guests(5000)
    whole = Moments.of_whole(NAMES, values, ORIGIN, UNIT)
    parts = [Moments.of_whole(NAMES, part, ORIGIN, UNIT) for part in np.split(values[::-1], [17, 1200])]

    together = parts[2] + parts[0] + parts[1]

    assert np.array_equal(together.products, whole.products)
    assert together.n == 5000


def test_from_a_thousand_on_repetition_is_a_count() -> None:
    """Rows that are alike go in together."""
    values = guests(600)
    often = np.random.default_rng(2).integers(1, 5, 600)

    counted = from_rows(values, counts=often)
    repeated = from_rows(np.repeat(values, often, axis=0)[::-1])

    same(counted, repeated)
    assert counted.n >= MANY  # type: ignore[attr-defined]


def test_many_and_few_are_resampled_alike() -> None:
    """Just below and from the border on: the same widths, up to the luck of two thousand draws."""
    values = guests(MANY)

    few, many = from_rows(values[1:]), from_rows(values)

    for name in ("importance", "performance", "importance_distance", "performance_distance"):
        width = [getattr(one, f"{name}_high") - getattr(one, f"{name}_low") for one in (few, many)]
        assert width[1] == pytest.approx(width[0], rel=0.12)


def test_a_column_that_never_varies_is_dropped() -> None:
    """From sums as from rows."""
    values = guests(1500)
    values[:, 1] = 1

    result = importance_performance(Moments.of_whole(NAMES, values, ORIGIN, UNIT), scale=(0, 100), seed=4)

    assert result.dropped == ("breakfast",)
    same(from_rows(values), result)


def test_the_root_of_a_singular_matrix_holds() -> None:
    """A column with two points: its square is the column again."""
    values = np.array([[-1.0, 0.5, 2.0], [0.5, 2.0, -1.0], [2.0, -1.0, 0.5]])
    flat = np.outer(values[0], values[0]) + np.outer(values[1], values[1])

    root = root_of(flat)

    assert root @ root.T == pytest.approx(flat, abs=1e-12)
    assert np.allclose(root, np.tril(root))
