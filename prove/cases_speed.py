"""How long the pages of cases take beside a hundred thousand cases, at the server.

    python -m prove.cases_speed [--cases 100000] [--database postgresql] [--home DIR]

Makes cases of twenty units and forty agents over three years, in Chinese and English, asks for each page as an agent,
a manager and an administrator, and writes ``results/cases_speed.md``: the median of nine, in the process of the server,
and how many questions the database was asked. On a busy machine the time of the processor says more.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

RESULT = Path(__file__).parent / "results" / "cases_speed.md"
TIMES, UNITS, AGENTS, SEED = 9, 20, 40, 20261123
SUBJECTS = (
    "breakfast",
    "check-in",
    "noise at night",
    "bathroom",
    "invoice",
    "wifi",
    "早餐",
    "前台",
    "噪音",
    "浴室",
    "发票",
    "空调",
)
FAULTS = ("was cold", "took an hour", "did not work", "was wrong twice", "太凉", "等了很久", "坏了", "没有人管")
WORDS = (
    "room",
    "staff",
    "guest",
    "manager",
    "again",
    "night",
    "money",
    "房间",
    "服务员",
    "经理",
    "昨天",
    "退款",
    "投诉",
    "孩子",
)


Line = tuple[str, str, float, float, int]


def main() -> None:
    """Build, ask, write."""
    read = argparse.ArgumentParser()
    read.add_argument("--cases", type=int, default=100_000)
    read.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    read.add_argument("--home", type=Path)
    wish = read.parse_args()
    with ExitStack() as stack:
        home = wish.home or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="regulars-cases-")))
        if wish.database == "postgresql" and not os.environ.get("REGULARS_DATABASE"):
            from tests.web import postgres

            os.environ["REGULARS_DATABASE"] = stack.enter_context(postgres.running(durable=True)).address
        start(home)
        fill(wish.cases)
        lines = ask()
        write({"sqlite": "SQLite", "postgresql": "PostgreSQL"}[wish.database], wish.cases, lines)


def start(home: Path) -> None:
    """Django on a home folder with an empty database."""
    os.environ["REGULARS_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "regulars.web.settings"
    home.mkdir(parents=True, exist_ok=True)
    import django

    django.setup()
    from regulars.web.server.prepare import prepare

    if not (home / "made").exists():
        prepare(lambda _: None)
        (home / "made").touch()


def fill(count: int) -> None:
    """Units, people, customers and cases with what was done in them; what is there already stays."""
    from django.db import connection

    from regulars.web.cases.desk.indexing import index_missing
    from regulars.web.cases.models import Case, Entry
    from regulars.web.people.search.indexing import index_missing as index_customers

    began = perf_counter()
    if not Case.objects.exists():
        units, agents = _people()
        Case.objects.bulk_create(_cases(count, units, agents, _guests(count // 5, units)), batch_size=2000)
    print(f"{count:,} cases after {perf_counter() - began:.0f} s", flush=True)
    if not Entry.objects.exists():
        Entry.objects.bulk_create(_entries(), batch_size=5000)
    print(f"with their trails after {perf_counter() - began:.0f} s", flush=True)
    index_customers()
    index_missing()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"findable after {perf_counter() - began:.0f} s", flush=True)


def _people() -> tuple[list[Any], list[Any]]:
    from regulars.language import Text
    from regulars.web.accounts.models import Grant, User
    from regulars.web.company.models import Company, Unit

    Company.current()
    units = [Unit.objects.create(code=f"hotel-{n:02d}", name=Text({"en": f"Hotel {n}"})) for n in range(UNITS)]
    Grant.objects.create(
        user=User.objects.create_user("head@regulars.example", None, name="Head"), role="administrator"
    )
    agents = []
    for number in range(AGENTS):
        one = User.objects.create_user(f"agent{number}@regulars.example", None, name=f"Agent {number}")
        role = "manager" if number < UNITS else "agent"
        Grant.objects.create(user=one, role=role, unit=units[number % UNITS])
        agents.append(one)
    return units, agents


def _guests(count: int, units: list[Any]) -> list[int]:
    from regulars.web.people.models import Customer

    rows = (
        Customer(key=n, number=f"c{n}", name=f"Guest {n}", unit=units[n % UNITS], words=f"c{n} guest {n}")
        for n in range(count)
    )
    Customer.objects.bulk_create(rows, batch_size=2000)
    return list(Customer.objects.values_list("pk", flat=True))


def _cases(count: int, units: list[Any], agents: list[Any], guests: list[int]) -> list[Any]:
    from django.utils import timezone

    from regulars.web.cases.models import Case, Channel
    from regulars.web.cases.states import OURS, Outcome, State

    dice, now = random.Random(SEED), timezone.now()  # noqa: S311
    states = [State.CLOSED] * 80 + [State.RESPONDED] * 6 + [State.INVESTIGATING] * 7
    states += [State.ACKNOWLEDGED] * 4 + [State.RECEIVED] * 3
    made = []
    for number in range(count):
        place, state = dice.randrange(UNITS), dice.choice(states)
        opened = now - timedelta(hours=dice.random() * (24 * 1000 if state == State.CLOSED else 24 * 20))
        closed = opened + timedelta(hours=50) if state == State.CLOSED else None
        severity, stake = dice.randint(1, 4), dice.randint(1, 4)
        due = opened + timedelta(hours=dice.randint(24, 600)) if state in OURS else None
        made.append(
            Case(
                kind=dice.choice(("complaint", "low-score", "recovery")),
                title=f"{dice.choice(SUBJECTS)} {dice.choice(FAULTS)}",
                words=" ".join(dice.choice(WORDS) for _ in range(25)),
                channel=dice.choice((Channel.PHONE, Channel.MAIL, Channel.SURVEY)), nonce=f"speed:{number}",
                unit=units[place], owner=agents[place + UNITS * dice.randint(0, 1)],
                customer_id=dice.choice(guests), severity=severity, stake=stake, priority=severity * stake, state=state,
                outcome=Outcome.SILENT if closed else "", opened=opened, since=opened, closed=closed,
                acknowledged=None if state == State.RECEIVED else opened + timedelta(hours=1),
                responded=None if state in OURS else opened + timedelta(hours=20),
                next_due=due, due_resolve=due, cause="equipment" if closed else "",
            )
        )  # fmt: skip
    return made


def _entries() -> list[Any]:
    """Of the last weeks: those are the ones that the pages look at."""
    from django.utils import timezone

    from regulars.web.cases.models import Case, Entry

    recent = Case.objects.filter(opened__gte=timezone.now() - timedelta(days=60))
    return [
        Entry(case_id=pk, sort=sort, at=opened + timedelta(hours=hours), by_id=by, data={"words": "…"})
        for pk, opened, by, state in recent.values_list("pk", "opened", "owner", "state")
        for sort, hours in (("opened", 0), ("acknowledge", 1), ("respond", 20))
        if sort == "opened" or state in ("responded", "closed")
    ]


def ask() -> list[Line]:
    """Each page by each reader: median in milliseconds, questions."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from regulars.web.accounts.models import User
    from regulars.web.cases.models import Case

    settings.ALLOWED_HOSTS = ["testserver"]
    readers = {"administrator": "head", "manager of a unit": "agent0", "agent of a unit": f"agent{UNITS}"}
    lines: list[Line] = []
    for reader, name in readers.items():
        user = User.objects.get(email=f"{name}@regulars.example")
        own = Case.objects.filter(owner__email=f"agent{UNITS}@regulars.example", state="investigating").first()
        cases = reverse("cases:cases")
        pages = {
            "my day": reverse("desk:day"),
            "board": reverse("desk:board"),
            "board, grave ones": reverse("desk:board") + "?severity=4",
            "list": f"{cases}?show=ours",
            "list, all": f"{cases}?show=all",
            "list, closed, page 40": f"{cases}?show=closed&page=40",
            "list, late": f"{cases}?show=late&order=due",
            "search, in five of six cases": f"{cases}?show=ours&words=退款",
            "search, two Chinese signs": f"{cases}?show=ours&words=早餐",
            "search, a Latin word": f"{cases}?show=all&words=invoice",
            "search, two words": f"{cases}?show=all&words=早餐 太凉",
            "search, a customer": f"{cases}?show=all&words=Guest 1234",
            "search, a number": f"{cases}?show=all&words={own.pk}",
            "search, nothing like it": f"{cases}?show=all&words=marmalade",
            "case": reverse("cases:case", args=[own.public_id]),
            "calendar, all": reverse("desk:calendar") + "?whose=all",
        }
        if not reader.startswith("agent"):
            pages["load"] = reverse("desk:load")
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        for page, url in pages.items():
            lines.append((page, reader, *_measured(client, url, connection, CaptureQueriesContext)))
            _, _, wall, work, asked = lines[-1]
            print(f"{page:28}{reader:20}{wall:8.0f} ms{work:8.0f} ms{asked:5d}", flush=True)
    return lines


