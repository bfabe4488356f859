"""Four indicators over time, across surveys and purchases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from regulars.facts import Facts, open_facts
from regulars.facts.errors import UnknownSurveyError
from regulars.facts.tracking import Part, bought_again
from regulars.insights.errors import TrackingError
from regulars.insights.filters import Filters, Step
from regulars.insights.report import Report, Table
from regulars.insights.satisfaction import satisfaction
from regulars.insights.scope import Privacy, Scope
from regulars.insights.tracking import Length, tracking
from regulars.insights.tracking.estimate import Point, State
from regulars.insights.tracking.judge import Verdict, judge
from regulars.insights.tracking.periods import between, start_of
from regulars.insights.tracking.readings import Reading
from regulars.language import Count, Estimate, Language, Missing, render
from regulars.simulate import company
from regulars.survey import ResponseMapping

WHOLE = Scope.whole(purpose="test")
SHOP = {"purchase": "purchase", "customer": "customer", "at": "at", "amount": "amount", "unit": "unit"}


def buy(folder: Path, rows: Sequence[tuple[str, str, float, str]]) -> Facts:
    """Purchases: customer, day, amount, unit."""
    facts = open_facts(folder / "facts")
    names = ("customer", "at", "amount", "unit")
    columns: dict[str, Any] = {name: [row[i] for row in rows] for i, name in enumerate(names)}
    file = folder / "purchases.parquet"
    pq.write_table(pa.table({"purchase": [f"p{i}" for i in range(len(rows))], **columns}), file)
    facts.import_purchases(file, columns=SHOP)
    return facts


def ask(facts: Facts, name: str, items: dict[str, Any], rows: Sequence[dict[str, Any]], **survey: Any) -> None:
    """Answers to a survey; each row has at and unit, and answers."""
    keys = list(items)
    table = {key: [row.get(key) for row in rows] for key in ("at", "unit", *keys)}
    file = facts.home.parent / f"{name}.parquet"
    pq.write_table(pa.table({"response": [f"{name}-{i}" for i in range(len(rows))], **table}), file)
    facts.import_responses(
        file,
        ResponseMapping.from_dict(
            {
                "survey": {"name": name, "title": {"en": name, "zh": name}, "sample": "census", **survey},
                "source": name,
                "response": "response",
                "at": "at",
                "unit": "unit",
                "items": items,
            }
        ),
    )


def table_of(report: Report, key: str) -> Table:
    table = report.section(key).table
    assert table is not None
    return table


def cells(report: Report, section: str, column: str) -> dict[str, Any]:
    table = table_of(report, section)
    return dict(zip((row.key for row in table.rows), table.column(column), strict=True))


@pytest.fixture(scope="module")
def juniper(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """A small sample company."""
    facts = open_facts(tmp_path_factory.mktemp("juniper") / "facts")
    company(seed=1, customers=2_000).write(facts)
    return facts


@pytest.fixture(scope="module")
def quarters(juniper: Facts) -> Report:
    return tracking(juniper, scope=WHOLE, length="quarter")


# --- the numbers ---


def test_the_four_are_there_with_n_and_interval(quarters: Report) -> None:
    """One page, four series; each number has its n, its interval and how that was made."""
    assert [figure.key for figure in quarters.figures] == ["satisfaction", "problems", "repurchase", "recommendation"]
    for figure in quarters.figures:
        assert figure.n
        assert figure.method is not None
        assert figure.estimate.low is not None
        assert figure.estimate.high is not None
        assert figure.estimate.low <= figure.estimate.value <= figure.estimate.high


def test_a_number_is_that_of_the_method(juniper: Facts, quarters: Report) -> None:
    """NPS of a quarter is the NPS of that quarter's wave, as the results page has it."""
    wave = satisfaction(juniper, "juniper-guests", scope=WHOLE, wave="2025-11").figure("nps")
    found = cells(quarters, "recommendation", "value")["2025-Q4"]

    assert (found.value, found.low, found.high) == (wave.estimate.value, wave.estimate.low, wave.estimate.high)
    assert cells(quarters, "recommendation", "n")["2025-Q4"] == Count(wave.n or 0)


