"""Customers with their histories and what they paid, so that a value costs what their distinct histories cost."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from regulars.language import message
from regulars.methods.buying.buying_model import BuyingModel
from regulars.methods.buying.gamma_gamma import GammaGamma
from regulars.methods.buying.histories import AT_ONCE, counted, distinct, placed_by
from regulars.methods.columns import Floats, IntoColumn, Ints, counts_of, numbers, same_length
from regulars.methods.errors import TooFewAnswersError


@dataclass(frozen=True)
class Customers:
    """Distinct histories, with how many customers share each and what they paid.

    Everything but the money hangs on the history alone, and the expected value of a purchase is linear in what was
    paid. ``future`` are the distinct x and T.
    """

    x: Floats
    t_x: Floats
    T: Floats
    counts: Floats
    payers: Floats  # of them with a value above 0
    paid: Floats  # sum of their mean values
    future: tuple[Floats, Floats]
    of_future: Ints
    row: Ints  # of each customer; one beyond the last where a number is missing
    frequency: Floats  # of each customer, and so the mean value of the purchases
    mean: Floats
    told: bool  # all who bought again paid something, and nobody else did
    n_missing: int

    @classmethod
    def of(
        cls,
        buying: BuyingModel,
        histories: tuple[IntoColumn, IntoColumn, IntoColumn],
        monetary: IntoColumn,
        counts: IntoColumn | None,
    ) -> Customers:
        """Check and group."""
        mean = _finite(monetary)
        coded = counted(*histories) if counts is None and buying.in_time else None
        if coded is not None:
            same_length(len(coded[0]), ("monetary", mean))
            kinds, row = placed_by(coded, histories)
            return cls._grouped(kinds, row, None, histories[0], mean, 0)
        columns = buying.checked(*histories)
        size = len(columns[0])
        same_length(size, ("monetary", mean))
        repeat = counts_of(counts, size)
        times = np.ones(size) if repeat is None else repeat.astype(np.float64)
        complete = ~np.isnan(columns).any(axis=0)
        if not (complete & (times > 0)).any():
            raise TooFewAnswersError(
                message("There is no customer with frequency, recency and T: {count} rows, none complete.", count=size)
            )
        kinds, place = distinct(*(column[complete] for column in columns))
        row = np.full(size, len(kinds[0]), dtype=np.int64)
        row[complete] = place
        return cls._grouped(kinds, row, times, columns[0], mean, int(times[~complete].sum()))

    @classmethod
    def _grouped(
        cls, kinds: list[Floats], row: Ints, times: Floats | None, frequency: Floats, mean: Floats, n_missing: int
    ) -> Customers:
        x, t_x, end = kinds
        paying, again = mean > 0, frequency > 0
        told = bool(mean.min() >= 0 and (paying == again).all())

        def summed(what: Floats | None) -> Floats:
            total = np.bincount(row, weights=what, minlength=len(x))[: len(x)]
            return np.asarray(total, dtype=np.float64)

        counts = summed(times)
        if told:
            payers, paid = np.where(x > 0, counts, 0.0), mean
        else:
            known = np.asarray(paying & again, dtype=np.float64)
            payers, paid = summed(known if times is None else known * times), np.where(known > 0, mean, 0.0)
        (some_x, some_T), of_future = distinct(x, end)
        return cls(
            x=x,
            t_x=t_x,
            T=end,
            counts=counts,
            payers=payers,
            paid=summed(paid if times is None else paid * times),
            future=(some_x, some_T),
            of_future=of_future,
            row=row,
            frequency=frequency,
            mean=mean,
            told=told,
            n_missing=n_missing,
        )

    @property
    def n(self) -> int:
        """Customers, repetitions included."""
        return int(self.counts.sum())

    def alive(self, model: BuyingModel) -> Floats:
        """Of each history."""
        return model.alive(self.x, self.t_x, self.T)

    def worth(self, spending: GammaGamma, margin: float, cost: float) -> Floats:
        """What one purchase of everybody with this history brings: margin · Σ E[M | x, m] - cost · n."""
        p, q, gamma = spending.parameters
        unknown = self.counts - self.payers
        with np.errstate(divide="ignore"):
            told = p * (gamma * self.payers + self.x * self.paid) / (p * self.x + q - 1)
            untold = p * gamma / (q - 1) * unknown if unknown.any() else 0.0
        return np.asarray(margin * (np.where(self.payers > 0, told, 0.0) + untold) - cost * self.counts)

    def values(self, purchases: Floats, spending: GammaGamma, margin: float, cost: float) -> Floats:
        """Of each customer the purchases that the history promises, times what one brings."""
        p, q, gamma = spending.parameters
        weight = p * self.x + q - 1
        if not (self.told and (weight > 0).all()):
            each = margin * spending.expected_value(self.frequency, self.mean) - cost
            return np.asarray(self.spread(purchases) * each)
        # E[M | x, m] is linear in m.
        fixed = np.append(purchases * (margin * p * gamma / weight - cost), math.nan)
        slope = np.append(purchases * margin * p * self.x / weight, math.nan)
        found = np.empty(len(self.row))
        for i in range(0, len(found), AT_ONCE):
            row, part = self.row[i : i + AT_ONCE], found[i : i + AT_ONCE]
            np.take(slope, row, out=part, mode="clip")  # without a copy
            part *= self.mean[i : i + AT_ONCE]
            part += np.take(fixed, row, mode="clip")
        return found

    def spread(self, of_history: Floats) -> Floats:
        """From histories back to customers; NaN where a number is missing."""
        return np.take(np.append(of_history, math.nan), self.row)


def _finite(monetary: IntoColumn) -> Floats:
    """Checked amounts; those that are plain are not copied."""
    plain = isinstance(monetary, np.ndarray) and monetary.dtype == np.float64 and monetary.ndim == 1 and len(monetary)
    if plain and monetary.min() >= 0 and monetary.max() < math.inf:
        return np.asarray(monetary)
    return numbers(monetary, name="monetary")
