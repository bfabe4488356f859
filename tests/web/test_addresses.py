"""Every address × every role is a row. A new address without a row fails, and so does a page that asks for nothing."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.web.addresses.shape import EVERYBODY, Address

# The account library's own pages: it decides about them, and its rows are in addresses/library.py when we change one.
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
    there = {name for name, _ in patterns(get_resolver()) if not name.startswith(LIBRARY)}

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
@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.url}-{row.method}{row.note and '-' + row.note}")
def test_who_gets_what(
    row: Address,
    who: str,
    people: SimpleNamespace,
    units: SimpleNamespace,
    home: Path,
    client_of: Callable[[Any], Any],
) -> None:
    """The answer to each role, as the table says."""
    world = SimpleNamespace(people=people, units=units, home=home)
    address = reverse(row.url, kwargs=dict(row.arguments(world)))
    client = client_of(getattr(people, who, None))

    answer = getattr(client, row.method)(address, dict(row.data(world)))
    answer.close()  # a file that is handed out

    if who in row.allowed:
        assert answer.status_code in row.good
    elif who == "nobody":
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/login/")
    else:
        assert answer.status_code == (404 if who in row.foreign else 403)
