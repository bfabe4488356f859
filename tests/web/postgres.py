"""A throwaway PostgreSQL server, for a run of the tests or one proof; it vanishes with its folder.

``REGULARS_TEST_DATABASE=postgresql`` lets all tests of the application run on it. PostgreSQL refuses to run as root,
so root starts it as another user.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

WANTED = "REGULARS_TEST_DATABASE"
_SHARED = "REGULARS_TEST_POSTGRESQL"
USERS = ("postgres", "nobody")
PATIENCE = 60.0


@dataclass(frozen=True)
class Server:
    """``address`` is what ``REGULARS_DATABASE`` takes, for the database ``regulars``."""

    process: subprocess.Popen[bytes]
    folder: Path
    address: str

    def stop(self) -> None:
        """At once; nothing in it is worth keeping."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(PATIENCE)
        shutil.rmtree(self.folder, ignore_errors=True)


def programs() -> Path | None:
    """The folder of PostgreSQL's programs, the newest; None where it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[4]))
    on_path = shutil.which("postgres")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


def start(*, durable: bool = False) -> Server:
    """A server with an empty database; ``durable``: it syncs what it acknowledges, as in earnest."""
    bin_ = programs()
    if bin_ is None:
        raise RuntimeError("PostgreSQL is not installed: there is no program postgres")
    folder = Path(tempfile.mkdtemp(prefix="regulars-postgres-"))
    who = _other_user() if os.geteuid() == 0 else {}
    if who:
        os.chown(folder, who["user"], who["group"])
    data = folder / "data"
    command = [bin_ / "initdb", "-A", "trust", "-U", "regulars", "-E", "UTF8", "--locale=C.UTF-8", "-N", "-D", data]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", **who)
    port = _free_port()
    settings = ["-c", f"fsync={'on' if durable else 'off'}", "-c", "listen_addresses=127.0.0.1"]
    # Each worker of the tests, and each thread of a live server, keeps a connection.
    settings += ["-c", "max_connections=200", "-p", str(port), "-k", str(folder)]
    with (folder / "log").open("wb") as words:
        process = subprocess.Popen([bin_ / "postgres", "-D", data, *settings], stderr=words, cwd="/", **who)
    server = Server(process, folder, f"postgresql://regulars@127.0.0.1:{port}/regulars")
    try:
        _make_database(bin_, port, process)
    except BaseException:
        server.stop()
        raise
    return server


_started: list[Server] = []


@contextlib.contextmanager
def running(*, durable: bool = False) -> Iterator[Server]:
    """The same, for as long as it is needed."""
    server = start(durable=durable)
    try:
        yield server
    finally:
        server.stop()


def address_for_tests() -> str | None:
    """The server that all tests of this run share, started at the first call; None: they run on SQLite.

    The processes of a parallel run find it in the environment, under a name that no program reads as its database.
    """
    wanted = os.environ.get(WANTED, "sqlite")
    if wanted not in ("sqlite", "postgresql"):
        raise RuntimeError(f"{WANTED}={wanted}: choose sqlite or postgresql")
    if wanted == "postgresql" and _SHARED not in os.environ:
        _started.append(start())
        os.environ[_SHARED] = _started[0].address
    return os.environ.get(_SHARED)


def stop_for_tests() -> None:
    """Only in the process that started it."""
    while _started:
        _started.pop().stop()
        del os.environ[_SHARED]


def _make_database(bin_: Path, port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    command = [bin_ / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "regulars", "regulars"]
    while True:
        done = subprocess.run(command, check=False, capture_output=True)
        if done.returncode == 0:
            return
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"PostgreSQL did not start: {done.stderr.decode()}")
        time.sleep(0.1)


def _other_user() -> dict[str, int | list[int]]:
    for name in USERS:
        with contextlib.suppress(KeyError):
            found = pwd.getpwnam(name)
            return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
    raise RuntimeError(f"PostgreSQL does not run as root, and there is no user {' or '.join(USERS)}")


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])
