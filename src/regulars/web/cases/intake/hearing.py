"""A low score becomes a case at once, and no guest waits for it.

Whoever stores a response only drops its key here. A thread of the server gathers what came within a moment, asks the
rules what the score alone can tell, and gives the rest to the worker. Without the server (a command, a test) nothing
is done: the look each minute finds it.
"""

from __future__ import annotations

import logging
import os
import threading
from datetime import date
from queue import Empty, SimpleQueue
from time import monotonic, sleep

from django.conf import settings
from django.db import close_old_connections, connections
from django.utils import timezone

from regulars.web.cases.intake.rules import Ready, ready
from regulars.web.jobs.starting import NOW, start
from regulars.web.research.hearing import on_response

log = logging.getLogger(__name__)
GATHER = 0.1  # seconds
KEEP = 2.0  # seconds for which the rules are not read anew
MOST = 500
Dropped = tuple[int, "int | None"]
_DROPPED: SimpleQueue[Dropped] = SimpleQueue()
_lock = threading.Lock()
_threads: dict[int, threading.Thread] = {}  # by process: a fork has none
_rules: list[Ready] = []
_read_at = -KEEP


@on_response
def hear(key: int, score: int | None) -> None:
    """Drop it, which takes no time."""
    if not settings.LISTENS_AT:
        return
    _DROPPED.put((key, score))
    _wake()


def worth_a_look(dropped: list[Dropped], today: date) -> list[int]:
    """The keys of those that a rule may fit. The worker reads the whole."""
    rules = _known()
    return [key for key, score in dropped if any(one.may_fit(score, today) for one in rules)]


def gathered() -> list[Dropped]:
    """What came within a moment; waits for the first."""
    dropped = [_DROPPED.get()]
    sleep(GATHER)
    while len(dropped) < MOST:
        try:
            dropped.append(_DROPPED.get_nowait())
        except Empty:
            break
    return dropped


def hand_on(dropped: list[Dropped]) -> None:
    """To the worker, in the lane where nothing is long."""
    if keys := worth_a_look(dropped, timezone.localdate()):
        start("intake.look", queue=NOW, responses=keys)


def _wake() -> None:
    if os.getpid() in _threads:
        return
    with _lock:
        if os.getpid() not in _threads:
            _threads[os.getpid()] = thread = threading.Thread(target=_serve, name="intake", daemon=True)
            thread.start()


def _serve() -> None:
    while True:
        dropped = gathered()
        try:
            close_old_connections()
            hand_on(dropped)
        except Exception:
            log.exception("rules of cases wait for the look of the next minute")
            connections.close_all()


def _known() -> list[Ready]:
    global _rules, _read_at
    if monotonic() - _read_at > KEEP:
        _rules, _read_at = ready(), monotonic()
    return _rules
