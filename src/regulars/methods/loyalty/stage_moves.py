"""Moves between stages from one date to the next: counted, shared out, with limits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from regulars.methods.columns import Floats, Ints
from regulars.methods.intervals import critical, wilson_of_each


@dataclass(frozen=True)
class Moves:
    """``counts[i, j]``: from stage i to stage j. ``customers[i]``: of how many customers those are.

    ``size[i, j]`` is the effective number of moves behind the share: a customer who stood in i at ten dates is
    one customer.
    """

    counts: Ints
    customers: Ints
    size: Floats

    @classmethod
    def of(cls, looks: Iterable[Ints], stages: int, people: int) -> tuple[Moves, Ints]:
        """From the stage of each customer at one date after the other, -1 before the first event; and the last look.

        Each customer's moves are counted on the way: all looks at a million customers would fill the memory.
        """
        cells = np.zeros((stages * stages, people), dtype=np.int16)
        before, column = np.full(people, -1), np.arange(people)
        for here in looks:
            known = before >= 0
            cells[(before * stages + here)[known], column[known]] += 1  # no customer stands twice in one look
            before = here
        counts = np.zeros((stages, stages), dtype=np.int64)
        customers, size = np.zeros(stages, dtype=np.int64), np.zeros((stages, stages))
        for stage in range(stages):
            mine = cells[stage * stages : (stage + 1) * stages]
            stood = mine.any(axis=0)
            if stood.any():
                customers[stage] = np.count_nonzero(stood)
                counts[stage], size[stage] = _row(mine[:, stood].T.astype(np.int64))
        return cls(counts, customers, size), before

    @property
    def shares(self) -> Floats:
        """Where those in each stage stood one step later; every row sums to 1, or is NaN."""
        total = self.counts.sum(axis=1, keepdims=True)
        return np.asarray(np.divide(self.counts, total, out=np.full(self.counts.shape, np.nan), where=total > 0))

    def limits(self, confidence: float) -> tuple[Floats, Floats]:
        """Wilson's limits at the effective sizes; NaN where fewer than two customers stood in the stage."""
        total, people = self.counts.sum(axis=1), self.customers
        size = self.size.copy()
        for stage in np.flatnonzero(people > 1):
            few, many = critical(confidence, people[stage] - 1), critical(confidence, max(total[stage] - 1, 1))
            size[stage] *= (many / few) ** 2
        size[people < 2] = 0.0
        return wilson_of_each(self.shares, size, critical(confidence))


def _row(cells: Ints) -> tuple[Ints, Floats]:
    """Moves to each stage, and the effective sizes p(1 − p) / linearised variance.

    ``cells`` has shape (customers, stages). Source: [korn1998].
    """
    each, total, people = cells.sum(axis=1), int(cells.sum()), len(cells)
    moved = cells.sum(axis=0)
    share = moved / total
    even = total**2 / float((each**2).sum())  # where all customers did the same, each counts once
    if people < 2:
        return moved, np.full(len(moved), even)
    residual = cells - each[:, None] * share
    variance = people / (people - 1) * (residual**2).sum(axis=0) / total**2
    spread = share * (1 - share)
    found = np.divide(spread, variance, out=np.full(len(share), even), where=(variance > 0) & (spread > 0))
    return moved, np.minimum(found, total)
