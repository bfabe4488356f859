"""Kills worker and server while a study carries itself out, and counts who was asked how often.

    python prove/kill_fieldwork.py [--people 600] [--kills 12] [--many 100000] [--seed 1]

The real ``regulars up`` and a real SMTP server on this machine. A study with two parts opens by itself, draws, invites
and reminds, while guests answer by the addresses in their mails and worker and server die of ``kill -9`` at random
moments. Then: did anybody get two letters of a kind, did anybody who had answered get a reminder, do the sums add up?
Last, how long it takes to draw and invite a hundred thousand. Writes ``prove/results/fieldwork.md``.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from harness.install import Install, ask, prepare
from kill_sending import mail_server

RESULTS = Path(__file__).parent / "results" / "fieldwork.md"


class Post:
    """Takes every mail: to whom, of what kind, with what address in it."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, str, str]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: ARG002, N802 (the library's)
        """Keep it."""
        mail = message_from_bytes(envelope.content, policy=policy.default)
        text = mail.get_body(("plain",)).get_content()
        found = re.search(r"/s/to/\w+", text)
        kind = "reminder" if "still" in str(mail["Subject"]) else "invitation"
        self.letters.append((str(mail["To"]), kind, found[0] if found else ""))
        return "250 OK"


def company(people: int) -> Any:
    """Two hotels, guests of both, and a study that opens now and stops at its quotas."""
    from regulars.language import Text
    from regulars.web.company.models import Company, Unit
    from regulars.web.messages.models import Rules
    from regulars.web.people.models import Customer, CustomerUnit
    from regulars.web.research.actions import create_study
    from regulars.web.research.fieldwork.carrying import by_hand
    from regulars.web.research.fieldwork.models import Fieldwork
    from regulars.web.research.models import Cell, Questionnaire

    Company(name=Text({"en": "Juniper Hotels"}), zone="UTC", currency="EUR").save()
    Rules(quiet_from="09:00", quiet_until="09:00").save()  # at any hour
    now = datetime.now(UTC)
    study = create_study(
        questionnaire=Questionnaire.objects.get(), by=None, opens_at=now, closes_at=now + timedelta(days=14)
    )
    for at, code in enumerate(("lakeside", "harbour")):
        unit = Unit.objects.create(code=code, name=Text.of(code.title()))
        for number in range(at * people, (at + 1) * people):
            guest = Customer.objects.create(
                key=number + 1, number=f"C-{number}", name=f"Guest {number}", email=f"guest{number}@example.com"
            )
            CustomerUnit.objects.create(customer=guest, unit=unit)
        Cell.objects.create(study=study, key=code, label={"en": code}, wanted=people // 4, quota=people // 4, unit=unit)
    shares = {"email": {"share": 1, "response": 0.5, "cost": "0", "setup": "0"}}
    Fieldwork.objects.filter(pk=by_hand(study=study, by=None).pk).update(auto=True, shares=shares, reminders=[4])
    return study


def carried_out(study: Any, kills: int, dice: random.Random, home: Path) -> tuple[list[str], bool]:
    """Invited with kills; some days pass; reminded with kills; closed."""
    from regulars.web.research.fieldwork.models import Asked
    from regulars.web.research.models import Study

    post, done, answered = Post(), Counter[str](), set[str]()
    with mail_server(post) as server:
        os.environ |= {"REGULARS_SMTP_HOST": "127.0.0.1", "REGULARS_SMTP_PORT": str(server.port)}
        install = Install.up(home)
        try:
            _run(install, study, dice, done, kills // 2, "invitation")
            _answer(install, post, answered, dice)
            reminded = Counter(to for to, kind, _ in post.letters if kind == "reminder")
            # As if four days had passed.
            Study.objects.filter(pk=study.pk).update(opens_at=datetime.now(UTC) - timedelta(days=4, hours=1))
            Asked.objects.update(invited_at=datetime.now(UTC) - timedelta(days=4))
            _run(install, study, dice, done, kills - kills // 2, "reminder")
            Study.objects.filter(pk=study.pk).update(closes_at=datetime.now(UTC))
            _run(install, study, dice, done, 0, "end")
            code = install.down()
        finally:
            if install.process.poll() is None:
                install.process.kill()
    return _compared(study, post, answered, done, code, reminded)


def _run(install: Install, study: Any, dice: random.Random, done: Counter[str], kills: int, phase: str) -> None:
    """The clock of every minute, only faster, until nothing more is to be done in this phase."""
    from regulars.web.jobs.models import Job
    from regulars.web.jobs.starting import SOON, start

    killed, until, quiet = 0, time.monotonic() + 600, 0
    while time.monotonic() < until and quiet < 3:
        for work in ("fieldwork.step", "messages.send"):
            if not Job.objects.filter(work=work, state="waiting").exists():
                start(work, queue=SOON)
        time.sleep(dice.uniform(0.5, 2.5))
        if killed < kills:
            part = dice.choice(("worker", "worker", "server process"))
            for pid in install.parts()[part][:1]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                    killed += 1
                    done[part] += 1
        else:
            quiet = quiet + 1 if _over(study, phase) else 0


def _over(study: Any, phase: str) -> bool:
    from regulars.web.messages.models import Outgoing
    from regulars.web.research.fieldwork.models import Asked

    asked, letters = Asked.objects.filter(study=study), Outgoing.objects.filter(about=f"study:{study.public_id}")
    # What a killed worker was handing over is reported after ten minutes: as if they had passed.
    letters.filter(state="sending").update(claimed=datetime.now(UTC) - timedelta(minutes=11))
    if phase == "end":
        study.refresh_from_db()
        return bool(study.state == "closed")
    waiting = letters.filter(state__in=("waiting", "sending")).exists()
    if phase == "invitation":
        return bool(asked.exists() and not waiting and not asked.filter(state__in=("drawn", "queued")).exists())
    return not waiting and not asked.filter(state__in=("sent", "begun"), reminded=0).exists()


def _answer(install: Install, post: Post, answered: set[str], dice: random.Random) -> None:
    """A third of those who were invited answer, each by the address of their own."""
    invited = sorted({(to, path) for to, kind, path in post.letters if kind == "invitation"})
    install.wait_until_it_answers()
    for to, path in dice.sample(invited, len(invited) // 3):
        page = ask(install.port, "GET", path).text
        found = re.search(r'name="?form"? value="?([^">]+)', page)
        if found and ask(install.port, "POST", path, {"recommend": "9", "form": found[1]}).status == 303:
            answered.add(to)


def _compared(
    study: Any, post: Post, answered: set[str], done: Counter[str], code: int, early: Counter[str]
) -> tuple[list[str], bool]:
    from regulars.web.messages.models import Outgoing
    from regulars.web.research.fieldwork.models import Asked, Draw
    from regulars.web.research.models import Response

    invited = Counter(to for to, kind, _ in post.letters if kind == "invitation")
    reminded = Counter(to for to, kind, _ in post.letters if kind == "reminder")
    states = Counter(Asked.objects.values_list("state", flat=True))
    people, unsure = Asked.objects.count(), Outgoing.objects.filter(state="unsure").count()
    draw = Draw.objects.get()
    twice = sum(count > 1 for count in (*invited.values(), *reminded.values()))
    after = len(answered & set(reminded))
    missed = people - len(invited)
    responses = Response.objects.filter(study=study, test=False).count()
    sums = draw.taken + sum(draw.set_aside.values())
    words = ", ".join(f"{state} {count}" for state, count in sorted(states.items()))
    rows = [
        f"| `kill -9`: of the worker, of a server process | {done['worker']}, {done['server process']} |",
        f"| draws; customers, and taken with set aside | {Draw.objects.count()}; {draw.pool}, {sums} |",
        f"| asked, and what became of them | {people}: {words} |",
        f"| invitations that arrived; people who got two | {sum(invited.values())}; **{twice}** |",
        f"| asked and no invitation arrived; messages called perhaps sent | {missed}; {unsure} |",
        f"| answered by their own address; responses stored | {len(answered)}; {responses} |",
        (
            f"| reminders that arrived; of them to somebody who had answered; before their day | "
            f"{sum(reminded.values())}; **{after}**; {sum(early.values())} |"
        ),
        f"| ended with code | {code} |",
    ]
    fine = not twice and not after and not early and missed <= unsure and len(answered) == responses
    return rows, fine and sums == draw.pool


def many(count: int) -> list[str]:
    """How long a hundred thousand take, drawn and put into the outbox."""
    from django.urls import reverse

    from regulars.language import Language
    from regulars.web.people.models import Customer
    from regulars.web.research.actions import create_study, open_study
    from regulars.web.research.fieldwork.carrying import by_hand
    from regulars.web.research.fieldwork.drawing import draw_people
    from regulars.web.research.fieldwork.inviting import invite
    from regulars.web.research.fieldwork.models import Asked
    from regulars.web.research.fieldwork.running import step
    from regulars.web.research.fieldwork.sweeping import sweep
    from regulars.web.research.fieldwork.wording import built_in
    from regulars.web.research.models import Questionnaire

    Customer.objects.all().delete()
    for first in range(0, count, 5000):
        Customer.objects.bulk_create(
            Customer(key=n, number=f"M-{n}", name=f"Guest {n}", email=f"many{n}@example.com", words=f"m-{n}")
            for n in range(10_000_000 + first, 10_000_000 + min(first + 5000, count))
        )
    study = create_study(questionnaire=Questionnaire.objects.get(), by=None)
    open_study(study=study, by=None)
    fieldwork = by_hand(study=study, by=None)
    reverse("home")  # the worker has its addresses and catalogues in hand already
    built_in("invitation", "email", Language.ENGLISH, dated=False)
    rows = []
    for name, run in {
        "drawn": lambda: draw_people(fieldwork=fieldwork, by=None, number=count).taken,
        "invitations prepared": lambda: invite(study, fieldwork, most=count),
        "looked at again, nothing new (each minute)": lambda: sweep(study) or step().invited,
    }.items():
        began, spent = time.monotonic(), time.process_time()
        found = run()
        lasted, computed = time.monotonic() - began, time.process_time() - spent
        rows.append(f"| {name} | {found:,}: {lasted:.1f} s, of which this process computed {computed:.1f} s |")
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    rows.append(f"| load of the machine (two processors) in the last 1, 5, 15 minutes | {load} |")
    Asked.objects.filter(study=study).delete()
    return rows


def main() -> int:
    """All of it, once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=600)
    parser.add_argument("--kills", type=int, default=12)
    parser.add_argument("--many", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    folder, dice = Path(tempfile.mkdtemp(prefix="regulars-fieldwork-")), random.Random(options.seed)  # noqa: S311
    home = folder / "home"
    home.mkdir()
    prepare(home)
    rows, fine = carried_out(company(options.people), options.kills, dice, home)
    text = f"# A wave that is killed\n\nMade by `kill_fieldwork.py`, {datetime.now(UTC):%Y-%m-%d}, SQLite.\n"
    text += "\n## Worker and server die while a study carries itself out\n\n| | |\n|---|---|\n" + "\n".join(rows) + "\n"
    print(text, flush=True)
    if options.many:
        text += "\n## A hundred thousand people\n\n| | |\n|---|---|\n" + "\n".join(many(options.many)) + "\n"
        print(text, flush=True)
    RESULTS.write_text(text, "utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
