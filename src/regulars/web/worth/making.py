"""A page's report at once where it is there or quick; else it is made behind the page, once, and the page looks again.

The making runs in threads that live as long as the process, and keep their connection to the facts. It reads facts
alone, never the database. A lock in the folder of the reports keeps other processes from making the same.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from regulars.insights.report import Report
from regulars.insights.stored import Kept, made_by
from regulars.insights.worth import Wish
from regulars.insights.worth.asking import made_anew, state_of, wish_name
from regulars.language import Message, RegularsError
from regulars.web.facts import facts
from regulars.web.jobs.starting import BROKEN
from regulars.web.kept import reports

WAIT = 0.2  # seconds until a page is answered without its report; tests wait longer
AT_ONCE = 2
READ_FIRST = 64  # reports that a fresh process reads before its first reader comes
FAILED = 256  # problems that are remembered
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Made:
    """``current``: whether the report is of the data as they stand; else a newer one is being made.

    Neither report nor problem: it is being made, for so long. ``at``: when an older one was made.
    """

    report: Report | None
    current: bool = True
    problem: Message | None = None
    running: timedelta | None = None
    at: float | None = None


def made(key: str, wish: Wish, *, again: bool = False) -> Made:
    """The report of a page, or how far it is. ``again``: try once more what failed."""
    asked = _Asked.of(key, wish)
    kept = reports().get(asked.name)
    if kept is not None and kept.of == asked.state:
        return Made(_said(kept, wish))
    problem = _FAILED.known(asked, forget=again)
    if problem is None:
        try:
            found = _begun(asked, wish).result(getattr(settings, "REPORT_WAIT", WAIT))
            if found is not None:
                return Made(_said(found, wish))
        except TimeoutError:
            pass
        problem = _FAILED.known(asked)
    return _waiting(asked, wish, kept, problem)


def _waiting(asked: _Asked, wish: Wish, kept: Kept | None, problem: Message | None) -> Made:
    older = None if kept is None else _said(kept, wish)
    since = reports().since(asked.name)
    return Made(
        older,
        current=False,
        problem=problem,
        running=timedelta(seconds=max(0.0, time.time() - (since or time.time()))),
        at=None if kept is None else kept.at,
    )


def made_now(key: str, wish: Wish) -> Report:
    """The report, however long it takes: the kept one where it holds. Raises what the page raises."""
    asked = _Asked.of(key, wish)
    kept = reports().get(asked.name)
    if kept is None or kept.of != asked.state:
        kept = _kept(asked, wish)
    return _said(kept, wish)


def warm() -> None:
    """What the first reader in a fresh process would wait for: which Regulars this is, and the kept reports of all."""
    made_by()
    for path in sorted(reports().folder.glob("*.report"), key=lambda path: path.stat().st_atime)[-READ_FIRST:]:
        reports().get(path.stem)


def is_kept(key: str, wish: Wish) -> bool:
    """Whether the report is there and of the data as they stand."""
    asked = _Asked.of(key, wish)
    kept = reports().get(asked.name)
    return kept is not None and kept.of == asked.state


def _said(kept: Kept, wish: Wish) -> Report:
    """With what it was asked for this time."""
    told = wish.scope.to_dict()
    return kept.report if kept.report.scope == told else replace(kept.report, scope=told)


@dataclass(frozen=True)
class _Asked:
    key: str
    home: Path
    name: str
    state: str

    @classmethod
    def of(cls, key: str, wish: Wish) -> _Asked:
        name = sha256(f"{made_by()} {wish_name(key, wish)}".encode()).hexdigest()[:40]
        return cls(key, settings.HOME, name, state_of(facts()))


class _Failed:
    """What could not be made, by wish and state of the data: nobody tries for ever."""

    def __init__(self) -> None:
        self._known: OrderedDict[_Asked, Message] = OrderedDict()

    def known(self, asked: _Asked, *, forget: bool = False) -> Message | None:
        return self._known.pop(asked, None) and None if forget else self._known.get(asked)

    def note(self, asked: _Asked, problem: Message) -> None:
        self._known[asked] = problem
        while len(self._known) > FAILED:
            self._known.popitem(last=False)


_FAILED = _Failed()
_running: dict[_Asked, Future[Kept | None]] = {}
_lock = threading.Lock()
_pool: list[ThreadPoolExecutor] = []  # made when first needed: threads do not come along when the server forks


def _begun(asked: _Asked, wish: Wish) -> Future[Kept | None]:
    """The making of it, which may have begun for somebody else."""
    with _lock:
        if not _pool:
            _pool.append(ThreadPoolExecutor(AT_ONCE, thread_name_prefix="report"))
        if asked not in _running:
            _running[asked] = _pool[0].submit(_make, asked, wish)
        return _running[asked]


def _kept(asked: _Asked, wish: Wish) -> Kept:
    """Worked out, and kept unless somebody was erased meanwhile."""
    era = reports().era()
    return reports().put(asked.name, asked.state, made_anew(facts(), asked.key, wish), era)


def _make(asked: _Asked, wish: Wish) -> Kept | None:
    """None where another process is at it, or where it failed."""
    try:
        with reports().turn(asked.name) as mine:
            if not mine:
                return None
            kept = reports().get(asked.name)  # another process may just have ended
            if kept is not None and kept.of == asked.state:
                return kept
            return _kept(asked, wish)
    except RegularsError as error:
        _FAILED.note(asked, error.message)
    except Exception:
        log.exception("page %s on value and loyalty", asked.key)
        _FAILED.note(asked, BROKEN)
    finally:
        with _lock:
            _running.pop(asked, None)
    return None
