"""Every night, after the scores, the rules are asked; the first time, the months before are worked out as well."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from regulars.language import message
from regulars.web.audit import Event, record
from regulars.web.facts import facts
from regulars.web.jobs.registry import Progress, daily, work
from regulars.web.people.promises.models import today
from regulars.web.people.stages.models import Step
from regulars.web.people.stages.moving import move_all
from regulars.web.people.stages.replaying import replay


@work("stages.move", message("Asking how relationships go"))
def ask(progress: Progress) -> dict[str, Any]:
    """Whom a rule moves gets a step."""
    day = today()
    before = 0 if Step.objects.exists() else replay(facts(), progress, day)
    moved = move_all(progress, day)
    with transaction.atomic():
        record(Event.RELATIONSHIPS_ASKED, customers=moved, day=str(day))
    return {"moved": moved, "before": before}


daily("stages.move", at="04:00")
