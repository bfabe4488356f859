"""Subscriptions: a signal is told and noise is not, each thing once, with the rights of the moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.web.results.samples import LAST, add, rows, survey

from regulars.documents.view import view
from regulars.insights.satisfaction import satisfaction
from regulars.insights.scope import Scope
from regulars.language import Language
from regulars.web.accounts.models import User
from regulars.web.audit.models import Entry
from regulars.web.facts import facts
from regulars.web.jobs.clock import company_zone
from regulars.web.messages.models import Outgoing, Rules
from regulars.web.research.models import Questionnaire, Response, Study
from regulars.web.results.watching import telling
from regulars.web.results.watching.models import Alert, Subscription

pytestmark = pytest.mark.django_db
FORM = {
    "drops": "on", "stalls": "on", "quiet_days": "7", "rhythm": "weekly", "weekday": "0", "monthday": "1",
    "hour": "9",
}  # fmt: skip


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A time on the company's wall."""
    return datetime.combine(day, time(hour, minute), tzinfo=company_zone())


MONDAY = date(2026, 11, 23)


@pytest.fixture
def subscribed(people: SimpleNamespace) -> Callable[..., Subscription]:
    """A subscription that tells nothing but what is asked for."""

    def make(user: Any = None, name: str = "guests", **more: Any) -> Subscription:
        wish = {"drops": False, "stalls": False, "rhythm": "never", **more}
        return Subscription.objects.create(user=user or people.analyst, survey=name, **wish)

    return make


def letters() -> list[Outgoing]:
    return list(Outgoing.objects.filter(nonce__startswith="watch:").order_by("pk"))


def dropping(home: Any, *, down: bool) -> None:
    """A survey of equal months, the last of which is bad or like the others."""
    content = rows(2400, seed=11, units=("lakeside", "harbour"))
    if down:
        for place, moment in enumerate(content["at"]):
            if date.fromisoformat(moment[:10]) > LAST - timedelta(days=20):
                content["overall"][place], content["recommend"][place] = 1 + place % 2, place % 3
    add(home / "facts", survey("course"), content)


def test_a_signal_downwards_is_told_once(home: Any, subscribed: Any, company: Any) -> None:
    dropping(home, down=True)
    subscribed(name="course", drops=True)

    told = [telling.alert(at(MONDAY, hour)) for hour in (9, 10, 11)]

    assert told[0] >= 1
    assert told[1:] == [0, 0]
    assert all("clearly worse than usual" in one.text for one in letters())
    assert "/results/course/" in letters()[0].text
    assert Alert.objects.count() == told[0]


def test_noise_is_never_told(home: Any, subscribed: Any, company: Any) -> None:
    dropping(home, down=False)
    subscribed(name="course", drops=True)
    assert telling.alert(at(MONDAY, 9)) == 0
    assert letters() == []


def test_one_that_fails_keeps_no_other_back(people: SimpleNamespace, subscribed: Any, monkeypatch: Any) -> None:
    week = MONDAY - timedelta(days=7)
    broken = subscribed(rhythm="weekly", told=week)
    subscribed(people.viewer, rhythm="weekly", told=week)
    real = telling.seen

    def seen(one: Subscription) -> Any:
        if one.pk == broken.pk:
            raise ValueError
        return real(one)

    monkeypatch.setattr(telling, "seen", seen)
    assert telling.digest(at(MONDAY, 9)) == 1
    assert [one.to for one in letters()] == [people.viewer.email]


def test_quiet_hours_are_kept(home: Any, subscribed: Any, company: Any) -> None:
    dropping(home, down=True)
    subscribed(name="course", drops=True, rhythm="weekly", told=MONDAY - timedelta(days=7))
    night = at(MONDAY, 23)
    assert Rules.current().is_quiet(night)
    assert (telling.alert(night), telling.digest(night)) == (0, 0)


