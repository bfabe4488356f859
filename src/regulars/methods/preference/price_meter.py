"""What is estimated from four prices and two intentions, draw by draw."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from regulars.methods.columns import Floats, Ints
from regulars.methods.preference.best_price import best_price, bought_at, most_reached
from regulars.methods.preference.price_curves import CROSSINGS, Prices, crossings
from regulars.methods.preference.trial import Trial
from regulars.methods.resampling import resampled_rows
from regulars.methods.sample import Sample

BEST = ("reach_price", "reach", "revenue_price", "revenue")
WIDTH = 2 * len(CROSSINGS) + len(BEST)


@dataclass(frozen=True)
class Meter:
    """Everything that is estimated from respondents and how often each stands in a draw."""

    prices: Prices
    trial: Trial | None
    counting: str

    @classmethod
    def of(cls, sample: Sample, answers: Floats, chances: Floats | None, counting: str) -> Meter:
        """From the answers of all rows, of which the sample holds some."""
        own = answers[sample.rows]
        prices = Prices.of(own)
        return cls(prices, None if chances is None else Trial.of(own, prices, chances[sample.rows]), counting)

    def tallies(self, rows: Ints, mass: Floats) -> list[Floats]:
        """How much of each draw names each price, question by question."""
        return [self.prices.tally(rows, mass, column) for column in range(4)]

    def estimate(self, rows: Ints, mass: Floats, found: Floats | None = None) -> Floats:
        """One row for each draw: where each pair of curves begins and ends to be equal, and what is in ``BEST``.

        With what was ``found`` before, reach and revenue of a draw are those at the prices found: the largest of a
        draw's own curve exceeds the largest of the true one, and intervals made of it would lie too high.
        """
        first, last = crossings(self.prices.grid, self.tallies(rows, mass), self.counting)
        if self.trial is None:
            return np.column_stack([first, last, np.full((len(mass), len(BEST)), np.nan)])
        share = self.trial.curve(rows, mass)
        reached, earned = most_reached(self.prices.grid, share), best_price(self.prices.grid, share)
        reach, revenue = reached.share, earned.earned
        if found is not None:
            at, _, best, _ = found[-len(BEST) :].tolist()
            reach = bought_at(self.prices.grid, share, at)
            revenue = best * bought_at(self.prices.grid, share, best)
        return np.column_stack([first, last, reached.price, reach, earned.price, revenue])


def draws_of(meter: Meter, sample: Sample, estimate: Floats, n_resamples: int, seed: int) -> Floats:
    """One estimate for each resample; none where one answer or one cluster tells nothing of chance."""
    if sample.n < 2 or sample.n_clusters == 1:
        return np.empty((0, WIDTH))
    known = [] if meter.trial is None else [meter.trial.bends, meter.trial.known]
    batches = resampled_rows(
        key=np.column_stack([meter.prices.place, sample.weights, *known]),
        counts=sample.counts,
        clusters=sample.clusters,
        n_resamples=n_resamples,
        seed=seed,
        width=4 * len(meter.prices.grid),
    )
    batched = [meter.estimate(rows, often * sample.weights[rows], estimate) for rows, often in batches]
    return np.concatenate([np.empty((0, WIDTH)), *batched])
