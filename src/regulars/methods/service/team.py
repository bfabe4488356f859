"""One team on the two dimensions of service: both scores, and how what is not known of them goes together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import scipy

from regulars.methods.columns import Floats, Ints, Scale
from regulars.methods.intervals import critical
from regulars.methods.items import Items, parts
from regulars.methods.sample import Sample
from regulars.methods.scores.estimates import NOTHING, Mean, judged_n, mean_of, room_for_others

ALIKE = 1e-12  # part of the scale that is nothing but rounding
Places = tuple[Sequence[int], Sequence[int]]  # the items of the personal and of the procedural dimension


@dataclass(frozen=True)
class Team:
    """Scores from 0 to 100; both intervals hold together. ``degrees`` of freedom and errors stand behind chances."""

    scores: tuple[Mean, Mean]
    n: int
    correlation: float
    degrees: float

    @property
    def n_effective(self) -> float:
        """Of the dimension that is known less well."""
        return min(score.n_effective for score in self.scores)

    def above(self, cuts: tuple[float, float]) -> tuple[float, float]:
        """By how many standard errors each score lies above its line, as if the error were known exactly."""
        warm, works = (self._above(score, cut) for score, cut in zip(self.scores, cuts, strict=True))
        return warm, works

    def _above(self, score: Mean, cut: float) -> float:
        if not score.standard_error > 0:
            return math.nan
        t = (score.mean - cut) / score.standard_error
        # Student's tail carried over to the normal scale, so that few answers are worth as little as they are.
        z = float(scipy.special.ndtri(scipy.special.stdtr(self.degrees, -abs(t))))
        return math.copysign(-max(z, -1e3), t) if t else 0.0


def team_of(items: Items, inside: Ints, places: Places, confidence: float, scale: Scale) -> Team:
    """The team whose people stand at the rows ``inside``. A dimension with an item that nobody answered is unknown."""
    own = np.full(len(items.people.values), np.nan)
    own[inside] = 0.0
    people = items.people.over(own)
    here = Items(items.names, items.answers[inside], people)
    each = tuple(_score(here, places[way], confidence, scale) for way in (0, 1))
    degrees = people.n_effective - 1 if people.n_clusters is None else people.n_clusters - 1
    return Team((each[0], each[1]), people.n, _together(here, places), float(degrees))


def _score(here: Items, places: Sequence[int], confidence: float, scale: Scale) -> Mean:
    """The mean of a dimension's items in equal parts, 0 to 100; of answers that are all alike as of ``mean_answer``."""
    own = here.only(places)
    if not own.people.n or np.isnan(own.means).any():
        return NOTHING
    level = 1 - (1 - confidence) / 2  # two intervals that hold together; by Bonferroni
    found = own.along(parts(np.ones(len(places)), own.means), level, scale)
    if found.standard_error <= ALIKE * (scale[1] - scale[0]):
        size = judged_n(own.people, found.n_effective, level)
        found = room_for_others(found, size, level, scale)
        reach = max(found.mean - found.low, found.high - found.mean)
        found = replace(found, standard_error=reach / critical(level))
    low, high = scale
    per_point = 100 / (high - low)
    return Mean(
        per_point * (found.mean - low),
        per_point * found.standard_deviation,
        per_point * found.standard_error,
        per_point * (found.low - low),
        per_point * (found.high - low),
        found.n_effective,
    )


def _together(here: Items, places: Places) -> float:
    """Correlation of the errors of both scores; people who like the staff tend to like the system too."""
    if here.people.n_effective <= 1 or here.people.n_clusters == 1 or np.isnan(here.means).any():
        return 0.0
    first, second = (here.added[:, list(own)].mean(axis=1) for own in places)
    of_sum, of_difference = _variance(here.people, first + second), _variance(here.people, first - second)
    scale = math.sqrt(_variance(here.people, first) * _variance(here.people, second))
    return float(np.clip((of_sum - of_difference) / (4 * scale), -1, 1)) if scale > 0 else 0.0


def _variance(people: Sample, values: Floats) -> float:
    error = mean_of(replace(people, values=values), 0.95).standard_error
    return error**2
