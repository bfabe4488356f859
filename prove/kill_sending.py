"""Kills the worker while it sends, lets the mail server and a gateway fail in every way, and counts what arrived.

    python prove/kill_sending.py [--messages 2000] [--kills 12] [--queue 100000] [--seed 1]

The real ``regulars up`` and a real SMTP server on this machine; ``kill -9`` of the worker while a message is being
handed over, at random moments. What arrived is counted by the name of each message and compared with what the outbox
says. Then, without kills, servers that are slow, die and refuse, and a gateway for short messages that fails, waits and
repeats. Writes ``prove/results/kill_sending.md``.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from harness.install import Install, prepare

RESULTS = Path(__file__).parent / "results" / "kill_sending.md"
TEN_MINUTES = timedelta(minutes=11)


class Box:
    """Counts what arrives, by name. ``pause``: seconds for each; ``dice`` and ``faults`` decide what goes wrong."""

    def __init__(self, pause: float = 0.0, faults: dict[str, float] | None = None, seed: int = 1) -> None:
        self.arrived: Counter[str] = Counter()
        self.pause, self.faults, self.dice = pause, faults or {}, random.Random(seed)  # noqa: S311

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: ARG002, N802 (the library's)
        """Take it, unless the dice say otherwise."""
        import asyncio

        await asyncio.sleep(self.pause * self.dice.uniform(0.5, 1.5))
        fault = self.dice.choices([*self.faults, ""], [*self.faults.values(), 1 - sum(self.faults.values())])[0]
        if fault.startswith(("4", "5")):
            return fault
        if fault != "cut before":
            self.arrived[str(message_from_bytes(envelope.content)["Message-ID"])] += 1
        if fault.startswith("cut"):
            server.transport.abort()
        return "250 OK"


@contextlib.contextmanager
def mail_server(box: Box, port: int = 0) -> Iterator[Controller]:
    """On this machine, until the end of the block."""
    import socket

    if not port:
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            port = found.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield controller
    finally:
        stopped(controller)


def stopped(controller: Controller) -> None:
    """Also when it is stopped already."""
    with contextlib.suppress(RuntimeError):
        controller.stop(no_assert=True)


def letters(count: int, sort: str, channel: str = "email") -> Iterator[Any]:
    """So many invitations, each to somebody else."""
    from regulars.language import Language
    from regulars.web.messages.models import Channel
    from regulars.web.messages.writing import Letter

    for number in range(count):
        to = f"{sort}{number}@example.com" if channel == "email" else f"+861380{number:07}"
        yield Letter(
            "invitation",
            to,
            "How was your stay?",
            f"Dear guest {number},\n\nyou stayed with us last week. Please tell us how it was.\n\nYours",
            nonce=f"{sort}:{number}",
            language=Language.CHINESE if number % 2 else Language.ENGLISH,
            link=f"https://ask.example.com/s/to/{number:043}",
            link_words="Begin",
            about=f"study:{sort}",
            channel=Channel(channel),
        )


def killed(count: int, kills: int, dice: random.Random, home: Path) -> tuple[list[str], bool]:
    """The worker dies again and again in the middle."""
    from regulars.web.jobs.models import Job
    from regulars.web.jobs.starting import SOON, start
    from regulars.web.messages.actions import queue_all
    from regulars.web.messages.models import Outgoing, State

    queue_all(letters=letters(count, "killed"))
    box, done, stop = Box(pause=0.04), Counter[str](), threading.Event()
    rows = Outgoing.objects.filter(about="study:killed")
    with mail_server(box) as server:
        os.environ |= {"REGULARS_SMTP_HOST": "127.0.0.1", "REGULARS_SMTP_PORT": str(server.port)}
        install = Install.up(home)
        began = time.monotonic()
        try:
            while rows.filter(state=State.WAITING).exists() and time.monotonic() - began < 1800:
                # As the clock does each minute, only more often.
                if not Job.objects.filter(work="messages.send", state="waiting").exists():
                    start("messages.send", queue=SOON)
                stop.wait(dice.uniform(0.2, 2))
                workers, since = install.parts()["worker"], datetime.now(UTC)
                until = time.monotonic() + 2
                # One that is being handed over now: an earlier kill may have left others.
                while done["kills"] < kills and workers and time.monotonic() < until:
                    if rows.filter(state=State.SENDING, claimed__gt=since).exists():
                        time.sleep(dice.uniform(0, 0.02))  # somewhere inside
                        for pid in workers:
                            with contextlib.suppress(ProcessLookupError):
                                os.kill(pid, signal.SIGKILL)
                                done["kills"] += 1
                        break
            lasted = time.monotonic() - began
            code = install.down()
        finally:
            if install.process.poll() is None:
                install.process.kill()
    left = rows.filter(state=State.SENDING).count()
    found, right = compared("killed", box.arrived)
    return [
        f"| `kill -9` of the worker, each in the middle of a round | {done['kills']} |",
        f"| left as being sent by a kill, and reported ten minutes later | {left} |",
        *found,
        f"| it lasted, and ended with code | {lasted:.0f} s, {code} |",
    ], right and done["kills"] >= min(kills, 1)


def compared(sort: str, arrived: Counter[str]) -> tuple[list[str], bool]:
    """What the outbox says, beside what arrived."""
    from regulars.web.messages.models import Outgoing, State
    from regulars.web.messages.sending import send_due

    # What a dead worker left is reported after ten minutes: as if they had passed.
    Outgoing.objects.filter(state=State.SENDING).update(claimed=datetime.now(UTC) - TEN_MINUTES)
    from regulars.web.messages.models import Pause

    Pause.objects.update(held=True)
    send_due()
    Pause.objects.update(held=False)
    states = dict(Outgoing.objects.filter(about=f"study:{sort}").values_list("message_id", "state"))
    by_state = Counter(states.values())
    twice = sum(count > 1 for count in arrived.values())
    sent_and_not_there = sum(state == State.SENT and not arrived[name] for name, state in states.items())
    there_and_denied = sum(state not in (State.SENT, State.UNSURE) and arrived[name] for name, state in states.items())
    unsure = [name for name, state in states.items() if state == State.UNSURE]
    words = ", ".join(f"{state} {count}" for state, count in sorted(by_state.items()))
    lost = sent_and_not_there + there_and_denied
    return [
        f"| messages, and what the outbox says of them | {len(states)}: {words} |",
        f"| arrived | {sum(arrived.values())} |",
        f"| arrived twice; called sent and not there, or there and called otherwise | **{twice}, {lost}** |",
        f"| perhaps sent, of which arrived | {len(unsure)}, {sum(bool(arrived[name]) for name in unsure)} |",
    ], not twice and not lost and sum(by_state.values()) == len(states)


def rounds(hours: int = 72, step: int = 7) -> Iterator[datetime]:
    """A clock that runs ahead: each round some minutes later, until nothing waits."""
    from regulars.web.messages.models import Outgoing, State

    at = datetime.now(UTC)
    for number in range(hours * 60 // step):
        if not Outgoing.objects.filter(state=State.WAITING).exists():
            return
        yield at + number * timedelta(minutes=step)


def faulty(sort: str, count: int, box: Box, dies: bool = False) -> tuple[list[str], bool]:
    """Sent to a server with faults, by a clock that runs ahead; ``dies``: it goes away and comes back."""
    from django.conf import settings

    from regulars.web.messages.actions import queue_all
    from regulars.web.messages.sending import send_due

    queue_all(letters=letters(count, sort))
    began, port = time.monotonic(), 0
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 5
    for number, at in enumerate(rounds()):
        if dies and number % 2:
            send_due(now=at)  # nobody is there
            continue
        with mail_server(box, port) as server:
            settings.EMAIL_PORT = port = server.port
            end = threading.Timer(1.0, stopped, [server]) if dies else None  # in the middle
            if end:
                end.start()
            send_due(now=at)
            if end:
                end.cancel()
                end.join()
    found, right = compared(sort, box.arrived)
    return [*found, f"| it took | {time.monotonic() - began:.0f} s |"], right


def texts(count: int, dice: random.Random) -> tuple[list[str], bool]:
    """Short messages by a gateway that fails, waits and is asked again by hand."""
    from django.conf import settings
    from tests.web.messages.stub import running

    from regulars.web.messages.actions import queue_all, send_again
    from regulars.web.messages.gateways.actions import add_sms
    from regulars.web.messages.models import Outgoing, State
    from regulars.web.messages.sending import send_due

    settings.REGULARS_ALLOW_PRIVATE_GATEWAYS = True
    queue_all(letters=letters(count, "texts", "sms"))
    began = time.monotonic()
    with running() as stub:
        add_sms(name="Stub", address=stub.address)
        stub.answers = dice.choices(
            [200, 503, 429, 500, "cut", (422, "no such number")], [80, 4, 4, 3, 4, 5], k=count * 2
        )
        for at in rounds():
            send_due(now=at)
        unsure = Outgoing.objects.filter(about="study:texts", state=State.UNSURE)
        again = unsure.count()
        stub.answers = []
        for one in unsure:
            send_again(outgoing=one, by=None)
        for at in rounds():
            send_due(now=at + timedelta(days=4))
        posts, taken = Counter(headers["Idempotency-Key"] for headers, _, _ in stub.posts), stub.taken
    states = dict(Outgoing.objects.filter(about="study:texts").values_list("public_id", "state"))
    by_state = Counter(states.values())
    wrong = sum((state == State.SENT) != (name in taken) for name, state in states.items())
    words = ", ".join(f"{state} {count}" for state, count in sorted(by_state.items()))
    return [
        f"| messages, and what the outbox says in the end | {len(states)}: {words} |",
        f"| posts; posted more than once under their name | {posts.total()}, {sum(n > 1 for n in posts.values())} |",
        f"| perhaps sent, and sent again by hand under the same name | {again} |",
        f"| called sent and not taken, or taken and called otherwise | **{wrong}** |",
        f"| it took | {time.monotonic() - began:.0f} s |",
    ], not wrong


def queued(count: int) -> list[str]:
    """How long it takes to put so many personal invitations into the outbox."""
    from regulars.web.messages.actions import queue_all

    queue_all(letters=letters(10, "warm"))
    before, began, cpu = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic(), time.process_time()
    found = queue_all(letters=letters(count, "many"))
    lasted, spent = time.monotonic() - began, time.process_time() - cpu
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    began = time.monotonic()
    queue_all(letters=letters(count, "many"))
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return [
        f"| invitations queued | {found.waiting:,} |",
        f"| time, of which this process computed | {lasted:.1f} s, {spent:.1f} s |",
        f"| memory more than before | {more} MB |",
        f"| the same queued again: none doubled, in | {time.monotonic() - began:.1f} s |",
        f"| load of the machine (two processors) in the last 1, 5, 15 minutes | {load} |",
    ]


def write(name: str, rows: Iterable[str]) -> None:
    """One section for each part; the others stay."""
    text = RESULTS.read_text("utf-8") if RESULTS.exists() else "# Killed while sending\n\nMade by `kill_sending.py`.\n"
    head, *sections = text.split("\n## ")
    kept = dict(one.split("\n", 1) for one in sections)
    table = "\n".join(rows)
    kept[name] = f"\n{datetime.now(UTC):%Y-%m-%d}, SQLite.\n\n| | |\n|---|---|\n{table}\n"
    RESULTS.write_text("".join([head, *(f"\n## {key}\n{kept[key]}" for key in kept)]), "utf-8")
    print(name, *rows, sep="\n", flush=True)


def main() -> int:
    """All of it, once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=12)
    parser.add_argument("--queue", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("parts", nargs="*", help="killed slow dying refusing gateway queued; all when none is named")
    options = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).parent.parent))
    folder, dice = Path(tempfile.mkdtemp(prefix="regulars-sending-")), random.Random(options.seed)  # noqa: S311
    home = folder / "home"
    home.mkdir()
    prepare(home)
    from regulars.web.messages.models import Outgoing, Rules

    Rules(quiet_from="09:00", quiet_until="09:00").save()  # at any hour
    few, fine = options.messages // 10, True
    refusals = {"451 4.7.1 later": 0.1, "550 5.7.1 no": 0.05, "cut": 0.03, "cut before": 0.03}
    parts: dict[str, tuple[str, Callable[[], tuple[list[str], bool]]]] = {
        "killed": (
            f"The worker is killed ({options.messages} messages)",
            lambda: killed(options.messages, options.kills, dice, home),
        ),
        "slow": ("A slow server (a tenth of a second for each)", lambda: faulty("slow", few, Box(pause=0.1))),
        "dying": (
            "A server that goes away and comes back",
            lambda: faulty("dying", few, Box(pause=0.01), dies=True),
        ),
        "refusing": (
            "A server that refuses and breaks off",
            lambda: faulty("refusing", few * 2, Box(faults=refusals)),
        ),
        "gateway": ("A gateway for short messages that fails", lambda: texts(few * 2, dice)),
        "queued": ("Queued at once", lambda: (queued(options.queue), True)),
    }
    for key, (name, run) in parts.items():
        if options.parts and key not in options.parts:
            continue
        rows, right = run()
        fine = fine and right
        write(name, rows)
        Outgoing.objects.filter(state="waiting").update(state="cancelled")
    shutil.rmtree(folder, ignore_errors=True)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
