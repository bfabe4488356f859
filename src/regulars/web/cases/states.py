"""The states of a case and the steps between them: one machine for every kind."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models

from regulars.language import Message, message


class State(models.TextChoices):
    """Where a case stands."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    INVESTIGATING = "investigating"
    RESPONDED = "responded"
    CLOSED = "closed"

    @property
    def said(self) -> Message:
        """For people."""
        return _STATES[self]


_STATES = {
    State.RECEIVED: message("received"),
    State.ACKNOWLEDGED: message("acknowledged"),
    State.INVESTIGATING: message("being looked into"),
    State.RESPONDED: message("answered"),
    State.CLOSED: message("closed"),
}
OPEN = (State.RECEIVED, State.ACKNOWLEDGED, State.INVESTIGATING, State.RESPONDED)
OURS = OPEN[:3]  # the company is to do something; once it has answered, the customer is


class Outcome(models.TextChoices):
    """How a case ended."""

    RESOLVED = "resolved"
    SILENT = "silent"
    LOST = "lost"
    INVALID = "invalid"
    DUPLICATE = "duplicate"

    @property
    def said(self) -> Message:
        """For people."""
        return _OUTCOMES[self]


_OUTCOMES = {
    Outcome.RESOLVED: message("resolved"),
    Outcome.SILENT: message("answered, no verdict came"),
    Outcome.LOST: message("not resolved"),
    Outcome.INVALID: message("no complaint"),
    Outcome.DUPLICATE: message("belongs to another case"),
}


class Verdict(models.IntegerChoices):
    """What the customer says of the answer."""

    NO = 1
    PARTLY = 2
    YES = 3

    @property
    def said(self) -> Message:
        """For people."""
        return _VERDICTS[self]


_VERDICTS = {
    Verdict.NO: message("not satisfied"),
    Verdict.PARTLY: message("partly satisfied"),
    Verdict.YES: message("satisfied"),
}


class Step(models.TextChoices):
    """What leads from one state to another."""

    ACKNOWLEDGE = "acknowledge"
    INVESTIGATE = "investigate"
    RESPOND = "respond"
    CLOSE = "close"
    DISMISS = "dismiss"
    REOPEN = "reopen"

    @property
    def said(self) -> Message:
        """For people: what was done."""
        return _STEPS[self]


_STEPS = {
    Step.ACKNOWLEDGE: message("Acknowledged"),
    Step.INVESTIGATE: message("Investigation started"),
    Step.RESPOND: message("Answered"),
    Step.CLOSE: message("Closed"),
    Step.DISMISS: message("Closed as no complaint"),
    Step.REOPEN: message("Opened again"),
}


@dataclass(frozen=True)
class Way:
    """From where a step leads, and where to."""

    before: tuple[State, ...]
    to: State


WAYS: dict[Step, Way] = {
    Step.ACKNOWLEDGE: Way((State.RECEIVED,), State.ACKNOWLEDGED),
    Step.INVESTIGATE: Way((State.RECEIVED, State.ACKNOWLEDGED), State.INVESTIGATING),
    Step.RESPOND: Way(OURS, State.RESPONDED),
    Step.CLOSE: Way(OPEN, State.CLOSED),
    Step.DISMISS: Way(OPEN, State.CLOSED),
    Step.REOPEN: Way((State.RESPONDED, State.CLOSED), State.INVESTIGATING),
}
