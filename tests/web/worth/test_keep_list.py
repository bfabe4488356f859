"""The keep list with names: at stake as the method says, answers of other units untold, one open case for each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from regulars.insights.worth.keep import listed
from regulars.methods.leaving.at_stake import NOT_LOYAL, at_stake
from regulars.web.accounts.access import scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.audit.models import Entry
from regulars.web.cases import actions
from regulars.web.cases.models import Case
from regulars.web.cases.states import Step
from regulars.web.people.models import Customer, CustomerScore
from regulars.web.people.models.place import CustomerUnit
from regulars.web.worth import counted
from regulars.web.worth.keep import drawing, opening, won
from regulars.web.worth.keep.forms import KeepForm
from regulars.web.worth.keep.models import Drawn
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
    np.testing.assert_allclose([row.at_stake for row in rows], found.amount)


def test_the_order_that_is_kept_is_the_order_that_is_computed(people: SimpleNamespace, guests: Any) -> None:
    """What a projection brings along has the list stand as before; who sees some units has an order of their own."""
    computed, mine = list(stands(people.administrator)), list(stands(people.manager))
    names = ("value", "alive", "chance_of_none", "type_chance", "loyalty_type", "loyalty_stage")
    rows = list(CustomerScore.objects.all())
    table = pa.Table.from_pylist([{name: getattr(row, name) for name in names} for row in rows])
    for row, stake in zip(rows, listed(table).tolist(), strict=True):
        CustomerScore.objects.filter(pk=row.pk).update(stake=None if np.isnan(stake) else stake)

    form = KeepForm(QueryDict(""), user=people.administrator)
    assert form.kept
    assert [row.customer.number for row in form.rows()] == computed == ["bert", "anna", "fred", "cora"]
    assert "people_most_at_stake" in form.rows().explain() or connection.vendor != "sqlite"
    assert list(stands(people.manager)) == mine
    CustomerScore.objects.filter(customer__number="fred").update(segment="other-keep", value_tier="low")
    assert list(stands(people.administrator, "segment=other-keep&tier=low")) == ["fred"]
    assert list(stands(people.administrator, "silent=quarter")) == computed
    assert not stands(people.administrator, "silent=longer")


def test_pages_of_a_long_list_are_the_list(
    people: SimpleNamespace, guests: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there are more than anybody leafs through, only those who can reach the page are sorted."""
    from regulars.web.worth.keep import paging

    rows = KeepForm(QueryDict(""), user=people.administrator).rows()
    for number, worth in enumerate((900, 40, 700, 60, 800, 300, 50, 20)):
        one = Customer.objects.create(key=100 + number, number=f"more{number}", unit=guests["anna"].unit)
        alive = (None, 0.21, 0.9, 0.3)[number % 4]
        fields = {"day": DAY, "currency": "CNY", "value": worth, "alive": alive, "chance_of_none": 0.6 + number / 30}
        CustomerScore.objects.create(customer=one, **fields)
    whole = list(rows.values_list("pk", flat=True))
    monkeypatch.setattr(paging, "SIZE", 2)
    monkeypatch.setattr(paging, "CUT", 6)
    leafed = [row.pk for number in (1, 2, 3) for row in paging.page_of(rows, number, by_stake=True)]

    assert len(whole) > 6
    assert leafed == whole[:6]


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


@pytest.fixture
def bought(monkeypatch: pytest.MonkeyPatch) -> Callable[[list[tuple[int, date]]], None]:
    """What was bought: customer key and day."""
    import duckdb
    import pyarrow as pa

    def put(rows: list[tuple[int, date]]) -> None:
        base = duckdb.connect()
        keys, days = ([row[at] for row in rows] for at in (0, 1))
        base.register(
            "sold", pa.table({"customer": keys, "day": pa.array(days, pa.date32()), "amount": [5] * len(rows)})
        )

        def ask(_: Any, query: str, about: Any) -> Any:
            return base.execute(query.replace("{table}", "sold"), about).to_arrow_table()

        table = SimpleNamespace(path=Path("none"), snapshot=lambda: SimpleNamespace(files=["one"]))
        monkeypatch.setattr(won, "facts", lambda: SimpleNamespace(purchases_table=table, ask=ask))
        monkeypatch.setattr(counted, "once", lambda what, state, make: make())

    return put


def test_who_came_back_counts_from_the_first_approach(people: SimpleNamespace, guests: Any, bought: Any) -> None:
    """Too few to judge. Who came back and stayed came back; nobody was left alone, so no effect."""
    opening.open_for([guests["emil"], guests["dora"]], by=people.administrator, lost=True)
    Case.objects.update(opened=timezone.make_aware(timezone.datetime(2025, 12, 15)))
    dora, emil = guests["dora"].key, guests["emil"].key
    bought([(dora, date(2026, 1, 5)), (dora, date(2026, 5, 5)), (emil, date(2025, 12, 1)), (emil, date(2026, 4, 1))])
    found = won_back(scope_of(people.administrator, Permission.SEE_CUSTOMERS))

    assert (found.approached.n, found.approached.returned) == (2, 1)
    assert "too few to judge" in str(found.approached.share.reason)  # type: ignore[union-attr]
    assert "Nobody was left alone long enough" in str(found.notes[0])
    assert won.approached_and_returned(scope_of(people.administrator, Permission.SEE_CUSTOMERS)) == (2, 1)
    assert won_back(scope_of(people.colleague, Permission.SEE_CUSTOMERS)).approached.n == 0


