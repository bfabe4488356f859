"""The reports that the day is told by, kept in the home folder: worked out once for each state of the data.

What the company promised, and what it has set, is part of the state too: what was made under another promise is never
shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.utils import timezone

from regulars.insights.report import Report
from regulars.insights.stored import made_by
from regulars.insights.worth.asking import state_of
from regulars.web.accounts.access import UnitScope
from regulars.web.company.models import Unit
from regulars.web.facts import facts
from regulars.web.kept import reports
from regulars.web.research.privacy import promised
from regulars.web.results.landmarks.reading import landmarks_of
from regulars.web.results.reading import least

Make = Callable[[UnitScope], Sequence[Report]]


def ready(parts: Sequence[str], scope: UnitScope, make: Make) -> Sequence[Report]:
    """One report for each of ``parts``, as kept for these units or made now. Nothing at all is not kept."""
    asked = _Asked.of(parts, scope)
    return asked.kept() or asked.keep(make, scope)


def is_ready(parts: Sequence[str], scope: UnitScope) -> bool:
    """Whether all of them are there, of the data as they stand."""
    return bool(_Asked.of(parts, scope).kept())


@dataclass(frozen=True)
class _Asked:
    names: tuple[str, ...]
    state: str

    @classmethod
    def of(cls, parts: Sequence[str], scope: UnitScope) -> _Asked:
        units = [None if own is None else sorted(own) for own in (scope.unit_ids, scope.codes)]
        names = tuple(_short("today", made_by(), part, units) for part in parts)
        named = sorted(Unit.objects.within(scope).values_list("pk", "code", "name"), key=lambda one: one[0])
        promises = [(name, promised(name), facts().weightings(name)) for name in facts().surveys()]
        state = _short(state_of(facts()), timezone.localdate(), least(), landmarks_of(scope), promises, named)
        return cls(names, state)

    def kept(self) -> list[Report]:
        """All, or none."""
        found = [reports().get(name) for name in self.names]
        holds = [one.report for one in found if one is not None and one.of == self.state]
        return holds if len(holds) == len(self.names) else []

    def keep(self, make: Make, scope: UnitScope) -> Sequence[Report]:
        """Made now; kept unless somebody was erased meanwhile."""
        era = reports().era()
        made = make(scope)
        for name, report in zip(self.names, made, strict=False):
            reports().put(name, self.state, report, era)
        return made


def _short(*about: object) -> str:
    return sha256(repr(about).encode()).hexdigest()[:40]
