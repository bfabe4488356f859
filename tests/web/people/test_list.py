"""The list of customers."""

from __future__ import annotations

import io
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from regulars.web.people.forms import ListForm
from regulars.web.people.models import CustomerScore
from regulars.web.people.queries import customer_list

pytestmark = pytest.mark.django_db
LIST = "/customers/"


@pytest.fixture
def shown(client_of: Callable[..., Any], people: SimpleNamespace, parsed: Callable[..., Any], guests: Any) -> Any:
    """``shown("administrator", "?q=…")``: the names in the order of the list."""

    def ask(who: str, query: str = "") -> list[str]:
        answer = client_of(getattr(people, who)).get(LIST + query)
        assert answer.status_code == 200
        return [row[0] for row in parsed(answer).rows]

    return ask


def test_everybody_who_bought_or_answered_stands_in_the_list(shown: Any) -> None:
    """Worth most first; who has no value yet comes last."""
    names = shown("administrator")

    assert sorted(names) == sorted(["anna", "bert", "carla", "dora", "=cmd|' /C calc'!A0"])
    assert names[-1] == "dora"


def test_a_manager_sees_those_known_at_the_own_unit(shown: Any) -> None:
    """Bought at it or answered about it; a region sees its hotels."""
    assert sorted(shown("manager")) == ["anna", "carla"]
    assert sorted(shown("regional")) == ["anna", "bert", "carla", "dora"]
    assert sorted(shown("colleague")) == ["=cmd|' /C calc'!A0", "carla"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?q=ANN", ["anna"]),
        ("?q=nobody", []),
        ("?mood=dissatisfied", ["anna"]),
        ("?mood=never&q=c", ["carla", "=cmd|' /C calc'!A0"]),
        ("?kind=organisation", []),
        ("?sort=satisfaction&mood=dissatisfied", ["anna"]),
        ("?sort=name&q=a", ["=cmd|' /C calc'!A0", "anna", "carla", "dora"]),
        ("?segment=nonsense&q=bert", ["bert"]),
        ("?q=%25", []),
        ("?page=99&q=anna", ["anna"]),
    ],
)
def test_search_filters_and_order(shown: Any, query: str, names: list[str]) -> None:
    """What cannot be read filters nothing; a percent sign is a percent sign."""
    found = shown("administrator", query)

    assert (found if "sort" in query else sorted(found)) == (names if "sort" in query else sorted(names))


@pytest.mark.parametrize("key", ["value", "net", "last", "satisfaction"])
@pytest.mark.parametrize("sign", ["", "-"])
def test_who_has_no_value_stands_last_in_either_direction(shown: Any, key: str, sign: str) -> None:
    """Dora never bought; most never answered."""
    names = shown("administrator", f"?sort={sign}{key}")

    assert names[-1] in (("dora",) if key != "satisfaction" else ("bert", "carla", "=cmd|' /C calc'!A0"))


def test_least_satisfied_first(shown: Any) -> None:
    """1 of 5 before 3 of 5."""
    assert shown("administrator", "?sort=satisfaction")[:2] == ["anna", "dora"]


def test_filter_by_unit_holds_what_is_below(shown: Any, units: SimpleNamespace) -> None:
    """South is Lakeside and Harbour."""
    assert sorted(shown("administrator", f"?unit={units.south.public_id}")) == ["anna", "bert", "carla", "dora"]
    assert shown("manager", f"?unit={units.station.public_id}") == shown("manager")  # not a unit of theirs: no filter


def test_one_purchase_is_said_and_satisfaction_stands_beside_the_name(
    client_of: Any, people: SimpleNamespace, parsed: Any, guests: Any
) -> None:
    """Never 100 %: the sentence."""
    rows = {row[0]: row for row in parsed(client_of(people.administrator).get(LIST)).rows}

    assert rows["bert"][1] == "never answered"
    assert rows["bert"][3].startswith("cannot be told")
    assert rows["anna"][1].startswith("1 of 5 6 Feb 2026")
    assert rows["dora"][2] == "none"


