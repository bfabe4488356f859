"""The server: granian with a few processes, each with a few threads."""

from __future__ import annotations

import gc
import logging
import os
import signal
from collections.abc import Callable
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from threading import Thread
from typing import Any

from regulars.web.server.lifetime import die_with

THREADS = 2
STOP = 10  # seconds for requests that are being answered
log = logging.getLogger(__name__)


def serve(host: str, port: int, workers: int) -> None:
    """Answer requests until asked to stop.

    A process that dies is replaced by granian. After a few quick deaths granian takes it for a loop and ends itself:
    then the supervisor starts it anew.
    """
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    # Once, before the fork: a process that dies is replaced at once.
    import_module("regulars.web.wsgi")
    import_module("regulars.web.urls")
    gc.freeze()
    server = Server(
        "regulars.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        blocking_threads_idle_timeout=600,  # a thread keeps its connections warm
        respawn_failed_workers=True,
        workers_kill_timeout=STOP,
        log_level=LogLevels.warning,
    )
    # Bound now: in the process that the server starts, ``getpid`` would be another.
    server.serve(target_loader=partial(load, os.getpid()), wrap_loader=False)


def load(parent: int) -> Callable[..., Any]:
    """The application, in a process of its own that ends with the server."""
    # The fork brought the server's own handlers along, which would swallow a signal until the real ones are set.
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, signal.SIG_DFL)
    # At once: asked kindly while a request runs, granian stops with Python's lock in its hands and that of the writers
    # in the request's, and nobody is left to end it. What was not acknowledged is sent again.
    die_with(parent)
    from regulars.web.wsgi import application

    Thread(target=warm, name="warm", daemon=True).start()
    return application


def warm() -> None:
    """Read what the first page would have to wait for. A guest who comes meanwhile does not wait."""
    if find_spec("regulars.web.results") is None or find_spec("regulars.web.results.warm") is None:
        return
    from django.db import connections

    try:
        import_module("regulars.web.results.warm").warm()
    except Exception:
        log.exception("warming")
    finally:
        connections.close_all()
