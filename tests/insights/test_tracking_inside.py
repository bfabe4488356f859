"""Tracking with weights; complaints beside surveys; satisfaction by how the answers came in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from regulars.facts import Facts, LiveResponse, open_facts
from regulars.insights.report import Report
from regulars.insights.scope import Scope
from regulars.insights.tracking import tracking
from regulars.language import Count, Text
from regulars.methods import csat, nps
from regulars.survey import Item, ItemKind, ResponseMapping, Role, Scale, Survey

OVERALL = Item("overall", ItemKind.RATING, Text.of("All in all"), Role.OVERALL, Scale(1, 5))
AGAIN = Item("recommend", ItemKind.NPS, Text.of("Recommend"), Role.RECOMMEND, Scale(0, 10))
SORT = Item("kind", ItemKind.CHOICE, Text.of("Kind"), options={"praise": Text.of("P"), "complaint": Text.of("C")})
GUESTS = Survey("guests", Text.of("Guests"), (OVERALL, AGAIN))
FEEDBACK = Survey("feedback", Text.of("Feedback"), (OVERALL, SORT))
SCOPE = Scope.whole(purpose="test")


def tell(facts: Facts, survey: Survey, rows: list[dict[str, Any]], batch: int, **more: Any) -> None:
    """Responses as Regulars receives them, one a day from January on."""
    found = []
    for i, answers in enumerate(rows):
        day = date(2026, 1, 1) + timedelta(days=i % 59)
        at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
        own = {name: value(i) if callable(value) else value for name, value in more.items()}
        found.append(LiveResponse(f"{survey.name}{i}", survey.name, 1, at, day, answers, wave="w", **own))
    facts.copy_responses(found, surveys=[survey], batch=batch, store_id="store")


def column(report: Report, section: str, name: str) -> dict[str, Any]:
    table = report.section(section).table
    return dict(zip((row.key for row in table.rows), table.column(name), strict=True))


def test_a_period_counts_answers_by_their_weights(tmp_path: Path) -> None:
    """Its NPS is that of the method with weights, and the tile says so."""
    facts = open_facts(tmp_path / "facts")
    rows = [{"recommend": i % 11, "overall": 1 + i % 5} for i in range(200)]
    tell(facts, GUESTS, rows, 1, weight=lambda i: 0.5 if i % 2 else 1.5)

    report = tracking(facts, scope=SCOPE, length="quarter", until="2026-03-31")
    expected = nps([row["recommend"] for row in rows], weights=[0.5 if i % 2 else 1.5 for i in range(200)])
    found = column(report, "recommendation", "value")["2026-Q1"]

    assert (found.value, found.low, found.high) == pytest.approx((expected.points, expected.low, expected.high))
    assert "weighted" in str(report.figure("recommendation").method)
    assert report.figure("recommendation").n == 200


def test_complaints_and_ways_of_asking_stand_beside_each_other(tmp_path: Path) -> None:
    """What customers called a complaint is counted by period; satisfaction stands apart by how it came in."""
    facts = open_facts(tmp_path / "facts")
    asked = [{"overall": 5 if i % 4 else 1} for i in range(200)]
    told = [{"overall": 1 if i % 3 else 5, "kind": "complaint" if i % 3 else "praise"} for i in range(90)]
    tell(facts, replace(GUESTS, items=(OVERALL,)), asked, 1)
    tell(facts, FEEDBACK, told, 2, channel="feedback")
    _import(facts, [{"overall": 4} for _ in range(40)])

    report = tracking(facts, scope=SCOPE, length="quarter", until="2026-03-31")

    assert column(report, "signals", "complaints") == {"2026-Q1": Count(60)}
    assert column(report, "intakes", "n-file") == {"2026-Q1": Count(40)}
    by_survey = column(report, "intakes", "survey")["2026-Q1"]
    by_feedback = column(report, "intakes", "feedback")["2026-Q1"]
    assert by_survey.value == pytest.approx(csat([row["overall"] for row in asked]).share)
    assert by_feedback.value == pytest.approx(csat([row["overall"] for row in told]).share)
    assert column(report, "intakes", "file")["2026-Q1"].value == 1


def test_one_way_of_asking_needs_no_table(tmp_path: Path) -> None:
    """Nothing to hold beside each other, nobody who can complain, no purchases."""
    facts = open_facts(tmp_path / "facts")
    tell(facts, GUESTS, [{"overall": 4, "recommend": 9}] * 60, 1)

    keys = [section.key for section in tracking(facts, scope=SCOPE, length="quarter").sections]

    assert "intakes" not in keys
    assert "signals" not in keys


def _import(facts: Facts, rows: list[dict[str, Any]]) -> None:
    file = facts.home.parent / "agency.parquet"
    table = {"response": [f"a{i}" for i in range(len(rows))], "at": ["2026-02-01 09:00:00"] * len(rows)}
    pq.write_table(pa.table({**table, "overall": [row["overall"] for row in rows]}), file)
    facts.import_responses(
        file,
        ResponseMapping.from_dict(
            {
                "survey": {"name": "agency", "title": {"en": "Agency", "zh": "机构"}, "sample": "census"},
                "source": "agency", "response": "response", "at": "at",
                "items": {"overall": {"role": "overall", "scale": {"low": 1, "high": 5}}},
            }
        ),
    )  # fmt: skip
