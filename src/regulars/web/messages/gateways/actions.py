"""Adding gateways, trying them out, switching them, removing them."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.audit import Event, record
from regulars.web.ids import new_id
from regulars.web.messages.addresses import tidied
from regulars.web.messages.errors import OutboxError
from regulars.web.messages.gateways.doors import looked_at
from regulars.web.messages.gateways.messenger import plugin_of
from regulars.web.messages.gateways.plain import body_of, headers_of
from regulars.web.messages.lanes import line_of
from regulars.web.messages.models import Channel, Gateway, Outgoing, State, Way
from regulars.web.messages.outcomes import Answer
from regulars.web.messages.queueing import no_address
from regulars.web.messages.sealing import seal
from regulars.web.messages.writing import Frames, Letter
from regulars.web.words import current, say, stored

REMOVED = message("The messenger was removed before this message went out.")


@transaction.atomic
def add_sms(*, name: str, address: str, headers: str = "", body: str = "", by: Any = None) -> Gateway:
    """A way out for short messages: an address that takes JSON. Raises ``OutboxError``."""
    host = looked_at(address.strip())
    headers_of(headers)
    body_of(body)
    return _added(
        Gateway(
            name=name,
            channel=Channel.SMS,
            way=Way.HTTP,
            secret=seal(address.strip()),
            headers=seal(headers.strip()),
            body=body.strip(),
            host=host,
        ),
        by,
    )


@transaction.atomic
def add_team(*, name: str, address: str, by: Any = None) -> Gateway:
    """A team's messenger, by the address that it shows for its robot. Raises ``OutboxError``."""
    _, host = plugin_of(address)
    secret = seal(address.strip())
    return _added(Gateway(name=name, channel=Channel.TEAM, way=Way.MESSENGER, secret=secret, host=host), by)


def _added(gateway: Gateway, by: Any) -> Gateway:
    gateway.by = by
    gateway.save()
    record(Event.GATEWAY_ADDED, target=gateway, by=by, kind=gateway.channel)
    return gateway


def try_out(*, gateway: Gateway, to: str = "", by: Any = None) -> Message | None:
    """Send one message now; None, or why it did not go. It stands in no list: nobody was asked anything."""
    outgoing = _trial(gateway, to)
    if found := no_address(Channel(gateway.channel), outgoing.to, gateway.pk):
        raise OutboxError(found[1])
    line = line_of(gateway)
    try:
        outcome = line.hand_over(line.prepare(outgoing))
    finally:
        line.close()
    with transaction.atomic():
        record(Event.GATEWAY_TRIED, target=gateway, by=by, outcome=outcome.answer.value)
        if outcome.answer is Answer.TAKEN:
            _rested(gateway)
    if outcome.answer is Answer.TAKEN:
        return None
    return outcome.why or message("It was not taken.")


def _trial(gateway: Gateway, to: str) -> Outgoing:
    public_id, language = new_id(), current()
    letter = Letter(
        kind="notice",
        to=tidied(to),
        subject=say(message("A message to try out {name}", name=gateway.name)),
        body=say(message("This message was sent to see whether messages arrive. It did.")),
        nonce=public_id,
        language=language,
        channel=Channel(gateway.channel),
    )
    text, _ = Frames().write(letter, "", public_id)
    return Outgoing(public_id=public_id, to=letter.to, subject=letter.subject, text=text, language=language.value)


@transaction.atomic
def switch(*, gateway: Gateway, active: bool, by: Any = None) -> None:
    """Let messages go by it, or not; what waits for it goes on waiting."""
    if Gateway.objects.filter(pk=gateway.pk, active=not active).update(active=active):
        record(Event.GATEWAY_SWITCHED, target=gateway, by=by, active=active)


@transaction.atomic
def ask_now(*, gateway: Gateway, by: Any = None) -> None:
    """A gateway that was given a rest is asked again at once."""
    _rested(gateway)


def _rested(gateway: Gateway) -> None:
    Gateway.objects.filter(pk=gateway.pk).update(until=None, failures=0, problem={})


@transaction.atomic
def remove(*, gateway: Gateway, by: Any = None) -> None:
    """Its address is forgotten; messages that went by it go on to say so, and those to its team go no more."""
    now = timezone.now()
    if not Gateway.objects.filter(pk=gateway.pk, removed=None).update(
        removed=now, active=False, secret="", headers="", body=""
    ):
        return
    waiting = Outgoing.objects.filter(gateway=gateway, channel=Channel.TEAM, state=State.WAITING)
    waiting.update(state=State.CANCELLED, problem=stored(REMOVED), ended=now)
    record(Event.GATEWAY_REMOVED, target=gateway, by=by)
