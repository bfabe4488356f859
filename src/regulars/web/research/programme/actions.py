"""Beginning a programme, going through its stages, planning what is to get better."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from regulars.language import Text
from regulars.web.audit import Event, record
from regulars.web.research.programme.models import Action, Evidence, Kind, Programme, Stage, State


@transaction.atomic
def begin(*, name: Text, goal: str, survey: str, owner: Any, by: Any) -> Programme:
    """A programme with its seven stages, each with the owner of the whole until somebody else is named."""
    made = Programme.objects.create(name=name, goal=goal, survey=survey, owner=owner, by=by)
    Stage.objects.bulk_create(Stage(programme=made, kind=kind, owner=owner) for kind in Kind)
    record(Event.PROGRAMME_BEGUN, target=made, by=by)
    return made


@transaction.atomic
def change(*, programme: Programme, by: Any, **values: Any) -> None:
    """Name, goal, survey, owner."""
    if changed := _changed(programme, values):
        programme.save(update_fields=changed)
        record(Event.PROGRAMME_CHANGED, target=programme, by=by, changed=changed)


@transaction.atomic
def close(*, programme: Programme, by: Any) -> None:
    """The cycle is over; nothing of it is overdue any more."""
    if Programme.objects.filter(pk=programme.pk, closed_at=None).update(closed_at=timezone.now()):
        record(Event.PROGRAMME_CLOSED, target=programme, by=by)


@transaction.atomic
def change_stage(*, stage: Stage, by: Any, **values: Any) -> None:
    """Owner, day, state, what was done."""
    if changed := _changed(stage, values):
        stage.save(update_fields=[*changed, *_settled(stage, changed)])
        record(Event.STAGE_OF_PROGRAMME_CHANGED, target=stage.programme, by=by, stage=stage.kind, changed=changed)


@transaction.atomic
def add_evidence(*, stage: Stage, by: Any, **values: Any) -> Evidence:
    """A plan, a study, a report, or an address with words."""
    made = Evidence.objects.create(stage=stage, by=by, **values)
    record(Event.EVIDENCE_ADDED, target=stage.programme, by=by, stage=stage.kind)
    return made


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by: Any) -> None:
    """It shows nothing after all."""
    if Evidence.objects.filter(pk=evidence.pk).delete()[0]:
        record(Event.EVIDENCE_REMOVED, target=evidence.stage.programme, by=by, stage=evidence.stage.kind)


@transaction.atomic
def plan_action(*, programme: Programme, by: Any, **values: Any) -> Action:
    """Something to change, and the figure that shall move."""
    made = Action(programme=programme, by=by, **values)
    _settled(made, ["state"])
    made.save()
    record(Event.ACTION_PLANNED, target=programme, by=by, action=made.title)
    return made


@transaction.atomic
def change_action(*, action: Action, by: Any, **values: Any) -> None:
    """Any of its fields."""
    if changed := _changed(action, values):
        action.save(update_fields=[*changed, *_settled(action, changed)])
        record(Event.ACTION_CHANGED, target=action.programme, by=by, action=action.title, changed=changed)


def _changed(row: Any, values: dict[str, Any]) -> list[str]:
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    return changed


def _settled(row: Stage | Action, changed: list[str]) -> list[str]:
    """What goes with a new state or a new day."""
    more = []
    if "state" in changed:
        row.done_at = timezone.now() if row.state == State.DONE else None
        more.append("done_at")
    if "due" in changed or "owner" in changed:
        row.told_at = None
        more.append("told_at")
    return more