def test_limits_of_recommendation_are_those_of_the_results(tmp_path: Path) -> None:
    """What chance explains of a month is one number, on the page of one survey and on that of all."""
    facts = open_facts(tmp_path / "facts")
    rows = [
        {"at": f"2025-{month:02d}-{1 + i % 28:02d} 09:00:00", "rec": 9 + i % 2 if i % 10 < 5 + month % 2 else i % 9}
        for month in range(1, 11)
        for i in range(50 + 5 * month)
    ]
    ask(facts, "one", {"rec": {"kind": "nps"}}, rows)
    results = satisfaction(facts, "one", scope=WHOLE, filters=Filters(step=Step.MONTH))

    report = tracking(facts, scope=WHOLE, length="month", until="2025-10-31")

    assert cells(report, "recommendation", "limits") == cells(results, "trend-nps", "limits")
    assert any(limits.high < 100 for limits in cells(report, "recommendation", "limits").values())


def test_bought_again_is_counted_by_hand(tmp_path: Path) -> None:
    """Later days only, within the days, from the first purchase of the period; returns and strangers buy nothing."""
    facts = buy(
        tmp_path,
        [
            ("ann", "2026-01-10", 5, "a"),
            ("ann", "2026-01-10", 5, "a"),  # the same day: not again
            ("ann", "2026-02-20", 5, "a"),  # 41 days later
            ("bob", "2026-01-31", 5, "a"),
            ("bob", "2026-03-02", 5, "a"),  # 30 days later
            ("cas", "2026-01-05", 5, "a"),
            ("cas", "2026-01-20", -5, "a"),  # a return is no purchase
            ("dee", "2026-01-07", 5, "a"),
            ("dee", "2026-01-09", 5, "b"),  # elsewhere
            ("", "2026-01-08", 5, "a"),
        ],
    )
    january = Part("month", date(2026, 1, 1), date(2026, 1, 31))

    assert bought_again(facts, 30, january) == {date(2026, 1, 1): (4, 2)}
    assert bought_again(facts, 45, january) == {date(2026, 1, 1): (4, 3)}
    assert bought_again(facts, 45, Part(january.step, january.first, january.last, frozenset({"a"}))) == {
        date(2026, 1, 1): (4, 2)
    }


def test_who_came_back_is_who_came_back(juniper: Facts) -> None:
    """With all time as one wait, everybody but the last-day buyers is counted as the purchase summary counts."""
    summary = juniper.purchase_summary()
    by_period = bought_again(juniper, 3000, Part("quarter", date(2023, 10, 1), date(2026, 12, 31)))
    first = min(by_period)
    starters = [row for row in summary.to_pylist() if row["first"] < date(2024, 1, 1)]

    assert by_period[first] == (len(starters), sum(row["frequency"] > 0 for row in starters))


# --- periods ---


def test_an_unfinished_period_says_so_and_is_not_judged(quarters: Report) -> None:
    """Drawn with its number, named as unfinished; tile and sentence are about the last finished one."""
    row = table_of(quarters, "satisfaction").rows[-1]

    assert str(row.name) == "2026 Q4 so far"
    assert isinstance(row.cells[0], Estimate)
    assert "2026 Q2" in str(quarters.figure("satisfaction").note)


def test_a_period_whose_wait_is_not_over_has_no_repurchase_rate(juniper: Facts) -> None:
    """It says from when it is known; with a shorter wait it has one."""
    open_ = cells(tracking(juniper, scope=WHOLE, length="quarter"), "repurchase", "value")
    short = cells(tracking(juniper, scope=WHOLE, length="quarter", within=30), "repurchase", "value")

    assert isinstance(open_["2026-Q3"], Missing)
    assert str(open_["2026-Q3"].reason) == "known from 29 Dec 2026"
    assert isinstance(open_["2026-Q2"], Estimate)
    assert isinstance(short["2026-Q3"], Estimate)
    assert isinstance(short["2026-Q4"], Missing)


