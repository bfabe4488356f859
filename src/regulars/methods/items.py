"""Several items answered by the same people: their means, and every sum of these means with what is known of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from regulars.language import message
from regulars.methods.columns import Floats, IntoColumn, Scale, as_array, frame_columns, ratings, same_length
from regulars.methods.errors import MethodError, TooFewAnswersError
from regulars.methods.sample import Sample
from regulars.methods.scores.estimates import NOTHING, Mean, mean_answer, mean_of

if TYPE_CHECKING:
    from regulars.methods.item_sums import ItemSums


def answers_on(
    frame: Any,
    *,
    scale: Scale,
    missing: Collection[Any],
    names: Sequence[str] | None = None,
    part_of: str = "",
) -> dict[str, Floats]:
    """The columns of a frame as answers on a scale, equally long; NaN where there is none.

    ``part_of`` stands before a column's name in messages, where two frames name their columns alike.
    """
    columns = frame_columns(frame_columns(frame), names)
    if not columns:
        raise MethodError(message("The frame has no column: there must be at least one item."))
    titles = {name: f"{part_of} {name}".strip() for name in columns}
    arrays = {titles[name]: as_array(column) for name, column in columns.items()}
    same_length(len(next(iter(arrays.values()))), *arrays.items())
    return {name: ratings(arrays[title], name=title, scale=scale, missing=missing) for name, title in titles.items()}


@dataclass(frozen=True)
class Items:
    """Whoever answered at least one item. ``answers`` shape (respondents, items), NaN where there is none.

    Each item's mean is taken over those who answered it. A sum of such means is a sum of ratios; its interval
    is that of the linearised sum, so that what one person said of several items goes together.
    Source: [cochran1977] chapter 6.
    """

    names: tuple[str, ...]
    answers: Floats
    people: Sample

    @classmethod
    def of(
        cls,
        columns: Mapping[str, Floats],
        *,
        weights: IntoColumn | None,
        counts: IntoColumn | None,
        clusters: IntoColumn | None,
    ) -> Items:
        """Take checked columns of one length; who answered no item is missing."""
        table = np.column_stack(list(columns.values()))
        someone = np.where(np.isnan(table).all(axis=1), np.nan, 0.0)
        people = Sample.of(someone, weights=weights, counts=counts, clusters=clusters)
        return cls(tuple(columns), table[people.rows], people)

    @property
    def item_n(self) -> tuple[int, ...]:
        """How many answered each item, repetitions included."""
        return tuple(int(self.people.counts[~np.isnan(column)].sum()) for column in self.answers.T)

    @cached_property
    def means(self) -> Floats:
        """Weighted mean of each item over those who answered it; NaN where nobody did."""
        given = ~np.isnan(self.answers)
        share = self.people.shares @ given
        total = self.people.shares @ np.where(given, self.answers, 0.0)
        return np.asarray(np.divide(total, share, out=np.full(len(share), np.nan), where=share > 0))

    @cached_property
    def added(self) -> Floats:
        """What each respondent adds to each mean, (answer − mean) / share who answered; every column has mean 0."""
        given = ~np.isnan(self.answers)
        share = self.people.shares @ given
        return np.divide(self.answers - self.means, share, out=np.zeros_like(self.answers), where=given)

    def item(self, place: int, confidence: float, scale: Scale | None) -> Mean:
        """The mean of one item, by itself, as ``mean_rating`` has it."""
        own = self.people.over(self.answers[:, place])
        if not own.n:
            return NOTHING
        return mean_of(own, confidence) if scale is None else mean_answer(own, confidence, scale)

    def each(self, confidence: float, scale: Scale | None) -> list[Mean]:
        """The mean of every item, by itself."""
        return [self.item(place, confidence, scale) for place in range(len(self.names))]

    def only(self, places: Sequence[int]) -> Items:
        """Some of the items, and of the people whoever answered one of these."""
        own = self.answers[:, list(places)]
        someone = ~np.isnan(own).all(axis=1)
        people = self.people.over(np.where(someone, 0.0, np.nan))
        return Items(tuple(self.names[place] for place in places), own[someone], people)

    def over(self, places: Sequence[int], part: Floats, confidence: float, scale: Scale | None = None) -> Mean:
        """Σ part · mean over some of the items, ``part`` in their order, of whoever answered one of these."""
        return self.only(places).along(part, confidence, scale)

    def along(self, part: Floats, confidence: float, scale: Scale | None = None) -> Mean:
        """Σ part · mean over the items, part 0 where nobody answered."""
        if not self.people.n:
            return NOTHING
        centre = float(np.nansum(part * self.means))
        return mean_of(replace(self.people, values=centre + self.added @ part), confidence, scale=scale)


def parts(given: Floats, means: Floats) -> Floats:
    """The importance of the items that somebody answered, as shares; all 0 where none of it is left."""
    used = np.where(np.isnan(means), 0.0, given)
    return np.asarray(used / used.sum() if used.any() else used)


def equal_parts(items: Items | ItemSums, placed: Mapping[str, Sequence[int]]) -> Floats:
    """What each item counts in each dimension, shape (dimensions, items): one part of those answered, else 0."""
    found = np.zeros((len(placed), len(items.names)))
    for row, (dimension, places) in enumerate(placed.items()):
        found[row, list(places)] = 1.0
        found[row] = parts(found[row], items.means)
        if not found[row].any():
            raise TooFewAnswersError(
                message("Nobody answered an item of {dimension}. Leave the dimension out.", dimension=dimension)
            )
    return found
