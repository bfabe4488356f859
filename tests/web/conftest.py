"""What the tests of the application share: a company with units, and people who may see more or less of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from regulars.language import Text


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    """A home folder of its own for each test."""
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    settings.REPORT_WAIT = 60.0  # a slow machine shows the report all the same
    cache.clear()  # the limits of tries
    return settings.HOME


@pytest.fixture(autouse=True, scope="session")
def emptied() -> Iterator[None]:
    """Tests that commit empty their database afterwards; the guards step aside for that moment."""
    from django.db import OperationalError
    from django.test import TransactionTestCase

    from regulars.web.audit.guard import lifted
    from regulars.web.cases.guard import lifted as entries_lifted
    from regulars.web.people.guard import lifted as consents_lifted
    from regulars.web.research.guard import lifted as versions_lifted

    empty = TransactionTestCase._fixture_teardown

    def teardown(self: TransactionTestCase) -> None:
        # A browser that left may still have a request under way, which holds the tables of a database in memory.
        end = time.monotonic() + 30
        while True:
            try:
                with lifted(), versions_lifted(), consents_lifted(), entries_lifted():
                    empty(self)
            except OperationalError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)
            else:
                return

    TransactionTestCase._fixture_teardown = teardown
    yield
    TransactionTestCase._fixture_teardown = empty


@pytest.fixture
def company(db: None) -> Any:
    """The sample hotel group."""
    from regulars.web.company.models import Company

    made = Company(
        name=Text({"en": "Juniper Hotels", "zh": "杜松酒店"}),
        zone="Asia/Shanghai",
        currency="CNY",
        privacy_text=Text({"en": "Your answers stay with us.", "zh": "您的回答只由我们保管。"}),
    )
    made.save()
    return made


@pytest.fixture
def units(company: Any) -> SimpleNamespace:
    """group > south > lakeside, harbour; group > north > station."""
    from regulars.web.company.models import Unit, UnitMembership

    def unit(code: str, parent: Any = None) -> Any:
        made = Unit.objects.create(code=code, name=Text({"en": code.title(), "zh": code}))
        if parent is not None:
            UnitMembership.objects.create(unit=made, parent=parent)
        return made

    group = unit("group")
    south, north = unit("south", group), unit("north", group)
    return SimpleNamespace(
        group=group,
        south=south,
        north=north,
        lakeside=unit("lakeside", south),
        harbour=unit("harbour", south),
        station=unit("station", north),
    )


@pytest.fixture
def person(db: None) -> Callable[..., Any]:
    """``person("mei", Role.MANAGER, unit)``: an account with one grant, or none."""
    from regulars.web.accounts.models import Grant, User

    def make(name: str, role: str | None = None, unit: Any = None, **fields: Any) -> Any:
        user = User.objects.create_user(f"{name}@example.com", "correct horse battery", name=name.title(), **fields)
        if role is not None:
            Grant.objects.create(user=user, role=role, unit=unit)
        return user

    return make


@pytest.fixture
def people(person: Callable[..., Any], units: SimpleNamespace) -> SimpleNamespace:
    """One of each role. Manager and agent at Lakeside, colleague the manager of Station, stranger without a role."""
    return SimpleNamespace(
        administrator=person("ada", "administrator"),
        analyst=person("ana", "analyst"),
        manager=person("mei", "manager", units.lakeside),
        colleague=person("cai", "manager", units.station),
        regional=person("reg", "manager", units.south),
        agent=person("wu", "agent", units.lakeside),
        interviewer=person("ines", "interviewer", units.lakeside),
        viewer=person("vic", "viewer", units.lakeside),
        dealer=person("dan", "dealer", units.lakeside),
        stranger=person("sam"),
    )


@pytest.fixture
def client_of() -> Callable[[Any], Client]:
    """A browser in which this person is signed in; None for nobody."""

    def make(user: Any) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return make
