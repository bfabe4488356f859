"""The nine fields of a plan, and what follows from them."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from decimal import Decimal
from math import ceil, sqrt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.methods import required_per_group
from regulars.survey.errors import EntryError
from regulars.survey.plans import Plan, reckon, waves

Z = 1.959963984540054
SEEN = 0.8416212335729143  # eight of ten


def _data(**more: Any) -> dict[str, Any]:
    data = {
        "name": "guests-2027",
        "title": {"en": "Guests 2027"},
        "purpose": {"en": "Find what keeps guests from coming back."},
        "content": {"questionnaire": "stay-satisfaction", "measure": "share"},
        "population": {"people": {"en": "Guests"}, "strata": {"all": {"count": 500}}},
        "sample": {"margin": 0.05},
        "method": [{"channel": "email", "response": 0.5}],
        "frequency": {"every": "quarter", "waves": 4},
        "execution": {"first": "2027-01-04", "days": 14, "reminders": [4, 9]},
    }
    return {**deepcopy(data), **more}


@pytest.mark.parametrize(("people", "n"), [(500, 218), (1000, 278), (10000, 370)])
def test_answers_are_cochran_s(people: int, n: int) -> None:
    """Published sizes for five points of a hundred at 95 %."""
    plan = Plan.from_dict(_data(population={"people": "Guests", "strata": {"all": {"count": people}}}))
    found = reckon(plan)
    assert found.n == n
    assert found.invitations == ceil(n / 0.5)
    assert found.margin <= 0.05 < found.margin * 1.005


def test_answers_are_split_in_proportion_or_by_neyman() -> None:
    strata = {"E": {"count": 4421}, "H": {"count": 755}, "M": {"count": 1018}}
    spread = {"E": 131.3463, "H": 107.6563, "M": 124.7171}
    whole = {"people": "Schools", "strata": strata}
    plan = Plan.from_dict(_data(population=whole, sample={"margin": 0.0681, "least": 2}))
    assert reckon(plan).n == 201
    assert [cell.n for cell in reckon(plan).cells] == [143, 25, 33]
    varied = {key: {**row, "deviation": spread[key]} for key, row in strata.items()}
    neyman = _data(
        content={"questionnaire": "x", "measure": "mean"},
        population={"people": "Schools", "strata": varied},
        sample={"margin": 17.35, "split": "neyman"},
    )
    found = reckon(Plan.from_dict(neyman))
    sizes = {key: spread[key] * row["count"] for key, row in strata.items()}
    wished = [found.n * size / sum(sizes.values()) for size in sizes.values()]
    assert [cell.n for cell in found.cells] == pytest.approx(wished, abs=1)


def test_cost_is_what_channels_cost_and_what_is_paid_once() -> None:
    method = [
        {"channel": "email", "share": 0.75, "response": 0.2, "cost": "0.05"},
        {"channel": "telephone", "share": 0.25, "response": 0.4, "cost": 4, "setup": 500},
    ]
    population = {"people": "Guests", "strata": {"all": {"count": 10_000_000}}}
    budget = {"limit": 12000, "currency": "EUR", "fixed": 800}
    plan = Plan.from_dict(_data(method=method, population=population, budget=budget, sample={"margin": 0.1}))
    found = reckon(plan)
    assert (found.n, found.invitations) == (97, ceil(97 / 0.25))
    by_mail, by_phone = found.costs
    assert (by_mail.invitations, by_phone.invitations) == (291, 97)
    assert by_mail.amount == Decimal("14.55")
    assert by_phone.amount == Decimal("888.00")
    assert found.total == 4 * Decimal("902.55") + 800
    assert found.left == 12000 - found.total


def test_the_smallest_difference_is_the_one_that_required_per_group_would_ask_for() -> None:
    found = reckon(Plan.from_dict(_data(population={"people": "All", "strata": {"all": {"count": 10**8}}})))
    asked = required_per_group(0.5 - found.detectable / 2, 0.5 + found.detectable / 2)
    assert asked.n == pytest.approx(found.n, rel=0.01)
    assert found.detectable == pytest.approx((Z + SEEN) * 0.5 * sqrt(2 / found.n))


def test_what_the_population_cannot_give_is_said() -> None:
    found = reckon(Plan.from_dict(_data(method=[{"channel": "email", "response": 0.1}])))
    assert not found.enough
    assert (found.wanted, found.n, found.invitations) == (218, 50, 500)
    assert found.margin > 0.05


def test_a_census_asks_everybody() -> None:
    found = reckon(Plan.from_dict(_data(sample={"margin": 0.05, "kind": "census"})))
    assert (found.invitations, found.n) == (500, 250)


def test_waves_keep_their_day_over_short_months() -> None:
    plan = Plan.from_dict(
        _data(
            frequency={"every": "month", "waves": 3},
            execution={"first": date(2027, 1, 31), "days": 7, "reminders": [3]},
        )
    )
    made = waves(plan)
    assert [one.first for one in made] == [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31)]
    assert made[1].reminders == (date(2027, 3, 3),)
    assert (made[1].last, made[1].due) == (date(2027, 3, 6), date(2027, 3, 20))


def test_events_have_no_waves() -> None:
    plan = Plan.from_dict(_data(frequency={"event": "stay", "wait_days": 1, "rate": 0.5}))
    assert waves(plan) == ()
    assert Plan.from_dict(plan.to_dict()) == plan


@given(
    counts=st.lists(st.integers(1, 5000), min_size=1, max_size=6),
    margin=st.floats(0.01, 0.4),
    response=st.floats(0.02, 1),
    split=st.sampled_from(["proportional", "equal", "neyman"]),
    least=st.integers(0, 40),
)
@settings(max_examples=60)
def test_the_parts_add_up_and_nobody_is_asked_twice(
    counts: list[int], margin: float, response: float, split: str, least: int
) -> None:
    strata = {f"s{at}": {"count": count} for at, count in enumerate(counts)}
    plan = Plan.from_dict(
        _data(
            population={"people": "Guests", "strata": strata},
            sample={"margin": margin, "split": split, "least": least},
            method=[{"channel": "email", "response": response}],
        )
    )
    found = reckon(plan)
    assert found.n == sum(cell.n for cell in found.cells)
    assert found.invitations <= plan.population
    assert all(cell.n <= cell.stratum.count and cell.invitations <= cell.stratum.count for cell in found.cells)
    assert sum(cost.invitations for cost in found.costs) == found.invitations
    assert Plan.from_dict(plan.to_dict()) == plan


@pytest.mark.parametrize(
    ("change", "place", "says"),
    [
        ({"method": []}, ("method",), "one way"),
        ({"method": [{"channel": "email", "share": 0.5, "response": 0.2}]}, ("method",), "make 0.5"),
        ({"method": [{"channel": "email", "response": 0}]}, ("method", 0, "response"), "share above 0"),
        ({"method": [{"channel": "email", "response": 0.2, "cost": "NaN"}]}, ("method", 0, "cost"), "amount"),
        ({"method": [{"channel": "email", "response": 0.2, "cost": 1}]}, ("budget",), "currency"),
        ({"sample": {"margin": 7}}, ("sample", "margin"), "at most 0.5"),
        ({"sample": {"margin": 0.05, "confidence": 95}}, ("sample", "confidence"), "0.5 to 0.999"),
        ({"population": {"people": "All", "strata": {}}}, ("population", "strata"), "one part"),
        ({"population": {"people": "All", "strata": {"a": {"count": 0}}}}, ("population", "strata", "a", "count"), "0"),
        ({"content": {"questionnaire": "x", "measure": "mean"}}, ("population", "strata", "all"), "deviation"),
        ({"frequency": {"every": "once", "waves": 2}}, ("frequency", "waves"), "quarter"),
        ({"execution": {"first": "31.1.27"}}, ("execution", "first"), "31.1.27"),
        ({"execution": {"first": "2027-01-04", "reminders": [20]}}, ("execution", "reminders"), "before the end"),
        ({"budget": {"currency": "euro"}}, ("budget", "currency"), "euro"),
        ({"breakdowns": ["gender"]}, ("breakdowns",), "gender"),
        ({"purpouse": "x"}, ("purpouse",), "purpose"),
    ],
)
def test_a_slip_is_named_with_its_place_and_a_way_out(change: Any, place: tuple[Any, ...], says: str) -> None:
    with pytest.raises(EntryError) as caught:
        Plan.from_dict(_data(**change))
    assert caught.value.place == place
    assert says in str(caught.value)


def _parts(**counts: int) -> dict[str, Any]:
    return {"people": "Guests", "strata": {key: {"count": count} for key, count in counts.items()}}


def test_the_margin_holds_though_parts_are_not_asked_in_proportion() -> None:
    equal = _data(population=_parts(big=10_000, small=1_000), sample={"margin": 0.05, "split": "equal"})
    found = reckon(Plan.from_dict(equal))
    ns, counts = [cell.n for cell in found.cells], (10_000, 1_000)
    own = [Z * 0.5 * sqrt((count - n) / (count - 1) / n) for n, count in zip(ns, counts, strict=True)]
    whole = sqrt(sum((count / 11_000 * margin) ** 2 for count, margin in zip(counts, own, strict=True)))
    assert found.margin == pytest.approx(whole)
    assert found.margin == pytest.approx(0.05, rel=2e-3)
    assert found.n > 600  # in proportion 372 would do
    assert found.detectable == pytest.approx(
        sqrt(sum((c / 11_000 * cell.detectable) ** 2 for c, cell in zip(counts, found.cells, strict=True)))
    )


def test_a_part_is_not_said_to_give_more_answers_than_it_can() -> None:
    split = {"margin": 0.05, "split": "equal", "least": 30}
    found = reckon(Plan.from_dict(_data(population=_parts(a=10_000, b=40, c=1), sample=split)))
    assert found.cells[1].n == 20  # every second answers
    assert found.cells[1].invitations == 40
    assert found.invitations == sum(cell.invitations for cell in found.cells)
    wide = _data(population=_parts(a=90_000, b=9_000, c=1), sample={"margin": 0.1, "least": 200})
    assert [cell.n for cell in reckon(Plan.from_dict(wide)).cells][:2] == [200, 200]  # a tiny part spares no other


def test_of_a_census_everybody_is_asked() -> None:
    method = [{"channel": "email", "response": 0.1}]
    plan = _data(population=_parts(a=1000, b=15), sample={"margin": 0.05, "kind": "census"}, method=method)
    found = reckon(Plan.from_dict(plan))
    assert ([cell.invitations for cell in found.cells], found.invitations) == ([1000, 15], 1015)


def test_after_events_no_more_are_asked_than_the_share_that_is_asked() -> None:
    found = reckon(Plan.from_dict(_data(frequency={"event": "stay", "rate": 0.1})))
    assert (found.n, found.invitations, found.enough) == (25, 50, False)


@pytest.mark.parametrize("part", [73, 59, 99])
def test_any_share_of_a_channel_can_be_reckoned(part: int) -> None:
    shares = {"email": part / 100, "sms": round(1 - part / 100, 6)}
    method = [{"channel": key, "share": share, "response": 0.5} for key, share in shares.items()]
    found = reckon(Plan.from_dict(_data(method=method)))
    assert sum(cost.invitations for cost in found.costs) == found.invitations


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"sample": {"margin": 1e-200}}, "margin"),
        ({"sample": {"margin": 0.05, "confidence": 1 - 1e-16}}, "confidence"),
        ({"sample": {"margin": 0.05, "design_effect": 9e8}}, "design_effect"),
        ({"method": [{"channel": "email", "response": 5e-324}]}, "response"),
        ({"execution": {"first": "9999-12-31"}}, "first"),
        ({"content": {"questionnaire": "x", "measure": "nps", "deviation": 1.1}}, "deviation"),
        ({"content": {"questionnaire": "x", "measure": "share", "deviation": 40}}, "deviation"),
        ({"content": {"questionnaire": {"a": 1}}}, "questionnaire"),
    ],
)
def test_what_no_plan_can_hold_is_told_when_it_is_read(change: Any, name: str) -> None:
    with pytest.raises(EntryError) as caught:
        Plan.from_dict(_data(**change))
    assert caught.value.place[-1] == name
