"""What the pages of carrying out let people do, and what they keep from them."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.web.fieldwork.waves import answer, cell, customers, fieldwork, send_all, study

from regulars.web.research.fieldwork.models import Asked, Fieldwork
from regulars.web.research.fieldwork.running import step

pytestmark = pytest.mark.django_db


def test_in_a_private_study_the_list_says_only_how_people_were_reached(units: Any, people: Any, client_of: Any) -> None:
    """Neither the state, nor reminders, nor what can be done tells who answered; nor the file, nor a filter."""
    one = study(timezone.now(), privacy="confidential")
    cell(one, "lakeside", 2, unit=units.lakeside)
    customers(4, unit=units.lakeside)
    fieldwork(one)
    step()
    send_all()
    step()
    answer(Asked.objects.first(), "n1")
    client = client_of(people.administrator)
    path = reverse("fieldwork:asked", args=[one.public_id])

    page = client.get(path).content.decode()
    assert page.count(">invited</span>") == 4
    assert "Reminders" not in page
    assert "take-back" not in page
    assert client.get(path, {"state": "sent"}).content.decode().count(">invited</span>") == 4
    assert client.get(path, {"state": "answered"}).content.decode().count(">invited</span>") == 4  # no such filter
    file = b"".join(client.get(reverse("fieldwork:asked-export", args=[one.public_id]))).decode()
    assert file.count("invited") == 4
    assert "answered" not in file


def test_words_of_the_study_go_out_and_unknown_places_do_not(units: Any, people: Any, client_of: Any) -> None:
    one = study(timezone.now())
    client, path = client_of(people.administrator), reverse("fieldwork:wording", args=[one.public_id])
    wrong = client.post(path, {"invitation_body_en": "Hello {first_name}"})
    assert wrong.status_code == 400
    assert "{first_name}" in wrong.content.decode()
    client.post(path, {"invitation_body_en": "Dear {name}, {company} asks.", "invitation_subject_en": "Hi {name}"})
    preview = client.get(reverse("fieldwork:wording-preview", args=[one.public_id, "invitation", "en"]))
    assert "Dear Mei Wang, Juniper Hotels asks." in preview.content.decode()


def test_not_this_customer_is_not_drawn_again(units: Any, people: Any, client_of: Any) -> None:
    one = study(timezone.now())
    cell(one, "lakeside", 2, unit=units.lakeside)
    customers(4, unit=units.lakeside)
    fieldwork(one)
    step()
    person = Asked.objects.first()
    client_of(people.administrator).post(
        reverse("fieldwork:asked-act", args=[one.public_id, person.public_id]), {"do": "leave-alone"}
    )
    person.refresh_from_db()
    assert person.state == "cancelled"
    assert person.customer.not_asked.filter(kind=None).count() == 1


def test_held_nobody_else_is_invited(units: Any, people: Any, client_of: Any) -> None:
    one = study(timezone.now())
    cell(one, "lakeside", 2, unit=units.lakeside)
    customers(4, unit=units.lakeside)
    fieldwork(one)
    client, path = client_of(people.administrator), reverse("fieldwork:act", args=[one.public_id])
    client.post(path, {"do": "hold"})
    assert not Fieldwork.objects.get().auto
    assert step().as_dict() == {}
    client.post(path, {"do": "run"})
    assert step().invited == 4
