"""Posters, the feedback form, kiosks and interviews: each brings the same kind of response under its own name."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pypdf
import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"


def token_of(page: Any) -> str:
    return re.search(r'name="form" value="([^"]+)"', page.content.decode())[1]


def answered(address: str, client: Any = None, **fields: Any) -> Any:
    client = client or Client()
    fields["form"] = token_of(client.get(address))
    return client.post(address, urlencode(fields, doseq=True), content_type=FORM)


def responses() -> list[Any]:
    from regulars.web.research.models import Response

    return list(Response.objects.order_by("pk"))


# --- posters


def test_posters_for_many_units_are_one_document(study: Any, units: Any, people: Any, client_of: Any) -> None:
    """A page for each; what is scanned comes in as a poster's. A second time adds only what is new."""
    client, address = client_of(people.administrator), f"/studies/{study.public_id}/posters/"
    chosen = {"units": [units.lakeside.public_id, units.harbour.public_id, "company"], "label": "Lobby"}
    client.post(address, chosen)
    client.post(address, chosen)
    links = list(study.links.all())

    query = urlencode(
        {"link": [one.public_id for one in links], "sheet": "a4", "language": "zh,en", "ask": "recommend"}, doseq=True
    )
    document = client.get(f"{address}posters.pdf?{query}")

    assert {one.channel for one in links} == {"poster"}
    assert document["Content-Type"] == "application/pdf"
    pages = pypdf.PdfReader(io.BytesIO(document.content)).pages
    assert len(pages) == len(links) == 3
    answered(f"/s/{links[0].public_id}", recommend="8")
    assert [one.channel for one in responses()] == ["poster"]


def test_an_address_with_hyphens_is_the_same(link: Callable[[str], Any]) -> None:
    """As it is printed, so it can be typed."""
    from regulars.web.channels.poster.making import typed

    one = link("poster")
    printed = typed(f"https://guests.example/s/{one.public_id}").partition("/")[2]

    assert Client().get(f"/{printed}")["Location"] == f"/s/{one.public_id}"
    assert printed.count("-") == 2


def test_a_choice_that_nobody_offered_is_told(
    study: Any, link: Callable[[str], Any], people: Any, client_of: Any
) -> None:
    """The page comes back with what to do."""
    link("poster")
    page = client_of(people.administrator).get(f"/studies/{study.public_id}/posters/posters.pdf?sheet=a0")

    assert page.status_code == 400
    assert "Choose at least one address." in page.content.decode()


# --- feedback


@pytest.fixture
def feedback(units: Any) -> SimpleNamespace:
    """Open, with an address for Lakeside and one for the company."""
    from regulars.web.channels.feedback.actions import begin

    study, links = begin(units=[units.lakeside, None], by=None)
    return SimpleNamespace(study=study, lakeside=links[0], company=links[1])


def test_one_click_opens_the_form_for_every_unit(units: Any, people: Any, client_of: Any) -> None:
    """Questionnaire, study, addresses; a second click makes nothing twice. Nothing closes it by itself."""
    from regulars.web.research.models import Link, Study

    client = client_of(people.administrator)
    every = {"units": ["company", units.lakeside.public_id]}
    client.post("/feedback/begin/", every)
    client.post("/feedback/begin/", every)

    (study,) = Study.objects.all()
    assert (study.state, study.closes_at, study.quota) == ("open", None, None)
    assert sorted(Link.objects.values_list("channel", "unit__code"), key=str) == [
        ("feedback", "lakeside"),
        ("feedback", None),
    ]


def test_what_is_told_lies_in_the_inbox_by_kind(feedback: Any, people: Any, client_of: Any) -> None:
    """With its channel, filtered by kind; how to reach somebody is there, and never in the facts."""
    from regulars.web.research.copying import live

    told = {"kind": "complaint", "words": "The lift is broken", "contact": "1", "reach": "mei@example.com"}
    answered(f"/s/{feedback.lakeside.public_id}", **told)
    answered(f"/s/{feedback.company.public_id}", kind="praise", words="Lovely")
    complaint = responses()[0]
    client = client_of(people.administrator)

    page = client.get("/responses/?feedback=complaint").content.decode()
    one = client.get(f"/responses/{complaint.public_id}/").content.decode()

    assert (complaint.channel, complaint.consents) == ("feedback", ["contact"])
    assert ("The lift is broken" in page, "Lovely" in page, "mei@example.com" in page) == (True, False, False)
    assert "mei@example.com" in one
    assert dict(live(complaint).answers) == {"kind": "complaint", "words": "The lift is broken"}
    assert live(complaint).channel == "feedback"


def test_nobody_is_reached_without_consent(feedback: Any) -> None:
    """An address without the tick is not asked for: it is put aside and counts for nothing."""
    answered(f"/s/{feedback.lakeside.public_id}", kind="idea", words="Tea", reach="mei@example.com")

    assert "reach" not in responses()[0].answers


def test_each_sees_what_was_told_to_their_units(feedback: Any, people: Any, client_of: Any) -> None:
    """The manager of Lakeside counts one, the one of the station none."""
    answered(f"/s/{feedback.lakeside.public_id}", kind="idea", words="More tea")

    assert "1 message has not been seen." in client_of(people.manager).get("/feedback/").content.decode()
    assert "No message in the last 30 days." in client_of(people.colleague).get("/feedback/").content.decode()