def _lost(count: int, unit: Any) -> list[Customer]:
    made = Customer.objects.bulk_create(
        Customer(number=f"L-{key}", key=key, unit=unit) for key in range(100, 100 + count)
    )
    CustomerUnit.objects.bulk_create(CustomerUnit(customer=one, unit=unit) for one in made)
    CustomerScore.objects.bulk_create(CustomerScore(customer=one, alive=0.1, net=9, day=DAY) for one in made)
    return made


def test_a_part_is_left_alone_by_lot_and_nobody_who_waits_for_an_answer(
    people: SimpleNamespace, units: SimpleNamespace, client_of: Callable[[Any], Any], opened_at: Any
) -> None:
    """Two of twenty; a complaint at another unit counts; the draw can be checked; taken back it is gone."""
    lost = _lost(21, units.lakeside)
    opened_at(lost[0], "harbour")
    mei = client_of(people.manager)
    form = {"filters": "show=lost", "customer": [one.public_id for one in lost], "held_out": "10"}
    address = mei.post(f"{LIST}open/", form)["Location"]

    drawn = list(Drawn.objects.all())
    alone = {one.customer.key for one in drawn if one.held_out}
    assert (len(drawn), len(alone)) == (20, 2)
    assert lost[0].pk not in {one.customer_id for one in drawn}
    assert drawing.held_out_of([one.key for one in lost[1:]], 10, drawn[0].seed) == alone
    assert not Case.objects.filter(customer__key__in=alone).exists()
    page = mei.get(f"{LIST}?show=lost").content.decode()
    assert page.count("left alone until") == 2
    assert "2 customers are left alone for 90 days" in mei.get(address).content.decode()
    again = opening.open_for([one for one in lost if one.key in alone], by=people.manager, lost=True, held_out=50)
    assert (len(again.new), len(again.left)) == (0, 2)
    assert Entry.objects.filter(event="lost-drawn").get().details["held_out"] == 2

    mei.post(f"{address}undo/")
    assert not Drawn.objects.exists()


def test_who_complains_while_left_alone_is_answered(units: SimpleNamespace, people: SimpleNamespace) -> None:
    """Their case opens as anybody's, and they count on their side."""
    from regulars.web.cases.models import Channel
    from regulars.web.cases.opening import Wish, open_case

    one, *_ = _lost(1, units.lakeside)
    Drawn.objects.create(customer=one, lot="lost.x", held_out=True, since=timezone.localdate(), seed=1, share=50)
    case, fresh = open_case(
        Wish(kind="complaint", title="stain", channel=Channel.PHONE, nonce="n", customer=one, unit=units.lakeside)
    )
    assert fresh
    assert opening.open_for([one], by=people.manager, lost=True).known == []
    assert Drawn.objects.get().held_out
    assert case.is_open


def test_the_effect_is_the_difference_between_the_sides(
    people: SimpleNamespace, units: SimpleNamespace, bought: Any
) -> None:
    """48 of 80 against 16 of 80: 0.4, with Newcombe's limits as the method has them; too few is said."""
    from regulars.methods import uplift

    lost, since = _lost(160, units.lakeside), date(2026, 1, 1)
    Drawn.objects.bulk_create(
        Drawn(customer=one, lot="lost.x", held_out=at >= 80, since=since, seed=1, share=50)
        for at, one in enumerate(lost)
    )
    back = [one for at, one in enumerate(lost) if at < 48 or 80 <= at < 96]
    bought([*((one.key, date(2026, 2, 1)) for one in back), (1, date(2026, 6, 1))])
    found = won_back(scope_of(people.administrator, Permission.SEE_CUSTOMERS))
    told = uplift([1] * 48 + [0] * 32 + [1] * 16 + [0] * 64, [1] * 80 + [0] * 80)

    assert (found.drawn.returned, found.alone.returned) == (48, 16)
    assert (found.effect.value, found.effect.low, found.effect.high) == pytest.approx(  # type: ignore[union-attr]
        (told.effect, told.effect_low, told.effect_high)
    )
    assert found.verdict is won.VERDICTS[told.effect_verdict]
    Drawn.objects.filter(customer__in=lost[100:]).delete()
    assert "too few yet" in str(won_back(scope_of(people.administrator, Permission.SEE_CUSTOMERS)).effect)
    assert won_back(scope_of(people.colleague, Permission.SEE_CUSTOMERS)).drawn.n == 0


def test_the_whole_list_at_once_and_a_share_that_is_none(
    people: SimpleNamespace, units: SimpleNamespace, client_of: Callable[[Any], Any]
) -> None:
    """What the filters leave; a share that was never offered leaves nobody alone."""
    _lost(3, units.lakeside)
    client_of(people.manager).post(f"{LIST}open/", {"filters": "show=lost", "many": "all", "held_out": "99"})
    assert Case.objects.count() == 3
    assert not Drawn.objects.exists()
