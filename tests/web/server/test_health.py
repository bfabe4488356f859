"""``/healthz``: for watchers, without session or account."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from regulars.web.jobs.models import Pulse
from regulars.web.research.actions import create_questionnaire
from regulars.web.research.models import OutboxRow, Response, Study
from regulars.web.server import health

KEYS = {"status", "database", "outbox_seconds", "feeds_late", "worker_seconds", "clock_seconds"}


@pytest.mark.django_db
def test_a_whole_install_is_well() -> None:
    Pulse.beat("worker")
    Pulse.beat("clock")

    answer = Client().get("/healthz")

    assert (answer.status_code, answer.json()["status"], set(answer.json())) == (200, "ok", KEYS)
    assert not answer.cookies


@pytest.mark.django_db
def test_a_silent_worker_makes_it_degraded_and_guests_are_still_served() -> None:
    Pulse.beat("clock")
    Pulse.objects.create(name="worker", at=timezone.now() - timedelta(minutes=5))

    answer = Client().get("/healthz")

    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["worker_seconds"] >= 300


def test_a_database_that_does_not_answer_is_503(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise DatabaseError("away")

    monkeypatch.setattr(health.Pulse.objects, "all", away)

    answer = Client().get("/healthz")

    assert (answer.status_code, answer.json()["status"]) == (503, "down")


@pytest.mark.django_db
def test_any_name_of_the_machine_is_answered() -> None:
    """Whoever watches asks by number; that name is in no list."""
    assert Client().get("/healthz", headers={"Host": "10.0.0.7"}).status_code == 200


@pytest.mark.django_db
def test_an_answer_that_waits_for_long_is_told(people: SimpleNamespace) -> None:
    """The oldest counts. Copying happens within a minute; five are a sign of trouble."""
    questionnaire = create_questionnaire(made_from="stay-satisfaction", name="guests", by=None)
    study = Study.objects.create(questionnaire=questionnaire)
    now = timezone.now()
    for name, minutes in (("fresh", 1), ("old", 6)):
        at = now - timedelta(minutes=minutes)
        response = Response.objects.create(
            study=study, version=1, nonce=name, at=at, day=at.date(), language="en", answers={}
        )
        OutboxRow.objects.create(response=response)
    Pulse.beat("worker")
    Pulse.beat("clock")

    found = Client().get("/healthz").json()

    assert found["status"] == "degraded"
    assert found["outbox_seconds"] >= 360