def test_the_last_day_of_the_wait_is_enough(tmp_path: Path) -> None:
    """A period is final on the day when its last customer has had all days, not a day later."""
    rows = [(f"c{i}", "2026-01-15", 5.0, "a") for i in range(40)]
    until = date(2026, 1, 31) + timedelta(days=90)
    done = buy(tmp_path, [*rows, ("last", str(until), 5.0, "a")])

    assert isinstance(cells(tracking(done, scope=WHOLE, length="month"), "repurchase", "value")["2026-01"], Estimate)
    late = cells(tracking(done, scope=WHOLE, length="month", within=91), "repurchase", "value")["2026-01"]
    assert isinstance(late, Missing)


def test_today_ends_a_period_that_the_data_do_not_reach(juniper: Facts) -> None:
    """Asked next year, the last quarter is over for the surveys; purchases know no more than before."""
    later = tracking(juniper, scope=WHOLE, length="quarter", until=date(2027, 1, 1))

    assert "so far" not in str(table_of(later, "satisfaction").rows[-2].name)
    assert isinstance(cells(later, "repurchase", "value")["2026-Q4"], Missing)


@pytest.mark.parametrize(
    ("length", "keys"),
    [
        (Length.WEEK, ["2025-12-22", "2025-12-29", "2026-01-05"]),
        (Length.MONTH, ["2025-12", "2026-01"]),
        (Length.QUARTER, ["2025-Q4", "2026-Q1"]),
    ],
)
def test_periods_are_whole_and_follow_on(length: Length, keys: list[str]) -> None:
    found = between(date(2025, 12, 28), date(2026, 1, 6), length)

    assert [period.key for period in found] == keys
    assert all(one.last + timedelta(days=1) == other.first for one, other in pairwise(found))
    assert all(start_of(period.last, length) == period.first for period in found)


# --- what counts as a change ---


@dataclass(frozen=True)
class Line:
    """A series as it is judged."""

    judged: list[Point]
    high_is_good: bool = True

    def together(self, points: Sequence[Point]) -> Reading:
        readings = [point.reading for point in points if point.reading is not None]
        n = sum(reading.n for reading in readings)
        return share(sum(reading.value * reading.n for reading in readings) / n, n)


def share(value: float, n: int = 400) -> Reading:
    half = 1.96 * (value * (1 - value) / n) ** 0.5
    return Reading(value, value - half, value + half, n, 0, "wilson")


def line(*values: float, high_is_good: bool = True) -> Line:
    periods = between(date(2023, 1, 1), date(2025, 12, 31), Length.MONTH)
    readings = map(share, values)
    return Line(
        [Point(period, State.FINAL, one.n, one) for period, one in zip(periods, readings, strict=False)], high_is_good
    )


STEADY = (0.70, 0.72, 0.69, 0.71, 0.70, 0.68, 0.71, 0.70, 0.72)


def test_within_the_limits_nothing_is_said_to_have_changed() -> None:
    change = judge({"x": line(*STEADY)})["x"]

    assert (change.verdict, change.clear) == (Verdict.UNCLEAR, False)
    assert change.chart is not None


def test_a_period_beyond_the_limits_is_a_change_in_that_period() -> None:
    change = judge({"x": line(*STEADY, *STEADY, 0.50)})["x"]

    assert (change.verdict, change.lasting, change.good) == (Verdict.DOWN, False, False)
    assert change.since is not None
    assert change.since.key == "2024-07"


def test_a_run_is_a_change_since_its_beginning() -> None:
    low, high = (0.66, 0.67, 0.65, 0.66, 0.67, 0.66, 0.65, 0.67), (0.72, 0.71, 0.73, 0.72, 0.71, 0.73, 0.72, 0.71)
    change = judge({"x": line(*low, *high)})["x"]

    assert (change.verdict, change.lasting, change.good) == (Verdict.UP, True, True)
    assert change.since is not None
    assert change.since.key == "2023-09"


def test_a_signal_that_has_passed_is_no_change() -> None:
    assert judge({"x": line(*STEADY, 0.5, *STEADY)})["x"].verdict is Verdict.UNCLEAR


