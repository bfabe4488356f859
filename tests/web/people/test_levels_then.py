"""Service levels by the day: what was due then, as the dated scores in the facts have it, not what is due today."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest
from django.utils import timezone

from regulars.web.cases.knowledge.filters import Filters
from regulars.web.cases.models import Channel
from regulars.web.cases.opening import Wish, open_case
from regulars.web.people.levels.counting import Asked, audit, talks
from regulars.web.people.levels.former import due_on, follow, known_from, level_on
from regulars.web.people.levels.matrix import plain, proposal
from regulars.web.people.levels.models import Followed, Former, Promised, Version
from regulars.web.people.levels.moves import days_of, promised
from regulars.web.people.models import Contact, Customer, CustomerScore, CustomerUnit, Way
from regulars.web.people.promises.models import today

pytestmark = pytest.mark.django_db
FIRST = date(2026, 3, 1)


def quiet(*_: Any, **__: Any) -> None:
    """Nobody watches."""


@pytest.fixture
def in_force(people: SimpleNamespace) -> Version:
    """The proposal (premium 4 care contacts a year, middle 2, low none), since more than a year."""
    since = today() - timedelta(days=400)
    at = timezone.now() - timedelta(days=400)
    return Version.objects.create(number=1, levels=plain(proposal()), since=since, published=at)


def _guest(name: str, units: Any, tier: str, *until: tuple[str, int]) -> Customer:
    """Of ``tier`` now; before it each other tier until so many days ago."""
    made = Customer.objects.create(key=100 + Customer.objects.count(), number=name, name=name.title(), words=name)
    CustomerScore.objects.create(customer=made, value_tier=tier, first_day=date(2020, 1, 1), day=today(), value=1.0)
    CustomerUnit.objects.create(customer=made, unit=units.lakeside)
    for level, ago in until:
        Former.objects.create(customer=made, tier=level, level=level, until=today() - timedelta(days=ago))
    return made


def _talk(customer: Customer, ago: int, way: Way = Way.ALL, by: Any = None) -> None:
    Contact.objects.create(customer=customer, way=way, day=today() - timedelta(days=ago), by=by)


def _scores(facts: Any, day: date, *, latest: bool = False, **tiers: str) -> None:
    """``anna="middle>premium"``: unclear, and could be premium. ``latest``: what was scored of later days goes."""
    keys = dict(Customer.objects.values_list("number", "key"))
    rows = [(keys[name], *tier.partition(">")[::2]) for name, tier in tiers.items()]
    columns = {
        "customer": [key for key, *_ in rows],
        "day": [day] * len(rows),
        "at": [timezone.now()] * len(rows),
        "value_tier": [tier or None for _, tier, _ in rows],
        "tier_unclear": [bool(could) for *_, could in rows],
        "tier_could_be": [could or None for *_, could in rows],
    }
    facts.write_scores(pa.table(columns), latest=latest)


def _told() -> list[tuple[str, str, str, int]]:
    rows = Former.objects.order_by("until", "customer__number")
    return [(row.customer.number, row.tier, row.level, (row.until - FIRST).days) for row in rows]


def test_moves_are_read_from_the_scores_of_each_day(facts: Any, units: SimpleNamespace) -> None:
    """A clear move, one by the own range, one out of the scores; a new customer has no level before the first one."""
    for place, name in enumerate(("anna", "bert", "carl", "dora")):
        Customer.objects.update_or_create(number=name, defaults={"key": 900 + place, "words": name})
    _scores(facts, FIRST, latest=True, anna="low", bert="low", carl="middle")
    _scores(facts, FIRST + timedelta(days=1), anna="premium", bert="low>middle", carl="middle", dora="premium")
    _scores(facts, FIRST + timedelta(days=4), anna="premium", bert="low", dora="premium")

    assert follow(facts, quiet) == 4
    wanted = [("anna", "low", "low", 1), ("bert", "low", "low", 1), ("bert", "low", "middle", 4),
              ("carl", "middle", "middle", 4)]  # fmt: skip
    assert _told() == wanted
    assert known_from() == FIRST
    assert follow(facts, quiet) == 0

    _scores(facts, FIRST + timedelta(days=1), anna="low", bert="low", carl="middle", dora="premium")  # scored anew
    assert follow(facts, quiet) == 2
    assert _told() == [("anna", "low", "low", 4), ("carl", "middle", "middle", 4)]
    assert Followed.objects.count() == 3


def test_who_was_moved_up_yesterday_breaks_no_promise_of_last_month(
    people: SimpleNamespace, units: SimpleNamespace, client_of: Any, in_force: Version
) -> None:
    """Four, of whom anna came up and bert came down; every number by hand."""
    anna = _guest("anna", units, "premium", ("low", 1))  # 364 days low: 365 days x 4 contacts make one day's part
    bert = _guest("bert", units, "low", ("premium", 90))  # 275 of 365 days premium: 4 x 275 / 365 = 3.01, so 3
    carl = _guest("carl", units, "premium")
    _guest("dora", units, "premium")
    for ago in (10, 40, 80, 120):
        _talk(carl, ago, Way.PHONE, people.manager)
    for ago in (100, 150, 200):
        _talk(bert, ago, Way.PHONE, people.manager)
    _talk(bert, 30, Way.EMAIL)
    _talk(anna, 30, Way.EMAIL)

    found = audit(Asked(Filters.of({"days": "365"}, people.manager), in_force))

    told = {key: [(one.level, one.kept, one.n) for one in rows] for key, rows in found.parts.items()}
    # Premium: carl and bert kept it, dora did not; nothing was due to anna, who is no case of a broken promise.
    assert told["care"] == [("premium", 2, 3)]
    assert told["callers"] == [("premium", 7, 7)]
    assert told["ways"] == [("premium", 7, 7), ("low", 2, 2)]
    assert found.moved == 2
    page = client_of(people.manager).get("/service-levels/kept/care/premium/").content.decode()
    assert "Dora" in page
    assert "Anna" not in page
    assert "Bert" not in page
    Contact.objects.filter(customer=bert, day__lt=today() - timedelta(days=140)).delete()
    page = client_of(people.manager).get("/service-levels/kept/care/premium/").content.decode()
    assert "changed level: 3 were promised" in page


def test_days_at_each_level_are_parts_of_what_was_promised() -> None:
    first, last = date(2026, 1, 1), date(2026, 12, 31)

    days = days_of([("middle", date(2025, 6, 1)), ("low", date(2026, 3, 31))], "premium", first, last)

    assert days == {"low": 90, "premium": 275}
    assert promised(proposal(), days) == ("premium", 3)
    assert promised(proposal(), {"low": 365}) == ("premium", 0)
    assert days_of([("low", last)], "premium", first, last) == {"low": 365}


def test_the_database_says_the_same_of_a_day_as_the_rule(
    people: SimpleNamespace, units: SimpleNamespace, in_force: Version
) -> None:
    """Before the first purchase, at each level, on the very day of the scores, and now."""
    anna = _guest("anna", units, "premium", ("low", 60), ("middle", 20))
    CustomerScore.objects.update(first_day=today() - timedelta(days=90))
    wanted = {120: "unknown", 90: "low", 60: "low", 59: "middle", 20: "middle", 19: "premium", 0: "premium"}
    for ago in wanted:
        _talk(anna, ago)
    score = CustomerScore.objects.get()

    rows = Contact.objects.annotate(level=level_on("day")).values_list("day", "level")

    assert {(today() - day).days: level for day, level in rows} == wanted
    assert {ago: due_on(score, today() - timedelta(days=ago)).level for ago in wanted} == wanted
    assert talks(Asked(Filters.of({"days": "90"}, people.manager), in_force)).filter(level="low").count() == 1


def test_a_case_written_down_later_is_promised_what_was_due_on_its_day(
    units: SimpleNamespace, in_force: Version
) -> None:
    anna = _guest("anna", units, "premium", ("low", 1))

    for ago in (9, 0):
        at = timezone.now() - timedelta(days=ago)
        open_case(Wish(kind="complaint", title="eggs", channel=Channel.PHONE, nonce=f"n{ago}", customer=anna, at=at))

    assert sorted(Promised.objects.values_list("tier", "level")) == [("low", "low"), ("premium", "premium")]