def test_the_digest_is_the_report_and_comes_once(subscribed: Any, company: Any) -> None:
    subscribed(rhythm="weekly", weekday=0, hour=9, told=MONDAY - timedelta(days=7))

    assert telling.digest(at(MONDAY, 8, 50)) == 0
    assert [telling.digest(at(MONDAY, 9)), telling.digest(at(MONDAY, 9, 10))] == [1, 0]

    said = view(satisfaction(facts(), "guests", scope=Scope.whole(purpose="test")), Language.ENGLISH)
    text = letters()[0].text
    assert said.conclusion in text
    for one in said.figures:
        parts = (f"{one.label} {one.value} {one.interval}", one.sample, one.note, one.target)
        assert " · ".join(part for part in parts if part) in text
    assert "Opt-in: those who answered chose themselves." in text
    # Nothing is new a week later; whoever wishes is written to all the same.
    assert telling.digest(at(MONDAY + timedelta(days=7), 9)) == 0
    Subscription.objects.update(always=True)
    assert telling.digest(at(MONDAY + timedelta(days=14), 12)) == 1


def test_a_month_has_its_day() -> None:
    one = Subscription(rhythm="monthly", monthday=15)
    assert one.due(date(2026, 3, 14)) == date(2026, 2, 15)
    assert one.due(date(2026, 3, 15)) == date(2026, 3, 15)
    assert one.due(date(2026, 1, 1)) == date(2025, 12, 15)
    assert Subscription(rhythm="weekly", weekday=4).due(MONDAY) == date(2026, 11, 20)
    assert Subscription(rhythm="never").due(MONDAY) is None


def test_rights_are_those_of_the_moment(people: SimpleNamespace, units: SimpleNamespace, subscribed: Any) -> None:
    """Who lost the unit, the role or the account hears nothing; a manager hears of the own unit alone."""
    week = MONDAY - timedelta(days=7)
    subscribed(people.manager, rhythm="weekly", told=week)
    foreign = subscribed(people.manager, rhythm="weekly", told=week, unit=units.station)
    subscribed(people.stranger, rhythm="weekly", told=week)
    subscribed(people.interviewer, rhythm="weekly", told=week)
    gone = subscribed(people.viewer, rhythm="weekly", told=week)
    User.objects.filter(pk=gone.user_id).update(is_active=False)

    assert telling.digest(at(MONDAY, 9)) == 1

    assert [one.to for one in letters()] == [people.manager.email]
    own = view(
        satisfaction(facts(), "guests", scope=Scope(frozenset({"lakeside"}), "test")), Language.ENGLISH
    )  # fmt: skip
    assert own.figures[0].value in letters()[0].text
    assert own.figures[0].sample in letters()[0].text
    foreign.refresh_from_db()
    assert foreign.told == MONDAY


def test_a_promise_of_privacy_holds(people: SimpleNamespace, units: SimpleNamespace, subscribed: Any) -> None:
    """Of a survey that lets nobody be told apart no unit has a digest."""
    subscribed(name="staff", rhythm="weekly", told=MONDAY - timedelta(days=7), unit=units.lakeside)
    assert telling.digest(at(MONDAY, 9)) == 0


@pytest.fixture
def wave(company: Any) -> Study:
    """One that is open and belongs to the survey."""
    questionnaire = Questionnaire.objects.create(name="guests", title=survey().title)
    return Study.objects.create(
        questionnaire=questionnaire, title=survey().title, state="open", opens_at=at(MONDAY - timedelta(days=20), 9)
    )


def test_a_wave_that_stands_still_is_told_once(wave: Study, subscribed: Any) -> None:
    subscribed(stalls=True, quiet_days=5)

    assert [telling.alert(at(MONDAY, 9)) for _ in range(2)] == [1, 0]
    assert "has come for 20 days" in letters()[0].text

    last = at(MONDAY, 12)
    Response.objects.create(
        study=wave, version=1, nonce="n", at=last, day=last.date(), language="en", answers={}
    )  # fmt: skip
    assert telling.alert(at(MONDAY + timedelta(days=4), 9)) == 0
    assert telling.alert(at(MONDAY + timedelta(days=5), 9)) == 1
    Study.objects.update(state="closed")
    assert telling.alert(at(MONDAY + timedelta(days=30), 9)) == 0


