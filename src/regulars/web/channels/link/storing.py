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
from regulars.web.channels.link.door import Door, definition
from regulars.web.channels.link.rows import insert
from regulars.web.channels.link.tokens import Token
from regulars.web.ids import new_id
from regulars.web.research.models import OutboxRow, Response
from regulars.web.research.scoring import score_of

PATIENCE = 2.0  # seconds
STEP = 0.002  # seconds


def store(*, door: Door, token: Token, submission: Submission, language: str, at: datetime, late: bool) -> bool:
    """True: it is new; False: this form had been sent before, and its first answers stand.

    Raises ``DatabaseError`` or ``OSError`` when it cannot be stored; then nothing of it is.
    """
    values: dict[str, Any] = {
        "public_id": new_id(),
        "channel": "link",
        "hidden_reason": "",
        "study_id": door.study,
        "version": token.version,
        "unit_id": door.unit,
        "link_id": door.link,
        "nonce": token.nonce,
        "at": at,
        "day": door.day(at),
        "language": language,
        "answers": dict(submission.answers),
        "consents": list(submission.consents),
        "late": late,
        "score": score_of(definition(door.questionnaire, token.version), submission.answers),
    }
    try:
        with one_writer(), transaction.atomic():
            insert(OutboxRow, {"response_id": insert(Response, values)})
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
