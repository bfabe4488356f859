"""Reports as plain data: sentences as templates with their values, so that each reader gets them in their language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from regulars.facts.imports import BadRow, ImportReport
from regulars.language import Count
from regulars.web.words import restored, stored

_COUNTS = ("rows", "new", "known", "replaced", "erased", "n_bad", "n_bad_values", "walk_ins", "anonymous")
_LISTED = 200


def report_data(report: ImportReport) -> dict[str, Any]:
    """Counts, reasons and places of a report; not one value of the file."""
    warnings = [one for one in report.warnings if "customer" not in one.values]  # it names the id
    return {
        **{name: getattr(report, name) for name in _COUNTS},
        "already_imported": report.already_imported,
        "warnings": [stored(one) for one in warnings],
        "by_reason": [[stored(reason), count] for reason, count in report.bad_by_reason],
        "bad": [_place(one) for one in report.bad[:_LISTED]],
    }


def preview_data(report: ImportReport) -> dict[str, Any]:
    """The same with the values: first rows as they would go in, bad rows as they stand. Never into the database."""
    shown = report.preview.first_rows if report.preview else None
    return {
        **report_data(report),
        "warnings": [stored(one) for one in report.warnings],
        "bad": [{**_place(one), "value": one.value} for one in report.bad[:_LISTED]],
        "names": shown.column_names if shown is not None else [],
        "first": [[_cell(value) for value in row.values()] for row in shown.to_pylist()] if shown is not None else [],
    }


def report_words(data: Mapping[str, Any]) -> dict[str, Any]:
    """A kept report or preview for a page: messages are messages again, counts are counts."""
    return {
        **data,
        **{name: Count(data.get(name, 0)) for name in _COUNTS},
        "n": {name: data.get(name, 0) for name in _COUNTS},
        "warnings": [restored(one) for one in data.get("warnings", ())],
        "by_reason": [(restored(reason), Count(count)) for reason, count in data.get("by_reason", ())],
        "bad": [
            {
                **one,
                "row": Count(one["row"]),
                "number": one["row"],
                "reason": restored(one["reason"]),
                "way_out": restored(one["way_out"]),
            }
            for one in data.get("bad", ())
        ],
    }


def _place(bad: BadRow) -> dict[str, Any]:
    return {
        "row": bad.row,
        "column": bad.column,
        "reason": stored(bad.reason),
        "way_out": stored(bad.way_out),
        "kept": bad.kept,
    }


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value else "0"
    return str(value)[:200]
