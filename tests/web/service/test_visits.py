"""A checklist is taken over, changed, filled in once; what falls short is a finding that somebody mends."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from regulars.language import Text

pytestmark = pytest.mark.django_db
DAY = "2026-11-02"


@pytest.fixture
def checklist(company: Any) -> Any:
    from regulars.web.service.actions import adopt

    return adopt(name="procedural-standards", by=None)


@pytest.fixture
def personal(company: Any) -> Any:
    from regulars.web.service.actions import adopt

    return adopt(name="personal-standards", by=None)


@pytest.fixture
def reception(units: Any, people: Any) -> Any:
    from regulars.web.research.teams.actions import add_team, join

    team = add_team(unit=units.lakeside, name=Text({"en": "Reception"}), by=None)
    join(team=team, user=people.agent, since=date(2026, 10, 1), by=None)
    return team


def sheet(client: Any, checklist: Any, unit: Any, **answers: str) -> Any:
    """Open the form as a browser does, and send it to where it says."""
    address = reverse("service:fill", args=[checklist.public_id])
    page = client.get(address, {"unit": unit.public_id, "day": DAY})
    return client.post(page.context["action"], answers)


def test_what_is_taken_over_is_the_companys_own_and_never_a_survey(client_of: Any, people: Any) -> None:
    from regulars.web.facts import facts
    from regulars.web.research.actions import create_study
    from regulars.web.research.errors import StateError
    from regulars.web.research.models import Questionnaire

    client = client_of(people.administrator)
    client.post(reverse("service:adopt"), {"name": "procedural-standards"})
    page = client.get(reverse("service:checklists"))

    own = Questionnaire.objects.get()
    assert (own.made_from, own.latest.number) == ("procedural-standards", 1)
    assert [one.name for one in page.context["ready"]] == ["personal-standards"]
    assert facts().surveys() == []
    with pytest.raises(StateError, match="is a checklist"):
        create_study(questionnaire=own, by=None)


def test_a_changed_copy_stays_as_the_company_made_it(checklist: Any, client_of: Any, people: Any, units: Any) -> None:
    """A new version of Regulars brings its own file; what was taken over is read from the company's version."""
    from regulars.web.research.actions import change_draft, publish

    draft = checklist.draft
    draft["blocks"][0]["items"]["greeted"]["standard"] = {"en": "Within ten seconds.", "zh": "十秒内。"}
    change_draft(questionnaire=checklist, draft=draft, by=None)
    publish(questionnaire=checklist, by=None)

    address = reverse("service:fill", args=[checklist.public_id])
    page = client_of(people.manager).get(address, {"unit": units.lakeside.public_id, "day": DAY})
    assert "Within ten seconds." in page.content.decode()


def test_a_visit_is_stored_once_with_its_score_and_findings(
    checklist: Any, client_of: Any, people: Any, units: Any
) -> None:
    from regulars.web.service.models import Visit

    client = client_of(people.manager)
    address = reverse("service:fill", args=[checklist.public_id])
    page = client.get(address, {"unit": units.lakeside.public_id, "day": DAY})
    answers = {"greeted": "2", "why-greeted": "Nobody looked up.", "waits": "5", "replied": "4", "rules": "not-used"}
    answers["rules"] = page.context["blocks"][2]["rows"][1]["points"][-1]["value"]
    first = client.post(page.context["action"], answers)
    client.post(page.context["action"], answers)

    visit = Visit.objects.get()
    assert first.url == reverse("service:visit", args=[visit.public_id])
    assert (visit.unit, visit.day.isoformat(), visit.version, visit.by) == (units.lakeside, DAY, 1, people.manager)
    assert visit.score == pytest.approx((25 + 100 + 75) / 3)
    assert visit.answers["rules"] is None
    found = [(one.item, one.answer, one.threshold, one.note) for one in visit.findings.all()]
    assert found == [("greeted", 2, 4, "Nobody looked up."), ("replied", 4, 5, "")]
    assert "2 items are below their threshold" in client.get(first.url).content.decode()