def test_a_rating_about_another_unit_is_not_told(
    client_of: Any, people: SimpleNamespace, parsed: Any, shown: Any
) -> None:
    """Anna's last rating is about Harbour. Lakeside knows her, but neither sees, filters, sorts by nor counts it."""
    page = parsed(client_of(people.manager).get(LIST))
    rows = {row[0]: row for row in page.rows}

    assert (rows["anna"][1], rows["carla"][1]) == ("none about your units", "none about your units")
    assert "2 customers; no last rating is about your units." in page.text
    assert shown("manager", "?mood=dissatisfied") == []
    assert sorted(shown("manager", "?mood=never")) == ["anna", "carla"]
    by_number = shown("manager", "?sort=satisfaction")
    assert by_number == shown("manager", "?sort=-satisfaction")
    assert shown("regional", "?sort=satisfaction")[:2] == ["anna", "dora"]
    assert shown("regional", "?sort=-satisfaction")[:2] == ["dora", "anna"]
    assert shown("regional", "?mood=dissatisfied") == ["anna"]
    assert "1 of 2 who answered" in parsed(client_of(people.regional).get(LIST)).text
    assert "1 of 2 who answered" in parsed(client_of(people.administrator).get(LIST)).text


def test_a_rating_about_another_unit_does_not_leave(client_of: Any, people: SimpleNamespace, guests: Any) -> None:
    """Neither with the list nor with the record of one."""
    from regulars.web.accounts.access import scope_of
    from regulars.web.accounts.roles import Permission
    from regulars.web.people.leaving import whole_record

    def anna(who: Any) -> list[str]:
        form = {"purpose": "thank them", "kind": "csv", "filters": "q=anna"}
        lines = b"".join(client_of(who).post(reverse("people:export"), form).streaming_content).decode("utf-8-sig")
        return lines.splitlines()[1].split(",")[6:9]

    assert anna(people.manager) == ["", "", ""]
    assert anna(people.regional)[2] == "2026-02-06"
    for who, told in ((people.manager, None), (people.regional, "harbour"), (people.administrator, "harbour")):
        scores = whole_record(guests.anna, scope_of(who, Permission.SEE_CUSTOMERS))["scores"]
        assert scores["rating_unit"] == told
        assert (scores["rating"], scores["mood"]) == ((1, "dissatisfied") if told else (None, ""))


def test_the_list_asks_a_bounded_number_of_queries(
    client_of: Any, people: SimpleNamespace, django_assert_max_num_queries: Any, guests: Any
) -> None:
    """However many there are: who asks (five), the words (three), whether all can be found, a sentence, two a page."""
    from regulars.web.people.models import Customer, CustomerScore
    from regulars.web.people.search.indexing import index_missing

    more = Customer.objects.bulk_create([Customer(number=f"N{i}", key=1000 + i, words=f"n{i}") for i in range(300)])
    CustomerScore.objects.bulk_create([CustomerScore(customer=one, value=one.key) for one in more])
    index_missing()
    client = client_of(people.administrator)
    client.get(LIST)

    with django_assert_max_num_queries(12):
        client.get(LIST + "?page=3&q=n")


def test_names_are_read_of_those_on_the_page_only(people: SimpleNamespace, guests: Any) -> None:
    """Before them stand ten thousand others."""
    form = ListForm({"sort": "-value"}, user=people.administrator)
    with CaptureQueriesContext(connection) as asked:
        found = customer_list(form, 1)

    counting, choosing, reading = asked.captured_queries[-3:]
    assert 'people_customer"' not in counting["sql"] + choosing["sql"]
    assert "LIMIT" in choosing["sql"]
    assert 'people_customer"' in reading["sql"]
    assert len(found.lines) == CustomerScore.objects.count()


