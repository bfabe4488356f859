"""The company's own causes beside those that come with Regulars."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from asgiref.local import Local
from django.core.signals import request_started
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from regulars.web.cases.causes import Cause, own_causes
from regulars.web.cases.knowledge.models import OwnCause

_kept = Local()


@own_causes
def read() -> Mapping[str, Cause]:
    """Asked of the database once for each request."""
    if getattr(_kept, "causes", None) is None:
        _kept.causes = {one.key: Cause(one.key, one.group, one.name, on=one.on) for one in OwnCause.objects.all()}
    found: Mapping[str, Cause] = _kept.causes
    return found


@receiver(post_save, sender=OwnCause, dispatch_uid="knowledge.saved")
@receiver(post_delete, sender=OwnCause, dispatch_uid="knowledge.deleted")
def forget(**_: Any) -> None:
    """The next question asks again."""
    _kept.causes = None


request_started.connect(forget, dispatch_uid="knowledge.request")
