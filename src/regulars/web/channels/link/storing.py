"""One response and its row in the outbox, in one transaction, synced by the time this returns."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import Enum, auto
from functools import partial
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from regulars.survey import Questionnaire, Submission
from regulars.survey.blocks import Consent
from regulars.survey.quality import hurried, straight
from regulars.web.channels.link.door import Door, Status, definition
from regulars.web.channels.link.rows import insert
from regulars.web.channels.link.tokens import Token
from regulars.web.ids import in_no_order, new_id
from regulars.web.people import consents
from regulars.web.research.fieldwork.arriving import spend
from regulars.web.research.hearing import heard
from regulars.web.research.models import OutboxRow, Partial, Response
from regulars.web.research.partials import move_files
from regulars.web.research.scoring import score_of

PATIENCE = 2.0  # seconds
STEP = 0.002  # seconds
LONGEST = 2_000_000_000  # seconds that the column holds; a clock that was set back and forth is no fault of a guest


class Outcome(Enum):
    """``AGAIN``: this form had been sent before. ``SECOND``: this person had answered before, in another form."""

    NEW = auto()
    LATE = auto()
    AGAIN = auto()
    SECOND = auto()


def store(
    *,
    door: Door,
    token: Token,
    submission: Submission,
    language: str,
    at: datetime,
    part: Partial | None = None,
    ineligible: bool = False,
) -> Outcome:
    """What became of it; the first answers of a form and of a person stand.

    ``part`` goes with it. What is given to try the study out, or is ``ineligible``, is never copied into the facts.

    Raises ``DatabaseError`` or ``OSError`` when it cannot be stored; then nothing of it is.
    """
    asked = definition(door.questionnaire, token.version)
    values = _values(door, asked, token, submission, language, at, part)
    values |= {"ineligible": ineligible, "complete": not ineligible}
    try:
        with one_writer(), transaction.atomic():
            if door.who is not None and not spend(door.who, ineligible=ineligible):
                return _not_the_first(token, part)
            # Counted here, where nobody is between: what is over the quota is kept, and known.
            values["late"] = door.held().status(at) is not Status.OPEN
            made = insert(Response, values)
            if not door.test and not ineligible:
                insert(OutboxRow, {"response_id": made})
            if part is not None:
                move_files(part, made, submission.files.values())
                part.delete()
            if values["customer_id"] is not None and not door.test:
                consents.tick(customer=values["customer_id"], purposes=_agreed(asked, submission), at=at)
            if door.along is not None:
                door.along(made)
            if door.privacy == "identified" and not door.test and not ineligible:
                transaction.on_commit(partial(heard, made, values["score"]))
    except IntegrityError:
        if Response.objects.filter(nonce=token.nonce).exists():
            return Outcome.AGAIN
        raise
    door.came()
    return Outcome.LATE if values["late"] else Outcome.NEW


def _agreed(asked: Questionnaire | None, submission: Submission) -> list[str]:
    """What the boxes that were ticked agree to; most agree to nothing beyond this answer."""
    if asked is None or not submission.consents:
        return []
    boxes = [block for block in asked.blocks if isinstance(block, Consent) and block.key in submission.consents]
    return [box.purpose for box in boxes if box.purpose is not None]


def _values(
    door: Door,
    asked: Questionnaire | None,
    token: Token,
    submission: Submission,
    language: str,
    at: datetime,
    part: Partial | None,
) -> dict[str, Any]:
    carried = door.carried(language)
    seconds = token.seconds(at) if part is None or door.anonymous else (at - part.begun).total_seconds()
    values: dict[str, Any] = {
        "public_id": new_id(),
        "channel": door.channel,
        "cell_id": carried.cell,
        "customer_id": door.who.customer if door.who else None,
        "test": door.test,
        "hidden_reason": "",
        "study_id": door.study,
        "version": token.version,
        "unit_id": carried.unit,
        "link_id": carried.link,
        "nonce": token.nonce,
        "at": door.at(at),
        "day": door.day(at),
        "language": carried.language,
        "answers": dict(submission.answers),
        "consents": list(submission.consents),
        "put_aside": dict(submission.aside),
        "files": dict(submission.files),
        # A length of time is as good as two times to whoever has the log of a web server.
        "seconds": None if seconds is None or door.anonymous else min(max(0, round(seconds)), LONGEST),
        "hurried": asked is not None and hurried(asked, submission, seconds),
        "straight": asked is not None and straight(asked, submission.answers),
        "score": score_of(asked, submission.answers),
    }
    return values | ({"id": in_no_order()} if door.anonymous else {})


def _not_the_first(token: Token, part: Partial | None) -> Outcome:
    if Response.objects.filter(nonce=token.nonce).exists():
        return Outcome.AGAIN
    if part is not None:
        part.delete()
    return Outcome.SECOND


@contextmanager
def one_writer() -> Iterator[None]:
    """SQLite's own waiting sleeps in steps of up to 100 ms; a file lock lets the next writer in within two.

    It only puts writers in a row: who has waited for long goes on without it, and the database decides. So a holder
    that is stuck stops nobody.
    """
    if connection.vendor != "sqlite":
        yield
        return
    until = time.monotonic() + PATIENCE
    with (settings.HOME / "write.lock").open("ab") as lock:
        while time.monotonic() < until:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(STEP)
            else:
                break
        yield
