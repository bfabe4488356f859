"""One change of a case: of the state that the person saw, or nothing."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.utils import timezone

from regulars.language import message
from regulars.web.cases.errors import MeanwhileError
from regulars.web.cases.models import Case

MEANWHILE = message("Somebody worked on this case meanwhile. Look at what was done, then decide again.")


def change(case: Case, *, seen: int | None = None, **fields: Any) -> None:
    """Store fields of a case, by the revision that was seen, and tell them to the object at hand.

    Raises ``MeanwhileError`` where somebody was first; nothing is changed then.
    """
    wanted = case.revision if seen is None else seen
    values = {**fields, "revision": F("revision") + 1, "changed": timezone.now()}
    if not Case.objects.filter(pk=case.pk, revision=wanted).update(**values):
        raise MeanwhileError(MEANWHILE)
    for name, value in fields.items():
        setattr(case, name, value)
    case.revision = wanted + 1
