"""What staff note on a customer's page: yes and no, talks; who was not heard from."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from regulars.web.audit.models import Entry
from regulars.web.people import consents, quiet
from regulars.web.people.actions.notes import note_contact, set_cadence
from regulars.web.people.leaving import whole_record
from regulars.web.people.models import Consent, Contact, Customer, CustomerScore
from regulars.web.people.notes import heard_by
from regulars.web.people.segments.compiling import WHOLE

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def anna(guests):
    return guests.anna


def words(answer):
    return answer.content.decode()


def test_a_no_is_noted_with_its_source_and_shown(anna, people, client_of) -> None:
    """On the page stands what holds, how it came about, and by whom; a day to come is refused."""
    address, wu = reverse("people:consent", args=[anna.public_id]), client_of(people.agent)
    sent = {"given": "no", "purpose": "surveys", "channel": "email", "source": "phone", "words": "Enough now"}
    form = {f"consent-{key}": value for key, value in sent.items()}

    future = wu.post(address, {**form, "consent-day": str(timezone.localdate() + timedelta(days=2))})
    page = words(wu.post(address, {**form, "consent-day": str(timezone.localdate())}, follow=True))

    assert future.status_code == 400
    assert "still to come" in words(future)
    row = Consent.objects.get()
    assert (row.given, row.channel, row.source, row.words, row.by) == (
        False,
        "email",
        "phone",
        "Enough now",
        people.agent,
    )
    assert "did not agree to surveys: e-mail" in page
    assert "Enough now" in page
    assert consents.refused([anna.pk], "surveys", "email") == {anna.pk}


FILE = """number,purpose,channel,given,date,source
anna,surveys,email,yes,2026-03-01,till
bert,调查,,否,2026-03-02,信
anna,surveys,email,yes,2026-03-01,till
nobody,surveys,,yes,2026-03-01,
anna,tea,,yes,2026-03-01,
anna,surveys,pigeon,yes,2026-03-01,
anna,surveys,,perhaps,2026-03-01,
anna,surveys,,yes,soon,
anna,surveys,,yes,2999-01-01,
"""


def test_consents_from_a_file(guests, people, client_of) -> None:
    """Shown before anything is noted; sent twice it is noted once; each row that is left out says why."""
    ana, address = client_of(people.analyst), reverse("people:consents_import")

    def send():
        return ana.post(address, {"file": SimpleUploadedFile("consents.csv", FILE.encode())})

    shown = send()
    before = Consent.objects.count()
    ana.post(reverse("people:consents_take"), {"rows": shown.context["kept"]})
    again = send()

    plan = shown.context["plan"]
    assert (before, len(plan.good), plan.same, plan.yes) == (0, 2, 1, 1)
    assert [bad.row for bad in plan.bad] == [4, 5, 6, 7, 8, 9]
    assert len(again.context["plan"].good) == 0
    assert sorted(Consent.objects.values_list("customer__number", "given", "channel", "source", "words")) == [
        ("anna", True, "email", "file", "till"),
        ("bert", False, "", "file", "信"),
    ]
    assert Entry.objects.filter(event="consents-imported").get().details == {"new": 2, "given": 1, "bad": 6}


def test_a_file_that_is_no_list_is_told(guests, people, client_of) -> None:
    sent = SimpleUploadedFile("list.csv", b"name,day\na,b\n")

    answer = client_of(people.analyst).post(reverse("people:consents_import"), {"file": sent})

    assert answer.status_code == 400
    assert "no column “number”" in words(answer)


@pytest.fixture
def tiers(company):
    """Four key customers who bought long ago and one lately; the tier should hear every 90 days."""
    set_cadence(days={"key": 90, "other": None}, by=None)
    found = {}
    for key, number in enumerate(("silent", "wrote", "answered", "spoke", "bought", "everyday"), 1):
        one = Customer.objects.create(number=number, key=key)
        day = TODAY - timedelta(days=10 if number == "bought" else 300)
        tier = "other" if number == "everyday" else "key"
        CustomerScore.objects.create(customer=one, segment=tier, last_day=day, value=key)
        found[number] = one
    return found


def test_who_was_not_heard_from(tiers, django_assert_max_num_queries) -> None:
    """A message that went, an answer, a talk and a purchase count; a message that waits does not."""
    from regulars.web.messages.models import Outgoing

    usual = {"kind": "notice", "to": "a@b.example", "to_hash": "x", "language": "en", "subject": "s", "text": "t"}
    now = timezone.make_aware(timezone.datetime(2026, 11, 1, 12))
    sent = {"customer": tiers["wrote"], "state": "sent", "claimed": now, "ended": now}
    Outgoing.objects.create(**usual, **sent, nonce="1", message_id="1")
    Outgoing.objects.create(**usual, customer=tiers["silent"], state="waiting", nonce="2", message_id="2")
    note_contact(customer=tiers["spoke"], way="", words="", day=TODAY - timedelta(days=90), by=None)
    CustomerScore.objects.filter(customer=tiers["answered"]).update(last_day=TODAY - timedelta(days=91))

    with django_assert_max_num_queries(8):
        rows = quiet.overdue(WHOLE, TODAY)
        found = quiet.lines(rows, TODAY)

    assert [(one.customer.number, one.late) for one in found] == [("answered", 1), ("silent", 210)]
    assert str(found[0].last.what) == "they bought"
    assert quiet.counted(rows) == 2
    assert quiet.counted(quiet.overdue(WHOLE, TODAY, "other")) == 0
    CustomerScore.objects.filter(customer=tiers["everyday"]).update(segment="key", value=None)
    assert [row.customer.number for row in quiet.overdue(WHOLE, TODAY)][1:] == ["silent", "everyday"]


def test_how_often_is_set_by_the_group(people, client_of) -> None:
    ada, address = client_of(people.administrator), reverse("people:cadence")

    wrong = ada.post(address, {"key": "soon"})
    done = ada.post(address, {"key": "30", "other": ""}, follow=True)

    assert wrong.status_code == 400
    assert "such as 90" in words(wrong)
    assert "30 days" in words(done)
    assert Entry.objects.filter(event="cadence-changed").get().details == {"fields": ["key"]}


def test_a_talk_and_all_notes_stand_on_the_page_and_in_the_record(anna, people, client_of) -> None:
    wu = client_of(people.agent)
    form = {"contact-way": "", "contact-words": "asked about parking", "contact-day": str(timezone.localdate())}
    page = words(wu.post(reverse("people:contact", args=[anna.public_id]), form, follow=True))
    consents.give(customers=[anna.pk], purpose="marketing", source="paper")

    record = whole_record(anna, WHOLE)

    assert "asked about parking" in page
    assert "in person" in page
    assert str(heard_by(anna).last.what) == "we spoke"
    assert [len(record[name]) for name in ("consents", "contacts")] == [1, 1]
    anna.delete()
    assert not any(model.objects.exists() for model in (Consent, Contact))
