"""The ledger of what customers agreed to: what holds, who is not written to, that nobody changes it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from regulars.web.audit.models import Entry
from regulars.web.people import consents
from regulars.web.people.erasure import erase_people
from regulars.web.people.models import Consent, Customer

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 11, 2, 12, tzinfo=UTC)


@pytest.fixture
def guest(company):
    """``guest("G-1")``: a customer."""
    count = iter(range(1, 1000))

    def make(number, **fields):
        return Customer.objects.create(number=number, key=next(count), **fields)

    return make


def say(customer, given, *, channel="", purpose="surveys", days=0, source="person"):
    note = consents.give if given else consents.withdraw
    note(customers=[customer.pk], purpose=purpose, channel=channel, source=source, at=DAY + timedelta(days=days))


@pytest.mark.parametrize(
    ("said", "channel", "refuses"),
    [
        ([], "email", False),
        ([(False, "", 0)], "email", True),
        ([(False, "sms", 0)], "email", False),
        ([(False, "", 0), (True, "email", 1)], "email", False),
        ([(False, "", 0), (True, "email", 1)], "sms", True),
        ([(True, "email", 0), (False, "", 1)], "email", True),
        ([(True, "email", 1), (False, "", 0)], "email", False),
        ([(True, "", 0), (False, "", 0)], "email", True),
    ],
)
def test_the_latest_word_about_a_way_or_about_all_holds(guest, said, channel, refuses) -> None:
    """By the day it was said, and on one day by the order in which it was written; other purposes are apart."""
    one = guest("G-1")
    say(one, False, purpose="marketing", days=9)
    for given, way, days in said:
        say(one, given, channel=way, days=days)

    assert (consents.refused([one.pk], "surveys", channel) == {one.pk}) is refuses


def test_a_company_may_wait_for_a_yes(guest, company) -> None:
    """Then who never said anything is not asked."""
    silent, willing, unwilling = guest("G-1"), guest("G-2"), guest("G-3")
    say(willing, True, channel="email")
    say(unwilling, False)
    everybody = [silent.pk, willing.pk, unwilling.pk]

    before = consents.refused(everybody, "surveys", "email")
    company.consent_needed = True
    company.save()

    assert before == {unwilling.pk}
    assert consents.refused(everybody, "surveys", "email") == {silent.pk, unwilling.pk}
    assert consents.refused(everybody, "surveys", "sms") == set(everybody)


def test_what_holds_is_said_for_each_purpose_and_way(guest) -> None:
    """A way that nothing was said about follows what was said about every way."""
    one = guest("G-1")
    say(one, True)
    say(one, False, channel="sms", days=1)

    found = {(state.purpose.value, state.channel.value): state.given for state in consents.state_of(one)}

    assert found["surveys", "email"] is True
    assert found["surveys", "sms"] is False
    assert found["marketing", "email"] is None


def test_nobody_changes_the_ledger_and_erasing_the_customer_takes_it_along(guest) -> None:
    """Not past the application either; the trail says that, not who."""
    one, other = guest("G-1"), guest("G-2")
    say(one, True)
    say(other, False)
    row = Consent.objects.filter(customer=one)

    for change in (lambda: row.update(given=False), row.delete):
        with pytest.raises(DatabaseError, match="agreed"), transaction.atomic():
            change()
    erase_people(["G-1"])
    connection.check_constraints()

    assert list(Consent.objects.values_list("customer__number", flat=True)) == ["G-2"]
    assert Entry.objects.filter(event="consent-given").get().details == {
        "count": 1,
        "purpose": "surveys",
        "channel": "",
    }


def test_an_erased_account_leaves_what_it_noted(guest, people) -> None:
    """The row stays, its hand is forgotten."""
    one = guest("G-1")
    consents.give(customers=[one.pk], purpose="surveys", source="paper", words="form of 2 May", by=people.agent)

    people.agent.delete()

    row = Consent.objects.get()
    assert (row.by, row.words) == (None, "form of 2 May")
