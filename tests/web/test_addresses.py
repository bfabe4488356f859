"""Every address × every role is a row. A new address without a row fails, and so does a page that asks for nothing."""

from __future__ import annotations

import importlib
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as django
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.web.addresses.shape import EVERYBODY, Address
from tests.web.ending import end

# The account library decides about its own pages; the table says what comes of it.
LIBRARY = ("account_", "mfa_", "socialaccount_", "usersessions_")
FILES = sorted(path.stem for path in (Path(__file__).parent / "addresses").glob("*.py") if path.stem != "shape")
ROWS: list[Address] = [row for name in FILES for row in importlib.import_module(f"tests.web.addresses.{name}").ROWS]


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """All named addresses below a resolver."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from patterns(entry, inner)
        else:
            yield f"{prefix}{entry.name}", entry


def test_every_address_has_a_row() -> None:
    """One row for each address, and none for addresses that are gone."""
    there = {name for name, _ in patterns(get_resolver())}

    rows = {row.url for row in ROWS}

    assert there == rows


def test_every_page_says_what_it_needs() -> None:
    """A view without ``@needs``, ``@signed_in`` or ``@public`` does not exist."""
    silent = [
        name
        for name, entry in patterns(get_resolver())
        if not name.startswith(LIBRARY) and not hasattr(entry.callback, "needs")
    ]

    assert silent == []


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.url}-{row.method}{row.note and '-' + row.note}")
def test_who_gets_what(
    row: Address,
    people: SimpleNamespace,
    units: SimpleNamespace,
    home: Path,
    settings: Any,
) -> None:
    """The answer to each role, as the table says. What one of them changes is taken back before the next asks."""
    made = settings.HOME = home / "made"
    made.mkdir()
    world = SimpleNamespace(people=people, units=units, home=made)
    address = reverse(row.url, kwargs=dict(row.arguments(world)))
    wrong = []
    for who in EVERYBODY:
        world.home = settings.HOME = shutil.copytree(made, home / who)
        if fault := _fault(row, address, who, world):
            wrong.append(f"{who}: {fault}")

    assert wrong == []


def _fault(row: Address, address: str, who: str, world: SimpleNamespace) -> str:
    with transaction.atomic():
        answer = getattr(_client(getattr(world.people, who, None)), row.method)(address, dict(row.data(world)))
        end(answer)  # a file that is handed out
        transaction.set_rollback(True)
    if who in row.allowed:
        wanted: tuple[int, ...] = row.good
    elif who == "nobody":
        to = answer.get("Location", "")
        return "" if answer.status_code == 302 and to.startswith("/account/login/") else f"{answer.status_code} {to}"
    else:
        wanted = (404,) if who in row.foreign else (403,)
    return "" if answer.status_code in wanted else f"{answer.status_code} instead of {wanted}"


def _client(user: Any) -> Client:
    """Signed in without the steps of signing in: thousands of times, they take as long as what is asked."""
    client = Client()
    if user is not None:
        now = time.time()
        session = SessionStore()
        session.update({SESSION_KEY: str(user.pk), HASH_SESSION_KEY: user.get_session_auth_hash()})
        session.update({BACKEND_SESSION_KEY: django.AUTHENTICATION_BACKENDS[0], "signed_in_at": now, "seen_at": now})
        session.create()
        client.cookies[django.SESSION_COOKIE_NAME] = session.session_key
    return client
