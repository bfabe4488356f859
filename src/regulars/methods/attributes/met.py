"""Customers and the touchpoints that each of them met: means and correlations over those who met each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from regulars.methods.columns import Floats, IntoColumn, Ints, same_length
from regulars.methods.resampling import resampled_sums
from regulars.methods.sample import Sample

NOT_MET = -1.0  # in place of NaN, which is like nothing, not even itself
PARTS = 6  # sums for each touchpoint: 1, x, y, x², y², x y


@dataclass(frozen=True)
class Met:
    """``values`` shape (customers, touchpoints) from 0 to 1, NaN where not met; ``outcome`` (customers,), 0 to 1."""

    names: tuple[str, ...]
    values: Floats
    outcome: Floats
    sample: Sample

    @classmethod
    def of(
        cls,
        columns: Mapping[str, Floats],
        outcome: Floats | None,
        *,
        weights: IntoColumn | None,
        counts: IntoColumn | None,
        clusters: IntoColumn | None,
    ) -> Met:
        """Take checked columns of one length; who met nothing, or has no outcome, is missing."""
        table = np.column_stack(list(columns.values())) + 0.0
        known = ~np.isnan(table).all(axis=1)
        overall = np.zeros(len(table))
        if outcome is not None:
            same_length(len(table), ("y", outcome))
            known &= ~np.isnan(outcome)
            overall = outcome + 0.0
        people = Sample.of(np.where(known, 0.0, np.nan), weights=weights, counts=counts, clusters=clusters)
        return cls(tuple(columns), table[people.rows], overall[people.rows], people)

    @cached_property
    def given(self) -> NDArray[np.bool_]:
        """Who met what."""
        return ~np.isnan(self.values)

    @property
    def touchpoint_n(self) -> Ints:
        """How many rated each, repetitions included."""
        return self.sample.counts @ self.given

    @property
    def effective(self) -> Floats:
        """Effective n of each touchpoint's mean."""
        return np.array([_effective(self.sample.over(column)) for column in self.values.T])

    @cached_property
    def _sums(self) -> Floats:
        """What a customer adds, shape (customers, 6 · touchpoints)."""
        x, y = np.where(self.given, self.values, 0.0), self.outcome[:, None] * self.given
        return np.column_stack([self.given.astype(np.float64), x, y, x * x, y * y, x * y])

    def estimates(self) -> tuple[Floats, Floats]:
        """Mean rating and correlation with the outcome of each touchpoint."""
        total = (self.sample.weights * self.sample.counts) @ self._sums
        means, related = _of_sums(total[None, :], len(self.names))
        return means[0], related[0]

    def resample(self, n_resamples: int, seed: int, needed: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """The same of every resample in which each ``needed`` touchpoint was met, shape (resamples, touchpoints).

        The others are NaN where nobody met them.
        """
        drawn = resampled_sums(
            self._sums * self.sample.weights[:, None],
            key=np.column_stack([np.where(self.given, self.values, NOT_MET), self.outcome, self.sample.weights]),
            counts=self.sample.counts,
            clusters=self.sample.clusters,
            n_resamples=n_resamples,
            seed=seed,
        )
        whole = (drawn[:, : len(self.names)][:, needed] > 0).all(axis=1)
        return _of_sums(drawn[whole], len(self.names))


def _of_sums(sums: Floats, size: int) -> tuple[Floats, Floats]:
    """Means and correlations from sums, shape (…, 6 · size); a touchpoint that never varies goes with nothing."""
    one, x, y, xx, yy, xy = sums.reshape(len(sums), PARTS, size).swapaxes(0, 1)
    one = np.where(one > 0, one, np.nan)
    mean, overall = x / one, y / one
    spread, other = xx / one - mean**2, yy / one - overall**2
    both = xy / one - mean * overall
    scale = np.sqrt(np.maximum(spread, 0.0) * np.maximum(other, 0.0))
    related = np.divide(both, scale, out=0 * mean, where=(spread > 1e-12) & (other > 1e-12))
    return mean, np.clip(related, -1.0, 1.0)


def _effective(people: Sample) -> float:
    if not people.n:
        return 0.0
    return 1.0 if people.n_clusters == 1 else people.effective_n()