def test_the_feedback_form_in_a_frame_takes_a_kind_with_one_tap(feedback: Any, units: Any) -> None:
    """Where there is no rating, the first choice is asked; in the facts it is feedback all the same."""
    from regulars.web.channels.widget.actions import create_widgets
    from regulars.web.research.copying import live

    (link,) = create_widgets(study=feedback.study, units=[units.lakeside], label="", sites=[], by=None)
    address = f"/s/{link.public_id}/widget"
    token = token_of(Client().get(address))
    Client().post(address, urlencode({"form": token, "kind": "idea"}), content_type=FORM)
    Client().post(address, urlencode({"form": token, "_go": "words", "words": "Tea"}), content_type=FORM)

    (one,) = responses()
    assert (one.channel, one.answers) == ("widget", {"kind": "idea", "words": "Tea"})
    assert live(one).channel == "feedback"


# --- kiosk


def test_a_kiosk_begins_anew(link: Callable[[str], Any]) -> None:
    """Soon after the thanks, and after long silence; nothing of it is kept by the browser."""
    one = link("kiosk")
    first = Client().get(f"/s/{one.public_id}")
    answered(f"/s/{one.public_id}", recommend="8")
    thanks = Client().get(f"/s/{one.public_id}/thanks")

    assert first["Refresh"] == f"180; url=/s/{one.public_id}"
    assert first["Cache-Control"] == "no-store"
    assert 'autocomplete="off"' in first.content.decode()
    assert thanks["Refresh"] == f"10; url=/s/{one.public_id}"
    assert thanks["Clear-Site-Data"] == '"cache"'
    assert [one.channel for one in responses()] == ["kiosk"]


def test_what_a_guest_typed_never_comes_back(link: Callable[[str], Any]) -> None:
    """Going back and sending the old form again, even a wrong one, shows the thanks and no answer."""
    address, client = f"/s/{link('kiosk').public_id}", Client()
    token = token_of(client.get(address))
    send = lambda **fields: client.post(address, urlencode({"form": token, **fields}), content_type=FORM)  # noqa: E731
    wrong = send(recommend="99", reason="secret")
    send(recommend="9", reason="secret")
    again = send(recommend="99", reason="secret")

    assert (wrong.status_code, again.status_code) == (422, 303)
    assert b"secret" not in again.content
    assert len(responses()) == 1


def test_other_pages_stay_as_they_are(link: Callable[[str], Any]) -> None:
    """Only a kiosk begins anew."""
    assert "Refresh" not in Client().get(f"/s/{link('link').public_id}")


# --- interviewer


def test_staff_fill_in_for_somebody(study: Any, units: Any, people: Any, client_of: Any) -> None:
    """The answers are a response like all others, and beside it stands who asked and how."""
    from regulars.web.audit.models import Entry

    client = client_of(people.interviewer)
    begun = client.post(
        "/interviews/", {"study": study.public_id, "unit": units.lakeside.public_id, "way": "telephone"}
    )
    done = answered(begun["Location"], client, recommend="7")

    (one,) = responses()
    assert done["Location"].startswith("/interviews/?study=")
    assert (one.channel, one.answers, one.unit.code) == ("interviewer", {"recommend": 7}, "lakeside")
    assert (one.interview.by, one.interview.way) == (people.interviewer, "telephone")
    assert Entry.objects.filter(event="response-entered").count() == 1
    page = client_of(people.administrator).get(f"/responses/{one.public_id}/").content.decode()
    assert "Ines" in page


def test_the_world_cannot_use_the_address_of_interviewers(
    link: Callable[[str], Any], people: Any, client_of: Any
) -> None:
    """It is as unknown as none; staff of another unit do not find it either."""
    one = link("interviewer")

    assert Client().get(f"/s/{one.public_id}").status_code == 404
    assert Client().get(f"/s/{one.public_id}/thanks").status_code == 404
    assert Client().post(f"/s/{one.public_id}", "recommend=9", content_type=FORM).status_code == 404
    elsewhere = people.interviewer.grants.get()
    elsewhere.unit = people.colleague.grants.get().unit
    elsewhere.save()
    assert client_of(people.interviewer).get(f"/interviews/{one.public_id}/telephone/").status_code == 404
    assert client_of(people.administrator).get(f"/interviews/{one.public_id}/dance/").status_code == 404


def test_a_forged_interview_is_not_stored(link: Callable[[str], Any], people: Any, client_of: Any) -> None:
    """A page of somebody else can send, but it has no token of ours."""
    one = link("interviewer")
    page = client_of(people.interviewer).post(
        f"/interviews/{one.public_id}/telephone/", "recommend=9&form=forged", content_type=FORM
    )

    assert (page.status_code, responses()) == (422, [])


# --- the inbox knows them all


def test_the_inbox_is_filtered_by_channel(link: Callable[[str], Any], people: Any, client_of: Any) -> None:
    """Each response with the words of its channel."""
    answered(f"/s/{link('link').public_id}", recommend="1", reason="by link")
    answered(f"/s/{link('kiosk').public_id}", recommend="2", reason="by kiosk")

    page = client_of(people.administrator).get("/responses/?channel=kiosk").content.decode()

    assert ("by kiosk" in page, "by link" in page) == (True, False)
