"""Somebody who answered twice in one moment, or on one day of which no time is known, is scored the same every time."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from regulars.facts import LiveResponse, open_facts
from regulars.insights.customer.satisfaction import last_ratings
from regulars.insights.loyalty.answers import before_last, latest, pairs_of
from regulars.insights.scope import Scope
from regulars.language import Text
from regulars.survey import Item, Scale, Survey
from regulars.survey.definition import ItemKind, Role

OVERALL = Item("overall", ItemKind.RATING, Text.of("Overall"), scale=Scale(1, 5), role=Role.OVERALL)
AGAIN = Item("again", ItemKind.RATING, Text.of("Again"), scale=Scale(1, 5), role=Role.REPURCHASE)
STAY = Survey("stay", Text.of("Stay"), (OVERALL, AGAIN))
WHOLE = Scope.whole(purpose="test")


@pytest.mark.parametrize("turned", [False, True])
def test_the_later_id_counts(tmp_path: Path, turned: bool) -> None:
    facts = open_facts(tmp_path / "facts")
    moment = datetime(2026, 5, 1, 12, tzinfo=UTC)
    given = [
        LiveResponse(f"{name}{i}", "stay", 1, moment, date(2026, 5, 1), {"overall": says, "again": says}, f"c{i}")
        for i in range(20)
        for name, says in (("a", 2), ("b", 5))
    ]
    facts.copy_responses(given[::-1] if turned else given, surveys=[STAY], batch=1, store_id="s")
    pair = pairs_of(facts)[0]

    assert set(latest(facts, pair, scope=WHOLE).loyalty) == {5.0}
    assert set(before_last(facts, pair, scope=WHOLE).loyalty) == {2.0}
    assert set(last_ratings(facts, scope=WHOLE)["value"].to_pylist()) == {5.0}
