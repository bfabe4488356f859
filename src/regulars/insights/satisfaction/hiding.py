"""Where nobody may be told apart: which units and which steps of time may be shown.

What a reader can open is fixed: every wave as a whole and by its units, all waves together and by their units, and the
trend. All of it is looked at together, so that no group that is hidden follows from what is shown.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from regulars.insights.filters import Step
from regulars.insights.satisfaction.counts import periods
from regulars.insights.satisfaction.specify import Question
from regulars.methods import Suppression, suppress
from regulars.survey import Item

UNITS, STEPS, BOTH = "units", "steps", "units in steps"
Sizes = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Hiding:
    """Names of what is not shown. ``whole``: not even all that was asked for may be shown."""

    units: frozenset[str] = frozenset()
    steps: frozenset[str] = frozenset()
    whole: bool = False

    def and_also(self, other: Hiding) -> Hiding:
        """What either of them hides: showing less never gives more away."""
        return Hiding(self.units | other.units, self.steps | other.steps, self.whole or other.whole)


def hiding(question: Question, *also: Item) -> Hiding:
    """What has to be hidden from this reader; nothing in an identified study.

    Who leaves a question out is in no number of it: a unit of forty may have three who say how satisfied they are. So
    those who answered each question that groups are scored by are looked at as all of them are: overall satisfaction,
    recommendation, and ``also`` these items.
    """
    if not question.privacy.hides:
        return Hiding()
    answers, step = question.everything, question.step
    found, codes = periods(answers, step, question.waves)
    if not found and not answers.unit_names:
        return Hiding()
    names = tuple(period.key for period in found)
    asked = [answers.answered(item) for item in (question.overall, question.recommend, *also) if item is not None]
    result = Hiding()
    for given in [np.ones(len(answers), dtype=bool), *asked]:
        grid = np.zeros((len(answers.unit_names) + 1, len(found) + 1), dtype=np.int64)
        np.add.at(grid, (answers.units[given], codes[given]), 1)  # the last row and column: no unit, no step
        by_wave = step is Step.WAVE
        one = _suppressed(answers.unit_names, names, grid.tobytes(), question.least.group, by_wave)
        all_of_them = bool(given.all())
        # A step with too few who answered a question has no score of it, and all waves together leave the question out.
        sizes = dict(zip(names, grid.sum(axis=0).tolist(), strict=False))
        few = (
            frozenset()
            if all_of_them or not by_wave
            else {name for name in names if sizes[name] < question.least.group}
        )
        result = result.and_also(_for(question, one, few, by_wave=by_wave))
    return result


def _for(question: Question, result: Suppression, few: Collection[str], *, by_wave: bool) -> Hiding:
    hidden = result.hidden
    steps = frozenset(group for breakdown, group in hidden if breakdown == STEPS and group not in few)
    if by_wave and question.wave is not None:
        mine = {_both(unit, question.wave): unit for unit in question.everything.unit_names}
        units = frozenset(mine[group] for breakdown, group in hidden if breakdown == BOTH and group in mine)
        return Hiding(units, steps, whole=question.wave in steps)
    units = frozenset(group for breakdown, group in hidden if breakdown == UNITS)
    return Hiding(units, steps, whole=not result.total_shown)


@lru_cache(maxsize=256)
def _suppressed(units: tuple[str, ...], steps: tuple[str, ...], counts: bytes, k: int, by_wave: bool) -> Suppression:
    """``counts``: people by unit and step, those without one in the last row and column."""
    grid = np.frombuffer(counts, dtype=np.int64).reshape(len(units) + 1, len(steps) + 1)
    total = int(grid.sum())
    of_units = dict(zip(units, grid.sum(axis=1).tolist(), strict=False))
    of_steps = dict(zip(steps, grid.sum(axis=0).tolist(), strict=False))
    if not by_wave:
        tables = {name: table for name, table in ((UNITS, of_units), (STEPS, of_steps)) if table}
        return suppress(tables, k=k, total=total)
    cells = {
        _both(unit, step): (unit, step, int(grid[i, j]))
        for i, unit in enumerate(units)
        for j, step in enumerate(steps)
        if grid[i, j]
    }
    both = {name: n for name, (_, _, n) in cells.items()}
    in_units, in_steps = ({name: cell[place] for name, cell in cells.items()} for place in (0, 1))
    tables = {name: table for name, table in ((UNITS, of_units), (STEPS, of_steps), (BOTH, both)) if table}
    within = {(BOTH, UNITS): in_units, (BOTH, STEPS): in_steps} if cells else {}
    result = suppress(tables, k=k, total=total, within=within)
    if not any(of_steps[group] >= k for breakdown, group in result.hidden if breakdown == STEPS):
        return result
    # In the first days of a wave all waves together would give it away: then they are what is not shown, for the wave
    # before, which was shown until now, is worth more.
    fewer = {name: table for name, table in tables.items() if name != UNITS}
    inner = {pair: lies_in for pair, lies_in in within.items() if UNITS not in pair}
    return suppress(fewer, k=k, total=total, total_shown=False, within=inner)


def _both(unit: str, step: str) -> str:
    return f"{unit}\x1f{step}"
