"""Whom the company forgets: their messages go with their row; what remains is a hash not to be written to.

It listens to customers being deleted, however that comes about.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver

from regulars.web.messages.addresses import hashed
from regulars.web.messages.models import Outgoing, Returned, Suppressed
from regulars.web.people.models import Customer


@receiver(pre_delete, sender=Customer, dispatch_uid="outbox.forget")
def forget(instance: Customer, **_: Any) -> None:
    """All messages to any address that they were written at, those of the time before they were a customer too."""
    known = set(Outgoing.objects.filter(customer=instance).values_list("to_hash", flat=True).distinct())
    if instance.email:
        known.add(hashed(instance.email))
    if known:
        # A family may share a mailbox: what went to another customer there is that one's.
        Outgoing.objects.filter(to_hash__in=known, customer=None).delete()
        Returned.objects.filter(to_hash__in=known).update(sender="", subject="", problem={})
        Suppressed.objects.filter(address_hash__in=known).update(address="")
