"""Whom the company forgets: their cases stay as counts, without a word of theirs."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.db.models.signals import pre_delete
from django.dispatch import receiver

from regulars.web.cases.models import Case, Entry
from regulars.web.guarding import STRUCK
from regulars.web.people.models import Customer

Strike = Callable[[list[int]], None]
_STRIKES: list[Strike] = []


def on_strike(hook: Strike) -> Strike:
    """What an app below keeps in words of its own goes too: ``hook(keys of cases)``, in the same transaction."""
    _STRIKES.append(hook)
    return hook


@receiver(pre_delete, sender=Customer, dispatch_uid="cases.forget")
def forget(instance: Customer, **_: Any) -> None:
    """Theirs, and those that somebody opened from the same address before they were known."""
    theirs = Q(customer=instance)
    if instance.email:
        theirs |= Q(customer=None, email__iexact=instance.email)
    if instance.phone:
        theirs |= Q(customer=None, phone=instance.phone)
    strike(Case.objects.filter(theirs))


def strike(cases: Any) -> None:
    """No words and no names; kind, severity, cause and days are counted on."""
    found = list(cases.values_list("pk", flat=True))
    for hook in _STRIKES:
        hook(found)
    Entry.objects.filter(case__in=found).update(data=json.loads(STRUCK))
    Case.objects.filter(pk__in=found).update(
        title="", words="", name="", email="", phone="", prevention="", worth=None, customer=None
    )
