"""A step by hand."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from regulars.language import message
from regulars.web.audit import Event, record
from regulars.web.people.models import Customer
from regulars.web.people.promises.models import today
from regulars.web.people.stages.errors import StageError
from regulars.web.people.stages.models import Relationship, Stage, Step


@transaction.atomic
def move(*, customer: Customer, stage: Stage, words: str, by: Any) -> Step:
    """Somebody knows better than the rules, and says why. Raises ``StageError`` where it stands there already."""
    stands, _ = Relationship.objects.select_for_update().get_or_create(customer=customer)
    if stands.stage == stage:
        raise StageError(message("The relationship is {stage} already.", stage=stage.said))
    made = Step.objects.create(customer=customer, before=stands.stage, stage=stage, on=today(), words=words, by=by)
    stands.stage, stands.since = stage.value, made.on
    stands.save(update_fields=["stage", "since"])
    record(Event.RELATIONSHIP_MOVED, target=customer, by=by, stage=stage.value, before=made.before)
    return made


@transaction.atomic
def note_export(*, by: Any, purpose: str, stage: str) -> None:
    """Names left the house."""
    record(Event.RELATIONSHIPS_EXPORTED, by=by, purpose=purpose, stage=stage)
