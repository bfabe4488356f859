"""Programmes: seven stages with owner, day and evidence; actions that the next wave judges; what is overdue."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from regulars.facts import LiveResponse
from regulars.language import Text
from regulars.survey import Item, ItemKind, Role, Scale, Survey
from regulars.web.audit.models import Entry
from regulars.web.facts import facts
from regulars.web.messages.models import Outgoing
from regulars.web.research.programme.actions import begin, change_action, change_stage, plan_action
from regulars.web.research.programme.following import followed
from regulars.web.research.programme.models import Action, Evidence, Kind, Programme, State
from regulars.web.research.programme.telling import tell

pytestmark = pytest.mark.django_db
MEAL = Item("meal", ItemKind.RATING, Text.of("Meal"), Role.ATTRIBUTE, Scale(1, 5))
SURVEY = Survey("guests", Text.of("Guests"), (MEAL,))
WAVES = {"spring": (date(2027, 3, 1), 20), "summer": (date(2027, 6, 1), 40), "autumn": (date(2027, 9, 1), 80)}


@pytest.fixture
def answers(company: Any) -> None:
    """Three waves of a hundred guests, of whom ever more like the meal."""
    rows = [
        LiveResponse(
            f"{wave}{i}", "guests", 1, datetime(day.year, day.month, day.day, 9, tzinfo=UTC), day,
            {"meal": 5 if i < liked else 2}, wave=wave,
        )
        for wave, (day, liked) in WAVES.items()
        for i in range(100)
    ]  # fmt: skip
    facts().copy_responses(rows, surveys=[SURVEY], batch=1, store_id="store")


@pytest.fixture
def programme(people: Any) -> Programme:
    return begin(name=Text.of("Breakfast"), goal="", survey="guests", owner=people.administrator, by=None)


def test_the_seven_stages_stand_in_order(programme: Programme) -> None:
    """Each with the owner of the whole."""
    stages = list(programme.stages.all())

    assert [one.kind for one in stages] == list(Kind.values)
    assert {one.owner for one in stages} == {programme.owner}
    assert Entry.objects.filter(event="programme-begun").exists()


@pytest.mark.usefixtures("answers")
def test_the_next_wave_shows_before_and_after(programme: Programme) -> None:
    """Spring showed the weakness: summer is the baseline, autumn the after."""
    action = plan_action(
        programme=programme, by=None, title="Warm", item="meal", selected="spring", starts=date(2027, 7, 1), target=70.0
    )

    found = followed(action)

    assert (found.found.baseline, found.found.after) == ("summer", "autumn")
    assert found.found.change.value == pytest.approx(40)
    assert "Clearly higher than summer" in str(found.words)
    assert str(found.met).startswith("The target of 70%")


@pytest.mark.usefixtures("answers")
def test_what_is_missing_is_said(programme: Programme) -> None:
    """No day, no wave after, no wave that could be the baseline."""
    action = plan_action(programme=programme, by=None, title="Warm", item="meal", selected="spring")
    assert "from which day" in str(followed(action).words)
    change_action(action=action, by=None, starts=date(2027, 10, 1))
    assert str(followed(action).words) == "The next wave will show it. The baseline is autumn."
    change_action(action=action, by=None, starts=date(2027, 5, 1))
    assert "No wave can be the baseline yet" in str(followed(action).words)


def test_the_wave_that_showed_the_weakness_is_no_baseline(programme: Programme) -> None:
    """Not even the database takes it."""
    with pytest.raises(IntegrityError), transaction.atomic():
        plan_action(programme=programme, by=None, title="Warm", item="meal", selected="spring", baseline="spring")


@pytest.mark.usefixtures("answers")
def test_an_action_is_planned_on_the_page(programme: Programme, people: Any, client_of: Any) -> None:
    """The form refuses the selecting wave as the baseline, and the page shows what came of it."""
    client, here = client_of(people.administrator), reverse("programme:action-new", args=[programme.public_id])
    sent = {
        "title": "Warm breakfast", "item": "meal", "selected": "spring", "baseline": "spring", "starts": "2027-07-01",
        "state": "going",
    }  # fmt: skip
    refused = client.post(here, sent)
    assert refused.status_code == 400
    assert "would rise by itself" in refused.content.decode()
    assert client.post(here, sent | {"baseline": ""}).status_code == 302
    page = client.get(reverse("programme:programme", args=[programme.public_id])).content.decode()
    assert "Clearly higher than summer" in page
    assert "After, autumn" in page


@pytest.mark.usefixtures("answers")
def test_a_stage_gets_its_evidence_and_is_done(programme: Programme, people: Any, client_of: Any) -> None:
    """A report and words with an address; an address that runs something is refused."""
    client = client_of(people.administrator)
    here = reverse("programme:stage", args=[programme.public_id, "measurement"])
    bad = client.post(here, {"do": "evidence", "words": "Minutes", "address": "javascript:alert(1)"})
    assert bad.status_code == 400
    assert (
        client.post(here, {"do": "evidence", "report": "summer", "words": "Minutes", "address": "/plans/"}).url == here
    )
    assert client.post(here, {"do": "save", "state": "done", "note": "Read by all."}).status_code == 302
    page = client.get(reverse("programme:programme", args=[programme.public_id])).content.decode()
    assert "Report of the wave summer" in page
    assert programme.stages.get(kind="measurement").done_at is not None
    proof = Evidence.objects.first()
    client.post(reverse("programme:act", args=[programme.public_id]), {"do": "remove", "evidence": proof.pk})
    assert Evidence.objects.count() == 1


def test_overdue_is_said_and_told_once(programme: Programme, people: Any, client_of: Any) -> None:
    """To the owner; once more when the day was moved and has passed again."""
    today = timezone.localdate()
    stage = programme.stages.first()
    change_stage(stage=stage, by=None, due=today - timedelta(days=2))

    assert (tell(today), tell(today)) == (1, 0)
    assert Outgoing.objects.get().to == people.administrator.email
    assert "1 overdue" in client_of(people.administrator).get(reverse("programme:programmes")).content.decode()
    change_stage(stage=stage, by=None, due=today - timedelta(days=1))
    assert tell(today) == 1
    change_stage(stage=stage, by=None, state=State.DONE)
    assert "1 overdue" not in client_of(people.administrator).get(reverse("programme:programmes")).content.decode()


def test_a_new_programme_is_begun_on_the_page(people: Any, client_of: Any) -> None:
    """A name in one language is enough."""
    client = client_of(people.administrator)
    assert client.post(reverse("programme:new"), {"goal": "x"}).status_code == 400
    assert client.post(reverse("programme:new"), {"name_zh": "早餐改进"}).status_code == 302
    assert Programme.objects.get().stages.count() == 7
    assert not Action.objects.exists()
