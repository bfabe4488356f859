"""Tier, type and stage in the scores are those that the methods give, and say when they are unsure."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from regulars.facts import Facts, open_facts
from regulars.insights.loyalty import loyal_item, pairs_of
from regulars.insights.loyalty.answers import latest
from regulars.insights.scope import Scope
from regulars.insights.scoring import Grades, Scoring, score_customers
from regulars.language import Text
from regulars.methods import loyalty_types, stages, tiers
from regulars.methods.loyalty.stage_rules import Rules
from regulars.simulate import company
from regulars.survey import Item, ItemKind, Role, Scale

WHOLE = Scope.whole(purpose="test")


@pytest.fixture(scope="module")
def hotels(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    facts = open_facts(tmp_path_factory.mktemp("hotels") / "facts")
    company(customers=1500, seed=7).write(facts)
    return facts


@pytest.fixture(scope="module")
def scored(hotels: Facts) -> Scoring:
    return score_customers(hotels, scope=WHOLE)


def column(table: pa.Table, name: str) -> list[object]:
    return table[name].to_pylist()  # type: ignore[no-any-return]


def test_the_tier_is_that_of_what_is_expected(scored: Scoring) -> None:
    """And the guard marks everybody whose own range reaches into another one."""
    rows = scored.rows
    value, low, high = (rows[name].to_numpy() for name in ("value", "predicted_low", "predicted_high"))
    found = tiers(value, low=np.minimum(low, value), high=np.maximum(high, value))

    assert column(rows, "value_tier") == [tier or None for tier in found.tier.tolist()]
    assert column(rows, "tier_unclear") == found.unclear.tolist()
    assert column(rows, "tier_could_be") == [tier or None for tier in found.could_be.tolist()]


def test_tiers_are_cut_where_the_company_says(hotels: Facts) -> None:
    rows = score_customers(hotels, scope=WHOLE, grades=Grades(cuts=(5000, 1000))).rows
    for value, tier in zip(column(rows, "value"), column(rows, "value_tier"), strict=True):
        assert tier == ("premium" if value >= 5000 else "middle" if value >= 1000 else "low")  # type: ignore[operator]


def test_the_stage_is_that_of_the_purchases(hotels: Facts, scored: Scoring) -> None:
    lines = hotels.purchases().select("customer", "day", "amount").to_pyarrow()
    lines = lines.filter(lines["customer"].is_valid())
    found = stages(
        lines["customer"].cast(pa.string()),
        lines["day"],
        amount=lines["amount"].cast(pa.float64()),
        until=scored.as_of,
    )
    known = dict(zip(found.customers, zip(found.stage.tolist(), found.left_from.tolist(), strict=True), strict=True))
    rows = scored.rows
    ours = zip(*(column(rows, name) for name in ("customer", "loyalty_stage", "left_from")), strict=True)

    assert {str(key): (stage, left or "") for key, stage, left in ours if stage} == known


def test_the_type_is_that_of_the_last_response(hotels: Facts, scored: Scoring) -> None:
    (pair,) = pairs_of(hotels)
    said = latest(hotels, pair, scope=WHOLE)
    found = loyalty_types(said.satisfaction, said.loyalty, loyal_from=4)
    known = dict(zip(said.customer.tolist(), found.type.tolist(), strict=True))
    rows = scored.rows
    ours = dict(zip(column(rows, "customer"), column(rows, "loyalty_type"), strict=True))

    assert len(known) > 200
    assert {key: ours[key] for key in known} == known
    assert {kind for key, kind in ours.items() if key not in known} == {"unknown"}
    # One question for each side: how reliable it is is not known, and nobody is called clear.
    assert not any(column(rows, "type_clear"))


def test_who_has_answered_later_stands_where_they_stand_now(hotels: Facts) -> None:
    """The last response counts, and none after the last day."""
    (pair,) = pairs_of(hotels)
    all_of_them = latest(hotels, pair, scope=WHOLE)
    day = all_of_them.day.min().astype(date)
    early = latest(hotels, pair, scope=WHOLE, until=day)

    assert 0 < len(early) < len(all_of_them)
    assert early.day.max() <= np.datetime64(day)
    assert len(np.unique(all_of_them.customer)) == len(all_of_them)


def test_units_out_of_reach_are_refused(hotels: Facts) -> None:
    (pair,) = pairs_of(hotels)
    some = latest(hotels, pair, scope=Scope(frozenset({"lakeside"}), "test"))
    assert set(some.unit.tolist()) <= {"lakeside"}


def item(key: str, role: Role, low: int, high: int) -> Item:
    return Item(key, ItemKind.RATING, Text.of(key), role, Scale(low, high))


def test_loyal_is_one_of_the_two_highest_answers_or_a_promoter() -> None:
    again, recommend = item("again", Role.REPURCHASE, 1, 5), item("recommend", Role.RECOMMEND, 0, 10)

    assert loyal_item([recommend, again]) == (again, 4)
    assert loyal_item([recommend]) == (recommend, 9)
    assert loyal_item([item("again", Role.REPURCHASE, 1, 2)]) == (item("again", Role.REPURCHASE, 1, 2), 2)
    assert loyal_item([item("recommend", Role.RECOMMEND, 1, 5)]) is None


def test_nobody_bought_and_nobody_answered(tmp_path: Path) -> None:
    """No row, no error."""
    rows = score_customers(open_facts(tmp_path / "facts"), scope=WHOLE, grades=Grades(stages=Rules(2, 30))).rows
    assert len(rows) == 0
