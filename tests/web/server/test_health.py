"""``/healthz``: for watchers, without session or account."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from regulars.web.jobs.models import Pulse
from regulars.web.server import health

KEYS = {"status", "database", "outbox_seconds", "worker_seconds", "clock_seconds"}


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
