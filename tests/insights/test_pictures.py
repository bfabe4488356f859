"""What the pictures of attributes, service and comparisons say."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from regulars.charts import draw, drawable
from regulars.insights.pictures import picture_of
from regulars.insights.pictures.kano import kanos as picture_of_kanos
from regulars.insights.report import Section
from regulars.language import Language, render
from regulars.methods import (
    compare,
    competitive_position,
    control_chart,
    disconfirmation,
    importance_performance,
    kano,
    kanos,
    league,
    lens_indices,
    quality_agreement,
    service_gaps,
    service_type,
    touchpoints,
    value_map,
    weakest_plank,
)

RANDOM = np.random.default_rng(5)
N = 240
FAST: dict[str, Any] = {"n_resamples": 200}


def answers(centre: float, spread: float = 1.0) -> list[int]:
    return np.clip(np.round(centre + spread * RANDOM.normal(size=N)), 1, 5).astype(int).tolist()


LOW, MIDDLE, HIGH = answers(1.8), answers(3.0), answers(4.3)
FRAME = {"low": LOW, "middle": MIDDLE, "high": HIGH}
OVERALL = np.clip(np.round((2 * np.array(LOW) + np.array(HIGH)) / 3 + RANDOM.normal(size=N) / 2), 1, 5).tolist()
HALVES = ["first"] * (N // 2) + ["second"] * (N // 2)
TEAMS = ["a", "b", "c"] * (N // 3)
WANTED, MISSED = [1] * N, [5] * N
RESULTS = {
    "importance_performance": lambda: importance_performance(FRAME, OVERALL, **FAST),
    "competitive_position": lambda: competitive_position(FRAME, TEAMS, importance=[3, 2, 1], own="a", **FAST),
    "weakest_plank": lambda: weakest_plank(FRAME, **FAST),
    "kano": lambda: kano(WANTED, MISSED, groups=TEAMS),
    "disconfirmation": lambda: disconfirmation(HIGH, LOW),
    "service_gaps": lambda: service_gaps({"x": HIGH, "y": LOW}, {"x": LOW, "y": LOW}, scale=(1, 5)),
    "service_type": lambda: service_type({"x": HIGH}, {"y": LOW}, TEAMS),
    "quality_agreement": lambda: quality_agreement(HIGH, LOW, TEAMS, internal_scale=(1, 5), **FAST),
    "touchpoints": lambda: touchpoints(FRAME, OVERALL, kinds={"person": ["low"]}, **FAST),
    "value_map": lambda: value_map({"q": LOW + HIGH}, {"p": MIDDLE * 2}, ["a"] * N + ["b"] * N),
    "compare": lambda: compare(LOW[: N // 2] + HIGH[: N // 2], HALVES),
    "league": lambda: league(LOW[:80] + MIDDLE[:80] + HIGH[:80], ["a"] * 80 + ["b"] * 80 + ["c"] * 80, **FAST),
    "control_chart": lambda: control_chart(
        hits=[50, 52, 48, 51, 49, 50, 53, 47, 90], n=[100] * 9, baseline=8, names=[f"wave {k}" for k in range(9)]
    ),
    "lens_indices": lambda: lens_indices(FRAME, {"place": ["low"], "people": ["middle", "high"]}),
}
SAID = {
    "importance_performance": "Important, below the line and clear of chance: low.",
    "competitive_position": "No clear difference from the competitors in any attribute.",
    "weakest_plank": "Clearly the weakest: low, the shortest with probability 100%.",
    "kano": "O, one-dimensional: having it pleases, and its absence annoys.",
    "disconfirmation": "Clearly less than expected:",
    "service_gaps": "1 of 2 items are clearly below what was expected; the widest gap is that of x.",
    "service_type": "3 of 3 teams have a clear type: 0 give quality, 0 are factories, 3 friendly zoos, 0 freezers.",
    "quality_agreement": "Agreement (concordance, 1 is whole):",
    "touchpoints": "Important, below the line and clear of chance: low.",
    "value_map": "Clearly more for the money: b. Clearly less: a.",
    "compare": "second is clearly above first.",
    "league": "Clearly below the centre: a. Clearly above: c.",
    "control_chart": "Signals: wave 8.",
    "lens_indices": "people is clearly above place.",
}


@pytest.fixture(scope="module")
def sections() -> dict[str, Section]:
    return {name: picture_of(name, made()) for name, made in RESULTS.items()}


@pytest.mark.parametrize("name", SAID)
def test_a_picture_says_what_was_found_and_can_be_drawn(sections: dict[str, Section], name: str) -> None:
    section = sections[name]

    assert render(section.sentence, Language.ENGLISH).startswith(SAID[name])
    assert drawable(section)
    for language in Language:
        svg = draw(section, language, 546)
        assert "nan" not in svg.lower()


def test_only_what_is_clear_is_coloured(sections: dict[str, Section]) -> None:
    assert {row.key: row.mark for row in sections["weakest_plank"].table.rows} == {
        "low": "weakest",
        "middle": "same",
        "high": "same",
    }
    assert {row.mark for row in sections["competitive_position"].table.rows} == {"same"}
    unclear = picture_of("weakest_plank", weakest_plank({"x": MIDDLE, "y": answers(3.0)}, **FAST))
    assert {row.mark for row in unclear.table.rows} == {"same"}
    assert str(unclear.sentence).startswith("No clear weakest")


def test_touchpoints_say_what_to_do_with_each_kind(sections: dict[str, Section]) -> None:
    table = sections["touchpoints"].table

    assert str(table.rows[0].cells[4]) == "fix first: train and staff"
    assert [row.mark for row in table.rows] == ["above", "same", "same"]
    assert {mark: str(name) for mark, name in table.mark_names.items()} == {"above": "person"}


def test_without_units_agreement_is_drawn_by_itself() -> None:
    section = picture_of("quality_agreement", quality_agreement(HIGH, LOW, internal_scale=(1, 5), **FAST))
    assert [row.key for row in section.table.rows] == ["concordance", "pearson"]
    assert drawable(section)


def test_segments_stand_beside_the_whole_and_features_beside_each_other(sections: dict[str, Section]) -> None:
    assert [row.key for row in sections["kano"].table.rows] == ["all", "segment a", "segment b", "segment c"]
    several = picture_of_kanos(kanos({"wifi": WANTED, "pool": WANTED}, {"wifi": MISSED, "pool": [3] * N}))
    assert [row.mark for row in several.table.rows] == ["below", "above"]
    assert str(several.sentence) == "2 of 2 features have a clear class."


def test_too_few_is_said_and_not_drawn_as_if_it_were_known() -> None:
    section = picture_of("service_type", service_type({"x": [5]}, {"y": [1]}))
    assert str(section.sentence) == "Too few answers to judge."
    assert {row.mark for row in section.table.rows} == {"same"}

    waves = picture_of("control_chart", control_chart(hits=[5, 6], n=[10, 10]))
    assert str(waves.sentence).startswith("Too few waves")
    assert drawable(waves)


def test_servperf_draws_what_was_found() -> None:
    section = picture_of("service_gaps", service_gaps(None, {"x": HIGH, "y": LOW}, scale=(1, 5)))
    assert str(section.sentence) == "Lowest of the dimensions: y."
    assert [row.key for row in section.table.rows] == ["y", "x"]
