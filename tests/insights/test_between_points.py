"""Answers between the points of a scale: means take them as they are, shares by the point that was reached."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from regulars.insights.answers import Answers
from regulars.insights.filters import EVERYTHING
from regulars.insights.points import NONE, between, effort, nearest, points_of, reached
from regulars.insights.report import Report
from regulars.insights.satisfaction import report_of
from regulars.insights.satisfaction.counts import counted_together, moments, pair_sums
from regulars.insights.satisfaction.estimate import estimate
from regulars.insights.satisfaction.specify import specify
from regulars.insights.scope import Scope
from regulars.insights.tracking.readings import recommended, satisfied
from regulars.language import Count, Estimate, Text
from regulars.methods import ces
from regulars.methods.attributes.cases import MANY
from regulars.survey import Item, ItemKind, Role, Scale, Survey

TEN = Scale(0, 10)
NUMBER = ItemKind.NUMBER
SURVEY = Survey(
    name="buyers",
    title=Text.of("Buyers"),
    items=(
        Item("overall", NUMBER, Text.of("Satisfaction"), Role.OVERALL, TEN),
        Item("quality", NUMBER, Text.of("Quality"), Role.ATTRIBUTE, TEN),
        Item("price", NUMBER, Text.of("Price"), Role.ATTRIBUTE, TEN),
        Item("hoped", NUMBER, Text.of("Quality hoped for"), tags=("expectation:quality",), scale=TEN),
        Item("effort", NUMBER, Text.of("It was easy"), Role.EFFORT, Scale(1, 7)),
        Item("recommend", NUMBER, Text.of("Recommend"), Role.RECOMMEND, TEN),
        Item("other", NUMBER, Text.of("Parking"), scale=TEN, role=Role.OTHER),
    ),
)


def columns(n: int = 400, seed: int = 3) -> dict[str, np.ndarray]:
    """Decimal answers; some are missing."""
    rng = np.random.default_rng(seed)
    quality, price = np.clip(rng.normal(6, 2, (2, n)), 0, 10).round(1)
    overall = np.clip(0.6 * quality + 0.3 * price + rng.normal(0, 0.8, n), 0, 10).round(1)
    found = {
        "overall": overall,
        "quality": quality,
        "price": price,
        "hoped": np.clip(quality + rng.normal(1, 1, n), 0, 10).round(1),
        "effort": np.clip(rng.normal(5, 1, n), 1, 7).round(1),
        "recommend": np.clip(overall + rng.normal(1, 1, n), 0, 10).round(1),
        "other": rng.integers(0, 11, n).astype(float),
    }
    for place, values in enumerate(found.values()):
        values[place :: 40 + place] = np.nan
    return found


def answers(given: dict[str, np.ndarray], weights: np.ndarray | None = None) -> Answers:
    n = len(given["overall"])
    days = np.full(n, np.datetime64("2026-05-01"))
    return Answers.of(SURVEY, given, [("east", "west")[i % 2] for i in range(n)], [None] * n, days, weights)


@pytest.fixture(scope="module")
def given() -> dict[str, np.ndarray]:
    return columns()


@pytest.fixture(scope="module")
def report(given: dict[str, np.ndarray]) -> Report:
    return report_of(answers(given), Scope.whole(purpose="test"), wave=None, filters=EVERYTHING, seed=1)


def shown(report: Report, key: str) -> Estimate:
    return report.figure(key).estimate


def test_a_mean_is_that_of_the_answers_themselves(report: Report, given: dict[str, np.ndarray]) -> None:
    """By numpy and Student's t of scipy."""
    for key, name in (("mean", "overall"), ("ces", "effort")):
        values = given[name][~np.isnan(given[name])]
        low, high = stats.t.interval(0.95, len(values) - 1, values.mean(), stats.sem(values))
        figure = report.figure(key)
        assert (figure.estimate.value, figure.estimate.low, figure.estimate.high) == pytest.approx(
            (values.mean(), low, high), abs=1e-9
        )
        assert (figure.n, figure.n_missing) == (len(values), len(given[name]) - len(values))


def test_a_share_counts_the_point_that_was_reached(report: Report, given: dict[str, np.ndarray]) -> None:
    """8.9 is not among the two best, is no promoter, and 6.9 is a detractor."""
    overall, told = (given[name][~np.isnan(given[name])] for name in ("overall", "recommend"))

    assert shown(report, "csat").value == pytest.approx((overall >= 9).mean(), abs=1e-12)
    assert shown(report, "nps").value == pytest.approx(100 * ((told >= 9).mean() - (told < 7).mean()), abs=1e-9)
    rows = report.section("recommendation").table.rows  # type: ignore[union-attr]
    assert [row.cells[1] for row in rows] == [
        Count(int((told < 7).sum())),
        Count(int(((told >= 7) & (told < 9)).sum())),
        Count(int((told >= 9).sum())),
    ]


