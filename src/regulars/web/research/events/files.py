"""A list of events as a file: which column is what, what the rows would do, and doing it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from regulars.facts.imports import read_table
from regulars.facts.imports.short_lists import by_name, folded
from regulars.language import message
from regulars.survey.entries import Entries
from regulars.survey.errors import EntryError
from regulars.web.audit import Event, record
from regulars.web.research.events.errors import EventFileError
from regulars.web.research.events.models import EventKind
from regulars.web.research.events.reading import KEPT
from regulars.web.research.events.taking import RESERVED, Result, Verdict

MOST_ON_A_PAGE = 10_000
NAMES = {  # compared without capitals, blanks and marks
    "key": ("key", "id", "event", "eventid", "number", "no", "reference", "编号", "事件编号", "单号", "订单号"),
    "kind": ("kind", "type", "eventtype", "类型", "事件类型"),
    "at": ("at", "time", "when", "date", "datetime", "timestamp", "happened", "时间", "日期", "发生时间"),
    "customer": ("customer", "customerid", "customerno", "guest", "guestid", "member", "memberid",
        "客户", "客户编号", "会员号"),
    "unit": ("unit", "store", "hotel", "branch", "shop", "location", "单位", "门店", "酒店"),
    "email": ("email", "mail", "emailaddress", "邮箱", "电子邮箱", "邮件"),
    "phone": ("phone", "telephone", "mobile", "tel", "电话", "手机", "手机号"),
    "name": ("name", "customername", "guestname", "姓名", "客户姓名"),
    "language": ("language", "lang", "语言"),
}  # fmt: skip


@dataclass(frozen=True)
class FileMapping:
    """``columns``: what we call it -> column of the file. ``kind``, ``source``, ``zone``: of all rows.

    ``unused``: columns of the file that nothing was taken from.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""
    source: str = ""
    zone: str = ""
    unused: tuple[str, ...] = ()

    @classmethod
    def load(cls, path: Path) -> FileMapping:
        """A YAML file. Raises ``EventFileError``."""
        try:
            data = yaml.safe_load(path.read_text("utf-8-sig"))
            entries = Entries.of(data).only("columns", "details", "kind", "source", "zone")
            columns, details = entries.inner("columns").only(*KEPT), entries.inner("details")
        except EntryError as error:
            raise EventFileError(error.message) from None
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            reason = str(error).splitlines()[0][:120]
            raise EventFileError(
                message("{file} cannot be read as a mapping: {reason}", file=path.name, reason=reason)
            ) from None
        texts = {name: str(data.get(name) or "") for name in ("kind", "source", "zone")}
        return cls(_names(columns.data), _names(details.data), **texts)


def _names(data: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in data.items() if value is not None}


def guess(columns: Sequence[str], kind: EventKind | None) -> FileMapping:
    """By the names of the columns, in either language; the fields of the kind by their keys and labels."""
    found, there = by_name(columns, NAMES), {folded(name): name for name in reversed(columns)}
    details = {}
    for one in kind.plain.fields if kind else ():
        for word in (*one.label.words.values(), one.key):
            if (name := there.get(folded(word))) and name not in found.values():
                details[one.key] = name
    return FileMapping(found, details)


def read_rows(
    path: Path, mapping: FileMapping | None, kind: EventKind | None
) -> tuple[list[dict[str, Any]], FileMapping]:
    """The rows under our names, and how they were found. Raises what is wrong with the file as a whole."""
    table = read_table(path)
    guessed = guess(table.column_names, kind)
    held = mapping or guessed
    columns = {**(held.columns if mapping and mapping.columns else guessed.columns)}
    details = {**(held.details if mapping and mapping.details else guessed.details)}
    wanted = {**columns, **details}
    for name, column in wanted.items():
        if column not in table.column_names:
            raise EventFileError(
                message(
                    "The file has no column “{column}” for “{name}”. It has: {known}.",
                    column=column,
                    name=name,
                    known=tuple(table.column_names[:12]),
                )
            )
    for name, example in (("key", "key"), ("at", "at")):
        if name not in columns:
            raise EventFileError(
                message(
                    "The file has no column “{name}”. It has: {known}. Call the column so, or say which it is by a "
                    "mapping.",
                    name=example,
                    known=tuple(table.column_names[:12]),
                )
            )
    lists = {name: table[column].to_pylist() for name, column in wanted.items()}
    rows = [{name: _plain(values[at]) for name, values in lists.items()} for at in range(table.num_rows)]
    filled = [row for row in rows if any(value not in (None, "") for value in row.values())]
    unused = tuple(name for name in table.column_names if name not in wanted.values())
    return filled, FileMapping(columns, details, held.kind, held.source, held.zone, unused)


def _plain(value: Any) -> Any:
    """As JSON can carry it through the preview."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | None) else str(value)


@dataclass(frozen=True)
class Row:
    """One row as the page carries it through the preview."""

    data: dict[str, Any]


def source_of(text: str) -> str:
    """The name that a list of events has as its source."""
    name = " ".join(text.split())[:40] or "list"
    if name in RESERVED:
        raise EventFileError(message("“{key}” is a source inside Regulars. Choose another name.", key=name))
    return name


def bad(results: Iterable[Result]) -> Iterator[Result]:
    """Those that are left out."""
    return (one for one in results if one.verdict is Verdict.REFUSED)


@transaction.atomic
def note(results: Sequence[Result], *, source: str, by: Any) -> None:
    """Write into the trail that a list came in."""
    counts = {verdict: sum(one.verdict is verdict for one in results) for verdict in Verdict}
    record(
        Event.EVENTS_IMPORTED,
        by=by,
        code=source,
        new=counts[Verdict.TAKEN],
        known=counts[Verdict.KNOWN],
        bad=counts[Verdict.REFUSED],
    )
