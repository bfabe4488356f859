"""Studies and links: opening, closing, who may, and what the pages say."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError
from django.utils import timezone

from regulars.language import Text
from regulars.web.accounts.models import Grant
from regulars.web.audit.models import Entry
from regulars.web.research import actions
from regulars.web.research.editing.form import BlockForm
from regulars.web.research.errors import NotPublishedError, StateError
from regulars.web.research.models import Link, Questionnaire, State, Study

pytestmark = pytest.mark.django_db


@pytest.fixture
def study(units: SimpleNamespace) -> Any:
    """Of a published questionnaire, not opened yet."""
    made = actions.create_questionnaire(made_from="stay-satisfaction", name="guests", by=None)
    actions.publish(questionnaire=made, by=None)
    return actions.create_study(questionnaire=made, by=None)


@pytest.fixture
def regional_analyst(person: Any, units: SimpleNamespace) -> Any:
    """Manages studies of the south alone."""
    return person("sol", "analyst", units.south)


def test_a_study_opens_closes_and_opens_again(study: Any, people: Any) -> None:
    for action, state in (
        (actions.open_study, State.OPEN),
        (actions.close_study, State.CLOSED),
        (actions.open_study, State.OPEN),
    ):
        action(study=study, by=people.analyst)
        study.refresh_from_db()
        assert study.state == state

    events = list(Entry.objects.filter(target_id=study.public_id).order_by("pk").values_list("event", flat=True))
    assert events == ["study-created", "study-opened", "study-closed", "study-opened"]


def test_two_people_press_the_button_at_once(study: Any) -> None:
    other = Study.objects.get(pk=study.pk)
    actions.open_study(study=study, by=None)

    with pytest.raises(StateError, match="is already open"):
        actions.open_study(study=other, by=None)


def test_a_study_without_a_version_cannot_be_opened(units: SimpleNamespace) -> None:
    made = actions.create_questionnaire(made_from="after-service-ces", name="effort", by=None)
    study = actions.create_study(questionnaire=made, by=None)

    with pytest.raises(NotPublishedError, match=r"has no published version yet. Publish its questionnaire first."):
        actions.open_study(study=study, by=None)


def test_a_study_opens_before_it_closes(study: Any) -> None:
    now = timezone.now()

    with pytest.raises(IntegrityError):
        actions.change_study(study=study, by=None, opens_at=now, closes_at=now - timedelta(days=1))


def test_a_unit_has_one_open_link_of_a_label(study: Any, units: SimpleNamespace) -> None:
    wanted = [units.lakeside, units.harbour, None]

    first = actions.create_links(study=study, units=wanted, by=None)
    again = actions.create_links(study=study, units=wanted, by=None)
    elsewhere = actions.create_links(study=study, units=[units.lakeside], label="receipt", by=None)
    actions.close_link(link=first[0], by=None)
    anew = actions.create_links(study=study, units=wanted, by=None)

    assert (len(first), len(again), len(elsewhere), len(anew)) == (3, 0, 1, 1)
    assert len({link.public_id for link in Link.objects.all()}) == 5
    with pytest.raises(StateError, match="already closed"):
        actions.close_link(link=first[0], by=None)


def test_a_study_is_made_from_the_page(client_of: Any, people: Any) -> None:
    client = client_of(people.analyst)

    answer = client.post(
        "/studies/new/",
        {"ask": "new:stay-satisfaction", "title_en": "Guests 2026", "title_zh": "", "name": "guests-2026"},
    )

    made = Study.objects.get()
    assert answer["Location"] == f"/studies/{made.public_id}/"
    assert made.title == Text({"en": "Guests 2026"})
    assert made.questionnaire.name == "guests-2026"
    page = client.get(answer["Location"]).content.decode()
    assert "Nobody can answer this study yet." in page
    assert "Publish the questionnaire" in page


@pytest.mark.parametrize("name", ["", "Guests", "a b", "../x", "客人"])
def test_a_short_name_that_cannot_be_one_is_told(name: str, client_of: Any, people: Any) -> None:
    answer = client_of(people.analyst).post("/studies/new/", {"ask": "new:stay-satisfaction", "name": name})

    assert answer.status_code == 400
    assert "Enter small letters, digits and hyphens" in answer.content.decode()
    assert not Questionnaire.objects.exists()


def test_a_name_that_is_taken_is_told(study: Any, client_of: Any, people: Any) -> None:
    answer = client_of(people.analyst).post("/studies/new/", {"ask": "new:after-service-ces", "name": "guests"})

    assert answer.status_code == 400
    assert "Another questionnaire is called guests." in answer.content.decode()


def test_a_second_study_asks_the_same_questionnaire(study: Any, client_of: Any, people: Any) -> None:
    client_of(people.analyst).post("/studies/new/", {"ask": study.questionnaire.public_id, "title_en": "Again"})

    assert Study.objects.filter(questionnaire=study.questionnaire).count() == 2


def test_the_whole_way_by_the_pages(client_of: Any, people: Any, units: Any) -> None:
    """From nothing to an answer and back to the page that counts it."""
    from tests.web.link.conftest import Phone

    client = client_of(people.administrator)
    client.post("/studies/new/", {"ask": "new:after-service-ces", "name": "effort"})
    study = Study.objects.get()
    client.post(f"/questionnaires/{study.questionnaire.public_id}/publish/")
    client.post(f"/studies/{study.public_id}/links/", {"units": [units.lakeside.public_id, "company"], "label": ""})
    client.post(f"/studies/{study.public_id}/open/")
    phone = Phone(Link.objects.get(unit=units.lakeside).public_id)

    phone.send({**phone.form().fields, "effort": "7"})

    assert "1 answer so far." in client.get(f"/studies/{study.public_id}/").content.decode()
    assert "1 study is open." in client.get("/studies/").content.decode()


def test_dates_are_read_in_the_reader_s_zone_and_kept(study: Any, client_of: Any, people: Any) -> None:
    people.analyst.zone = "Asia/Shanghai"
    people.analyst.save()
    client = client_of(people.analyst)
    fields = {"title_en": "Guests", "sample": "census", "privacy": "anonymous", "quota": "500", "wave": "2026-11"}

    client.post(f"/studies/{study.public_id}/change/", {**fields, "opens_at": "2026-11-23T08:00"})

    study.refresh_from_db()
    assert study.opens_at.isoformat() == "2026-11-23T00:00:00+00:00"
    assert (study.sample, study.privacy, study.quota, study.wave) == ("census", "anonymous", 500, "2026-11")
    form = client.get(f"/studies/{study.public_id}/change/").content.decode()
    assert 'value="2026-11-23T08:00"' in form


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"opens_at": "2026-11-23T08:00", "closes_at": "2026-11-22T08:00"}, "Enter a time after"),
        ({"title_en": "", "title_zh": ""}, "Enter a title in one language at least"),
        ({"quota": "0"}, "quota"),
        ({"opens_at": "soon"}, "opens_at"),
        ({"sample": "some"}, "sample"),
    ],
)
def test_what_cannot_be_is_told_and_changes_nothing(
    fields: dict[str, str], said: str, study: Any, client_of: Any, people: Any
) -> None:
    sent = {"title_en": "New", "sample": "census", "privacy": "identified", **fields}

    answer = client_of(people.analyst).post(f"/studies/{study.public_id}/change/", sent)

    assert answer.status_code == 400
    assert said in answer.content.decode()
    study.refresh_from_db()
    assert study.sample == "opt-in"


def test_whoever_manages_a_part_makes_links_there_and_changes_nothing_else(
    study: Any, units: Any, client_of: Any, regional_analyst: Any
) -> None:
    client = client_of(regional_analyst)
    here, there = actions.create_links(study=study, units=[units.lakeside, units.station], by=None)

    page = client.get(f"/studies/{study.public_id}/links/").content.decode()
    made = client.post(f"/studies/{study.public_id}/links/", {"units": [units.harbour.public_id]})
    other = client.post(f"/studies/{study.public_id}/links/", {"units": [units.station.public_id]})

    assert here.public_id in page
    assert there.public_id not in page
    assert made.status_code == 302
    assert other.status_code == 400
    assert client.get(f"/links/{there.public_id}/").status_code == 404
    assert client.get(f"/links/{there.public_id}/code.svg").status_code == 404
    assert client.post(f"/links/{there.public_id}/close/").status_code == 404
    assert client.get(f"/links/{here.public_id}/").status_code == 200
    for address in ("/studies/new/", f"/studies/{study.public_id}/change/"):
        assert client.get(address).status_code == 403
    for verb in ("open", "close"):
        assert client.post(f"/studies/{study.public_id}/{verb}/").status_code == 403
    assert client.post(f"/questionnaires/{study.questionnaire.public_id}/publish/").status_code == 403


def test_answers_are_counted_within_one_s_units(
    study: Any, units: Any, client_of: Any, people: Any, regional_analyst: Any
) -> None:
    from tests.web.link.conftest import Phone

    actions.open_study(study=study, by=None)
    for link in actions.create_links(study=study, units=[units.lakeside, units.station], by=None):
        phone = Phone(link.public_id)
        phone.send({**phone.form().fields, "recommend": "9"})

    assert "2 answers so far." in client_of(people.analyst).get(f"/studies/{study.public_id}/").content.decode()
    assert "1 answer so far." in client_of(regional_analyst).get(f"/studies/{study.public_id}/").content.decode()


@pytest.mark.parametrize(("kind", "begins"), [("svg", b"<?xml"), ("png", b"\x89PNG")])
def test_the_code_leads_to_the_public_address(
    kind: str, begins: bytes, study: Any, units: Any, company: Any, client_of: Any, people: Any
) -> None:
    company.public_address = "https://ask.example.com/"
    company.save()
    (link,) = actions.create_links(study=study, units=[units.lakeside], by=None)
    client = client_of(people.analyst)

    code = client.get(f"/links/{link.public_id}/code.{kind}")
    saved = client.get(f"/links/{link.public_id}/code.{kind}?save")

    assert code.content.startswith(begins)
    assert saved["Content-Disposition"] == f'attachment; filename="lakeside-{link.public_id}.{kind}"'
    assert f"https://ask.example.com/s/{link.public_id}" in client.get(f"/links/{link.public_id}/").content.decode()
    assert client.get(f"/links/{link.public_id}/code.gif").status_code == 404


def test_a_draft_is_changed_by_its_page(study: Any, client_of: Any, people: Any) -> None:
    """Both languages; and which attributes customers named takes the warning away (M25)."""
    client, asked = client_of(people.analyst), study.questionnaire
    address = f"/questionnaires/{asked.public_id}/"
    before = client.get(address).content.decode()
    head = {
        "at": "head", "title.en": "Guests", "title.zh": "住客", "heading.en": "How was it?", "heading.zh": "如何？",
        "thanks.en": "Bye.", "thanks.zh": "再见。", "minutes": "2", "languages": "en, zh",
    }  # fmt: skip
    block = BlockForm.of(asked.draft, asked.definition(), 0).sent.typed
    block |= {f"items.{row}.origin": "customer" for row in (4, 7)}

    answer = client.post(f"{address}edit/", head)
    client.post(f"{address}edit/", {**block, "at": "0", "kind": "ratings"})
    after = client.get(address).content.decode()

    assert answer["Location"] == f"{address}edit/?at=head"
    asked.refresh_from_db()
    definition = asked.definition()
    assert str(definition.heading) == "How was it?"
    assert definition.minutes == 2
    assert definition.intro is None
    assert {item.key for item in definition.attributes if item.origin == "customer"} == {"sleep", "wifi"}
    assert "None of the attributes was named by customers." in before
    assert "None of the attributes was named by customers." not in after
    assert "The draft is ahead of version 1." in after


def test_the_preview_shows_the_draft_and_stores_nothing(study: Any, client_of: Any, people: Any) -> None:
    from regulars.web.research.models import Response

    client, address = client_of(people.analyst), f"/questionnaires/{study.questionnaire.public_id}/preview/"

    shown = client.get(address).content.decode()
    wrong = client.post(address, "recommend=11", content_type="application/x-www-form-urlencoded")
    sent = client.post(address, "recommend=9", content_type="application/x-www-form-urlencoded")

    assert "This is how guests will see it." in shown
    assert wrong.status_code == 422
    assert "Thank you" in sent.content.decode()
    assert not Response.objects.exists()


def test_the_list_costs_the_same_however_long_it_is(
    study: Any, client_of: Any, people: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        actions.create_study(questionnaire=study.questionnaire, by=None, title=Text({"en": f"Study {number}"}))
    client = client_of(people.analyst)
    client.get("/studies/")

    with django_assert_max_num_queries(8):
        client.get("/studies/")


def test_nothing_yet_says_what_comes(client_of: Any, people: Any) -> None:
    client = client_of(people.analyst)

    assert "No studies yet." in client.get("/studies/").content.decode()
    assert "No questionnaires yet." in client.get("/questionnaires/").content.decode()


def test_a_grant_that_is_over_opens_nothing(study: Any, client_of: Any, people: Any) -> None:
    Grant.objects.filter(user=people.analyst).update(until=timezone.localdate() - timedelta(days=1))

    assert client_of(people.analyst).get("/studies/").status_code == 403


OWN = """\
name: whatever
title: {en: Walk-in guests, zh: 散客}
blocks:
  - {kind: comment, key: comment, label: {en: Your words, zh: 您的意见}}
