"""Each kind of question has its part of the report, with the numbers of its own method."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from regulars.facts import Facts, LiveResponse, open_facts
from regulars.facts.questionnaires import study
from regulars.insights.answers import Answers, read_answers
from regulars.insights.filters import EVERYTHING, Filters
from regulars.insights.report import ChartKind, Report, Section
from regulars.insights.satisfaction import Least, report_of, satisfaction
from regulars.insights.satisfaction.asked import asked
from regulars.insights.satisfaction.specify import specify
from regulars.insights.scope import Privacy, Scope
from regulars.language import Count, Estimate, Kind, Language, Text, render
from regulars.methods import KanoCategory, kano
from regulars.survey import Item, ItemKind, Questionnaire, Role, SampleKind, Scale, Survey
from regulars.survey import read_answers as read_form

WHOLE = Scope.whole(purpose="test")
KINDS = Path(__file__).parent.parent / "survey" / "kinds.yaml"
N = 180
PRICES = (("too-cheap", 100), ("cheap", 150), ("expensive", 250), ("too-expensive", 350))


def sent(i: int) -> dict[str, Any]:
    """The form of one guest: answers that are easily counted."""
    place = (i % 2) + 1
    return {
        "used": ["pool", "gym"] if i % 3 == 0 else ["sauna"] if i % 3 == 1 else ["none-of-these"],
        "visits": str(i % 5 + 1) if i % 3 == 0 else "",
        "order-calm": str(place),
        "order-clean": str(3 - place),
        "points-price": str(6 + i % 3),
        "points-service": str(4 - i % 3),
        "pick-1-best": "time",
        "pick-1-worst": ("music", "towels")[i % 2],
        "pick-2-best": ("towels", "music", "scent")[i % 3],
        "pick-2-worst": ("scent", "towels", "music")[i % 3],
        "slippers-with": "1" if i % 6 else "3",
        "slippers-without": "5",
        **{f"massage-{name}": str(amount + 10 * (i % 7)) for name, amount in PRICES},
        "arrived": (date(2026, 3, 1) + timedelta(days=i)).isoformat(),
    }


@pytest.fixture(scope="module")
def spa(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """Guests of a spa, by the form's own reading and the facts' own copying."""
    one = Questionnaire.from_dict(yaml.safe_load(KINDS.read_text("utf-8")))
    read = [read_form(one, sent(i), today=date(2026, 6, 1)) for i in range(N)]
    assert not any(form.errors for form in read)
    at = datetime(2026, 6, 1, tzinfo=UTC)
    facts = open_facts(tmp_path_factory.mktemp("spa") / "facts")
    facts.copy_responses(
        [
            LiveResponse(f"r{i}", one.name, 1, at, at.date(), dict(form.answers), customer=None, unit=None)
            for i, form in enumerate(read)
        ],
        surveys=[one.survey()],
        batch=1,
        store_id="a",
    )
    return facts


@pytest.fixture(scope="module")
def found(spa: Facts) -> Report:
    """The report of the spa."""
    return satisfaction(spa, "kinds", scope=WHOLE)


def cells(section: Section, column: str) -> dict[str, Any]:
    assert section.table is not None
    return dict(zip([row.key for row in section.table.rows], section.table.column(column), strict=True))


def test_every_kind_of_question_has_its_part_in_the_order_of_the_questionnaire(found: Report) -> None:
    assert [part.key for part in found.sections] == [
        "choices-used", "amount-visits", "ranking-order", "sum-points", "best-worst-pick", "kano", "prices-massage",
        "day-arrived",
    ]  # fmt: skip


def test_the_page_says_first_what_was_asked_first_and_says_it_once(found: Report) -> None:
    assert "which of them comes first is chance" in str(found.conclusion)
    assert [part.key for part in found.sections if part.sentence == found.conclusion] == []


def test_shares_of_several_answers_are_of_those_who_answered(found: Report) -> None:
    part = found.section("choices-used")

    assert {key: cell.value for key, cell in cells(part, "share").items()} == {
        "used-pool": 1 / 3, "used-sauna": 1 / 3, "used-gym": 1 / 3, "none": 1 / 3,
    }  # fmt: skip


def test_numbers_have_their_middle_and_their_unit(found: Report) -> None:
    part = found.section("amount-visits")

    assert found.figure("median_visits").estimate.value == 3
    assert found.figure("mean_visits").estimate.value == 3
    assert cells(part, "n") == {str(place): Count(12) for place in range(5)}
    assert str(part.sentence).endswith(" times or more.")


def test_a_feature_is_what_its_pairs_say(found: Report) -> None:
    result = kano([1 if i % 6 else 3 for i in range(N)], [5] * N)
    part = found.section("kano")

    assert result.category is KanoCategory.ONE_DIMENSIONAL
    assert "Slippers" in str(part.sentence)
    assert part.chart is ChartKind.PLANE
    assert cells(part, "y")["slippers"].value == pytest.approx(result.better)


def test_prices_are_money(found: Report) -> None:
    part = found.section("prices-massage")

    assert found.figure("price_opp_massage").estimate.kind is Kind.MONEY
    assert found.figure("price_opp_massage").estimate.currency == "CNY"
    assert "¥" in render(part.sentence, Language.CHINESE)


def test_options_stand_with_their_words_in_both_languages(found: Report) -> None:
    for key in ("best-worst-pick", "ranking-order", "sum-points", "choices-used"):
        table = found.section(key).table
        assert table is not None
        assert all(isinstance(row.name, Text) and "zh" in row.name.words for row in table.rows if row.key != "none")
    assert "泳池" in render(found.conclusion, Language.CHINESE)


def test_so_few_points_make_no_order(found: Report) -> None:
    """The method takes two hundred before it names a first."""
    part = found.section("sum-points")

    assert "so few answers" in str(part.sentence)
    assert {row.mark for row in part.table.rows} == {""}


def test_days_are_counted_by_months(found: Report) -> None:
    counted = cells(found.section("day-arrived"), "n")

    assert [count.value for count in counted.values()] == [31, 30, 31, 30, 31, 27]


def test_too_few_answers_are_said_and_not_drawn(spa: Facts) -> None:
    few = satisfaction(spa, "kinds", scope=WHOLE, least=Least(answers=65))

    assert few.section("amount-visits").table is None
    assert str(few.section("amount-visits").sentence) == "60 answers. A number appears from 65."
    assert few.section("choices-used").table is not None


def test_many_choices_are_counted_as_they_are_one_by_one(spa: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    from regulars.insights.satisfaction.asked import preferences

    question = specify(read_answers(spa, "kinds", WHOLE), None)
    alone = asked(question, seed=1)
    monkeypatch.setattr(preferences, "MANY", 10)
    together = asked(question, seed=1)

    def shares(found: Any) -> list[float]:
        part = next(one for one in found.sections if one.key == "best-worst-pick")
        return [row.cells[0].value for row in part.table.rows]

    assert shares(together) == pytest.approx(shares(alone))


# --- where nobody may be told apart ---

CHOICE = Item("why", ItemKind.CHOICE, Text.of("Why"), options={"a": Text.of("A"), "b": Text.of("B")})
STAFF = Survey(
    "staff",
    Text.of("Staff"),
    (
        Item("overall", ItemKind.RATING, Text.of("Overall"), Role.OVERALL, Scale(1, 5)),
        Item("again", ItemKind.RATING, Text.of("Stay"), Role.REPURCHASE, Scale(1, 5)),
        CHOICE,
    ),
    sample=SampleKind.CENSUS,
)


def staff(answered: Sequence[int], sizes: Sequence[int] = (60, 60)) -> Answers:
    """Two waves, of whom so many say why."""
    wave, place = np.repeat([0, 1], sizes), np.concatenate([np.arange(size) for size in sizes])
    rating = 1.0 + place % 5
    why = np.where(place < np.array(answered)[wave], place % 2, np.nan)
    columns = {"overall": rating, "again": 6 - rating, "why": why}
    days = np.full(sum(sizes), np.datetime64("2026-01-15"))
    return Answers.of(STAFF, columns, [None] * sum(sizes), [f"W{code}" for code in wave], days)


def keys(found: Answers, privacy: Privacy, filters: Filters = EVERYTHING, wave: str | None = None) -> Counter[str]:
    scope = Scope.whole(purpose="test", privacy=privacy)
    report = report_of(found, scope, wave=wave, filters=filters, seed=1)
    return Counter(part.key for part in report.sections if part.table is not None)


def test_a_question_that_few_of_one_wave_answered_is_not_shown_of_all_waves() -> None:
    """The waves less one another would be these five."""
    found, together = staff([60, 5]), Filters(all_waves=True)

    assert keys(found, Privacy.IDENTIFIED, together)["choice-why"]
    assert not keys(found, Privacy.CONFIDENTIAL, together)["choice-why"]
    assert keys(found, Privacy.CONFIDENTIAL, wave="W0")["choice-why"]


def test_groups_of_satisfaction_are_not_told_apart_where_nobody_may_be() -> None:
    assert keys(staff([60, 60]), Privacy.IDENTIFIED)["intention"]
    assert not keys(staff([60, 60]), Privacy.CONFIDENTIAL)["intention"]


def test_intention_within_satisfaction_adds_up() -> None:
    question = specify(staff([60, 60]), None, Filters(all_waves=True))
    part = next(one for one in asked(question, seed=1).model if one.key == "intention")

    assert cells(part, "n") == {"low": Count(48), "middle": Count(24), "high": Count(48)}
    assert cells(part, "high")["low"].value == 1  # who is dissatisfied comes back: the test made them so
    assert [figure.estimate.value for figure in part.figures] == [0.4, 0.4]


# --- the studies that come with Regulars ---


def answered(name: str, n: int = 120, **more: Any) -> Answers:
    """Ratings that go together, to all scales of a built-in study."""
    survey, rng = replace(study(name).survey(), **more), np.random.default_rng(7)
    mood = rng.normal(size=n)
    columns = {}
    for item in survey.items:
        if item.scale is not None and item.kind in (ItemKind.RATING, ItemKind.NPS):
            low, high = item.scale.low, item.scale.high
            level = 0.6 + 0.25 * any(tag.startswith("expectation:") for tag in item.tags)
            at = low + (high - low) * (level + 0.12 * (mood + rng.normal(size=n)))
            columns[item.key] = np.clip(np.round(at), low, high)
    days = np.full(n, np.datetime64("2026-01-15"))
    return Answers.of(survey, columns, [None] * n, [None] * n, days)


@pytest.mark.parametrize(
    ("name", "key", "words"),
    [
        ("loyalty", "loyalty-types", "both satisfied and loyal"),
        ("satisfaction-index", "path-diagram", "index of satisfaction"),
    ],
)
def test_a_study_says_first_what_it_is_asked_for(name: str, key: str, words: str) -> None:
    found = asked(specify(answered(name), None), seed=1)

    assert words in str(found.lead)
    assert next(part for part in found.model if part.key == key).table is not None


def test_the_kinds_of_value_are_weighed_by_what_goes_with_coming_back() -> None:
    found = asked(specify(answered("perceived-value", n=240), None), seed=1)
    part = next(one for one in found.model if one.key == "going-with")

    assert set(cells(part, "importance")) == {"functional", "emotional", "social"}
    assert not any(one.key == "going-with" for one in asked(specify(answered("perceived-value"), None), seed=1).model)


def test_statements_about_staying_show_who_agrees() -> None:
    found = asked(specify(answered("loyalty"), None), seed=1)
    part = next(one for one in found.rest if one.key == "loyalty-sides")

    assert set(cells(part, "share")) == {"prefer", "trust", "barrier", "choice"}
    assert {row.mark for row in part.table.rows} == {""}  # that it is hard to change is no good news


def test_what_is_stated_to_matter_stands_against_its_rating() -> None:
    survey = study("three-layers").survey()
    rated = survey.with_role(Role.ATTRIBUTE)[:4]
    matters = [
        replace(item, key=f"matters-{item.key}", role=Role.OTHER, tags=(f"importance:{item.key}",)) for item in rated
    ]
    question = specify(answered("three-layers", n=240, items=(*rated, *matters)), None)

    part = asked(question, seed=1).model[0]

    assert part.key == "stated-importance"
    assert part.chart is ChartKind.IMPORTANCE_PERFORMANCE
    assert {row.key for row in part.table.rows} == {item.key for item in rated}
    assert not any(one.key == "ratings" for one in asked(question, seed=1).rest)


def test_dimensions_and_gaps_of_service_quality() -> None:
    report = report_of(answered("service-quality-gaps"), WHOLE, wave=None, filters=EVERYTHING, seed=1)

    assert set(cells(report.section("gap-dimensions"), "gap")) == {
        "tangibles", "reliability", "responsiveness", "assurance", "empathy",
    }  # fmt: skip
    assert all(isinstance(cell, Estimate) for cell in cells(report.section("dimensions"), "index").values())
    assert all(isinstance(cell, Estimate) for cell in cells(report.section("worst-first"), "lowest").values())
