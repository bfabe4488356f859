"""The board of a study: the counts behind it, what it may not show, and that its work does not grow with the people."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from regulars.insights.fieldwork import Stage, under_way
from regulars.language import Language, Text, render
from regulars.web.research.actions import create_links, create_questionnaire, create_study, open_study, publish
from regulars.web.research.fieldwork import counting
from regulars.web.research.fieldwork.asking import Person, ask
from regulars.web.research.fieldwork.counting import counts_of
from regulars.web.research.fieldwork.models import Asked, Fieldwork, Source
from regulars.web.research.models import Cell, Response, Study

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC).replace(hour=10, minute=0, second=0, microsecond=0) - timedelta(days=1)
QUERIES = 12


@pytest.fixture
def study(company: Any) -> Study:
    """Open for a fortnight, with two parts and a price."""
    counting._before.clear()
    counting._failures.clear()
    made = create_questionnaire(made_from="after-service-ces", name="effort", by=None)
    publish(questionnaire=made, by=None)
    study = create_study(questionnaire=made, by=None, title=Text({"en": "Guests"}))
    open_study(study=study, by=None)
    Study.objects.filter(pk=study.pk).update(opens_at=NOW - timedelta(days=5), closes_at=NOW + timedelta(days=9))
    for key in ("south", "north"):
        Cell.objects.create(study=study, key=key, label=Text.of(key), wanted=20, quota=30)
    shares = {"email": {"share": 1, "response": 0.3, "cost": "0.05", "setup": "10"}}
    Fieldwork.objects.create(study=study, shares=shares, currency="EUR", fixed=5, limit=Decimal(100), reminders=[4])
    return Study.objects.get(pk=study.pk)


def asked(study: Study, count: int, state: str = "sent", *, part: str = "south", test: bool = False) -> None:
    """So many more, invited five days ago, of whom this became."""
    cell = study.cells.get(key=part)
    begin = Asked.objects.count()
    people = [Person(f"p{begin + n}@example.com", cell=cell.pk) for n in range(count)]
    draw = ask(study=study, source=Source.LIST, people=people, by=None, pilot=test)
    Asked.objects.filter(draw=draw).update(state=state, invited_at=NOW - timedelta(days=5))
    if state == "answered":
        link = Asked.objects.filter(draw=draw).values_list("link", flat=True)[0]
        day = (NOW - timedelta(days=3)).date()
        Response.objects.bulk_create(
            Response(
                study=study, version=1, link_id=link, cell=cell, nonce=f"{part}{begin}{n}", at=NOW, day=day,
                language="en", channel="personal", answers={"effort": 6}, test=test,
            )
            for n in range(count)
        )  # fmt: skip


def test_counts_are_those_of_the_people_and_the_responses(study: Study) -> None:
    asked(study, 12, "answered")
    asked(study, 30)
    asked(study, 8, "unreached", part="north")
    asked(study, 5, "answered", test=True)
    found = counts_of(study, NOW)

    assert found.got == 12
    assert found.people() == 50
    assert found.people([Stage.UNREACHED], part="north") == 8
    assert found.invited == ((NOW.date() - timedelta(days=5), 50), (NOW.date(), 0))
    assert (found.wanted, found.last) == (40, NOW.date() + timedelta(days=9))
    report = under_way(found)
    assert report.figure("cost").estimate.value == pytest.approx(50 * 0.05 + 10 + 5)
    assert render(report.section("failures").table.rows[0].name, Language.ENGLISH) == "The mail server refused it"  # type: ignore[union-attr]


def test_its_queries_do_not_grow_with_the_people(study: Study, client_of: Any, people: Any) -> None:
    client, path = client_of(people.analyst), f"/studies/{study.public_id}/fieldwork/"
    asked(study, 5)
    asked(study, 2, "unreached")
    client.get(path)
    counting._failures.clear()
    with CaptureQueriesContext(connection) as few:
        assert client.get(path).status_code == 200
    asked(study, 60, part="north")
    asked(study, 20, "answered")
    asked(study, 20, "blocked")
    with CaptureQueriesContext(connection) as many:
        assert client.get(path).status_code == 200

    assert len(many) <= len(few) <= QUERIES


def test_the_sums_read_nothing_but_the_indexes(study: Study) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("how SQLite says it")
    asked(study, 5, "answered")
    with CaptureQueriesContext(connection) as found:
        counts_of(study, NOW)
    sums = [one["sql"] for one in found if "GROUP BY" in one["sql"]]
    with connection.cursor() as cursor:
        for sql, index in zip(sums, ("fieldwork_board", "research_board", "fieldwork_board"), strict=True):
            plan = " ".join(row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall())
            assert f"COVERING INDEX {index}" in plan


def test_what_changes_is_sent_alone_and_keeps_its_place(study: Study, client_of: Any, people: Any) -> None:
    asked(study, 12, "answered")
    asked(study, 30)
    client, path = client_of(people.analyst), f"/studies/{study.public_id}/fieldwork/"

    page = client.get(path).content.decode()
    live = client.get(f"{path}?live").content.decode()

    assert 'hx-trigger="every 10s"' in page
    assert "<html" not in live
    for part in ("said", "tiles", "parts", "rates"):
        assert f'id="live-{part}"' in page
        assert f'id="live-{part}" hx-swap-oob="innerHTML"' in live
    Study.objects.filter(pk=study.pk).update(state="closed")
    assert "every 10s" not in client.get(path).content.decode()


@pytest.mark.parametrize("ending", ["xlsx", "pdf"])
def test_the_same_numbers_as_a_document(ending: str, study: Study, client_of: Any, people: Any) -> None:
    asked(study, 12, "answered")
    answer = client_of(people.analyst).get(f"/studies/{study.public_id}/fieldwork/board.{ending}")

    assert answer.content[:2] == {"xlsx": b"PK", "pdf": b"%P"}[ending]


def test_an_anonymous_study_counts_its_answers_and_shows_no_small_part(study: Study) -> None:
    """That somebody answered is written with the people later; the responses already know how many."""
    Study.objects.filter(pk=study.pk).update(privacy="anonymous")
    study = Study.objects.get(pk=study.pk)
    asked(study, 15, "answered")
    asked(study, 4, "answered", part="north")
    Asked.objects.update(state="sent")
    found = counts_of(study, NOW)

    assert found.people([Stage.ANSWERED], part="south") == 15
    assert found.people([Stage.SENT]) == 0
    rows = under_way(found).section("parts").table.rows  # type: ignore[union-attr]
    assert [type(row.cells[0]).__name__ for row in rows] == ["Missing", "Missing"]


def test_links_for_anybody(company: Any, client_of: Any, people: Any) -> None:
    made = create_questionnaire(made_from="after-service-ces", name="effort", by=None)
    publish(questionnaire=made, by=None)
    study = create_study(questionnaire=made, by=None)
    create_links(study=study, units=[None], by=None)
    client = client_of(people.analyst)

    assert "Nobody can answer yet." in client.get(f"/studies/{study.public_id}/fieldwork/").content.decode()
    open_study(study=study, by=None)
    assert "0 answers so far." in client.get(f"/studies/{study.public_id}/fieldwork/").content.decode()
