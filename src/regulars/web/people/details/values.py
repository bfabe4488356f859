"""Values of the company's own fields: in which column they stand, how they are read and said."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from regulars.language import Day, Message, message
from regulars.web.people.details.models import FieldKind, OwnField, OwnValue
from regulars.web.people.models import Customer
from regulars.web.words import current, say

COLUMNS = {FieldKind.NUMBER: "number", FieldKind.DAY: "day"}
YES, NO = "yes", "no"
FLAGS: dict[str, Message] = {YES: message("yes"), NO: message("no")}
_GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
_READ = {
    YES: {"yes", "y", "true", "1", "x", "是", "有", "对"},
    NO: {"no", "n", "false", "0", "否", "无", "没有", "不"},
}


def column_of(kind: str) -> str:
    """The column of ``OwnValue`` in which values of this kind stand."""
    return COLUMNS.get(FieldKind(kind), "text")


def fields(*, retired: bool = False) -> list[OwnField]:
    """Those that are asked; with ``retired`` all."""
    return list(OwnField.objects.all() if retired else OwnField.objects.filter(retired=False))


def values_of(customer: Customer) -> dict[int, Any]:
    """What is noted, by the key of the field."""
    rows = OwnValue.objects.filter(customer=customer).select_related("field")
    return {row.field_id: plain(row) for row in rows}


def values_of_many(customers: Iterable[int], among: Iterable[OwnField]) -> dict[tuple[int, int], Any]:
    """(customer, field) -> value, in one query."""
    rows = OwnValue.objects.filter(customer__in=customers, field__in=among).select_related("field")
    return {(row.customer_id, row.field_id): plain(row) for row in rows}


def plain(row: OwnValue) -> Any:
    """The value as a program takes it: words, a number, a day."""
    return getattr(row, column_of(row.field.kind))


def said(field: OwnField, value: Any) -> Any:
    """The value as a page says it."""
    if value is None or value == "":
        return None
    if field.kind == FieldKind.DAY:
        return Day(value)
    if field.kind == FieldKind.NUMBER:
        return f"{value:.15g}"
    if field.kind == FieldKind.FLAG:
        return FLAGS.get(value, value)
    if field.kind == FieldKind.CHOICE:
        words = field.options.get(value)
        return (words.in_language(current().tag) if words else "") or value
    return value


def in_a_file(field: OwnField, value: Any) -> Any:
    """The value for a table: figures and days as such, choices in words."""
    found = said(field, value) if field.kind in (FieldKind.CHOICE, FieldKind.FLAG) else value
    return say(found) if isinstance(found, Message) else found


def name_of(field: OwnField) -> str:
    """Its name in the reader's language."""
    return field.name.in_language(current().tag) or field.key


def read(field: OwnField, text: str) -> Any:
    """A value as a file writes it; raises ``ValueError`` for what it cannot be, None for nothing."""
    text = " ".join(text.split())
    if not text:
        return None
    if field.kind == FieldKind.NUMBER:
        number = float(text.replace(",", "") if _GROUPED.fullmatch(text) else text)
        if not math.isfinite(number):
            raise ValueError(text)
        return number
    if field.kind == FieldKind.DAY:
        return date.fromisoformat(text[:10].replace("/", "-"))
    if field.kind == FieldKind.FLAG:
        found = [flag for flag, words in _READ.items() if text.casefold() in words]
        if not found:
            raise ValueError(text)
        return found[0]
    if field.kind == FieldKind.CHOICE:
        for key, words in field.options.items():
            if text.casefold() in {key.casefold(), *(one.casefold() for one in words.words.values())}:
                return key
        raise ValueError(text)
    return text[:400]
