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
from regulars.web.research.fieldwork.arriving import Who, begin
from regulars.web.research.models import Partial, Response
from regulars.web.research.models.partial import IDLE

LONG = 5  # minutes from which one long page is kept on request too


def offers_later(questionnaire: Questionnaire) -> bool:
    """Whether guests may go on later: not where one page is answered in a minute."""
    return len(questionnaire.pages) > 1 or (questionnaire.minutes or 0) >= LONG


def keeps(questionnaire: Questionnaire) -> bool:
    """Whether answers are kept before they are all given."""
    return offers_later(questionnaire) or bool(blocks_of(questionnaire))


def found(token: Token, who: Who | None = None) -> Partial | None:
    """Of a form; or of a person, who may have begun on another device."""
    part = Partial.objects.filter(nonce=token.nonce).first()
    return part or (of_person(who) if who is not None else None)


def of_person(who: Who) -> Partial | None:
    """What they have answered so far; None where nothing knows whose it is."""
    return None if who.place is None else Partial.objects.filter(key=hashed(who.place)).first()


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
        "at": door.at(at),
        "day": door.day(at),
    }
    with one_writer(), transaction.atomic():
        if part is not None and Partial.objects.filter(pk=part.pk).update(**values):
            for name, value in values.items():
                setattr(part, name, value)
            return part
        return _new(door, token, values)


def go_on_at(door: Door, part: Partial) -> str:
    """Where its owner goes on: where they came from, if that tells whose it is; else an address of its own."""
    if door.who is not None and door.who.place is not None:
        return door.path
    return f"{door.path}/on/{_may_go_on(part)}"


def _may_go_on(part: Partial) -> str:
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
        "test": door.test,
        "nonce": token.nonce,
        "key": hashed(place) if (place := door.who and door.who.place) else None,
        "begun": values["at"] if door.anonymous else token.made or values["at"],
    }
    try:
        with transaction.atomic():
            made = Partial.objects.create(**fixed, **values)
            if door.who is not None:
                begin(door.who)
            return made
    except IntegrityError:  # two posts of one form, or person, at once: the later goes on with what the earlier made
        made = found(token, door.who)
        if made is None:
            raise
        Partial.objects.filter(pk=made.pk).update(**values)
        return made
