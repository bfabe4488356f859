"""From what guests feel to the ratings they give: correlated normals, cut into the points of each scale."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy
from scipy.optimize import brentq

from regulars.simulate.buying import Floats, Ints
from regulars.simulate.parameters import UNIT_SHARES, Answering

OVERALL, RECOMMEND, AGAIN, PROBLEMS = "overall", "recommend", "again", "problems"
UNUSED = 0  # the code of "not used" in the export


@dataclass(frozen=True)
class AnswerModel:
    """Every guest has a lasting trait s and, in each wave, a mood m = √τ s + √(1−τ) e.

    What is felt about attribute j is L_j = halo_j m + √(1−halo_j²) ε_j, moved by what the hotel does better or
    worse. Overall satisfaction is O = Σ β_j L_j + noise; recommendation and staying again follow from O, and so do
    the problems that a guest had, the other way round.
    """

    parameters: Answering

    @cached_property
    def attributes(self) -> tuple[str, ...]:
        """Keys of the attributes."""
        return tuple(self.parameters.attributes)

    @property
    def items(self) -> tuple[str, ...]:
        """Keys of all items, in the order of the columns."""
        return (*self.attributes, OVERALL, RECOMMEND, AGAIN, PROBLEMS)

    @cached_property
    def halo(self) -> Floats:
        """Correlation of each attribute with the mood."""
        return np.array([attribute.halo for attribute in self.parameters.attributes.values()])

    @cached_property
    def effects(self) -> Floats:
        """β, scaled so that overall satisfaction as felt has variance 1 within a hotel."""
        beta = np.array([attribute.effect for attribute in self.parameters.attributes.values()])
        signal = (beta @ self.halo) ** 2 + (beta**2 * (1 - self.halo**2)).sum()
        return np.asarray(beta * np.sqrt(self.parameters.explained / signal))

    @cached_property
    def follows(self) -> Floats:
        """Correlation of overall, recommendation, staying again and problems with overall satisfaction as felt."""
        p = self.parameters
        return np.array([1.0, p.recommend_correlation, p.again_correlation, p.problems_correlation])

    @cached_property
    def mood(self) -> Floats:
        """Correlation of every item, as felt, with the mood."""
        return np.concatenate([self.halo, self.follows * (self.effects @ self.halo)])

    @cached_property
    def unit_shifts(self) -> Floats:
        """Hotels × items: how much better each item is felt than in the group."""
        effects = self.parameters.unit_effects
        own = np.array([[effects.get(unit, {}).get(key, 0.0) for key in self.attributes] for unit in UNIT_SHARES])
        return np.hstack([own, np.outer(own @ self.effects, self.follows)])

    @cached_property
    def cuts(self) -> tuple[Floats, ...]:
        """For each item, the limits between its answers, set so that recent guests answer as the parameters say."""
        p = self.parameters
        about = np.sqrt(p.trait_share) * p.guests_trait * self.mood + self.unit_shifts  # hotels × items
        spaced = p.spacing * np.array([-1.5, -0.5, 0.5, 1.5])
        found = []
        for place, attribute in enumerate(p.attributes.values()):
            found.append(spaced - _level(about[:, place], spaced, attribute.mean))
        shares = (p.overall_shares, p.recommend_shares, p.again_shares, p.problems_shares)
        for place, wanted in enumerate(shares, start=len(self.attributes)):
            found.append(_quantiles(about[:, place], np.cumsum(wanted)[:-1]))
        return tuple(found)

    def lowest(self, item: int) -> int:
        """The first point of the item's scale."""
        return 0 if self.items[item] in (RECOMMEND, PROBLEMS) else 1

    def felt(self, chance: np.random.Generator, trait: Floats, unit: Ints) -> Floats:
        """Draw what is felt: rows × items."""
        tau, size, many = self.parameters.trait_share, len(trait), len(self.attributes)
        mood = np.sqrt(tau) * trait + np.sqrt(1 - tau) * chance.standard_normal(size)
        shifts = self.unit_shifts[unit]
        own = chance.standard_normal((size, many)) * np.sqrt(1 - self.halo**2) + mood[:, None] * self.halo
        own += shifts[:, :many]
        # A sum and not a matrix product: that one's last digit may depend on the number of threads.
        overall = (own * self.effects).sum(axis=1)
        overall += np.sqrt(1 - self.parameters.explained) * chance.standard_normal(size)
        after = overall[:, None] * self.follows[1:]
        # Problems are drawn last: what was drawn before the question came stays as it was.
        noise = [chance.standard_normal((size, 2)), chance.standard_normal((size, 1))]
        after += np.sqrt(1 - self.follows[1:] ** 2) * np.hstack(noise)
        return np.column_stack([own, overall, after])

    def ratings(self, felt: Floats) -> Ints:
        """Cut what is felt into answers: rows × items."""
        columns = [np.searchsorted(cuts, felt[:, item]) + self.lowest(item) for item, cuts in enumerate(self.cuts)]
        return np.column_stack(columns).astype(np.int64)

    def at_least(self, item: int, trait: Floats, unit: Ints) -> Floats:
        """Exactly how likely a guest of this trait is to answer each point or better: rows × points but the lowest."""
        slope = self.mood[item] * np.sqrt(self.parameters.trait_share)
        mean = slope * trait + self.unit_shifts[unit, item]
        return np.asarray(scipy.special.ndtr((mean[:, None] - self.cuts[item]) / np.sqrt(1 - slope**2)))


def _level(shifts: Floats, cuts: Floats, mean: float) -> float:
    """How far all is to be moved so that the mean rating over hotels becomes ``mean`` (0 to 100)."""
    weight = np.array(list(UNIT_SHARES.values()))

    def excess(level: float) -> float:
        return float(weight @ scipy.special.ndtr(level + shifts[:, None] - cuts).mean(axis=1)) * 100 - mean

    return float(brentq(excess, -8.0, 8.0, xtol=1e-12))


def _quantiles(shifts: Floats, cumulative: Floats) -> Floats:
    """Cuts below which the given shares of all guests lie."""
    weight = np.array(list(UNIT_SHARES.values()))

    def excess(cut: float, share: float) -> float:
        return float(weight @ scipy.special.ndtr(cut - shifts)) - share

    return np.array([brentq(excess, -8.0, 8.0, args=(share,), xtol=1e-12) for share in cumulative])
