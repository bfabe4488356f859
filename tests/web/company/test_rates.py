"""Rates: typed, sent in a file, taken away; what they do to sums; what is said where they are lacking."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from importlib import import_module
from types import SimpleNamespace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from regulars.facts import Rate
from regulars.web.audit.models import Entry
from regulars.web.company.models import Company
from regulars.web.facts import facts

pytestmark = pytest.mark.django_db
USD = {"currency": "usd", "day": "2026-01-01", "rate": "7.10"}


@pytest.fixture
def client(people, client_of):
    Company.objects.update(currency="CNY")
    return client_of(people.administrator)


def bought(folder) -> None:
    rows = {"id": ["A", "B"], "who": ["1", "2"], "date": [date(2026, 1, 5)] * 2, "paid": [10, 20], "in": ["CNY", "USD"]}
    pq.write_table(pa.table(rows), folder / "lines.parquet")
    columns = {"purchase": "id", "customer": "who", "at": "date", "amount": "paid", "currency": "in"}
    facts().import_purchases(folder / "lines.parquet", columns)


def send(client, text: str):
    return client.post(reverse("company:rates-import"), {"file": SimpleUploadedFile("rates.csv", text.encode())})


def test_what_is_typed_counts_at_once(client, tmp_path):
    bought(tmp_path)
    before = client.get(reverse("company:rates")).content.decode()
    first = client.post(reverse("company:rate-add"), USD)
    after = client.get(reverse("company:rates")).content.decode()

    assert "Purchases without a rate" in before
    assert "Purchases without a rate" not in after
    assert "7.1<" in after
    assert first.status_code == 302
    assert (facts().purchase_totals().net, facts().purchase_totals().currency) == (Decimal(152), "CNY")
    client.post(reverse("company:rate-add"), {**USD, "rate": "10"})
    assert facts().purchase_totals().net == 210
    assert [one.event for one in Entry.objects.filter(event__startswith="rate")] == ["rate-added"] * 2
    client.post(reverse("company:rate-remove"), {"currency": "USD", "day": "2026-01-01"})
    assert facts().rates() == ()
    assert Entry.objects.latest("pk").details == {"currency": "USD", "day": "2026-01-01", "rate": "10"}


@pytest.mark.parametrize("wrong", [{"currency": "CNY"}, {"rate": "0"}, {"day": "31/12"}, {"day": "1800-01-01"}])
def test_what_is_no_rate_is_said(client, wrong):
    assert client.post(reverse("company:rate-add"), {**USD, **wrong}).status_code == 400
    assert facts().rates() == ()


def test_a_file_is_taken_whole_or_not_at_all(client):
    good = send(client, "币种,日期,汇率\nUSD,2026-01-01,7.1\nEUR,2026/2/1,8\nUSD,2026-03-01,7.2\n")
    bad = send(client, "currency,day,rate\nGBP,2026-01-01,9\nGBP,2026-01-01,8\nUSD,2026-13-01,7\n")
    empty = send(client, "")
    packed = send(client, "\x1f\x8b")

    assert good.status_code == 302
    assert (bad.status_code, empty.status_code, packed.status_code) == (400, 400, 400)
    said = bad.content.decode()
    assert "another rate of GBP on the same day" in said
    assert "2026-13-01" in said
    assert [(one.currency, str(one.rate)) for one in facts().rates()] == [("EUR", "8"), ("USD", "7.1"), ("USD", "7.2")]
    shown = client.get(reverse("company:rates"), {"currency": "EUR"}).content.decode()
    assert "8<" in shown
    assert "7.2<" not in shown


def test_without_a_currency_of_the_company_that_comes_first(people, client_of):
    Company.objects.update(currency="")
    shown = client_of(people.administrator).get(reverse("company:rates")).content.decode()
    assert "Say first which that is" in shown
    assert client_of(people.administrator).post(reverse("company:rate-add"), USD).status_code == 400


def test_rates_of_earlier_versions_go_on(client):
    """They lay in the database, where nothing read them."""
    rows = [Rate("USD", date(2026, 1, 1), Decimal("7.10000000")), Rate("CNY", date(2026, 1, 1), Decimal(1))]
    manager = SimpleNamespace(using=lambda _: SimpleNamespace(all=lambda: rows))
    apps = SimpleNamespace(
        all_models={"company": ["currencyrate"]}, get_model=lambda *_: SimpleNamespace(objects=manager)
    )
    facts().set_currency("CNY")
    step = import_module("regulars.web.company.migrations.0003_rates_lie_with_the_facts")

    step.hand_over(apps, SimpleNamespace(connection=SimpleNamespace(alias="default")))

    assert facts().rates() == (Rate("USD", date(2026, 1, 1), Decimal("7.1")),)
