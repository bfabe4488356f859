"""The application as real processes."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

PROGRAM = "from regulars.cli.main import run; run()"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def parents() -> dict[int, tuple[int, str]]:
    """Every process -> its parent and its command line."""
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            except OSError:
                continue
            if state != "Z":
                found[int(folder.name)] = (int(parent), line)
    return found


@dataclass
class Up:
    """A running install on a home folder of its own."""

    home: Path
    port: int
    process: subprocess.Popen
    out: Path
    log: Path
    seen: set[int] = field(default_factory=set)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def words(self) -> str:
        return self.log.read_text("utf-8")

    def child(self, name: str) -> int | None:
        """The process of a child of the supervisor."""
        for pid, (parent, line) in parents().items():
            if parent == self.process.pid and f"regulars.web.server {name}" in line:
                self.seen.add(pid)
                return pid
        return None

    def answering(self) -> list[int]:
        """The processes that answer pages: the children of the server."""
        server = self.child("serve")
        found = [pid for pid, (parent, _) in parents().items() if parent == server]
        self.seen.update(found)
        return found

    def health(self) -> dict[str, Any] | None:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=3) as answer:  # noqa: S310
                return json.load(answer)
        except (OSError, urllib.error.URLError, ValueError):
            return None

    def stop(self, sign: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(sign)
        return self.process.wait(30)


def until(check: Callable[[], Any], seconds: float = 240) -> Any:
    """What the check finds, as soon as it finds something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := check():
            return found
        time.sleep(0.05)
    raise AssertionError("waited in vain")


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Another command on the home folder."""
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, "--home", str(home), "--language", "en", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )


@pytest.fixture
def launch(tmp_path: Path) -> Iterator[Callable[..., Up]]:
    """Start a command that keeps running; gone afterwards, whatever the test did."""
    started: list[Up] = []

    def start(*arguments: str, port: int | None = None) -> Up:
        home, port = tmp_path / "install", port or free_port()
        out, log = tmp_path / "out", tmp_path / "log"
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("REGULARS_", "DJANGO_"))
        }
        command = [sys.executable, "-c", PROGRAM, "--home", str(home), "--language", "en", *arguments]
        with out.open("w") as stdout, log.open("w") as stderr:
            process = subprocess.Popen([*command, "--port", str(port)], env=environment, stdout=stdout, stderr=stderr)
        one = Up(home, port, process, out, log)
        started.append(one)
        until(lambda: "Ctrl+C stops it" in one.words or process.poll() is not None, 240)
        assert process.poll() is None, one.words
        return one

    yield start
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
            one.process.wait()
