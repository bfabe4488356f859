"""One function that writes the trail."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction

from regulars.web.audit.events import Event


def record(event: Event, *, target: models.Model | None = None, by: Any = None, **details: Any) -> None:
    """Write one entry. Inside the transaction of the change: either both are there or neither.

    ``by`` None is the system itself. ``details`` are plain data without personal values: names of fields, counts.
    """
    from regulars.web.audit.models import Entry

    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record() belongs into the transaction of the change")
    Entry.objects.create(
        event=event.value,
        by=by,
        target_type="" if target is None else target._meta.label_lower,
        target_id="" if target is None else str(getattr(target, "public_id", target.pk)),
        details=details,
    )
