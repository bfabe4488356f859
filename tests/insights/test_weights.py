"""Answers that are weighted count by their weights, in every headline figure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from regulars.facts import Facts, LiveResponse, open_facts
from regulars.insights.answers import Answers, read_answers
from regulars.insights.filters import EVERYTHING
from regulars.insights.report import Report
from regulars.insights.satisfaction import Least, report_of, satisfaction
from regulars.insights.satisfaction.counts import by_group, moments, pair_sums
from regulars.insights.scope import Scope
from regulars.language import Text
from regulars.methods import csat, importance_performance, mean_rating, nps, post_stratify, weighted_index
from regulars.survey import Item, ItemKind, Role, Scale, Survey

RATING = Scale(1, 5)
OVERALL = Item("overall", ItemKind.RATING, Text.of("All in all"), Role.OVERALL, RATING)
ROOM = Item("room", ItemKind.RATING, Text.of("Room"), Role.ATTRIBUTE, RATING)
MEAL = Item("meal", ItemKind.RATING, Text.of("Meal"), Role.ATTRIBUTE, RATING)
AGAIN = Item("recommend", ItemKind.NPS, Text.of("Recommend"), Role.RECOMMEND, Scale(0, 10))
HOTEL = Survey("guests", Text.of("Guests"), (OVERALL, ROOM, MEAL, AGAIN))
SCOPE = Scope.whole(purpose="test")


def guests(n: int, weights: np.ndarray | None, seed: int = 3, waves: int = 1) -> Answers:
    """Guests of two units, some of whom left something out."""
    rng = np.random.default_rng(seed)
    mood = rng.normal(size=n)

    def points(low: int, high: int, noise: float) -> np.ndarray:
        middle, width = (low + high) / 2, (high - low) / 4
        found = np.clip(np.round(middle + width * (mood + noise * rng.normal(size=n))), low, high)
        return np.where(rng.random(n) < 0.1, np.nan, found)

    columns = {"overall": points(1, 5, 0.5), "room": points(1, 5, 1), "meal": points(1, 5, 0.8)}
    columns["recommend"] = points(0, 10, 0.6)
    return Answers.of(
        HOTEL,
        columns,
        [("lakeside", "harbour")[i % 2] for i in range(n)],
        [f"w{i * waves // n}" for i in range(n)],
        np.array(["2027-01-01"] * n, dtype="datetime64[D]"),
        weights,
    )


def some(n: int, seed: int = 5) -> np.ndarray:
    """A few different weights, one of them nothing."""
    return np.random.default_rng(seed).choice([0.0, 0.4, 1.0, 3.1], n)


def told(answers: Answers) -> Report:
    """The report."""
    return report_of(answers, SCOPE, wave=None, filters=EVERYTHING, seed=1, least=Least(answers=10))


def column(answers: Answers, key: str) -> np.ndarray:
    """The answers to an item, NaN where there is none."""
    found = answers.columns[key].astype(float)
    return np.where(found < 0, np.nan, found)


def test_headline_figures_are_those_of_the_methods_with_weights() -> None:
    """Value, interval and n; the sums that the page keeps lose nothing."""
    answers, weights = guests(400, some(400)), some(400)
    report = told(answers)

    for key, found, name in (
        ("nps", nps(column(answers, "recommend"), weights=weights), "points"),
        ("csat", csat(column(answers, "overall"), weights=weights), "share"),
        ("mean", mean_rating(column(answers, "overall"), weights=weights), "mean"),
    ):
        figure = report.figure(key)
        assert (figure.estimate.value, figure.estimate.low, figure.estimate.high) == pytest.approx(
            (getattr(found, name), found.low, found.high), abs=1e-9
        )
        assert (figure.n, figure.n_missing) == (found.n, found.n_missing)
    assert report.figure("nps_plain").estimate.value == pytest.approx(nps(column(answers, "recommend")).points)
    assert "weighted, effective n" in str(report.figure("nps").method)


@pytest.mark.parametrize("weights", [None, some(300)])
def test_sums_of_an_index_say_what_the_answers_say(weights: np.ndarray | None) -> None:
    """Also where parts of a survey are added up."""
    answers = guests(300, weights)
    half = np.arange(300) < 140
    sums = pair_sums(answers.only(half), (ROOM, MEAL)) + pair_sums(answers.only(~half), (ROOM, MEAL))
    frame = {key: 25 * (column(answers, key) - 1) for key in ("room", "meal")}

    found = weighted_index(sums, [2, 1], scale=(0, 100))
    expected = weighted_index(frame, [2, 1], scale=(0, 100), weights=weights)

    for name in ("index", "low", "high", "item_scores", "item_low", "item_high", "gap_low", "n_effective"):
        assert getattr(found, name) == pytest.approx(getattr(expected, name), abs=1e-9)
    assert (found.n, found.n_missing, found.item_n) == (expected.n, expected.n_missing, expected.item_n)


def test_importance_from_weighted_sums_is_that_of_the_rows() -> None:
    """The same values; limits as near as two ways of resampling are."""
    answers, weights = guests(1500, some(1500)), some(1500)
    whole = np.all([~np.isnan(column(answers, key)) for key in ("room", "meal", "overall")], axis=0)
    frame = {key: np.where(whole, 25 * (column(answers, key) - 1), np.nan) for key in ("room", "meal")}
    y = np.where(whole, column(answers, "overall"), np.nan)

    found = importance_performance(moments(answers, (ROOM, MEAL), OVERALL), scale=(0, 100), seed=1)
    expected = importance_performance(
        frame, y, scale=(0, 100), outcome_scale=(1, 5), weights=weights, seed=1, n_resamples=400
    )

    assert (found.n, found.n_missing) == (expected.n, expected.n_missing)
    assert found.n_effective == pytest.approx(expected.n_effective)
    assert found.performance == pytest.approx(expected.performance)
    assert found.importance == pytest.approx(expected.importance)
    assert found.importance_low == pytest.approx(expected.importance_low, abs=0.02)
    assert found.performance_low == pytest.approx(expected.performance_low, abs=0.5)


def test_post_stratified_by_hand() -> None:
    """Six of ten answers come from the lake, where four of ten guests stay: 0.4 · 50 % + 0.6 · 75 % = 65 %."""
    overall = np.array([5, 5, 5, 1, 1, 1, 5, 5, 5, 1] * 10, dtype=float)
    units = ["lakeside"] * 6 + ["harbour"] * 4
    weights = post_stratify(units * 10, {"lakeside": 400, "harbour": 600}).weights
    answers = Answers.of(
        Survey("guests", Text.of("Guests"), (OVERALL,)),
        {"overall": overall},
        units * 10,
        ["w"] * 100,
        np.array(["2027-01-01"] * 100, dtype="datetime64[D]"),
        weights,
    )

    report = told(answers)

    assert report.figure("csat").estimate.value == pytest.approx(0.65)
    assert report.figure("csat_plain").estimate.value == pytest.approx(0.6)


def test_weights_of_an_import_are_relative_within_their_wave() -> None:
    """A wave whose weights are numbers of people does not outweigh the others."""
    weights = np.where(np.arange(400) < 200, some(400) * 1000, some(400))
    answers = guests(400, weights, waves=2)
    first, second = (answers.weights[half] for half in (slice(200), slice(200, 400)))

    assert first.mean() == pytest.approx(1, abs=1e-8)
    assert second.mean() == pytest.approx(1, abs=1e-8)


def test_an_answer_that_came_later_counts_as_one_and_is_said() -> None:
    """Nobody drops out because the wave was weighted before they answered."""
    weights = some(400)
    weights[390:] = np.nan
    answers = guests(400, weights)

    report = told(answers)

    assert answers.weights[390:].tolist() == [1.0] * 10
    assert any(str(note).startswith("10 answers came after their wave was weighted") for note in report.notes)


def test_a_wave_without_weights_is_as_it_was() -> None:
    """Beside a wave that has them."""
    weights = some(400)
    weights[200:] = np.nan
    later = guests(400, weights, waves=2).in_wave("w1")

    assert later.weighed is None
    assert told(later).figure("nps") == told(replace(later, weights=None)).figure("nps")


def test_groups_are_counted_by_weight_in_either_way() -> None:
    """Few kinds of weights are counted in a table, many are sorted."""
    few, many = guests(400, some(400)), guests(400, np.random.default_rng(1).random(400) + 0.5)
    for answers in (few, many):
        for code, found in enumerate(by_group(answers, AGAIN, answers.units, 2)):
            mine = answers.units == code
            expected = nps(column(answers, "recommend")[mine], weights=answers.weights[mine])
            assert nps(found.points, **found.options).points == pytest.approx(expected.points)
            assert found.n == expected.n


def test_live_answers_are_weighted_in_the_facts(tmp_path: Path) -> None:
    """Given weights, given others, and none again: one row each, and the report follows."""
    facts = open_facts(tmp_path / "facts")
    rng = np.random.default_rng(2)
    answers = [{"overall": int(rng.integers(1, 6)), "recommend": int(rng.integers(0, 11))} for _ in range(120)]
    _receive(facts, answers, batch=1)
    weights = {f"r{i}": (0.5 if i % 2 else 1.5) for i in range(120)}

    plain = satisfaction(facts, "guests", scope=SCOPE).figure("nps").estimate
    changed = facts.weigh("guests", weights)
    facts.publish_weightings("guests", {"w": [Text.of("unit")]})
    report = satisfaction(facts, "guests", scope=SCOPE)
    expected = nps([one["recommend"] for one in answers], weights=list(weights.values()))

    assert changed == 120
    assert facts.weigh("guests", weights) == 0
    assert (len(read_answers(facts, "guests", SCOPE)), facts.ratings().count().to_pyarrow().as_py()) == (120, 240)
    assert report.figure("nps").estimate.value == pytest.approx(expected.points)
    assert "weighted to unit" in str(report.figure("nps").method)
    assert facts.weigh("guests", dict.fromkeys(weights)) == 120
    assert satisfaction(facts, "guests", scope=SCOPE).figure("nps").estimate == plain


def test_live_weights_stand_as_they_were_given_where_everybody_went_to_the_end(tmp_path: Path) -> None:
    """Those of an import are made relative within their wave; ours are already."""
    facts = open_facts(tmp_path / "facts")
    _receive(facts, [{"overall": 3, "recommend": 9}] * 120, batch=1)

    facts.weigh("guests", {f"r{i}": 2.0 for i in range(60)})

    weights = read_answers(facts, "guests", SCOPE).weights
    assert weights is not None
    assert sorted(weights.tolist()) == [1.0] * 60 + [2.0] * 60


def _receive(facts: Facts, answers: list[dict[str, int]], batch: int) -> None:
    survey = replace(HOTEL, items=(OVERALL, AGAIN))
    facts.copy_responses(
        [
            LiveResponse(
                f"r{i}", "guests", 1, datetime(2027, 1, 2, 9, tzinfo=UTC), date(2027, 1, 2), one, wave="w", unit="u"
            )
            for i, one in enumerate(answers)
        ],
        surveys=[survey],
        batch=batch,
        store_id="store",
    )
