"""Habits of one customer are plain counts of their own purchases."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from regulars.facts import Facts, open_facts
from regulars.insights.customer.habits import FEWEST, habits_of
from regulars.insights.scope import Scope
from regulars.language import Language, render
from regulars.simulate import company

WHOLE = Scope.whole(purpose="test")


@pytest.fixture(scope="module")
def hotels(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    facts = open_facts(tmp_path_factory.mktemp("habits") / "facts")
    company(customers=200, seed=3).write(facts)
    return facts


def test_the_counts_are_those_of_the_lines(hotels: Facts) -> None:
    lines = [one for one in hotels.purchases().to_pyarrow().to_pylist() if one["customer"] and one["amount"] >= 0]
    ((most, _),) = Counter(one["customer"] for one in lines).most_common(1)
    own = [one for one in lines if one["customer"] == most]
    bought = {(one["source"], one["basket"] or one["purchase"]): one for one in own}
    with_room = {(one["source"], one["basket"] or one["purchase"]) for one in own if one["category"] == "Room"}
    channel, times = Counter(one["channel"] for one in bought.values()).most_common(1)[0]
    found = habits_of(hotels, most, scope=WHOLE, places={})
    said = [render(one, Language.ENGLISH) for one in (*found.interests, *found.told)]

    assert found.purchases == len(bought)
    assert f"Room: {len(with_room)} of {len(bought)} purchases" in said
    assert any(f": {times} of {len(bought)} purchases" in one for one in said)
    assert channel


def test_few_purchases_are_no_habit_and_other_units_stay_untold(hotels: Facts, tmp_path: Path) -> None:
    lines = hotels.purchases().to_pyarrow().to_pylist()
    once = next(
        customer
        for customer in {one["customer"] for one in lines if one["customer"]}
        if len({one["purchase"] for one in lines if one["customer"] == customer}) < FEWEST
    )
    elsewhere = Scope(frozenset({"Nowhere"}), "test")

    assert not habits_of(hotels, once, scope=WHOLE, places={}).told
    assert habits_of(hotels, once, scope=elsewhere, places={}).purchases == 0
    assert habits_of(open_facts(tmp_path / "facts"), 1, scope=WHOLE, places={}).purchases == 0
