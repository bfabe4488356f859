"""One process that keeps server, worker and clock alive, and stops them in order."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from regulars.language import Language, Message, RegularsError, message
from regulars.web.server import ports
from regulars.web.server.child import HOPELESS, Child
from regulars.web.server.running import only_one

PATIENCE = 12.0  # what may take longer is begun again at the next start
LOOK = 0.1
SIGNS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class NotStartedError(RegularsError):
    """A part refuses to start, and told why."""


@dataclass(frozen=True)
class Options:
    """What ``regulars up`` was asked for. ``next_port``: take the next free port where the wished one is taken."""

    home: Path
    language: Language
    host: str = "127.0.0.1"
    port: int = ports.USUAL
    workers: int = 2
    next_port: bool = False


def up(options: Options, say: Callable[[Message], None], ready: Callable[[str], None]) -> None:
    """Run everything until a signal asks to stop. ``ready`` is called once, with the address that answers."""
    reserve = ports.reserve_next if options.next_port else ports.reserve
    with only_one(options.home) as tell, reserve(options.host, options.port) as held, stopping() as stop:
        address = address_of(options.host, held)
        tell(address)
        supervisor = Supervisor(options, address, held.getsockname()[1], say, stop)
        if supervisor.prepare():
            supervisor.run(address, ready)


def address_of(host: str, held: socket.socket) -> str:
    """The address as a browser on this machine takes it."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{held.getsockname()[1]}"


@contextmanager
def stopping() -> Iterator[threading.Event]:
    """An event that the usual signals set. (A handler runs between two looks of the main thread.)"""
    event = threading.Event()

    def stop(_sign: int, _frame: FrameType | None) -> None:
        event.set()

    before = {sign: signal.signal(sign, stop) for sign in SIGNS}
    try:
        yield event
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)


class Supervisor:
    """Starts children, looks after them ten times a second, and stops them."""

    def __init__(
        self, options: Options, address: str, port: int, say: Callable[[Message], None], stop: threading.Event
    ) -> None:
        environment = {
            "REGULARS_HOME": str(options.home.absolute()),
            "REGULARS_LANGUAGE": options.language.value,
            "DJANGO_SETTINGS_MODULE": "regulars.web.settings",
            "REGULARS_LISTENS_AT": address,
            "PYTHONUNBUFFERED": "1",
            "OPENBLAS_NUM_THREADS": os.environ.get("OPENBLAS_NUM_THREADS", "1"),
        }
        serve = ("--host", options.host, "--port", str(port), "--workers", str(options.workers))
        self._prepare = Child("prepare", message("the preparation"), (), environment)
        self._children = (
            Child("serve", message("the server"), serve, environment),
            Child("worker", message("the worker"), (), environment),
            Child("clock", message("the clock"), (), environment),
        )
        self._host, self._port = options.host, port
        self._say, self._stop = say, stop

    def prepare(self) -> bool:
        """Bring database and static files up to date; False when asked to stop meanwhile."""
        self._prepare.start()
        while self._prepare.alive and not self._stop.wait(LOOK):
            pass
        if self._stop.is_set():
            self._prepare.ask_to_stop()
            self._prepare.end(PATIENCE)
            return False
        if self._prepare.process.returncode != 0:
            raise NotStartedError(message("Regulars was not started: see the reason above."))
        return True

    def run(self, address: str, ready: Callable[[str], None]) -> None:
        """Look after the children until asked to stop."""
        told = False
        try:
            while not self._stop.is_set():
                for child in self._children:
                    self._look_after(child)
                if not told and self._children[0].alive and self._answers():
                    told = True
                    ready(address)
                self._stop.wait(LOOK)
        finally:
            self._end()

    def _look_after(self, child: Child) -> None:
        code = child.died()
        if code == HOPELESS:
            raise NotStartedError(message("Regulars was not started: see the reason above."))
        if code is not None:
            pause = round(max(child.again_at - time.monotonic(), 0), 1)
            self._say(
                message(
                    "Ended: {part} (code {code}). It is started again in {seconds} s.",
                    part=child.label,
                    code=str(code),
                    seconds=pause,
                )
            )
        if child.due:
            child.start()

    def _answers(self) -> bool:
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self._host, self._host)  # noqa: S104
        asked = http.client.HTTPConnection(host, self._port, timeout=2)
        try:
            asked.request("GET", "/healthz")
            return asked.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            asked.close()

    def _end(self) -> None:
        """All are asked at once; the slowest has the whole patience."""
        self._say(message("Stopping …"))
        for child in self._children:
            child.ask_to_stop()
        until = time.monotonic() + PATIENCE
        for child in self._children:
            child.end(until - time.monotonic())
        self._say(message("Stopped."))
