"""The three ways by which answers come in, under one model of data: asked, volunteered, bought."""

from __future__ import annotations

from enum import StrEnum

from regulars.language import Message, message


class Intake(StrEnum):
    """How an answer came in. ``FILE``: imported, such as from an agency; ``FEEDBACK``: told without being asked."""

    SURVEY = "survey"
    FEEDBACK = "feedback"
    FILE = "file"

    @property
    def code(self) -> int:
        """As columns hold it."""
        return ORDER.index(self)

    @property
    def said(self) -> Message:
        """For people."""
        return _WORDS[self]


ORDER = tuple(Intake)
CHANNEL = "feedback"  # by which answers of the form that is always open are known
_WORDS = {
    Intake.SURVEY: message("Own survey"),
    Intake.FEEDBACK: message("Feedback form"),
    Intake.FILE: message("Imported file"),
}
