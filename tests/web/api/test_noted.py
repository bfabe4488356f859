"""What is noted about a customer, for programs: purchases, events, talks, consents, promises; segments."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

pytestmark = pytest.mark.django_db

LINE = {"purchase": "R-1", "customer": "0042", "at": "2026-11-20T10:00:00+01:00", "amount": 12.10, "unit": "lakeside"}


def test_purchases_come_in_once_and_the_same_line_again_is_a_correction(
    caller: Any, people: Any, mei: Any, company: Any
) -> None:
    from regulars.web.facts import facts
    from regulars.web.people.projecting import project

    program = caller(people.administrator)
    rows = [LINE, {**LINE, "line": 2, "amount": "5"}, {**LINE, "line": 3, "amount": "a"}, {**LINE, "at": "2026-11-20"}]

    first = program.post("/purchases?source=till", {"purchases": rows}).json()
    again = program.post("/purchases?source=till", {"purchases": rows}).json()
    corrected = program.post("/purchases?source=till", {"purchases": [{**LINE, "amount": "13.00"}]}).json()
    project(facts(), lambda *_: None)
    page = program.get("/customers/0042/purchases?limit=1").json()

    assert [(one["new"], one["replaced"], one["known"], one["refused"]) for one in (first, again, corrected)] == [
        (2, 0, 0, 2), (0, 0, 2, 2), (0, 1, 0, 0),
    ]  # fmt: skip
    assert [(one["row"], one["errors"][0]["pointer"]) for one in first["rows"]] == [(3, "/amount"), (4, "/at")]
    assert page["next"] is not None
    rest = program.get(f"/customers/0042/purchases?cursor={page['next']}").json()["purchases"]
    assert {one["amount"] for one in page["purchases"] + rest} == {"13.0000", "5.0000"}
    assert program.post("/purchases", {"purchases": []}).status_code == 400


def test_purchases_are_not_for_who_sees_a_part(caller: Any, person: Any, units: Any) -> None:
    analyst = person("part", "analyst", units.lakeside)

    assert caller(analyst).post("/purchases", {"purchases": [LINE]}).status_code == 403


def test_talks_and_events(caller: Any, people: Any, mei: Any, units: Any) -> None:
    from regulars.web.research.events.taking import happened

    program = caller(people.manager)
    for key, unit in (("R-1", units.lakeside), ("R-2", units.station)):
        happened(kind="stay", source="desk", key=key, customer=mei, unit=unit, at=timezone.now())

    made = program.post("/customers/0042/contacts", {"way": "phone", "words": "Quiet room", "day": "2026-11-20"})
    late = program.post("/customers/0042/contacts", {"day": str(date.today() + timedelta(days=3))})  # noqa: DTZ011

    assert made.status_code == 201
    assert late.status_code == 422
    assert program.get("/customers/0042/contacts").json() == {"contacts": [made.json()], "next": None}
    assert [one["key"] for one in program.get("/customers/0042/events").json()["events"]] == ["R-1"]


def test_the_ledger_of_consents_grows(caller: Any, people: Any, mei: Any) -> None:
    program = caller(people.manager)
    program.post("/customers/0042/consents", {"purpose": "marketing", "given": True, "at": "2026-01-01T00:00:00Z"})
    program.post("/customers/0042/consents", {"purpose": "marketing", "channel": "sms", "given": False})

    told = program.get("/customers/0042/consents").json()

    held = {(one["purpose"], one["channel"]): one["given"] for one in told["standing"]}
    assert (held["marketing", "email"], held["marketing", "sms"], held["surveys", ""]) == (True, False, None)
    assert [one["given"] for one in told["ledger"]] == [False, True]
    assert program.post("/customers/0042/consents", {"purpose": "marketing", "given": "yes"}).status_code == 400


def test_promises_expectations_scores_and_the_record(caller: Any, people: Any, mei: Any) -> None:
    from regulars.web.audit.models import Entry
    from regulars.web.people.promises.models import Expectation, Promise

    today = date(2026, 11, 1)
    Promise.objects.create(customer=mei, what="A quiet room", made_on=today, due=today, owner=people.manager)
    Expectation.objects.create(customer=mei, topic="Room", level="quiet", since=today)
    program = caller(people.manager)

    assert program.get("/customers/0042/promises").json()["promises"][0]["what"] == "A quiet room"
    assert program.get("/customers/0042/expectations").json()["expectations"][0]["level"] == "quiet"
    assert program.get("/customers/0042/scores").json()["value"] is None
    record = program.get("/customers/0042/record?purpose=asked+for+it")
    assert record.json()["customer"]["number"] == "0042"
    assert Entry.objects.get(event="customer-exported").details["purpose"] == "asked for it"
    assert program.get("/customers/0042/record?purpose=x").status_code == 400


def test_who_is_in_a_segment_and_in_sight(caller: Any, people: Any, mei: Any) -> None:
    from regulars.web.people.models import Segment

    made = Segment.objects.create(name="Mei", condition='name = "李梅"')
    program, other = caller(people.administrator), caller(people.colleague)

    assert [one["id"] for one in program.get("/segments").json()["segments"]] == [made.public_id]
    assert [one["number"] for one in program.get(f"/segments/{made.public_id}/customers").json()["customers"]] == [
        "0042"
    ]
    assert [one["number"] for one in program.get(f"/customers?segment={made.public_id}").json()["customers"]] == [
        "0042"
    ]
    assert other.get(f"/segments/{made.public_id}/customers").json()["customers"] == []
    assert program.get("/segments/nothing/customers").status_code == 404
