"""Responses as a table that leaves the house."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import xlsxwriter
from django.db.models import QuerySet
from django.utils import timezone

from regulars.language import Message, message
from regulars.survey import Item, Questionnaire
from regulars.survey.definition import ItemKind
from regulars.web.research.inbox.shown import LEFT, channel_of, label_of, signs_of
from regulars.web.research.models import Response, Version
from regulars.web.tables import cell
from regulars.web.words import say

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")
_HEAD = (
    message("Response"),
    message("Study"),
    message("Unit"),
    message("Time"),
    message("Language"),
    message("Channel"),
    message("Score"),
    message("Tags"),
    message("Complete"),
    message("Signs"),
)


def table(responses: QuerySet[Response]) -> Iterator[list[Any]]:
    """The heading, then a row for each response, in pieces. Words that were put out of sight stay out."""
    pairs = responses.order_by().values_list("study__questionnaire_id", "version").distinct()
    versions = _versions(pairs)
    columns: dict[str, tuple[Item, Questionnaire]] = {}
    for questionnaire in versions.values():
        for item in questionnaire.items:
            columns[item.key] = (item, questionnaire)  # the latest version names the column
    yield [*(say(words) for words in _HEAD), *(f"{label_of(*one)} ({key})" for key, one in columns.items())]
    rows = responses.select_related("study__questionnaire", "unit").prefetch_related("tags")
    for one in rows.iterator(chunk_size=1000):
        yield [
            one.public_id,
            one.study.shown_title,
            one.unit.code if one.unit else "",
            timezone.localtime(one.at).isoformat(" ", "minutes"),
            one.language,
            _words(channel_of(one)),
            one.score,
            ", ".join(tag.name for tag in one.tags.all()),
            say(message("yes") if one.complete else message("no")),
            ", ".join(say(sign) for sign in signs_of(one) if sign is not LEFT),
            *(_value(one, key, item) for key, (item, _) in columns.items()),
        ]


def write_xlsx(rows: Iterable[Iterable[Any]], path: Path) -> None:
    """The same as a workbook. Numbers are numbers; words are words, never formulas."""
    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 1)
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, int | float):
                    sheet.write_number(at, column, value)
                elif value not in (None, ""):
                    sheet.write_string(at, column, _CONTROL.sub("", cell(value))[:32_767])


def _versions(pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Questionnaire]:
    wanted = set(pairs)
    rows = Version.objects.filter(questionnaire__in={one for one, _ in wanted}).order_by("questionnaire", "number")
    return {
        (one.questionnaire_id, one.number): one.definition
        for one in rows
        if (one.questionnaire_id, one.number) in wanted
    }


def _words(text: Message | str) -> str:
    return text if isinstance(text, str) else say(text)


def _value(response: Response, key: str, item: Item) -> Any:
    if response.hidden_at is not None and item.kind is ItemKind.TEXT:
        return say(message("out of sight"))
    return response.answers.get(key)
