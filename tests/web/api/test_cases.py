"""Cases, for programs: opened once, listed and read as far as the token reaches."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.django_db

SENT = {"title": "Cold breakfast", "words": "Cold eggs.", "unit": "lakeside", "customer": "0042", "reference": "T-1"}


def test_a_program_opens_a_case_once(caller: Any, people: Any, mei: Any) -> None:
    from regulars.web.cases.models import Case

    program = caller(people.agent)
    first, again = program.post("/cases", SENT), program.post("/cases", {**SENT, "title": "Other"})
    keyed = [program.post("/cases", {"title": "A", "unit": "lakeside"}, Idempotency_Key="k1").json() for _ in range(2)]

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert keyed[0] == keyed[1]
    case = Case.objects.get(public_id=first.json()["id"])
    assert first.headers["Location"] == f"/api/v1/cases/{case.public_id}"
    assert (case.channel, case.kind, case.customer, case.by) == ("api", "complaint", mei, people.agent)
    assert (first.json()["number"], first.json()["customer"], first.json()["unit"]) == (case.pk, "0042", "lakeside")
    assert Case.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "status", "pointer"),
    [
        ({"kind": "nothing"}, 422, "/kind"),
        ({"severity": 5}, 422, "/severity"),
        ({"unit": "station"}, 422, "/unit"),
        ({"unit": "", "customer": ""}, 422, "/unit"),
        ({"customer": "9999"}, 422, "/customer"),
        ({"email": "no"}, 422, "/email"),
        ({"title": ""}, 400, "/title"),
        ({"owner": "me"}, 400, "/owner"),
    ],
)
def test_what_cannot_be_is_told_with_its_place(
    caller: Any, people: Any, mei: Any, wrong: dict[str, Any], status: int, pointer: str
) -> None:
    answer = caller(people.agent).post("/cases", {**SENT, **wrong})

    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert [one["pointer"] for one in answer.json()["errors"]] == [pointer]
    assert answer.status_code in (400, 422)


def test_cases_are_read_where_the_owner_sees_them(caller: Any, people: Any, mei: Any) -> None:
    from regulars.web.api.scopes import Scope
    from regulars.web.audit.models import Entry

    program = caller(people.manager)
    made = [program.post("/cases", {"title": f"Case {n}", "unit": "lakeside"}).json() for n in range(3)]

    page = program.get("/cases?limit=2&state=open").json()
    rest = program.get(f"/cases?limit=2&state=open&cursor={page['next']}").json()

    assert [one["id"] for one in page["cases"] + rest["cases"]] == [one["id"] for one in made]
    assert rest["next"] is None
    assert program.get("/cases?state=closed").json()["cases"] == []
    assert program.get(f"/cases/{made[0]['number']}").json() == program.get(f"/cases/{made[0]['id']}").json()
    assert caller(people.colleague).get("/cases").json()["cases"] == []
    assert caller(people.colleague).get(f"/cases/{made[0]['id']}").status_code == 404
    assert caller(people.manager, Scope.CASES_READ).post("/cases", SENT).status_code == 403
    assert Entry.objects.filter(event="cases-read").exists()
