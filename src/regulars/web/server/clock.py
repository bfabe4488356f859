"""The clock: looks at the schedule every second and hands to the worker what is due."""

from __future__ import annotations

import logging
import threading
import time

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connections
from django.utils import timezone

from regulars.web.jobs.clock import seed, tick
from regulars.web.jobs.recovery import find_lost
from regulars.web.server.running import turn
from regulars.web.server.worker import AWAY, beat, on_signal

log = logging.getLogger(__name__)
LOOK = 1.0
SEED = 60.0


def clock() -> None:
    """Look until asked to stop."""
    stop = threading.Event()
    with turn(settings.HOME, "clock"):
        on_signal(stop)
        threading.Thread(target=beat, args=("clock", stop), name="pulse", daemon=True).start()
        seeded = float("-inf")
        while not stop.is_set():
            try:
                if time.monotonic() - seeded >= SEED:
                    close_old_connections()
                    seed(timezone.now())
                    find_lost()
                    seeded = time.monotonic()
                for name in tick(timezone.now()):
                    log.debug("started %s", name)
            except DatabaseError:
                log.exception("the schedule cannot be read")
                connections.close_all()
                stop.wait(AWAY)
            stop.wait(LOOK)
