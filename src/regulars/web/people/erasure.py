"""The right to be forgotten in the operational tables: what the facts forget, these forget too.

A customer's row goes with everything that hangs on it, and so do their responses, whole, as in the facts: a response
that stayed would come back when answers in the facts are rebuilt from here.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from regulars.facts.keys import canonical_customer
from regulars.web.audit import Event, record
from regulars.web.kept import reports
from regulars.web.people.models import Customer, Segment
from regulars.web.people.segments.forgetting import forgotten

log = logging.getLogger(__name__)
ROWS = 500


@transaction.atomic
def erase_people(ids: Iterable[object], *, by: Any = None) -> dict[str, int]:
    """Erase customers by their own numbers; says how many customers and responses it met. Again changes nothing.

    The trail keeps that it happened and how often, under a handle that means nothing any more.
    """
    from regulars.web.people.duplicates.known_as import all_numbers

    # Whoever was put together with somebody is the same person, under whichever number they are named.
    wanted = sorted(all_numbers(one for one in map(canonical_customer, ids) if one is not None))
    found: list[Customer] = []
    for start in range(0, len(wanted), ROWS):
        found += Customer.objects.filter(number__in=wanted[start : start + ROWS])
    words = _told_by(found)
    responses = sum(_forget_responses(found[start : start + ROWS]) for start in range(0, len(found), ROWS))
    for start in range(0, len(found), ROWS):
        Customer.objects.filter(pk__in=[one.pk for one in found[start : start + ROWS]]).delete()
    _forget_in_segments(words)
    transaction.on_commit(reports().forget)
    if found:
        transaction.on_commit(_empty_the_log)
        record(Event.CUSTOMERS_ERASED, by=by, customers=len(found), responses=responses)
    return {"customers": len(found), "responses": responses}


def _told_by(people: list[Customer]) -> set[str]:
    """What tells them from all others, as a condition would write it."""
    return {word for one in people for word in (one.number, one.email, one.phone, one.name) if word}


def _forget_in_segments(words: set[str]) -> None:
    """Conditions that name one of them; a name that somebody else has as well stays."""
    for segment in Segment.objects.all():
        named = {word for word in words if word in segment.condition}
        named -= set(Customer.objects.filter(name__in=named).values_list("name", flat=True))
        condition = forgotten(segment.condition, named)
        if condition != segment.condition:
            Segment.objects.filter(pk=segment.pk).update(condition=condition)


def _forget_responses(people: list[Customer]) -> int:
    """Their responses, where the application keeps some."""
    if not apps.is_installed("regulars.web.research"):
        return 0
    rows = apps.get_model("research", "Response")._base_manager.filter(customer__in=people)
    count: int = rows.count()
    rows.delete()
    return count


def _empty_the_log() -> None:
    """SQLite's log beside the database still holds the rows as they were, until it is written back and cut."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy = cursor.fetchone()[0]
    if busy:
        log.warning("the database was busy: its log is emptied with one of the next writes")
