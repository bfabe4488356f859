"""Case mix: what the kind of customers of a unit gives, whatever the unit does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.language import message
from regulars.methods.columns import Floats, Ints, as_array, frame_columns, numbers, same_length, text_of, within_reach
from regulars.methods.errors import DependentColumnsError, NotANumberError
from regulars.methods.sample import Sample

TINY = 1e-9  # part of a column that is nothing but rounding


@dataclass(frozen=True)
class CaseMix:
    """Columns of numbers, shape (rows, columns), NaN where a row does not say; a category is a column of 0 and 1."""

    names: tuple[str, ...]
    columns: Floats

    @classmethod
    def of(cls, frame: Any, size: int) -> CaseMix:
        """Numbers stay numbers; of words each but the first in order becomes a column."""
        names: list[str] = []
        found: list[Floats] = []
        for name, column in frame_columns(frame).items():
            array = as_array(column)
            same_length(size, (str(name), array))
            for title, values in _coded(str(name), array):
                names.append(title)
                found.append(values)
        return cls(tuple(names), np.column_stack(found) if found else np.empty((size, 0)))

    @property
    def known(self) -> NDArray[np.bool_]:
        """Rows that say all of it."""
        return np.asarray(~np.isnan(self.columns).any(axis=1))

    def adjustment(self, sample: Sample, unit: Ints) -> Adjustment:
        """Slopes within units, by least squares on the answers of the sample.

        Only customers of one unit are compared with each other, so that a unit with many business guests is not
        excused for what it does itself. Source: [zaslavsky2001].
        """
        x = self.columns[sample.rows]
        weight = sample.weights * sample.counts
        overall = weight @ x / weight.sum()
        means = _unit_means(x, weight, unit)
        inside = x - means[unit]
        root = np.sqrt(weight / weight.sum())[:, None]
        _check(self.names, root * (x - overall), root * inside)
        y = sample.values - _unit_means(sample.values[:, None], weight, unit)[unit, 0]
        gram = inside.T @ (weight[:, None] * inside)
        slopes = np.linalg.solve(gram, inside.T @ (weight * y))
        pushed = (sample.weights * (y - inside @ slopes))[:, None] * inside
        if sample.clusters is None:
            meat = pushed.T @ (sample.counts[:, None] * pushed)
        else:
            _, row = np.unique(sample.clusters, return_inverse=True)
            totals = np.zeros((int(row.max()) + 1, x.shape[1]))
            np.add.at(totals, row, sample.counts[:, None] * pushed)
            meat = totals.T @ totals
        inverse = np.linalg.inv(gram)
        away = means - overall
        return Adjustment(
            shift=away @ slopes,
            variance=np.einsum("ij,jk,ik->i", away, inverse @ meat @ inverse, away),
            explained=x @ slopes,
            slopes=len(slopes),
        )


@dataclass(frozen=True)
class Adjustment:
    """``shift``: what each unit's customers give above the average, and its ``variance``; ``explained`` by answer."""

    shift: Floats
    variance: Floats
    explained: Floats
    slopes: int


def _coded(name: str, array: NDArray[Any]) -> list[tuple[str, Floats]]:
    try:
        return [(name, within_reach(numbers(array, name=name), name=name))]
    except NotANumberError:
        words = np.array([text_of(value) for value in array.tolist()], dtype=np.str_)
    kinds = [kind for kind in np.unique(words).tolist() if kind]
    if len(kinds) < 2:
        raise DependentColumnsError(
            message("{column} says the same for everybody, so there is nothing to adjust for.", column=name)
        )
    nothing = words == ""
    return [(f"{name} = {kind}", np.where(nothing, np.nan, (words == kind).astype(np.float64))) for kind in kinds[1:]]


def _unit_means(x: Floats, weight: Floats, unit: Ints) -> Floats:
    sums = np.column_stack([np.bincount(unit, weights=weight * column) for column in x.T])
    return np.asarray(sums / np.bincount(unit, weights=weight)[:, None])


def _check(names: tuple[str, ...], about: Floats, inside: Floats) -> None:
    """Raise unless every column varies within units, and says something that those before it do not."""
    whole = np.sqrt((about**2).sum(axis=0))
    left = np.sqrt((inside**2).sum(axis=0))
    # A column far from zero that never varies leaves only the rounding of its mean.
    flat = np.flatnonzero(~(left > TINY * np.maximum(whole, 1e-300)))
    if flat.size:
        raise DependentColumnsError(
            message(
                "{column} does not vary among the customers of any unit: what it does cannot be told from what the "
                "units do. Leave it out.",
                column=names[int(flat[0])],
            )
        )
    rest = np.abs(np.diag(np.linalg.qr(inside / left, mode="r")))
    same = np.flatnonzero(rest < 1e-7) if len(inside) >= len(names) else np.arange(len(inside), len(names))
    if same.size:
        raise DependentColumnsError(
            message(
                "{column} says the same as the columns of the case mix before it. Leave one out.",
                column=names[int(same[0])],
            )
        )
