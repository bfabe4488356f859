"""A plan that asks after something happened makes a study and the trigger that asks for it."""

from __future__ import annotations

from typing import Any

import pytest

from regulars.web.research.actions import create_questionnaire, publish
from regulars.web.research.events.errors import EventError
from regulars.web.research.events.models import Trigger
from regulars.web.research.plans.actions import create_plan, make_studies, sign

PLAN: dict[str, Any] = {
    "name": "stays",
    "title": {"en": "After each stay"},
    "purpose": {"en": "Hear what went wrong while it can be mended."},
    "content": {"questionnaire": "effort"},
    "population": {"people": {"en": "Guests"}, "strata": {"all": {"count": 4000}}},
    "sample": {"margin": 10},
    "method": [{"channel": "sms", "response": 0.2}],
    "frequency": {"event": "stay", "wait_days": 2, "rate": 0.25},
    "execution": {"first": "2026-11-01", "reminders": [3]},
}
pytestmark = pytest.mark.django_db


def _signed(people: Any, **more: Any) -> Any:
    made = create_questionnaire(made_from="after-service-ces", name="effort", by=None)
    publish(questionnaire=made, by=None)
    plan = create_plan(content={**PLAN, **more}, by=people.analyst)
    sign(plan=plan, by=people.analyst)
    return plan


def test_a_signed_plan_makes_its_study_and_trigger_once(people) -> None:
    """As it was agreed: how long after, how many, by what; open until its answers are there."""
    plan = _signed(people)

    (study,) = make_studies(plan=plan, by=people.analyst)
    again = make_studies(plan=plan, by=people.analyst)

    one = Trigger.objects.get()
    assert again == []
    assert (one.study, one.kind.key, one.on) == (study, "stay", True)
    assert (one.wait_minutes, one.rate, one.way) == (2 * 24 * 60, 0.25, "sms")
    assert study.quota is not None
    assert study.closes_at is None
    assert (study.fieldwork.auto, study.fieldwork.reminders, study.cells.count()) == (True, [3], 0)


def test_a_kind_that_nobody_knows_makes_nothing(people) -> None:
    """And says which there are."""
    plan = _signed(people, frequency={"event": "wedding"})

    with pytest.raises(EventError, match="no kind of event “wedding”"):
        make_studies(plan=plan, by=people.analyst)

    assert plan.waves.count() == 0
