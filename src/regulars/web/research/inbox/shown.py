"""Responses in words: by the labels of the version that asked, in the language of the reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from regulars.language import Message, Text, message
from regulars.survey import Item, Questionnaire
from regulars.survey.blocks import Upload
from regulars.survey.definition import ItemKind, Role
from regulars.survey.fields import SEPARATOR
from regulars.survey.tags import PRIVATE
from regulars.web.channels.feedback.kinds import ITEM as KIND
from regulars.web.channels.feedback.kinds import KINDS
from regulars.web.channels.feedback.kinds import TEMPLATE as FEEDBACK
from regulars.web.files.kinds import PICTURES, Kind
from regulars.web.files.models import StoredFile
from regulars.web.research.models import Channel, Response, Version
from regulars.web.words import current

LEFT = message("left before the end")
HURRIED = message("answered in haste")
STRAIGHT = message("one answer straight down")
INELIGIBLE = message("not among those who are meant; not counted")
NOT_USED = message("not used")
NOT_ANSWERED = message("not answered")
_SHORT = 160


@dataclass(frozen=True)
class Answer:
    """One question with its answer. ``words``: what somebody wrote, to be shown as a quotation."""

    label: str
    value: Message | str = ""
    words: str = ""
    low: bool = False


@dataclass(frozen=True)
class Row:
    """A response in the list."""

    response: Response
    words: str
    tags: list[Any]
    signs: list[Message]
    channel: Message | str
    kind: Message | None = None


def definitions(responses: Iterable[Response]) -> Mapping[tuple[int, int], Questionnaire]:
    """The versions that these responses answered, in one query."""
    wanted = {(one.study.questionnaire_id, one.version) for one in responses}
    condition = Q(pk=None)
    for questionnaire, number in wanted:
        condition |= Q(questionnaire=questionnaire, number=number)
    return {(one.questionnaire_id, one.number): one.definition for one in Version.objects.filter(condition)}


def rows(responses: list[Response]) -> list[Row]:
    """The lines of a page of the list."""
    known = definitions(responses)
    return [
        Row(
            one,
            "" if one.hidden_at else _first_words(known.get((one.study.questionnaire_id, one.version)), one.answers),
            list(one.tags.all()),
            signs_of(one),
            channel_of(one),
            KINDS.get(one.answers.get(KIND)) if one.study.questionnaire.made_from == FEEDBACK else None,
        )
        for one in responses
    ]


def channel_of(response: Response) -> Message | str:
    """By what it came in; a name that nobody knows any more as it is."""
    return Channel(response.channel).said if response.channel in Channel.values else response.channel


def answers(response: Response) -> list[Answer]:
    """All questions of the version, with what was answered. Hidden words are left out, numbers stay."""
    questionnaire = definitions([response]).get((response.study.questionnaire_id, response.version))
    if questionnaire is None:
        return []
    hidden = response.hidden_at is not None
    found = []
    for item in questionnaire.items:
        if item.key not in response.answers:
            if item.kind is not ItemKind.TEXT:
                found.append(Answer(label_of(item, questionnaire), NOT_ANSWERED))
        elif not (hidden and item.kind is ItemKind.TEXT):
            found.append(_answer(item, response.answers[item.key], questionnaire))
    return found


def signs_of(response: Response) -> list[Message]:
    """What is remarkable about how it was answered; no verdict on what was answered."""
    told = {
        INELIGIBLE: response.ineligible,
        LEFT: not (response.complete or response.ineligible),
        HURRIED: response.hurried,
        STRAIGHT: response.straight,
    }
    return [words for words, found in told.items() if found]


def aside(response: Response) -> list[Answer]:
    """What was typed and does not count, by the words of the question, as it was typed."""
    questionnaire = definitions([response]).get((response.study.questionnaire_id, response.version))
    if questionnaire is None or response.hidden_at is not None:
        return []
    known = {one.name: one.label for block in questionnaire.blocks for one in block.known()}
    labels = {name: said(label, questionnaire) for name, label in known.items() if isinstance(label, Text)}
    return [
        Answer(labels.get(name) or name, words=", ".join(str(typed).split(SEPARATOR)))
        for name, typed in response.put_aside.items()
    ]


def files(response: Response) -> list[tuple[str, StoredFile, bool]]:
    """What was sent along: the question, the file, and whether it is a picture."""
    if not response.files or response.hidden_at is not None:
        return []
    questionnaire = definitions([response]).get((response.study.questionnaire_id, response.version))
    asked = {one.key: one.label for one in questionnaire.blocks if isinstance(one, Upload)} if questionnaire else {}
    owned = StoredFile.objects.filter(owner_type=Response._meta.label_lower, owner_id=str(response.pk))
    kept = {one.public_id: one for one in owned}
    return [
        (said(asked.get(key), questionnaire) if questionnaire else key, kept[name], Kind(kept[name].kind) in PICTURES)
        for key, name in response.files.items()
        if name in kept
    ]


def label_of(item: Item, questionnaire: Questionnaire) -> str:
    """What an item is called, for the reader."""
    return said(item.label, questionnaire) or item.key


def value_of(item: Item, value: Any, questionnaire: Questionnaire) -> Message | str:
    """An answer in words."""
    if value is None:
        return NOT_USED
    if item.kind is ItemKind.CHOICE:
        option = item.options.get(str(value))
        return said(option, questionnaire) if option else str(value)
    if item.scale is None:
        return str(value)
    if (item.scale.low, item.scale.high) == (0, 1) and item.kind is ItemKind.NUMBER:
        return message("yes") if value else message("no")
    word = item.scale.labels.get(value) if isinstance(value, int) else None
    if word:
        return message("{value} of {most}: {word}", value=value, most=item.scale.high, word=said(word, questionnaire))
    return message("{value} of {most}", value=value, most=item.scale.high)


def said(text: Text | None, questionnaire: Questionnaire) -> str:
    """Words of a questionnaire in the reader's language, else in one of its own."""
    return "" if text is None else text.in_language(current().tag, questionnaire.languages)


def _answer(item: Item, value: Any, questionnaire: Questionnaire) -> Answer:
    label = label_of(item, questionnaire)
    if item.kind is ItemKind.TEXT:
        return Answer(label, words=str(value or ""))
    low = _judges(item) and item.scale is not None and isinstance(value, int) and item.scale.index(value) <= 25
    return Answer(label, value_of(item, value, questionnaire), low=low)


def _judges(item: Item) -> bool:
    """Whether little is bad: not of places, points, boxes and counts of problems, nor of what judges nothing."""
    return item.rated and item.role is not Role.PROBLEM


def _first_words(questionnaire: Questionnaire | None, given: Mapping[str, Any]) -> str:
    """What was written, the last question first: the comment at the end says most."""
    if questionnaire is None:
        return ""
    keys = [item.key for item in questionnaire.items if item.kind is ItemKind.TEXT and PRIVATE not in item.tags]
    keys.sort(key=lambda key: key.startswith("why-"))
    text = next((str(given[key]) for key in keys if given.get(key)), "")
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHORT else flat[: _SHORT - 1] + "…"
