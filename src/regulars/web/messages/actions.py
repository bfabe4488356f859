"""What people do with messages: put them in, take them back, decide about them."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from regulars.language import message
from regulars.web.audit import Event, record
from regulars.web.messages.blocking import suppress, unsuppress
from regulars.web.messages.errors import OutboxError
from regulars.web.messages.models import Channel, Outgoing, Pause, State
from regulars.web.messages.queueing import Queued, no_address, queue, queue_all

__all__ = [
    "Queued",
    "cancel",
    "cancel_all",
    "count_as_sent",
    "hold",
    "queue",
    "queue_all",
    "send_again",
    "suppress",
    "unsuppress",
]


@transaction.atomic
def cancel(*, outgoing: Outgoing, by: Any) -> None:
    """Take it back while it waits."""
    waiting = Outgoing.objects.filter(pk=outgoing.pk, state=State.WAITING)
    if not waiting.update(state=State.CANCELLED, ended=timezone.now()):
        raise OutboxError(message("This message waits no more: it was sent, or it is being sent now."))
    record(Event.MESSAGE_CANCELLED, target=outgoing, by=by)


def cancel_all(*, about: str) -> int:
    """Take back whatever waits and belongs to this, as when a study closes."""
    with transaction.atomic():
        count = Outgoing.objects.filter(about=about, state=State.WAITING).update(
            state=State.CANCELLED, ended=timezone.now()
        )
        if count:
            record(Event.MESSAGE_CANCELLED, by=None, count=count)
    return count


@transaction.atomic
def send_again(*, outgoing: Outgoing, by: Any) -> None:
    """Somebody decided that it should go once more: it keeps its name, so that a mailbox may know the second."""
    rows = Outgoing.objects.filter(pk=outgoing.pk, state__in=[State.UNSURE, State.REFUSED])
    if found := no_address(Channel(outgoing.channel), outgoing.to, outgoing.gateway_id):
        raise OutboxError(found[1])
    if not rows.update(state=State.WAITING, tries=0, not_before=timezone.now(), ended=None, problem={}):
        raise OutboxError(message("Only what was refused or perhaps sent can be sent again."))
    record(Event.MESSAGE_SENT_AGAIN, target=outgoing, by=by)


@transaction.atomic
def count_as_sent(*, outgoing: Outgoing, by: Any) -> None:
    """Somebody looked: it arrived."""
    if Outgoing.objects.filter(pk=outgoing.pk, state=State.UNSURE).update(state=State.SENT, problem={}):
        record(Event.MESSAGE_SETTLED, target=outgoing, by=by)


@transaction.atomic
def hold(*, held: bool, by: Any) -> None:
    """Let nothing go out, or everything again; a server that was given a rest is asked at once."""
    pause = Pause.current()
    fields = {"held": held} if held else {"held": False, "until": None, "failures": 0, "problem": {}}
    Pause.objects.filter(pk=pause.pk).update(**fields)
    record(Event.SENDING_HELD if held else Event.SENDING_RESUMED, target=pause, by=by)
