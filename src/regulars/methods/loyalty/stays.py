"""How long customers stood in a stage, by the exact days of their events."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from regulars.methods.columns import Floats, Ints
from regulars.methods.loyalty.stage_rules import Events, Rules


@dataclass(frozen=True)
class Stays:
    """One row for each time that a customer stood in a stage: how long, and whether it is over (1) or goes on (0).

    ``since`` is, for each customer, the day on which the last stay began.
    """

    stage: Ints
    days: Floats
    over: Ints
    since: Ints


def stays_of(events: Events, after: Ints, rules: Rules, last: int) -> Stays:
    """From the first event in a stage to the first one beyond it, or until silence has lasted too long."""
    size, first = len(events.day), events.start[:-1]
    gap = np.append(events.day[1:], last) - events.day
    final = np.zeros(size, dtype=bool)
    final[events.start[1:] - 1] = True
    gap[final] = last - events.day[final]
    silent = gap > rules.inactive_after
    begins = np.zeros(size, dtype=bool)
    begins[first] = True
    begins[1:] |= (after[1:] != after[:-1]) | silent[:-1]
    start = np.flatnonzero(begins)
    end = np.append(start[1:], size) - 1
    until = np.where(
        silent[end],
        events.day[end] + rules.inactive_after,
        np.where(final[end], last, events.day[np.minimum(end + 1, size - 1)]),
    )
    latest = np.searchsorted(start, events.start[1:] - 1, side="right") - 1
    return Stays(
        after[start],
        (until - events.day[start]).astype(np.float64),
        (silent[end] | ~final[end]).astype(np.int64),
        events.day[start[latest]],
    )
