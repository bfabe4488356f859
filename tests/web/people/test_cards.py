"""A guest card: the style that fits and why, seen by whom, and how it went."""

from __future__ import annotations

from datetime import time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from regulars.language import Estimate, Missing
from regulars.survey.conditions import ConditionError
from regulars.survey.errors import EntryError
from regulars.web.audit.models import Entry
from regulars.web.people.cards import actions, queries, styles
from regulars.web.people.cards.errors import ArrivalError
from regulars.web.people.cards.models import Arrival, Outcome
from regulars.web.people.erasure import erase_people
from regulars.web.people.models import Customer, CustomerScore, CustomerUnit
from regulars.web.people.promises.actions import promise
from regulars.web.people.promises.expecting import expect
from regulars.web.people.promises.models import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def guest(units: SimpleNamespace) -> Customer:
    """Known at Lakeside."""
    one = Customer.objects.create(number="G-1", key=1, name="Mei Li")
    CustomerUnit.objects.create(customer=one, unit=units.lakeside)
    return one


@pytest.fixture
def arrival(guest: Customer, units: SimpleNamespace, people: SimpleNamespace) -> Arrival:
    return actions.arrive(customer=guest, unit=units.lakeside, on=today(), by=people.manager)


def card(one: Arrival, user: Any) -> queries.Card:
    from regulars.web.accounts.access import scope_of
    from regulars.web.accounts.roles import Permission

    (found,) = queries.cards(Arrival.objects.filter(pk=one.pk), scope_of(user, Permission.SEE_CUSTOMERS), today())
    return found


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({}, "usual"),
        ({"traveller": "business", "late": True}, "tired"),
        ({"traveller": "business", "late": False}, "business"),
        ({"traveller": "business", "rating": 25.0, "late": True}, "mend"),
        ({"traveller": "couple", "promises": 1}, "word"),
        ({"traveller": "couple", "visits": 3}, "regular"),
        ({"traveller": "first-time"}, "first"),
        ({"nights": 4}, "settle"),
    ],
)
def test_the_first_rule_that_holds_is_recommended(values: dict[str, Any], key: str) -> None:
    assert styles.recommended(values, today()).key == key


def test_rules_are_in_both_languages_and_a_slip_is_told() -> None:
    for one in styles.styles():
        assert all(set(text.words) == {"en", "zh"} for text in (one.style, one.do, one.reason))
    rule = {"key": "a", "style": "x", "do": "x", "reason": "x"}
    with pytest.raises(EntryError):
        styles.read({"rules": [rule, {**rule, "key": "b"}]})
    with pytest.raises(ConditionError):
        styles.read({"rules": [{**rule, "when": "mood = bad"}, rule]})


@pytest.mark.parametrize(("at", "late"), [(None, False), (time(20, 59), False), (time(21), True), (time(4, 59), True)])
def test_late_is_from_nine_until_five(at: Any, late: bool) -> None:
    assert Arrival(at=at).late is late


def test_what_is_known_says_as_what_somebody_comes(arrival: Arrival, people: SimpleNamespace) -> None:
    """Never bought: for the first time; three times: a regular; what was chosen goes before."""
    assert card(arrival, people.manager).traveller is None
    score = CustomerScore.objects.create(customer=arrival.customer, purchases=0)
    assert card(arrival, people.manager).style.key == "first"
    score.purchases = 3
    score.save()
    assert card(arrival, people.manager).style.key == "regular"
    Arrival.objects.update(traveller="family")
    assert card(arrival, people.manager).style.key == "family"


def test_a_rating_about_another_unit_moves_nothing(
    arrival: Arrival, people: SimpleNamespace, units: SimpleNamespace
) -> None:
    CustomerScore.objects.create(
        customer=arrival.customer, purchases=1, mood="dissatisfied", rating=1, rating_low=1, rating_high=5,
        rating_index=0, rating_unit=units.harbour, rating_day=today(),
    )  # fmt: skip

    assert (card(arrival, people.manager).rating, card(arrival, people.manager).style.key) == (None, "usual")
    whole = card(arrival, people.administrator)
    assert str(whole.rating).startswith("1 on 1 to 5")
    assert whole.style.key == "mend"


def test_the_card_shows_what_stands_and_that_somebody_looked(
    arrival: Arrival, people: SimpleNamespace, client_of: Any
) -> None:
    promise(customer=arrival.customer, what="a <quiet> room", due=today(), owner=people.manager, by=people.manager)
    expect(customer=arrival.customer, by=people.manager, topic="tea", level="green", importance=3)
    expect(customer=arrival.customer, by=None, topic="sleep", level="a hard bed")

    page = client_of(people.agent).get(f"/arrivals/{arrival.public_id}/").content.decode()

    for words in ("a &lt;quiet&gt; room", "green", "a hard bed", "Warm and exact", "Something was promised"):
        assert words in page
    assert Entry.objects.filter(event="customer-seen", by=people.agent).exists()
    assert client_of(people.colleague).get(f"/arrivals/{arrival.public_id}/").status_code == 404


