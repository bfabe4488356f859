"""The pages and questions of a company with a million customers, and what each costs the server.

Each is asked nine times, once before. What counts is CPU: of this process, which is the server here, and on
PostgreSQL of the process in the database that answers it. Wall stands beside it, for the machine may be busy.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TIMES = 9
SEARCHES = (
    "王",
    "伟明",
    "张伟",
    "li",
    "13",
    "@q",
    "a",
    "138",
    "qq.com",
    "wang zhang",
    "m-0094",
    "13800",
    "nobody here",
)
SORTS = ("-value", "value", "-net", "net", "-last", "last", "satisfaction", "-satisfaction", "name", "-name")
FILTERS = (
    "mood=dissatisfied", "mood=never", "alive=likely", "alive=lost", "alive=untold", "segment=champions",
    "kind=person", "kind=organisation", "mood=dissatisfied&alive=lost&kind=organisation",
)  # fmt: skip
SEGMENTS = (
    "value > 500", "purchases > 3", "mood = dissatisfied", 'unit = "hotel-003"', 'unit = "hotel-119"',
    'language = "fr"', "kind = organisation", 'name contains "王"', "mood is answered", "not value > 500",
    'unit = "hotel-003" and purchases > 3',
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """One line of the table; milliseconds."""

    what: str
    cpu: float
    worst: float
    wall: float
    queries: int
    rows: str = ""


def measure(what: str, ask: Callable[[], str]) -> Asked:
    """Median and worst CPU, median wall."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        rows = ask()
    queries = len(seen)  # here, for the next request forgets what was asked before
    cpu, wall = [], []
    for _ in range(TIMES):
        began, spent = time.perf_counter(), _cpu()
        ask()
        cpu.append(1000 * (_cpu() - spent))
        wall.append(1000 * (time.perf_counter() - began))
    return Asked(what, statistics.median(cpu), max(cpu), statistics.median(wall), queries, rows)


def pages(users: dict[str, Any], *, quick: bool = False) -> Iterator[Asked]:
    """The list in each order and by each filter, deep in it, one customer, what hangs on all."""
    from django.test import Client
    from django.urls import reverse

    from regulars.web.accounts.roles import Permission
    from regulars.web.people.models import Customer

    where = reverse("people:customers")
    asked = [(f"list by {sort}", f"{where}?sort={sort}") for sort in SORTS]
    asked += [(f"list by {sort}, page 200", f"{where}?sort={sort}&page=200") for sort in SORTS]
    asked += [(f"list of {one}", f"{where}?{one}") for one in FILTERS]
    asked += [(f"list for “{one}”", f"{where}?q={one}") for one in ("王", "13")]
    over_all = [(name.split(":")[1], reverse(name)) for name in _OVER_ALL if _is(name)]
    for who, user in users.items():
        client = Client(HTTP_HOST="localhost")
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        some = Customer.objects.visible_to(user, Permission.SEE_CUSTOMERS).exclude(score__mood="")
        one = some.order_by("-score__purchases", "pk").first()
        assert one is not None
        tabs = [(f"customer, {tab.split(':')[1]}", reverse(tab, args=[one.public_id])) for tab in _TABS]
        listed = asked[:1] + asked[-2:] if quick or who != "whole company" else asked
        for what, address in (*listed, *tabs, *over_all):
            yield measure(f"{who}: {what}", lambda client=client, address=address: str(client.get(address).status_code))


_OVER_ALL = ("people:quiet", "people:needs", "promises:promises", "segments:segments")
_TABS = ("people:customer", "timeline:timeline", "people:known", "people:talks", "people:data")


def searches(scopes: dict[str, Any]) -> Iterator[Asked]:
    """Fragments, from the rarest to the commonest."""
    from regulars.web.people.search.finding import find

    for who, scope in scopes.items():
        for text in SEARCHES:

            def ask(text: str = text, scope: Any = scope) -> str:
                found = find(text, scope)
                return "" if found is None else f"{len(found.all)}{'+' if found.more else ''}"

            yield measure(f"{who}: search “{text}”", ask)


def segments(scopes: dict[str, Any]) -> Iterator[Asked]:
    """The live count while a segment is made."""
    from regulars.web.people.segments.finding import MOST, count_of

    for who, scope in scopes.items():
        for text in SEGMENTS:
            yield measure(
                f"{who}: segment {text}", lambda text=text, scope=scope: str(count_of(text, scope=scope, most=MOST))
            )


def _is(name: str) -> bool:
    from django.urls import NoReverseMatch, reverse

    try:
        return bool(reverse(name))
    except NoReverseMatch:
        return False


def _cpu() -> float:
    """Of this process and of its process in the database, in seconds."""
    from django.db import connection

    mine = time.process_time()
    if connection.vendor != "postgresql":
        return mine
    pid = connection.connection.info.backend_pid
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return mine + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
