"""Taking somebody's name out of what is about others: notes, the trail, jobs, sessions, messages to third persons."""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db import Error, models, transaction
from django.db.models import Q
from django.db.models.functions import Cast

from regulars.web.audit.models import Entry
from regulars.web.people.holdings import holdings
from regulars.web.people.models import Customer, Segment
from regulars.web.people.rights.tracing import sessions, tables, values_in
from regulars.web.people.rights.words import Words
from regulars.web.personal import Personal, classified

STROKE = "▮▮▮"
TAKEN_OUT = {"erased": True}  # what the guard of the trail lets stand in place of details (``audit/guard.py``)
# What a work was told and what came of it: about the house, as classified, but anybody may be named in it.
_ALSO = {"jobs.Job"}


def redact(words: Words, customer: Customer | None = None) -> dict[str, int]:
    """In place, wherever it can be changed; how many values, by table. What cannot be, the search tells.

    Rows of the customer go as a whole and are left alone here; so are the conditions that ``segments/forgetting.py``
    mends.
    """
    done: Counter[str] = Counter()
    models_of = {one._meta.db_table: one for one in apps.get_models() if one._meta.managed and not one._meta.proxy}
    for table, columns in tables():
        model = models_of.get(table)
        if model is None or model in (Customer, Segment):
            continue
        own = [one.field for one in holdings() if one.model is model]
        others = model._base_manager.exclude(reduce(or_, (Q(**{name: customer}) for name in own), Q(pk=None)))
        hit = {name for name, _ in values_in(table, columns, words)}
        fields = [field for field in model._meta.concrete_fields if field.column in hit and _may_change(model, field)]
        for field in fields:
            done[model._meta.label] += _in_field(others if customer else model._base_manager.all(), field, words)
    done["sessions"] = _in_sessions(words)
    return {name: count for name, count in done.items() if count}


def _may_change(model: type[models.Model], field: Any) -> bool:
    """What is about the company alone (a unit's name, a question) stays, whoever has the same name."""
    if model._meta.label in _ALSO or not model.__module__.startswith("regulars."):
        return not field.primary_key
    return classified(model).get(field.name) not in (None, Personal.NONE, Personal.SECRET)


def _in_field(rows: models.QuerySet[Any], field: Any, words: Words) -> int:
    count, model = 0, rows.model
    for pk, value in list(_rows(rows, field, words)):
        new = TAKEN_OUT if model is Entry else struck(value, words)
        # A constraint or a guard of the database may refuse; the search says so afterwards.
        with contextlib.suppress(Error), transaction.atomic():
            count += model._base_manager.filter(pk=pk).update(**{field.name: new})
    return count


def _rows(rows: models.QuerySet[Any], field: Any, words: Words) -> Iterator[tuple[Any, Any]]:
    found = rows.annotate(as_text=Cast(field.name, models.TextField())).filter(as_text__iregex=words.rough.pattern)
    for pk, value in found.values_list("pk", field.name).iterator(1_000):
        if words.within(value):
            yield pk, value


def struck(value: Any, words: Words) -> Any:
    """The same with a stroke in place of each of the words.

    >>> struck({"to": ["Mei Lin said"]}, Words(("mei lin",)))
    {'to': ['▮▮▮ said']}
    """
    match value:
        case str():
            return re.sub(words.sharp, STROKE, value)
        case dict():
            return {struck(key, words): struck(one, words) for key, one in value.items()}
        case list() | tuple():
            return [struck(one, words) for one in value]
    return value


def _in_sessions(words: Words) -> int:
    """Whoever read the name a moment ago signs in again."""
    gone = [one.pk for one in sessions(words)]
    for key in gone:
        apps.get_model("sessions", "Session").objects.filter(pk=key).delete()
    return len(gone)
