"""A level as pages show it, and the matrix as a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from regulars.language import Estimate, Message, Text, message, plural
from regulars.web.cases.models import Case
from regulars.web.people.levels.due import Due
from regulars.web.people.levels.matrix import LEVELS, OTHER, Level, Matrix, complaint_hours
from regulars.web.people.levels.models import Version

Words = Message | Text
NONE = message("no active follow-up")


def follow_up(level: Level) -> Message:
    """How often they hear from us without a reason of their own."""
    return (
        plural("{count} care contact a year", "{count} care contacts a year", level.contacts)
        if level.contacts
        else NONE
    )


def answer(level: Level) -> Message:
    """The first answer to whatever is no complaint."""
    if level.answer is None:
        return message("as the workflow of the case has it")
    return plural("within {count} business hour", "within {count} business hours", level.answer)


def complaints(level: Level) -> Message:
    """The first answer to a complaint: the same for everybody."""
    if level.complaints is not None:
        return message("within {hours} business hours, sooner where it is graver", hours=in_hours(level.complaints))
    low, high = complaint_hours()
    return message(
        "within {low} to {high} business hours, by how grave it is: as its workflow has it",
        low=in_hours(low), high=in_hours(high),
    )  # fmt: skip


def in_hours(hours: float) -> Estimate:
    """As many digits as it has."""
    return Estimate(hours, digits=0 if float(hours).is_integer() else 1)


def ways(level: Level) -> tuple[Message, ...]:
    """By what."""
    return tuple(one.said for one in level.ways)


ROWS: tuple[tuple[Message, Callable[[Level], Any]], ...] = (
    (message("Content"), lambda level: level.content),
    (message("Channel"), lambda level: level.channel),
    (message("Image"), lambda level: level.image),
    (message("Ways of contact"), ways),
    (message("Who calls"), lambda level: level.caller.said),
    (message("Follow-up"), follow_up),
    (message("First answer to what is no complaint"), answer),
    (message("First answer to a complaint"), complaints),
)


def table(matrix: Matrix) -> list[tuple[Message, list[tuple[Message, Any]]]]:
    """A row for each thing that is promised, a cell for each level with the name of the level."""
    return [(title, [(LEVELS[tier], value(matrix[tier])) for tier in LEVELS]) for title, value in ROWS]


@dataclass(frozen=True)
class Shown:
    """The level due at a contact. ``case``: the first answer that is due in it."""

    due: Due
    level: Level
    version: Version
    case: Message | None = None

    @property
    def follow_up(self) -> Message:
        """How often."""
        return follow_up(self.level)

    @property
    def ways(self) -> tuple[Message, ...]:
        """By what."""
        return ways(self.level)

    @property
    def caller(self) -> Message:
        """Who calls."""
        return self.level.caller.said


def of_case(case: Case, level: Level) -> Message:
    """The first answer that is due in a case."""
    hours = level.hours(case.kind, case.severity)
    if hours is None:
        return message("No first answer is promised.")
    if case.kind in OTHER:
        return message("First answer within {hours} business hours.", hours=in_hours(hours))
    return message(
        "First answer within {hours} business hours, as for every customer: a tier never decides how a complaint is "
        "answered.",
        hours=in_hours(hours),
    )
