"""What changed since the last wave: all attributes tested at once, beside the last wave that may be held against."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from prove.harness.reports import AnswerModel, Said, alike, answers

from regulars.insights.answers import Answers
from regulars.insights.chapters.needs import needs
from regulars.insights.filters import EVERYTHING, Filters
from regulars.insights.report import Report, Section
from regulars.insights.satisfaction import report_of
from regulars.insights.satisfaction.specify import specify
from regulars.insights.scope import Privacy, Scope
from regulars.language import Missing, Text
from regulars.methods import compare_items
from regulars.survey import Item, ItemKind, Role, SampleKind, Scale, Survey

KEYS = ("breakfast", "staff", "room", "wifi")
SURVEY = Survey(
    "stay",
    Text.of("Stay"),
    tuple(Item(key, ItemKind.RATING, Text.of(key.capitalize()), Role.ATTRIBUTE, Scale(1, 5)) for key in KEYS),
    sample=SampleKind.CENSUS,
)


def waves(sizes: dict[str, int], low: dict[tuple[str, str], float] | None = None, seed: int = 1) -> Answers:
    """Four attributes of mean 4; ``low``: (wave, attribute) -> by how much less."""
    rng = np.random.default_rng(seed)
    names = [name for name, n in sizes.items() for _ in range(n)]
    columns = {key: rng.choice([3.0, 4.0, 5.0], len(names)) for key in KEYS}
    for (wave, key), less in (low or {}).items():
        here = np.array([name == wave for name in names]) & (rng.random(len(names)) < less)
        columns[key][here] -= 1
    order = list(sizes)
    days = [np.datetime64("2025-01-15") + 100 * order.index(name) for name in names]
    return Answers.of(SURVEY, columns, [None] * len(names), names, np.array(days))


def report(found: Answers, privacy: Privacy = Privacy.IDENTIFIED, **more: Any) -> Report:
    asked = {"wave": None, "filters": EVERYTHING, "seed": 1, **more}
    return report_of(found, Scope.whole(purpose="test", privacy=privacy), **asked)


def changed(found: Answers, **more: Any) -> Section | None:
    return next((part for part in report(found, **more).sections if part.key == "changed"), None)


def test_an_attribute_that_fell_is_named_and_stands_first() -> None:
    part = changed(waves({"spring": 400, "autumn": 400}, {("autumn", "room"): 0.5}))

    assert part is not None
    assert part.table is not None
    assert str(part.sentence) == "Rated clearly lower than in spring: Room."
    assert part.table.rows[0].key == "room"
    assert [row.mark for row in part.table.rows] == ["below", "same", "same", "same"]
    assert part.table.column("change")[0].value == pytest.approx(-12.5, abs=4)  # type: ignore[union-attr]


def test_the_numbers_are_those_of_a_comparison_of_all_answers() -> None:
    """Whatever sums they come from."""
    found = waves({"spring": 120, "autumn": 90}, {("autumn", "staff"): 0.3})
    part = changed(found)
    names = [found.wave_names[code] for code in found.waves]
    peer = compare_items(
        {key: found.columns[key] for key in KEYS}, names, scale=(1, 5), against="before", order=("spring", "autumn")
    )

    assert part is not None
    assert part.table is not None
    for row, cell in zip(part.table.rows, part.table.column("change"), strict=True):
        own = peer.items[row.key]
        limits = (cell.value, cell.low, cell.high)  # type: ignore[union-attr]
        expected = 25 * np.array([own.difference[0], own.difference_low[0], own.difference_high[0]])
        assert limits == pytest.approx(expected)
        assert row.mark == {"clearly lower": "below", "clearly higher": "above"}.get(own.verdict[0].value, "same")


def test_a_wave_with_too_few_answers_is_passed_over() -> None:
    part = changed(waves({"2024": 300, "pilot": 12, "2025": 300}, {("2025", "wifi"): 0.5}))

    assert part is not None
    assert str(part.sentence) == "Rated clearly lower than in 2024: Wifi."


def test_an_attribute_that_is_new_is_too_few_to_judge() -> None:
    found = waves({"spring": 200, "autumn": 200})
    found.columns["wifi"][:190] = -32768
    part = changed(found)

    assert part is not None
    assert part.table is not None
    assert part.table.rows[-1].key == "wifi"
    assert isinstance(part.table.rows[-1].cells[0], Missing)


def test_one_wave_or_chosen_days_have_no_wave_before() -> None:
    found = waves({"spring": 200, "autumn": 200})

    assert changed(found, wave="spring") is None
    assert changed(found, filters=Filters(first=found.first_day)) is None


def test_a_wave_that_is_hidden_is_not_held_against() -> None:
    """Where nobody may be told apart the small wave is passed over; the one before it may be shown."""
    found = waves({"2023": 300, "small": 8, "2024": 300, "2025": 300})
    anonymous = changed(found, wave="2024", privacy=Privacy.ANONYMOUS)

    said = "" if anonymous is None else str(anonymous)
    assert "small" not in said
    assert all(row.behind is None for row in (anonymous.table.rows if anonymous and anonymous.table else ()))


def test_the_first_chapter_says_it_too() -> None:
    """The same part, not another."""
    found = waves({"spring": 400, "autumn": 400}, {("autumn", "room"): 0.5})
    made = report(found)

    parts = {part.key: part for part in needs(specify(found, None), made, seed=1)}

    assert parts["changed"] == made.section("changed")


def test_reports_of_waves_that_are_alike_say_that_nothing_changed() -> None:
    """A handful of the seeds of ``prove/report_null.py``."""
    model = AnswerModel(alike())
    found = [Said.of(answers(model, 300, seed), seed) for seed in range(12)]

    assert sum(bool(one.changed) for one in found) <= 2
    assert not any(one.weakest or one.gains for one in found)