def test_fewer_than_eight_are_compared_with_all_before() -> None:
    """Four comparisons share one chance of a false alarm: 0.035 alone would be found, among four it is not."""
    alone = judge({"x": line(0.70, 0.70, 0.64)})["x"]
    many = {key: line(0.70, 0.70, 0.64 if key == "x" else 0.70) for key in "xyzw"}

    assert alone.verdict is Verdict.DOWN
    assert judge(many)["x"].verdict is Verdict.UNCLEAR
    assert judge({"x": line(0.7)})["x"].verdict is Verdict.UNKNOWN


def test_more_problems_are_worse() -> None:
    change = judge({"x": line(0.30, 0.50, high_is_good=False)})["x"]

    assert (change.verdict, change.good) == (Verdict.UP, False)


def test_the_sentence_names_what_changed_and_what_did_not(tmp_path: Path) -> None:
    """In both languages; worse stands before better."""
    facts = open_facts(tmp_path / "facts")
    scale = {"low": 1, "high": 5}
    rows = []
    for month in (1, 2, 3):
        for i in range(200):
            day = f"2026-0{month}-{1 + i % 28:02d} 10:00:00"
            rows.append(
                {"at": day, "unit": "a", "all": 5 if month < 3 else 1 + i % 4, "told": 5 + i % 6, "trouble": i % 2}
            )
    rows.append({"at": "2026-04-02 10:00:00", "unit": "a", "all": 5, "told": 9, "trouble": 0})
    items = {
        "all": {"role": "overall", "scale": scale},
        "told": {"kind": "nps"},
        "trouble": {"role": "problem", "scale": {"low": 0, "high": 5}},
    }
    ask(facts, "visits", items, rows)

    report = tracking(facts, scope=WHOLE, length="month")

    assert str(report.conclusion) == (
        "Satisfaction is clearly lower in 2026-03 than before; "
        "no clear change in the number of problems, recommendation."
    )
    assert render(report.conclusion, Language.CHINESE) == "满意度在2026-03明显低于以往；问题数、推荐度无明显变化。"
    assert "repurchase" in str(report.notes[0])
    assert [row.mark for row in table_of(report, "satisfaction").rows] == ["", "", "below", ""]
    assert report.figure("problems").estimate.value == pytest.approx(50)
    assert report.figure("problems").n_missing == 0


# --- surveys together, scope, privacy ---


def test_surveys_are_taken_together_where_their_scales_agree(tmp_path: Path) -> None:
    facts = open_facts(tmp_path / "facts")

    def rows(n: int, value: int) -> list[dict[str, Any]]:
        return [{"at": f"2026-01-{1 + i % 28:02d} 09:00:00", "unit": "ab"[i % 2], "all": value} for i in range(n)]

    five, ten = ({"role": "overall", "scale": {"low": 1, "high": top}} for top in (5, 10))
    ask(facts, "one", {"all": five}, rows(60, 5))
    ask(facts, "two", {"all": five}, rows(40, 1))
    ask(facts, "odd", {"all": ten}, rows(30, 10))

    report = tracking(facts, scope=WHOLE, length="month", until="2026-02-01")
    value = cells(report, "satisfaction", "value")["2026-01"]

    assert value.value == pytest.approx(0.6)
    assert any("odd asks for satisfaction on another scale" in str(note) for note in report.notes)
    alone = tracking(facts, scope=WHOLE, length="month", surveys=["two"], until="2026-02-01")
    assert cells(alone, "satisfaction", "value")["2026-01"].value == 0
    behind = table_of(alone, "satisfaction").rows[0].behind
    assert behind is not None
    assert (behind.survey, behind.item, behind.first) == ("two", "all", date(2026, 1, 1))
    own = tracking(facts, scope=Scope(frozenset({"a"}), "test"), length="month", until="2026-02-01")
    assert cells(own, "satisfaction", "n")["2026-01"] == Count(50)


