"""Kills the application while people answer, and compares what they were thanked for with both stores.

    python prove/kill_responding.py [--database sqlite|postgresql] [--submissions 500] [--seed 1]

The real ``regulars up``; eight respondents who send again when nothing comes back; ``kill -9`` of a random process at
random moments: those that answer pages and their parent (while an answer is on its way), the clock, and the worker
(while it copies into the facts; copying is asked for every second, so that there is something to hit). In the end
the application is stopped, and no process of it may be left. Writes
``prove/results/kill_responding.md``.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import signal
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from harness.install import Install, Respondent, Verdict, prepare, processes, seconds_until, verdict

RESULTS = Path(__file__).parent / "results"
RESPONDENTS = 8
# How often each is killed, at most; the next one not before everything is back.
KILLS = {"server process": 12, "worker": 6, "serve": 3, "clock": 2}


@dataclass
class Killer:
    """Kills with ``kill -9`` until told to stop; asks for copying every second."""

    install: Install
    people: list[Respondent]
    dice: random.Random
    stop: threading.Event = field(default_factory=threading.Event)
    killed: Counter[str] = field(default_factory=Counter)
    while_copying: int = 0
    while_sending: int = 0

    def kill(self) -> None:
        """One after another, at random moments."""
        planned = [part for part, count in KILLS.items() for _ in range(count)]
        self.dice.shuffle(planned)
        for part in planned:
            while not self.stop.wait(0.2) and not (all(self.install.parts().values()) and self.install.answers()):
                pass
            if self.stop.wait(self.dice.uniform(0, 3)):
                return
            copying = part == "worker" and self._copying(patience=2)
            sending = part.startswith("serve") and self._sending(patience=2)
            alive = self.install.parts()[part]
            if not alive:
                continue
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.dice.choice(alive), signal.SIGKILL)
                self.killed[part] += 1
                self.while_copying += copying
                self.while_sending += sending

    def _sending(self, patience: float) -> bool:
        until = time.monotonic() + patience
        while time.monotonic() < until and not self.stop.is_set():
            if any(person.sending for person in self.people):
                time.sleep(self.dice.uniform(0, 0.006))  # somewhere inside
                return True
            time.sleep(0.0005)
        return False

    def ask_for_copying(self) -> None:
        """As the clock does each minute, only more often."""
        from regulars.web.jobs.starting import SOON, start

        while not self.stop.wait(1.0):
            start("research.copy", queue=SOON)

    def _copying(self, patience: float) -> bool:
        from regulars.web.jobs.models import Job

        until = time.monotonic() + patience
        while time.monotonic() < until and not self.stop.is_set():
            if Job.objects.filter(work="research.copy", state="running").exists():
                time.sleep(self.dice.uniform(0, 0.15))  # somewhere inside
                return Job.objects.filter(work="research.copy", state="running").exists()
            time.sleep(0.01)
        return False


def run(home: Path, database: str, submissions: int, seed: int) -> tuple[Verdict, list[str]]:
    """The whole proof on one database; the verdict and the lines about it."""
    page = prepare(home, database)
    install = Install.up(home)
    dice = random.Random(seed)  # noqa: S311
    people = [Respondent(install.port, page, random.Random(f"{seed} {n}")) for n in range(RESPONDENTS)]  # noqa: S311
    killer = Killer(install, people, dice)
    threads = [threading.Thread(target=act) for act in (killer.kill, killer.ask_for_copying)]
    began = time.monotonic()
    try:
        for thread in threads:
            thread.start()
        with answering(people, submissions, dice):
            pass
        killer.stop.set()
        for thread in threads:
            thread.join()
        lasted = time.monotonic() - began
        back = seconds_until(lambda: all(install.parts().values()) and install.answers(), 90)
        copied = seconds_until(nothing_waits, 120)
        whole = install.everything()
        code = install.down()
        left = [one for one in whole if one in processes()]
    finally:
        killer.stop.set()
        if install.process.poll() is None:
            install.process.kill()
    found = verdict([mark for person in people for mark in person.acknowledged])
    return found, lines(found, people, killer, lasted, back, copied, code, left)


@contextlib.contextmanager
def answering(people: list[Respondent], submissions: int, dice: random.Random) -> Iterator[None]:
    """Each sends its share, with short pauses; waits until all are through."""
    share = [range(n, submissions, len(people)) for n in range(len(people))]

    def answer(person: Respondent, numbers: range) -> None:
        for number in numbers:
            person.submit(f"mark {number}")
            time.sleep(person.dice.uniform(0.3, 3))

    threads = [threading.Thread(target=answer, args=pair) for pair in zip(people, share, strict=True)]
    for thread in threads:
        thread.start()
    yield
    for thread in threads:
        thread.join()


def nothing_waits() -> bool:
    """Whether the facts hold everything."""
    from regulars.web.research.copying import copied_until

    return copied_until().waiting == 0


def lines(
    found: Verdict,
    people: list[Respondent],
    killer: Killer,
    lasted: float,
    back: float,
    copied: float,
    code: int,
    left: list[int],
) -> list[str]:
    """What happened, as rows of a table."""
    seconds = sorted(second for person in people for second in person.seconds)
    kills = ", ".join(f"{part} {count}" for part, count in sorted(killer.killed.items()))
    same = "row by row the same" if found.facts_right and found.ratings_right else "**WRONG**"
    again, failed = sum(person.sent_again for person in people), sum(person.pages_failed for person in people)
    whole = f"{statistics.median(seconds) * 1000:.0f} ms, {seconds[-1]:.1f} s"
    inside = f"{killer.while_sending} while an answer was on its way, {killer.while_copying} while the worker copied"
    rows = {
        "acknowledged": f"{found.acknowledged}",
        "in the operational store: lost, twice": f"**{found.lost}, {found.twice}**",
        "stored, but the thanks never arrived": f"{found.not_acknowledged}",
        "in the facts": f"{found.facts} responses, {found.ratings} ratings, {same}",
        "kill -9": f"{killer.killed.total()} ({kills}); {inside}",
        "answers sent again, pages that failed": f"{again}, {failed}",
        "told to send again later (503)": f"{sum(person.told_to_wait for person in people)}",
        "from first sending to thanks, median and longest": whole,
        "after the last kill: all parts back, all copied": f"{back:.1f} s, {copied:.1f} s",
        "it lasted, and ended with code": f"{lasted:.0f} s, {code}",
        "processes left behind": f"{len(left)}",
    }
    return [f"| {name} | {value} |" for name, value in rows.items()]


def write(name: str, head: str, rows: list[str]) -> None:
    """One section for each database; the others stay."""
    file = RESULTS / "kill_responding.md"
    text = (
        file.read_text("utf-8") if file.exists() else "# Killed while people answer\n\nMade by `kill_responding.py`.\n"
    )
    start, end = f"\n## {name}\n", "\n## "
    before, found, rest = text.partition(start)
    after = end + rest.partition(end)[2] if found and end in rest else ""
    file.write_text(before + start + f"\n{head}\n\n| | |\n|---|---|\n" + "\n".join(rows) + "\n" + after, "utf-8")


def main() -> int:
    """Run it once, on one database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--submissions", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="regulars-kill-"))
    home = folder / "home"
    home.mkdir()
    with contextlib.ExitStack() as stack:
        database = ""
        if options.database == "postgresql":
            sys.path.insert(0, str(Path(__file__).parent.parent))
            from tests.web.postgres import running

            database = stack.enter_context(running(durable=True)).address
        found, rows = run(home, database, options.submissions, options.seed)
        from django.db import connections

        connections.close_all()
    what = f"{options.submissions} submissions, {RESPONDENTS} respondents, seed {options.seed}, 2 server processes"
    head = f"{datetime.now().astimezone():%Y-%m-%d}: {what}."
    print("\n".join(rows))
    if not found.right:
        print(f"WRONG: {found}; everything is kept in {folder}")
        return 1
    write({"sqlite": "SQLite", "postgresql": "PostgreSQL"}[options.database], head, rows)
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