thanks: {en: Bye., zh: 再见。}
"""


def _own(text: str, name: str = "guests.yaml") -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return {"ask": "new:file", "name": "walk-ins", "file": SimpleUploadedFile(name, text.encode())}


def test_a_study_is_made_from_a_file_that_somebody_wrote(client_of: Any, people: Any, units: Any) -> None:
    client_of(people.analyst).post("/studies/new/", _own(OWN))

    made = Study.objects.get()
    assert (made.questionnaire.name, str(made.title)) == ("walk-ins", "Walk-in guests")


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        (
            OWN.replace("kind: comment", "kind: coment"),
            "guests.yaml",
            "guests.yaml, line 4: blocks › 1 › kind: “coment”",
        ),
        ("just words", "../../etc/x.yaml", "x.yaml holds no questionnaire"),
        ("#" * (1024 * 1024 + 5), "large.yaml", "large.yaml is too large"),
        ("", "empty.yaml", "file"),
    ],
)
def test_a_slip_in_a_file_is_told_with_its_line(text: str, name: str, said: str, client_of: Any, people: Any) -> None:
    answer = client_of(people.analyst).post("/studies/new/", _own(text, name))

    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not Questionnaire.objects.exists()


def test_a_file_that_was_forgotten_is_asked_for(client_of: Any, people: Any) -> None:
    answer = client_of(people.analyst).post("/studies/new/", {"ask": "new:file", "name": "walk-ins"})

    assert "Choose the file, such as guests.yaml." in answer.content.decode()


def test_the_sample_company_goes_on_asking(units: Any, django_capture_on_commit_callbacks: Any) -> None:
    """One link a unit; a second time changes nothing; the facts know the survey by the name of its history."""
    from regulars.web.facts import facts
    from regulars.web.research.sample import seed

    with django_capture_on_commit_callbacks(execute=True):
        first, second = seed(), seed()

    assert {link.unit for link in first} == set(vars(units).values())
    assert second == []
    assert Study.objects.get().state == State.OPEN
    assert facts().surveys() == ["juniper-guests"]
    # The history's own words stay as they are.
    assert all("Check-out and invoice" in str(one) for one in Questionnaire.objects.get().definition().warnings())
