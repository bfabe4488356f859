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
