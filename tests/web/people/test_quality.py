"""What is found in the records, what a repair makes of it, and the way back."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from regulars.web.accounts.access import UnitScope
from regulars.web.people.models import Customer, CustomerUnit
from regulars.web.people.quality import measuring, repairing, report, undoing
from regulars.web.people.quality.catalogue import checks, read
from regulars.web.people.quality.models import Finding, Lot, Measurement, Repair

pytestmark = pytest.mark.django_db
WHOLE = UnitScope(None, None)


def quiet(*_: Any, **__: Any) -> None:
    """Nobody watches."""


def add(number: str, **fields: Any) -> Customer:
    """A customer with everything that a record needs, but for what is told."""
    usual = {"name": "Mei Li", "email": f"{number}@juniper.cn", "phone": "+8613800138000", "language": "zh"}
    key = Customer.objects.count() + 1
    return Customer.objects.create(number=number, key=key, **{**usual, **fields})


def found(customer: Customer) -> set[str]:
    """The checks that found something, without those that every new record has."""
    return set(customer.findings.values_list("about", flat=True)) - {"email-unproved"}


@pytest.mark.parametrize(
    ("fields", "check"),
    [
        ({"number": "mei@juniper.cn"}, "number-is-address"),
        ({"number": "13800138000"}, "number-is-telephone"),
        ({"name": ""}, "name-missing"),
        ({"email": "", "phone": ""}, "unreachable"),
        ({"language": ""}, "language-missing"),
        ({"language": "klingonisch"}, "language-unknown"),
        ({"email": "mei@juniper"}, "email-malformed"),
        ({"email": "Mei@Juniper.CN "}, "email-untidy"),
        ({"phone": "12345"}, "phone-malformed"),
        ({"phone": "138-0013-8000"}, "phone-without-country"),
        ({"name": " Mei  Ｌi"}, "name-untidy"),
        ({"name": "MÃ¼ller"}, "garbled"),
        ({"name": "é”™"}, "garbled"),
        ({"name": "寮犱笁"}, "garbled"),
        ({"name": "锟斤拷"}, "garbled"),
        ({"name": "Mаria"}, "mixed-scripts"),
        ({"name": "Mei <mei@juniper.cn>", "email": ""}, "address-in-name"),
        ({"name": "李明 13900139000", "phone": ""}, "telephone-in-name"),
        ({"name": "", "email": "Mei Li"}, "name-in-email"),
        ({"name": "N/A"}, "placeholder"),
        ({"name": "无"}, "placeholder"),
        ({"name": "测试客户"}, "test-record"),
        ({"email": "a@example.com"}, "test-record"),
        ({"name": "杜松有限公司"}, "organisation-as-person"),
        ({"name": "Juniper Ltd."}, "organisation-as-person"),
    ],
)
def test_a_fault_is_found(company: Any, fields: dict[str, str], check: str) -> None:
    fields = dict(fields)
    customer = add(fields.pop("number", "c-1"), **fields)

    measuring.measure(quiet)

    assert check in found(customer)


@pytest.mark.parametrize("name", ["Zoë Müller", "茅台 联通", "O’Brien-Smith", "欧阳娜娜", "Jean 5", "Testa Rossa"])
def test_names_that_people_have_are_no_faults(company: Any, name: str) -> None:
    customer = add("c-1", name=name)

    measuring.measure(quiet)

    assert found(customer) == set()


def test_what_many_share_is_found_and_stays_when_a_record_is_looked_at_again(company: Any) -> None:
    many = [add(f"c-{n}", email="desk@juniper.cn") for n in range(5)]

    measuring.measure(quiet)
    measuring.look_again([many[0].pk])

    assert Finding.objects.filter(about="email-shared").count() == 5


def test_mail_that_came_back_and_days_that_cannot_be(company: Any) -> None:
    from datetime import date

    from regulars.web.messages.actions import suppress
    from regulars.web.messages.models import Reason
    from regulars.web.people.models import CustomerScore

    customer = add("c-1")
    suppress(reason=Reason.BOUNCED, source="hand", address=customer.email)
    CustomerScore.objects.create(customer=customer, first_day=date(1066, 10, 14), last_day=date(2026, 1, 1))

    measuring.measure(quiet)

    assert found(customer) == {"email-returned", "impossible-day"}


def test_the_figures_are_counts_of_counts_weakest_first(company: Any) -> None:
    add("c-1", phone="13800138000"), add("c-2", email="MEI@juniper.cn"), add("c-3", phone="", email="MEI@juniper.cn")

    measuring.measure(quiet)
    shown = report.quality(WHOLE)

    lines = {one.check.key: (one.found, one.of) for one in shown.lines if one.found}
    assert lines == {"email-unproved": (3, 3), "phone-without-country": (1, 2), "email-untidy": (2, 3)}
    assert (shown.flawed, shown.customers, shown.weakest.check.key) == (2, 3, "email-untidy")
    assert str(shown.sentence) == "2 of 3 records have a fault (66.7%)."
    assert Measurement.objects.get().counts["phone-without-country"] == [1, 2]
    assert report.report_of(shown).conclusion == shown.sentence


def test_a_repair_is_done_as_shown_and_undone(people: SimpleNamespace) -> None:
    customer, check = add("c-1", phone="138-0013-8000"), checks()["phone-without-country"]
    measuring.measure(quiet)
    mark = repairing.mark_of(repairing.suggestion(check, customer, "CN"))

    lot = repairing.repair_shown(check=check, shown={customer.public_id: mark}, by=people.administrator)

    customer.refresh_from_db()
    assert (customer.phone, found(customer), lot.passed_over) == ("+8613800138000", set(), 0)
    assert customer.words.endswith("+8613800138000")

    assert undoing.undo_one(repair=lot.repairs.get(), by=people.administrator)
    assert not undoing.undo_one(repair=lot.repairs.get(), by=people.administrator)
    customer.refresh_from_db()
    assert (customer.phone, found(customer)) == ("138-0013-8000", {"phone-without-country"})


def test_what_somebody_changed_meanwhile_is_left_alone(people: SimpleNamespace) -> None:
    customer, check = add("c-1", email="MEI@juniper.cn"), checks()["email-untidy"]
    measuring.measure(quiet)
    mark = repairing.mark_of(repairing.suggestion(check, customer, "CN"))
    Customer.objects.filter(pk=customer.pk).update(email="ANNA@juniper.cn")

    lot = repairing.repair_shown(check=check, shown={customer.public_id: mark}, by=people.administrator)

    assert (lot.passed_over, lot.repairs.count()) == (1, 0)
    done = repairing.repair_all(check=check, by=people.administrator, progress=quiet)
    Customer.objects.filter(pk=customer.pk).update(email="wu@juniper.cn")
    assert undoing.undo_lot(lot=done, by=people.administrator, progress=quiet) == 0
    assert (Lot.objects.get(pk=done.pk).kept, Customer.objects.get().email) == (1, "wu@juniper.cn")


@pytest.mark.parametrize(
    ("check", "before", "after"),
    [
        ("address-in-name", {"name": "Mei <Mei@Juniper.cn>", "email": ""}, {"name": "Mei", "email": "mei@juniper.cn"}),
        ("telephone-in-name", {"name": "李明 13900139000", "phone": ""}, {"name": "李明", "phone": "+8613900139000"}),
        ("name-in-email", {"name": "", "email": "Mei Li"}, {"name": "Mei Li", "email": ""}),
        ("placeholder", {"name": "n/a", "phone": "-"}, {"name": "", "phone": ""}),
        ("garbled", {"name": "MÃ¼ller"}, {"name": "Müller"}),
        ("organisation-as-person", {"name": "杜松有限公司"}, {"kind": "organisation"}),
        ("address-in-name", {"name": "mei@juniper.cn", "email": "wu@juniper.cn"}, {}),
        ("garbled", {"name": "锟斤拷"}, {}),
    ],
)
def test_repairs(company: Any, check: str, before: dict[str, str], after: dict[str, str]) -> None:
    customer = add("c-1", **before)

    change = repairing.suggestion(checks()[check], customer, "CN")

    assert {name: new for name, (_, new) in change.items()} == after


def test_a_manager_sees_and_repairs_only_customers_of_the_unit(
    people: SimpleNamespace, units: SimpleNamespace, client_of: Any
) -> None:
    mine, other = add("c-1", phone="13800138000"), add("c-2", phone="13800138001")
    CustomerUnit.objects.create(customer=mine, unit=units.lakeside)
    CustomerUnit.objects.create(customer=other, unit=units.station)
    measuring.measure(quiet)

    page = client_of(people.manager).get("/quality/phone-without-country/")
    lot = repairing.repair_all(check=checks()["phone-without-country"], by=people.manager, progress=quiet)

    assert (b"c-1" in page.content, b"c-2" in page.content) == (True, False)
    assert list(lot.repairs.values_list("customer", flat=True)) == [mine.pk]
    assert client_of(people.colleague).get(f"/quality/log/{lot.public_id}/").status_code == 404


def test_findings_and_repairs_go_with_the_customer(people: SimpleNamespace) -> None:
    customer = add("c-1", phone="13800138000")
    measuring.measure(quiet)
    repairing.repair_all(check=checks()["phone-without-country"], by=people.administrator, progress=quiet)

    customer.delete()

    assert not Finding.objects.exists()
    assert not Repair.objects.exists()


def test_a_slip_in_the_file_of_checks_is_told() -> None:
    row = {"key": "a", "step": "screening", "dimension": "syntax", "mechanism": "magic", "fields": ["name"]}

    with pytest.raises(Exception, match="magic"):
        read({"checks": [{**row, "title": "T", "why": "W", "way_out": "O"}]})