def test_what_is_wrong_is_told_and_nothing_is_lost(checklist: Any, client_of: Any, people: Any, units: Any) -> None:
    from regulars.web.service.models import Visit

    client = client_of(people.manager)
    empty = sheet(client, checklist, units.lakeside)
    wrong = sheet(client, checklist, units.lakeside, greeted="9", waits="5")

    assert (empty.status_code, wrong.status_code) == (422, 422)
    assert "Nothing is filled in yet" in empty.content.decode()
    points = wrong.context["blocks"][0]["rows"][1]["points"]
    assert [point["value"] for point in points if point["checked"]] == ["5"]
    assert Visit.objects.count() == 0


@pytest.mark.parametrize(("unit", "day"), [("station", DAY), ("lakeside", "2999-01-01"), ("lakeside", "soon")])
def test_other_units_and_days_to_come_are_refused(
    unit: str, day: str, checklist: Any, client_of: Any, people: Any, units: Any
) -> None:
    address = reverse("service:fill", args=[checklist.public_id])
    query = f"?unit={getattr(units, unit).public_id}&day={day}"

    page = client_of(people.manager).post(address + query, {"greeted": "5"})

    assert page.status_code == 400


def test_a_person_is_observed_as_a_member_of_that_day(
    personal: Any, reception: Any, client_of: Any, people: Any
) -> None:
    from regulars.web.service.models import Visit

    client = client_of(people.manager)
    address = reverse("service:fill", args=[personal.public_id])
    about = {"team": reception.public_id, "person": people.agent.public_id}
    before = client.get(address, {**about, "day": "2026-09-01"})
    page = client.get(address, {**about, "day": DAY})
    client.post(page.context["action"], {"neat": "3", "coaching": "Name badges"})

    visit = Visit.objects.get()
    assert before.status_code == 400
    assert (visit.team, visit.person, visit.unit) == (reception, people.agent, reception.unit)


def test_who_only_visits_reads_own_visits_alone(personal: Any, reception: Any, client_of: Any, people: Any) -> None:
    from regulars.web.service.actions import store

    options = {"version": personal.latest, "unit": reception.unit, "team": reception, "day": date(2026, 11, 2)}
    about_wu = store(**options, person=people.agent, answers={"neat": 2}, nonce="a" * 12, by=people.manager)
    by_ines = store(**options, person=None, answers={"neat": 5}, nonce="b" * 12, by=people.interviewer)

    def status(who: Any, visit: Any) -> int:
        return client_of(who).get(reverse("service:visit", args=[visit.public_id])).status_code

    assert [status(people.agent, one) for one in (about_wu, by_ines)] == [200, 404]
    assert [status(people.interviewer, one) for one in (about_wu, by_ines)] == [404, 200]
    assert [status(people.manager, one) for one in (about_wu, by_ines)] == [200, 200]


def test_people_are_named_to_those_who_lead_and_not_to_readers(
    personal: Any, reception: Any, client_of: Any, people: Any
) -> None:
    from regulars.web.service.actions import store

    options = {"version": personal.latest, "unit": reception.unit, "team": reception, "person": people.agent}
    store(**options, day=date(2026, 11, 2), answers={"neat": 2}, nonce="a" * 12, by=people.manager)
    address = reverse("standards:standard", args=[personal.public_id])

    led, read = client_of(people.manager).get(address), client_of(people.viewer).get(address)

    assert [panel.key for panel in led.context["page"].panels] == ["people", "shortfalls"]
    assert "Wu" in led.content.decode()
    assert "Wu" not in read.content.decode()
    foreign = client_of(people.colleague).get(address)
    assert foreign.context["report"].source.rows == 0


