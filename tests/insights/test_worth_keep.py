"""The keep list: what stands at stake is the method's product, by reason and type, and nobody lost is on it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from regulars.facts import Facts, open_facts
from regulars.insights.report import Table
from regulars.insights.scope import Scope
from regulars.insights.scoring import score_customers
from regulars.insights.worth import Wish, worth
from regulars.insights.worth.keep import COLUMNS, stakes
from regulars.insights.worth.reading import floats, scored, words
from regulars.language import Count
from regulars.methods.leaving.at_stake import NOT_LOYAL, at_stake
from regulars.simulate import company

WHOLE = Scope.whole(purpose="test")


@pytest.fixture(scope="module")
def hotels(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """A small sample company, scored."""
    facts = open_facts(tmp_path_factory.mktemp("keep") / "facts")
    company(customers=800, seed=11).write(facts)
    facts.write_scores(score_customers(facts, scope=WHOLE).rows)
    return facts


def test_the_larger_risk_counts_and_the_lost_have_none() -> None:
    nan = float("nan")
    columns = ([80.0, 80.0, 80.0, 50.0], [0.8, nan, 0.2, 1.0], [0.3, 0.4, 0.9, 0.2], [0.9, nan, 0.9, 0.1])
    found = at_stake(*(np.array(one) for one in columns))

    np.testing.assert_allclose(found.if_stayed, [100, 80, nan, 50])
    np.testing.assert_allclose(found.risk, [0.9, 0.4, nan, 0.2])
    np.testing.assert_allclose(found.amount, [90, 32, nan, 10])


def test_the_total_is_the_sum_over_the_customers(hotels: Facts) -> None:
    """Counted here by hand, row by row, from the scores."""
    rows = scored(hotels, Wish(WHOLE), *COLUMNS).to_pylist()
    total, n = 0.0, 0
    for one in rows:
        if not one["value"] or one["loyalty_stage"] == "inactive" or (one["alive"] is not None and one["alive"] <= 0.2):
            continue
        leaving = one["type_chance"] or 0.0 if one["loyalty_type"] in NOT_LOYAL else 0.0
        risk = max(one["chance_of_none"] or 0.0, leaving)
        if risk >= 0.5:
            total, n = total + one["value"] / (1 if one["alive"] is None else one["alive"]) * risk, n + 1
    stake = worth(hotels, "keep", Wish(WHOLE)).figure("stake")

    assert stake.n == n > 0
    assert stake.estimate.value == pytest.approx(total)
    assert stake.estimate.low < total < stake.estimate.high


def test_each_table_holds_everybody_at_risk_once(hotels: Facts) -> None:
    report = worth(hotels, "keep", Wish(WHOLE))
    n = report.figure("stake").n
    tables = [one.table for one in report.sections if isinstance(one.table, Table)]

    assert len(tables) == 3
    assert [sum(_count(row.cells[2]) for row in one.rows) for one in tables] == [n] * 3
    assert all(row.whom is not None for row in tables[1].rows)


def _count(cell: object) -> int:
    assert isinstance(cell, Count)
    return cell.value


def test_a_higher_bar_leaves_fewer(hotels: Facts) -> None:
    usual = worth(hotels, "keep", Wish(WHOLE)).figure("stake").n
    strict = worth(hotels, "keep", Wish(WHOLE, options={"risk_from": 80.0})).figure("stake").n
    assert 0 < strict < usual


def test_where_nobody_is_at_risk_it_says_so_and_shows_no_empty_tables(hotels: Facts) -> None:
    found = worth(hotels, "keep", Wish(WHOLE, options={"risk_from": 100.0}))

    assert "of {of} customers is at risk" in found.conclusion.template
    assert (found.sections, found.figures) == ((), ())


def test_answers_about_other_units_move_no_risk(hotels: Facts) -> None:
    """Who sees one unit gets no risk from what somebody said about another."""
    rows = scored(hotels, Wish(Scope(frozenset({"Lakeside"}), "test")), *COLUMNS, "answered_unit")
    found, _ = stakes(rows)
    elsewhere = np.array([unit not in (None, "Lakeside") for unit in rows["answered_unit"].to_pylist()])
    untold = elsewhere & ~np.isnan(found.risk)

    assert elsewhere.any()
    assert set(words(rows, "loyalty_type")[elsewhere]) == {""}
    np.testing.assert_array_equal(found.risk[untold], floats(rows, "chance_of_none")[untold])


def test_without_scores_it_says_what_to_do(tmp_path: Path) -> None:
    report = worth(open_facts(tmp_path / "facts"), "keep", Wish(WHOLE))
    assert "score the customers" in str(report.conclusion)
    assert not report.figures
