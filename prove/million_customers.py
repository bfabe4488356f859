"""A million customers, made, brought in by the command, searched, listed, shown and counted: what each costs.

    python prove/million_customers.py [--customers 1000000] [--home DIR] [--database postgresql] [--files DIR]
    python prove/million_customers.py --list-only --home DIR

Writes ``results/million_customers.md`` (a part for each database). With ``--home`` the home stays, to look at.
With ``REGULARS_DATABASE`` as well, that server is asked, in place of one
that vanishes. Who else writes while the import runs asks every fifth of a second, and the longest wait is told.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "prove" / "results" / "million_customers.md"
sys.path[:0] = [str(ROOT / "prove"), str(ROOT)]

from million import asking, listing, making  # noqa: E402


@dataclass
class Waits:
    """How long another writer waited, in seconds."""

    seen: list[float] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def watch(self) -> None:
        """Write one row again and again, as an answer to a survey is written, until told to stop."""
        from django.db import connection, transaction

        from regulars.web.jobs.models import Pulse

        while not self.stop.wait(0.2):
            began = time.monotonic()
            with transaction.atomic():
                Pulse.beat("prove")
            self.seen.append(time.monotonic() - began)
        connection.close()

    def told(self) -> str:
        """The longest, and what nearly all waited."""
        ordered = sorted(self.seen)
        usual = ordered[99 * len(ordered) // 100]
        return f"longest wait of another writer {ordered[-1]:.2f} s, 99 in 100 below {usual:.2f} s"


def main() -> None:
    """Make, bring in, ask, write down."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--customers", type=int, default=1_000_000)
    words.add_argument("--home", type=Path)
    words.add_argument("--files", type=Path)
    words.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    words.add_argument("--list-only", action="store_true", help="scores of a full home into its list, which has none")
    words.add_argument("--ask-only", action="store_true", help="the home is full already; its steps stay on the page")
    wish = words.parse_args()
    with contextlib.ExitStack() as stack:
        home = wish.home or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        files = wish.files or home.parent / f"{home.name}-files"
        if wish.database == "postgresql" and not os.environ.get("REGULARS_DATABASE"):
            from tests.web import postgres

            os.environ["REGULARS_DATABASE"] = stack.enter_context(postgres.running(durable=True)).address
        users = application(home)
        if wish.list_only:
            write_list(wish.database, into_the_list())
            return
        steps = [] if wish.ask_only else list(bring_in(home, files, wish.customers))
        lines = ask(users)
    write(wish.database, wish.customers, steps, lines)


def application(home: Path) -> dict[str, Any]:
    """Django on the home, its units and three readers: of everything, of the largest hotel, of the smallest."""
    os.environ.update(REGULARS_HOME=str(home), DJANGO_SETTINGS_MODULE="regulars.web.settings")
    import django

    django.setup()
    from django.test.utils import setup_test_environment

    setup_test_environment()
    from regulars.language import Text
    from regulars.web.accounts.models import Grant, User
    from regulars.web.company.models import Unit
    from regulars.web.server.prepare import prepare

    prepare(lambda _: None)
    if not Unit.objects.exists():
        Unit.objects.bulk_create([Unit(code=code, name=Text.of(code)) for code in making.units()])
    places = {"whole company": None, "largest hotel": making.units()[0], "smallest hotel": making.units()[-1]}
    users = {}
    for who, code in places.items():
        user, fresh = User.objects.get_or_create(email=f"{who.replace(' ', '.')}@example.com", defaults={"name": who})
        if fresh:
            unit = Unit.objects.get(code=code) if code else None
            Grant.objects.create(user=user, role="manager" if code else "administrator", unit=unit)
        users[who] = User.objects.get(pk=user.pk)
    return users


def bring_in(home: Path, files: Path, count: int) -> Iterator[tuple[str, float, float, str]]:
    """The commands, one after the other: what, wall, CPU, and what else is to be told."""
    files.mkdir(parents=True, exist_ok=True)
    if not (files / "answers.csv").exists():
        making.customers(files / "customers.csv", count)
        making.purchases(files / "purchases.csv", files / "customers.csv")
        making.answers(files / "answers.csv", files / "customers.csv")
    (files / "stay.yaml").write_text(making.SURVEY, "utf-8")
    (files / "purchases.yaml").write_text(making.PURCHASES, "utf-8")
    waits = Waits()
    watcher = threading.Thread(target=waits.watch)
    watcher.start()
    yield command("import customers, with the index", home, "import", "customers", str(files / "customers.csv"))
    waits.stop.set()
    watcher.join()
    yield "another writer meanwhile", 0, 0, f"{len(waits.seen)} times; {waits.told()}"
    yield command("the same file again", home, "import", "customers", str(files / "customers.csv"))
    for kind, mapping in (("purchases", "purchases.yaml"), ("answers", "stay.yaml")):
        name = "responses" if kind == "answers" else kind
        yield command(f"import {kind}", home, "import", name, str(files / f"{kind}.csv"), "--map", str(files / mapping))
    yield project()


