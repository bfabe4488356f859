"""A locked database and a full disk while people answer: told in words, nothing half-written, nothing lost.

    python prove/faults_responding.py        as root on Linux (it mounts a small disk); writes prove/results/

The real ``regulars up`` on SQLite. Each fault is ended again, and what was refused is sent once more from the page that
said so; in the end both stores are compared row by row.
"""

from __future__ import annotations

import contextlib
import random
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from harness.install import Install, Reply, Respondent, ask, prepare, seconds_until, verdict

RESULTS = Path(__file__).parent / "results" / "faults_responding.md"
DISK = "96m"
LOCKED = 28.0  # seconds; the database waits for 20


def main() -> int:
    """Both faults, one after the other, in one install."""
    folder = Path(tempfile.mkdtemp(prefix="regulars-faults-"))
    with small_disk(folder) as home:
        page = prepare(home)
        install = Install.up(home)
        guest = Respondent(install.port, page, random.Random(1))  # noqa: S311
        try:
            guest.submit("before")
            rows = [*locked(install, guest, home), *full(install, guest, home)]
            guest.submit("after")
            copied = seconds_until(nothing_waits, 90)
            code = install.down()
        finally:
            if install.process.poll() is None:
                install.process.kill()
        found = verdict(guest.acknowledged)
        stored = f"{found.acknowledged} acknowledged, {found.stored} stored, {found.lost} lost, {found.twice} twice"
        same = "the same row by row" if found.right else "**WRONG**"
        rows.append(f"| both stores afterwards | {stored}; in the facts {found.facts}, {same} |")
        rows.append(f"| copied after the faults | within {copied:.0f} s; ended with code {code} |")
        from django.db import connections

        connections.close_all()
    print("\n".join(rows))
    if not found.right:
        print(f"WRONG: {found}")
        return 1
    head = f"# Faults while people answer\n\n{datetime.now().astimezone():%Y-%m-%d}. Made by `faults_responding.py`.\n"
    RESULTS.write_text(f"{head}\n| | |\n|---|---|\n" + "\n".join(rows) + "\n", "utf-8")
    shutil.rmtree(folder)
    return 0


def locked(install: Install, guest: Respondent, home: Path) -> Iterator[str]:
    """Another program holds the database for longer than anybody waits."""
    form = guest.form("while it was locked")
    other = sqlite3.connect(home / "regulars.sqlite3", isolation_level=None)
    other.execute("begin immediate")
    began = time.monotonic()
    refused = ask(install.port, "POST", guest.page, form)
    waited = time.monotonic() - began
    shown = ask(install.port, "GET", guest.page)
    time.sleep(max(0.0, LOCKED - (time.monotonic() - began)))
    other.rollback()
    other.close()
    yield f"| database locked for {LOCKED:.0f} s: an answer | {told(refused, form)} after {waited:.0f} s |"
    yield f"| the page meanwhile | {shown.status} |"
    yield f"| the same form afterwards | {guest.send(form).status}, again: {guest.send(form).status} |"


def full(install: Install, guest: Respondent, home: Path) -> Iterator[str]:
    """Nothing more fits on the disk that holds everything."""
    form = guest.form("while the disk was full")
    guest.submit("just before the disk was full")  # it waits to be copied
    ballast = home / "ballast"
    with ballast.open("wb") as file, contextlib.suppress(OSError):
        while True:
            file.write(b"\0" * 65_536)
            file.flush()
    refused = ask(install.port, "POST", guest.page, form)
    shown = ask(install.port, "GET", guest.page)
    problem = copying_problem()
    ballast.unlink()
    yield f"| disk full: an answer | {told(refused, form)} |"
    yield f"| the page meanwhile | {shown.status} |"
    yield f"| copying meanwhile | {problem} |"
    yield f"| the same form afterwards | {guest.send(form).status}, again: {guest.send(form).status} |"


def told(reply: Reply, form: dict[str, str]) -> str:
    """What the page said, and whether it kept what was typed."""
    words = "could not be stored just now" in reply.text
    kept = form["comment"] in reply.text
    return f"{reply.status}, {'told' if words else '**not told**'}, {'kept' if kept else '**lost**'} what was typed"


def copying_problem() -> str:
    """What the copier meets."""
    from regulars.web.research.copying import copied_until, copy_waiting

    try:
        copy_waiting()
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:160]}; {copied_until().waiting} still waits"
    return "**went on**"


def nothing_waits() -> bool:
    """Whether the facts hold everything."""
    from regulars.web.research.copying import copied_until

    return copied_until().waiting == 0


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A home folder that is a disk of its own."""
    home = folder / "home"
    home.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(home)], check=True)
    try:
        yield home
    finally:
        subprocess.run(["umount", "-l", str(home)], check=True)


if __name__ == "__main__":
    raise SystemExit(main())
