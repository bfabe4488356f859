"""Somebody says that they do not want to answer, or that it is not them who is meant."""

from __future__ import annotations

from django.db import transaction

from regulars.web.research.fieldwork import spending
from regulars.web.research.fieldwork.arriving import USED, Who
from regulars.web.research.fieldwork.models import Asked, State


@transaction.atomic
def decline(one: Who, *, somebody_else: bool = False) -> bool:
    """No reminder comes any more; the way back stays open. False: they have answered, and that stands."""
    if one.answered:
        return False
    state = State.UNREACHED if somebody_else else State.DECLINED
    # In an anonymous study too: who says no gives no answer that could be theirs.
    if not Asked.objects.filter(pk=one.pk).exclude(state__in=(*USED, State.CANCELLED)).update(state=state):
        return False
    spending.no_reminders([one.public_id])
    return True
