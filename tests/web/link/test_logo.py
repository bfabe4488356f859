"""The company's logo on the guest's page."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

pytestmark = pytest.mark.django_db
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63606060f80f000104010"
    "05fe5c34b0000000049454e44ae426082"
)


def test_the_logo_stands_on_the_page_as_soon_as_it_is_there(phone: Any, people: SimpleNamespace) -> None:
    from regulars.web.company.actions import change_logo

    one = phone()
    before = one.open().content.decode()
    change_logo(sent=SimpleUploadedFile("logo.png", DOT, "image/png"), by=people.administrator)

    after = one.open().content.decode()
    picture = one.client.get(re.search(r'<img src="(/s/logo-[^"]+)" alt="">', after)[1])

    assert "<img" not in before
    assert picture.content == DOT
    assert (picture["Content-Type"], picture["Cache-Control"]) == (
        "image/png",
        "public, max-age=31536000, immutable",
    )


def test_without_a_logo_its_address_is_unknown(phone: Any) -> None:
    assert phone().client.get("/s/logo-0").status_code == 404
