"""What accounts do outside the page."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from regulars.language import message
from regulars.web.accounts.actions.invitations import send_invitation
from regulars.web.accounts.models import Invitation
from regulars.web.jobs.registry import Progress, daily, work

KEPT = timedelta(days=90)


@work("accounts.invitations", message("Sending invitations"))
def send_invitations(progress: Progress, public_ids: list[str]) -> dict[str, Any]:
    """Mail those that have not gone out. Done twice, nobody gets two."""
    waiting = Invitation.objects.waiting().filter(public_id__in=public_ids, sent=None).select_related("unit", "by")
    sent = 0
    for number, invitation in enumerate(waiting, start=1):
        sent += send_invitation(invitation)
        progress(message("Sending mails"), number, len(public_ids))
    return {"sent": sent, "failed": len(public_ids) - sent}


@work("accounts.tidy", message("Clearing old sessions and invitations"))
def tidy(progress: Progress) -> dict[str, Any]:
    """Sessions that are over, and invitations that came to their end a quarter ago: they hold addresses."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    old = timezone.now() - KEPT
    over = Invitation.objects.filter(Q(accepted__lt=old) | Q(withdrawn__lt=old) | Q(expires__lt=old))
    return {"invitations": over.delete()[0]}


daily("accounts.tidy", at="03:50")
