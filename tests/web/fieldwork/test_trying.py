"""Trying a study out: before it is open, by a letter like the real one, by a pilot; and all of it goes at one press."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tests.web.fieldwork.test_asking import _answer
from tests.web.link.conftest import Phone

from regulars.web.audit.models import Entry
from regulars.web.messages.models import Outgoing
from regulars.web.research.actions import create_links, create_questionnaire, create_study, open_study, publish
from regulars.web.research.fieldwork import trying
from regulars.web.research.fieldwork.asking import Person, ask
from regulars.web.research.fieldwork.checking import points
from regulars.web.research.fieldwork.errors import FieldworkError
from regulars.web.research.fieldwork.models import Asked, Draw, Source
from regulars.web.research.fieldwork.tokens import token_of
from regulars.web.research.models import Link, OutboxRow, Response, Study

pytestmark = pytest.mark.django_db


@pytest.fixture
def study(company: Any) -> Study:
    """A draft: published, and opened by nobody."""
    made = create_questionnaire(made_from="after-service-ces", name="effort", by=None)
    publish(questionnaire=made, by=None)
    return create_study(questionnaire=made, by=None)


def _try(link: Link, **fields: str) -> int:
    phone = Phone(link.public_id)
    return phone.send({**phone.form().fields, **fields}).status_code


def test_a_test_link_works_before_the_study_is_open_and_nothing_of_it_counts(study: Study) -> None:
    link = trying.make_test_link(study=study, by=None)

    assert _try(link, effort="6") == 303

    response = Response.objects.get()
    assert response.test
    assert not OutboxRow.objects.exists()
    assert not Response.objects.counted().exists()
    assert trying.make_test_link(study=study, by=None) == link
    assert Phone(create_links(study=study, units=[None], by=None)[0].public_id).open().status_code != 200


def test_a_full_quota_does_not_hold_a_test_up_and_a_closed_study_does(study: Study) -> None:
    link = trying.make_test_link(study=study, by=None)
    Study.objects.filter(pk=study.pk).update(quota=1, state="open")
    for _ in range(2):
        assert _try(link, effort="6") == 303

    Study.objects.filter(pk=study.pk).update(state="closed")
    assert "form" not in Phone(link.public_id).form().fields


def test_the_letter_to_oneself_is_the_invitation_in_both_languages(study: Study, people: Any) -> None:
    for _ in range(3):  # it is no invitation that the caps would stop
        assert trying.send_to_oneself(study=study, by=people.analyst) == 2

    letters = Outgoing.objects.filter(to=people.analyst.email)
    assert letters.count() == 6
    assert set(letters.values_list("kind", "state")) == {("trial", "waiting")}
    assert {one.language for one in letters} == {"en", "zh"}
    link = trying.test_link(study)
    assert link is not None
    assert all(f"/s/{link.public_id}?lang=" in one.text for one in letters)


def test_a_pilot_of_the_house_answers_and_is_reported(study: Study, people: Any) -> None:
    draw = trying.begin_pilot(study=study, by=people.analyst, staff=[people.analyst, people.administrator])

    assert (draw.pilot, draw.taken) == (True, 2)
    assert Outgoing.objects.filter(kind="invitation").count() == 2
    one, two = Asked.objects.order_by("pk")
    assert _answer(f"/s/to/{token_of(one.public_id)}", effort="6") == 303
    assert Phone(f"to/{token_of(two.public_id)}").open().status_code == 200

    found = trying.tried(study)
    assert (found.invited, found.complete, found.left) == (2, 1, 0)
    assert not Response.objects.counted().exists()
    with pytest.raises(FieldworkError):
        trying.begin_pilot(study=study, by=None, staff=[people.analyst])


def test_questions_that_were_left_out_are_named(company: Any) -> None:
    made = create_questionnaire(made_from="stay-satisfaction", name="guests", by=None)
    publish(questionnaire=made, by=None)
    study = create_study(questionnaire=made, by=None)
    link = trying.make_test_link(study=study, by=None)
    phone = Phone(link.public_id)
    form = phone.form()
    rated = next(name for name, offered in form.offered.items() if "9" in offered)
    assert phone.send({**form.fields, rated: "9"}).status_code == 303

    skipped = trying.tried(study).skipped
    assert skipped
    assert all((one.count, one.of) == (1, 1) for one in skipped)


def test_all_of_it_is_deleted_and_nothing_that_counts(study: Study, people: Any) -> None:
    trying.begin_pilot(study=study, by=None, staff=[people.analyst])
    _try(trying.make_test_link(study=study, by=None), effort="6")
    open_study(study=study, by=None)
    (real,) = create_links(study=study, units=[None], by=None)
    _try(real, effort="5")
    ask(study=study, source=Source.LIST, people=[Person("li@example.com")], by=None)

    assert trying.forget(study=study, by=people.analyst) == 1

    assert list(Response.objects.values_list("test", flat=True)) == [False]
    assert list(Asked.objects.values_list("to", flat=True)) == ["li@example.com"]
    assert not Draw.objects.filter(pilot=True).exists()
    assert Outgoing.objects.filter(kind="invitation", state="cancelled").count() == 1
    assert Entry.objects.filter(event="trials-deleted").count() == 1


def test_the_list_says_what_is_to_do_and_where(company: Any, people: Any) -> None:
    made = create_questionnaire(made_from="after-service-ces", name="effort", by=None)
    study = create_study(questionnaire=made, by=None)

    assert [one.done for one in points(study)] == [False, True, False, False]

    publish(questionnaire=made, by=None)
    _try(trying.make_test_link(study=study, by=None), effort="6")
    create_links(study=study, units=[None], by=None)
    assert all(one.done for one in points(study))

    trying.begin_pilot(study=study, by=None, staff=[people.analyst])  # now mail matters
    assert [one.done for one in points(study)] == [True, True, False, False, True, True]


def test_the_page_leads_through_it_without_a_script(study: Study, client_of: Any, people: Any) -> None:
    client, path = client_of(people.analyst), f"/studies/{study.public_id}/fieldwork/try/"

    assert "2 things are still to do" in client.get(path).content.decode()
    client.post(f"{path}act/", {"do": "link"})
    page = client.get(path).content.decode()
    address = re.search(r"/s/(\w+)<", page)
    assert address is not None
    _try(Link.objects.get(public_id=address[1]), effort="6")
    assert "Delete 1 test answer" in client.get(path).content.decode()
    told = client.post(f"{path}act/", {"do": "delete"}, follow=True).content.decode()
    assert "1 test answer was deleted." in told
    assert client.post(f"{path}act/", {"do": "pilot", "who": "nobody"}).status_code == 400
    assert "1 person is asked" not in told
    told = client.post(f"{path}act/", {"do": "pilot", "who": "staff"}, follow=True).content.decode()
    assert "2 people are asked to try it out." in told
