"""Whom the company forgets: their mails go with what was attached. That they were seen stays, as a hash."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver

from regulars.web.cases.mail.deciding import forgotten
from regulars.web.cases.mail.models import Mail
from regulars.web.people.models import Customer


@receiver(pre_delete, sender=Customer, dispatch_uid="casemail.forget")
def forget(instance: Customer, **_: Any) -> None:
    """Theirs by their row, and those from their address before they were known."""
    Mail.objects.filter(forgotten(instance)).delete()
    Mail.objects.filter(customer=instance).delete()
