"""Noting what somebody wants, following it as it changes, and adjusting it with facts instead of claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from regulars.language import message
from regulars.web.accounts.models import User
from regulars.web.audit import Event, record
from regulars.web.people.models import Customer
from regulars.web.people.promises.errors import PromiseError
from regulars.web.people.promises.models import Expectation, today


@transaction.atomic
def expect(
    *, customer: Customer, by: User | None, topic: str, evidence: str = "", since: date | None = None, **fields: Any
) -> Expectation:
    """Note what somebody wants of a topic; what was noted before ends the day before, and stays in the record.

    What they had stated themselves is only put otherwise by staff with evidence. Raises ``PromiseError``. The row that
    holds already is given back where it says the same.
    """
    Customer.objects.select_for_update().filter(pk=customer.pk).first()  # two at the desk do not note the same at once
    since, topic = since or today(), " ".join(topic.split())
    before = _before(customer, topic)
    if before is not None:
        if before.same(fields):
            return before
        if before.stated and not fields.get("stated", True) and not evidence:
            raise PromiseError(
                message(
                    "They said so themselves. To note something else, say what was shown to them, such as a price list "
                    "or a delivery date in writing."
                )
            )
        topic = before.topic
        Expectation.objects.filter(pk=before.pk).update(
            until=max(before.since, min(since, today()) - timedelta(days=1))
        )
    made = Expectation.objects.create(customer=customer, by=by, topic=topic, evidence=evidence, since=since, **fields)
    record(Event.EXPECTATION_CHANGED if before else Event.EXPECTATION_NOTED, target=made, by=by)
    return made


@transaction.atomic
def adjust(
    *, expectation: Expectation, options: Iterable[Mapping[str, str]], chosen: int | None, by: User
) -> Expectation:
    """More is wanted than can be done: ways out were shown, each with a fact. What they chose is what they want now.

    ``options``: ``words``, ``fact`` (its kind) and ``evidence`` each. ``chosen``: its number, None where they took
    none; what was shown is kept with what they wanted then. Raises ``PromiseError``.
    """
    shown = [{name: one[name] for name in ("words", "fact", "evidence")} for one in options]
    if not shown or any(not one["evidence"] or not one["fact"] for one in shown):
        raise PromiseError(message("Each way out needs a fact that can be shown. What cannot be shown is not offered."))
    if Expectation.objects.select_for_update().filter(pk=expectation.pk, until=None).first() is None:
        raise PromiseError(message("This holds no more: somebody noted something else. Look at the page again."))
    if chosen is None:
        Expectation.objects.filter(pk=expectation.pk).update(offered=shown)
        record(Event.EXPECTATION_ADJUSTED, target=expectation, by=by, options=len(shown), taken=False)
        return expectation
    taken = shown[chosen]
    made = expect(
        customer=expectation.customer,
        by=by,
        topic=expectation.topic,
        level=taken["words"],
        latitude="",
        importance=expectation.importance,
        stated=True,
        source=expectation.source,
        fact=taken["fact"],
        evidence=taken["evidence"],
        offered=[{**one, "taken": number == chosen} for number, one in enumerate(shown)],
    )
    record(Event.EXPECTATION_ADJUSTED, target=made, by=by, options=len(shown), taken=True)
    return made


@transaction.atomic
def end(*, expectation: Expectation, by: User | None) -> bool:
    """It holds no more: today was the last day. Pressed twice, it ends once."""
    now = timezone.now()
    last = max(expectation.since, today())
    ended = Expectation.objects.filter(pk=expectation.pk, until=None).update(until=last, changed=now, told=None)
    if ended:
        record(Event.EXPECTATION_ENDED, target=expectation, by=by)
    return bool(ended)


def _before(customer: Customer, topic: str) -> Expectation | None:
    """What holds of the topic, however it is written."""
    holding = customer.expectations.filter(until=None)
    return next((one for one in holding if one.topic.casefold() == topic.casefold()), None)
