"""What staff note about a customer: what they agreed to, that somebody spoke with them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from regulars.web.audit import Event, record
from regulars.web.people import consents
from regulars.web.people.models import Cadence, Contact, Customer, Source, Way


@transaction.atomic
def note_consent(
    *, customer: Customer, purpose: str, channel: str, given: bool, source: str, words: str, day: date, by: Any
) -> None:
    """Somebody of the staff heard or read a yes or no."""
    at = None if day == timezone.localdate() else consents.moment(day, given=given)
    note = consents.give if given else consents.withdraw
    note(customers=[customer.pk], purpose=purpose, channel=channel, source=Source(source), words=words, at=at, by=by)


@transaction.atomic
def note_contact(*, customer: Customer, way: str, words: str, day: date, by: Any) -> Contact:
    """Somebody spoke with them, or wrote by hand."""
    made = Contact.objects.create(customer=customer, way=Way(way), words=words.strip(), day=day, by=by)
    record(Event.CONTACT_NOTED, target=customer, by=by)
    return made


@transaction.atomic
def set_cadence(*, days: Mapping[str, int | None], by: Any) -> bool:
    """How often each tier should hear from the company; None: it need not. Whether anything changed."""
    before = dict(Cadence.objects.values_list("tier", "days"))
    wanted = {tier: count for tier, count in days.items() if count}
    if wanted == before:
        return False
    Cadence.objects.exclude(tier__in=wanted).delete()
    for tier, count in wanted.items():
        Cadence.objects.update_or_create(tier=tier, defaults={"days": count})
    changed = sorted(tier for tier in {*before, *wanted} if before.get(tier) != wanted.get(tier))
    record(Event.CADENCE_CHANGED, by=by, fields=changed)
    return True