def test_the_chart_of_points_counts_the_nearest_and_says_so(report: Report, given: dict[str, np.ndarray]) -> None:
    overall = given["overall"][~np.isnan(given["overall"])]
    section = report.section("distribution")
    counts = np.bincount(np.floor(overall + 0.5).astype(int), minlength=11)

    assert section.table is not None
    assert [row.cells[1] for row in section.table.rows] == [Count(int(count)) for count in counts]
    assert str(section.caption) == (
        f"{int((overall % 1 > 0).sum())} answers lie between two points of the scale, and are counted at the nearest "
        "one here."
    )
    assert "Answers to 6 questions lie between" in " ".join(str(note) for note in report.notes)


def test_attributes_and_the_index_take_answers_as_they_are(report: Report, given: dict[str, np.ndarray]) -> None:
    """Scores of “worst first” are ten times the means; the index lies between them."""
    rows = {row.key: row for row in report.section("worst-first").table.rows}  # type: ignore[union-attr]

    for name in ("quality", "price"):
        score = rows[name].cells[1]
        assert isinstance(score, Estimate)
        assert score.value == pytest.approx(10 * np.nanmean(given[name]), abs=1e-9)
        low = rows[name].cells[0]
        assert isinstance(low, Estimate)
        assert low.value == pytest.approx((given[name][~np.isnan(given[name])] < 2).mean(), abs=1e-12)
    other = report.section("gaps").table.rows[0].cells[0]  # type: ignore[union-attr]
    assert isinstance(other, Estimate)
    assert other.value == pytest.approx(10 * np.nanmean(given["quality"] - given["hoped"]), abs=1e-9)


def test_many_answers_give_what_few_of_them_give() -> None:
    """The sums that a large survey is reported from are exact to rounding between points as well."""
    given = columns(MANY + 200, seed=5)
    own = answers(given)
    items = tuple(SURVEY.item(key) for key in ("quality", "price"))
    sums, found = pair_sums(own, items), moments(own, items, SURVEY.item("overall"))
    complete = ~np.isnan(np.column_stack([given[key] for key in ("quality", "price", "overall")])).any(axis=1)
    table = np.column_stack([given[key][complete] for key in ("quality", "price", "overall")])

    assert sums.means == pytest.approx([10 * np.nanmean(given[key]) for key in ("quality", "price")], abs=1e-9)
    assert found.n == len(table)
    assert found.correlation == pytest.approx(np.corrcoef(table.T), abs=1e-12)
    result = estimate(specify(own, None), seed=1).priorities
    assert result is not None
    r = np.corrcoef(table.T)
    assert result.r_squared == pytest.approx(r[2, :2] @ np.linalg.solve(r[:2, :2], r[:2, 2]), abs=1e-9)


def test_weights_count_as_they_do_between_points() -> None:
    """The same weight for all changes nothing; 0 and 1 are a choice."""
    given = columns()
    chosen = np.arange(len(given["overall"])) % 2 == 0
    some = {key: values[chosen] for key, values in given.items()}
    weighed = answers(given, np.where(chosen, 1.0, 0.0))
    plain = estimate(specify(answers(some), None), seed=1)
    found = estimate(specify(weighed, None), seed=1)

    for key in ("mean", "csat", "nps", "ces"):
        one, other = getattr(found, key), getattr(plain, key)
        assert one.n == other.n
        assert (one.low, one.high) == pytest.approx((other.low, other.high), abs=1e-9), key
    both = counted_together(weighed, SURVEY.item("hoped"), SURVEY.item("quality"))
    assert both.n == counted_together(answers(some), SURVEY.item("hoped"), SURVEY.item("quality")).n


def test_whole_answers_are_kept_small() -> None:
    """Two bytes each, whether or not somebody left the question out."""
    whole = points_of(np.array([1.0, np.nan, 10.0]))
    decimal = points_of(np.array([1.5, np.nan, 10.0]))

    assert whole.dtype == np.int16
    assert not between(whole)
    assert between(decimal)
    assert (decimal[1], whole[1]) == (NONE, NONE)
    assert reached(decimal).tolist() == [1, NONE, 10]
    assert nearest(decimal).tolist() == [2, NONE, 10]


def test_effort_where_low_is_easy_counts_what_has_not_reached_easy() -> None:
    """2.5 on the scale of the first version is not easy; whole answers are those of the method itself."""
    values = np.array([1.0, 2.0, 2.5, 4.0] * 10)

    assert effort(values, version="1.0").share == 0.5
    assert effort(values, version="1.0").mean == pytest.approx(values.mean())
    assert effort(np.floor(values), version="1.0") == ces(np.floor(values), version="1.0")


def test_the_series_of_the_company_count_by_the_same_points() -> None:
    given = {(8.9, 1.0): 50, (9.4, 1.0): 30, (6.5, 1.0): 20}
    told, rated = recommended((0, 10), given, 0), satisfied((0, 10), given, 0)

    assert told is not None
    assert rated is not None
    assert told.value == pytest.approx(30 - 20)
    assert rated.value == pytest.approx(0.3)


def test_a_confidential_study_reports_them_too(given: dict[str, np.ndarray]) -> None:
    own = replace(answers(given), survey=replace(SURVEY, privacy="confidential"))
    found = report_of(own, Scope.whole(purpose="test"), wave=None, filters=EVERYTHING, seed=1)

    assert shown(found, "mean").value == pytest.approx(np.nanmean(given["overall"]), abs=1e-9)
