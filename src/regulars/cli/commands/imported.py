"""What an import did, in words and tables."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from regulars.cli.output import print_pairs, print_table
from regulars.cli.settings import Settings
from regulars.language import Count, Message, Text, message, plural

if TYPE_CHECKING:
    from regulars.facts.imports import ImportReport
    from regulars.facts.imports.preview import Preview

SHOWN_BAD = 20


def show_import(settings: Settings, report: ImportReport, *, figures: bool) -> None:
    """Counts to standard output (unless JSON stands there), warnings and bad rows to standard error."""
    if report.preview is not None and figures:
        show_preview(settings, report.preview)
    for warning in report.warnings:
        settings.say(warning)
    if figures:
        print_pairs(settings, counts_of(report))
    if report.bad:
        show_bad_rows(settings, report)
    elif report.n_bad:  # the file is known by its digest, and was not read again
        settings.say(
            plural(
                "{count} row of it was set aside then; mend it and import the file again.",
                "{count} rows of it were set aside then; mend them and import the file again.",
                report.n_bad,
            )
        )
    if report.bad_rows_file is not None:
        settings.say(message("All of them as they stood: {path}", path=str(report.bad_rows_file)))
    if report.dry_run:
        settings.say(message("Nothing was written: this was a dry run."))


def show_preview(settings: Settings, preview: Preview) -> None:
    """The items with their words, and the first rows as they would stand in the facts."""
    items = getattr(getattr(preview.mapping, "survey", None), "items", ())
    if items and (preview.guessed or any(item.options for item in items)):
        settings.say(message("The items:"))
        titles = (message("Column"), message("Kind"), message("Question"), message("Possible answers"))
        columns = preview.mapping.item_columns
        print_table(settings, titles, [(columns[item.key], *_item_words(settings, item)) for item in items])
    rows = preview.first_rows
    if rows.num_rows:
        settings.say(message("The first rows as they would go in:"))
        filled = [["" if value is None else value for value in row.values()] for row in rows.to_pylist()]
        print_table(settings, rows.column_names, filled)


def _item_words(settings: Settings, item: Any) -> tuple[str, str, str]:
    scale = item.scale
    said = {**(scale.labels if scale else {}), **item.options}
    ends = f"{scale.low}–{scale.high}" if scale else ""
    answers = " · ".join(f"{code} {settings.render(words)}" for code, words in said.items())
    return item.kind.value, _short(settings.render(item.label)), _short("; ".join(filter(None, (ends, answers))))


def counts_of(report: ImportReport) -> list[tuple[Message, Count]]:
    """Every row of the file is in exactly one of these."""
    labels = (
        ("rows", message("Rows in the file")),
        ("new", message("New")),
        ("known", message("Already known")),
        ("replaced", message("Corrected")),
        ("erased", message("Of erased customers, left out")),
        ("n_bad", message("Set aside")),
        ("anonymous", message("Without a known customer")),
        ("n_bad_values", message("Answers left out of rows that went in")),
    )
    always = ("rows", "new", "known", "n_bad")
    found = [(words, name, getattr(report, name)) for name, words in labels]
    return [(words, Count(count)) for words, name, count in found if count or name in always]


def show_bad_rows(settings: Settings, report: ImportReport) -> None:
    """The first bad rows one by one, and all of them by reason."""
    titles = (message("Row"), message("Column"), message("Value"), message("Reason"), message("Way out"))
    shown = report.bad[:SHOWN_BAD]
    print_table(
        settings,
        titles,
        [(Count(bad.row), bad.column or "", _short(bad.value), bad.reason, bad.way_out) for bad in shown],
        words=True,
        right=(0,),
    )
    if (total := report.n_bad + report.n_bad_values) > len(shown):
        settings.say(plural("… and {count} more row.", "… and {count} more rows.", total - len(shown)))
        rows = [(Count(count), reason) for reason, count in report.bad_by_reason]
        print_table(settings, (message("Rows"), message("Reason")), rows, words=True, right=(0,))
    settings.say(
        message(
            "Row 1 is the first line below the header. Mend the rows and import the file again: what is known stays "
            "as it is."
        )
    )


def _short(value: Any) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= 60 else text[:57] + "…"


def document_of(value: Any, settings: Settings | None = None) -> Any:
    """Plain data for JSON; sentences in the reader's language."""
    match value:
        case Message() | Text():
            return settings.render(value) if settings else str(value)
        case date() | datetime():
            return value.isoformat()
        case Mapping():
            return {str(key): document_of(entry, settings) for key, entry in value.items()}
        case list() | tuple():
            return [document_of(entry, settings) for entry in value]
        case Path():
            return str(value)
        case str() | int() | float() | bool() | None:
            return value
    if hasattr(value, "to_pylist"):  # an Arrow table
        return document_of(value.to_pylist(), settings)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: document_of(getattr(value, field.name), settings) for field in dataclasses.fields(value)}
    return str(value)
