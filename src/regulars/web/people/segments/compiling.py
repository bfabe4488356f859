"""A condition as a filter of the database: exactly what ``holds`` says of one customer, asked of all at once.

Missing is the matter: a comparison with it does not hold, and its opposite does. So what is negated is turned round
leaf by leaf, and each opposite says that the value may be missing; the database's own third truth never shows.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property, reduce
from typing import Any as Anything

from django.db.models import F, FloatField, Q, Value
from django.db.models.functions import StrIndex, TruncDate
from django.db.models.lookups import Exact, GreaterThan, GreaterThanOrEqual, LessThan, LessThanOrEqual
from django.utils import timezone

from regulars.language import message
from regulars.survey.conditions import Condition, ConditionError, Kind
from regulars.survey.conditions.evaluate import on
from regulars.survey.conditions.terms import (
    All,
    Answered,
    Any,
    Between,
    Compare,
    Contains,
    Name,
    Not,
    OneOf,
    Operator,
    Test,
    Ticked,
)
from regulars.survey.conditions.terms import Value as Literal
from regulars.web.accounts.access import UnitScope
from regulars.web.company.models import Unit
from regulars.web.people.details.models import OwnValue
from regulars.web.people.models import CustomerUnit, Relation
from regulars.web.people.segments.fields import Field, Store, all_fields

# What was said about a unit, and which unit that was.
TOLD_OF = {Store.RATING: "rating_unit", Store.TYPE: "type_unit"}
LOOKUPS = {
    Operator.EQUAL: "exact",
    Operator.BELOW: "lt",
    Operator.AT_MOST: "lte",
    Operator.ABOVE: "gt",
    Operator.AT_LEAST: "gte",
}
EXPRESSIONS = {
    Operator.EQUAL: Exact,
    Operator.BELOW: LessThan,
    Operator.AT_MOST: LessThanOrEqual,
    Operator.ABOVE: GreaterThan,
    Operator.AT_LEAST: GreaterThanOrEqual,
}
OPPOSITES = {
    Operator.EQUAL: Operator.UNEQUAL,
    Operator.UNEQUAL: Operator.EQUAL,
    Operator.BELOW: Operator.AT_LEAST,
    Operator.AT_LEAST: Operator.BELOW,
    Operator.ABOVE: Operator.AT_MOST,
    Operator.AT_MOST: Operator.ABOVE,
}
WHOLE = UnitScope(None, None)
WORDS = (Kind.TEXT, Kind.CHOICE)
MEMBERSHIPS = (Store.PLACES, Store.PARTS, Store.ROLES, Store.ORGANISATIONS)
MOST_MONEY = Decimal(99999999999999)  # what the column holds


@dataclass(frozen=True)
class Compiler:
    """``scope``: whose eyes. ``by_score``: the rows are scores, not customers, which saves a join."""

    today: date
    scope: UnitScope = WHOLE
    by_score: bool = False

    def q(self, condition: Condition, *, negated: bool = False) -> Q:
        """The filter."""
        match condition:
            case All(conditions) | Any(conditions):
                both = isinstance(condition, All) is not negated
                parts = [self.q(one, negated=negated) for one in conditions]
                return reduce(operator.and_ if both else operator.or_, parts)
            case Not(inner):
                return self.q(inner, negated=not negated)
        return self._opposite(condition) if negated else self._test(condition)

    @cached_property
    def _fields(self) -> dict[str, Field]:
        return all_fields()

    def _test(self, test: Test) -> Q:
        field = self._fields[test.field.name]
        if field.store is Store.OWN:
            return self._noted(field, test)
        if field.store in MEMBERSHIPS:
            return self._member(field, test)
        if field.kind is Kind.FLAG:
            return self._flag(field, test)
        return self._present(field, test) & self._found(field, test)

    def _opposite(self, test: Test) -> Q:
        """It does not hold: the value is missing, or another."""
        field = self._fields[test.field.name]
        if field.store is Store.OWN:
            return ~self._noted(field, test)
        if field.store in MEMBERSHIPS:
            return ~self._member(field, test)
        if field.kind is Kind.FLAG:
            return ~self._flag(field, test)
        return self._absent(field, test) | self._other(field, test)

    def _found(self, field: Field, test: Test) -> Q:
        """What a value that is there must be."""
        match test:
            case Compare(_, sign, value):
                return self._compared(field, sign, value)
            case OneOf(_, values, outside):
                within = self._within(field, values)
                return ~within if outside else within
            case Between(_, low, high):
                return self._compared(field, Operator.AT_LEAST, low) & self._compared(field, Operator.AT_MOST, high)
            case Contains(_, words):
                return Q(GreaterThan(StrIndex(self._path(field), Value(words)), 0))
            case Answered():
                return Q()
        raise TypeError(test)

    def _other(self, field: Field, test: Test) -> Q:
        """What a value that is there is otherwise."""
        match test:
            case Compare(_, sign, value):
                return self._compared(field, OPPOSITES[sign], value)
            case OneOf(_, values, outside):
                within = self._within(field, values)
                return within if outside else ~within
            case Between(_, low, high):
                return self._compared(field, Operator.BELOW, low) | self._compared(field, Operator.ABOVE, high)
            case Contains(_, words):
                return Q(Exact(StrIndex(self._path(field), Value(words)), 0))
            case Answered():
                return Q()
        raise TypeError(test)

    def _flag(self, field: Field, test: Test) -> Q:
        """Whether something is there: never missing itself."""
        there = Q(**{f"{self._path(field)}__gt": ""})
        match test:
            case Ticked() | Compare(_, Operator.EQUAL, True) | Compare(_, Operator.UNEQUAL, False):
                return there
            case Compare(_, Operator.EQUAL, False) | Compare(_, Operator.UNEQUAL, True):
                return ~there
            case Answered():
                return Q(pk__isnull=False)
        raise _incomparable(field)

    def _asked(self, field: Field, test: Test) -> list[Field]:
        """The columns that a test needs."""
        return [field, *(_column(self._fields[one.name]) for one in _values(test) if isinstance(one, Name))]

    def _present(self, field: Field, test: Test) -> Q:
        return reduce(operator.and_, (self._there(one) for one in self._asked(field, test)))

    def _absent(self, field: Field, test: Test) -> Q:
        return reduce(operator.or_, (self._missing(one) for one in self._asked(field, test)))

    def _there(self, field: Field) -> Q:
        path = self._path(field)
        # Words: above nothing rather than unlike nothing, so that an index can look for it.
        found = Q(**{f"{path}__gt": ""}) if field.kind in WORDS else Q(**{f"{path}__isnull": False})
        if field.store in TOLD_OF and self.scope.unit_ids is not None:
            # What was said about somebody else's unit is missing for those who may not know it.
            found &= Q(**{f"{self._score}{TOLD_OF[field.store]}__in": self.scope.unit_ids})
        return found

    def _missing(self, field: Field) -> Q:
        path = self._path(field)
        found = Q(**{f"{path}__isnull": True})
        if field.kind in WORDS:
            found |= Q(**{path: ""})
        if field.store in TOLD_OF and self.scope.unit_ids is not None:
            unit = f"{self._score}{TOLD_OF[field.store]}"
            found |= Q(**{f"{unit}__isnull": True}) | ~Q(**{f"{unit}__in": self.scope.unit_ids})
        return found

    def _compared(self, field: Field, sign: Operator, value: Literal) -> Q:
        if sign is Operator.UNEQUAL:
            return ~self._compared(field, Operator.EQUAL, value)
        path = self._path(field)
        if isinstance(value, Name):
            return Q(EXPRESSIONS[sign](self._expression(field), self._expression(_column(self._fields[value.name]))))
        value = on(value, self.today)
        if field.moment:
            return _of_moments(path, sign, value)
        return Q(**{f"{path}__{LOOKUPS[sign]}": _kept(field, value)})

    def _within(self, field: Field, values: Iterable[Literal]) -> Q:
        if field.moment or field.whole:
            return reduce(operator.or_, (self._compared(field, Operator.EQUAL, value) for value in values))
        return Q(**{f"{self._path(field)}__in": [_kept(field, on(value, self.today)) for value in values]})

    def _noted(self, field: Field, test: Test) -> Q:
        """Of whom a field of the company's own says so. One look at its values, and no join for each field."""
        if any(isinstance(value, Name) for value in _values(test)):
            raise _incomparable(field)
        # The rows of values are asked as a customer's own columns are, and a customer without a row is missing.
        column = replace(field, store=Store.CUSTOMER)
        rows = OwnValue.objects.filter(Compiler(self.today)._present(column, test), field=field.own)
        rows = rows.filter(Compiler(self.today)._found(column, test))
        return Q(**{"customer__in" if self.by_score else "pk__in": rows.order_by().values("customer")})

    def _member(self, field: Field, test: Test) -> Q:
        """Fields of which a customer may have several: units, roles, organisations."""
        match test:
            case Answered():
                return self._among(field)
            case Compare(_, Operator.EQUAL, str() as word):
                return self._among(field, [word])
            case Compare(_, Operator.UNEQUAL, str() as word):
                return self._among(field) & ~self._among(field, [word])
            case OneOf(_, values, outside):
                found = self._among(field, list(map(str, values)))
                return self._among(field) & ~found if outside else found
        raise _incomparable(field)

    def _among(self, field: Field, words: list[str] | None = None) -> Q:
        """Whoever has one of the words, or any. One look at the other table, where ``Exists`` would look for each."""
        rows, path = self._rows(field)
        if words is not None:
            rows = rows.filter(**{f"{path}__in": self._said(field, words)})
        owner = "customer" if field.store is Store.PLACES else "person"
        return Q(**{"customer__in" if self.by_score else "pk__in": rows.order_by().values(owner)})

    def _rows(self, field: Field) -> tuple[Anything, str]:
        if field.store is Store.PLACES:
            places = CustomerUnit.objects.all()
            if self.scope.unit_ids is not None:
                places = places.filter(unit__in=self.scope.unit_ids)
            return places, "unit"
        related = Relation.objects.on(self.today)
        if self.scope.unit_ids is not None:
            seen = CustomerUnit.objects.filter(unit__in=self.scope.unit_ids).values("customer")
            related = related.filter(organisation__in=seen)
        if field.store in (Store.ROLES, Store.PARTS):
            column = "role" if field.store is Store.ROLES else "part"
            return related.exclude(**{column: ""}), column
        return related, "organisation__number"

    def _said(self, field: Field, words: list[str]) -> Anything:
        """What is looked for: a unit stands for all below it."""
        if field.store is not Store.PLACES:
            return words
        roots = Unit.objects.filter(code__in=words).values_list("pk", flat=True)
        return set(Unit.objects.below(roots, self.today))

    @property
    def _score(self) -> str:
        return "" if self.by_score else "score__"

    def _path(self, field: Field) -> str:
        if field.store is Store.CUSTOMER:
            return f"customer__{field.column}" if self.by_score else field.column
        if field.store is Store.STAGE:
            return f"{'customer__' if self.by_score else ''}relationship__{field.column}"
        return f"{self._score}{field.column}"

    def _expression(self, field: Field) -> Anything:
        path = self._path(field)
        if field.moment:
            return TruncDate(path)
        return F(path) * Value(float(field.scale), FloatField()) if field.scale != 1 else F(path)


