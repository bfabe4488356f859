"""What the pages of imports show."""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.urls import reverse

from regulars.facts.history import Import
from regulars.facts.imports.set_aside import FOLDER
from regulars.language import Count, Message, Text, message, plural
from regulars.web.facts import facts
from regulars.web.imports.forms.customers import LABELS as OF_CUSTOMERS
from regulars.web.imports.forms.purchases import LABELS
from regulars.web.imports.forms.responses import PLACES
from regulars.web.imports.models import Kind, Stage, Upload
from regulars.web.words import say

SHOWN_BAD = 20
_LOOKED_THROUGH = 200_000  # rows of a file of set-aside rows
STAGES: dict[Stage, Message] = {
    Stage.SENT: message("Columns to be named"),
    Stage.MAPPED: message("To be looked through"),
    Stage.CHECKED: message("Ready to import"),
    Stage.RUNNING: message("Being imported"),
    Stage.DONE: message("Imported"),
    Stage.FAILED: message("Stopped"),
    Stage.DISCARDED: message("Discarded"),
}
MORE_COLUMNS = {
    "day": message("Day"),
    "currency": message("Currency"),
    "customer_id": message("Customer"),
    "basket": message("Basket"),
    "row": message("Row"),
    "line": message("Line"),
    "source": message("Source"),
}


@dataclass(frozen=True)
class Line:
    """One import in the list."""

    at: datetime
    name: str
    table: Message | str
    url: str
    by: str
    state: Message
    new: Count | None = None
    known: Count | None = None
    replaced: Count | None = None
    set_aside: Count | None = None
    undo: str = ""


def history() -> list[Line]:
    """Imports of the page and of the command line, with the files that are still on their way."""
    uploads = list(Upload.objects.select_related("by"))
    by_import = {one.import_id: one for one in uploads if one.import_id}
    standing = facts().imports()
    last = next((one for one in standing if not one.undone), None)
    lines = [_imported(one, by_import.get(one.import_id), last=one is last) for one in standing]
    there = {one.import_id for one in standing}
    lines += [_on_its_way(one) for one in uploads if one.import_id not in there]
    return sorted(lines, key=lambda one: one.at, reverse=True)


def history_headline() -> Message:
    """The sentence that answers: how much is in."""
    waiting = Upload.objects.filter(stage__in=[Stage.SENT, Stage.MAPPED, Stage.CHECKED, Stage.FAILED]).count()
    if waiting:
        return plural("{count} file waits for you.", "{count} files wait for you.", waiting)
    lines = facts().purchases_table.snapshot().rows
    if not lines:
        return message("No purchases are in yet.")
    return plural("{count} purchase line is in.", "{count} purchase lines are in.", lines)


def same_file(upload: Upload) -> Upload | None:
    """An earlier import of the very same bytes that still stands."""
    earlier = Upload.objects.filter(digest=upload.digest, kind=upload.kind, stage=Stage.DONE).exclude(pk=upload.pk)
    there = {one.import_id for one in facts().imports() if not one.undone}
    return next((one for one in earlier.select_related("by") if one.import_id in there), None)


def preview_headline(report: dict[str, Any]) -> Message:
    """How many rows would go in, how many would not, and the first of those."""
    n = report["n"]
    if not n["n_bad"]:
        return plural("{count} row would go in.", "{count} rows would go in.", n["new"])
    first = next((one for one in report["bad"] if not one["kept"]), None)
    if first is None or not first.get("value"):
        return plural(
            "{new} rows would go in; {count} would be set aside.",
            "{new} rows would go in; {count} would be set aside.",
            n["n_bad"],
            new=n["new"],
        )
    return plural(
        "{new} rows would go in; {count} would be set aside: row {row}, “{value}”.",
        "{new} rows would go in; {count} would be set aside, the first is row {row}: “{value}”.",
        n["n_bad"],
        new=n["new"],
        row=first["number"],
        value=first["value"][:60],
    )


def result_headline(report: dict[str, Any]) -> Message:
    """What became of the rows."""
    n = report["n"]
    if report["already_imported"]:
        return message("This file was in already; nothing was changed.")
    if n["new"] or n["replaced"]:
        if n["n_bad"]:
            return message(
                "{new} rows are new, {replaced} were corrected, {bad} were set aside.",
                new=n["new"],
                replaced=n["replaced"],
                bad=n["n_bad"],
            )
        return message("{new} rows are new, {replaced} were corrected.", new=n["new"], replaced=n["replaced"])
    if n["n_bad"] == n["rows"]:
        return message("Nothing went in: all {count} rows were set aside.", count=n["rows"])
    return message("Nothing was new: the facts are as they were.")


def aside_file(upload: Upload) -> Path | None:
    """The file of set-aside rows, for as long as it is kept."""
    if not upload.aside:
        return None
    file = facts().home / FOLDER / Path(upload.aside).name
    return file if file.is_file() else None


