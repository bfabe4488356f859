"""Segments: what a condition finds in the database is what it says of each customer; who sees whom; warnings."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.survey.conditions import ConditionError, holds, read_condition
from regulars.survey.conditions.terms import (
    All,
    Answered,
    Between,
    Compare,
    Contains,
    Name,
    Not,
    OneOf,
    Operator,
    Ticked,
)
from regulars.survey.conditions.terms import Any as Either
from regulars.web.accounts.access import UnitScope
from regulars.web.people import segments
from regulars.web.people.erasure import erase_people
from regulars.web.people.models import Customer, CustomerScore, CustomerUnit, Relation, Segment
from regulars.web.people.segments.compiling import Compiler

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
PEOPLE = [
    {"number": "G-1", "name": "Anna Lee", "email": "anna@example.com", "language": "en"},
    {"number": "G-2", "name": "anna", "phone": "+49 30 1", "language": "zh"},
    {"number": "G-3", "name": "", "email": "x@example.com", "kind": "organisation"},
    {"number": "G-4", "name": "100%_'", "language": "de"},
    {"number": "G-5", "name": "Bert", "email": "b@example.com", "phone": "1"},
]
SCORES = [
    {"segment": "key", "value": 120.5, "net": Decimal("99.5"), "purchases": 3, "alive": 0.75, "mood": "satisfied",
     "rating_index": 75.0, "last_day": date(2026, 11, 1), "first_day": date(2026, 1, 5), "rating_day": TODAY},
    {"segment": "key-keep", "value": 20.0, "net": Decimal(-5), "purchases": 1, "mood": "dissatisfied",
     "rating_index": 0.0, "last_day": date(2026, 6, 1), "first_day": date(2026, 6, 1)},
    {},
    {"segment": "other", "alive": 0.25, "purchases": 0, "last_day": TODAY},
    None,
]  # fmt: skip


@pytest.fixture
def everybody(company):
    """Five of every sort, the last one never scored."""
    found = []
    for key, (fields, scores) in enumerate(zip(PEOPLE, SCORES, strict=True), 1):
        one = Customer.objects.create(key=key, **fields)
        Customer.objects.filter(pk=one.pk).update(added=datetime(2026, 11, 10 + key, 16, tzinfo=UTC))
        if scores is not None:
            CustomerScore.objects.create(customer=one, **scores)
        found.append(one)
    return found


def plain(customer: Customer) -> dict[str, object]:
    """A customer as ``holds`` knows values."""
    customer = Customer.objects.select_related("score").get(pk=customer.pk)
    score = getattr(customer, "score", None) or CustomerScore()
    return {
        "number": customer.number, "name": customer.name, "email": customer.email, "phone": customer.phone,
        "has_email": bool(customer.email), "has_phone": bool(customer.phone), "kind": customer.kind,
        "language": customer.language, "added": timezone.localtime(customer.added).date(),
        "first_purchase": score.first_day, "last_purchase": score.last_day, "purchases": score.purchases,
        "brought_in": None if score.net is None else float(score.net), "value": score.value,
        "expected_purchases": score.expected_purchases, "alive": None if score.alive is None else 100 * score.alive,
        "rating": score.rating_index, "rated_on": score.rating_day, "mood": score.mood, "tier": score.segment,
    }  # fmt: skip


NUMBERS = st.sampled_from(["purchases", "brought_in", "value", "alive", "rating", "expected_purchases"])
DAYS = st.sampled_from(["first_purchase", "last_purchase", "rated_on", "added"])
CHOICES = st.sampled_from(["number", "kind", "language", "mood", "tier"])
AMOUNTS = st.sampled_from([0, 1, 1.5, 3, 20, 25, 75, 99.5, 120.5, -5, 10**15])
SOME_DAYS = st.sampled_from([date(2026, 1, 5), date(2026, 6, 1), date(2026, 11, 12), date(2026, 11, 15), TODAY])
SOME_WORDS = st.sampled_from(["G-1", "en", "zh", "person", "key", "satisfied", "nobody"])
PARTS = st.sampled_from(["anna", "Anna", "%", "_'", "@"])
TESTS = st.one_of(
    st.builds(Compare, NUMBERS.map(Name), st.sampled_from(Operator), AMOUNTS | NUMBERS.map(Name)),
    st.builds(Compare, DAYS.map(Name), st.sampled_from(Operator), SOME_DAYS | DAYS.map(Name)),
    st.builds(Compare, CHOICES.map(Name), st.sampled_from([Operator.EQUAL, Operator.UNEQUAL]), SOME_WORDS),
    st.builds(OneOf, NUMBERS.map(Name), st.lists(AMOUNTS, min_size=1, max_size=3).map(tuple), st.booleans()),
    st.builds(OneOf, DAYS.map(Name), st.lists(SOME_DAYS, min_size=1, max_size=3).map(tuple), st.booleans()),
    st.builds(OneOf, CHOICES.map(Name), st.lists(SOME_WORDS, min_size=1, max_size=3).map(tuple), st.booleans()),
    st.builds(Between, NUMBERS.map(Name), AMOUNTS, AMOUNTS),
    st.builds(Between, DAYS.map(Name), SOME_DAYS, SOME_DAYS),
    st.builds(Contains, st.sampled_from(["name", "email", "phone"]).map(Name), PARTS),
    st.builds(Answered, (NUMBERS | DAYS | CHOICES | st.just("name")).map(Name)),
    st.builds(Ticked, st.sampled_from(["has_email", "has_phone"]).map(Name)),
)  # fmt: skip
CONDITIONS = st.recursive(
    TESTS,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Either(tuple(parts))),
    ),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(condition=CONDITIONS)
def test_the_database_finds_whom_the_condition_means(everybody, condition) -> None:
    """Missing values, opposites and all; by the customers and, where scores alone decide, by these."""
    meant = {one.number for one in everybody if holds(condition, plain(one), TODAY)}

    found = set(Customer.objects.filter(Compiler(TODAY).q(condition)).values_list("number", flat=True))
    by_score = CustomerScore.objects.filter(Compiler(TODAY, by_score=True).q(condition))

    assert found == meant
    assert set(by_score.values_list("customer__number", flat=True)) == meant - {"G-5"}


@pytest.fixture
def known(everybody, units):
    """The first at Lakeside, the second at Harbour and Station, the third nowhere."""
    anna, other, firm, *_ = everybody
    for one, unit in ((anna, units.lakeside), (other, units.harbour), (other, units.station)):
        CustomerUnit.objects.create(customer=one, unit=unit)
    Relation.objects.create(person=anna, organisation=firm, role="booker")
    Relation.objects.create(person=other, organisation=firm, role="guest", until=date(2025, 1, 1))
    return everybody


@pytest.mark.parametrize(
    ("condition", "numbers"),
    [
        ("unit = lakeside", "G-1"),
        ("unit = south", "G-1 G-2"),
        ("unit in {lakeside, station}", "G-1 G-2"),
        ("unit != lakeside", "G-2"),
        ("not unit = lakeside", "G-2 G-3 G-4 G-5"),
        ("unit not in {station, harbour}", "G-1"),
        ("unit is not answered", "G-3 G-4 G-5"),
        ("role = booker", "G-1"),
        ("role = guest", ""),
        ('organisation = "G-3" and has_email', "G-1"),
    ],
)
def test_units_with_all_below_them_and_roles_in_force(known, condition, numbers) -> None:
    assert " ".join(segments.matching(condition).values_list("number", flat=True)) == numbers
    assert segments.count_of(condition) == len(numbers.split())


@pytest.mark.parametrize(
    ("condition", "count"),
    [("value >= 100", 1), ("not value >= 100", 4), ("value is not answered", 3), ("mood != satisfied", 1)],
)
def test_who_was_never_scored_is_counted_too(everybody, condition, count) -> None:
    """Where scores alone decide, their table is asked; the fifth has no row in it."""
    assert segments.count_of(condition) == count == segments.matching(condition).count()


def test_who_sees_some_units_learns_nothing_about_others(known, units) -> None:
    """Neither their customers, nor where else a customer is known, nor what was rated there."""
    south = UnitScope(frozenset({units.lakeside.pk, units.harbour.pk}), frozenset({"lakeside", "harbour"}))
    CustomerScore.objects.filter(customer__number="G-1").update(rating_unit=units.lakeside)
    CustomerScore.objects.filter(customer__number="G-2").update(rating_unit=units.station)

    counts = {
        text: segments.count_of(text, scope=south)
        for text in ("kind = person", "unit = station", "mood is answered", "mood is not answered", "purchases >= 1",
                     "organisation is answered")
    }  # fmt: skip

    assert counts == {
        "kind = person": 2, "unit = station": 0, "mood is answered": 1, "mood is not answered": 1,
        "purchases >= 1": 2, "organisation is answered": 0,
    }  # fmt: skip
    assert list(segments.matching("mood is answered", scope=south).values_list("number", flat=True)) == ["G-1"]
    assert segments.count_of("mood is answered") == 2


@pytest.mark.parametrize("text", ["spent > 1", "unit = nowhere", "kind = unit", "has_email = has_phone", "value >"])
def test_what_cannot_be_asked_is_said(known, text) -> None:
    with pytest.raises(ConditionError):
        list(segments.matching(text))


@pytest.mark.parametrize(
    ("condition", "name", "count", "said"),
    [
        ("value > 100", "Regulars", 500, []),
        ("number in {a, b}", "", 2, ["names persons", "Only 2 customers fit"]),
        ('name contains "Lee"', "", 50, ["names persons"]),
        ("value > 100", "Women over 60", 500, ["about age", "about gender"]),
        ("value > 100", "孕妇客户", 500, ["about health"]),
        ('role = "patient"', "", 50, ["about health"]),
        ("kind = person", "Private guests", 50, []),
        ("not number = a", "", 50, ["names persons"]),
    ],
)
def test_what_to_think_of_before_a_group_is_used(company, condition, name, count, said) -> None:
    found = [str(one) for one in segments.warned(condition, name=name, count=count)]

    assert len(found) == len(said)
    assert all(part in words for part, words in zip(said, found, strict=True)), found


def test_a_condition_is_said_in_words(units) -> None:
    text = segments.sentence_of("unit = lakeside and has_email and mood is not answered and not has_phone")

    assert str(text) == (
        "“Known at” is Lakeside and “Has an e-mail address”: yes and "
        "“Last rating in words” is not known and “Has a telephone number”: no"
    )
    assert read_condition("tier = key", segments.vocabulary())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('number in {"G-1", "G-2"} and kind = "person"', 'number in {"erased", "G-2"} and kind = "person"'),
        ('not email contains "anna@example.com"', 'not email contains "erased"'),
        ('tier = "key" or name = "Anna Lee"', 'tier = "key" or name = "erased"'),
        ('language = "en"', 'language = "en"'),
        ('vanished = 3 and number = "G-1"', 'number = "erased"'),
    ],
)
def test_a_condition_forgets_whom_the_company_erases(everybody, before, after) -> None:
    one = Segment.objects.create(name="Some", condition=before)

    erase_people(["G-1"])

    one.refresh_from_db()
    assert one.condition == after