def _values(test: Test) -> Iterable[Literal]:
    match test:
        case Compare(value=value):
            return (value,)
        case Between(low=low, high=high):
            return (low, high)
    return ()


def _of_moments(path: str, sign: Operator, day: date) -> Q:
    """A day holds from midnight to midnight of the company's clock."""
    start, end = _midnight(day), _midnight(day + timedelta(days=1))
    match sign:
        case Operator.EQUAL:
            return Q(**{f"{path}__gte": start, f"{path}__lt": end})
        case Operator.BELOW:
            return Q(**{f"{path}__lt": start})
        case Operator.AT_MOST:
            return Q(**{f"{path}__lt": end})
        case Operator.ABOVE:
            return Q(**{f"{path}__gte": end})
    return Q(**{f"{path}__gte": start})


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _kept(field: Field, value: Anything) -> Anything:
    """A value as its column keeps it."""
    if field.kind is not Kind.NUMBER:
        return value
    if field.column == "net":
        return max(-MOST_MONEY, min(MOST_MONEY, Decimal(str(value)))).quantize(Decimal("0.0001"))
    if field.whole:
        return Value(float(value), FloatField())
    return value / field.scale


def _column(field: Field) -> Field:
    """Only columns can be compared with each other."""
    if field.store in (*MEMBERSHIPS, Store.OWN) or field.kind is Kind.FLAG:
        raise _incomparable(field)
    return field


def _incomparable(field: Field) -> ConditionError:
    return ConditionError(
        0, message("“{name}” cannot be compared with another field; compare it with values.", name=field.name)
    )
