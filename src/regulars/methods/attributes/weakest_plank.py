"""The bucket effect: which dimension holds the whole down, how sure that is, and what raising it would bring."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from regulars.language import Estimate, Kind, Message, message
from regulars.methods.attributes.planks import ALIKE, Planks, resampled_means, soft_minimum
from regulars.methods.columns import Floats, IntoColumn, Scale, check_scale
from regulars.methods.errors import OptionError, WeightError
from regulars.methods.grouping import grouped, members_of
from regulars.methods.importance import importance_of
from regulars.methods.intervals import Interval
from regulars.methods.item_sums import ItemSums
from regulars.methods.items import Items, answers_on, equal_parts
from regulars.methods.registry import method
from regulars.methods.resampling import check_seed, limits
from regulars.methods.result import Result
from regulars.methods.sampling.settings import finite
from regulars.methods.scores.estimates import Mean
from regulars.methods.scores.pair_sums import PairSums

CLEAR = 0.8
INDICES = ("index", "lowest", "soft_minimum")


@dataclass(frozen=True, kw_only=True)
class WeakestPlank(Result):
    """Everything from 0 to 100, but chances and weights; arrays in the order of the dimensions.

    ``index`` with ``low`` and ``high`` is the weighted mean; beside it ``lowest``, which lets nothing make up for the
    lowest dimension, and ``soft_minimum``, between the two. ``score``: each dimension as it was answered; ``shrunken``:
    as it is to be believed once chance is taken off. ``chance_shortest``: probability of being the shortest;
    ``weakest`` is the dimension with the highest, ``chance`` its own. ``difference`` is by how much it is shorter than
    ``rival``, the dimension that it is hardest to tell from, with Student's limits; ``clear`` where the chance is 0.8
    or more and this interval lies above zero. ``gain``: what the index named in ``lifts`` would gain if the weakest
    came up to the shortest of the others, with what selection made of it taken off; ``gain_observed`` the same from
    the raw scores.
    """

    minimum_n = 50

    names: tuple[str, ...]
    importance: Floats
    score: Floats
    score_low: Floats
    score_high: Floats
    shrunken: Floats
    shrunken_low: Floats
    shrunken_high: Floats
    chance_shortest: Floats
    weakest: str
    chance: float
    rival: str
    difference: float
    difference_low: float
    difference_high: float
    clear: bool
    index: float
    low: float
    high: float
    lowest: float
    lowest_low: float
    lowest_high: float
    soft_minimum: float
    soft_minimum_low: float
    soft_minimum_high: float
    softness: float
    lifts: str
    gain: float
    gain_low: float
    gain_high: float
    gain_observed: float
    n_effective: float
    n_resamples: int
    seed: int

    @property
    def notes(self) -> tuple[Message, ...]:
        """What to say where none is clearly the weakest."""
        if self.clear or np.isnan(self.chance):
            return ()
        chance = Estimate(self.chance, kind=Kind.SHARE, digits=0)
        if self.chance >= CLEAR:
            return (
                message(
                    "No clear weakest: it is {dimension} with probability {chance}, but its difference from {rival} "
                    "may be chance.",
                    dimension=self.weakest,
                    chance=chance,
                    rival=self.rival,
                ),
            )
        return (
            message(
                "No clear weakest: the probability that it is {dimension} is {chance} only.",
                dimension=self.weakest,
                chance=chance,
            ),
        )


@method(message("Which dimension holds the whole down?"), rows=("M34",), minimum_n=WeakestPlank.minimum_n)
def weakest_plank(
    frame: Any,
    *,
    dimensions: Mapping[str, Sequence[str]] | None = None,
    importance: Any = None,
    lifts: str = "index",
    softness: float = 10.0,
    scale: Scale = (1, 5),
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
    n_resamples: int = 2000,
    seed: int = 0,
) -> WeakestPlank:
    """The weakest of several dimensions, with the probability that it is, and the gain of raising it.

    A bucket holds as much water as its shortest plank lets it. Choosing the shortest is a selection, and picks bad
    luck too: shrunken scores, probability and gain come from the same seeded resamples, in which every dimension is
    drawn towards the rest by as much as chance explains. A weakest is clear only where its difference from each of the
    others is beyond chance too. Answers that are missing leave the mean of their item; who answered nothing is counted
    in ``n_missing``.

    Parameters:
        frame: one column for each dimension (dict, Arrow table, data frame, 2-D array), answers on ``scale``.
            Or the ``PairSums`` of such a frame of many respondents: resamples are then drawn from the normal
            distribution of the means.
        dimensions: the columns that make up each dimension, their means in equal parts; each column one when omitted.
        importance: a weight of zero or more for each dimension, in order or by name; equal when omitted. A dimension
            of weight 0 counts for ``lowest`` and can be the weakest.
        lifts: which index the gain is for: "index" (the weighted mean), "lowest" or "soft_minimum".
        softness: in points of the index, how far above the lowest a dimension still matters to ``soft_minimum``.
        scale: lowest and highest answer.
        weights: one non-negative survey weight for each respondent; equal when omitted.
        counts: how often each row stands for a respondent; exactly as if the row were repeated.
        clusters: who or which account the respondent belongs to.
        missing: codes that mean "no answer", in every column.
        confidence: level of the intervals.
        n_resamples: how many resamples; 0 leaves all but scores and indices NaN, and nothing clear.
        seed: the same seed gives the same result.

    Source: [liebig1840]; shrinkage [morris1983], [daniels1999]; resamples [efron1993]; clear [gutmann1987].

    >>> answers = {"room": [4, 5, 4, 4], "staff": [5, 5, 4, 5], "breakfast": [1, 2, 3, 2]}
    >>> result = weakest_plank(answers, n_resamples=0)
    >>> result.weakest, result.lowest, round(result.index, 1), round(result.gain_observed, 1)
    ('breakfast', 25.0, 66.7, 18.8)
    """
    low, high = check_scale(scale)
    seed = check_seed(seed)
    if lifts not in INDICES:
        raise OptionError(message("lifts is {value}. Choose one of: {known}.", value=str(lifts)[:60], known=INDICES))
    if not finite(softness, name="softness") > 0:
        raise OptionError(message("softness is {value}. Give points of the index above 0.", value=float(softness)))
    wanted = None if dimensions is None else [item for own in members_of(dimensions).values() for item in own]
    items: Items | ItemSums
    if isinstance(frame, PairSums):
        items = ItemSums(frame)
    else:
        columns = answers_on(frame, scale=scale, missing=missing, names=wanted)
        items = Items.of(columns, weights=weights, counts=counts, clusters=clusters)
    placed = grouped(dimensions or {name: [name] for name in items.names}, items.names)
    names = tuple(placed)
    part = _importance(importance, names)
    within = equal_parts(items, placed)
    per_point = 100 / (high - low)
    score = per_point * (within @ np.nan_to_num(items.means) - low)
    each = [items.over(at, row[at], confidence, scale) for at, row in zip(placed.values(), within, strict=True)]
    together = items.along(part @ within, confidence, scale)
    drawn = resampled_means(items, n_resamples, seed)
    drawn = drawn[~np.isnan(drawn[:, within.any(axis=0)]).any(axis=1)]
    planks = Planks.of(score, per_point * (np.nan_to_num(drawn) @ within.T - low), seed)
    index_of: dict[str, Callable[[Floats], Floats]] = {
        "index": lambda values: np.asarray(values @ part),
        "lowest": lambda values: np.asarray(values.min(axis=-1)),
        "soft_minimum": lambda values: soft_minimum(values, part, softness),
    }
    chances = planks.chance_shortest
    at = int(np.lexsort((score, -np.nan_to_num(chances).round(9)))[0])
    lowest = {
        "lowest": planks.minimum(confidence),
        "soft_minimum": planks.around(index_of["soft_minimum"], confidence),
    }
    believed_low, believed_high = limits(planks.drawn, confidence)
    others = [place for place in range(len(names)) if place != at]
    apart = [_apart(items, placed, within, (place, at), confidence) for place in others]
    nearest = min(range(len(others)), key=lambda place: (apart[place].low, apart[place].mean))
    close = apart[nearest]
    return WeakestPlank(
        names=names,
        importance=part,
        score=score,
        score_low=per_point * (np.array([mean.low for mean in each]) - low),
        score_high=per_point * (np.array([mean.high for mean in each]) - low),
        shrunken=planks.shrunken,
        shrunken_low=np.minimum(believed_low, planks.shrunken),
        shrunken_high=np.maximum(believed_high, planks.shrunken),
        chance_shortest=chances,
        weakest=names[at],
        chance=float(chances[at]),
        rival=names[others[nearest]],
        difference=per_point * close.mean,
        difference_low=per_point * close.low,
        difference_high=per_point * close.high,
        clear=bool(chances[at] >= CLEAR and per_point * close.low > ALIKE),
        index=per_point * (together.mean - low),
        low=per_point * (together.low - low),
        high=per_point * (together.high - low),
        lowest=lowest["lowest"][0],
        lowest_low=lowest["lowest"][1],
        lowest_high=lowest["lowest"][2],
        soft_minimum=lowest["soft_minimum"][0],
        soft_minimum_low=lowest["soft_minimum"][1],
        soft_minimum_high=lowest["soft_minimum"][2],
        softness=float(softness),
        lifts=lifts,
        **_gain(
            planks, at, index_of[lifts], per_point * min(m.low for m in apart), per_point * min(m.high for m in apart)
        ),
        n=items.people.n,
        n_missing=items.people.n_missing,
        n_effective=together.n_effective,
        n_resamples=len(planks.drawn),
        seed=seed,
        confidence=confidence,
        interval=Interval.POSTERIOR,
    )


def _apart(
    items: Items | ItemSums,
    placed: Mapping[str, Sequence[int]],
    within: Floats,
    pair: tuple[int, int],
    confidence: float,
) -> Mean:
    """By how much the first of two dimensions is above the second, of whoever answered one of them."""
    dimensions = tuple(placed.values())
    places = sorted({*dimensions[pair[0]], *dimensions[pair[1]]})
    return items.over(places, (within[pair[0]] - within[pair[1]])[places], confidence)


def _gain(planks: Planks, at: int, index: Callable[[Floats], Floats], low: float, high: float) -> dict[str, float]:
    """What raising one plank to the shortest of the others brings to an index."""
    ceiling = float(np.delete(planks.score, at).min())

    def gain(short: float) -> float:
        before, after = planks.score.copy(), planks.score.copy()
        before[at], after[at] = ceiling - short, ceiling
        return float(index(after) - index(before))

    observed, corrected, lower, upper = (gain(short) for short in planks.shortfall(at, low, high))
    return {"gain": corrected, "gain_low": lower, "gain_high": upper, "gain_observed": observed}


def _importance(importance: Any, names: tuple[str, ...]) -> Floats:
    if len(names) < 2:
        raise OptionError(message("A bucket has at least two planks; there is one dimension. Name more."))
    given = np.ones(len(names)) if importance is None else importance_of(importance, names)
    if not given.sum() > 0:
        raise WeightError(message("All importance is zero. At least one dimension must count."))
    return np.asarray(given / given.sum())
