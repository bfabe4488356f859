"""What changed since the span before, name by name, with what is certain of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from regulars.insights.pictures.cells import TOO_FEW
from regulars.insights.worth.analyses.lines import Lines
from regulars.language import Message, message
from regulars.methods.comparison import Difference, Verdict, discoveries
from regulars.methods.comparison.totals import change_of_total

CONFIDENCE = 0.95
CHANGES = """select name, sum(new) as now, sum(old) as before, sum((new - old) * (new - old)) as squares, count(*) as n
    from (select {row} as name, who, coalesce(sum(money) filter ("day" >= $split), 0) as new,
    coalesce(sum(money) filter ("day" < $split), 0) as old from {{lines}} group by 1, 2) group by 1"""
SAID: Mapping[Verdict, Message] = {
    Verdict.HIGHER: message("clearly higher"),
    Verdict.LOWER: message("clearly lower"),
    Verdict.UNCLEAR: message("no clear difference"),
    Verdict.TOO_FEW: TOO_FEW,
}


@dataclass(frozen=True)
class Changes:
    """The change of each name, of the whole, and which of them stand the test of many; ``n`` customers."""

    by_name: Mapping[str, Difference]
    clear: frozenset[str]
    whole: Difference | None
    n: int

    def verdict(self, name: str) -> Verdict:
        """What the change of a name may be called, among so many."""
        if name not in self.by_name:
            return Verdict.TOO_FEW
        return self.by_name[name].verdict if name in self.clear else Verdict.UNCLEAR

    @staticmethod
    def words(verdict: Verdict) -> Message:
        """The same in words."""
        return SAID[verdict]


def changes_of(lines: Lines, row: str, bound: Mapping[str, Any]) -> Changes | None:
    """By the SQL that names a row; None where the data begin after the first day of the span before."""
    since = lines.earlier()
    if since is None:
        return None
    asked = {"since": since, "split": lines.first}
    rows = lines.ask(CHANGES.format(row=row), **asked, **bound).to_pylist()
    found = {one["name"]: change for one in rows if (change := _change(one)) is not None}
    p_values = [change.p_value(CONFIDENCE) for change in found.values()]
    kept = discoveries(np.asarray(p_values, dtype=np.float64), level=1 - CONFIDENCE)
    clear = frozenset(name for name, keep in zip(found, kept, strict=True) if keep)
    whole = lines.ask(CHANGES.format(row="''"), **asked).to_pylist()[0]
    return Changes(found, clear, _change(whole), whole["n"])


def _change(one: Mapping[str, Any]) -> Difference | None:
    return change_of_total(one["now"], one["before"], one["squares"], one["n"], confidence=CONFIDENCE)
