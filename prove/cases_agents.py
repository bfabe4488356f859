"""Agents who work on cases at the same time, through the real server: nothing is locked, nothing done twice or lost.

    python -m prove.cases_agents [--database sqlite|postgresql] [--agents 8] [--turns 20] [--cases 400]

Each agent is a process of its own with a browser's cookies: looks at the board, the list and a case, then takes the
case, acknowledges it or notes something. All want the same few urgent cases, so that many come second. Counts answers
by their status and checks the trail against the cases at the end. Writes ``results/cases_agents.md``.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import statistics
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.client import HTTPConnection
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import urlencode

from prove.harness.install import Install, prepare

RESULT = Path(__file__).parent / "results" / "cases_agents.md"
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_CARD = re.compile(
    r'/cases/board/([0-9a-zA-Z_-]+)/".*?name="seen" value="(\d+)".*?value="(acknowledge|investigate|take)"', re.DOTALL
)


@dataclass
class Tally:
    """What one agent saw."""

    statuses: Counter[int] = field(default_factory=Counter)
    pages: list[float] = field(default_factory=list)
    changes: list[float] = field(default_factory=list)


def work(port: int, cookie: str, turns: int, seed: int) -> Tally:
    """One agent's turns."""
    dice, tally = random.Random(seed), Tally()  # noqa: S311
    for _ in range(turns):
        board = _ask(port, "GET", "/cases/board/", cookie, None, tally)
        cards, token = _CARD.findall(board), _TOKEN.search(board)
        words = urlencode({"show": "ours", "words": dice.choice(("eggs", "早餐", "noise"))})
        _ask(port, "GET", f"/cases/?{words}", cookie, None, tally)
        if not cards or token is None:
            continue
        case, seen, do = dice.choice(cards[:6])
        form = {"csrfmiddlewaretoken": token[1], "seen": seen, "do": do}
        _ask(port, "POST", f"/cases/board/{case}/", cookie, form, tally)
        page = _ask(port, "GET", f"/cases/{case}/", cookie, None, tally)
        if found := _TOKEN.search(page):
            form = {"csrfmiddlewaretoken": found[1], "note-words": f"seen in turn {seed}", "do": "note"}
            _ask(port, "POST", f"/cases/{case}/note/", cookie, form, tally)
    return tally


def _ask(port: int, method: str, path: str, cookie: str, form: dict[str, str] | None, tally: Tally) -> str:
    connection, began = HTTPConnection("127.0.0.1", port, timeout=60), time.perf_counter()
    try:
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, path, urlencode(form) if form else None, headers)
        answer = connection.getresponse()
        said = answer.read().decode()
    finally:
        connection.close()
    (tally.changes if form else tally.pages).append(1000 * (time.perf_counter() - began))
    tally.statuses[answer.status] += 1
    return said


def people(count: int, cases: int) -> list[str]:
    """Agents with a session each, and cases for them; the cookies."""
    from django.conf import settings
    from django.middleware.csrf import _get_new_csrf_string
    from django.test import Client

    from regulars.web.accounts.models import Grant, User
    from regulars.web.cases.models import Channel
    from regulars.web.cases.opening import Wish, open_case

    cookies = []
    for number in range(count):
        user = User.objects.create_user(f"agent{number}@regulars.example", None, name=f"Agent {number}")
        Grant.objects.create(user=user, role="agent")
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        session = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
        cookies.append(f"{session}; {settings.CSRF_COOKIE_NAME}={_get_new_csrf_string()}")
    for number in range(cases):
        title = f"{'cold eggs' if number % 2 else '早餐太凉'} {number}"
        open_case(Wish("complaint", title, Channel.PHONE, f"agents:{number}", words="noise", severity=1 + number % 4))
    return cookies


def check() -> list[str]:
    """What does not fit together afterwards."""
    from django.db.models import Count

    from regulars.web.cases.models import Case, Entry

    wrong = []
    twice = Entry.objects.filter(sort="acknowledge").values("case").annotate(n=Count("pk")).filter(n__gt=1)
    if twice.exists():
        wrong.append("a case was acknowledged twice")
    done = Entry.objects.filter(sort="acknowledge").count()
    moved = Case.objects.exclude(acknowledged=None).exclude(entries__sort="investigate").count()
    if done < moved:
        wrong.append("a case moved without a line in its trail")
    return wrong


def main() -> None:
    """Build, start, let them work, check, write."""
    read = argparse.ArgumentParser()
    read.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    read.add_argument("--agents", type=int, default=8)
    read.add_argument("--turns", type=int, default=20)
    read.add_argument("--cases", type=int, default=400)
    wish = read.parse_args()
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="regulars-agents-"))) / "home"
        address = ""
        if wish.database == "postgresql":
            from tests.web.postgres import running

            address = stack.enter_context(running(durable=True)).address
        prepare(home, address)
        cookies = people(wish.agents, wish.cases)
        if address:
            os.environ["REGULARS_DATABASE"] = address
        install = Install.up(home)
        try:
            jobs = [(install.port, cookie, wish.turns, number) for number, cookie in enumerate(cookies)]
            with get_context("spawn").Pool(wish.agents) as pool:
                tallies = pool.starmap(work, jobs)
        finally:
            install.down()
        write(wish.database, wish.agents, tallies, check())


def write(database: str, agents: int, tallies: list[Tally], wrong: list[str]) -> None:
    """In place of what stood there for the same database."""
    name = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[database]
    statuses: Counter[int] = sum((one.statuses for one in tallies), Counter())
    pages, changes = ([ms for one in tallies for ms in getattr(one, kind)] for kind in ("pages", "changes"))
    bad = {status: count for status, count in statuses.items() if status >= 400}
    said = (
        f"{name}, {agents} agents at once\n\n{len(pages)} pages (median {statistics.median(pages):.0f} ms), "
        f"{len(changes)} changes (median {statistics.median(changes):.0f} ms, slowest {max(changes):.0f} ms). "
        f"Answers that were errors: {bad or 'none'}. The trail against the cases: {'; '.join(wrong) or 'fits'}.\n"
    )
    print(said)
    old = RESULT.read_text("utf-8").split("\n## ") if RESULT.exists() else []
    others = [part for part in old[1:] if not part.startswith(name)]
    head = "# Agents at once\n\nMade by `python -m prove.cases_agents`, through the real server with two processes.\n"
    parts = sorted([*others, said], reverse=True)
    RESULT.write_text("\n## ".join([head, *(part.strip("\n") + "\n" for part in parts)]), "utf-8")
    if bad or wrong:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
