"""A question that a later version no longer asks is none of its attributes; earlier waves and all together keep it."""

from __future__ import annotations

import numpy as np

from regulars.insights.answers import Answers
from regulars.insights.filters import Filters
from regulars.insights.satisfaction.estimate import estimate
from regulars.insights.satisfaction.specify import specify
from regulars.language import Text
from regulars.survey import Item, ItemKind, Role, Scale, Survey

FIVE = Scale(1, 5)
NAMES = ("breakfast", "room", "pool")
SURVEY = Survey(
    name="guests",
    title=Text.of("Guests"),
    items=(
        Item("whole", ItemKind.RATING, Text.of("Your stay"), Role.OVERALL, FIVE),
        Item("overall", ItemKind.RATING, Text.of("All in all"), Role.OVERALL, FIVE),
        *(Item(name, ItemKind.RATING, Text.of(name.title()), Role.ATTRIBUTE, FIVE) for name in NAMES),
    ),
)


def answers(n: int = 800) -> Answers:
    """The second wave asks no longer for the pool, and for the whole in a new question."""
    rng = np.random.default_rng(4)
    marks = np.clip(np.round(rng.normal([2.5, 4, 3.5], 1, (n, 3))), 1, 5)
    overall = np.clip(np.round(marks @ [0.6, 0.2, 0.2] + rng.normal(0, 0.4, n)), 1, 5)
    late = np.arange(n) >= n // 2
    columns = {name: marks[:, place] for place, name in enumerate(NAMES)}
    columns["pool"] = np.where(late, np.nan, columns["pool"])
    columns |= {"whole": np.where(late, np.nan, overall), "overall": np.where(late, overall, np.nan)}
    days = np.where(late, np.datetime64("2026-05-01"), np.datetime64("2025-05-01"))
    return Answers.of(SURVEY, columns, ["one"] * n, ["2026" if one else "2025" for one in late], days)


def test_the_new_wave_is_judged_by_what_it_asks() -> None:
    """Otherwise nobody would have answered every attribute, and nothing could be said of what matters."""
    question = specify(answers(), None)
    found = estimate(question, seed=1)

    assert question.wave == "2026"
    assert [item.key for item in question.attributes] == ["breakfast", "room"]
    assert question.overall is not None
    assert question.overall.key == "overall"
    assert found.complete == 400
    assert found.priorities is not None
    assert found.csat is not None


def test_the_old_wave_and_all_together_keep_it() -> None:
    old, everything = specify(answers(), "2025"), specify(answers(), None, Filters(all_waves=True))

    assert [[item.key for item in one.attributes] for one in (old, everything)] == [list(NAMES)] * 2
    assert [one.overall and one.overall.key for one in (old, everything)] == ["whole", "whole"]