def test_a_finding_gets_an_action_a_person_a_day_and_is_settled(
    checklist: Any, client_of: Any, people: Any, units: Any
) -> None:
    from regulars.web.audit.models import Entry
    from regulars.web.service.models import Finding

    client = client_of(people.manager)
    sheet(client, checklist, units.lakeside, greeted="2")
    one = Finding.objects.get()
    address = reverse("service:finding", args=[one.public_id])
    refused = client.post(address, {"owner": people.agent.public_id, "due": "2026-01-05"})
    client.post(address, {"action": "Two at the desk", "owner": people.agent.public_id, "due": "2026-01-05"})

    page = client.get(reverse("service:findings"))
    assert refused.status_code == 400
    assert "1 finding is open; 1 should be settled by now." in page.content.decode()
    mine = client_of(people.agent).get(reverse("service:findings"), {"whose": "mine"})
    assert [work.one for work in mine.context["page"]] == [one]

    client_of(people.agent).post(reverse("service:finding-done", args=[one.public_id]))
    one.refresh_from_db()
    assert one.done_by == people.agent
    client.post(reverse("service:finding-done", args=[one.public_id]), {"reopen": "1"})
    one.refresh_from_db()
    assert (one.done_at, one.done_by) == (None, None)
    said = Entry.objects.filter(target_id=one.public_id).order_by("pk").values_list("event", flat=True)
    assert list(said) == ["finding-changed", "finding-done", "finding-reopened"]


def test_what_is_open_goes_on_and_is_not_found_twice(checklist: Any, client_of: Any, people: Any, units: Any) -> None:
    from regulars.web.service.models import Finding, Visit

    client = client_of(people.manager)
    sheet(client, checklist, units.lakeside, greeted="2", waits="5")
    first = Visit.objects.get()
    sheet(client, checklist, units.lakeside, greeted="3", waits="3")

    assert [(one.item, one.again.count()) for one in Finding.objects.all()] == [("greeted", 1), ("waits", 0)]
    client.post(reverse("service:take-back", args=[first.public_id]))
    page = client.get(reverse("service:findings"))
    assert [(work.one.item, work.one.answer, work.again) for work in page.context["page"]] == [
        ("greeted", 3, 0),
        ("waits", 3, 0),
    ]
    client.post(reverse("service:finding-done", args=[Finding.objects.get(item="greeted").public_id]))
    sheet(client, checklist, units.lakeside, greeted="1")
    assert Finding.objects.filter(item="greeted").count() == 2


def test_a_visit_taken_back_counts_no_more(checklist: Any, client_of: Any, people: Any, units: Any) -> None:
    from regulars.web.service.models import Visit

    client = client_of(people.manager)
    sheet(client, checklist, units.lakeside, greeted="2")
    client.post(reverse("service:take-back", args=[Visit.objects.get().public_id]))

    assert Visit.objects.get().taken_back_by == people.manager
    assert client.get(reverse("standards:standard", args=[checklist.public_id])).context["report"].source.rows == 0
    assert client.get(reverse("service:findings")).context["ever"] is False


def test_sites_are_compared_areas_too_and_a_unit_has_its_course(
    checklist: Any, client_of: Any, people: Any, units: Any
) -> None:
    from regulars.web.service.actions import store

    items = [item.key for item in checklist.definition().items if item.rated]
    for number in range(6):
        for unit, points in ((units.lakeside, 3 + number % 2), (units.station, 5)):
            store(
                version=checklist.latest,
                unit=unit,
                team=None,
                person=None,
                day=timezone.localdate() - timedelta(days=number),
                answers=dict.fromkeys(items, points),
                nonce=f"{unit.code[:6]}{number:06}",
                by=people.administrator,
            )
    client, address = client_of(people.administrator), reverse("standards:standard", args=[checklist.public_id])

    whole, one = client.get(address), client.get(address, {"unit": "lakeside"})

    assert [panel.key for panel in whole.context["page"].panels] == ["sites", "areas", "shortfalls"]
    assert [line.name for line in whole.context["page"].panels[0].lines] == ["Lakeside", "Station"]
    assert [panel.key for panel in one.context["page"].panels] == ["areas", "shortfalls", "course"]
    assert one.context["page"].panels[-1].plots
