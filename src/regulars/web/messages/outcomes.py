"""What became of one try to hand a message over."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

from regulars.language import Message, message
from regulars.web.messages.models import Outgoing

LINE_BROKE = message(
    "The connection broke after the message was handed over and before the server’s answer: perhaps it was sent. "
    "It is not sent again by itself."
)


class Answer(Enum):
    """What became of one try."""

    TAKEN = "taken"
    LATER = "later"  # this message, for now
    NEVER = "never"  # this message, for good
    NOBODY = "nobody"  # there is no such mailbox
    UNSURE = "unsure"
    HUNG_UP = "hung up"  # in the middle of the talk: perhaps because of this message
    CLOSED = "closed"  # the server takes nothing at all: not this message's fault


@dataclass(frozen=True)
class Outcome:
    """The answer, and in words why."""

    answer: Answer
    why: Message | None = None


class Line(Protocol):
    """A way out: the mail server, or a gateway."""

    def prepare(self, outgoing: Outgoing) -> Any:
        """The message as it goes over. Raises ``ValueError`` for what cannot be written so."""

    def hand_over(self, prepared: Any) -> Outcome:
        """Send it."""

    def close(self) -> None:
        """Hang up."""
