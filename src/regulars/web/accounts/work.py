"""What accounts do outside the page."""

from __future__ import annotations

from typing import Any

from regulars.language import message
from regulars.web.accounts.actions.invitations import send_invitation
from regulars.web.accounts.models import Invitation
from regulars.web.jobs.registry import Progress, work


@work("accounts.invitations", message("Sending invitations"))
def send_invitations(progress: Progress, public_ids: list[str]) -> dict[str, Any]:
    """Mail those that have not gone out. Done twice, nobody gets two."""
    waiting = Invitation.objects.waiting().filter(public_id__in=public_ids, sent=None).select_related("unit", "by")
    sent = 0
    for number, invitation in enumerate(waiting, start=1):
        sent += send_invitation(invitation)
        progress(message("Sending mails"), number, len(public_ids))
    return {"sent": sent, "failed": len(public_ids) - sent}
