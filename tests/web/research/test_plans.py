"""Plans on the web: written, worked out, signed, carried out."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from django.urls import reverse
from tests.web.addresses.plans import content

from regulars.survey.plans import Plan as Definition
from regulars.survey.plans import reckon
from regulars.web.audit.models import Entry
from regulars.web.research.actions import change_draft, create_questionnaire, publish
from regulars.web.research.models import Questionnaire
from regulars.web.research.plans.actions import create_plan, make_studies, sign
from regulars.web.research.plans.errors import PlanPrivacyError
from regulars.web.research.plans.forms import PlanForms
from regulars.web.research.plans.models import Plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def effort() -> Any:
    made = create_questionnaire(made_from="after-service-ces", name="effort", by=None)
    publish(questionnaire=made, by=None)
    return made


def _typed(**more: str) -> dict[str, str]:
    """What a browser sends for the plan of ``content``."""
    sent = {
        "name": "guests-2027", "title_en": "Guests 2027", "purpose_en": "Find out.", "questionnaire": "effort",
        "measure": "share", "people_en": "Guests", "kind": "probability", "margin": "5", "confidence": "95",
        "design_effect": "1", "split": "proportional", "least": "2", "every": "quarter", "waves": "2",
        "first": "2027-01-04", "days": "14", "reminders": "9, 4", "currency": "eur", "limit": "500", "fixed": "0",
        "report_after": "14", "privacy": "identified",
        "s-TOTAL_FORMS": "2", "s-INITIAL_FORMS": "0", "s-0-label": "", "s-1-label": "All", "s-1-count": "4000",
        "c-TOTAL_FORMS": "2", "c-INITIAL_FORMS": "0", "c-0-channel": "", "c-1-channel": "email",
        "c-1-response": "25", "c-1-cost": "0.10",
    }  # fmt: skip
    return {**sent, **more}


@pytest.mark.usefixtures("effort")
def test_a_plan_is_written_worked_out_and_signed(people: Any, client_of: Any) -> None:
    client = client_of(people.administrator)
    answer = client.post(reverse("plans:new"), _typed())
    assert answer.status_code == 302, answer.context["form"].errors
    made = Plan.objects.get()
    assert made.plan().margin == pytest.approx(0.05)
    assert made.plan().reminders == (4, 9)
    page = client.get(answer.url).content.decode()
    assert "351 answers a wave from 1,404 people cost €280.80 in all." in page
    client.post(reverse("plans:act", args=[made.public_id]), {"do": "sign"})
    made.refresh_from_db()
    assert made.signed_by == people.administrator
    again = client.post(reverse("plans:change", args=[made.public_id]), _typed(margin="10"))
    assert again.status_code == 400
    assert "This plan is signed." in again.content.decode()
    assert list(Entry.objects.filter(event__startswith="plan-").values_list("event", flat=True).order_by("pk")) == [
        "plan-made",
        "plan-signed",
    ]


@pytest.mark.usefixtures("effort")
@pytest.mark.parametrize(
    ("slip", "where", "says"),
    [
        ({"c-1-response": "0"}, "channels", "share above 0"),
        ({"margin": "70"}, "form", "at most"),
        ({"reminders": "4, soon"}, "form", "before the end"),
        ({"s-1-count": "0"}, "strata", "whole number"),
        ({"s-1-count": ""}, "strata", "is missing"),
        ({"c-1-response": ""}, "channels", "is missing"),
        ({"s-1-label": ""}, "form", "one part"),
        ({"title_en": ""}, "form", "in one language"),
        ({"every": "event", "event": "Über uns"}, "form", "cannot be a key"),
    ],
)
def test_a_slip_is_told_at_its_place_and_nothing_typed_is_lost(
    slip: dict[str, str], where: str, says: str, people: Any, client_of: Any
) -> None:
    answer = client_of(people.administrator).post(reverse("plans:new"), _typed(**slip))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert says in str(answer.context[where].errors)
    assert says in page
    assert 'value="guests-2027"' in page
    assert not Plan.objects.exists()


def test_what_the_form_shows_is_what_it_sends_back(effort: Any) -> None:
    made = create_plan(content=content(), by=None)
    shown = PlanForms(None, made.plan())
    sent = {name: shown.form[name].value() for name in shown.form.fields}
    for rows in (shown.strata, shown.channels):
        head = rows.management_form
        sent |= {head[name].html_name: head[name].value() for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
        sent |= {row[name].html_name: row[name].value() for row in rows for name in row.fields}
    back = PlanForms({name: value for name, value in sent.items() if value is not None}, made.plan())
    assert back.is_valid()
    read, before = Definition.from_dict(back.content()).to_dict(), made.plan().to_dict()
    read["population"], before["population"] = None, None  # the keys of the parts are made anew
    assert read == before


def test_each_wave_becomes_a_study_once(effort: Any, people: Any, company: Any) -> None:
    made = create_plan(content=content(), by=None)
    sign(plan=made, by=people.administrator)
    first, second = make_studies(plan=made, by=people.administrator)
    assert (first.quota, first.wave, second.wave) == (351, "2027-01", "2027-04")
    zone = ZoneInfo(company.zone or "UTC")
    assert first.opens_at.astimezone(zone).isoformat()[:16] == "2027-01-04T00:00"
    assert first.closes_at.astimezone(zone).date() == date(2027, 1, 18)
    assert make_studies(plan=made, by=people.administrator) == []


def test_nothing_is_carried_out_before_it_is_signed(effort: Any, people: Any, client_of: Any) -> None:
    made = create_plan(content=content(), by=None)
    client_of(people.administrator).post(reverse("plans:act", args=[made.public_id]), {"do": "waves"})
    assert not made.waves.exists()


def test_the_file_is_the_one_that_the_command_reads(effort: Any, people: Any, client_of: Any) -> None:
    made = create_plan(content=content(), by=None)
    answer = client_of(people.administrator).get(reverse("plans:document", args=[made.public_id, "yaml"]))
    assert Definition.from_dict(yaml.safe_load(answer.content)) == made.plan()


@pytest.mark.usefixtures("effort")
def test_nobody_overwrites_or_signs_what_somebody_changed_meanwhile(people: Any, client_of: Any) -> None:
    client = client_of(people.administrator)
    client.post(reverse("plans:new"), _typed())
    made = Plan.objects.get()
    seen = made.state
    change, act = (reverse(f"plans:{name}", args=[made.public_id]) for name in ("change", "act"))
    assert f'name="seen" value="{seen}"' in client.get(change).content.decode()
    assert client.post(change, _typed(margin="10", seen=seen)).status_code == 302
    answer = client.post(change, _typed(margin="7", seen=seen))
    assert answer.status_code == 400
    assert "Somebody changed this plan" in answer.content.decode()
    client.post(act, {"do": "sign", "seen": seen})
    made.refresh_from_db()
    assert (made.plan().margin, made.signed_at) == (pytest.approx(0.1), None)


@pytest.mark.usefixtures("effort")
def test_the_signature_of_a_plan_after_events_can_be_taken_back(people: Any, client_of: Any) -> None:
    client = client_of(people.administrator)
    made = create_plan(content=content(frequency={"event": "stay"}), by=None)
    sign(plan=made, by=people.administrator)
    page = client.get(reverse("plans:plan", args=[made.public_id])).content.decode()
    assert 'value="take-back"' in page
    assert 'value="waves"' in page
    client.post(reverse("plans:act", args=[made.public_id]), {"do": "take-back"})
    made.refresh_from_db()
    assert made.signed_at is None


@pytest.mark.usefixtures("effort")
@pytest.mark.parametrize(
    "slip",
    [
        {"margin": "1e309"}, {"margin": "nan"}, {"margin": "-5"}, {"margin": "1e-200"}, {"s-1-count": "9" * 5000},
        {"limit": "1e999999"}, {"first": "9999-12-31"}, {"s-TOTAL_FORMS": "x"}, {"c-1-response": "1e-300"},
        {"measure": "nps", "deviation": "1.1"}, {"c-1-response": ""}, {"s-1-count": ""}, {"waves": "0.5"},
        {"report_after": "-1"}, {"fixed": "NaN"}, {"reminders": "²"}, {"design_effect": "1e8"}, {"privacy": "none"},
    ],
)  # fmt: skip
def test_numbers_that_are_none_are_told(slip: dict[str, str], people: Any, client_of: Any) -> None:
    answer = client_of(people.administrator).post(reverse("plans:new"), _typed(**slip))
    assert answer.status_code == 400
    assert 'class="alert err"' in answer.content.decode()
    assert not Plan.objects.exists()


@pytest.mark.usefixtures("effort")
def test_a_plan_cannot_promise_less_than_its_questionnaire(people: Any, client_of: Any) -> None:
    asked = Questionnaire.objects.get(name="effort")
    change_draft(questionnaire=asked, draft={**asked.draft, "privacy": "anonymous"}, by=None)
    answer = client_of(people.administrator).post(reverse("plans:new"), _typed())
    assert answer.status_code == 400
    assert "promises more privacy than this plan" in answer.content.decode()
    assert not Plan.objects.exists()


def test_what_is_signed_keeps_the_promise(effort: Any, people: Any) -> None:
    """The questionnaire may have grown stricter since the plan was written."""
    plan = create_plan(content=content(), by=None)
    change_draft(questionnaire=effort, draft={**effort.draft, "privacy": "confidential"}, by=None)
    with pytest.raises(PlanPrivacyError):
        sign(plan=plan, by=people.administrator)


def test_the_parts_of_a_plan_are_cells_of_its_studies(effort: Any, people: Any) -> None:
    """A part named by the code of a unit is that unit; the answers wanted are those of the plan."""
    parts = {"lakeside": {"label": {"en": "Lakeside"}, "count": 4000}, "others": {"count": 1000}}
    data = content()
    plan = create_plan(content={**data, "population": {**data["population"], "strata": parts}}, by=None)
    sign(plan=plan, by=people.administrator)
    study = make_studies(plan=plan, by=people.administrator)[0]
    cells = {cell.key: cell for cell in study.cells.all()}
    wanted = reckon(plan.plan())
    assert [cell.wanted for cell in cells.values()] == [one.n for one in wanted.cells]
    assert sum(cell.quota for cell in cells.values()) == study.quota == wanted.n
    assert (cells["lakeside"].unit.code, cells["others"].unit) == ("lakeside", None)
    assert study.fieldwork.auto
    assert study.fieldwork.reminders == list(plan.plan().reminders)
