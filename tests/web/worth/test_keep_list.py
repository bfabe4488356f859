"""The keep list with names: at stake as the method says, answers of other units untold, one open case for each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from django.utils import timezone

from regulars.methods.leaving.at_stake import NOT_LOYAL, at_stake
from regulars.web.accounts.access import scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.audit.models import Entry
from regulars.web.cases import actions
from regulars.web.cases.models import Case
from regulars.web.cases.states import Step
from regulars.web.people.models import Customer, CustomerScore
from regulars.web.people.models.place import CustomerUnit
from regulars.web.worth.keep import opening
from regulars.web.worth.keep.forms import KeepForm
from regulars.web.worth.keep.won import won_back

pytestmark = pytest.mark.django_db
LIST = "/keep/"
DAY = date(2026, 3, 31)


@pytest.fixture(autouse=True)
def answered() -> None:
    """No facts are read here."""


@pytest.fixture
def guests(units: SimpleNamespace) -> dict[str, Customer]:
    """Six: of each kind one, all but one known at Lakeside."""
    scores: dict[str, dict[str, Any]] = {
        "anna": {"value": 100, "alive": 0.5, "chance_of_none": 0.6},  # silent: 200 if they stay
        "bert": {"value": 300, "alive": None, "chance_of_none": 0.1, "loyalty_type": "defector", "type_chance": 0.9},
        "cora": {"value": 90, "alive": 0.9, "chance_of_none": 0.7, "mood": "dissatisfied"},
        "dora": {"value": 999, "alive": 0.95, "chance_of_none": 0.1},  # stays
        "emil": {"value": 500, "alive": 0.1, "chance_of_none": 0.9},  # lost
        "fred": {"value": 80, "alive": 0.9, "chance_of_none": 0.8},
    }
    made = {}
    for key, (name, given) in enumerate(scores.items(), start=1):
        unit = units.station if name == "fred" else units.lakeside
        one = Customer.objects.create(key=key, number=name, unit=unit)
        CustomerUnit.objects.create(customer=one, unit=unit)
        about = {"type_unit": units.harbour} if name == "bert" else {}
        if name == "cora":
            about = {"rating_unit": units.harbour, "rating": 1, "rating_low": 1, "rating_high": 5, "rating_day": DAY}
        fields = {"day": DAY, "last_day": date(2026, 1, 1), "currency": "CNY", "net": 10, **about, **given}
        CustomerScore.objects.update_or_create(customer=one, defaults=fields)
        made[name] = one
    return made


def stands(user: Any, query: str = "") -> dict[str, Any]:
    from django.http import QueryDict

    return {row.customer.number: row for row in KeepForm(QueryDict(query), user=user).rows().select_related("customer")}


def test_the_most_at_stake_stands_first(people: SimpleNamespace, guests: Any) -> None:
    """Neither those who stay nor those who are lost."""
    assert list(stands(people.administrator)) == ["bert", "anna", "fred", "cora"]
    assert list(stands(people.administrator, "show=lost")) == ["emil"]


def test_the_database_says_what_the_method_says(people: SimpleNamespace, guests: Any) -> None:
    rows = list(stands(people.administrator).values())
    columns = [[getattr(row, name) for row in rows] for name in ("value", "alive", "chance_of_none")]
    leaving = [row.type_chance if row.loyalty_type in NOT_LOYAL else np.nan for row in rows]
    found = at_stake(*(np.array(one, dtype=float) for one in (*columns, leaving)))

    np.testing.assert_allclose([row.if_stayed for row in rows], found.if_stayed)
    np.testing.assert_allclose([row.risk for row in rows], found.risk)
    np.testing.assert_allclose([row.stake for row in rows], found.amount)


def test_answers_about_other_units_change_nothing_for_a_manager(people: SimpleNamespace, guests: Any) -> None:
    """Bert said at Harbour that he goes, Cora rated low there; Fred is a guest of Station."""
    mine = stands(people.manager)
    assert list(mine) == ["anna", "cora"]
    assert mine["cora"].reason == "none"
    assert stands(people.administrator)["cora"].reason == "dissatisfied"
    assert not stands(people.manager, "type=defector")
    assert list(stands(people.administrator, "type=defector")) == ["bert"]


def test_the_page_tells_a_manager_nothing_of_other_units(
    people: SimpleNamespace, guests: Any, client_of: Callable[[Any], Any], opened_at: Callable[..., Case]
) -> None:
    opened_at(guests["anna"], "harbour", title="secret stain")
    mine = client_of(people.manager).get(LIST).content.decode()
    all_ = client_of(people.administrator).get(LIST).content.decode()

    assert "rated 1 of 5" in all_
    assert "case of" in all_
    assert "bert" not in mine
    assert "rated 1 of 5" not in mine
    assert "case of" not in mine


@pytest.fixture
def opened_at(units: SimpleNamespace) -> Callable[..., Case]:
    """A case of a customer at a unit."""
    from regulars.web.cases.models import Channel
    from regulars.web.cases.opening import Wish, open_case

    def make(customer: Customer, unit: str, title: str = "stain") -> Case:
        wish = Wish(
            kind="complaint", title=title, channel=Channel.PHONE, nonce=f"{customer.pk}{unit}{title}",
            customer=customer, unit=getattr(units, unit),
        )  # fmt: skip
        return open_case(wish)[0]

    return make


def test_one_click_opens_one_case_and_the_next_leads_to_it(
    people: SimpleNamespace, guests: Any, client_of: Callable[[Any], Any]
) -> None:
    mei, anna = client_of(people.manager), guests["anna"]
    answers = [mei.post(f"{LIST}open/", {"one": anna.public_id}) for _ in range(2)]
    case = Case.objects.get()

    assert [one["Location"] for one in answers] == [f"/cases/{case.public_id}/"] * 2
    assert (case.customer, case.unit, case.kind) == (anna, anna.unit, "recovery")
    assert f"/cases/{case.public_id}/" in mei.get(LIST).content.decode()


def test_an_open_complaint_is_case_enough(people: SimpleNamespace, guests: Any, opened_at: Callable[..., Case]) -> None:
    known = opened_at(guests["anna"], "lakeside")
    made = opening.open_for([guests["anna"], guests["cora"]], by=people.manager)

    assert made.known == [known]
    assert [one.customer for one in made.new] == [guests["cora"]]


def test_many_are_opened_and_taken_back(people: SimpleNamespace, guests: Any, client_of: Callable[[Any], Any]) -> None:
    """Whoever was worked on meanwhile stays; afterwards a new one can be opened."""
    mei = client_of(people.manager)
    chosen = {"customer": [guests[name].public_id for name in ("anna", "cora", "fred")]}
    address = mei.post(f"{LIST}open/", chosen)["Location"]
    anna, cora = Case.objects.order_by("customer")
    actions.step(case=cora, step=Step.ACKNOWLEDGE, by=people.manager)

    assert mei.get(address).status_code == 200
    mei.post(f"{address}undo/")
    anna.refresh_from_db()
    cora.refresh_from_db()
    assert (anna.state, anna.outcome, cora.state) == ("closed", "invalid", "acknowledged")
    assert len(opening.open_for([guests["anna"]], by=people.manager).new) == 1


def test_it_is_too_late_after_a_quarter_of_an_hour(people: SimpleNamespace, guests: Any) -> None:
    made = opening.open_for([guests["anna"]], by=people.manager)
    later = timezone.now() + timedelta(minutes=16)
    assert opening.take_back(made.lot, by=people.manager, now=later) == (0, 1)


def test_who_is_out_of_sight_gets_no_case(
    people: SimpleNamespace, guests: Any, client_of: Callable[[Any], Any]
) -> None:
    client_of(people.manager).post(f"{LIST}open/", {"one": guests["fred"].public_id})
    assert not Case.objects.exists()


def test_never_complained_leaves_the_silent(
    people: SimpleNamespace, guests: Any, opened_at: Callable[..., Case]
) -> None:
    """A closed case counts as having complained."""
    closed = opened_at(guests["anna"], "lakeside")
    actions.step(case=closed, step=Step.DISMISS, words="none", by=people.manager)
    opened_at(guests["cora"], "lakeside")

    assert set(stands(people.administrator, "case=never")) == {"bert", "fred"}
    assert set(stands(people.administrator, "case=none")) == {"anna", "bert", "fred"}
    assert set(stands(people.administrator, "case=open")) == {"cora"}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("reason=silent", ["anna"]),
        ("reason=disloyal", []),
        ("reason=nonsense", ["bert", "anna", "fred", "cora"]),
        ("unit=nowhere&page=x", ["bert", "anna", "fred", "cora"]),
    ],
)
def test_filters(people: SimpleNamespace, guests: Any, query: str, names: list[str]) -> None:
    assert list(stands(people.administrator, query)) == names


def test_the_file_names_its_purpose_and_holds_no_more_than_the_list(
    people: SimpleNamespace, guests: Any, client_of: Callable[[Any], Any]
) -> None:
    mei = client_of(people.manager)
    refused = mei.post(f"{LIST}export/", {"kind": "csv", "purpose": ""})
    answer = mei.post(f"{LIST}export/", {"kind": "csv", "purpose": "calls of the week"})
    text = b"".join(answer.streaming_content).decode()

    assert refused.status_code == 400
    assert [line.split(",")[0] for line in text.splitlines()[1:]] == ["anna", "cora"]
    assert "rated" not in text
    entry = Entry.objects.get(event="customers-exported")
    assert (entry.details["count"], entry.details["purpose"]) == (2, "calls of the week")


def test_nobody_at_risk_is_said(people: SimpleNamespace, client_of: Callable[[Any], Any]) -> None:
    for query, words in (("", "Nobody is at risk"), ("?show=lost", "Nobody is inactive or probably lost")):
        assert words in client_of(people.administrator).get(LIST + query).content.decode()


def test_who_came_back_counts_from_the_first_approach(people: SimpleNamespace, guests: Any) -> None:
    """Too few to judge, and without a hold-out no effect."""
    opening.open_for([guests["emil"], guests["dora"]], by=people.administrator, lost=True)
    Case.objects.update(opened=timezone.make_aware(timezone.datetime(2025, 12, 15)))
    CustomerScore.objects.filter(customer=guests["emil"]).update(last_day=date(2025, 12, 1))
    found = won_back(scope_of(people.administrator, Permission.SEE_CUSTOMERS))

    assert (found.n, found.returned) == (2, 1)
    assert "too few to judge" in str(found.share.reason)  # type: ignore[union-attr]
    assert won_back(scope_of(people.colleague, Permission.SEE_CUSTOMERS)).n == 0
