"""The page of the stages: the stages are those of the scores, the numbers those of the methods."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from regulars.facts import Facts, open_facts
from regulars.insights.report import Report, Row, Whom
from regulars.insights.scope import Scope
from regulars.insights.scoring import score_customers
from regulars.insights.worth import Wish, worth
from regulars.insights.worth.stages import standing_of
from regulars.insights.worth.stages.cards import PARTS, known_cards
from regulars.language import Language, render
from regulars.methods import cohort_retention, share_interval, stages
from regulars.simulate import company

WHOLE = Scope.whole(purpose="test")


@pytest.fixture(scope="module")
def hotels(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    facts = open_facts(tmp_path_factory.mktemp("stages") / "facts")
    company(customers=600, seed=5).write(facts)
    facts.write_scores(score_customers(facts, scope=WHOLE).rows)
    return facts


def rows(report: Report, key: str) -> dict[str, Row]:
    table = report.section(key).table
    assert table is not None
    return {row.key: row for row in table.rows}


def test_the_stage_of_each_customer_is_that_of_the_scores(hotels: Facts) -> None:
    """And so is the stage that the inactive fell silent in."""
    scores = hotels.customer_scores().select("customer", "loyalty_stage", "left_from").to_pyarrow().to_pylist()
    standing = standing_of(hotels, Wish(WHOLE))
    assert standing is not None
    found = standing.found

    assert {
        who: (stage, left or None)
        for who, stage, left in zip(
            map(int, found.customers), found.stage.tolist(), found.left_from.tolist(), strict=True
        )
    } == {row["customer"]: (row["loyalty_stage"], row["left_from"]) for row in scores if row["loyalty_stage"]}
    counted = Counter(row["loyalty_stage"] for row in scores if row["loyalty_stage"])
    shown = rows(worth(hotels, "stages", Wish(WHOLE)), "now")
    assert {key: row.cells[1].value for key, row in shown.items()} == dict(counted)  # type: ignore[union-attr]
    assert shown["inactive"].whom == Whom.of(stage="inactive")


def test_moves_and_leaks_are_those_of_the_method(hotels: Facts) -> None:
    """From the purchase lines themselves, the net of each day counted by the method."""
    lines = hotels.purchases().select("customer", "day", "amount").to_pyarrow().to_pandas().dropna(subset=["customer"])
    found = stages(
        lines["customer"].astype("int64").to_numpy(),
        lines["day"],
        amount=lines["amount"].astype(float),
        until=hotels.purchase_totals().last_day,
        every=90,
    )
    report = worth(hotels, "stages", Wish(WHOLE, options={"every": 90.0}))

    first, silent = found.names.index("first_time"), len(found.names) - 1
    cell = rows(report, "moves")["first_time"].cells[-1]
    assert (cell.value, cell.low, cell.high) == pytest.approx(  # type: ignore[union-attr]
        (found.move[first, silent], found.move_low[first, silent], found.move_high[first, silent])
    )
    leak = rows(report, "leaks")["repeat"]
    at = found.names.index("repeat")
    expected = share_interval(int(found.leaks[at]), int(found.leaks.sum()))
    assert leak.cells[0].low == expected.low  # type: ignore[union-attr]
    assert leak.cells[1].value == found.leaks[at]  # type: ignore[union-attr]


def test_the_repeat_rate_and_the_next_purchase(hotels: Facts) -> None:
    """The rate is that of the report on value; the curve counts each customer once."""
    days: dict[int, list[np.datetime64]] = {}
    for row in hotels.transactions().to_pylist():
        days.setdefault(row["customer"], []).append(np.datetime64(row["day"]))
    came_back = sum(len(found) > 1 for found in days.values())
    soon = sum(len(found) > 1 and (found[1] - found[0]).astype(int) <= 180 for found in days.values())
    report = worth(hotels, "stages", Wish(WHOLE))

    assert report.figure("repeat_rate").estimate.value == came_back / len(days)
    step = rows(report, "next")["step1"]
    assert (step.cells[1].value, step.cells[2].value) == (len(days), came_back)  # type: ignore[union-attr]
    assert soon / len(days) <= step.cells[0].value <= 1.1 * soon / len(days)  # type: ignore[union-attr, operator]


def test_cohorts_by_quarter_are_those_of_all_purchases(hotels: Facts) -> None:
    bought = hotels.transactions()
    found = cohort_retention(
        bought["customer"].to_numpy(), bought["day"].to_numpy(), period="quarter",
        until=hotels.purchase_totals().last_day,
    )  # fmt: skip
    cells = rows(worth(hotels, "stages", Wish(WHOLE)), "cohort_retention")["all"].cells

    assert cells[1].value == found.all_kept[1]  # type: ignore[union-attr]
    assert cells[0].value == found.n  # type: ignore[union-attr]


def test_rules_of_ones_own_move_customers_and_link_no_list(hotels: Facts) -> None:
    usual = worth(hotels, "stages", Wish(WHOLE))
    strict = worth(hotels, "stages", Wish(WHOLE, options={"client_from": 8.0, "inactive_after": 60.0}))

    assert strict.figure("client").estimate.value < usual.figure("client").estimate.value
    assert strict.figure("inactive").estimate.value > usual.figure("inactive").estimate.value
    assert all(row.whom is None for row in rows(strict, "now").values())
    assert strict.reason is not None
    assert "60 days" in render(strict.reason, Language.ENGLISH)


def test_without_purchases_it_says_what_to_do(tmp_path: Path) -> None:
    report = worth(open_facts(tmp_path / "facts"), "stages", Wish(WHOLE))
    assert "Import purchases" in render(report.conclusion, Language.ENGLISH)


def test_every_stage_has_a_card_in_both_languages() -> None:
    for card in known_cards().values():
        for part in PARTS:
            assert set(card[part].words) == {"en", "zh"}
            assert all(card[part].words.values())