def test_a_reader_of_one_unit_sees_that_unit(juniper: Facts) -> None:
    """In surveys and purchases, whatever the filters ask for."""
    own = tracking(juniper, scope=Scope(frozenset({"Lakeside"}), "test"), length="quarter")
    asked = tracking(juniper, scope=WHOLE, filters=Filters.of({"Lakeside"}), length="quarter")
    strange = tracking(
        juniper, scope=Scope(frozenset({"Lakeside"}), "test"), filters=Filters.of({"Harbour"}), length="quarter"
    )

    assert own.figures == asked.figures
    assert own.sections == asked.sections
    assert own.source == asked.source
    assert strange.figures == ()
    assert (strange.source.rows, strange.source.as_of) == (0, None)


def test_the_source_is_what_the_numbers_are_made_of(tmp_path: Path) -> None:
    """Neither other units nor surveys that are left out are told of, not even how many answers they have."""
    facts = buy(tmp_path, [("ann", "2026-01-10", 5, "a"), ("bob", "2026-03-20", 5, "b")])
    items = {"all": {"role": "overall", "scale": {"low": 1, "high": 5}}}
    ask(facts, "open", items, [{"at": "2026-01-05 09:00:00", "unit": "a", "all": 4}] * 3)
    ask(facts, "staff", items, [{"at": "2026-02-05 09:00:00", "unit": "a", "all": 4}] * 9, privacy="anonymous")

    own = tracking(facts, scope=Scope(frozenset({"a"}), "test")).source
    all_ = tracking(facts, scope=WHOLE).source

    assert (own.rows, own.as_of) == (4, date(2026, 1, 10))
    assert (all_.rows, all_.as_of) == (5, date(2026, 3, 20))


@pytest.mark.parametrize("privacy", ["confidential", "anonymous"])
def test_a_survey_that_hides_people_is_left_out_and_named(tmp_path: Path, privacy: str) -> None:
    """Periods that a reader chooses would tell people apart: not one number of it stands here."""
    facts = open_facts(tmp_path / "facts")
    rows = [{"at": "2026-01-05 09:00:00", "unit": "a", "all": 1 + i % 5} for i in range(100)]
    ask(facts, "staff", {"all": {"role": "overall", "scale": {"low": 1, "high": 5}}}, rows, privacy=privacy)

    report = tracking(facts, scope=WHOLE, until="2026-03-01")

    assert report.figures == report.sections == ()
    assert any("staff promised that nobody can be told apart" in str(note) for note in report.notes)


def test_a_promise_of_a_study_counts_as_well(juniper: Facts) -> None:
    report = tracking(juniper, scope=WHOLE, promises={"juniper-guests": Privacy.CONFIDENTIAL})

    assert [figure.key for figure in report.figures] == ["repurchase"]


# --- effort ---


def test_the_worst_effort_stands_first_and_too_few_last(tmp_path: Path) -> None:
    """The two versions of the question are never in one list."""
    facts = open_facts(tmp_path / "facts")

    def rows(values: Sequence[int], unit: str) -> list[dict[str, Any]]:
        return [{"at": "2026-01-05 09:00:00", "unit": unit, "easy": value} for value in values]

    two = {"easy": {"role": "effort", "scale": {"low": 1, "high": 7}}}
    ask(facts, "desk", two, [*rows([7] * 40, "good"), *rows([2] * 30 + [6] * 10, "bad"), *rows([1] * 5, "new")])
    ask(facts, "old", {"easy": {"role": "effort", "scale": {"low": 1, "high": 5}}}, rows([1] * 30 + [5] * 10, "good"))

    report = tracking(facts, scope=WHOLE, surveys=["desk"], until="2026-03-01")
    both = tracking(facts, scope=WHOLE, until="2026-03-01")

    table = table_of(report, "effort")
    assert [str(row.name) for row in table.rows] == ["bad", "good", "new"]
    assert table.rows[0].cells[0].value == pytest.approx(0.25)  # type: ignore[union-attr]
    assert isinstance(table.rows[2].cells[0], Missing)
    assert [section.key for section in both.sections] == ["effort-1-0", "effort-2-0"]


