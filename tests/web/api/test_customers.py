"""Customers for programs: read, added, changed, many at once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from regulars.web.people.models import Customer

pytestmark = pytest.mark.django_db


def test_one_is_got_by_id_and_by_number_and_the_trail_says_so(caller: Any, people: Any, mei: Any) -> None:
    from regulars.web.audit.models import Entry

    program = caller(people.administrator)

    by_number, by_id = program.get("/customers/0042"), program.get(f"/customers/{mei.public_id}")

    assert by_number.json() == by_id.json()
    assert (by_id.json()["number"], by_id.json()["unit"]) == ("0042", "lakeside")
    assert Entry.objects.filter(event="customer-seen", by=people.administrator).count() == 2


def test_a_customer_of_another_unit_is_not_there(caller: Any, people: Any, mei: Any) -> None:
    program = caller(people.colleague)

    assert program.get("/customers/0042").status_code == 404
    assert program.get("/customers").json() == {"customers": [], "next": None}
    assert program.patch("/customers/0042", {"name": "X"}).status_code == 404


def test_pages_follow_one_another_and_meet_everybody_once(
    caller: Any, people: Any, mei: Any, django_assert_max_num_queries: Any
) -> None:
    program = caller(people.administrator)
    rows = [{"number": f"C{n:03}", "name": "Li"} for n in range(25)]
    program.post("/batch/customers", {"customers": rows})
    seen, cursor = [], ""

    while cursor is not None:
        with django_assert_max_num_queries(8):
            page = program.get(f"/customers?limit=10&cursor={cursor}").json()
        seen += [one["number"] for one in page["customers"]]
        cursor = page["next"]

    assert sorted(seen) == sorted(["0042", *(row["number"] for row in rows)])


def test_changed_since_goes_by_the_moment_of_change(caller: Any, people: Any, mei: Any) -> None:
    program = caller(people.administrator)
    program.post("/batch/customers", {"customers": [{"number": "B1"}, {"number": "B2"}]})
    since = program.get("/customers/B1").json()["changed"]
    program.patch("/customers/0042", {"name": "Mei"})

    first = program.get(f"/customers?changed_since={since}&limit=2").json()
    rest = program.get(f"/customers?changed_since={since}&limit=2&cursor={first['next']}").json()

    assert [one["number"] for one in first["customers"] + rest["customers"]] == ["B1", "B2", "0042"]


def test_one_is_added_findable_at_once_and_not_twice(caller: Any, people: Any, units: Any) -> None:
    program = caller(people.administrator)

    made = program.post("/customers", {"number": "0042", "name": "李梅", "unit": "lakeside"})
    again = program.post("/customers", {"number": "0042"})

    assert (made.status_code, made.json()["number"]) == (201, "0042")
    assert made["ETag"]
    assert [one["number"] for one in program.get("/customers?q=李梅").json()["customers"]] == ["0042"]
    assert (again.status_code, again.json()["errors"][0]["pointer"]) == (409, "/number")


def test_who_sees_one_unit_adds_there_only(caller: Any, people: Any, units: Any) -> None:
    program = caller(people.manager)

    nowhere = program.post("/customers", {"number": "N1"})
    elsewhere = program.post("/customers", {"number": "N1", "unit": "station"})
    here = program.post("/customers", {"number": "N1", "unit": "lakeside"})

    assert [one.status_code for one in (nowhere, elsewhere, here)] == [422, 422, 201]
    assert elsewhere.json()["errors"][0]["value"] == "station"
    assert program.get("/customers/N1").status_code == 200


def test_who_was_slower_changes_nothing(caller: Any, people: Any, mei: Any) -> None:
    program = caller(people.administrator)
    etag = program.get("/customers/0042")["ETag"]

    quick = program.patch("/customers/0042", {"name": "Mei"}, If_Match=etag)
    slow = program.patch("/customers/0042", {"phone": "+86 138 0013 8000"}, If_Match=etag)

    assert (quick.status_code, quick.json()["name"]) == (200, "Mei")
    assert (slow.status_code, slow["Content-Type"]) == (412, "application/problem+json")
    assert program.patch("/customers/0042", {"name": "李梅"}, If_Match=quick["ETag"]).status_code == 200
    assert Customer.objects.get().phone == ""


def test_good_rows_go_in_beside_bad_ones(caller: Any, people: Any, mei: Any) -> None:
    program = caller(people.administrator)
    rows = [
        {"number": "0042", "phone": "+86 138 0013 8000"},
        {"number": "N1", "unit": "lakside"},
        {"number": 17},
        {"number": "N2", "color": "red", "email": "nobody"},
        {"number": "N3", "way": "email"},
        {"number": "N3"},
        {"number": "0042"},
    ]

    told = program.post("/batch/customers", b"\n".join(json.dumps(row).encode() for row in rows) + b"\n{",
        **{"Content-Type": "application/x-ndjson"}).json()  # fmt: skip

    verdicts = [(one["verdict"], [error["pointer"] for error in one["errors"]]) for one in told["rows"]]
    assert verdicts == [
        ("replaced", []),
        ("refused", ["/unit"]),
        ("refused", ["/number"]),
        ("refused", ["/email", "/color"]),
        ("new", []),
        ("refused", ["/number"]),
        ("refused", ["/number"]),
        ("refused", [""]),
    ]
    assert {name: told[name] for name in ("new", "replaced", "known", "refused")} == {
        "new": 1, "replaced": 1, "known": 0, "refused": 6,
    }  # fmt: skip
    assert Customer.objects.get(number="0042").name == "李梅"
    assert Customer.objects.get(number="N3").way == "email"


def test_a_row_with_the_number_of_somebody_out_of_sight_is_refused(caller: Any, people: Any, mei: Any) -> None:
    told = caller(people.colleague).post(
        "/batch/customers", {"customers": [{"number": "0042", "name": "X", "unit": "station"}]}
    )

    assert told.json()["refused"] == 1
    assert Customer.objects.get().name == "李梅"


def test_people_belong_to_organisations(caller: Any, people: Any, mei: Any) -> None:
    program = caller(people.administrator)
    program.post("/customers", {"number": "ACME", "kind": "organisation"})

    made = program.post("/customers/0042/relations", {"number": "ACME", "role": "booker", "since": "2026-01-01"})
    wrong = program.post("/customers/0042/relations", {"number": "0042"})

    assert (made.status_code, made.json()["organisation"]["number"]) == (201, "ACME")
    assert wrong.status_code == 422
    assert program.get("/customers/ACME/relations").json()["relations"][0]["person"]["number"] == "0042"
