"""The matrix: what a level holds, how it is read and kept as plain data, and what nobody may promise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

import yaml

from regulars.language import Estimate, Message, Text, message
from regulars.methods.value.tier_rules import TITLES
from regulars.survey.entries import Entries
from regulars.web.cases.workflows import Clock, workflows
from regulars.web.people.levels.errors import LevelsError

UNKNOWN = "unknown"
LEVELS: Mapping[str, Message] = {**TITLES, UNKNOWN: message("tier not known")}
# Who stands first never gets less than who stands second. Of whom nothing is known may turn out to be anybody.
ABOVE = (("premium", "middle"), ("middle", "low"), (UNKNOWN, "low"))
OTHER = frozenset({"recovery", "finding"})  # kinds of cases that are no complaint; whatever else there is, is one
WORDS = ("content", "channel", "image")
HOURS, CONTACTS = 400, 366


class Way(StrEnum):
    """By what the company is in touch."""

    PERSON = "person"
    PHONE = "phone"
    EMAIL = "email"
    SMS = "sms"
    POST = "post"

    @property
    def said(self) -> Message:
        """For people."""
        return _WAYS[self]


class Caller(StrEnum):
    """Who calls."""

    ANYBODY = "anybody"
    MANAGER = "manager"

    @property
    def said(self) -> Message:
        """For people."""
        return _CALLERS[self]


_WAYS = {
    Way.PERSON: message("in person"),
    Way.PHONE: message("telephone"),
    Way.EMAIL: message("e-mail"),
    Way.SMS: message("text message"),
    Way.POST: message("letter by post"),
}
_CALLERS = {Caller.ANYBODY: message("anybody of the team"), Caller.MANAGER: message("a manager")}


@dataclass(frozen=True)
class Level:
    """``contacts`` of care a year; 0 is no active follow-up. Business hours: ``answer``, the first to whatever is no
    complaint; ``complaints``, the first to a complaint. None: as the workflow of the case has it.
    """

    content: Text
    channel: Text
    image: Text
    ways: tuple[Way, ...]
    caller: Caller
    contacts: int
    answer: int | None
    complaints: int | None

    @property
    def plain(self) -> dict[str, Any]:
        """As it is kept."""
        words = {name: dict(getattr(self, name).words) for name in WORDS}
        return words | {
            "ways": [one.value for one in self.ways],
            "caller": self.caller.value,
            "contacts": self.contacts,
            "answer": self.answer,
            "complaints": self.complaints,
        }

    def hours(self, kind: str, severity: int) -> float | None:
        """Until the first answer in a case of this kind. A complaint is never answered later than its workflow says."""
        usual = workflows()[kind].hours(Clock.RESPOND, severity)
        if kind in OTHER:
            return usual if self.answer is None else float(self.answer)
        return min((one for one in (usual, self.complaints) if one is not None), default=None)


Matrix = Mapping[str, Level]


@cache
def proposal() -> Matrix:
    """What comes with Regulars. Raises ``EntryError`` for a slip."""
    file = resources.files("regulars").joinpath("content", "service-levels.yaml")
    return read(yaml.safe_load(file.read_text("utf-8")))


def read(data: Any) -> Matrix:
    """A matrix from plain data, checked. Raises ``EntryError`` for a slip, ``LevelsError`` for what may not be."""
    levels = Entries.of(data).only("levels").inner("levels").only(*LEVELS)
    found = {tier: _level(levels.inner(tier)) for tier in LEVELS}
    check(found)
    return found


def plain(matrix: Matrix) -> dict[str, Any]:
    """As it is kept."""
    return {"levels": {tier: level.plain for tier, level in matrix.items()}}


def _level(entries: Entries) -> Level:
    entries.only(*WORDS, "ways", "caller", "contacts", "answer", "complaints")
    ways = entries.names("ways")
    if wrong := [one for one in ways if one not in Way.__members__.values()]:
        entries.wrong("ways", message("“{way}” is none of: {known}.", way=wrong[0], known=tuple(Way)))
    return Level(
        **{name: entries.text(name) for name in WORDS},
        ways=tuple(one for one in Way if one in ways),
        caller=entries.one_of("caller", Caller, Caller.ANYBODY) or Caller.ANYBODY,
        contacts=entries.whole("contacts", 0, high=CONTACTS),
        answer=entries.whole("answer", low=1, high=HOURS) if entries.has("answer") else None,
        complaints=entries.whole("complaints", low=1, high=HOURS) if entries.has("complaints") else None,
    )


def check(matrix: Matrix) -> None:
    """Raises ``LevelsError`` for a promise that nobody may give."""
    _complaints(matrix)
    for better, lesser in ABOVE:
        one, other = matrix[better], matrix[lesser]
        if one.contacts < other.contacts:
            raise LevelsError(
                message(
                    "“{better}” would hear from us less often than “{lesser}”: give at least {count} contacts a year. "
                    "Where a tier is unclear the better level is due, so it has to be the better one.",
                    better=LEVELS[better], lesser=LEVELS[lesser], count=other.contacts,
                ),
                better, "contacts",
            )  # fmt: skip
        if (one.answer or _usual()) > (other.answer or _usual()):
            raise LevelsError(
                message(
                    "“{better}” would wait longer for an answer than “{lesser}”: give {count} hours or fewer. "
                    "Where a tier is unclear the better level is due, so it has to be the better one.",
                    better=LEVELS[better], lesser=LEVELS[lesser], count=int(other.answer or _usual()),
                ),
                better, "answer",
            )  # fmt: skip
    for tier, level in matrix.items():
        if level.contacts and not level.ways:
            raise LevelsError(message("Say by what you are in touch, or promise no contacts."), tier, "ways")


def _complaints(matrix: Matrix) -> None:
    standard = complaint_standard()
    said = {tier: standard if level.complaints is None else level.complaints for tier, level in matrix.items()}
    best = min(said.values())
    for tier, hours in said.items():
        if hours > standard:
            raise LevelsError(
                message(
                    "A complaint is answered within {standard} business hours at the latest, whoever complains: "
                    "{hours} would be slower. Enter {standard} or fewer, or nothing.",
                    standard=_said(standard), hours=_said(hours),
                ),
                tier, "complaints",
            )  # fmt: skip
        if hours > best:
            raise LevelsError(
                message(
                    "Complaints are answered at the same standard for every tier: “{tier}” would wait {hours} business "
                    "hours where another waits {best}. A tier may decide who is visited, never how a complaint is "
                    "answered: the tier itself may be wrong, and who complains wants to stay. Enter the same for all.",
                    tier=LEVELS[tier], hours=_said(hours), best=_said(best),
                ),
                tier, "complaints",
            )  # fmt: skip


def _said(hours: float) -> Estimate:
    return Estimate(hours, digits=0)


def complaint_standard() -> float:
    """Business hours until the first answer to the slightest complaint; graver ones are answered sooner."""
    return workflows()["complaint"].hours(Clock.RESPOND, 1) or HOURS


def complaint_hours() -> tuple[float, float]:
    """The shortest and the longest that any complaint may wait for its first answer."""
    those = [one.clocks.get(Clock.RESPOND, ()) for key, one in workflows().items() if key not in OTHER]
    every = [hours for those_of_one in those for hours in those_of_one]
    return min(every), max(every)


def _usual() -> float:
    """What holds for the slightest other matter where nothing else is promised."""
    return workflows()["recovery"].hours(Clock.RESPOND, 1) or HOURS
