"""How long a page of a customer's timeline takes at the server, beside many customers and their purchases.

    nice python -m prove.timeline_speed --customers 100000 --purchases 10 --home /tmp/timeline

Makes facts with so many purchases each, brings the customers into the list, gives some of them talks, promises and
events, and asks for the page of a hundred customers as a signed-in reader does. Wall time says what a reader waits on
this machine as busy as it is; processor time is what the page costs.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

PAGES = 100
SEED = 20261122


def main() -> None:
    """Build, then ask."""
    read = argparse.ArgumentParser()
    read.add_argument("--customers", type=int, default=100_000)
    read.add_argument("--purchases", type=int, default=10)
    read.add_argument("--home", type=Path, required=True)
    wish = read.parse_args()
    os.environ["REGULARS_HOME"] = str(wish.home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "regulars.web.settings"
    import django

    django.setup()
    if not (wish.home / "made").exists():
        _make(wish.home, wish.customers, wish.purchases)
        (wish.home / "made").touch()
    _ask()


def _make(home: Path, customers: int, purchases: int) -> None:
    from django.core.management import call_command

    from regulars.facts import PurchaseMapping
    from regulars.web.facts import facts
    from regulars.web.people.projecting import project

    home.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    draw = np.random.default_rng(SEED)
    rows = customers * purchases
    day = np.datetime64("2024-01-01") + draw.integers(0, 1000, rows).astype("timedelta64[D]")
    table = pa.table(
        {
            "receipt": np.arange(rows),
            "guest": np.repeat(np.arange(customers), purchases)[draw.permutation(rows)],
            "day": day,
            "amount": np.round(draw.gamma(2.0, 150.0, rows), 2),
        }
    )
    pq.write_table(table, home / "purchases.parquet")
    mapping = PurchaseMapping(at="day", customer="guest", amount="amount", purchase="receipt", currency="CNY")
    began = perf_counter()
    facts().import_purchases(home / "purchases.parquet", mapping=mapping)
    print(f"imported {rows:,} purchases in {perf_counter() - began:.0f} s", file=sys.stderr)
    project(facts(), lambda *_: None)
    print(f"customers in the list after {perf_counter() - began:.0f} s", file=sys.stderr)


def _ask() -> None:
    from datetime import date

    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from regulars.web.accounts.models import Grant, User
    from regulars.web.company.models import Company
    from regulars.web.people.models import Contact, Customer

    settings.ALLOWED_HOSTS = ["testserver"]
    Company.current()
    user, fresh = User.objects.get_or_create(email="speed@regulars.example", defaults={"name": "Speed"})
    if fresh:
        Grant.objects.create(user=user, role="administrator", since=date(2024, 1, 1))
    people = list(Customer.objects.order_by("public_id")[: PAGES + 1])
    Contact.objects.bulk_create([Contact(customer=one, day=date(2026, 1, 1), words="a talk") for one in people])
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    client.get(reverse("timeline:timeline", args=[people[0].public_id]))
    walls, works = [], []
    for one in people[1:]:
        url = reverse("timeline:timeline", args=[one.public_id])
        wall, work = perf_counter(), process_time()
        answer = client.get(url)
        walls.append(1000 * (perf_counter() - wall))
        works.append(1000 * (process_time() - work))
        assert answer.status_code == 200, answer.status_code
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    from regulars.web.facts import facts

    print(f"{connection.vendor}: {Customer.objects.count():,} customers, {facts().purchase_totals().lines:,} purchases")
    print(f"queries {len(asked)}; wall {_said(walls)}; processor {_said(works)}")


def _said(times: list[float]) -> str:
    cut: list[Any] = statistics.quantiles(times, n=20)
    return f"median {statistics.median(times):.0f} ms, 95 in 100 under {cut[18]:.0f} ms"


if __name__ == "__main__":
    main()
