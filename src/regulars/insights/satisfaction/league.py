"""Units against all of them: what is left of their differences once chance is taken out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from regulars.insights.satisfaction.groups import UnitScore, units_of
from regulars.insights.satisfaction.hiding import Hiding
from regulars.insights.satisfaction.scores import KINDS, RANGES, Measure, Score, measures
from regulars.insights.satisfaction.specify import Question
from regulars.methods import League, league_of

RANK_DRAWS = 2_000  # limits of a rank are whole numbers: more draws say no more


@dataclass(frozen=True)
class Place:
    """Where a unit stands: its score evened out, its rank (1 is the best), ``clear``: ``below``, ``above`` or none."""

    value: float
    low: float
    high: float
    rank: int
    rank_low: int
    rank_high: int
    clear: str


@dataclass(frozen=True)
class Units:
    """Worst first. ``places``: name -> place, of the units that have a score; none where they cannot be compared.

    ``whole``: the scores of all of them together, by the key of their column. ``centre``: what each is moved towards.
    """

    units: tuple[UnitScore, ...] = ()
    hidden: int = 0
    places: Mapping[str, Place] = field(default_factory=dict)
    whole: Mapping[str, float] = field(default_factory=dict)
    centre: float | None = None


def league_table(question: Question, hidden: Hiding, whole: Mapping[str, float], *, seed: int) -> Units:
    """The units that may be shown."""
    found, asked = units_of(question, hidden), measures(question)
    if not found or not asked:
        return Units()
    scores = {unit.name: score for unit in found if (score := unit.score(asked[0])) is not None}
    result = _ranked(tuple(scores.items()), seed) if len(scores) > 1 else None
    places = {} if result is None or result.too_few else _places(result, RANGES[KINDS[asked[0]]])
    away = len(hidden.units & set(question.answers.unit_names))
    centre = None if result is None else result.centre
    return Units(_worst_first(found, asked, places), away, places, whole, centre)


# The draws behind the ranks take longer than all else; after a commit to another wave the units are those of before.
@lru_cache(maxsize=256)
def _ranked(scores: tuple[tuple[str, Score], ...], seed: int) -> League:
    found = [score for _, score in scores]
    return league_of(
        [name for name, _ in scores],
        [score.value for score in found],
        [score.standard_error for score in found],
        [score.judged_n for score in found],
        pooled=True,  # the own error of a share is smallest near 0 and 1, and would draw the centre there
        seed=seed,
        n_resamples=RANK_DRAWS,
    )


def _places(result: League, ends: tuple[float, float]) -> dict[str, Place]:
    """No share beyond 100%, whatever the normal distribution says."""
    return {
        str(name): Place(
            value=float(result.shrunken[i]),
            low=max(ends[0], float(result.shrunken_low[i])),
            high=min(ends[1], float(result.shrunken_high[i])),
            rank=int(result.rank[i]),
            rank_low=int(result.rank_low[i]),
            rank_high=int(result.rank_high[i]),
            clear=str(result.clear[i]),
        )
        for i, name in enumerate(result.names)
    }


def _worst_first(
    found: Sequence[UnitScore], asked: tuple[Measure, ...], places: Mapping[str, Place]
) -> tuple[UnitScore, ...]:
    """By the score that is evened out: a small unit is not last by chance. Those that cannot be judged come last."""

    def order(unit: UnitScore) -> tuple[bool, float, float]:
        place, score = places.get(unit.name), next((s for one in asked if (s := unit.score(one))), None)
        value = 0.0 if score is None else score.value
        return (unit.score(asked[0]) is None, value if place is None else place.value, value)

    return tuple(sorted(found, key=order))
