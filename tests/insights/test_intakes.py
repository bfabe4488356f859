"""Three ways by which answers come in, under one model: counted apart, and each to be looked at by itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from regulars.facts import Facts, LiveResponse, open_facts
from regulars.insights.answers import read_answers
from regulars.insights.errors import ScopeError
from regulars.insights.filters import Filters
from regulars.insights.intakes import Intake
from regulars.insights.satisfaction import satisfaction
from regulars.insights.scope import Privacy, Scope
from regulars.language import Text
from regulars.survey import Item, ItemKind, Role, Scale, Survey

FOOD = Item("food", ItemKind.RATING, Text.of("Food"), role=Role.OVERALL, scale=Scale(1, 5))
STAY = Survey("stay", Text.of("Your stay"), (FOOD,))
SCOPE = Scope.whole(purpose="test")


@pytest.fixture
def facts(tmp_path: Path) -> Facts:
    """Forty were asked by link and poster, ten told us without being asked, five come from an agency."""

    found = open_facts(tmp_path / "facts")

    def response(number: int) -> LiveResponse:
        at = datetime(2026, 1, 5, 12, tzinfo=UTC) + timedelta(minutes=number)
        channel = "feedback" if number >= 40 else "poster" if number % 2 else "link"
        answered = {"food": 5 if number < 40 else 1}
        return LiveResponse(f"r{number}", "stay", 1, at, date(2026, 1, 5), answered, unit="lakeside", channel=channel)

    found.copy_responses(map(response, range(50)), surveys=[STAY], batch=1, store_id="a")
    return found


def test_each_way_is_counted_and_can_be_chosen(facts: Facts) -> None:
    """The parts add up to the whole, and the figure of one way is made of its answers alone."""
    answers = read_answers(facts, "stay", SCOPE)

    assert answers.by_intake() == {Intake.SURVEY: 40, Intake.FEEDBACK: 10}
    assert len(answers.in_intake(Intake.FEEDBACK)) == 10
    assert len(answers.in_intake(Intake.FILE)) == 0
    assert answers.in_intake(None) is answers
    told = satisfaction(facts, "stay", scope=SCOPE, filters=Filters(intake=Intake.SURVEY))
    assert told.scope["filters"]["intake"] == "survey"


def test_where_nobody_may_be_told_apart_there_is_no_choice(facts: Facts) -> None:
    """A way is a group like any other."""
    hidden = Scope.whole(purpose="test", privacy=Privacy.CONFIDENTIAL)

    with pytest.raises(ScopeError):
        satisfaction(facts, "stay", scope=hidden, filters=Filters(intake=Intake.FEEDBACK))
