"""Kept answers may hold what somebody was told of a customer: with a customer who goes, all of them go."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver

from regulars.web.api.models import KeptAnswer
from regulars.web.people.models import Customer


@receiver(pre_delete, sender=Customer, dispatch_uid="api.forget")
def forget(**_: Any) -> None:
    """What is being worked on has no words yet, and stays."""
    KeptAnswer.objects.exclude(status=None).delete()
