"""What staff note about a customer: what they agreed to, what they need, that somebody spoke with them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from regulars.web.audit import Event, record
from regulars.web.people import consents
from regulars.web.people.models import Cadence, Contact, Customer, Level, Need, Source, Way


@transaction.atomic
def note_consent(
    *, customer: Customer, purpose: str, channel: str, given: bool, source: str, words: str, day: date, by: Any
) -> None:
    """Somebody of the staff heard or read a yes or no."""
    at = None if day == timezone.localdate() else consents.moment(day, given=given)
    note = consents.give if given else consents.withdraw
    note(customers=[customer.pk], purpose=purpose, channel=channel, source=Source(source), words=words, at=at, by=by)


@transaction.atomic
def note_need(
    *, customer: Customer, topic: str, words: str, level: str, source: str, since: date, by: Any
) -> Need | None:
    """Note a need; what was known about this topic ends the day before. None where it says the same already."""
    topic, words = " ".join(topic.split()), words.strip()
    before = next((one for one in customer.needs.filter(until=None) if one.topic.casefold() == topic.casefold()), None)
    if before and (before.words, before.level) == (words, level):
        return None
    if before:
        last = max(before.since, min(since, timezone.localdate()) - timedelta(days=1))
        Need.objects.filter(pk=before.pk).update(until=last)
        topic = before.topic
    made = Need.objects.create(
        customer=customer, topic=topic, words=words, level=Level(level), source=source.strip(), since=since, by=by
    )
    record(Event.NEED_CHANGED if before else Event.NEED_NOTED, target=customer, by=by)
    return made


@transaction.atomic
def end_need(*, need: Need, by: Any) -> bool:
    """It is over: today was the last day. Pressed twice, it ends once."""
    now = timezone.now()
    last = max(need.since, timezone.localdate())
    ended = Need.objects.filter(pk=need.pk, until=None).update(until=last, changed=now)
    if ended:
        record(Event.NEED_ENDED, target=need.customer, by=by)
    return bool(ended)


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
