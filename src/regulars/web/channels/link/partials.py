"""What a guest has answered so far: found by the form's nonce, or by the address at which they go on later."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from regulars.survey import Questionnaire
from regulars.web.channels.link.door import Door
from regulars.web.channels.link.storing import one_writer
from regulars.web.channels.link.tokens import Token, hashed, key_of
from regulars.web.channels.link.uploads import blocks_of
from regulars.web.research.models import Partial, Response
from regulars.web.research.models.partial import IDLE

LONG = 5  # minutes from which one long page is kept on request too


def offers_later(questionnaire: Questionnaire) -> bool:
    """Whether guests may go on later: not where one page is answered in a minute."""
    return len(questionnaire.pages) > 1 or (questionnaire.minutes or 0) >= LONG


def keeps(questionnaire: Questionnaire) -> bool:
    """Whether answers are kept before they are all given."""
    return offers_later(questionnaire) or bool(blocks_of(questionnaire))


def found(token: Token) -> Partial | None:
    """Of a form."""
    return Partial.objects.filter(nonce=token.nonce).first()


def sent_before(token: Token) -> bool | None:
    """Whether the response that this form has become is complete; None where it has become none yet."""
    return Response.objects.filter(nonce=token.nonce).values_list("complete", flat=True).first()


def resumed(address: str, key: str, now: datetime) -> Partial | None:
    """Of an address to go on at; None where there is nothing any more, or where it belongs to another survey."""
    one = Partial.objects.filter(key=hashed(key), link__public_id=address, at__gte=now - IDLE)
    return one.select_related("link").first()


def save(
    door: Door, token: Token, part: Partial | None, *, typed: dict[str, str], language: str, page: int, at: datetime
) -> Partial:
    """Keep what was typed, synced by the time this returns. Raises ``DatabaseError`` or ``OSError``."""
    values: dict[str, Any] = {
        "typed": typed,
        "language": language,
        "page": page,
        "at": at,
        "day": door.day(at),
    }
    with one_writer(), transaction.atomic():
        if part is not None and Partial.objects.filter(pk=part.pk).update(**values):
            for name, value in values.items():
                setattr(part, name, value)
            return part
        return _new(door, token, values)


def may_go_on(part: Partial) -> str:
    """Give it an address; returns what stands in it."""
    key = key_of(part.nonce)
    if part.key is None:
        part.key = hashed(key)
        part.save(update_fields=["key"])
    return key


def _new(door: Door, token: Token, values: dict[str, Any]) -> Partial:
    fixed = {
        "study_id": door.study,
        "version": token.version,
        "unit_id": door.unit,
        "link_id": door.link,
        "cell_id": door.cell,
        "customer_id": door.who.customer if door.who else None,
        "nonce": token.nonce,
        "begun": token.made or values["at"],
    }
    try:
        with transaction.atomic():
            return Partial.objects.create(**fixed, **values)
    except IntegrityError:  # two posts of one form at once: the later one goes on with what the earlier made
        Partial.objects.filter(nonce=token.nonce).update(**values)
        return Partial.objects.get(nonce=token.nonce)
