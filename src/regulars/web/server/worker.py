"""The worker: does the jobs in three lanes: what people started, what comes every minute, what may not wait at all."""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Callable
from types import FrameType

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connections
from django.urls import reverse
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from regulars.language import Language, render
from regulars.web.jobs.models import Pulse
from regulars.web.jobs.recovery import take_up_again
from regulars.web.jobs.starting import BROKEN, NOW, SOON
from regulars.web.server.running import turn

log = logging.getLogger(__name__)
LOOK = 0.5
BEAT = 5.0
AWAY = 3.0  # the wait after the database did not answer


def work() -> None:
    """Do jobs until asked to stop. One worker for each home folder: see ``jobs/recovery.py``."""
    stop = threading.Event()
    with turn(settings.HOME, "worker"):
        on_signal(stop)
        until_done(take_up_again, stop)
        lanes = [threading.Thread(target=Lane(name, stop).run, name=name) for name in (SOON, NOW)]
        pulse = threading.Thread(target=beat, args=("worker", stop), name="pulse", daemon=True)
        for lane in lanes:
            lane.start()
        pulse.start()
        try:
            warm()
            Lane("default", stop).run()
        finally:
            stop.set()
            for lane in lanes:
                lane.join()


def warm() -> None:
    """Addresses and words, which would cost the first job of a kind seconds."""
    reverse("home")
    for language in Language:
        render(BROKEN, language)


class Lane(Worker):
    """One queue. The library's loop takes the write lock of SQLite at every look; this one looks before it locks."""

    def __init__(self, queue: str, stop: threading.Event) -> None:
        super().__init__(
            queue_names=[queue],
            interval=LOOK,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=f"{queue}-{os.getpid()}",
            excluded_queue_names=[],
        )
        self._stop = stop

    def run(self) -> None:
        """Take one, do it, look again."""
        while not self._stop.is_set():
            close_old_connections()
            try:
                found = self._take()
                if found is not None:
                    self.run_task(found)
            except DatabaseError:
                log.exception("the queue cannot be read")
                connections.close_all()
                self._stop.wait(AWAY)
                continue
            if found is None:
                self._stop.wait(LOOK)

    def _take(self) -> DBTaskResult | None:
        ready = DBTaskResult.objects.ready().filter(queue_name__in=self.queue_names, backend_name=self.backend_name)
        if not ready.exists():
            return None
        with exclusive_transaction():
            found = ready.get_locked()
            if found is not None:
                found.claim(self.worker_id)
        return found


def on_signal(stop: threading.Event) -> None:
    """Finish the job in hand, then end. The supervisor's patience ends before a long job does: then it is repeated."""

    def ask(_sign: int, _frame: FrameType | None) -> None:
        stop.set()

    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, ask)


def beat(name: str, stop: threading.Event) -> None:
    """A sign of life every few seconds, also while a long job runs."""
    while not stop.is_set():
        try:
            Pulse.beat(name)
        except DatabaseError:
            log.warning("no sign of life could be written")
            connections.close_all()
        stop.wait(BEAT)
    connections.close_all()


def until_done(act: Callable[[], object], stop: threading.Event) -> None:
    """Again until the database lets it through."""
    while not stop.is_set():
        try:
            act()
        except DatabaseError:
            log.exception("the database does not answer")
            connections.close_all()
            stop.wait(AWAY)
        else:
            return