def with_values(upload: Upload, bad: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Bad rows with their values. These are read from the file of set-aside rows: erasing a customer reaches it."""
    file = aside_file(upload)
    if file is None:
        return bad
    wanted, values = {one["number"] for one in bad}, {}
    csv.field_size_limit(sys.maxsize)
    with file.open(encoding="utf-8", newline="") as opened:
        for row in islice(csv.reader(opened), 1, _LOOKED_THROUGH):
            if len(row) > 2 and row[-3].isdecimal() and int(row[-3]) in wanted:
                values[int(row[-3])] = row[-1]
            if len(values) == len(wanted):
                break
    return [{**one, "value": "" if one["kept"] else values.get(one["number"], "")} for one in bad]


def last_import() -> Import | None:
    """The only import that can be taken back."""
    return next((one for one in facts().imports() if not one.undone), None)


def is_last(import_id: str) -> bool:
    """Whether this import could be taken back."""
    found = last_import()
    return bool(import_id) and found is not None and found.import_id == import_id


def standing(import_id: str) -> bool:
    """Whether this import was not taken back."""
    return any(one.import_id == import_id and not one.undone for one in facts().imports())


def undo_words(one: Import) -> Message:
    """What taking it back would do."""
    return message(
        "{new} rows go out of the facts again, and {replaced} rows get the values that they had before.",
        new=one.new,
        replaced=one.replaced,
    )


def mapping_words(upload: Upload) -> list[tuple[Any, str]]:
    """The mapping in words: what it is, the column in the file."""
    labels = {Kind.CUSTOMERS: OF_CUSTOMERS, Kind.PURCHASES: LABELS, Kind.RESPONSES: PLACES}[Kind(upload.kind)]
    found = [(label, str(upload.mapping[name])) for name, label in labels.items() if upload.mapping.get(name)]
    items = upload.mapping.get("items")
    if items:
        found.append((message("Items"), ", ".join(_item_words(key, spec or {}) for key, spec in items.items())))
    if survey := upload.mapping.get("survey"):
        found.insert(0, (message("Survey"), str(survey.get("name", ""))))
    return found


def _item_words(key: str, spec: dict[str, Any]) -> str:
    """The column, and what was asked where that is another word."""
    column = str(spec.get("column", key))
    label = say(Text.of(spec["label"])) if isinstance(spec.get("label"), dict | str) else key
    return column if label in (key, column) else f"{column} ({label})"


def column_words(name: str) -> Any:
    """A column of the facts in words; the items of a survey keep their keys."""
    return LABELS.get(name) or MORE_COLUMNS.get(name) or PLACES.get(name) or OF_CUSTOMERS.get(name) or name


def suggested_name(upload: Upload) -> str:
    """The name under which the mapping would be kept: that of its source."""
    return upload.keep_as or str(upload.mapping.get("source") or "").replace("default", "")


def _imported(one: Import, upload: Upload | None, *, last: bool) -> Line:
    state = message("Taken back") if one.undone else message("Imported")
    aside = upload.report.get("n_bad") if upload else one.note.get("n_bad")
    return Line(
        at=one.at,
        name=upload.name if upload else one.note.get("file", one.table),
        table=table_words(one.table),
        url=reverse("imports:detail", args=[upload.public_id]) if upload else "",
        by=(upload.by.shown_name if upload.by else "") if upload else "",
        state=state,
        new=Count(one.new),
        known=Count(one.known),
        replaced=Count(one.replaced),
        set_aside=Count(int(aside or 0)),
        undo=reverse("imports:undo", args=[one.import_id]) if last else "",
    )


def _on_its_way(upload: Upload) -> Line:
    done = upload.stage == Stage.DONE and bool(upload.report)
    if done and upload.kind == Kind.CUSTOMERS:
        return _customers(upload)
    known = Count(upload.report["known"]) if done else None
    return Line(
        at=upload.created,
        name=upload.name,
        table=message("Customers")
        if upload.kind == Kind.CUSTOMERS
        else table_words("purchases" if upload.kind == Kind.PURCHASES else "answers/"),
        url=reverse("imports:detail", args=[upload.public_id]),
        by=upload.by.shown_name if upload.by else "",
        state=message("Known already") if known else STAGES[Stage(upload.stage)],
        known=known,
    )


def _customers(upload: Upload) -> Line:
    """Customers are no facts, so the facts list no import of them."""
    counts = {name: Count(upload.report.get(name, 0)) for name in ("new", "known", "replaced")}
    return Line(
        at=upload.ended or upload.created,
        name=upload.name,
        table=message("Customers"),
        url=reverse("imports:detail", args=[upload.public_id]),
        by=upload.by.shown_name if upload.by else "",
        state=message("Imported"),
        set_aside=Count(upload.report.get("n_bad", 0)),
        **counts,
    )


def table_words(table: str) -> Message:
    if table == "purchases":
        return message("Purchase lines")
    survey = table.removeprefix("answers/")
    return message("Answers to {survey}", survey=_survey(survey)) if survey else message("Answers to a survey")


def _survey(name: str) -> Text | str:
    """Its title; the name where its questions are not kept."""
    return facts().survey(name).title if name in facts().surveys() else name
