"""What the worker does with the quality of records."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.urls import reverse

from regulars.language import message
from regulars.web.accounts.models import User
from regulars.web.audit import Event, record
from regulars.web.jobs.registry import Progress, daily, work
from regulars.web.people.quality.catalogue import checks
from regulars.web.people.quality.measuring import measure
from regulars.web.people.quality.models import Lot
from regulars.web.people.quality.repairing import repair_all
from regulars.web.people.quality.undoing import undo_lot


@work("quality.measure", message("Looking through the records of customers"))
def look(progress: Progress) -> dict[str, Any]:
    """Every night, and when somebody asks."""
    made = measure(progress)
    with transaction.atomic():
        record(Event.RECORDS_MEASURED, customers=made.customers, flawed=made.flawed)
    return {"customers": made.customers, "flawed": made.flawed, "url": reverse("quality:quality")}


@work("quality.repair", message("Repairing records"))
def repair(progress: Progress, *, check: str, whom: int) -> dict[str, Any]:
    """All that one check found, as far as whoever asked may change them."""
    lot = repair_all(check=checks()[check], by=User.objects.get(pk=whom), progress=progress)
    return {"url": reverse("quality:lot", args=[lot.public_id])}


@work("quality.undo", message("Undoing changes"))
def undo(progress: Progress, *, lot: str, whom: int) -> dict[str, Any]:
    """A whole lot."""
    found = Lot.objects.get(public_id=lot)
    undo_lot(lot=found, by=User.objects.get(pk=whom), progress=progress)
    return {"url": reverse("quality:lot", args=[lot])}


daily("quality.measure", at="04:15")
