"""Many at once, and the one rule that must hold whatever happens: nobody is asked twice."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.web.events.conftest import NOW

from regulars.web.people.models import Customer
from regulars.web.research.events import trial
from regulars.web.research.events.asking import round_of
from regulars.web.research.events.kinds import kinds
from regulars.web.research.events.models import Happening, State
from regulars.web.research.events.queries import account
from regulars.web.research.events.reading import Reader
from regulars.web.research.events.taking import take
from regulars.web.research.fieldwork.models import Asked

pytestmark = pytest.mark.django_db


def _customers(count: int) -> None:
    Customer.objects.bulk_create(
        Customer(number=f"C{n}", key=n, email=f"c{n}@example.com", words="") for n in range(count)
    )


def _tell(rows: list[dict[str, Any]]) -> None:
    take(rows, source="desk", reader=Reader(now=NOW, kind=kinds()["stay"]), now=NOW)


@pytest.mark.long
def test_a_burst_of_ten_thousand_adds_up(trigger) -> None:
    """Each ends in one state; the pace holds to the unit."""
    trigger(rate=0.5, per_day=800, rest_days=30)
    _customers(4_000)
    _tell([{"key": f"R-{n}", "at": NOW - timedelta(seconds=n), "customer": f"C{n % 5000}"} for n in range(10_000)])

    round_of(NOW)

    found = account(NOW + timedelta(minutes=1))
    assert found.total == 10_000
    assert sum(one.count for one in found.lines) == 10_000
    assert found.count(State.ASKED) == 800 == Asked.objects.count()


def test_a_trial_run_says_what_then_happens(trigger, customer) -> None:
    """The same steps: of the same events it asks the same."""
    one = trigger(rate=0.6, per_day=12, rest_days=20)
    _customers(40)
    _tell([{"key": f"R-{n}", "at": NOW - timedelta(minutes=n), "customer": f"C{n % 45}"} for n in range(90)])

    tried = trial.try_out(one, now=NOW + timedelta(seconds=1))
    nothing = Asked.objects.count()
    round_of(NOW)

    assert nothing == 0
    assert {line.state: line.count for line in tried.account.lines} == Counter(
        Happening.objects.values_list("state", flat=True)
    )


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("tell"), st.integers(0, 5), st.integers(0, 3)),
        st.tuples(st.just("round"), st.integers(0, 90), st.just(0)),
        st.tuples(st.just("die"), st.integers(0, 5), st.just(0)),
    ),
    min_size=2,
    max_size=8,
)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_nobody_is_asked_twice(steps: list[tuple[str, int, int]], trigger, monkeypatch) -> None:
    """However events are told, rounds are made, and processes die in between."""
    from regulars.web.research.events import asking

    Happening.objects.all().delete()
    Asked.objects.all().delete()
    Customer.objects.all().delete()
    _customers(4)
    trigger(wait_minutes=30, rest_days=10)
    now = NOW
    for what, n, who in steps:
        if what == "tell":
            _tell([{"key": f"R-{n}", "at": NOW, "customer": f"C{who}"}])
        elif what == "round":
            now += timedelta(minutes=n)
            round_of(now)
        else:
            with monkeypatch.context() as broken:

                def die(*_: object) -> None:
                    raise RuntimeError

                broken.setattr(asking, "invite", die)
                with suppress(RuntimeError):
                    round_of(now + timedelta(minutes=n))

    asked = Happening.objects.filter(state=State.ASKED)
    assert max(Counter(asked.values_list("customer", flat=True)).values(), default=0) <= 1
    assert asked.count() == Asked.objects.count()
    assert not asked.filter(asked=None).exists()
