"""Ticking the steps of a card."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from regulars.language import message
from regulars.web.cases.errors import CaseError
from regulars.web.cases.history import write
from regulars.web.cases.models import Case
from regulars.web.cases.playbooks.models import Done
from regulars.web.cases.playbooks.reading import cards


@transaction.atomic
def tick(*, case: Case, card: str, steps: Iterable[int], by: Any) -> int:
    """These steps were done, the others were not; says how many are new. Raises ``CaseError`` for no such card."""
    known = cards().get(card)
    if known is None:
        raise CaseError(message("There is no such playbook."))
    wanted = {one for one in steps if 0 <= one < len(known.steps)}
    rows = Done.objects.filter(case=case, card=card)
    done = set(rows.values_list("step", flat=True))
    rows.filter(step__in=done - wanted).delete()
    fresh = sorted(wanted - done)
    Done.objects.bulk_create([Done(case=case, card=card, step=one, by=by) for one in fresh], ignore_conflicts=True)
    if fresh or done - wanted:
        write(case, "playbook", by=by, card=card, done=len(wanted), of=len(known.steps))
    return len(fresh)
