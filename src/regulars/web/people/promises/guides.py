"""Questions for somebody who has not decided: which guides there are, and what their answers come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

import yaml

from regulars.language import Text
from regulars.survey.entries import Entries, text


class Part(StrEnum):
    """What an answer says: the wish itself, how much of it, or what would still be well."""

    WHAT = "what"
    AMOUNT = "amount"
    LIMIT = "limit"


@dataclass(frozen=True)
class Question:
    """``ask``: what to say. ``choices``: answers that others gave; anything else may be written."""

    key: str
    part: Part
    ask: Text
    choices: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Guide:
    """Questions about one topic, in the order in which they are asked."""

    key: str
    topic: Text
    title: Text
    questions: tuple[Question, ...]

    def put_together(self, answers: Mapping[str, str], joined: str) -> tuple[str, str]:
        """What they want with how much, and what would still be well."""
        said: dict[Part, list[str]] = {part: [] for part in Part}
        for one in self.questions:
            if words := " ".join(answers.get(one.key, "").split()):
                said[one.part].append(words)
        return joined.join([*said[Part.WHAT], *said[Part.AMOUNT]]), joined.join(said[Part.LIMIT])


@cache
def guides() -> Mapping[str, Guide]:
    """All, by their keys. Raises ``EntryError`` for a slip."""
    file = resources.files("regulars").joinpath("content", "expectation-guides.yaml")
    return read(yaml.safe_load(file.read_text("utf-8")))


def read(data: Any) -> dict[str, Guide]:
    """Guides from plain data."""
    found = (_guide(entries) for entries in Entries.of(data).only("guides").rows("guides"))
    return {one.key: one for one in found}


def _guide(entries: Entries) -> Guide:
    entries.only("key", "topic", "title", "questions")
    questions = tuple(_question(one) for one in entries.rows("questions"))
    return Guide(entries.key(), entries.text("topic"), entries.text("title"), questions)


def _question(entries: Entries) -> Question:
    entries.only("key", "part", "ask", "choices")
    choices = tuple(
        text(one, (*entries.place, "choices", number)) for number, one in enumerate(entries.data.get("choices") or ())
    )
    part = entries.one_of("part", Part, Part.WHAT)
    return Question(entries.key(), part or Part.WHAT, entries.text("ask"), choices)
