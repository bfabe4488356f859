"""Where relationships stand: moved by rules and by hand, step by step, with the months before worked out later."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from regulars.survey.conditions import holds
from regulars.web.audit.models import Entry
from regulars.web.people.models import Customer, CustomerScore
from regulars.web.people.segments.finding import count_of
from regulars.web.people.stages.models import Relationship, Stage, Step
from regulars.web.people.stages.moving import move_all
from regulars.web.people.stages.replaying import ends_of_months, replay
from regulars.web.people.stages.rules import rules

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 30)


def quiet(*_: Any) -> None:
    """Nobody watches."""


def test_each_rule_names_stages_and_fields_that_there_are() -> None:
    """A relationship can be broken from everywhere, and repaired only where it was broken."""
    known = rules()
    assert {one.to for one in known.rules} == set(Stage)
    assert all(one.before == (Stage.BROKEN,) for one in known.rules if one.to == Stage.REPAIRED)
    silent = {"last_purchase": date(2025, 1, 1)}
    assert next(one.key for one in known.rules if holds(one.when, silent, DAY)) == "silent"


@pytest.mark.parametrize(
    ("stands", "score", "goes"),
    [
        ("", {"purchases": 1, "last_day": DAY}, "build"),
        ("", {"purchases": 3, "last_day": DAY}, "keep"),
        ("", {"purchases": 9, "last_day": DAY}, "deepen"),
        ("", {"purchases": 9, "last_day": date(2024, 1, 1)}, "broken"),
        ("keep", {"purchases": 3, "last_day": DAY, "alive": 0.1}, "broken"),
        ("keep", {"purchases": 3, "last_day": DAY, "mood": "dissatisfied", "rating_day": DAY}, "broken"),
        ("keep", {"purchases": 3, "last_day": DAY, "mood": "dissatisfied", "rating_day": date(2026, 1, 1)}, "keep"),
        ("broken", {"purchases": 4, "last_day": DAY}, "repaired"),
        ("broken", {"purchases": 4, "last_day": DAY, "mood": "dissatisfied", "rating_day": DAY}, "broken"),
        ("broken", {"purchases": 4, "last_day": date(2026, 5, 1)}, "broken"),
    ],
)
def test_a_relationship_goes_one_step(stands: str, score: dict[str, Any], goes: str) -> None:
    """By the first rule that holds; asked again on the same day, it stays."""
    one = Customer.objects.create(number="C-1", key=1, words="c-1")
    CustomerScore.objects.create(customer=one, **score)
    if stands:
        Relationship.objects.create(customer=one, stage=stands, since=date(2026, 6, 1))
    moved = move_all(quiet, DAY)
    assert Relationship.objects.get().stage == goes
    assert moved == Step.objects.count() == (stands != goes)
    assert move_all(quiet, DAY) == 0


def test_a_complaint_breaks_it_and_a_purchase_repairs_it() -> None:
    """The event tells of the complaint; each step has its day, and a segment can ask for it."""
    from regulars.web.research.events.kinds import kinds
    from regulars.web.research.events.models import Happening

    one = Customer.objects.create(number="C-1", key=1, words="c-1")
    score = CustomerScore.objects.create(customer=one, purchases=4, last_day=date(2026, 5, 1))
    Relationship.objects.create(customer=one, stage="keep", since=date(2026, 5, 1))
    Happening.objects.create(
        kind=kinds()["complaint-closed"], source="t", key="1", customer=one, at=datetime(2026, 6, 20, 9, tzinfo=UTC)
    )
    move_all(quiet, DAY)
    assert count_of("stage = broken") == 1
    score.last_day = date(2026, 7, 2)
    score.save()
    move_all(quiet, date(2026, 7, 3))
    assert [(s.before, s.stage, s.rule, s.on) for s in Step.objects.order_by("pk")] == [
        ("keep", "broken", "complained", DAY),
        ("broken", "repaired", "came-back", date(2026, 7, 3)),
    ]
    assert count_of("stage = repaired and not stage = broken") == 1
    assert count_of("not stage = repaired") == 0


def test_the_months_before_are_worked_out_once(guests: SimpleNamespace, facts: Any) -> None:
    """From what the facts hold of each month's end: Anna was satisfied in January and let down in February."""
    Step.objects.all().delete()
    Relationship.objects.all().delete()
    assert replay(facts, quiet, date(2026, 4, 10)) > 0
    steps = Step.objects.filter(customer=guests.anna).order_by("pk")
    assert [(one.before, one.stage, one.on.month) for one in steps] == [("", "build", 1), ("build", "broken", 2)]
    assert all(one.reckoned for one in steps)
    assert guests.anna.relationship.stage == "broken"
    assert ends_of_months(date(2026, 4, 10))[-1] == date(2026, 3, 31)


def test_pages_show_it_and_take_a_step_by_hand(
    guests: SimpleNamespace, people: SimpleNamespace, client_of: Any, parsed: Any, units: SimpleNamespace
) -> None:
    """With a reason; the trail has the stage and never the reason. Who sees one unit counts its customers."""
    client, url = client_of(people.agent), reverse("stages:move", args=[guests.anna.public_id])
    assert client.post(url, {"move-stage": "deepen", "move-words": ""}).status_code == 400
    assert client.post(url, {"move-stage": "deepen", "move-words": "signed for three years"}).status_code == 302
    assert "already" in parsed(client.post(url, {"move-stage": "deepen", "move-words": "x"})).text
    entry = Entry.objects.get(event="relationship-moved")
    assert "signed" not in str(entry.details)
    text = parsed(client.get(reverse("people:customer", args=[guests.anna.public_id]))).text
    assert "Relationship: deepened" in text
    assert "signed for three years" in text
    page = reverse("stages:stages")
    whole = parsed(client_of(people.administrator).get(page)).text
    assert "signed for three years" in whole
    lake = parsed(client_of(people.administrator).get(page, {"unit": units.lakeside.public_id})).text
    assert "bert" not in lake
    assert "bert" not in parsed(client.get(page)).text
    assert client_of(people.administrator).get(page, {"unit": "x", "stage": "x", "page": "x"}).status_code == 200


def test_before_anything_was_said_the_page_says_so(people: SimpleNamespace, client_of: Any, parsed: Any) -> None:
    """And what will."""
    text = parsed(client_of(people.administrator).get(reverse("stages:stages"))).text
    assert "Nothing was said of relationships yet" in text
