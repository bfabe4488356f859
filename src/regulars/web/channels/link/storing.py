"""One response and its row in the outbox, in one transaction, synced by the time this returns."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from regulars.survey import Submission
from regulars.survey.quality import hurried, straight
from regulars.web.channels.link.door import Door, definition
from regulars.web.channels.link.rows import insert
from regulars.web.channels.link.tokens import Token
from regulars.web.ids import new_id
from regulars.web.research.fieldwork.arriving import spend
from regulars.web.research.models import OutboxRow, Partial, Response
from regulars.web.research.partials import move_files
from regulars.web.research.scoring import score_of

PATIENCE = 2.0  # seconds
STEP = 0.002  # seconds
LONGEST = 2_000_000_000  # seconds that the column holds; a clock that was set back and forth is no fault of a guest


def store(
    *,
    door: Door,
    token: Token,
    submission: Submission,
    language: str,
    at: datetime,
    late: bool,
    part: Partial | None = None,
) -> bool:
    """True: it is new; False: this form had been sent before, or this person had answered, and the first answers stand.

    ``part`` goes with it. What is given to try the study out is never copied into the facts.

    Raises ``DatabaseError`` or ``OSError`` when it cannot be stored; then nothing of it is.
    """
    asked = definition(door.questionnaire, token.version)
    seconds = token.seconds(at) if part is None else (at - part.begun).total_seconds()
    values: dict[str, Any] = {
        "public_id": new_id(),
        "channel": door.channel,
        "cell_id": door.cell,
        "customer_id": door.who.customer if door.who else None,
        "test": door.test,
        "hidden_reason": "",
        "study_id": door.study,
        "version": token.version,
        "unit_id": door.unit,
        "link_id": door.link,
        "nonce": token.nonce,
        "at": door.at(at),
        "day": door.day(at),
        "language": language,
        "answers": dict(submission.answers),
        "consents": list(submission.consents),
        "late": late,
        "complete": True,
        "put_aside": dict(submission.aside),
        "files": dict(submission.files),
        "seconds": None if seconds is None else min(max(0, round(seconds)), LONGEST),
        "hurried": asked is not None and hurried(asked, submission, seconds),
        "straight": asked is not None and straight(asked, submission.answers),
        "score": score_of(asked, submission.answers),
    }
    try:
        with one_writer(), transaction.atomic():
            if door.who is not None and not spend(door.who):
                return False
            made = insert(Response, values)
            if not door.test:
                insert(OutboxRow, {"response_id": made})
            if part is not None:
                move_files(part, made, submission.files.values())
                part.delete()
    except IntegrityError:
        if Response.objects.filter(nonce=token.nonce).exists():
            return False
        raise
    return True


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
