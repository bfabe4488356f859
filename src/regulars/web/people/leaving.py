"""Files that leave the house: the list of customers, and everything about one of them."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from regulars.facts.person import answers_of, lines_of
from regulars.insights.scope import identified
from regulars.web.accounts.access import UnitScope
from regulars.web.facts import facts
from regulars.web.people.holdings import holdings
from regulars.web.people.models import Customer, CustomerScore
from regulars.web.people.record import relations_of

RECORD_KINDS = {"xlsx": "XLSX", "json": "JSON"}
LONGEST = 32_767  # characters that a cell can hold
ENDLESS = 1_000_000

EXPECTED = ("topic", "level", "latitude", "importance", "stated", "source", "fact", "evidence", "since", "until")
STAY = ("on", "at", "nights", "traveller", "long_trip", "room", "note", "outcome", "outcome_words")
# What is told under names of its own.
TOLD = {
    *("people.Relation.person", "people.Relation.organisation", "people.CustomerScore.customer"),
    *("people.Consent.customer", "people.Contact.customer", "people.CustomerUnit.customer"),
    *("promises.Promise.customer", "promises.Expectation.customer", "cards.Arrival.customer"),
}
NOTED = ("relations", "consents", "promises", "expectations", "contacts", "arrivals")


def workbook(sheets: dict[str, Iterable[Iterable[Any]]]) -> bytes:
    """Sheets of rows. Words are written as words: no cell becomes a formula or a link."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                _write(sheet, number, place, value, day)
    book.close()
    return buffer.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any, day: Any) -> None:
    match value:
        case None | "":
            return
        case bool():
            sheet.write_boolean(row, column, value)
        case int() if abs(value) < 2**53:
            sheet.write_number(row, column, value)
        case float() | Decimal():
            sheet.write_number(row, column, float(value))
        case datetime():
            sheet.write_string(row, column, value.isoformat(timespec="seconds"))
        case date():
            sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
        case _:
            sheet.write_string(row, column, str(value)[:LONGEST])


def whole_record(customer: Customer, within: UnitScope) -> dict[str, Any]:
    """Everything that is kept about a customer, by table, within the scope. Our own keys mean nothing outside."""
    scope = within.insight(purpose="record of a customer")
    now, former = relations_of(customer, date.min, within)
    return {
        "customer": {
            name: getattr(customer, name)
            for name in ("number", "kind", "name", "email", "phone", "way", "language", "added", "changed")
        }
        | {"unit": customer.unit.code if customer.unit else None},
        "relations": [
            {
                "with": one.other.number,
                "part": one.row.part,
                "role": one.row.role,
                "since": one.row.since,
                "until": one.row.until,
            }
            for one in (*now, *former)
        ],
        "scores": _scores(customer, within),
        "consents": _rows(customer.consents, "purpose", "channel", "given", "source", "words", "at", "noted"),
        "promises": _rows(customer.promises, "what", "made_on", "due", "outcome", "settled_on", "note"),
        "expectations": _rows(customer.expectations, *EXPECTED),
        "contacts": _rows(customer.contacts, "day", "way", "words"),
        "arrivals": _rows(customer.arrivals, *STAY),
        "purchases": _without_key(lines_of(facts(), customer.key, units=scope.units).to_pylist()),
        "answers": {
            survey.name: _without_key(
                answers_of(facts(), survey.name, customer.key, units=scope.units, limit=ENDLESS).to_pylist()
            )
            for survey in identified(facts())
        },
        "more": _more(customer) if within.whole else {},
    }


def _more(customer: Customer) -> dict[str, list[dict[str, Any]]]:
    """What else hangs on them, table by table, whichever app it came from: messages, notes, further addresses."""
    found: dict[str, list[dict[str, Any]]] = {}
    for one in holdings():
        if one.key not in TOLD and (names := [name for name in one.shown if name != one.field]) and one.of(customer):
            found.setdefault(one.model._meta.label, []).extend(_rows(one.of(customer), *names))
    return found


def _rows(rows: Any, *names: str) -> list[dict[str, Any]]:
    """What staff noted, without who of them did."""
    return list(rows.order_by("pk").values(*names))


def _scores(customer: Customer, within: UnitScope) -> dict[str, Any]:
    """What is scored; a last rating about a unit that is out of sight stays here."""
    row = CustomerScore.objects.filter(customer=customer).select_related("rating_unit", "type_unit").first()
    if row is None:
        return {}
    kept = {field.name: getattr(row, field.name) for field in row._meta.fields if field.name != "customer"}
    kept["rating_unit"] = row.rating_unit.code if row.rating_unit else None
    kept["type_unit"] = row.type_unit.code if row.type_unit else None
    if within.unit_ids is not None and row.type_unit_id not in within.unit_ids:
        kept |= {"loyalty_type": "", "type_chance": None, "type_unit": None}
    if not row.is_told_to(within):
        kept |= {name: "" if name == "mood" else None for name in kept if name == "mood" or name.startswith("rating")}
    return kept


def as_json(record: dict[str, Any]) -> bytes:
    """For another program."""
    return json.dumps(record, ensure_ascii=False, indent=2, default=_plain).encode()


def as_workbook(record: dict[str, Any]) -> bytes:
    """For a person: one sheet a table."""
    sheets: dict[str, Iterable[Iterable[Any]]] = {
        "customer": list((record["customer"] | record["scores"]).items()),
        **{name: _table(record[name]) for name in NOTED},
        "purchases": _table(record["purchases"]),
    }
    sheets |= {name[:31]: _table(rows) for name, rows in record["more"].items()}
    for number, (survey, rows) in enumerate(record["answers"].items(), start=1):
        sheets[f"answers {number}"] = [[survey], *_table(rows)]
    return workbook(sheets)


def _table(rows: list[dict[str, Any]]) -> list[list[Any]]:
    return [list(rows[0]), *(list(row.values()) for row in rows)] if rows else []


def _without_key(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name not in ("customer", "_total")} for row in rows]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else str(value)
