"""Do groups differ, or waves, or the same people before and after?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np

from regulars.language import message
from regulars.methods.columns import IntoColumn
from regulars.methods.comparison.comparison import Comparison, judge
from regulars.methods.comparison.settings import Grouping, Settings
from regulars.methods.comparison.tested import Tested
from regulars.methods.registry import method


@method(message("Do groups differ, or waves, or is there no clear difference?"), rows=("M26",), minimum_n=10)
def compare(
    values: IntoColumn,
    groups: IntoColumn,
    *,
    measure: str = "mean",
    scale: tuple[float, float] | None = None,
    top: int = 2,
    against: str = "all",
    order: Sequence[Any] | None = None,
    paired: IntoColumn | None = None,
    margin: float | None = None,
    adjust: str = "bh",
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
    n_resamples: int = 0,
    seed: int = 0,
) -> Comparison:
    """Compare groups pair by pair, each difference with interval, p-value and verdict.

    A difference is clear where its adjusted p-value is at most 1 - confidence and its interval excludes zero; it
    is clearly about the same where it lies within ``margin``; else there is no clear difference, which is not
    the same as being the same. Groups of too few effective answers (10; for an NPS 30) are not tested.

    Parameters:
        values: answers on ``scale``; missing ones are counted in ``n_missing``.
        groups: the group of each answer. One that has no answer needs no group.
        measure: "mean"; "share" of the ``top`` highest points, 0 to 1; "nps", in points.
        scale: lowest and highest answer; 1 to 5 for shares unless stated, any number for means.
        top: how many of the highest points count, for shares.
        against: "all" other groups, the "rest" of the answers, the "first" group, or the one "before" (waves).
        order: the groups in their order, where it is not that of their names.
        paired: the respondent of each answer: then only those who answered in both groups of a pair are compared.
        margin: a difference of at most this much does not matter; above 0, in the unit of the measure.
        adjust: for many comparisons: "bh" (Benjamini-Hochberg), "holm" or "none".
        weights: one non-negative survey weight for each answer; equal when omitted.
        counts: how often each row stands for an answer; exactly as if the row were repeated. Not with ``paired``.
        clusters: who or which account gave the answer, where one gave several, in one group or in several.
        missing: codes that mean "no answer".
        confidence: level of the intervals; 1 less it is the level of the tests.
        n_resamples: how many bootstrap draws intervals and p-values are made from; 0 uses the formulas.
        seed: the same seed gives the same draws.

    Source: means [welch1947]; shares [fleiss2003], [newcombe1998b]; paired shares [tango1998]; NPS [rocks2016];
    many groups [welch1951]; adjustment [benjamini1995], [holm1979]; about the same [schuirmann1987].

    >>> result = compare([5, 3] * 2, ["new", "new", "old", "old"], measure="share", top=1, counts=[110, 90, 90, 110])
    >>> result.names, result.value.tolist(), result.verdict[0].value
    (('new', 'old'), [0.55, 0.45], 'clearly higher')
    >>> round(float(result.statistic[0]), 7), round(float(result.p_value[0]), 8)
    (2.0, 0.04550026)
    """
    settings = Settings.of(measure, scale, top, against, margin, adjust, confidence, n_resamples, seed, paired, counts)
    answers = settings.measure.read(values, name="values", missing=missing)
    grouping = Grouping.of(groups, order, ~np.isnan(answers))
    found = Tested.of(answers, grouping, settings, weights=weights, counts=counts, clusters=clusters, paired=paired)
    [judgement] = judge([(found.contrasts, found.enough)], adjust=adjust, confidence=confidence, margin=margin)
    return found.result(settings, judgement)
