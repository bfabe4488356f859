"""The settings: each part, its limits, its trace."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from tests.web.addresses.company import PNG

from regulars.language import Text
from regulars.web.company import colour

FIGURES = {
    "zone": "Asia/Shanghai",
    "currency": "eur",
    "fiscal_year_month": "4",
    "minimum_n": "40",
    "privacy_k": "12",
    "margin": "35.5",
    "discount_rate": "10",
}


@given(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True))
def test_the_nearest_colour_always_passes(one):
    found = one if colour.contrast(one).enough else colour.nearest(one)

    assert colour.contrast(found).enough
    assert colour.parse(found) == found


@pytest.mark.django_db
class TestParts:
    @pytest.fixture
    def client(self, people, client_of):
        return client_of(people.administrator)

    def put(self, client, part, **data):
        return client.post(reverse("company:part", args=[part]), data)

    def company(self):
        from regulars.web.company.models import Company

        return Company.objects.get()

    def test_a_change_is_written_with_the_names_of_its_fields(self, client, people):
        from regulars.web.audit.models import Entry

        self.put(client, "name", name_en="Pine Hotels", name_zh="青松酒店")

        entry = Entry.objects.get(event="company-changed")
        assert (entry.by, entry.details) == (people.administrator, {"fields": ["name"]})
        assert self.company().name == Text({"en": "Pine Hotels", "zh": "青松酒店"})

    def test_what_is_not_different_is_not_written(self, client):
        from regulars.web.audit.models import Entry

        self.put(client, "name", name_en="Juniper Hotels", name_zh="杜松酒店")

        assert not Entry.objects.filter(event="company-changed").exists()

    def test_facts_learn_of_the_currency_with_it(self, client):
        from regulars.web.facts import facts

        self.put(client, "figures", **FIGURES)

        found = self.company()
        assert (found.currency, facts().currency, found.margin) == ("EUR", "EUR", Decimal("0.355"))
        assert (found.minimum_n, found.privacy_k, found.fiscal_year_month) == (40, 12, 4)

    def test_where_facts_cannot_be_told_nothing_is_changed(self, client, monkeypatch):
        from regulars.facts import LockTimeoutError
        from regulars.facts.store import Facts
        from regulars.language import message

        def busy(*_):
            raise LockTimeoutError(message("Somebody else is writing."))

        monkeypatch.setattr(Facts, "set_currency", busy)
        page = self.put(client, "figures", **FIGURES)

        assert page.status_code == 400
        assert "Somebody else is writing." in page.content.decode()
        assert self.company().currency == "CNY"

    def test_a_colour_without_contrast_is_refused_with_the_nearest(self, client):
        page = self.put(client, "colour", colour="#777c80")
        weak = next(
            f"#{v:02x}{v:02x}{v:02x}" for v in range(256) if not colour.contrast(f"#{v:02x}{v:02x}{v:02x}").enough
        )
        page = self.put(client, "colour", colour=weak)

        assert page.status_code == 400
        assert colour.nearest(weak) in page.content.decode()
        assert self.company().colour != weak

    @pytest.mark.parametrize(
        ("part", "field", "value"),
        [
            ("figures", "privacy_k", "1"),
            ("figures", "zone", "Mars/Base"),
            ("figures", "margin", "120"),
            ("figures", "currency", "RENMINBI"),
            ("colour", "colour", "green"),
            ("sender", "sender_address", "nobody"),
            ("sender", "public_address", "ftp://x"),
            ("name", "name_en", ""),
        ],
    )
    def test_a_wrong_value_is_said_at_its_field(self, client, part, field, value):
        given = {**FIGURES, field: value} if part == "figures" else {field: value}

        page = self.put(client, part, **given)

        assert page.status_code == 400
        assert field in page.context["form"].errors

    def test_a_name_of_two_lines_is_one(self, client):
        self.put(client, "sender", sender_name="Care\r\nBcc: all@example.com", sender_address="care@example.com")

        assert self.company().sender_name == "Care Bcc: all@example.com"

    def test_the_logo_is_a_picture_by_its_content(self, client):
        address = reverse("company:logo")

        refused = client.post(address, {"logo": SimpleUploadedFile("logo.png", b"<svg onload='x()'/>")})
        client.post(address, {"logo": SimpleUploadedFile("a.png", PNG)})
        client.post(address, {"logo": SimpleUploadedFile("b.png", PNG + b" ")})
        shown = client.get(reverse("company:public-logo"))

        assert refused.status_code == 400
        assert (shown["Content-Type"], b"".join(shown.streaming_content)) == ("image/png", PNG + b" ")
        client.post(address, {"remove": "1"})
        assert client.get(reverse("company:public-logo")).status_code == 404
