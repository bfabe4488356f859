"""The schedule: each time once, whoever looks, whatever happened meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from regulars.web.company.models import Company
from regulars.web.jobs.clock import seed, tick
from regulars.web.jobs.models import Job, Schedule, State
from regulars.web.jobs.registry import Due

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
OFTEN = Due("tests.ok", every=timedelta(minutes=1), catch_up=False)
NIGHTLY = Due("tests.ok", at=time(3))


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def test_the_schedule_is_written_from_the_registrations(only: Any, company: Company) -> None:
    only(NIGHTLY)
    Schedule.objects.create(work="of.an.earlier.version", rule="", due=NOW)

    seed(NOW)
    seed(NOW)

    row = Schedule.objects.get()
    assert (row.work, row.rule) == ("tests.ok", "daily 03:00 Asia/Shanghai")
    assert row.due == datetime(2026, 11, 20, 19, 0, tzinfo=UTC)


def test_a_company_that_moves_its_clock_moves_its_nights(only: Any, company: Company) -> None:
    only(NIGHTLY)
    seed(NOW)

    company.zone = "Europe/Berlin"
    company.save()
    seed(NOW)

    assert Schedule.objects.get().due == datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


def test_what_is_due_is_started_once(only: Any, queue: None) -> None:
    only(OFTEN)
    seed(NOW)

    found = [tick(NOW + minutes(at)) for at in (0.5, 1, 1.1)]

    assert found == [[], ["tests.ok"], []]
    assert Job.objects.count() == 1
    row = Schedule.objects.get()
    assert (row.last, row.due) == (NOW + minutes(1), NOW + minutes(2))


def test_the_next_one_waits_until_the_last_is_over(only: Any, queue: None) -> None:
    only(OFTEN)
    seed(NOW)

    assert tick(NOW + minutes(1)) == ["tests.ok"]
    assert tick(NOW + minutes(2)) == []
    Job.objects.update(state=State.DONE)
    assert tick(NOW + minutes(3)) == ["tests.ok"]


def test_a_missed_night_is_made_up_for_once(only: Any, queue: None, company: Company) -> None:
    only(NIGHTLY)
    seed(NOW)

    later = NOW + timedelta(days=4)
    assert (tick(later), tick(later + minutes(1))) == (["tests.ok"], [])
    assert Schedule.objects.get().due == datetime(2026, 11, 24, 19, 0, tzinfo=UTC)


def test_what_need_not_be_made_up_for_waits_for_its_next_time(only: Any, queue: None, company: Company) -> None:
    only(Due("tests.ok", at=time(3), catch_up=False))
    seed(NOW)

    assert tick(NOW + timedelta(days=4)) == []
    assert Job.objects.count() == 0
    assert Schedule.objects.get().due > NOW + timedelta(days=4)


def test_paused_work_is_not_started(only: Any, queue: None) -> None:
    only(OFTEN)
    seed(NOW)
    Schedule.objects.update(paused=True)

    assert tick(NOW + minutes(5)) == []


def test_of_two_clocks_that_saw_the_same_row_one_starts_it(only: Any, queue: None) -> None:
    from regulars.web.jobs.clock import _start, company_zone

    only(OFTEN)
    seed(NOW)
    one, other = Schedule.objects.get(), Schedule.objects.get()
    now = NOW + minutes(1)
    assert _start(one, now, company_zone())
    Job.objects.update(state=State.DONE)

    assert not _start(other, now, company_zone())
    assert Job.objects.count() == 1
