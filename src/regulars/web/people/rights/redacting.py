"""Taking somebody's name out of what is about others: notes, the trail, jobs, sessions, messages to third persons."""

from __future__ import annotations

import contextlib
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.db import Error, models, transaction

from regulars.web.audit.models import Entry
from regulars.web.people.holdings import Holding, holdings
from regulars.web.people.models import Customer, Segment
from regulars.web.people.rights.crowd import Crowd
from regulars.web.people.rights.tables import sessions, tables, values_in
from regulars.web.people.rights.words import Words
from regulars.web.personal import Personal, classified

STROKE = "▮▮▮"
TAKEN_OUT = {"erased": True}  # what the guard of the trail lets stand in place of details (``audit/guard.py``)
# What a work was told and what came of it: about the house, as classified, but anybody may be named in it.
_ALSO = {"jobs.Job"}


def redact(crowd: Crowd, customers: Sequence[Customer] = ()) -> list[dict[str, int]]:
    """In place, wherever it can be changed; how many values of each person, by table. What cannot be, the search tells.

    Rows of the customers go as a whole and are left alone here; so are the conditions that ``segments/forgetting.py``
    mends.
    """
    done = [Counter[str]() for _ in crowd.people]
    models_of = {one._meta.db_table: one for one in apps.get_models() if one._meta.managed and not one._meta.proxy}
    for table, columns in tables():
        model = models_of.get(table)
        if model is None or model in (Customer, Segment):
            continue
        fields = {field.column: field for field in model._meta.concrete_fields if _may_change(model, field)}
        pk = model._meta.pk.column
        texts = [one for one in columns if one.name in fields]
        hits: dict[str, dict[Any, set[int]]] = defaultdict(lambda: defaultdict(set))
        for hit in values_in(table, texts, crowd, key=pk):
            hits[hit.column][hit.key].update(hit.people)
        own = {pk for one in holdings() if hits and one.model is model for pk in _keys(one, customers)}
        for column, found in hits.items():
            _in_field(model, fields[column], {key: who for key, who in found.items() if key not in own}, crowd, done)
    _in_sessions(crowd, done)
    return [{name: count for name, count in one.items() if count} for one in done]


def _keys(holding: Holding, customers: Sequence[Customer]) -> set[Any]:
    """Their rows, by primary key as the database writes it."""
    return set(holding.of(*customers).values_list("pk", flat=True)) if customers else set()


def _may_change(model: type[models.Model], field: Any) -> bool:
    """What is about the company alone (a unit's name, a question) stays, whoever has the same name."""
    if model._meta.label in _ALSO or not model.__module__.startswith("regulars."):
        return not field.primary_key
    return classified(model).get(field.name) not in (None, Personal.NONE, Personal.SECRET)


def _in_field(
    model: type[models.Model], field: Any, found: dict[Any, set[int]], crowd: Crowd, done: list[Counter[str]]
) -> None:
    """``found``: rows by key, and whom this field of theirs names."""
    for pk, people in found.items():
        for value in model._base_manager.filter(pk=pk).values_list(field.name, flat=True):
            new = TAKEN_OUT if model is Entry else value
            for person in sorted(people) if model is not Entry else ():
                new = struck(new, crowd.people[person])
            # A constraint or a guard of the database may refuse; the search says so afterwards.
            with contextlib.suppress(Error), transaction.atomic():
                if model._base_manager.filter(pk=pk).update(**{field.name: new}):
                    for person in people:
                        done[person][model._meta.label] += 1


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


def _in_sessions(crowd: Crowd, done: list[Counter[str]]) -> None:
    """Whoever read the name a moment ago signs in again."""
    for key, people in [(one.pk, people) for one, people in sessions(crowd)]:
        apps.get_model("sessions", "Session").objects.filter(pk=key).delete()
        for person in people:
            done[person]["sessions"] += 1