def _measured(client: Any, url: str, connection: Any, capture: Any) -> tuple[float, float, int]:
    client.get(url)
    walls, works = [], []
    for _ in range(TIMES):
        wall, work = perf_counter(), process_time()
        answer = client.get(url)
        walls.append(1000 * (perf_counter() - wall))
        works.append(1000 * (process_time() - work))
        assert answer.status_code == 200, (url, answer.status_code)
    with capture(connection) as asked:
        client.get(url)
    if os.environ.get("SLOWEST"):
        for one in sorted(asked.captured_queries, key=lambda one: -float(one["time"]))[:3]:
            print("   ", one["time"], one["sql"][: int(os.environ["SLOWEST"])])
    return statistics.median(walls), statistics.median(works), len(asked)


def write(database: str, count: int, lines: list[Line]) -> None:
    """In place of what stood there for the same database."""
    old = RESULT.read_text("utf-8").split("\n## ") if RESULT.exists() else []
    others = [part for part in old[1:] if not part.startswith(database)]
    table = [
        f"{database}, {count:,} cases\n",
        "| page | reader | ms | processor ms | questions |",
        "|---|---|---:|---:|---:|",
    ]
    table += [f"| {page} | {reader} | {wall:.0f} | {work:.0f} | {asked} |" for page, reader, wall, work, asked in lines]
    head = (
        "# Pages of cases\n\nMade by `python -m prove.cases_speed`, in the process of the server, on a machine of two\n"
        "processors that others use at the same time: medians of nine of what a reader waits, and of\n"
        "what the page costs the processor of the server (beside PostgreSQL).\n"
    )
    parts = sorted([*others, "\n".join(table) + "\n"], reverse=True)
    RESULT.write_text("\n## ".join([head, *(part.strip("\n") + "\n" for part in parts)]), "utf-8")


if __name__ == "__main__":
    main()
