"""The page of the personas: groups and sizes of the method, one cloud as an answer, the channels of each group."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from regulars.facts import Facts, open_facts
from regulars.facts.scores import SCORES
from regulars.insights.report import Report, Row
from regulars.insights.scope import Scope
from regulars.insights.scoring import score_customers
from regulars.insights.worth import Wish, worth
from regulars.language import Estimate, Language, Missing, render
from regulars.methods import customer_clusters, share_interval
from regulars.simulate import company

WHOLE = Scope.whole(purpose="test")


@pytest.fixture(scope="module")
def hotels(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    facts = open_facts(tmp_path_factory.mktemp("personas") / "facts")
    company(customers=300, seed=5).write(facts)
    facts.write_scores(score_customers(facts, scope=WHOLE).rows)
    return facts


def rows(report: Report, key: str) -> dict[str, Row]:
    table = report.section(key).table
    assert table is not None
    return {row.key: row for row in table.rows}


def far_apart() -> dict[str, np.ndarray]:
    """400 customers of two kinds."""
    random, size = np.random.default_rng(2), 200
    return {
        "recency_days": np.concatenate([random.normal(30, 4, size), random.normal(300, 20, size)]).round(),
        "purchases": np.concatenate([random.normal(20, 2, size), random.normal(3, 0.5, size)]).round(),
        "net": np.concatenate([random.normal(5000, 300, size), random.normal(300, 30, size)]).round(),
    }


def one_cloud() -> dict[str, np.ndarray]:
    """300 customers who differ around one middle."""
    random = np.random.default_rng(4)
    middle = {"recency_days": (100, 20), "purchases": (20, 4), "net": (1000, 200)}
    return {name: random.normal(mean, spread, 300).round() for name, (mean, spread) in middle.items()}


def score(facts: Facts, columns: dict[str, np.ndarray]) -> None:
    size = len(columns["net"])
    held = columns | {
        "customer": np.arange(size),
        "day": pa.array([date(2026, 6, 30)] * size),
        "at": pa.array([datetime(2026, 7, 1, tzinfo=UTC)] * size),
        "currency": pa.array(["EUR"] * size),
    }
    schema = SCORES.schema
    facts.write_scores(
        pa.table({name: pa.array(held[name]).cast(schema.field(name).type, safe=False) for name in held})
    )


def test_clear_groups_have_the_sizes_of_the_method(tmp_path: Path) -> None:
    facts = open_facts(tmp_path / "facts")
    score(facts, far_apart())
    found = customer_clusters(far_apart(), most=6)
    report = worth(facts, "personas", Wish(WHOLE))
    people = rows(report, "people")

    assert found.structure == "stable groups"
    assert report.figure("groups").estimate.value == found.size == len(people)
    share = people["1"].cells[0]
    assert isinstance(share, Estimate)
    assert (share.value, share.low, share.high) == (
        found.group_share[0], found.group_share_low[0], found.group_share_high[0],
    )  # fmt: skip
    assert report.figure("stability").estimate.low == found.stability_of_size_low
    assert "would be found again" in render(report.conclusion, Language.ENGLISH)
    words = [render(row.cells[2], Language.CHINESE) for row in people.values()]  # type: ignore[arg-type]
    assert any("末次购买" in one for one in words), "columns are named in the reader’s language"


def test_one_cloud_is_an_answer(tmp_path: Path) -> None:
    facts = open_facts(tmp_path / "facts")
    score(facts, one_cloud())
    found = customer_clusters(one_cloud(), most=6)
    report = worth(facts, "personas", Wish(WHOLE))

    assert found.structure == "one cloud"
    assert "Not more than one cloud" in render(report.conclusion, Language.ENGLISH)
    assert list(rows(report, "means")) == ["1"]
    assert "segments of your own" in render(report.notes[0], Language.ENGLISH)
    cells = rows(report, "tried")["3"].cells
    assert cells[0].value == found.tightness[1]  # type: ignore[union-attr]
    assert cells[0].value < cells[1].value  # type: ignore[union-attr, operator]


def test_groups_asked_for_are_not_called_found(hotels: Facts) -> None:
    report = worth(hotels, "personas", Wish(WHOLE, options={"size": 3.0}))
    assert len(rows(report, "people")) == 3
    assert "3 groups as you asked" in render(report.conclusion, Language.ENGLISH)


def test_channels_are_counted_by_customer(hotels: Facts) -> None:
    lines = hotels.purchases().select("customer", "channel").to_pyarrow().to_pylist()
    used: dict[str, set[int]] = {}
    for row in lines:
        if row["customer"] is not None and row["channel"] is not None:
            used.setdefault(row["channel"], set()).add(row["customer"])
    table = worth(hotels, "personas", Wish(WHOLE)).section("channel").table
    assert table is not None
    n = table.rows[0].cells[0].value  # type: ignore[union-attr]

    for column, cell in zip(table.columns[2:], table.rows[0].cells[1:], strict=True):
        expected = share_interval(len(used[str(column.title)]), n)  # type: ignore[arg-type]
        assert isinstance(cell, Estimate)
        assert (cell.value, cell.low) == (expected.share, expected.low)


def test_answers_about_other_units_are_not_told(tmp_path: Path) -> None:
    """Within Harbour the mean of the satisfaction stands there; elsewhere nobody is known to have answered."""
    facts = open_facts(tmp_path / "facts")
    company(customers=300, seed=5).write(facts)
    facts.write_scores(score_customers(facts, scope=WHOLE).rows)
    everywhere = rows(worth(facts, "personas", Wish(WHOLE)), "means")["1"].cells[-1].value  # type: ignore[union-attr]
    lakeside = worth(facts, "personas", Wish(Scope(frozenset({"Lakeside"}), "test")))
    told = facts.customer_scores().filter(lambda row: row.answered_unit == "Lakeside").count().to_pyarrow().as_py()

    assert rows(lakeside, "means")["1"].cells[-1].value == told < everywhere  # type: ignore[union-attr, operator]


def test_with_satisfaction_only_those_who_answered_count(hotels: Facts) -> None:
    answered = sum(
        one is not None
        for one in hotels.customer_scores().select("satisfaction").to_pyarrow()["satisfaction"].to_pylist()
    )
    report = worth(hotels, "personas", Wish(WHOLE, options={"satisfaction": "with"}))
    assert report.figure("customers").estimate.value <= answered
    assert report.reason is not None
    assert "without an answer stay out" in render(report.reason, Language.ENGLISH)


def test_few_customers_have_no_means(tmp_path: Path, hotels: Facts) -> None:
    scores = hotels.customer_scores().select("customer").to_pyarrow()["customer"].to_pylist()
    report = worth(hotels, "personas", Wish(WHOLE, among=frozenset(scores[:80])))
    assert "Too few" in render(report.conclusion, Language.ENGLISH)
    few = worth(hotels, "personas", Wish(WHOLE, among=frozenset(scores[:5])))
    assert not few.sections
    assert not isinstance(rows(report, "means")["1"].cells[1], Missing)
