"""From cases to what each cause weighs, and whether it grew."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import scipy

from regulars.methods.comparison.many import adjusted

LEVEL = 0.05


@dataclass(frozen=True)
class Told:
    """The cases of one cause, empty where none is noted yet: how many, and their severities added up.

    ``value``: what the customers of ``valued`` of them are expected to spend, added up; of the others it is not known.
    """

    cause: str
    count: int
    severity: int
    value: float = 0.0
    valued: int = 0


@dataclass(frozen=True)
class Weighed:
    """``severity`` and ``value`` are means of its cases; ``product`` = cases × severity × value; ``share`` of all.

    ``value`` is that of all cases where none of its own is known. ``p``: how likely such a change comes by chance,
    allowing for all causes that were looked at.
    """

    cause: str
    count: int
    severity: float
    value: float
    guessed: bool
    product: float
    share: float
    cumulative: float
    before: int
    p: float

    @property
    def changed(self) -> bool:
        """Whether more or fewer than before, clearly."""
        return self.p <= LEVEL


def weigh(cases: Sequence[Told], before: Mapping[str, int]) -> tuple[Weighed, ...]:
    """The heaviest first. ``before``: cause -> its cases in the period before, of the same length."""
    own = {one.cause: one for one in cases} | {
        cause: Told(cause, 0, 0) for cause in before if all(one.cause != cause for one in cases)
    }
    valued = sum(one.valued for one in cases)
    # Where nobody's value is known, all weigh alike.
    of_all = math.fsum(one.value for one in cases) / valued if valued else 1.0
    rows = []
    for cause, told in own.items():
        severity = told.severity / told.count if told.count else 0.0
        value = told.value / told.valued if told.valued else of_all
        rows.append((cause, told.count, severity, max(value, 0.0), not told.valued))
    total = math.fsum(count * severity * value for _, count, severity, value, _ in rows)
    changes = [_chance(count, before.get(cause, 0)) for cause, count, *_ in rows]
    ps = adjusted(changes).tolist() if changes else []
    found, run = [], 0.0
    order = sorted(range(len(rows)), key=lambda at: (-rows[at][1] * rows[at][2] * rows[at][3], -rows[at][1]))
    for at in order:
        cause, count, severity, value, guessed = rows[at]
        product = count * severity * value
        share = product / total if total else 0.0
        run += share
        then = before.get(cause, 0)
        found.append(
            Weighed(cause, count, severity, value, guessed, product, share, min(run, 1.0), then, float(ps[at]))
        )
    return tuple(found)


def _chance(now: int, then: int) -> float:
    """Two counts over equal times: exact, whether a coin could have shared them out so."""
    if not now + then:
        return math.nan
    return float(scipy.stats.binomtest(now, now + then, 0.5).pvalue)
