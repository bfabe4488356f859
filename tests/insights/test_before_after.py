"""A metric before and after an action: the waves, the test, what may not be compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from regulars.facts import Facts, LiveResponse, open_facts
from regulars.insights.before_after import before_after, waves_of
from regulars.insights.errors import BaselineError, ScopeError
from regulars.insights.scope import Scope
from regulars.language import Text
from regulars.methods import compare
from regulars.methods.comparison import Verdict
from regulars.survey import Item, ItemKind, Role, Scale, Survey

AGAIN = Item("recommend", ItemKind.NPS, Text.of("Recommend"), Role.RECOMMEND, Scale(0, 10))
MEAL = Item("meal", ItemKind.RATING, Text.of("Meal"), Role.ATTRIBUTE, Scale(1, 5))
SURVEY = Survey("guests", Text.of("Guests"), (AGAIN, MEAL))
SCOPE = Scope.whole(purpose="test")
WAVES = {"spring": 20, "summer": 40, "autumn": 80}  # how many of a hundred like the meal


@pytest.fixture
def facts(tmp_path: Path) -> Facts:
    """Three waves of a hundred guests."""
    return _facts(tmp_path, SURVEY)


def _facts(folder: Path, survey: Survey) -> Facts:
    found, rows = open_facts(folder / "facts"), []
    for place, (wave, liked) in enumerate(WAVES.items()):
        day = date(2027, 1, 1) + timedelta(days=90 * place)
        for i in range(100):
            answers = {"meal": 5 if i < liked else 2, "recommend": 10 if i % 2 else 0}
            at = datetime(2027, 1, 1, 9, tzinfo=UTC) + timedelta(days=90 * place)
            rows.append(LiveResponse(f"{wave}{i}", "guests", 1, at, day, answers, wave=wave, unit=f"u{i % 2}"))
    found.copy_responses(rows, surveys=[survey], batch=1, store_id="store")
    return found


def test_before_and_after_with_the_test_of_compare(facts: Facts) -> None:
    """Shares of the two best answers, their difference and its interval are those of the method."""
    found = before_after(facts, "guests", "meal", selected="spring", baseline="summer", after="autumn", scope=SCOPE)
    expected = compare(
        [5, 2, 5, 2],
        ["after", "after", "before", "before"],
        measure="share",
        counts=[80, 20, 40, 60],
        against="first",
        order=["before", "after"],
    )

    assert (found.before.value, found.now.value) == pytest.approx((0.4, 0.8))
    assert found.change.value == pytest.approx(40)
    assert (found.change.low, found.change.high) == pytest.approx(
        (100 * expected.difference_low[0], 100 * expected.difference_high[0])
    )
    assert found.verdict is Verdict.HIGHER
    assert str(found.sentence).startswith("autumn: Clearly higher than summer")
    assert [one.name for one in waves_of(facts, "guests", scope=SCOPE)] == list(WAVES)


def test_no_change_is_no_success(facts: Facts) -> None:
    """The recommendation is what it was."""
    found = before_after(
        facts, "guests", "recommend", selected="spring", baseline="summer", after="autumn", scope=SCOPE
    )

    assert found.measure == "nps"
    assert found.verdict in (Verdict.UNCLEAR, Verdict.SAME)


@pytest.mark.parametrize(("selected", "baseline", "after"), [("spring", "spring", "autumn"), ("a", "b", "b")])
def test_the_wave_that_showed_the_weakness_is_no_baseline(
    facts: Facts, selected: str, baseline: str, after: str
) -> None:
    """It would flatter every action."""
    with pytest.raises(BaselineError, match="partly so by chance"):
        before_after(facts, "guests", "meal", selected=selected, baseline=baseline, after=after, scope=SCOPE)


def test_too_few_is_said(facts: Facts) -> None:
    """Half of a wave, where the company wants sixty."""
    from regulars.insights.satisfaction import Least

    found = before_after(
        facts, "guests", "meal", selected="spring", baseline="summer", after="autumn", scope=SCOPE,
        units={"u0"}, least=Least(answers=60),
    )  # fmt: skip

    assert found.change is None
    assert str(found.sentence) == "Too few have answered to judge: 50 in summer, 50 in autumn."


def test_where_nobody_may_be_told_apart_units_are_not_chosen(tmp_path: Path) -> None:
    """The whole of each wave is."""
    facts = _facts(tmp_path, replace(SURVEY, privacy="confidential"))
    waves = {"selected": "spring", "baseline": "summer", "after": "autumn"}
    with pytest.raises(ScopeError, match="followed over all units"):
        before_after(facts, "guests", "meal", **waves, scope=SCOPE, units={"u0"})
    assert before_after(facts, "guests", "meal", **waves, scope=SCOPE).change is not None
