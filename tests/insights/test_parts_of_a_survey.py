"""Any units and days of a survey: from what was kept of each file, the numbers of the rows themselves."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from regulars.facts import Facts, open_facts
from regulars.insights import blocks
from regulars.insights.answers import read_answers
from regulars.insights.behind import answers_behind
from regulars.insights.errors import ScopeError
from regulars.insights.filters import Filters, Step
from regulars.insights.report import Behind, Report
from regulars.insights.satisfaction import satisfaction
from regulars.insights.scope import Privacy, Scope
from regulars.language import Count, Estimate
from regulars.methods import csat, importance_performance, mean_rating, nps, top_box, weighted_index
from regulars.survey import ResponseMapping

WHOLE = Scope.whole(purpose="test")
UNITS = ("Airport", "Garden", "Harbour")
ITEMS = ("breakfast", "room", "staff")
LAST = date(2026, 11, 20)


def rows(n: int, seed: int) -> dict[str, Any]:
    """Answers with gaps: guests whose overall rating follows breakfast, over 400 days."""
    rng = np.random.default_rng(seed)
    felt = rng.normal(size=(n, 1)) + rng.normal(size=(n, 3)) + [-0.8, 0.6, 0.9]
    points = np.clip(np.round(3.2 + 0.8 * felt), 1, 5)
    overall = np.clip(np.round(3.3 + 0.5 * felt @ [0.7, 0.2, 0.3] + rng.normal(0, 0.5, n)), 1, 5)
    columns: dict[str, Any] = dict(zip(ITEMS, points.T, strict=True))
    columns |= {"overall": overall, "again": np.clip(np.round(2 * overall + rng.normal(0, 1, n)), 0, 10)}
    gaps = rng.random((n, 5)) < 0.06
    table = {
        key: [None if g else int(v) for v, g in zip(c, gaps[:, j], strict=True)]
        for j, (key, c) in enumerate(columns.items())
    }
    days = [LAST - timedelta(days=int(d)) for d in rng.integers(0, 400, n)]
    return {
        **table,
        "response": [f"{seed}-{i}" for i in range(n)],
        "guest": [str(i) for i in range(n)],
        "at": [f"{day} 09:00:00" for day in days],
        "unit": [UNITS[i % 3] if i % 10 else None for i in range(n)],
        "words": [f"no {i}" if i % 4 == 0 else None for i in range(n)],
    }


def mapping(privacy: str = "identified", name: str = "stay") -> ResponseMapping:
    """Whole scales of five points and one of eleven."""
    scale = {"low": 1, "high": 5}
    return ResponseMapping.from_dict(
        {
            "survey": {"name": name, "title": {"en": "Stay"}, "sample": "probability", "privacy": privacy},
            "source": "test",
            "response": "response",
            "customer": "guest",
            "at": "at",
            "unit": "unit",
            "items": {
                "overall": {"role": "overall", "scale": scale},
                **{item: {"role": "attribute", "scale": scale} for item in ITEMS},
                "again": {"kind": "nps"},
                "words": {"kind": "text"},
            },
        }
    )


def add(facts: Facts, content: dict[str, Any], asked: ResponseMapping) -> None:
    file = facts.home.parent / "rows.parquet"
    pq.write_table(pa.table(content), file)
    facts.import_responses(file, asked)


@pytest.fixture(scope="module")
def content() -> list[dict[str, Any]]:
    """Three deliveries."""
    return [rows(900, 1), rows(700, 2), rows(60, 3)]


@pytest.fixture(scope="module")
def stay(content: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """Three files of answers."""
    facts = open_facts(tmp_path_factory.mktemp("stay") / "facts")
    for delivery in content:
        add(facts, delivery, mapping())
    return facts


def whole(content: list[dict[str, Any]], keep: Callable[[str | None, date], bool]) -> dict[str, np.ndarray]:
    """The plain columns of those rows, NaN where there is no answer."""
    found: dict[str, list[Any]] = {key: [] for key in (*ITEMS, "overall", "again", "unit")}
    for delivery in content:
        for i, unit in enumerate(delivery["unit"]):
            if keep(unit, date.fromisoformat(delivery["at"][i][:10])):
                for key, values in found.items():
                    values.append(delivery[key][i])
    return {
        key: np.array([np.nan if v is None else v for v in values], dtype=float) if key != "unit" else np.array(values)
        for key, values in found.items()
    }


CASES: dict[str, tuple[Filters, Callable[[str | None, date], bool]]] = {
    "all": (Filters(), lambda unit, day: True),
    "one unit": (Filters.of({"Harbour"}), lambda unit, day: unit == "Harbour"),
    "two units, half a year": (
        Filters.of({"Harbour", "Garden"}, date(2026, 5, 21), LAST),
        lambda unit, day: unit in ("Harbour", "Garden") and day >= date(2026, 5, 21),
    ),
    "until a day": (Filters.of(last=date(2026, 3, 1)), lambda unit, day: day <= date(2026, 3, 1)),
}


@pytest.mark.parametrize("case", CASES)
def test_kept_sums_give_the_numbers_of_the_rows(stay: Facts, content: list[dict[str, Any]], case: str) -> None:
    """Every figure, every bar, every limit: as the methods compute them from the rows alone."""
    filters, keep = CASES[case]
    plain = whole(content, keep)

    report = satisfaction(stay, "stay", scope=WHOLE, filters=filters)

    index = {item: 25 * (plain[item] - 1) for item in ITEMS}
    expected = {
        "csat": (csat(plain["overall"]), "share"),
        "nps": (nps(plain["again"]), "points"),
        "mean": (mean_rating(plain["overall"]), "mean"),
        "index_equal": (weighted_index(index, [1, 1, 1], scale=(0, 100)), "index"),
    }
    for key, (result, name) in expected.items():
        shown = report.figure(key)
        assert (shown.n, shown.n_missing) == (result.n, result.n_missing)
        same(shown.estimate, getattr(result, name), result.low, result.high)
    priorities = importance_performance(index, plain["overall"], scale=(0, 100), outcome_scale=(1, 5), seed=1)
    table = report.section("priorities").table
    assert table is not None
    for row in table.rows:
        j = priorities.names.index(row.key)
        same(row.cells[1], priorities.importance[j], priorities.importance_low[j], priorities.importance_high[j])
        same(row.cells[0], priorities.performance[j], priorities.performance_low[j], priorities.performance_high[j])
    spread = top_box(plain["overall"])
    bars = report.section("distribution").table
    assert bars is not None
    assert [row.cells[1] for row in bars.rows] == [Count(spread.counts[point]) for point in range(1, 6)]


def same(shown: Any, value: float, low: float, high: float) -> None:
    assert isinstance(shown, Estimate)
    assert (shown.value, shown.low, shown.high) == pytest.approx((value, low, high), rel=1e-9, abs=1e-9)


def test_units_and_months_are_those_of_the_rows(stay: Facts, content: list[dict[str, Any]]) -> None:
    """Worst first by what is left after evening out, each with its own interval; months in order."""
    report = satisfaction(stay, "stay", scope=WHOLE)

    units, trend = report.section("units").table, report.section("trend-nps").table
    assert units is not None
    assert trend is not None
    evened = [cell.value for cell in units.column("shrunken")]  # type: ignore[union-attr]
    assert evened == sorted(evened)
    for row in units.rows:
        result = csat(whole(content, lambda unit, day, key=row.key: unit == key)["overall"])
        same(row.cells[0], result.share, result.low, result.high)
    assert [row.key for row in trend.rows] == sorted(row.key for row in trend.rows)
    last = nps(whole(content, lambda unit, day: day >= date(2026, 11, 1))["again"])
    same(trend.rows[-1].cells[0], last.points, last.low, last.high)


def test_a_commit_reads_its_own_file_alone(content: list[dict[str, Any]], tmp_path: Path, monkeypatch: Any) -> None:
    """What was read and summed of the other files is kept, and the numbers are those of all."""
    facts, read = open_facts(tmp_path / "facts"), []
    kept = blocks.read_block
    monkeypatch.setattr(blocks, "read_block", lambda file, items: (read.append(file), kept(file, items))[1])
    add(facts, content[0], mapping())
    before = satisfaction(facts, "stay", scope=WHOLE)
    add(facts, content[2], mapping())

    after = satisfaction(facts, "stay", scope=WHOLE)

    assert (before.source.rows, after.source.rows) == (900, 960)
    assert len(read) == len(set(read)) == 2
    assert before.source.at is not None
    assert after.source.at is not None
    assert before.source.at < after.source.at


def test_an_erased_guest_is_in_no_number_and_in_no_memory(content: list[dict[str, Any]], tmp_path: Path) -> None:
    """Erasure rewrites files; what was kept of the old ones goes with them."""
    facts = open_facts(tmp_path / "facts")
    add(facts, content[0], mapping())
    satisfaction(facts, "stay", scope=WHOLE)
    old = set(facts.answer_files("stay").names)

    facts.erase_customers(["7"])

    assert satisfaction(facts, "stay", scope=WHOLE).source.rows == 899
    assert not {file for file, _ in blocks.KEPT._blocks} & old


def test_nothing_of_another_unit_is_in_a_managers_report(stay: Facts) -> None:
    """Neither in a filter, nor through one."""
    own = Scope(frozenset({"Garden"}), "test")

    report = satisfaction(stay, "stay", scope=own)
    beyond = satisfaction(stay, "stay", scope=own, filters=Filters.of({"Harbour"}))

    assert read_answers(stay, "stay", own).in_units(None).units.max() == list(UNITS).index("Garden")
    assert "units" not in {section.key for section in report.sections}
    assert beyond.source.rows == 0
    assert beyond.figures == ()


def test_weeks_can_be_asked_for(stay: Facts) -> None:
    """Steps begin on Mondays; a week with few answers has no number."""
    report = satisfaction(stay, "stay", scope=WHOLE, filters=Filters(step=Step.WEEK))

    trend = report.section("trend").table
    assert trend is not None
    assert all(date.fromisoformat(row.key).weekday() == 0 for row in trend.rows)
    assert len(trend.rows) in (58, 59)


# --- the answers behind a number ---


def test_a_bar_opens_as_many_answers_as_it_counts(stay: Facts) -> None:
    """Distribution, groups of recommendation, units and months."""
    report = satisfaction(stay, "stay", scope=WHOLE)
    for key, counted in (("distribution", -1), ("recommendation", -1), ("units", -1), ("trend", -1)):
        table = report.section(key).table
        assert table is not None
        for row in table.rows:
            assert row.behind is not None
            page = answers_behind(stay, "stay", scope=WHOLE, behind=row.behind)
            assert Count(page.total) == row.cells[counted], (key, row.key)


def test_the_lowest_come_first_and_pages_follow(stay: Facts) -> None:
    """Among equal ones the latest; nobody twice, nobody missing."""
    pages = [
        answers_behind(stay, "stay", scope=WHOLE, behind=Behind("breakfast"), page=n, per_page=400)
        for n in (1, 2, 3, 4)
    ]

    found = [(answer.rating, answer.day) for page in pages for answer in page.rows]
    ids = [answer.response for page in pages for answer in page.rows]
    assert pages[0].last == 4
    assert len(ids) == len(set(ids)) == pages[0].total
    assert [rating for rating, _ in found] == sorted(rating for rating, _ in found)  # type: ignore[type-var]
    ones = [day for rating, day in found if rating == 1]
    assert ones == sorted(ones, reverse=True)  # type: ignore[type-var]


def test_words_and_key_come_with_the_answer(stay: Facts, content: list[dict[str, Any]]) -> None:
    """Each row is that of the file, wherever it lies."""
    page = answers_behind(stay, "stay", scope=WHOLE, behind=Behind("overall", 1, 1), per_page=500)

    by_id = {delivery["response"][i]: (delivery, i) for delivery in content for i in range(len(delivery["unit"]))}
    for answer in page.rows:
        delivery, i = by_id[answer.response]
        assert answer.rating == delivery["overall"][i] == 1
        assert answer.unit == delivery["unit"][i]
        assert [text for _, text in answer.words] == [delivery["words"][i]] * (delivery["words"][i] is not None)
        assert answer.customer is not None


def test_a_page_beyond_the_end_is_the_last(stay: Facts) -> None:
    """And nothing is an empty page."""
    assert answers_behind(stay, "stay", scope=WHOLE, behind=Behind("overall"), page=10**6).number == 63
    nothing = answers_behind(stay, "stay", scope=WHOLE, behind=Behind("overall", 4, 2))
    assert (nothing.total, nothing.number, nothing.last, nothing.rows) == (0, 1, 1, ())


# --- where nobody may be told apart ---


@pytest.fixture(scope="module")
def promised(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """A confidential survey with a unit of four answers and one of thirty."""
    facts = open_facts(tmp_path_factory.mktemp("promised") / "facts")
    content = rows(600, 5)
    content["unit"] = ["Small"] * 4 + ["Next"] * 30 + ["Garden"] * 266 + ["Harbour"] * 300
    add(facts, content, mapping("confidential"))
    return facts


def test_small_groups_are_hidden_and_none_follows_from_the_rest(promised: Facts) -> None:
    """Four answers are hidden, and with them the next smallest; the caption counts both."""
    section = satisfaction(promised, "stay", scope=WHOLE).section("units")

    assert section.table is not None
    assert {row.key for row in section.table.rows} == {"Garden", "Harbour"}
    said = "2 groups are not shown, so that nobody can be told apart: groups begin at 10 answers."
    assert str(section.caption) == said


def test_no_filter_and_no_single_answer(promised: Facts) -> None:
    """Whoever asks: the survey's own promise holds."""
    for filters in (Filters.of({"Small"}), Filters.of(first=LAST)):
        with pytest.raises(ScopeError, match="promised that nobody can be told apart"):
            satisfaction(promised, "stay", scope=WHOLE, filters=filters)
    with pytest.raises(ScopeError, match="single answers are not shown"):
        answers_behind(promised, "stay", scope=WHOLE, behind=Behind("overall"))
    assert not any(
        row.behind for section in satisfaction(promised, "stay", scope=WHOLE).sections for row in rows_of(section)
    )


def test_a_reader_may_promise_more_than_the_survey(stay: Facts) -> None:
    """The stricter of the two classes holds."""
    scope = dataclasses.replace(WHOLE, privacy=Privacy.ANONYMOUS)

    report = satisfaction(stay, "stay", scope=scope)

    assert report.scope["privacy"] == "anonymous"
    with pytest.raises(ScopeError):
        satisfaction(stay, "stay", scope=scope, filters=Filters.of({"Garden"}))


def rows_of(section: Any) -> Any:
    return section.table.rows if section.table is not None else ()


def test_the_same_question_is_answered_once(stay: Facts) -> None:
    """Until something comes in, it is the same report."""
    first: Report = satisfaction(stay, "stay", scope=WHOLE, filters=Filters.of({"Garden"}))

    assert satisfaction(stay, "stay", scope=WHOLE, filters=Filters.of({"Garden"})) is first
