"""The ways out that are open now, each with what is due on it and the row that remembers when it needs a rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Q

from regulars.web.messages.gateways.messenger import MessengerLine
from regulars.web.messages.gateways.plain import PlainLine
from regulars.web.messages.handing import MailLine
from regulars.web.messages.models import Channel, Gateway, Outgoing, Pause, Way
from regulars.web.messages.models.outgoing import OutgoingQuerySet
from regulars.web.messages.models.pause import Resting
from regulars.web.messages.outcomes import Line


@dataclass(frozen=True)
class Lane:
    """``rest`` is the row of the mail server or of the gateway."""

    line: Line
    due: OutgoingQuerySet
    rest: Resting

    @property
    def gateway(self) -> Gateway | None:
        """Which gateway, where it is one."""
        return self.rest if isinstance(self.rest, Gateway) else None


def lanes(now: datetime) -> list[Lane]:
    """Those that are not resting and have something to send.

    A short message goes by the first gateway that takes it: the next one finds what that one left.
    """
    due, pause = Outgoing.objects.due(now), Pause.current()
    every: list[Lane] = []
    if pause.until is None or pause.until <= now:
        every.append(Lane(MailLine(), due.filter(channel=Channel.EMAIL), pause))
    for gateway in working().filter(Q(until=None) | Q(until__lte=now)):
        rows = due.filter(channel=gateway.channel)
        if gateway.channel == Channel.TEAM:
            rows = rows.filter(gateway=gateway)
        every.append(Lane(line_of(gateway), rows, gateway))
    return [one for one in every if one.due.exists()]


def working() -> models.QuerySet[Gateway]:
    """The gateways that are switched on."""
    return Gateway.objects.filter(active=True, removed=None).order_by("pk")


def line_of(gateway: Gateway) -> Line:
    """How it is spoken to."""
    return PlainLine(gateway) if gateway.way == Way.HTTP else MessengerLine(gateway)