def test_organisations_are_found_by_their_index(people: SimpleNamespace) -> None:
    """Asked with a value beside the question, SQLite goes through everybody."""
    rows = ListForm({"kind": "organisation"}, user=people.administrator).found()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        sql, values = rows.query.sql_with_params()
        cursor.execute(f"EXPLAIN {'QUERY PLAN' if connection.vendor == 'sqlite' else ''} {sql}", values)
        plan = " ".join(str(row[-1]) for row in cursor.fetchall())

    assert "people_of_a_kind" in plan


def test_a_manager_costs_no_more(
    client_of: Any, people: SimpleNamespace, django_assert_max_num_queries: Any, guests: Any
) -> None:
    """The scope is part of the query."""
    client = client_of(people.manager)
    client.get(LIST)

    with django_assert_max_num_queries(12):
        client.get(LIST)


def test_an_empty_list_says_what_will_come(client_of: Any, people: SimpleNamespace, parsed: Any) -> None:
    """And offers the next step to those who may take it."""
    assert "Import purchases" in parsed(client_of(people.administrator).get(LIST)).text
    assert "will stand here" in parsed(client_of(people.manager).get(LIST)).text


def test_csv_for_a_purpose(client_of: Any, people: SimpleNamespace, guests: Any) -> None:
    """Formulas are words, only one's own customers leave, and the purpose stands in the trail."""
    from regulars.web.audit.models import Entry

    answer = client_of(people.colleague).post(
        reverse("people:export"), {"purpose": "thank them", "kind": "csv", "filters": "sort=name"}
    )

    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert lines[1].startswith("'=cmd|")
    assert lines[2].startswith("carla,")
    entry = Entry.objects.get(event="customers-exported")
    assert (entry.by, entry.details) == (
        people.colleague,
        {"count": 2, "purpose": "thank them", "filters": [], "kind": "csv"},
    )


def test_xlsx_holds_words_as_words(client_of: Any, people: SimpleNamespace, guests: Any) -> None:
    """No formula in any cell."""
    import zipfile

    answer = client_of(people.administrator).post(reverse("people:export"), {"purpose": "thank them", "kind": "xlsx"})

    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert sheet.count("<row ") == 6


def test_without_a_purpose_nothing_leaves(client_of: Any, people: SimpleNamespace, parsed: Any, guests: Any) -> None:
    """The page comes back and says what is wanted."""
    from regulars.web.audit.models import Entry

    answer = client_of(people.administrator).post(reverse("people:export"), {"purpose": "", "kind": "csv"})

    assert answer.status_code == 400
    assert "Say what the data are for" in parsed(answer).text
    assert not Entry.objects.filter(event="customers-exported").exists()


def test_scores_on_demand_are_a_job_in_the_trail(client_of: Any, people: SimpleNamespace) -> None:
    """The button leads to the page of the work."""
    from regulars.web.audit.models import Entry
    from regulars.web.jobs.models import Job

    answer = client_of(people.analyst).post(reverse("people:score"))

    job = Job.objects.get(work="people.score")
    assert answer["Location"] == reverse("jobs:progress", args=[job.public_id])
    assert Entry.objects.filter(event="scoring-started", by=people.analyst).exists()


def test_who_slips_comes_with_what_may_delight(
    client_of: Callable[..., Any], people: SimpleNamespace, guests: SimpleNamespace
) -> None:
    """And only to where the reader may go."""
    CustomerScore.objects.filter(customer=guests.anna).update(slip="lower", slip_unit=guests.anna.places.first().unit)
    address = f"{LIST}?slip=lower"
    whole = client_of(people.administrator).get(address).content.decode()

    assert reverse("playbooks:playbooks") in whole
    assert reverse("advice:gestures") in whole
    assert reverse("advice:gestures") not in client_of(people.analyst).get(address).content.decode()
    assert "delight" not in client_of(people.administrator).get(LIST).content.decode()
