"""The trail: it only grows, it says everything in words, and taking it along stands in it."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from regulars.web.audit import Event, record
from regulars.web.audit.models import Entry
from regulars.web.tables import cell

pytestmark = pytest.mark.django_db


def note(event, **fields) -> Entry:
    """An entry that an action would write."""
    with transaction.atomic():
        record(event, **fields)
    return Entry.objects.latest("pk")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET event = 'nothing'",
        "UPDATE audit_entry SET by_id = NULL, event = 'nothing'",
        "DELETE FROM audit_entry",
    ],
)
def test_the_database_itself_refuses(people, statement) -> None:
    """Whoever comes past the application cannot change it either."""
    note(Event.SIGNED_IN, by=people.manager)

    refused = pytest.raises(DatabaseError, match="only written, never changed")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert Entry.objects.get().event == "signed-in"


def test_the_application_refuses(people) -> None:
    """Neither save nor delete."""
    entry = note(Event.SIGNED_IN, by=people.manager)

    with pytest.raises(RuntimeError):
        entry.save()
    with pytest.raises(RuntimeError):
        entry.delete()


def test_an_erased_account_leaves_its_entries(people) -> None:
    """The key is emptied; what happened stays."""
    note(Event.SIGNED_IN, by=people.manager)

    people.manager.delete()

    assert Entry.objects.get().by is None


def page(client_of, person, **query):
    """The rows of the page, as lists of words."""
    answer = client_of(person).get(reverse("audit:trail"), query)
    assert answer.status_code == 200
    return [(line.who, line.what, line.target and line.target.name, line.details) for line in answer.context["lines"]]


def test_it_is_said_in_words(people, units, client_of) -> None:
    """Who, what, about what, with what."""
    note(Event.UNIT_CHANGED, target=units.lakeside, by=people.administrator, fields=["name", "zone"])
    note(Event.COMPANY_CHANGED)

    assert page(client_of, people.administrator) == [
        ("The system", "changed the company's settings", None, ""),
        ("Ada", "changed a unit", "Lakeside", "fields: name, time zone"),
    ]


def test_in_chinese_too(people, units, client_of) -> None:
    """In the language of the account."""
    people.administrator.language = "zh"
    people.administrator.save()
    note(Event.UNIT_CHANGED, target=units.lakeside, by=people.administrator, fields=["name"])

    assert page(client_of, people.administrator) == [("Ada", "修改了单位", "lakeside", "字段：名称")]


def test_an_event_of_a_later_version_is_shown(people, client_of) -> None:
    """Under its own name."""
    Entry.objects.create(event="case-reopened", target_type="cases.case", target_id="x", details={"step": 2})

    assert page(client_of, people.administrator) == [("The system", "case-reopened", "", "step: 2")]


def test_filters(people, units, client_of) -> None:
    """By person, event, object and day; the day is one of the reader's zone."""
    people.administrator.zone = "Asia/Shanghai"
    people.administrator.save()
    late = datetime(2026, 10, 30, 17, tzinfo=UTC)  # the 31st in Shanghai
    Entry.objects.create(event=Event.SIGNED_IN, by=people.manager, at=late)
    Entry.objects.create(event=Event.SIGNED_OUT, by=people.agent, at=late.replace(day=29))
    note(Event.UNIT_CHANGED, target=units.harbour)

    def seen(**query):
        return [row[1] for row in page(client_of, people.administrator, **query)]

    assert seen(who=people.manager.public_id) == ["signed in"]
    assert seen(what="signed-out") == ["signed out"]
    assert seen(about="company.unit", object=units.harbour.public_id) == ["changed a unit"]
    assert seen(since="2026-10-31", until="2026-10-31") == ["signed in"]
    assert seen(until="2026-10-30") == ["signed out"]
    assert len(seen(since="soon", who="nobody", what="x", page="-1")) == 3


def test_the_number_of_queries_does_not_grow(people, units, client_of, django_assert_max_num_queries) -> None:
    """Fifty entries about two kinds of objects."""
    for _ in range(30):
        note(Event.UNIT_CHANGED, target=units.lakeside, by=people.manager)
        note(Event.USER_CHANGED, target=people.agent, by=people.administrator)
    client = client_of(people.administrator)

    with django_assert_max_num_queries(12):
        answer = client.get(reverse("audit:trail"))

    assert len(answer.context["lines"]) == 50


def test_the_export_is_harmless_and_stands_in_the_trail(people, units, client_of) -> None:
    """Formulas are words, the filters hold, and who took it is written down."""
    people.agent.name = "=cmd|' /C calc'!A0"
    people.agent.save()
    note(Event.SIGNED_IN, by=people.agent)
    note(Event.UNIT_CHANGED, target=units.lakeside, by=people.manager)

    answer = client_of(people.administrator).post(reverse("audit:export"), {"filters": f"who={people.agent.public_id}"})
    words = b"".join(answer.streaming_content).decode()

    rows = list(csv.reader(io.StringIO(words.removeprefix("﻿"))))
    assert words.startswith("﻿")
    assert rows[0] == ["At", "Who", "What", "About", "Details"]
    assert [row[1:3] for row in rows[1:]] == [["'=cmd|' /C calc'!A0", "signed in"]]
    entry = Entry.objects.latest("pk")
    assert (entry.event, entry.by, entry.details) == (
        "trail-exported",
        people.administrator,
        {"count": 1, "filters": ["who"]},
    )


@pytest.mark.parametrize("value", ["=1", "+A1", "-A1", "@x", "\tx", "＝1"])
def test_no_cell_is_a_formula(value) -> None:
    """The openings that spreadsheets run."""
    assert cell(value) == "'" + value
