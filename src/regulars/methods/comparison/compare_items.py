"""Many items at once: one comparison each, and one allowance for all that were made."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np

from regulars.language import message
from regulars.methods.columns import Floats, IntoColumn, frame_columns, same_length
from regulars.methods.comparison.comparison import Comparison, judge
from regulars.methods.comparison.difference import Verdict
from regulars.methods.comparison.settings import Grouping, Settings
from regulars.methods.comparison.tested import Tested
from regulars.methods.errors import OptionError, TooFewAnswersError
from regulars.methods.result import Result


@dataclass(frozen=True, kw_only=True)
class ItemComparison(Result):
    """``items`` holds the comparison of each; ``n`` counts rows with any answer, ``n_tested`` pairs over all items."""

    minimum_n = 10

    items: dict[str, Comparison]
    n_tested: int
    adjust: str

    @property
    def too_few(self) -> bool:
        """Whether no pair of any item can be judged."""
        return all(item.too_few for item in self.items.values())

    @property
    def clear(self) -> tuple[tuple[str, str, str, Verdict], ...]:
        """Item, first, second and verdict of all that is clearly higher or lower, the surest first."""
        found = [
            (item.p_adjusted[place], name, item.first[place], item.second[place], verdict)
            for name, item in self.items.items()
            for place, verdict in enumerate(item.verdict)
            if verdict in (Verdict.HIGHER, Verdict.LOWER)
        ]
        return tuple((name, first, second, verdict) for _, name, first, second, verdict in sorted(found))


def compare_items(
    items: Any,
    groups: IntoColumn,
    *,
    names: Sequence[str] | None = None,
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
) -> ItemComparison:
    """``compare`` of many items; the adjustment counts all pairs of all items.

    Parameters:
        items: a frame, one column for each item; each leaves out its own missing answers.
        groups: the group of each row.
        names: which columns of the frame are items; all where omitted.

    The others are as in ``compare``.

    >>> rows = {"room": [5, 4, 4, 5] * 10, "staff": [3, 4, 4, 5] * 10}
    >>> result = compare_items(rows, ["lakeside", "harbour"] * 20, scale=(1, 5))
    >>> result.n_tested, result.items["room"].verdict[0].value
    (2, 'no clear difference')
    >>> [(item, first, second, verdict.value) for item, first, second, verdict in result.clear]
    [('staff', 'harbour', 'lakeside', 'clearly higher')]
    """
    columns = frame_columns(items, names)
    if not columns:
        raise OptionError(message("There is no item to compare. Name at least one column."))
    settings = Settings.of(measure, scale, top, against, margin, adjust, confidence, n_resamples, seed, paired, counts)
    answers = {name: settings.measure.read(column, name=name, missing=missing) for name, column in columns.items()}
    size = len(next(iter(answers.values())))
    same_length(size, *answers.items())
    for name, column in answers.items():
        if size and np.isnan(column).all():
            raise TooFewAnswersError(message("Nobody answered {name}. Leave it out.", name=name))
    given = ~np.all([np.isnan(column) for column in answers.values()], axis=0)
    grouping = Grouping.of(groups, order, given)

    def test(column: Floats) -> Tested:
        return Tested.of(column, grouping, settings, weights=weights, counts=counts, clusters=clusters, paired=paired)

    if n_resamples:  # sorting and shuffling draws leave Python alone, so a second core helps
        with ThreadPoolExecutor(min(len(columns), 2)) as threads:
            tested = dict(zip(answers, threads.map(test, answers.values()), strict=True))
    else:
        tested = {name: test(column) for name, column in answers.items()}
    judged = judge(
        [(one.contrasts, one.enough) for one in tested.values()], adjust=adjust, confidence=confidence, margin=margin
    )
    found = {name: one.result(settings, verdict) for (name, one), verdict in zip(tested.items(), judged, strict=True)}
    first = next(iter(found.values()))
    return ItemComparison(
        items=found,
        n_tested=judged[0].n_tested,
        adjust=adjust,
        n=int(given.sum()),
        n_missing=int((~given).sum()),
        confidence=confidence,
        interval=first.interval,
    )
