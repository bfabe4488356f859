"""One child of the supervisor: started, watched, started again with growing patience."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from regulars.language import Message

# Seconds before each new start; a child that lived for a minute begins with the first again.
PAUSES = (0.1, 1.0, 2.0, 5.0)
SOUND_LIFE = 60.0
HOPELESS = 78  # EX_CONFIG of sysexits.h: starting again changes nothing


@dataclass
class Child:
    """``name`` is the argument of ``python -m regulars.web.server``; ``label`` is what people read."""

    name: str
    label: Message
    arguments: Sequence[str] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen | None = None
    deaths: int = 0
    began: float = 0.0
    again_at: float | None = 0.0

    def start(self) -> None:
        """Start it. Standard output is the supervisor's alone; the child writes to standard error.

        A process group of its own: Ctrl+C reaches the supervisor, which then stops its children in order.
        """
        self.process = subprocess.Popen(
            [sys.executable, "-m", "regulars.web.server", self.name, *self.arguments],
            env={**os.environ, **self.environment, "REGULARS_SUPERVISOR": str(os.getpid())},
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            cwd="/",  # the folder in which somebody typed the command may go
            process_group=0,
        )
        self.began, self.again_at = time.monotonic(), None

    def died(self) -> int | None:
        """The exit code, once, when it has ended since the last look; sets when it is to be started again."""
        if self.process is None or self.again_at is not None:
            return None
        code = self.process.poll()
        if code is None:
            return None
        self.deaths = 1 if time.monotonic() - self.began > SOUND_LIFE else self.deaths + 1
        self.again_at = time.monotonic() + PAUSES[min(self.deaths, len(PAUSES)) - 1]
        return code

    @property
    def due(self) -> bool:
        """Whether it is time to start it (again)."""
        return self.again_at is not None and time.monotonic() >= self.again_at

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self.process is not None and self.process.poll() is None

    def ask_to_stop(self) -> None:
        """Let it finish what it holds in its hands."""
        if self.alive:
            self.process.send_signal(signal.SIGTERM)

    def end(self, patience: float) -> None:
        """Wait for it; then end it. What was not finished is taken up again at the next start."""
        if self.process is None:
            return
        try:
            self.process.wait(max(patience, 0.01))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
