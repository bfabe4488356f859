"""Whom the company forgets: their events go with their row, those that came before anybody knew them too."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.db.models.signals import pre_delete
from django.dispatch import receiver

from regulars.web.people.models import Customer
from regulars.web.research.events.models import Happening


@receiver(pre_delete, sender=Customer, dispatch_uid="events.forget")
def forget(instance: Customer, **_: Any) -> None:
    """By number, and by an address that came with an event of nobody known."""
    theirs = Q(number=instance.number)
    if instance.email:
        theirs |= Q(email__iexact=instance.email)
    if instance.phone:
        theirs |= Q(phone=instance.phone)
    Happening.objects.filter(theirs, customer=None).delete()
