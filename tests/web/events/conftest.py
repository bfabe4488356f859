"""A study that is open, and a short way to say what happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.fixture
def studies(company: Any) -> SimpleNamespace:
    """Two studies of one questionnaire, both open."""
    from regulars.web.research.actions import create_questionnaire, create_study, open_study, publish

    made = create_questionnaire(made_from="after-service-ces", name="effort", by=None)
    publish(questionnaire=made, by=None)

    def study() -> Any:
        found = create_study(questionnaire=made, by=None)
        open_study(study=found, by=None)
        return found

    return SimpleNamespace(first=study(), second=study())


@pytest.fixture
def trigger(studies: SimpleNamespace) -> Callable[..., Any]:
    """``trigger("stay", wait_minutes=60)``: one that is on, for the first study."""
    from regulars.web.research.events.actions import add_trigger, switch
    from regulars.web.research.events.kinds import kinds

    def make(kind: str = "stay", study: Any = None, **fields: Any) -> Any:
        made = add_trigger(kind=kinds()[kind], study=study or studies.first, fields={"rest_days": 0, **fields}, by=None)
        switch(trigger=made, on=True, by=None)
        made.refresh_from_db()
        return made

    return make


@pytest.fixture
def customer(company: Any) -> Callable[..., Any]:
    """``customer("C1")``: with an address and a number of its own."""
    from regulars.web.people.models import Customer

    def make(number: str, **fields: Any) -> Any:
        given = {"name": number.title(), "email": f"{number.lower()}@example.com", **fields}
        return Customer.objects.create(number=number, key=10_000 + Customer.objects.count(), **given)

    return make


@pytest.fixture
def tell() -> Callable[..., Any]:
    """``tell("R-1", customer="C1", minutes=90)``: something that happened so long before ``NOW``."""
    from regulars.web.research.events.kinds import kinds
    from regulars.web.research.events.reading import Reader
    from regulars.web.research.events.taking import take

    def one(key: str, kind: str = "stay", source: str = "desk", minutes: float = 0, **given: Any) -> Any:
        at = given.pop("at", NOW - timedelta(minutes=minutes))
        reader = Reader(now=NOW, kind=kinds()[kind])
        return take([{"key": key, "at": at, **given}], source=source, reader=reader, now=NOW)[0]

    return one