def test_the_list_of_a_day_is_of_ones_units(
    arrival: Arrival, people: SimpleNamespace, units: SimpleNamespace, client_of: Any
) -> None:
    """Known at the harbour as well, the guest is not seen there on the way to Lakeside."""
    CustomerUnit.objects.create(customer=arrival.customer, unit=units.harbour)

    assert "Mei Li" in client_of(people.agent).get("/arrivals/").content.decode()
    assert "Mei Li" not in client_of(people.colleague).get("/arrivals/").content.decode()
    assert "Mei Li" not in client_of(people.agent).get(f"/arrivals/?day={today() + timedelta(1)}").content.decode()
    for odd in ("x", "0001-01-01", "9999-12-31", "2026-02-31"):
        assert client_of(people.agent).get(f"/arrivals/?day={odd}").status_code == 200


FORM = {"number": "G-1", "unit": "lakeside", "on": "2026-11-30", "at": "23:10", "nights": "2", "traveller": ""}


def test_somebody_is_added_once_where_they_are_known(guest: Customer, people: SimpleNamespace, client_of: Any) -> None:
    desk = client_of(people.agent)

    made, again = desk.post("/arrivals/new/", FORM), desk.post("/arrivals/new/", FORM)

    one = Arrival.objects.get()
    assert (made.status_code, again.status_code) == (302, 400)
    assert (one.late, one.nights, one.added_by) == (True, 2, people.agent)
    assert "already" in again.content.decode()
    assert Entry.objects.filter(event="arrival-noted").count() == 1
    assert desk.post("/arrivals/new/", FORM | {"number": "G-2"}).status_code == 400
    assert desk.post("/arrivals/new/", FORM | {"unit": "harbour", "on": "2026-12-01"}).status_code == 400
    whole = client_of(people.administrator).post(f"/arrivals/of/{guest.public_id}/", FORM | {"unit": "harbour"})
    assert "not known at" in whole.content.decode()
    assert client_of(people.colleague).post("/arrivals/new/", FORM).status_code == 400
    assert Arrival.objects.count() == 1


def test_how_it_went_is_kept_with_what_was_recommended(
    arrival: Arrival, people: SimpleNamespace, client_of: Any
) -> None:
    desk, path = client_of(people.agent), f"/arrivals/{arrival.public_id}/"

    desk.post(f"{path}outcome/", {"outcome": "nonsense"})
    assert not Arrival.objects.get().outcome
    desk.post(f"{path}outcome/", {"outcome": "badly", "words": "wanted <b>talk</b>"})

    one = Arrival.objects.get()
    assert (one.outcome, one.style, one.told_by) == ("badly", "usual", people.agent)
    assert "wanted &lt;b&gt;talk" in desk.get("/arrivals/outcomes/").content.decode()
    assert "Mei Li" not in client_of(people.colleague).get("/arrivals/outcomes/").content.decode()
    assert Entry.objects.filter(event="card-outcome").exists()
    with pytest.raises(ArrivalError):
        actions.remove(arrival=one, by=people.manager)


def test_shares_have_their_interval_and_too_few_are_counted(arrival: Arrival, people: SimpleNamespace) -> None:
    """15 of 20 followed (Wilson: 0.531 to 0.888); of these 15, too few for a share."""
    actions.tell(arrival=arrival, outcome=Outcome.WELL, style="usual", by=people.manager)
    (few,) = queries.outcomes(Arrival.objects.all())
    assert isinstance(few.followed, Missing)
    told_at = Arrival.objects.get().told_at
    Arrival.objects.bulk_create(
        Arrival(
            customer=arrival.customer, unit=arrival.unit, on=today() - timedelta(n), style="usual", told_at=told_at,
            outcome="other" if n < 6 else "badly" if n < 10 else "well",
        )
        for n in range(1, 20)
    )  # fmt: skip

    (row,) = queries.outcomes(Arrival.objects.all())

    assert row.n == 20
    assert isinstance(row.followed, Estimate)
    assert (row.followed.value, round(row.followed.low, 3), round(row.followed.high, 3)) == (0.75, 0.531, 0.888)
    assert isinstance(row.well, Missing)


def test_whoever_does_not_come_and_whoever_is_erased_goes(arrival: Arrival, people: SimpleNamespace) -> None:
    actions.remove(arrival=arrival, by=people.manager)
    assert not Arrival.objects.exists()

    actions.arrive(customer=arrival.customer, unit=arrival.unit, on=today(), by=people.manager, note="allergic")
    erase_people(["G-1"])
    assert not Arrival.objects.exists()
