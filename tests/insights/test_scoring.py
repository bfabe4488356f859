"""The scores of every customer."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pytest

from regulars.facts import Facts, open_facts
from regulars.facts.scores import SCORES
from regulars.insights.errors import ScopeError
from regulars.insights.scope import Scope
from regulars.insights.scoring import Scoring, Untold, score_customers
from regulars.insights.value import Terms, customer_value
from regulars.methods import BetaGeoNBD


@pytest.fixture(scope="module")
def scored(music_shop: Facts, whole: Scope) -> Scoring:
    """CDNOW to the end of its calibration."""
    return score_customers(music_shop, scope=whole, until="1997-09-30", terms=Terms(horizon=39))


def small(folder: Path, *lines: str) -> Facts:
    file = folder / "sales.csv"
    file.write_text("receipt,guest,day,amount\n" + "\n".join(lines) + "\n")
    facts = open_facts(folder / "facts")
    facts.import_purchases(file, columns={"purchase": "receipt", "customer": "guest", "at": "day", "amount": "amount"})
    return facts


def by_id(facts: Facts, scoring: Scoring) -> dict[str, dict[str, Any]]:
    ids = dict(zip(*(facts.customers()[name].to_pylist() for name in ("key", "id")), strict=True))
    return {ids[row["customer"]]: row for row in scoring.rows.to_pylist()}


def test_everybody_has_one_row(scored: Scoring) -> None:
    """2,357 customers, as of the day that was asked for; 1,411 of them bought on one day only."""
    rows = scored.rows

    assert (len(rows), scored.as_of) == (2357, date(1997, 9, 30))
    assert rows["day"].unique().to_pylist() == [date(1997, 9, 30)]
    assert Counter(rows["purchases"].to_pylist())[1] == 1411
    assert set(rows.column_names) <= set(SCORES.names)


def test_the_values_add_up_to_those_of_the_report(music_shop: Facts, whole: Scope) -> None:
    """List, page and report show one definition of value."""
    rows = score_customers(music_shop, scope=whole).rows
    report = customer_value(music_shop, scope=whole)

    assert pc.sum(rows["value"]).as_py() == pytest.approx(report.figure("lifetime_value").estimate.value, rel=1e-9)
    assert float(pc.sum(rows["net"]).as_py()) == pytest.approx(244091.94, abs=0.005)


def test_a_one_time_buyer_is_never_called_alive_by_a_model_that_cannot_tell(scored: Scoring) -> None:
    """The formula's 1.0 is not shown; the reason is."""
    assert scored.scores is not None
    told = isinstance(scored.scores.model, BetaGeoNBD)

    for row in scored.rows.to_pylist():
        untold = told and row["purchases"] == 1
        assert (row["alive"] is None) == untold
        assert row["alive_reason"] == (Untold.ONCE.value if untold else None)


def test_every_range_holds_its_sides(scored: Scoring) -> None:
    """Low is not above high, nobody has a negative future, and a sure nothing has the range 0 to 0."""
    for row in scored.rows.to_pylist():
        assert 0 <= row["predicted_low"] <= row["predicted_high"]
        assert (row["predicted_high"] == 0) == (row["chance_of_none"] >= 0.9)
        assert row["purchases_low"] <= row["purchases_high"]


def test_days_are_days(tmp_path: Path, whole: Scope) -> None:
    """First, last and silence in whole days of the calendar."""
    facts = small(
        tmp_path, "1,anna,2026-01-05,10", "2,anna,2026-03-01,30", "3,bert,2026-02-10,12", "4,anna,2026-03-01,-5"
    )

    rows = by_id(facts, score_customers(facts, scope=whole, until="2026-03-31"))

    anna = rows["anna"]
    assert (anna["first_day"], anna["last_day"]) == (date(2026, 1, 5), date(2026, 3, 1))
    assert (anna["recency_days"], anna["purchases"], anna["net"]) == (30, 2, Decimal("35.0000"))
    assert (rows["bert"]["first_day"], rows["bert"]["last_day"]) == (date(2026, 2, 10),) * 2


def test_the_same_silence_has_the_same_score(tmp_path: Path, whole: Scope) -> None:
    """Also where weeks are sevenths that no number tells exactly."""
    days = [f"{i}-{j},{i},2026-0{1 + i % 3}-{1 + j + i % 25:02},10" for i in range(90) for j in range(1 + i % 3)]

    rows = score_customers(small(tmp_path, *days), scope=whole).rows

    scores = rows.group_by("recency_days").aggregate([("recency_score", "count_distinct")])
    assert set(scores["recency_score_count_distinct"].to_pylist()) == {1}


def test_who_only_returned_is_counted_and_has_no_forecast(tmp_path: Path, whole: Scope) -> None:
    """The row says what came in, and why there is nothing more."""
    facts = small(tmp_path, "1,anna,2026-01-05,10", "2,anna,2026-02-05,12", "3,bert,2026-02-10,-7")

    scoring = score_customers(facts, scope=whole)

    bert = by_id(facts, scoring)["bert"]
    assert (bert["net"], bert["alive_reason"], bert["purchases"], bert["segment"]) == (
        Decimal("-7.0000"), "no-purchase", None, None,
    )  # fmt: skip
    assert str(scoring.notes[0]) == "1 customer never kept more than was returned and has no forecast."


def test_without_a_model_the_scores_that_can_be_counted_stand(tmp_path: Path, whole: Scope) -> None:
    """Nobody came back: RFM yes, future no, and the reason is said."""
    facts = small(tmp_path, "1,anna,2026-01-05,10", "2,bert,2026-02-10,12")

    scoring = score_customers(facts, scope=whole)

    anna = by_id(facts, scoring)["anna"]
    assert anna["segment"]
    assert anna["alive_reason"] == "no-model"
    assert "value" not in anna
    assert "without a value in money" in str(scoring.conclusion)
    assert facts.write_scores(scoring.rows) == 2


def test_nobody_is_said(tmp_path: Path, whole: Scope) -> None:
    """No purchases, no rows, and the next step."""
    scoring = score_customers(open_facts(tmp_path / "facts"), scope=whole)

    assert (scoring.as_of, len(scoring.rows)) == (None, 0)
    assert str(scoring.conclusion).startswith("There are no purchases of known customers yet.")


def test_single_units_are_refused(music_shop: Facts) -> None:
    """A part of a customer's buying is not the customer."""
    with pytest.raises(ScopeError, match="whole company"):
        score_customers(music_shop, scope=Scope(frozenset({"Lakeside"}), "test"))


def test_what_was_scored_is_read_back(tmp_path: Path, whole: Scope) -> None:
    """Through the facts, dated."""
    facts = small(
        tmp_path, *(f"{i}-{j},{i},2026-0{1 + j}-1{i % 9},{10 + i + j}" for i in range(30) for j in range(1 + i % 4))
    )

    facts.write_scores(score_customers(facts, scope=whole, until="2026-02-28").rows)
    facts.write_scores(score_customers(facts, scope=whole).rows, latest=True)

    assert facts.customer_scores("2026-03-01").count().to_pyarrow().as_py() == 30
    latest = facts.customer_scores().to_pyarrow()
    assert latest["day"].unique().to_pylist() == [facts.purchase_totals().last_day]
    assert latest["value"].null_count == 0
