"""Photos and files from guests: what is kept, what is refused at its place, and that nothing else is ever lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from regulars.web.files.models import StoredFile
from regulars.web.research.models import Partial, Response

from .conftest import Form

pytestmark = pytest.mark.django_db
RED = (  # the smallest picture there is
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    b"\xff\xc0\x00\x0b\x08\x00\x01\x00\x01\x01\x01\x11\x00\xff\xda\x00\x08\x01\x01\x00\x00?\x00\x37\xff\xd9"
)
PLACE = b"N 31 13 49.8"
FROM_A_PHONE = RED[:2] + b"\xff\xfe" + (len(PLACE) + 2).to_bytes(2, "big") + PLACE + RED[2:]
ASKED = {
    "title": "Room",
    "thanks": "Thanks",
    "languages": ["en"],
    "blocks": [
        {"kind": "number", "key": "overall", "label": "Overall", "scale": {"low": 1, "high": 5}},
        {"kind": "photo", "key": "shot", "label": "Photo", "text": "Show us the stain"},
        {"kind": "file", "key": "bill", "label": "Bill", "when": "overall <= 4"},
        {"kind": "comment", "key": "more", "label": "More", "longest": 20},
    ],
}


@pytest.fixture
def link(company: Any, units: Any, tmp_path: Path) -> Any:
    """An open link that asks for a photo."""
    from regulars.web.research.actions import create_from_file, create_links, create_study, open_study, publish

    file = tmp_path / "room.yaml"
    file.write_text(json.dumps({"name": "room", **ASKED}), "utf-8")
    made = create_from_file(file=file, name="room", by=None)
    publish(questionnaire=made, by=None)
    study = create_study(questionnaire=made, by=None)
    open_study(study=study, by=None)
    return create_links(study=study, units=[units.lakeside], by=None)[0]


def send(phone: Any, fields: dict[str, Any], **files: tuple[str, bytes]) -> Any:
    """As a browser sends a form with files."""
    sent = {name: SimpleUploadedFile(called, content) for name, (called, content) in files.items()}
    return phone.client.post(f"/s/{phone.address}", {**fields, **sent})


def shown(answer: Any) -> Form:
    return Form(answer.content.decode())


def test_a_photo_comes_with_the_response_and_tells_nothing_but_itself(
    phone: Any, responses: Any, client_of: Any, people: Any
) -> None:
    one = phone()
    page = one.open().content.decode()

    sent = send(one, {**Form(page).fields, "overall": "2"}, shot=("IMG_1.jpg", FROM_A_PHONE), bill=("b.pdf", b"%PDF-1"))

    assert 'enctype="multipart/form-data"' in page
    assert 'accept="image/jpeg,image/png" capture="environment"' in page
    assert sent.status_code == 303
    (stored,) = responses()
    assert stored.answers == {"overall": 2}
    shot, bill = (StoredFile.objects.get(public_id=stored.files[name]) for name in ("shot", "bill"))
    assert (shot.name, shot.path.read_bytes(), bill.kind) == ("IMG_1.jpg", RED, "application/pdf")
    assert not Partial.objects.exists()

    address = reverse("inbox:file", args=[stored.public_id, shot.public_id])
    inbox = client_of(people.manager).get(reverse("inbox:response", args=[stored.public_id])).content.decode()
    assert f'<img src="{address}"' in inbox
    seen = client_of(people.manager).get(address)
    assert b"".join(seen.streaming_content) == RED
    assert seen["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert client_of(people.colleague).get(address).status_code == 404
    assert client_of(people.colleague).get(reverse("files:download", args=[shot.public_id])).status_code == 404
    saved = client_of(people.manager).get(reverse("files:download", args=[shot.public_id]))
    assert b"".join(saved.streaming_content) == RED


def test_words_out_of_sight_take_the_picture_with_them_and_erasing_takes_it_away(
    phone: Any, client_of: Any, people: Any
) -> None:
    from regulars.web.research.actions.inbox import hide

    one = phone()
    send(one, {**one.form().fields, "overall": "2"}, shot=("a.jpg", RED))
    stored = Response.objects.get()
    address = reverse("inbox:file", args=[stored.public_id, stored.files["shot"]])

    hide(response=stored, reason="shows a guest", by=people.manager)

    assert client_of(people.manager).get(address).status_code == 404
    assert client_of(people.manager).get(f"/files/{stored.files['shot']}/").status_code == 404
    Response.objects.filter(pk=stored.pk).delete()
    assert not StoredFile.objects.exists()


def test_a_photo_that_is_too_large_is_refused_at_its_place_and_costs_nothing_else(
    phone: Any, responses: Any, monkeypatch: Any
) -> None:
    from regulars.web.channels.link import forms

    monkeypatch.setattr(forms, "LARGEST_FILE", 200_000)
    one = phone()

    told = send(
        one, {**one.form().fields, "overall": "2", "more": "Blue"}, shot=("i.jpg", RED * 9_000), bill=("b.png", RED)
    )

    assert told.status_code == 422
    page = told.content.decode()
    assert 'id="_error-shot">“i.jpg” has more than 20 MB.' in page
    assert "“b.jpg” is kept." in page
    assert (shown(told).fields["overall"], shown(told).fields["more"]) == ("2", "Blue")
    assert responses() == []
    monkeypatch.undo()
    assert send(one, shown(told).fields, shot=("small.jpg", RED)).status_code == 303
    assert set(responses()[0].files) == {"shot", "bill"}


@pytest.mark.parametrize("content", [b"MZ\x90\x00\x03" + bytes(200), b"<svg onload=alert(1)>", b"", RED[:30]])
def test_a_program_that_is_called_jpg_is_refused_by_what_it_holds(content: bytes, phone: Any, responses: Any) -> None:
    one = phone()

    told = send(one, {**one.form().fields, "overall": "2", "more": "Blue"}, shot=("photo.jpg", content))

    assert told.status_code == 422
    assert shown(told).fields["more"] == "Blue"
    assert 'id="_error-shot"' in told.content.decode()
    assert not StoredFile.objects.exists()
    assert send(one, shown(told).fields).status_code == 303
    assert responses()[0].files == {}


def test_a_photo_is_not_lost_when_something_else_is_wrong_and_can_be_taken_out(phone: Any, responses: Any) -> None:
    one = phone()

    told = send(one, {**one.form().fields, "overall": "2", "more": "x" * 21}, shot=("a.jpg", RED))
    again = send(one, {**shown(told).fields, "more": "y" * 22}, shot=("b.jpg", FROM_A_PHONE))
    out = send(one, {**shown(again).fields, "_away": "shot"})
    sent = send(one, {**shown(out).fields, "more": "fine"})

    assert "“a.jpg” is kept." in shown(told).words
    assert "“b.jpg” is kept." in shown(again).words
    assert "is kept" not in shown(out).words
    assert sent.status_code == 303
    assert responses()[0].files == {}
    assert not StoredFile.objects.exists()


def test_a_form_cannot_name_the_file_of_somebody_else(phone: Any, responses: Any) -> None:
    one, other = phone(), phone()
    send(other, {**other.form().fields, "overall": "1", "more": "x" * 21}, shot=("a.jpg", RED))
    theirs = StoredFile.objects.get()

    sent = send(one, {**one.form().fields, "overall": "5", "shot": theirs.public_id})

    assert sent.status_code == 303
    assert responses()[0].files == {}


def test_a_file_that_is_not_asked_for_goes(phone: Any, responses: Any) -> None:
    """The bill is asked of those who are not content."""
    one = phone()

    send(one, {**one.form().fields, "overall": "5"}, bill=("b.pdf", b"%PDF-1.7"))

    assert responses()[0].files == {}
    assert not StoredFile.objects.exists()
