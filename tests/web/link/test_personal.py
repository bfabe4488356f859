"""A personal address: one answer for each, gone on with anywhere, looked at by anybody, declined in two steps."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from regulars.web.research.actions import close_study
from regulars.web.research.fieldwork.asking import Person, ask
from regulars.web.research.fieldwork.models import Asked, Source, Spent, State
from regulars.web.research.fieldwork.tokens import token_of
from regulars.web.research.models import Link, OutboxRow, Partial, Response, Study
from regulars.web.research.partials import settle

from .conftest import Form, Phone
from .test_pages import ASKED, linked

pytestmark = pytest.mark.django_db


@pytest.fixture
def paged(company: Any, units: Any, tmp_path: Path) -> Study:
    """An open study of four pages."""
    return linked(tmp_path, units, ASKED).study


def invited(study: Study, *, privacy: str = "identified", language: str = "", customer: Any = None) -> Asked:
    Study.objects.filter(pk=study.pk).update(privacy=privacy)
    study.refresh_from_db()
    person = Person("mei@example.com", language=language, customer=customer.pk if customer else None)
    ask(study=study, source=Source.LIST, people=[person], by=None)
    return Asked.objects.get()


def phone_of(one: Asked, **headers: str) -> Phone:
    return Phone(f"to/{token_of(one.public_id)}", **headers)


def page(answer: Any) -> Form:
    return Form(answer.content.decode())


def test_looking_changes_nothing_whoever_looks(study: Any) -> None:
    """Scanners of mail open every link that they find, also the one to decline, also by HEAD."""
    one = invited(study)
    phone, before = phone_of(one), Asked.objects.values().get()

    for query in ("", "?no=1", "?lang=zh", "/thanks", "/on/k"):
        for method in ("get", "head", "options", "put"):
            getattr(phone.client, method)(f"/s/{phone.address}{query}")

    assert Asked.objects.values().get() == before
    assert [model.objects.count() for model in (Response, Partial, Spent)] == [0, 0, 0]


def test_the_form_comes_in_the_language_of_the_person(study: Any) -> None:
    phone = phone_of(invited(study, language="zh"), accept_language="en")

    assert b'lang="zh-Hans"' in phone.open().content
    assert b'<html lang="en"' in phone.open("?lang=en").content


def test_an_address_with_a_full_stop_behind_it_is_mended(study: Any) -> None:
    one = invited(study)
    path = f"/s/to/{token_of(one.public_id)}"

    assert Client().get(path.upper().replace("/S/TO", "/s/to") + ".")["Location"] == path
    assert Client().get("/s/to/0123456789abcdef01234567").status_code == 404


def test_the_link_behind_personal_addresses_opens_nothing(study: Any) -> None:
    """Else whoever finds it answers for anybody, as often as they like."""
    invited(study)
    address = Link.objects.get(channel="personal").public_id

    assert [Client().get(f"/s/{address}{rest}").status_code for rest in ("", "/thanks", "/on/k")] == [404, 404, 404]
    assert Client().post(f"/s/{address}").status_code == 404


@pytest.mark.parametrize("privacy", ["identified", "confidential", "anonymous"])
def test_a_second_form_is_told_and_its_words_are_not_lost(study: Any, privacy: str) -> None:
    """Two devices at once: the first that is sent stands."""
    one = invited(study, privacy=privacy)
    phone, tablet = phone_of(one), phone_of(one)
    on_phone, on_tablet = phone.form(), tablet.form()

    first = phone.send({**on_phone.fields, "recommend": "9"})
    second = tablet.send({**on_tablet.fields, "recommend": "1", "comment": "The bar <b>closes</b> early"})
    again = phone.send({**on_phone.fields, "recommend": "9"})

    assert (first.status_code, second.status_code, again.status_code) == (303, 409, 303)
    assert "You have already answered" in page(second).words
    assert "The bar <b>closes</b> early" in page(second).words
    assert Response.objects.get().answers["recommend"] == 9
    assert "You have already answered" in page(phone.open()).words
    assert first["Location"].startswith(f"/s/{phone.address}/thanks")
    assert phone.client.get(first["Location"]).status_code == 200


def test_two_second_forms_at_the_same_moment_leave_one_answer(study: Any) -> None:
    """The look before the transaction sees nothing yet; the transaction does."""
    from regulars.survey import Submission
    from regulars.web.channels.link.door import door, now
    from regulars.web.channels.link.storing import Outcome, store
    from regulars.web.channels.link.tokens import new_token
    from regulars.web.research.fieldwork.arriving import who

    one = who(token_of(invited(study).public_id))
    found = door(one.address).of(one)  # of both, read before either is stored
    outcomes = [
        store(
            door=found,
            token=new_token(found.address, 1),
            submission=Submission({"recommend": 5}),
            language="en",
            at=now(),
        )
        for _ in range(2)
    ]

    assert outcomes == [Outcome.NEW, Outcome.SECOND]
    assert Response.objects.count() == OutboxRow.objects.count() == 1


def test_somebody_goes_on_by_the_same_address_on_another_device(paged: Study) -> None:
    """And whoever began counts as begun, from the first page that was sent."""
    one = invited(paged, privacy="confidential")
    phone, tablet = phone_of(one), phone_of(one)

    second = phone.send({**phone.form().fields, "overall": "1", "used": ["pool"]})
    begun = Asked.objects.get().state
    there = tablet.form()
    tablet.send({**there.fields, "reason": "noise"})
    late = phone.send({**page(second).fields, "reason": "staff"})
    sent = phone.send({**page(late).fields, "more": "No"})

    assert begun == State.BEGUN
    assert "Page 2 of 4" in there.words
    assert sent.status_code == 303
    response = Response.objects.get()
    assert (response.answers["overall"], response.answers["reason"], response.customer) == (1, "staff", None)
    assert not Partial.objects.exists()
    assert Asked.objects.get().state == State.ANSWERED


def test_two_devices_that_began_at_once_keep_one_set_of_answers(paged: Study) -> None:
    one = invited(paged)
    phone, tablet = phone_of(one), phone_of(one)
    on_phone, on_tablet = phone.form(), tablet.form()

    phone.send({**on_phone.fields, "overall": "4"})
    second = tablet.send({**on_tablet.fields, "overall": "2"})

    assert Partial.objects.get().typed["overall"] == "2"
    # Address, version and nonce; behind them stands the second in which the page was shown.
    assert page(second).fields["form"].partition("~")[0] == phone.form().fields["form"].partition("~")[0]


def test_the_own_address_is_the_address_to_go_on_at(paged: Study) -> None:
    one = invited(paged)
    phone = phone_of(one)

    later = phone.send({**phone.form().fields, "overall": "4", "_go": "later"})

    assert f"/s/{phone.address}</a>" in later.content.decode()


def test_in_an_anonymous_study_only_the_own_address_to_go_on_at_knows(paged: Study) -> None:
    """The invitation opens an empty form; the other address goes on, and spends the invitation."""
    one = invited(paged, privacy="anonymous")
    phone = phone_of(one)
    later = phone.send({**phone.form().fields, "overall": "4", "_go": "later"}).content.decode()
    path = later.partition('href="http://testserver')[2].partition('"')[0]

    assert Asked.objects.get().state == State.DRAWN
    assert "Page 1 of 4" in phone.form().words
    assert "checked" not in phone.open().content.decode()
    assert path.startswith(f"/s/{phone.address}/on/")

    form = Form(phone.client.get(path).content.decode())
    last = phone.send({**form.fields, "overall": "4"})
    sent = phone.send({**page(last).fields, "more": "No"})

    assert sent.status_code == 303
    response = Response.objects.get()
    assert (response.answers["overall"], response.seconds, response.pk < 0) == (4, None, True)
    assert "You have already answered" in page(phone.client.get(path)).words


def test_what_an_invited_person_left_waits_as_long_as_the_study_is_open(paged: Study) -> None:
    """The reminder leads back to it; when the study is over it counts as left before the end."""
    one = invited(paged)
    phone = phone_of(one)
    phone.send({**phone.form().fields, "overall": "4"})
    now = timezone.now()

    assert settle(now + timedelta(days=20)) == {"responses": 0, "empty": 0}

    close_study(study=paged, by=None)
    assert settle(now + timedelta(days=2)) == {"responses": 1, "empty": 0}
    assert not Response.objects.get().complete
    assert Asked.objects.get().state == State.BEGUN


def test_declining_takes_two_steps_and_has_a_way_back(study: Any) -> None:
    from regulars.web.messages.actions import queue
    from regulars.web.messages.models import Outgoing
    from regulars.web.messages.writing import Letter

    one = invited(study)
    phone = phone_of(one)
    nonce = f"remind:{one.public_id}:1"
    queue(letter=Letter("reminder", "mei@example.com", "s", "b", nonce=nonce, customer=None), by=None)
    assert "?no=1" in phone.open().content.decode()

    asked = phone.open("?no=1")
    done = phone.send({"why": "unwilling"}, "?no=1")

    assert "You do not want to answer?" in page(asked).words
    assert "You will not be reminded" in page(done).words
    assert Asked.objects.get().state == State.DECLINED
    assert Outgoing.objects.get().state == "cancelled"

    phone.send({**phone.form().fields, "recommend": "9"})
    assert Asked.objects.get().state == State.ANSWERED
    assert "You have already answered" in page(phone.send({"why": "unwilling"}, "?no=1")).words


def test_whoever_is_not_meant_says_so(study: Any) -> None:
    phone_of(one := invited(study)).send({"why": "somebody-else"}, "?no=1")

    one.refresh_from_db()
    assert one.state == State.UNREACHED


@pytest.mark.parametrize(
    ("make", "heading", "code"),
    [
        (lambda study: Asked.objects.update(state=State.CANCELLED), "This invitation was taken back", 410),
        (lambda study: close_study(study=study, by=None), "This survey is closed", 410),
        (lambda study: Study.objects.update(state="draft"), "This survey has not begun yet", 403),
    ],
)
def test_an_invitation_that_leads_nowhere_any_more_says_why(study: Any, make: Any, heading: str, code: int) -> None:
    phone = phone_of(invited(study))
    make(study)

    answer = phone.open()

    assert (answer.status_code, heading in page(answer).words) == (code, True)


def test_only_identified_answers_name_the_customer(study: Any) -> None:
    """Confidential: that they answered is known, what is not."""
    from regulars.web.people.models import Customer

    for number, privacy in enumerate(("identified", "confidential", "anonymous"), 1):
        Asked.objects.all().delete()
        customer = Customer.objects.create(key=number, number=str(number))
        phone = phone_of(invited(study, privacy=privacy, customer=customer))
        phone.send({**phone.form().fields, "recommend": "9"})

    assert [one.customer.number for one in Response.objects.exclude(customer=None)] == ["1"]
    assert Response.objects.count() == 3