def into_the_list() -> list[listing.Step]:
    """Both turns, each with somebody who writes beside it."""
    running: list[tuple[Waits, threading.Thread]] = []

    def watch() -> None:
        waits = Waits()
        running.append((waits, threading.Thread(target=waits.watch)))
        running[-1][1].start()

    def seen() -> str:
        waits, thread = running[-1]
        waits.stop.set()
        thread.join()
        return waits.told()

    return listing.steps(watch, seen)


def write_list(database: str, steps: list[listing.Step]) -> None:
    """In the place of the same part, at the end of the page."""
    head = f"## {database}_list\n\n{_when()}\n\n| step | wall, s | CPU, s | |\n|---|---:|---:|---|\n"
    rows = "\n".join(f"| {what} | {wall:.1f} | {cpu:.1f} | {told} |" for what, wall, cpu, told in steps)
    old = RESULTS.read_text("utf-8") if RESULTS.exists() else ""
    rest = re.sub(rf"(?ms)^## {database}_list\n.*?(?=^## |\Z)", "", old).rstrip()
    RESULTS.write_text(f"{rest}\n\n{head}{rows}\n", "utf-8")
    print(rows)


def _when() -> str:
    load = "/".join(f"{one:.1f}" for one in os.getloadavg())
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC · Python {sys.version.split()[0]} · {os.cpu_count()} cores · "
        f"load {load}"
    )


def command(what: str, home: Path, *words: str) -> tuple[str, float, float, str]:
    """Run it as anybody would."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    program = str(Path(sys.executable).parent / "regulars")
    done = subprocess.run([program, "--home", str(home), *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{what}: {done.stderr[-2000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return what, time.monotonic() - began, cpu, f"{after.ru_maxrss // 1024:,} MB at most"


def project() -> tuple[str, float, float, str]:
    """What the night does: scores, last ratings and places into the list."""
    from regulars.insights.scope import Scope
    from regulars.insights.scoring import score_customers
    from regulars.web.facts import facts
    from regulars.web.people.projecting import project as bring

    began, spent = time.monotonic(), time.process_time()
    facts().write_scores(score_customers(facts(), scope=Scope.whole(purpose="proof")).rows, latest=True)
    written = bring(facts(), lambda *_: None)
    told = ", ".join(f"{count:,} {name}" for name, count in written.items())
    return "scores of all, into the list", time.monotonic() - began, time.process_time() - spent, told


def ask(users: dict[str, Any]) -> list[asking.Asked]:
    """Everything, in the order of the page."""
    from django.core.management import call_command
    from django.db import connection

    from regulars.web.accounts.access import scope_of
    from regulars.web.accounts.roles import Permission

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    call_command("check", verbosity=0)
    scopes = {who: scope_of(user, Permission.SEE_CUSTOMERS) for who, user in users.items()}
    found = []
    for line in (*asking.searches(scopes), *asking.segments(scopes), *asking.pages(users)):
        print(
            f"{line.what:60} {line.cpu:8.1f} {line.worst:8.1f} {line.wall:8.1f} {line.queries:4} {line.rows}",
            flush=True,
        )
        found.append(line)
    return found


def write(database: str, count: int, steps: list[tuple[str, float, float, str]], lines: list[asking.Asked]) -> None:
    """The part of one database; the other's stays."""
    load = "/".join(f"{one:.1f}" for one in os.getloadavg())
    slow = [line for line in lines if line.cpu > 100]
    head = [
        f"## {database}",
        "",
        (
            f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC · {count:,} customers · Python {sys.version.split()[0]} · "
            f"{os.cpu_count()} cores · load {load}"
        ),
        "",
    ]
    old = RESULTS.read_text("utf-8") if RESULTS.exists() else ""
    parts = dict(re.findall(r"(?ms)^## (\w+)\n(.*?)(?=^## |\Z)", old))
    if not steps and (kept := re.search(r"(?m)^\| step .*\n(\|.*\n)+", parts.get(database, ""))):
        head += [kept[0].rstrip()]
    if steps:
        head += ["| step | wall, s | CPU, s | |", "|---|---:|---:|---|"]
        head += [f"| {what} | {wall:.1f} | {cpu:.1f} | {told} |" for what, wall, cpu, told in steps]
    aims = f"{len(lines) - len(slow)} of {len(lines)} take at most 100 ms of CPU (median of {asking.TIMES})."
    table = ["", aims, "", "| asked | CPU, ms | worst | wall, ms | queries | found |", "|---|---:|---:|---:|---:|---|"]
    table += [
        f"| {one.what} | {one.cpu:.1f}{' **over**' if one.cpu > 100 else ''} | {one.worst:.1f} | "
        f"{one.wall:.1f} | {one.queries} | {one.rows} |"
        for one in lines
    ]
    parts[database] = "\n".join([*head[1:], *table, ""])
    body = "\n".join(f"## {name}\n{text.rstrip()}\n" for name, text in sorted(parts.items(), reverse=True))
    RESULTS.write_text(f"# A million customers\n\nWritten by `prove/million_customers.py`; {_HOW}\n\n{body}", "utf-8")


_HOW = """what it makes and asks stands there. CPU is that of the server and,
on PostgreSQL, of the process that answers; of commands, without that of the database. Wall tells of the machine too."""


if __name__ == "__main__":
    main()