def test_a_wave_that_will_fall_short(wave: Study, people: SimpleNamespace, subscribed: Any, monkeypatch: Any) -> None:
    """Only to those who see the whole company: how many are wanted is its number."""
    from regulars.insights.fieldwork import Range
    from regulars.web.results.watching import alerting

    Study.objects.update(quota=400, opens_at=at(MONDAY - timedelta(days=2), 9))
    subscribed(stalls=True)
    subscribed(people.manager, stalls=True)
    total = Range(100, 400, 450)
    monkeypatch.setattr(alerting, "forecast", lambda counts: SimpleNamespace(total=total))
    assert telling.alert(at(MONDAY, 9)) == 0
    total = Range(100, 120, 140)
    assert telling.alert(at(MONDAY, 10)) == 1
    assert letters()[0].to == people.analyst.email
    assert "100 to 140 answers are to be expected, 400 are wanted" in letters()[0].text


def test_the_pages(people: SimpleNamespace, units: SimpleNamespace, client_of: Any) -> None:
    """Subscribe from the report, change it, end it; twice is refused; nobody's unit but one's own."""
    client = client_of(people.manager)
    assert reverse("watching:new", args=["guests"]) in client.get("/results/guests/").content.decode()
    address = reverse("watching:new", args=["guests"])

    assert client.post(address, {**FORM, "unit": units.station.public_id}).status_code == 400
    assert client.post(address, {**FORM, "hour": "24"}).status_code == 400
    assert client.post(address, {**FORM, "quiet_days": "0"}).status_code == 400
    assert client.get("/subscriptions/new/nothing/").status_code == 404
    assert client.post(address, {**FORM, "unit": units.lakeside.public_id}).status_code == 302
    assert client.post(address, {**FORM, "unit": units.lakeside.public_id}).status_code == 400

    one = Subscription.objects.get()
    assert (one.user, one.unit, one.hour) == (people.manager, units.lakeside, 9)
    assert one.told == one.due(timezone.localdate())  # the first digest comes on the next of its days
    assert "Lakeside" in client.get("/subscriptions/").content.decode()
    change = reverse("watching:change", args=[one.public_id])
    assert "selected" in client.get(change).content.decode()
    client.post(change, {**FORM, "rhythm": "monthly"})
    one.refresh_from_db()
    assert (one.rhythm, one.unit) == ("monthly", None)
    client.post(reverse("watching:end", args=[one.public_id]))
    assert not Subscription.objects.exists()
    found = Entry.objects.filter(event__startswith="subscri").order_by("pk").values_list("event", flat=True)
    assert list(found) == ["subscribed", "subscription-changed", "subscription-ended"]


def test_it_speaks_chinese(people: SimpleNamespace, client_of: Any, subscribed: Any) -> None:
    people.analyst.language = "zh"
    people.analyst.save(update_fields=["language"])
    one = subscribed(rhythm="weekly", told=MONDAY - timedelta(days=7))
    client = client_of(people.analyst)
    client.cookies["regulars_language"] = "zh"

    html = client.get("/subscriptions/").content.decode()
    form = client.get(reverse("watching:change", args=[one.public_id])).content.decode()
    telling.digest(at(MONDAY, 9))

    assert "我的订阅" in html
    for words in ("My subscriptions", "Every week", "All that you may see", "Tell me when"):
        assert words not in html + form
    said = view(satisfaction(facts(), "guests", scope=Scope.whole(purpose="test")), Language.CHINESE)
    assert letters()[0].subject == "现状：客人满意度"
    for words in (said.conclusion, said.reason, *(f"{one.label} {one.value} {one.interval}" for one in said.figures)):
        assert words in letters()[0].text
    assert "Open the report" not in letters()[0].text
