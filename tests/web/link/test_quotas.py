"""Quotas of parts of the population, at every door; answers that tell to which part somebody belongs, or to none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from regulars.web.research.actions import create_links
from regulars.web.research.fieldwork.asking import Person, ask
from regulars.web.research.fieldwork.carrying import by_hand
from regulars.web.research.fieldwork.models import Asked, Fieldwork, Source, State
from regulars.web.research.fieldwork.tokens import token_of
from regulars.web.research.models import Cell, OutboxRow, Response

from .conftest import Form, Phone
from .test_pages import ASKED, linked

pytestmark = pytest.mark.django_db


def cell(study: Any, key: str, **fields: Any) -> Cell:
    return Cell.objects.create(study=study, key=key, label={"en": key}, **fields)


def page(answer: Any) -> Form:
    return Form(answer.content.decode())


def thanks(phone: Phone, sent: Any) -> str:
    return page(phone.client.get(sent["Location"])).words


def test_the_quota_of_a_unit_closes_its_link_and_no_other(study: Any, units: Any) -> None:
    full = cell(study, "lakeside", unit=units.lakeside, quota=1)
    first, other = create_links(study=study, units=[units.lakeside, units.harbour], by=None)
    phone = Phone(first.public_id)

    phone.send({**phone.form().fields, "recommend": "9"})

    assert Response.objects.get().cell == full
    assert phone.open().status_code == 410
    assert Phone(other.public_id).open().status_code == 200


def test_what_comes_over_the_quota_between_page_and_post_is_kept_marked_and_told(study: Any, units: Any) -> None:
    """Exactly as many as the quota are on time; the others are known as late, and counted."""
    cell(study, "lakeside", unit=units.lakeside, quota=2)
    link = create_links(study=study, units=[units.lakeside], by=None)[0]
    phones = [Phone(link.public_id) for _ in range(4)]
    forms = [phone.form() for phone in phones]

    sent = [phone.send({**form.fields, "recommend": "9"}) for phone, form in zip(phones, forms, strict=True)]

    assert [one.late for one in Response.objects.order_by("pk")] == [False, False, True, True]
    assert "became full while you were answering" not in thanks(phones[1], sent[1])
    assert "became full while you were answering" in thanks(phones[2], sent[2])
    assert OutboxRow.objects.count() == 4


def test_a_personal_address_belongs_to_the_part_that_its_person_was_drawn_for(study: Any, units: Any) -> None:
    seniors = cell(study, "seniors", rule="age > 60", quota=1)
    people = [Person(f"{name}@example.com", cell=seniors.pk) for name in ("mei", "li")]
    ask(study=study, source=Source.LIST, people=people, by=None)
    mei, li = (Phone(f"to/{token_of(one.public_id)}") for one in Asked.objects.order_by("pk"))

    mei.send({**mei.form().fields, "recommend": "9"})

    assert Response.objects.get().cell == seniors
    assert "all the answers it needs" in page(li.open()).words


def test_answers_tell_the_part_and_a_full_one_needs_no_more_pages(company: Any, units: Any, tmp_path: Path) -> None:
    """Who says so on the first page is thanked then; what was said is kept, marked, and counts for nothing."""
    link = linked(tmp_path, units, ASKED)
    happy = cell(link.study, "happy", answers="overall >= 4", quota=1)
    unhappy = cell(link.study, "unhappy", answers="overall <= 2")
    phone, second, third = (Phone(link.public_id) for _ in range(3))

    last = phone.send({**phone.form().fields, "overall": "5"})
    phone.send({**page(last).fields, "more": "No"})
    early = second.send({**second.form().fields, "overall": "4"})
    go_on = third.send({**third.form().fields, "overall": "1"})
    third.send({**page(third.send({**page(go_on).fields, "reason": "staff"})).fields, "more": "-"})

    assert "meant for others" in thanks(second, early)
    rows = Response.objects.order_by("pk").values_list("cell", "complete", "ineligible", "late")
    assert list(rows) == [
        (happy.pk, True, False, False),
        (happy.pk, False, True, True),
        (unhappy.pk, True, False, False),
    ]
    assert OutboxRow.objects.count() == Response.objects.counted().count() == 2


def test_whoever_is_not_meant_is_thanked_early_and_does_not_count(company: Any, units: Any, tmp_path: Path) -> None:
    link = linked(tmp_path, units, ASKED)
    Fieldwork.objects.filter(pk=by_hand(study=link.study, by=None).pk).update(screen="overall = 3")
    ask(study=link.study, source=Source.LIST, people=[Person("mei@example.com")], by=None)
    phone = Phone(f"to/{token_of(Asked.objects.get().public_id)}")

    sent = phone.send({**phone.form().fields, "overall": "3"})

    assert "meant for others" in thanks(phone, sent)
    assert Asked.objects.get().state == State.INELIGIBLE
    assert Response.objects.get().ineligible
    assert not OutboxRow.objects.exists()
    assert "You have already answered" in page(phone.open()).words


def test_a_condition_that_this_version_does_not_know_tells_nothing(
    company: Any, units: Any, tmp_path: Path, caplog: Any
) -> None:
    """A question that is gone must not end everybody's survey."""
    link = linked(tmp_path, units, ASKED)
    Fieldwork.objects.filter(pk=by_hand(study=link.study, by=None).pk).update(screen="gone = 3")
    phone = Phone(link.public_id)

    sent = phone.send({**phone.form().fields, "overall": "3"})

    assert "Page 4 of 4" in page(sent).words
    assert "gone" in caplog.text


def test_nothing_is_spent_where_the_answer_cannot_be_stored(study: Any, monkeypatch: Any, caplog: Any) -> None:
    """One transaction: a full disk between the two leaves the invitation as it was, and the words in the form."""
    from django.db import OperationalError

    from regulars.web.channels.link import storing

    def broken(model: Any, values: Any) -> int:
        raise OperationalError("disk full")

    for privacy in ("identified", "anonymous"):
        type(study).objects.filter(pk=study.pk).update(privacy=privacy)
        Asked.objects.all().delete()
        ask(study=study, source=Source.LIST, people=[Person("mei@example.com")], by=None)
        phone = Phone(f"to/{token_of(Asked.objects.get().public_id)}")
        form = phone.form()
        with monkeypatch.context() as patch, transaction.atomic():
            patch.setattr(storing, "insert", broken)
            refused = phone.send({**form.fields, "recommend": "9", "comment": "Kind"})

        assert refused.status_code == 503
        assert Asked.objects.get().state == State.DRAWN
        assert page(refused).fields["comment"] == "Kind"
        assert phone.send(page(refused).fields).status_code == 303
