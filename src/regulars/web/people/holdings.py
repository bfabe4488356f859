"""Everything in the operational tables that hangs on a customer, found from the models themselves.

Putting two customers together, a copy of a person's record and an erasure go over this list. So a new model with a
foreign key to ``Customer`` is merged, exported and erased without a line of code; where a model needs another rule or
words of its own, these are data: ``held_as`` and ``when_merged`` on the model, or the tables below.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from regulars.language import Message, message
from regulars.web.people.models import Customer
from regulars.web.personal import Personal, classified


class Together(Enum):
    """How the rows of two customers are put together.

    MOVE: they become rows of the customer that stays. Where a unique constraint allows only one of two rows, the row of
    the customer that stays holds, and the other is kept with the merge until it is undone.
    DERIVED: they are computed from other data, and are made anew.
    OWN: they belong to the merging itself, which sees to them.
    """

    MOVE = "move"
    DERIVED = "derived"
    OWN = "own"


@dataclass(frozen=True)
class Unique:
    """Of rows that agree in ``fields`` there is one; only those that ``condition`` is true of count."""

    fields: tuple[str, ...]
    condition: Q | None = None


@dataclass(frozen=True)
class Holding:
    """Rows of ``model`` that name a customer in ``field``.

    ``gone``: what the database does with them when the customer's row is deleted (``CASCADE``, ``SET_NULL`` …).
    """

    model: type[models.Model]
    field: str
    label: Message
    together: Together
    uniques: tuple[Unique, ...]

    @property
    def key(self) -> str:
        """``people.Contact.customer``: what it is called in records of merges."""
        return f"{self.model._meta.label}.{self.field}"

    @property
    def column(self) -> str:
        """The name under which a row has the customer's own key: ``customer_id``."""
        name: str = self.model._meta.get_field(self.field).attname
        return name

    @property
    def gone(self) -> str:
        """What becomes of the rows when the customer's row is deleted."""
        rule = self.model._meta.get_field(self.field).remote_field.on_delete
        return str(getattr(rule, "__name__", rule)).upper()

    @property
    def shown(self) -> tuple[str, ...]:
        """The fields that a copy of the person's record shows: all that is said of them, and none of our keys."""
        if self.together is Together.OWN or self.model._meta.label in _UNSAID:
            return ()
        told = classified(self.model)
        said = (Personal.NAME, Personal.FACT, Personal.WORDS)
        return tuple(
            field.name
            for field in self.model._meta.concrete_fields
            if told.get(field.name) in said and f"{self.model._meta.label}.{field.name}" not in _UNSAID
        )

    def of(self, *customers: Any) -> models.QuerySet[Any]:
        """The rows of these customers (rows of ``Customer`` or their primary keys), in the order they were written."""
        rows = self.model._base_manager.filter(**{f"{self.field}__in": customers})
        return rows.order_by("pk")


def holdings() -> tuple[Holding, ...]:
    """All of them, in the order of the apps."""
    apps.check_models_ready()
    return _found()


@cache
def _found() -> tuple[Holding, ...]:
    return tuple(_holding(field) for field in _references())


def _references() -> Iterator[Any]:
    """Foreign keys to a customer; those of many-to-many tables stand in their own, hidden models."""
    seen = set()
    for relation in Customer._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or relation.many_to_many:
            continue
        field = relation.field
        if field not in seen and not field.model._meta.proxy:
            seen.add(field)
            yield field


def _holding(field: Any) -> Holding:
    model = field.model
    key = f"{model._meta.label}.{field.name}"
    together = getattr(model, "when_merged", {}).get(field.name) or _TOGETHER.get(key, Together.MOVE)
    label = getattr(model, "held_as", None) or _LABELS.get(model._meta.label)
    label = label or message("{table}", table=str(model._meta.verbose_name_plural))
    return Holding(model, field.name, label, together, tuple(_uniques(field)))


def _uniques(field: Any) -> Iterator[Unique]:
    if field.unique:
        yield Unique((field.name,))
    for together in field.model._meta.unique_together:
        if field.name in together:
            yield Unique(tuple(together))
    for constraint in field.model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and field.name in constraint.fields:
            yield Unique(tuple(constraint.fields), constraint.condition)


_TOGETHER = {
    "people.CustomerUnit.customer": Together.DERIVED,
    "people.CustomerScore.customer": Together.DERIVED,
    "search.Gram.customer": Together.DERIVED,
}
_UNSAID = {"search.Gram", "duplicates.Merged.kept"}  # what stands elsewhere once more, in pieces or as it was
_LABELS = {
    "people.Consent": message("what they agreed to"),
    "people.Contact": message("contacts"),
    "people.CustomerUnit": message("where they are known"),
    "people.Relation": message("relations"),
    "people.CustomerScore": message("scores"),
    "search.Gram": message("index of the search"),
    "promises.Promise": message("promises"),
    "promises.Expectation": message("expectations"),
    "cards.Arrival": message("arrivals"),
    "outbox.Outgoing": message("messages"),
    "research.Partial": message("answers that were begun"),
    "research.Response": message("responses"),
    "fieldwork.Asked": message("invitations to surveys"),
    "events.Exclusion": message("exclusions from surveys"),
    "events.Happening": message("events"),
}
