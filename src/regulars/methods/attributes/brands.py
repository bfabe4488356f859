"""What respondents said of several brands: the means of each, and the same of every resample."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.language import message
from regulars.methods.attributes.cases import Cases
from regulars.methods.attributes.moments import Resamples
from regulars.methods.columns import Floats, IntoColumn, Ints, text_of
from regulars.methods.errors import OptionError
from regulars.methods.items import Items
from regulars.methods.resampling import resampled_sums


@dataclass(frozen=True)
class BrandDraws:
    """``means`` shape (resamples, brands, attributes), NaN where nobody answered.

    ``ours``: our own rows with every answer, and the moments of their resamples, where there is an outcome.
    """

    means: Floats
    ours: tuple[Cases, Resamples] | None


@dataclass(frozen=True)
class Brands:
    """Rows in which an attribute was answered. ``brand`` shape (rows,); ``cases``: our own rows with every answer.

    ``complete`` says which rows these are, ``table`` holds attributes and outcome of all.
    """

    items: Items
    brand: Ints
    count: int
    own: int
    table: Floats
    cases: Cases | None
    complete: NDArray[np.bool_]

    @classmethod
    def of(
        cls,
        attributes: Mapping[str, Floats],
        outcome: Mapping[str, Floats] | None,
        brand: Ints,
        count: int,
        *,
        known: tuple[str, ...],
        own: Any,
        weights: IntoColumn | None,
        counts: IntoColumn | None,
        clusters: IntoColumn | None,
    ) -> Brands:
        """Take checked columns of one length; ``brand`` holds codes."""
        items = Items.of(attributes, weights=weights, counts=counts, clusters=clusters)
        ours = _place(known, own)
        columns = {**attributes, **(outcome or {})}
        table = np.column_stack(list(columns.values())) + 0.0
        rows = items.people.rows
        mine = ~np.isnan(table).any(axis=1) & (brand == ours)
        cases = None
        if outcome is not None:
            only = {name: np.where(mine, column, np.nan) for name, column in columns.items()}
            cases = Cases.of(only, weights=weights, counts=counts, clusters=clusters)
        return cls(items, brand[rows], count, ours, table[rows], cases, mine[rows])

    @property
    def n(self) -> int:
        """Rows in which an attribute was answered, repetitions included."""
        return self.items.people.n

    @property
    def n_missing(self) -> int:
        """Rows without any answer."""
        return self.items.people.n_missing

    @property
    def n_effective(self) -> float:
        """Size of the unweighted sample that would be as exact."""
        return self.items.people.n_effective

    @property
    def brand_n(self) -> Ints:
        """Rows about each brand."""
        return np.bincount(self.brand, weights=self.items.people.counts, minlength=self.count).astype(np.int64)

    def degrees(self, theirs: Iterable[int]) -> float:
        """Degrees of freedom of a difference: respondents, or clusters, of the brand with the fewest, less one."""
        people = self.items.people
        sizes = []
        for brand in (self.own, *theirs):
            here = self.brand == brand
            if people.clusters is not None:
                sizes.append(float(len(np.unique(people.clusters[here]))))
            else:
                weights, counts = people.weights[here], people.counts[here]
                sizes.append(float((weights @ counts) ** 2 / (weights**2 @ counts)))
        return min(sizes) - 1

    @cached_property
    def means(self) -> Floats:
        """Weighted mean of each brand and attribute, shape (brands, attributes); NaN where nobody answered."""
        people = self.items.people
        sums = self._mean_sums() * (people.weights * people.counts)[:, None]
        return np.asarray(self._to_means(sums.sum(axis=0)[None])[0])

    def resample(self, n_resamples: int, seed: int) -> BrandDraws:
        """Means of each brand in every resample, and the moments of our own rows with every answer."""
        people, cases = self.items.people, self.cases
        sums = self._mean_sums()
        first = sums.shape[1]
        k = self.table.shape[1]
        upper = np.triu_indices(k)
        if cases is not None:
            z = np.where(self.complete[:, None], (np.nan_to_num(self.table) - cases.means) / cases.scales, 0.0)
            sums = np.column_stack([sums, self.complete, z, z[:, upper[0]] * z[:, upper[1]]])
        sums = sums * people.weights[:, None]
        key = np.column_stack([np.where(np.isnan(self.table), np.inf, self.table), self.brand, people.weights])
        drawn = resampled_sums(
            sums, key=key, counts=people.counts, clusters=people.clusters, n_resamples=n_resamples, seed=seed
        )
        means = self._to_means(drawn[:, :first])
        if cases is None:
            return BrandDraws(means, None)
        total = drawn[:, first : first + 1]
        total = np.where(total > 0, total, np.nan)
        mean = drawn[:, first + 1 : first + 1 + k] / total
        covariance = np.empty((len(drawn), k, k))
        covariance[:, upper[0], upper[1]] = covariance[:, upper[1], upper[0]] = drawn[:, first + 1 + k :] / total
        covariance -= mean[:, :, None] * mean[:, None, :]
        return BrandDraws(means, (cases, Resamples(mean, np.nan_to_num(covariance))))

    def _mean_sums(self) -> Floats:
        """Of every row, brand and attribute: whether it was answered, and by how much off the overall mean."""
        given = ~np.isnan(self.items.answers)
        off = np.where(given, self.items.answers - np.nan_to_num(self.items.means), 0.0)
        about = self.brand[:, None] == np.arange(self.count)
        return np.column_stack(
            [(about[:, :, None] * part[:, None, :]).reshape(len(off), -1) for part in (given.astype(np.float64), off)]
        )

    def _to_means(self, sums: Floats) -> Floats:
        total, off = sums.reshape(len(sums), 2, self.count, len(self.items.names)).swapaxes(0, 1)
        mean = np.divide(off, total, out=np.full_like(off, np.nan), where=total > 0)
        return np.asarray(mean + np.nan_to_num(self.items.means))


def _place(known: tuple[str, ...], own: Any) -> int:
    name = text_of(own)
    if name not in known:
        raise OptionError(
            message("There is no brand {value}. Choose one of: {known}.", value=name[:60], known=tuple(known[:12]))
        )
    return known.index(name)
