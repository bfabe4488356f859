"""Rules and occasions to begin with, read from files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

import yaml

from regulars.language import Text
from regulars.survey.entries import Entries


@dataclass(frozen=True)
class ReadyRule:
    """A rule that a company can take over; categories and topics are words for its own."""

    key: str
    trade: Text
    name: Text
    says: Text
    reason: Text
    condition: str
    topic: Text | None
    after: Text | None
    brings: Text | None
    first_day: int
    last_day: int
    days: int


class When(StrEnum):
    """What an occasion follows from."""

    ANNIVERSARY = "anniversary"
    AFTER = "after"


@dataclass(frozen=True)
class Occasion:
    """A reason to think of a customer; ``rest``: nobody whom the company reached in so many days before.

    ``always``: also of those to whose service level no follow-up is promised.
    """

    key: str
    when: When
    days: int
    rest: int
    condition: str
    name: Text
    do: Text
    reason: Text
    always: bool = False


@cache
def ready_rules() -> Mapping[str, ReadyRule]:
    """All, by their keys. Raises ``EntryError`` for a slip."""
    return {one.key: one for one in (_rule(entries) for entries in _rows("offers.yaml", "rules"))}


@cache
def occasions() -> Mapping[str, Occasion]:
    """All, in their order. Raises ``EntryError`` for a slip."""
    return {one.key: one for one in (_occasion(entries) for entries in _rows("care.yaml", "occasions"))}


def _rows(file: str, name: str) -> list[Entries]:
    data: Any = yaml.safe_load(resources.files("regulars").joinpath("content", file).read_text("utf-8"))
    return list(Entries.of(data).only(name).rows(name))


def _rule(entries: Entries) -> ReadyRule:
    entries.only(
        "key",
        "trade",
        "name",
        "says",
        "reason",
        "condition",
        "topic",
        "after",
        "brings",
        "first_day",
        "last_day",
        "days",
    )
    return ReadyRule(
        entries.key(),
        entries.text("trade"),
        entries.text("name"),
        entries.text("says"),
        entries.text("reason"),
        str(entries.data.get("condition") or ""),
        entries.maybe_text("topic"),
        entries.maybe_text("after"),
        entries.maybe_text("brings"),
        entries.whole("first_day", 0, high=2000),
        entries.whole("last_day", 90, high=2000),
        entries.whole("days", 60, low=1, high=400),
    )


def _occasion(entries: Entries) -> Occasion:
    entries.only("key", "when", "days", "rest", "condition", "name", "do", "reason", "always")
    return Occasion(
        entries.key(),
        entries.one_of("when", When) or When.AFTER,
        entries.whole("days", 0, high=2000),
        entries.whole("rest", 14, high=400),
        str(entries.data.get("condition") or ""),
        entries.text("name"),
        entries.text("do"),
        entries.text("reason"),
        entries.switch("always"),
    )
