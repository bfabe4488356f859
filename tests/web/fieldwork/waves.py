"""What the tests of fieldwork share: customers, and a study with cells that runs by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from regulars.web.messages.models import Outgoing
from regulars.web.messages.models import State as Sent
from regulars.web.people.models import Customer, CustomerUnit
from regulars.web.people.models.customer import search_words
from regulars.web.research.actions import create_questionnaire, create_study, publish
from regulars.web.research.fieldwork.carrying import by_hand
from regulars.web.research.fieldwork.models import Asked, Fieldwork
from regulars.web.research.models import Cell, Response, Study


def customers(count: int, *, unit: Any = None, first: int = 1, **fields: Any) -> list[Customer]:
    """So many, each with an address of its own."""
    made = Customer.objects.bulk_create(
        Customer(
            key=number,
            number=f"C-{number}",
            name=f"Guest {number}",
            **{"email": f"guest{number}@example.com", "words": search_words(f"C-{number}"), "unit": unit, **fields},
        )
        for number in range(first, first + count)
    )
    if unit is not None:
        CustomerUnit.objects.bulk_create(CustomerUnit(customer=one, unit=unit) for one in made)
    return made


def study(now: datetime, *, days: int = 14, **fields: Any) -> Study:
    """A published questionnaire and a study of it that opens now."""
    asked = create_questionnaire(made_from="after-service-ces", name="effort", by=None)
    publish(questionnaire=asked, by=None)
    return create_study(
        questionnaire=asked, by=None, **{"opens_at": now, "closes_at": now + timedelta(days=days), **fields}
    )


def fieldwork(one: Study, **fields: Any) -> Fieldwork:
    """Its fieldwork, running by itself."""
    made = by_hand(study=one, by=None)
    shares = {"email": {"share": 1, "response": 0.5, "cost": "0", "setup": "0"}}
    Fieldwork.objects.filter(pk=made.pk).update(**{"auto": True, "shares": shares, **fields})
    return Fieldwork.objects.select_related("study").get(pk=made.pk)


def cell(one: Study, key: str, wanted: int, **fields: Any) -> Cell:
    """A part of its population that stops at what is wanted."""
    return Cell.objects.create(study=one, key=key, label={"en": key}, wanted=wanted, quota=wanted or None, **fields)


def answer(one: Asked, nonce: str, **fields: Any) -> Response:
    """A complete answer of somebody who was asked."""
    from django.utils import timezone

    Asked.objects.filter(pk=one.pk).update(state="answered")
    return Response.objects.create(
        study_id=one.study_id, version=1, nonce=nonce, at=timezone.now(), day=timezone.localdate(), language="en",
        answers={"effort": 6}, cell_id=one.cell_id, **fields,
    )  # fmt: skip


def send_all(state: Sent = Sent.SENT) -> int:
    """As if the outbox had sent whatever waits."""
    from django.utils import timezone

    now = timezone.now()
    return Outgoing.objects.filter(state=Sent.WAITING).update(state=state, claimed=now, ended=now)
