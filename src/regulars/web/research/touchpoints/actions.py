"""What people do with the register. Each change stands in the trail."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from regulars.facts.questionnaires import registers
from regulars.language import Text, message
from regulars.web.accounts.models import User
from regulars.web.audit import Event, record
from regulars.web.company.models import Unit
from regulars.web.research.touchpoints.errors import TouchpointError
from regulars.web.research.touchpoints.models import BoundItem, Stage, Touchpoint


@transaction.atomic
def begin(*, start: str, by: User | None) -> int:
    """Take over a ready-made register; what is there already stays. Returns how many touchpoints came."""
    chosen = next((one for one in registers() if one.name == start), None)
    if chosen is None:
        raise TouchpointError(
            message(
                "There is no ready-made register {name}. There are: {known}.",
                name=start[:40],
                known=tuple(one.name for one in registers()),
            )
        )
    stages = {stage.key: stage for stage in Stage.objects.all()}
    for stage in chosen.stages:
        if stage.key not in stages:
            stages[stage.key] = Stage.objects.create(key=stage.key, name=stage.name, place=_last() + 1)
    known = set(Touchpoint.objects.values_list("key", flat=True))
    made = [
        Touchpoint(
            key=one.key,
            name=one.name,
            kind=one.kind.value,
            stage=stages[one.stage],
            standard=one.standard or Text({}),
            threshold=one.threshold,
        )
        for one in chosen.touchpoints
        if one.key not in known
    ]
    Touchpoint.objects.bulk_create(made)
    record(Event.TOUCHPOINTS_BEGUN, by=by, made_from=start, new=len(made))
    return len(made)


@transaction.atomic
def add_stage(*, key: str, name: Text, by: User | None) -> Stage:
    """Behind the others."""
    if Stage.objects.filter(key=key).exists():
        raise TouchpointError(message("There is already a stage “{key}”. Choose another key.", key=key))
    stage = Stage.objects.create(key=key, name=name, place=_last() + 1)
    record(Event.STAGE_CHANGED, target=stage, by=by, fields=["added"])
    return stage


@transaction.atomic
def rename_stage(*, stage: Stage, name: Text, by: User | None) -> None:
    """Its key stays: files and touchpoints know it."""
    if stage.name != name:
        stage.name = name
        stage.save(update_fields=["name"])
        record(Event.STAGE_CHANGED, target=stage, by=by, fields=["name"])


@transaction.atomic
def move_stage(*, stage: Stage, earlier: bool, by: User | None) -> None:
    """One place on; at the end of the list it stays."""
    order = list(Stage.objects.select_for_update())
    at = [one.pk for one in order].index(stage.pk)
    to = at - 1 if earlier else at + 1
    if not 0 <= to < len(order):
        return
    order[at], order[to] = order[to], order[at]
    for place, one in enumerate(order, 1):
        if one.place != place:
            Stage.objects.filter(pk=one.pk).update(place=place)
    record(Event.STAGE_CHANGED, target=stage, by=by, fields=["place"])


@transaction.atomic
def remove_stage(*, stage: Stage, by: User | None) -> None:
    """Only an empty one: nothing is lost with it."""
    held = list(stage.touchpoints.all())
    if held:
        raise TouchpointError(
            message(
                "“{stage}” still holds {names}. Move them to another stage first.",
                stage=stage.shown_name,
                names=tuple(one.shown_name for one in held[:5]),
            )
        )
    record(Event.STAGE_REMOVED, target=stage, by=by, name=stage.key)
    stage.delete()


@transaction.atomic
def add(*, key: str, fields: Mapping[str, Any], units: Collection[Unit] = (), by: User | None) -> Touchpoint:
    """A new touchpoint. The key is for good: tags name it."""
    if Touchpoint.objects.filter(key__iexact=key).exists():
        raise TouchpointError(message("There is already a touchpoint “{key}”. Choose another key.", key=key))
    made = Touchpoint.objects.create(key=key, **fields)
    made.units.set(units)
    record(Event.TOUCHPOINT_ADDED, target=made, by=by, code=key)
    return made


@transaction.atomic
def change(
    *, touchpoint: Touchpoint, fields: Mapping[str, Any], units: Collection[Unit] | None = None, by: User | None
) -> list[str]:
    """Set these fields; returns the names of those that changed."""
    changed = [name for name, value in fields.items() if getattr(touchpoint, name) != value]
    for name in changed:
        setattr(touchpoint, name, fields[name])
    if changed:
        touchpoint.save(update_fields=changed)
    if units is not None and {one.pk for one in units} != set(touchpoint.units.values_list("pk", flat=True)):
        touchpoint.units.set(units)
        changed.append("units")
    if changed:
        record(Event.TOUCHPOINT_CHANGED, target=touchpoint, by=by, fields=changed)
    return changed


@transaction.atomic
def bind(*, touchpoint: Touchpoint, items: Iterable[tuple[str, str]], by: User | None) -> None:
    """These items judge it, and no others but those whose tag says so."""
    wanted = set(items)
    there = {(one.survey, one.item): one for one in touchpoint.items.all()}
    gone = [one.pk for pair, one in there.items() if pair not in wanted]
    new = [BoundItem(touchpoint=touchpoint, survey=survey, item=item) for survey, item in sorted(wanted - set(there))]
    if gone or new:
        BoundItem.objects.filter(pk__in=gone).delete()
        BoundItem.objects.bulk_create(new)
        record(Event.TOUCHPOINT_CHANGED, target=touchpoint, by=by, fields=["items"], new=len(new), removed=len(gone))


@transaction.atomic
def archive(*, touchpoint: Touchpoint, by: User | None) -> None:
    """Out of the register and the journey; it can be brought back."""
    if touchpoint.archived_at is None:
        touchpoint.archived_at = timezone.now()
        touchpoint.save(update_fields=["archived_at"])
        record(Event.TOUCHPOINT_ARCHIVED, target=touchpoint, by=by)


@transaction.atomic
def bring_back(*, touchpoint: Touchpoint, by: User | None) -> None:
    """Out of the archive, as it was."""
    if touchpoint.archived_at is not None:
        touchpoint.archived_at = None
        touchpoint.save(update_fields=["archived_at"])
        record(Event.TOUCHPOINT_BROUGHT_BACK, target=touchpoint, by=by)


def _last() -> int:
    return Stage.objects.aggregate(last=Max("place"))["last"] or 0
