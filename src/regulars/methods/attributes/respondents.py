"""Respondents who answered enough of several columns to be correlated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from regulars.methods.columns import Floats, IntoColumn, same_length
from regulars.methods.sample import Sample


@dataclass(frozen=True)
class Respondents:
    """``values`` shape (respondents, columns), NaN where there is no answer; ``sample`` weighs them."""

    names: tuple[str, ...]
    values: Floats
    sample: Sample

    @classmethod
    def of(
        cls,
        columns: Mapping[str, Floats],
        *,
        weights: IntoColumn | None,
        counts: IntoColumn | None,
        clusters: IntoColumn | None,
    ) -> Self:
        """Take checked columns (NaN = missing) of one length."""
        first = next(iter(columns.values()))
        same_length(len(first), *columns.items())
        table = np.column_stack(list(columns.values())) + 0.0  # −0 and 0 are one answer
        enough = np.where(cls.enough(~np.isnan(table)), 0.0, np.nan)
        sample = Sample.of(enough, weights=weights, counts=counts, clusters=clusters)
        return cls(tuple(columns), table[sample.rows], sample)

    @staticmethod
    def enough(given: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Whose answers count, from which were given, shape (rows, columns)."""
        raise NotImplementedError

    def without(self, names: tuple[str, ...]) -> Self:
        """The same respondents, fewer columns."""
        kept = [j for j, name in enumerate(self.names) if name not in names]
        return replace(self, names=tuple(self.names[j] for j in kept), values=self.values[:, kept])

    @property
    def n(self) -> int:
        """Respondents that count, repetitions included."""
        return self.sample.n

    @property
    def n_missing(self) -> int:
        """Respondents without enough answers."""
        return self.sample.n_missing
