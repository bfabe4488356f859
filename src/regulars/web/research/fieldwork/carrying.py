"""What a plan says of carrying a study out, as rows: its fieldwork and the parts of its population."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.db import transaction

from regulars.survey.definition import SampleKind
from regulars.survey.plans import Plan, Stratum, Wave, reckon
from regulars.web.accounts.models import User
from regulars.web.audit import Event, record
from regulars.web.company.models import Company, Unit
from regulars.web.people.models import Segment
from regulars.web.research.fieldwork.models import Fieldwork
from regulars.web.research.models import Cell, Study


@transaction.atomic
def carry_out(*, study: Study, plan: Plan, wave: Wave) -> Fieldwork:
    """The fieldwork of a wave, which runs by itself, and a cell for each part of the population."""
    units = _units()
    segments = {one.name.casefold(): one.condition for one in Segment.objects.all()}
    census = plan.kind is SampleKind.CENSUS
    for cell in reckon(plan).cells:
        unit = next((units[name] for name in _names(cell.stratum) if name in units), None)
        Cell.objects.create(
            study=study,
            key=cell.stratum.key,
            label=cell.stratum.label,
            population=cell.stratum.count,
            wanted=cell.n,
            quota=None if census or not cell.n else cell.n,
            unit=unit,
            rule="" if unit else _rule(cell.stratum, segments),
        )
    return Fieldwork.objects.create(
        study=study,
        auto=True,
        seed=seed_of(plan.name, wave.number),
        reminders=[(day - wave.first).days for day in wave.reminders],
        shares={one.key: _share(one) for one in plan.channels},
        currency=plan.currency,
        limit=plan.limit,
        fixed=plan.fixed,
        due=wave.due,
    )


@transaction.atomic
def by_hand(*, study: Study, by: User | None) -> Fieldwork:
    """The fieldwork of a study that has no plan: it asks nobody until somebody says whom."""
    found, fresh = Fieldwork.objects.get_or_create(
        study=study,
        defaults={"seed": seed_of(study.public_id, 1), "currency": Company.current().currency},
    )
    if fresh:
        record(Event.FIELDWORK_CHANGED, target=study, by=by)
    return found


def seed_of(name: str, number: int) -> int:
    """Anybody who knows the name of the plan can draw the same people again.

    >>> seed_of("guests-2027", 1), seed_of("guests-2027", 2)
    (1438656634, 827149829)
    """
    return int.from_bytes(sha256(f"{name}:{number}".encode()).digest()[:4]) & 0x7FFFFFFF


def _units() -> dict[str, Unit]:
    """By code, and by name in any language."""
    known = Unit.objects.filter(closed=None)
    found = {word.casefold(): unit for unit in known for word in unit.name.words.values()}
    return found | {unit.code.casefold(): unit for unit in known}


def _names(part: Stratum) -> tuple[str, ...]:
    return tuple(name.casefold() for name in (part.key, *part.label.words.values()))


def _rule(part: Stratum, segments: Mapping[str, str]) -> str:
    """A part that is named like a segment is that segment, as it is now."""
    return next((segments[name] for name in _names(part) if name in segments), "")


def _share(one: Any) -> dict[str, Any]:
    return {"share": one.share, "response": one.response, "cost": str(one.cost), "setup": str(one.setup)}
