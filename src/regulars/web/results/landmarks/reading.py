"""Targets and events as the insights take them: of the units in a reader's sight, and of those above."""

from __future__ import annotations

from regulars.insights.landmarks import NOTHING, Landmarks
from regulars.insights.landmarks import Note as Told
from regulars.insights.landmarks import Target as Aimed
from regulars.web.accounts.access import UnitScope
from regulars.web.company.models import Unit
from regulars.web.results.landmarks.models import Happening, Target, parents


def landmarks_of(scope: UnitScope) -> Landmarks:
    """All that a report of these units may be held against."""
    targets = list(Target.objects.in_sight(scope).select_related("unit").order_by("pk"))
    notes = list(Happening.objects.in_sight(scope).select_related("unit").order_by("pk"))
    if not targets and not notes:
        return NOTHING
    units = {one.unit for one in (*targets, *notes) if one.unit is not None}
    named = {one.code: one.name for one in units if one.name and one.name.words}
    return Landmarks(
        targets=tuple(
            Aimed(one.kind, float(one.value), one.first, one.until, one.survey, one.unit.code if one.unit else "")
            for one in targets
            if one.until >= one.first
        ),
        notes=tuple(
            Told(one.words, one.first, one.last, one.survey, one.unit.code if one.unit else "") for one in notes
        ),
        parents=_tree() if units else (),
        names=tuple(sorted(named.items(), key=lambda one: one[0])),
    )


def _tree() -> tuple[tuple[str, str], ...]:
    codes = dict(Unit.objects.values_list("pk", "code"))
    return tuple(sorted((codes[unit], codes[parent]) for unit, parent in parents().items()))


def of_the_company() -> Landmarks:
    """All of them: for the command line and for what is made ahead of its first reader."""
    return landmarks_of(UnitScope(None, None))
