"""The invitation after an event: into the outbox with its time, in the transaction that notes who is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Concat

from regulars.web.absolute import absolute
from regulars.web.messages.actions import queue_all
from regulars.web.messages.models import Outgoing
from regulars.web.messages.writing import Letter
from regulars.web.research.events.models import Happening
from regulars.web.research.fieldwork.models import Asked
from regulars.web.research.fieldwork.models import State as AskedState
from regulars.web.research.fieldwork.tokens import token_of
from regulars.web.research.fieldwork.wording import INVITATION, Writer
from regulars.web.research.models import Study

NONCE = "invite:"  # as fieldwork names them: whoever finds one half done comes to the same letter


def invite(study: Study, rows: Sequence[Happening], now: datetime) -> None:
    """Hand the invitations to the outbox; whom it may not write to it says with the message."""
    people = Asked.objects.filter(pk__in=[one.asked_id for one in rows])
    people.update(state=AskedState.QUEUED)
    queue_all(letters=_letters(study, rows, now), now=now)
    letter = Outgoing.objects.filter(nonce=Concat(Value(NONCE), OuterRef("public_id"))).values("pk")[:1]
    people.update(invitation=Subquery(letter))


def _letters(study: Study, rows: Sequence[Happening], now: datetime) -> Iterator[Letter]:
    writer, base = Writer(study, getattr(study, "fieldwork", None)), absolute("/s/to/")
    for one in rows:
        asked = one.asked
        person = {
            "to": asked.to,
            "name": asked.name,
            "language": asked.language,
            "channel": asked.channel,
            "customer": one.customer,
        }
        link = base + token_of(asked.public_id)
        letter = writer.letter(INVITATION, person, nonce=NONCE + asked.public_id, link=link)
        yield replace(letter, not_before=max(one.due_at or now, now))
