"""MaxDiff: what people prefer, from the best and the worst of several sets of items."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.language import Message, message
from regulars.methods.columns import Floats, IntoColumn, Ints
from regulars.methods.errors import MethodError, OptionError, TooFewAnswersError
from regulars.methods.intervals import Interval, check_confidence
from regulars.methods.preference.choice_model import components
from regulars.methods.preference.choice_sets import ChoiceSets, long_sets, wide_sets
from regulars.methods.preference.segments import segments_in
from regulars.methods.preference.set_estimates import ERRORS, SetEstimates
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sample import Sample
from regulars.methods.sampling.settings import one_of

BY_SEGMENT = ("score", "utility", "utility_low", "utility_high", "share", "share_low", "share_high")


@dataclass(frozen=True, kw_only=True)
class MaxDiff(Result):
    """Arrays over the items, the most preferred first. ``n`` are sets answered, ``n_respondents`` who answered them.

    ``score``: (times best - times worst) / times shown, -1 to 1. ``utility``: of the logit, with mean zero, NaN where
    the answers have no finite one (``separated`` names the items). ``share``: exp(utility) in parts of the sum over
    all items, 0 to 1. ``clear_next``: clearly preferred to the next item; ``rank_low`` to ``rank_high``: the ranks
    that an item may have. Segments stand in arrays with one entry for each segment and item.
    """

    minimum_n = 30

    names: tuple[str, ...]
    times_shown: Ints
    times_best: Ints
    times_worst: Ints
    score: Floats
    score_low: Floats
    score_high: Floats
    utility: Floats
    utility_error: Floats
    utility_low: Floats
    utility_high: Floats
    share: Floats
    share_low: Floats
    share_high: Floats
    rank_low: Ints
    rank_high: Ints
    clear_next: NDArray[np.bool_]
    separated: tuple[str, ...]
    pseudo_r_squared: float
    segment_names: tuple[str, ...]
    segment_items: tuple[str, ...]
    segment_n: Ints
    segment_score: Floats
    segment_utility: Floats
    segment_utility_low: Floats
    segment_utility_high: Floats
    segment_share: Floats
    segment_share_low: Floats
    segment_share_high: Floats
    segment_too_few: tuple[bool, ...]
    errors: str
    n_respondents: int
    n_effective: float

    @property
    def notes(self) -> tuple[Message, ...]:
        """Why there are no utilities, or no standard errors to trust."""
        found = []
        if self.separated:
            found.append(
                message(
                    "{items}: preferred in every comparison with the others, or in none. The utilities have no finite "
                    "estimate; the scores stand.",
                    items=self.separated[:12],
                )
            )
        if self.errors == "respondents" and self.n_respondents == self.n:
            found.append(
                message(
                    "Each set counts as a person of its own. If people answered several, name the respondents: the "
                    "intervals are too narrow otherwise."
                )
            )
        return tuple(found)


@method(
    message("What do people prefer most, and by how much?"), rows=("L16",), minimum_n=MaxDiff.minimum_n, samples=False
)
def max_diff(
    best: IntoColumn,
    worst: IntoColumn | None = None,
    shown: Any = None,
    *,
    item: IntoColumn | None = None,
    task: IntoColumn | None = None,
    groups: IntoColumn | None = None,
    errors: str = "respondents",
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> MaxDiff:
    """Best-worst scores, and utilities of the logit of best and worst choices.

    The best of a set is chosen with chances in proportion to exp(utility), then of the others the worst in proportion
    to exp(-utility); without ``worst`` the first half alone, which for sets of two is Bradley and Terry's model.
    Utilities have mean zero. A set without its best or its worst item is missing. Where an item won every comparison,
    or lost every one, there is no finite utility: ``separated``. Items that were never compared, not even by way of
    others, raise.

    Parameters:
        best: the best item of each set; in the long form 1 where the item of the row was chosen, else 0 or nothing.
        worst: the worst item in the same way; leave it out where only the best was asked for.
        shown: one column for each place of a set, holding the item shown there; empty where the set was smaller.
        item: long form, one row for each item of a set: the item.
        task: long form: the set, numbered for each respondent; name the respondents in ``clusters``.
        groups: the segment of each set's respondent.
        errors: "respondents", from how respondents differ (sets, where there are no clusters); "model", from the
            curvature of the likelihood, as if all choices were made independently.
        weights: one non-negative survey weight for each row; equal when omitted.
        counts: how often each row stands; exactly as if the row were repeated.
        clusters: the respondent of each row.
        missing: codes that mean "no answer", in every column.
        confidence: level of the intervals; 1 less it is the chance that any pair is called clear wrongly.

    Source: [louviere2015]; scores [marley2005]; intervals of scores [tango1998]; errors by respondent [binder1983];
    pairs [holm1979]; when there is no maximum [hunter2004].

    >>> shown = {"a": ["time", "price", "time"], "b": ["price", "trust", "trust"], "c": ["trust", "time", "price"]}
    >>> result = max_diff(["time", "time", "price"], ["trust", "price", "trust"], shown)
    >>> result.names, result.score.round(4).tolist()
    (('time', 'price', 'trust'), [0.6667, 0.0, -0.6667])
    """
    check_confidence(confidence)
    one_of(ERRORS, errors, name="errors")
    sets = _sets(best, worst, shown, item, task, clusters, missing)
    if errors == "model" and (weights is not None or (clusters is not None and item is None)):
        raise OptionError(
            message("errors is “model”, which takes each choice as independent. Leave out weights and clusters.")
        )
    sample = Sample.of(
        sets.answered,
        weights=sets.one_for_each(weights, name="weights"),
        counts=sets.one_for_each(counts, name="counts"),
        clusters=None if errors == "model" else sets.one_for_each(clusters, name="clusters"),
    )
    whole = SetEstimates.of(sets, sample, confidence, errors, MaxDiff.minimum_n)
    _check_design(whole, sets)
    names, parts = segments_in(sets.one_for_each(groups, name="groups"), len(sets.rows), sample)
    split = [SetEstimates.of(sets, part, confidence, errors, MaxDiff.minimum_n) for part in parts]
    order = whole.order.places
    return MaxDiff(
        names=tuple(sets.items[place] for place in order),
        **whole.in_order(order),
        rank_low=whole.order.rank_low,
        rank_high=whole.order.rank_high,
        clear_next=whole.order.clear_next,
        separated=tuple(sets.items[place] for place in whole.separated),
        pseudo_r_squared=whole.pseudo_r_squared,
        segment_names=tuple(name for name in names for _ in order),
        segment_items=tuple(sets.items[place] for _ in names for place in order),
        segment_n=np.array([part.sample.n for part in split for _ in order], dtype=np.int64),
        **{
            f"segment_{name}": np.concatenate([np.empty(0), *(getattr(part, name)[order] for part in split)])
            for name in BY_SEGMENT
        },
        segment_too_few=tuple(part.too_few for part in split for _ in order),
        errors=errors,
        n_respondents=sample.n_clusters or sample.n,
        n=sample.n,
        n_missing=sample.n_missing,
        n_effective=whole.n_effective,
        confidence=confidence,
        interval=Interval.LIKELIHOOD if errors == "model" else Interval.LINEARISATION,
    )


def _sets(
    best: IntoColumn,
    worst: IntoColumn | None,
    shown: Any,
    item: IntoColumn | None,
    task: IntoColumn | None,
    clusters: IntoColumn | None,
    missing: Collection[Any],
) -> ChoiceSets:
    if (shown is None) == (item is None) or (item is None) != (task is None):
        raise OptionError(
            message(
                "Give the items shown in one of two ways: shown, with a column for each place of a set, or item and "
                "task, with a row for each item of a set."
            )
        )
    if item is None:
        sets = wide_sets(best, worst, shown, missing)
    else:
        sets = long_sets(best, worst, item, task, clusters, missing)
    if not len(sets.rows):
        raise TooFewAnswersError(message("The column is empty: there is nothing to compute from."))
    return sets


def _check_design(whole: SetEstimates, sets: ChoiceSets) -> None:
    """Every item must be comparable with every other."""
    compared = whole.preferred | whole.preferred.T
    groups = components(compared)
    if len(groups) > 1:
        raise MethodError(
            message(
                "“{item}” and “{other}” were never compared, not even by way of other items. Analyse them apart, or "
                "leave one out.",
                item=sets.items[groups[-1][0]][:60],
                other=sets.items[groups[0][0]][:60],
            )
        )
