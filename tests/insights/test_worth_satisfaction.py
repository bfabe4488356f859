"""Satisfaction and loyalty: the curve, who left although satisfied, the path; as the methods have it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from regulars.facts import Facts, open_facts
from regulars.insights.loyalty import pairs_of
from regulars.insights.loyalty.answers import latest
from regulars.insights.report import Report
from regulars.insights.scope import Scope
from regulars.insights.scoring import score_customers
from regulars.insights.worth import Wish, worth
from regulars.insights.worth.satisfaction_loyalty.path import Blocks, blocks_of, model_of
from regulars.insights.worth.satisfaction_loyalty.ratings import gone_of, rated_surveys, ratings_of
from regulars.language import Language, Missing, render
from regulars.methods import loyalty_curve, satisfied_leavers
from regulars.simulate import company

WHOLE = Scope.whole(purpose="test")
KEY = "satisfaction-loyalty"


@pytest.fixture(scope="module")
def hotels(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    facts = open_facts(tmp_path_factory.mktemp("hotels") / "facts")
    company(customers=1200, seed=3).write(facts)
    facts.write_scores(score_customers(facts, scope=WHOLE).rows)
    return facts


@pytest.fixture(scope="module")
def report(hotels: Facts) -> Report:
    return worth(hotels, KEY, Wish(WHOLE))


def by_hand(facts: Facts) -> tuple[list[float], list[int], list[date], list[date | None], date]:
    """The last rating of each customer before they left, in plain loops."""
    scores = facts.customer_scores().to_pyarrow().to_pylist()
    answers = sorted(
        (row for row in facts.answers("juniper-guests").to_pyarrow().to_pylist() if row["customer"] and row["overall"]),
        key=lambda row: row["at"] or row["day"],
    )
    found: list[tuple[float, int, date, date | None]] = []
    for score in scores:
        left = score["loyalty_stage"] == "inactive"
        went = score["last_day"] + timedelta(days=180) if left else None
        until = went or score["day"]
        own = [row for row in answers if row["customer"] == score["customer"] and row["day"] <= until]
        if own:
            found.append((own[-1]["overall"], int(left), own[-1]["day"], went))
    rating, gone, rated, went_on = map(list, zip(*found, strict=True))
    return rating, gone, rated, went_on, scores[0]["day"]


def test_the_share_satisfied_of_those_who_left_is_that_of_a_plain_count(hotels: Facts, report: Report) -> None:
    rating, left, rated, went, day = by_hand(hotels)
    found = satisfied_leavers(rating, left, rating_day=rated, leaving_day=went, as_of=day)
    estimate = report.figure("said_satisfied").estimate

    assert (estimate.value, estimate.low, estimate.high) == (found.share, found.low, found.high)
    assert report.figure("said_satisfied").n == found.n_left
    assert report.figure("satisfied_left").estimate.value == found.left_satisfied


def test_a_rating_given_after_leaving_does_not_count(hotels: Facts) -> None:
    (rated,) = rated_surveys(hotels)
    wish = Wish(WHOLE)
    gone = gone_of(hotels, ratings_of(hotels, rated, wish), wish, by="inactive")
    assert gone is not None
    left = (gone.left == 1) & ~np.isnan(gone.rating)
    assert left.any()
    assert (gone.rated[left] <= gone.went[left]).all()


def test_the_curve_is_that_of_all_rows(hotels: Facts, report: Report) -> None:
    """Though the page asks with each different pair of answers once."""
    (pair,) = pairs_of(hotels)
    said = latest(hotels, pair, scope=WHOLE)
    found = loyalty_curve(said.satisfaction, said.loyalty, loyalty_scale=(1, 5), loyal_from=pair.loyal_from)
    rise = report.figure("rise").estimate

    assert (rise.value, rise.low, rise.high) == pytest.approx((found.rise, found.rise_low, found.rise_high))
    levels = report.section("levels").table
    assert levels is not None
    assert [row.cells[1].value for row in levels.rows] == pytest.approx(found.loyalty.tolist())  # type: ignore[union-attr]


def test_each_unit_has_its_own_slope(hotels: Facts, report: Report) -> None:
    (pair,) = pairs_of(hotels)
    said = latest(hotels, pair, scope=WHOLE)
    table = report.section("units").table
    assert table is not None
    for row in table.rows:
        one = said.only(said.unit == row.key)
        if isinstance(row.cells[1], Missing):
            assert len(one) < 30
            continue
        alone = loyalty_curve(one.satisfaction, one.loyalty, loyalty_scale=(1, 5), loyal_from=pair.loyal_from)
        assert row.cells[1].value == pytest.approx(alone.rise)  # type: ignore[union-attr]


def test_the_path_says_what_was_not_asked(hotels: Facts, report: Report) -> None:
    (pair,) = pairs_of(hotels)
    section = report.section("path")
    assert section.table is not None
    assert section.table.arrows
    assert section.definition is not None
    assert "Trust" in render(section.definition, Language.ENGLISH)

    blocks = blocks_of(pair)
    assert isinstance(blocks, Blocks)
    others = {**blocks.others, "Trust": ("t",), "Commitment": ("c",)}
    complete = Blocks(blocks.drivers, others, {**blocks.scales, "t": (1, 5), "c": (1, 5)})
    assert ("Trust", "Commitment") in model_of(complete, value=True).paths


def test_leaving_may_be_told_by_the_chance(hotels: Facts, report: Report) -> None:
    other = worth(hotels, KEY, Wish(WHOLE, options={"left": "unlikely"}))
    assert other.figure("said_satisfied").n != report.figure("said_satisfied").n


def test_a_stricter_cut_finds_fewer_satisfied(hotels: Facts, report: Report) -> None:
    strict = worth(hotels, KEY, Wish(WHOLE, options={"satisfied_from": 5.0}))
    assert strict.figure("said_satisfied").estimate.value < report.figure("said_satisfied").estimate.value


def test_without_scores_who_left_is_not_known(tmp_path: Path) -> None:
    facts = open_facts(tmp_path / "facts")
    company(customers=300, seed=3).write(facts)
    report = worth(facts, KEY, Wish(WHOLE))
    assert "scores" in render(report.conclusion, Language.ENGLISH)
    assert report.section("satisfied_leavers").table is None
