"""Kinds of cases and how each goes: data in ``content/workflows``, one file for each kind."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

import yaml

from regulars.language import Message, Text, message
from regulars.survey.entries import Entries

SEVERITIES = (1, 2, 3, 4)


class Clock(StrEnum):
    """What is to be done in time."""

    ACKNOWLEDGE = "acknowledge"
    RESPOND = "respond"
    RESOLVE = "resolve"

    @property
    def said(self) -> Message:
        """For people."""
        return _CLOCKS[self]


_CLOCKS = {
    Clock.ACKNOWLEDGE: message("Acknowledge"),
    Clock.RESPOND: message("Answer"),
    Clock.RESOLVE: message("Resolve"),
}


class Whom(StrEnum):
    """Who hears of a clock that has run out."""

    OWNER = "owner"
    MANAGER = "manager"
    HEAD = "head"

    @property
    def said(self) -> Message:
        """For people."""
        return _WHOM[self]


_WHOM = {
    Whom.OWNER: message("who works on it"),
    Whom.MANAGER: message("the manager of the unit"),
    Whom.HEAD: message("the head of service"),
}


@dataclass(frozen=True)
class Level:
    """So many business hours after a clock has run out, somebody hears of it."""

    clock: Clock
    after: float
    whom: Whom


@dataclass(frozen=True)
class Workflow:
    """``clocks``: business hours for each severity, the least first; a clock that is not named does not run.

    ``cause``: closing needs a root cause. ``verdict``: the customer is asked whether the answer was good, and a case is
    resolved only when they say so. ``patience``: days after which it is closed without a verdict. ``rechecks``: days
    after closing at which the customer is asked again.
    """

    key: str
    name: Text
    meant: Text
    clocks: dict[Clock, tuple[float, ...]]
    cause: bool
    verdict: bool
    patience: int
    rechecks: tuple[int, ...]
    levels: tuple[Level, ...]

    def hours(self, clock: Clock, severity: int) -> float | None:
        """How long it may take."""
        given = self.clocks.get(clock)
        return given[severity - 1] if given else None


@cache
def workflows() -> dict[str, Workflow]:
    """All, by their keys. Raises ``EntryError`` for a slip."""
    folder = resources.files("regulars").joinpath("content", "workflows")
    files = sorted(one.name for one in folder.iterdir() if one.name.endswith(".yaml"))
    found = [read(yaml.safe_load(folder.joinpath(name).read_text("utf-8"))) for name in files]
    return {one.key: one for one in sorted(found, key=lambda one: one.key)}


def read(data: Any) -> Workflow:
    """A workflow from plain data."""
    entries = Entries.of(data).only(
        "key", "name", "meant", "clocks", "cause", "verdict", "patience", "rechecks", "levels"
    )
    clocks = {
        Clock(name): tuple(float(one) for one in hours) for name, hours in dict(entries.data.get("clocks", {})).items()
    }
    if any(len(hours) != len(SEVERITIES) for hours in clocks.values()):
        entries.wrong("clocks", message("hours for each of the four severities are wanted."))
    return Workflow(
        entries.key(),
        entries.text("name"),
        entries.text("meant"),
        clocks,
        bool(entries.data.get("cause", True)),
        bool(entries.data.get("verdict", True)),
        int(entries.data.get("patience", 7)),
        tuple(int(one) for one in entries.data.get("rechecks", ())),
        tuple(_level(one) for one in entries.rows("levels")) if entries.data.get("levels") else (),
    )


def _level(entries: Entries) -> Level:
    entries.only("clock", "after", "whom")
    return Level(Clock(entries.data["clock"]), float(entries.data["after"]), Whom(entries.data["whom"]))