def test_two_questions_of_one_survey_are_two_touchpoints(tmp_path: Path) -> None:
    """Effort lists them apart; satisfaction counts each response once, by the first question."""
    facts = open_facts(tmp_path / "facts")
    seven, five = {"low": 1, "high": 7}, {"low": 1, "high": 5}
    items = {
        "check-in": {"role": "effort", "scale": seven, "label": "Check-in"},
        "bill": {"role": "effort", "scale": seven, "label": "The bill"},
        "all": {"role": "overall", "scale": five},
        "again": {"role": "overall", "scale": five},
    }
    row = {"at": "2026-01-05 09:00:00", "unit": "a", "check-in": 7, "bill": 2, "all": 5, "again": 1}
    ask(facts, "stay", items, [row] * 40)

    report = tracking(facts, scope=WHOLE, until="2026-03-01")

    assert [str(row.name) for row in table_of(report, "effort").rows] == ["The bill, a", "Check-in, a"]
    assert (report.figure("satisfaction").n, report.figure("satisfaction").estimate.value) == (40, 1.0)


# --- returns beside surveys, and nothing at all ---


def test_returns_stand_beside_the_surveys(quarters: Report, juniper: Facts) -> None:
    """Every line of the purchases is in one period of the table, the latest first."""
    table = table_of(quarters, "signals")
    everything = tracking(juniper, scope=WHOLE, length="quarter", filters=Filters.of(None, date(2023, 1, 1)))
    sold = table_of(everything, "signals").column("sold")

    assert str(table.rows[0].name) == "2026 Q4 so far"
    assert {column.key for column in table.columns} >= {"satisfaction", "problems", "repurchase", "returned"}
    totals = juniper.purchase_totals()
    positive = totals.positive_lines + totals.anonymous_lines
    assert sum(cell.value for cell in sold if isinstance(cell, Count)) == positive


def test_nothing_is_said_kindly(tmp_path: Path) -> None:
    report = tracking(open_facts(tmp_path / "facts"), scope=WHOLE)

    assert str(report.conclusion).startswith("There is nothing to track yet")
    assert report.figures == report.sections == ()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"length": "day"}, "There is no period “day”. Choose one of: week, month, quarter."),
        ({"within": 0}, "0 days cannot be waited for another purchase."),
        ({"within": 9999}, "Give a whole number from 1 to 1,100, such as 90."),
    ],
)
def test_what_cannot_be_asked_is_named(juniper: Facts, asked: dict[str, Any], said: str) -> None:
    with pytest.raises(TrackingError) as caught:
        tracking(juniper, scope=WHOLE, **asked)

    assert said in str(caught.value)


def test_an_unknown_survey_is_named(juniper: Facts) -> None:
    with pytest.raises(UnknownSurveyError, match="juniper-guests"):
        tracking(juniper, scope=WHOLE, surveys=["juniper"])


def test_a_report_is_kept_until_something_comes_in(tmp_path: Path) -> None:
    """The same object for the same question; a new answer, another wait or another promise makes another."""
    facts = open_facts(tmp_path / "facts")
    item = {"all": {"role": "overall", "scale": {"low": 1, "high": 5}}}
    row = {"at": "2026-01-05 09:00:00", "unit": "a", "all": 5}
    ask(facts, "one", item, [row] * 40)

    first = tracking(facts, scope=WHOLE)

    assert tracking(facts, scope=WHOLE) is first
    assert tracking(facts, scope=WHOLE, within=30) is not first
    assert tracking(facts, scope=WHOLE, promises={"one": Privacy.ANONYMOUS}).figures == ()
    ask(facts, "two", item, [row] * 40)
    assert tracking(facts, scope=WHOLE).figure("satisfaction").n == 80


def test_a_long_wish_is_cut_to_what_can_be_drawn(juniper: Facts) -> None:
    """A century of weeks is no line."""
    report = tracking(juniper, scope=WHOLE, length="week", filters=Filters.of(None, date.min, date.max))

    assert len(table_of(report, "repurchase").rows) <= 160
