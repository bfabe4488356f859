"""Targets and events in the application: who sets them for what, what is refused, where they then stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.web.results.test_report import Words

from regulars.insights.satisfaction import satisfaction
from regulars.insights.scope import Scope
from regulars.web.accounts.access import scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.audit.models import Entry
from regulars.web.facts import facts
from regulars.web.results.landmarks.actions import end_target, set_target
from regulars.web.results.landmarks.errors import LandmarkError
from regulars.web.results.landmarks.models import Happening, Target
from regulars.web.results.landmarks.periods import read, said, written
from regulars.web.results.landmarks.reading import landmarks_of, of_the_company

pytestmark = pytest.mark.django_db
YEAR = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}
FORM = {"indicator": "satisfied", "value": "82", "unit": "", "survey": "", "since": "2026", "until": ""}
NOTE = {"words": "Lobby renovated", "first": "2026-07-20", "last": "2026-08-03", "unit": "", "survey": ""}


@pytest.fixture
def sent(client_of: Callable[[Any], Any]) -> Callable[..., Words]:
    """Send a form, and read what comes."""

    def send(user: Any, address: str, form: dict[str, str], status: int = 302) -> Words:
        answer = client_of(user).post(address, form)
        assert answer.status_code == status, Words(answer.content.decode()).text
        return Words(answer.content.decode())

    return send


@pytest.fixture
def opened(client_of: Callable[[Any], Any]) -> Callable[..., Words]:
    def open_(user: Any, address: str) -> Words:
        answer = client_of(user).get(address)
        assert answer.status_code == 200
        return Words(answer.content.decode())

    return open_


def target(value: float, unit: Any = None, indicator: str = "satisfied", **more: Any) -> Target:
    return Target.objects.create(indicator=indicator, value=value, unit=unit, **{**YEAR, **more})


def test_an_analyst_sets_one_for_the_company_and_it_stands_everywhere(
    people: SimpleNamespace, sent: Callable[..., Words], opened: Callable[..., Words]
) -> None:
    sent(people.analyst, "/targets/new/", {**FORM, "value": "40 %"})

    made = Target.objects.get()
    assert (made.value, made.first, made.last, made.by) == (40, YEAR["first"], YEAR["last"], people.analyst)
    for address in ("/results/guests/", "/results/guests/chapters/", "/today/", "/tracking/"):
        page = opened(people.analyst, address)
        assert "target 40%" in page.text, address
    assert "Target 40%" in opened(people.analyst, "/results/guests/").text  # the line of the chart has its name
    entry = Entry.objects.get(event="target-set")
    assert entry.details["value"] == "40.0"
    page = opened(people.viewer, "/targets/")
    assert "The whole company" in page.text
    assert not any("/end/" in link for link in page.links)


def test_page_and_command_line_show_one_report(people: SimpleNamespace, units: SimpleNamespace) -> None:
    from django.http import QueryDict

    from regulars.web.results.reading import asked

    target(40)
    target(90, units.harbour)
    Happening.objects.create(words="Strike", first=date(2026, 7, 1), last=date(2026, 7, 1))

    page = asked("guests", QueryDict(), scope_of(people.analyst, Permission.SEE_RESULTS), purpose="p").report()
    told = satisfaction(facts(), "guests", scope=Scope.whole(purpose="c"), landmarks=of_the_company())
    assert page.figures == told.figures
    assert [row.cells for row in page.section("units").table.rows] == [
        row.cells for row in told.section("units").table.rows
    ]
    assert page.section("trend") == told.section("trend")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"value": "101"}, "101 lies outside the scale of this figure, which goes from 0 to 100."),
        ({"value": "-1", "indicator": "index"}, "-1 lies outside the scale"),
        ({"value": "-101", "indicator": "nps"}, "which goes from −100 to 100"),
        ({"value": "NaN"}, "“NaN” is no number. Write the target like 82 or 82.5."),
        ({"value": "Infinity"}, "is no number"),
        ({"value": "1e3"}, "lies outside the scale"),
        ({"value": "1e999"}, "with one decimal at most"),
        ({"value": "82.55"}, "Write the target with one decimal at most, such as 82.5."),
        ({"value": "<b>82</b>"}, "“<b>82</b>” is no number."),
        ({"value": ""}, "Write the target as a number, such as 82."),
        ({"since": "2026-Q5"}, "“2026-Q5” is no year, quarter or month."),
        ({"since": "2026-13"}, "“2026-13” is no year, quarter or month."),
        ({"since": "٢٠٢٦"}, "is no year, quarter or month."),
        ({"since": "9999"}, "“9999” is no year"),
        ({"until": "soon"}, "“soon” is no year, quarter or month."),
        ({"since": "2026-Q4", "until": "2026-Q1"}, "The end lies before the beginning."),
        ({"indicator": "repurchase", "survey": "guests"}, "What customers buy is of no one survey."),
        ({"indicator": "charm"}, "Choose one of the figures."),
        ({"survey": "nobody’s"}, "Choose one of the surveys."),
        ({"unit": "xxxxxxxxxxxx"}, "Choose one of your units."),
    ],
)
def test_what_cannot_be_a_target_is_said_in_a_sentence(
    people: SimpleNamespace, sent: Callable[..., Words], change: dict[str, str], words: str
) -> None:
    page = sent(people.analyst, "/targets/new/", {**FORM, **change}, 400)
    assert words in page.text
    assert not Target.objects.exists()


def test_two_for_one_period_are_refused_and_say_which(
    people: SimpleNamespace, units: SimpleNamespace, sent: Callable[..., Words]
) -> None:
    target(80)
    page = sent(people.analyst, "/targets/new/", {**FORM, "since": "2026-11", "until": "2027-Q1"}, 400)
    assert "A target of 80% is already set for this: 2026." in page.text

    # Another figure, survey, unit or period does not overlap.
    for change in (
        {"indicator": "nps"},
        {"survey": "guests"},
        {"unit": units.harbour.public_id},
        {"since": "2027-Q1", "until": "2027-06"},
    ):
        sent(people.analyst, "/targets/new/", {**FORM, **change})
    assert Target.objects.count() == 5
    assert str(said(Target.objects.get(first=date(2027, 1, 1)).first, date(2027, 6, 30))) == "2027-Q1 to 2027-Q2"


def test_what_was_ended_makes_room_and_keeps_its_past(people: SimpleNamespace, sent: Callable[..., Words]) -> None:
    today = timezone.localdate()
    old = target(80, first=today - timedelta(days=40), last=today + timedelta(days=40))
    sent(people.analyst, f"/targets/{old.public_id}/end/", {})
    sent(people.analyst, f"/targets/{old.public_id}/end/", {})  # twice is once

    old.refresh_from_db()
    assert (old.ended, old.until) == (today, today - timedelta(days=1))
    assert Entry.objects.filter(event="target-ended").count() == 1
    fresh = Target(indicator="satisfied", value=85, first=today, last=today + timedelta(days=40))
    set_target(one=fresh, by=people.analyst)
    with pytest.raises(LandmarkError, match="already set"):
        set_target(
            one=Target(indicator="satisfied", value=85, first=today - timedelta(days=1), last=today), by=people.analyst
        )
    assert [one.last for one in of_the_company().targets] == [today - timedelta(days=1), fresh.last]
    # One that never began is in force on no day.
    end_target(one=fresh, by=people.analyst)
    assert len(of_the_company().targets) == 1
    with pytest.raises(LandmarkError, match="ended already"):
        end_target(one=fresh, by=people.analyst)


def test_a_change_stands_in_the_trail_with_what_was_before(people: SimpleNamespace, sent: Callable[..., Words]) -> None:
    one = target(80)
    sent(people.analyst, f"/targets/{one.public_id}/", {**FORM, "value": "82,5"})
    sent(people.analyst, f"/targets/{one.public_id}/", {**FORM, "value": "82.5"})  # nothing new

    details = Entry.objects.get(event="target-changed").details
    assert (details["before"]["value"], details["now"]["value"]) == ("80.0", "82.5")


def test_a_manager_of_a_unit_sets_them_there_alone(
    people: SimpleNamespace, units: SimpleNamespace, sent: Callable[..., Words], client_of: Callable[[Any], Any]
) -> None:
    whole, others = target(80), target(70, units.station)
    for unit in ("", units.station.public_id, units.south.public_id):
        page = sent(people.manager, "/targets/new/", {**FORM, "unit": unit}, 400)
        assert "Choose one of your units." in page.text
        page = sent(people.manager, "/event-notes/new/", {**NOTE, "unit": unit}, 400)
        assert "Choose one of your units." in page.text
    sent(people.manager, "/targets/new/", {**FORM, "unit": units.lakeside.public_id})
    own = Target.objects.get(unit=units.lakeside)
    # Nor is one of theirs moved elsewhere, or somebody else's touched.
    sent(people.manager, f"/targets/{own.public_id}/", {**FORM, "unit": units.station.public_id}, 400)
    for one in (whole, others):
        for address in (f"/targets/{one.public_id}/", f"/targets/{one.public_id}/end/"):
            sent(people.manager, address, FORM, 404)
    assert client_of(people.viewer).post("/targets/new/", FORM).status_code == 403
    assert {str(one.value) for one in Target.objects.filter(ended=None)} == {"80.0", "70.0", "82.0"}


def test_one_sees_those_of_ones_own_units_and_of_what_stands_above(
    people: SimpleNamespace, units: SimpleNamespace, opened: Callable[..., Words]
) -> None:
    for value, unit in ((80, None), (70, units.south), (60, units.lakeside), (50, units.station), (55, units.harbour)):
        target(value, unit, survey="guests")
        Happening.objects.create(words=f"Event {value}", unit=unit, **YEAR)

    def seen(user: Any) -> set[float]:
        return {one.value for one in landmarks_of(scope_of(user, Permission.SEE_RESULTS)).targets}

    assert seen(people.manager) == {80, 70, 60}
    assert seen(people.colleague) == {80, 50}
    assert seen(people.regional) == {80, 70, 60, 55}
    assert seen(people.analyst) == {80, 70, 60, 55, 50}
    page = opened(people.manager, "/results/guests/").text
    assert "target 60%" in page
    assert "Event 60" in page
    assert "Event 70" in page
    assert "Event 50" not in page
    listed = opened(people.colleague, "/event-notes/").text
    assert "Event 50" in listed
    assert "Event 60" not in listed


def test_an_event_is_noted_from_the_trend_and_comes_back_there(
    people: SimpleNamespace, units: SimpleNamespace, client_of: Callable[[Any], Any], opened: Callable[..., Words]
) -> None:
    page = opened(people.manager, "/results/guests/?unit=lakeside")
    link = next(one for one in page.links if one.startswith("/event-notes/new/"))
    client = client_of(people.manager)
    form = client.get(link).context["form"]
    assert (form.initial["unit"], form.initial["survey"]) == (units.lakeside.public_id, "guests")
    back = client.get(link).context["back"]

    answer = client.post(link, {**NOTE, "unit": units.lakeside.public_id, "survey": "guests", "back": back})

    assert answer.headers["Location"].startswith("/results/guests/?unit=lakeside#trend")
    shown = opened(people.manager, "/results/guests/?unit=lakeside").text
    assert "Events: 1 Lobby renovated (Lakeside), 20 Jul 2026 to 3 Aug 2026." in shown
    assert Entry.objects.get(event="happening-noted").details["unit"] == "lakeside"
    assert "Lobby" not in str(Entry.objects.get(event="happening-noted").details)
    assert not any(one.startswith("/event-notes/new/") for one in opened(people.viewer, "/results/guests/").links)
    assert "1 Lobby renovated" not in opened(people.analyst, "/tracking/").text  # it is of one survey


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"words": " \u3000 "}, "Write in a few words what happened."),
        ({"words": "x" * 81}, "Say it in at most 80 characters."),
        ({"first": "yesterday"}, "Write the day like 2026-10-31."),
        ({"first": ""}, "Choose a day."),
        ({"last": "2026-07-19"}, "The end lies before the beginning."),
    ],
)
def test_what_is_no_event_is_said_in_a_sentence(
    people: SimpleNamespace, sent: Callable[..., Words], change: dict[str, str], words: str
) -> None:
    assert words in sent(people.analyst, "/event-notes/new/", {**NOTE, **change}, 400).text
    assert not Happening.objects.exists()


def test_nobody_is_led_away_after_noting(people: SimpleNamespace, client_of: Callable[[Any], Any]) -> None:
    for evil in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"):
        answer = client_of(people.analyst).post("/event-notes/new/", {**NOTE, "back": evil})
        assert answer.headers["Location"] == "/event-notes/", evil


def test_hostile_words_are_words(people: SimpleNamespace, opened: Callable[..., Words], client_of: Any) -> None:
    evil = "<img src=x onerror=alert(1)>"
    client_of(people.analyst).post("/event-notes/new/", {**NOTE, "words": evil})
    for address in ("/results/guests/", "/event-notes/", "/tracking/"):
        html = client_of(people.analyst).get(address).content.decode()
        assert "<img src=x" not in html, address
        assert evil in opened(people.analyst, address).text


def test_an_event_is_changed_and_removed_by_whoever_may(
    people: SimpleNamespace, units: SimpleNamespace, sent: Callable[..., Words]
) -> None:
    one = Happening.objects.create(words="Strike", unit=units.lakeside, **YEAR)
    sent(people.colleague, f"/event-notes/{one.public_id}/remove/", {}, 404)
    sent(people.manager, f"/event-notes/{one.public_id}/", {**NOTE, "unit": units.lakeside.public_id})
    one.refresh_from_db()
    assert (one.words, one.last) == ("Lobby renovated", date(2026, 8, 3))
    sent(people.manager, f"/event-notes/{one.public_id}/remove/", {})
    assert not Happening.objects.exists()
    assert list(Entry.objects.filter(event__startswith="happening").values_list("event", flat=True).order_by("pk")) == [
        "happening-changed", "happening-removed",
    ]  # fmt: skip


def test_a_study_that_hides_people_shows_no_verdict_without_a_number(
    people: SimpleNamespace, opened: Callable[..., Words]
) -> None:
    target(40)
    assert "target 40%" in opened(people.analyst, "/results/staff/").text
    assert "target 40%" not in opened(people.analyst, "/results/new/").text


def test_they_cost_a_report_few_queries(people: SimpleNamespace, units: SimpleNamespace) -> None:
    scope = scope_of(people.manager, Permission.SEE_RESULTS)
    for place in range(30):
        target(place, units.lakeside, first=date(2030 + place, 1, 1), last=date(2030 + place, 1, 1))
    with CaptureQueriesContext(connection) as asked:
        assert len(landmarks_of(scope).targets) == 30
    assert len(asked) <= 6


def test_periods_are_read_as_they_are_written() -> None:
    for text in ("2026", "2026-Q4", "2026-11"):
        found = read(text)
        assert found is not None
        assert written(*found) == (text, text)
    assert read(" 2026 q4 ") == read("2026-Q4")
    assert read("2026/7") == read("2026-07")
    assert written(date(2026, 1, 1), date(2027, 12, 31)) == ("2026", "2027")
    assert written(date(2026, 2, 1), date(2026, 4, 30)) == ("2026-02", "2026-04")
    assert [read(text) for text in ("", "26", "2026-0", "2026-Q0", "2026-1-1", "1999", "2100", "２０２６")] == [
        None
    ] * 8
