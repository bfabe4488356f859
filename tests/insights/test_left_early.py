"""Who left before the end counts, item by item, and the reader is told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from regulars.facts import LiveResponse, open_facts
from regulars.insights.answers import read_answers
from regulars.insights.satisfaction import satisfaction
from regulars.insights.scope import Scope
from regulars.language import Text
from regulars.survey import Item, ItemKind, Role, Scale, Survey

FOOD = Item("food", ItemKind.RATING, Text.of("Food"), role=Role.OVERALL, scale=Scale(1, 5))
STAY = Survey("stay", Text.of("Your stay"), (FOOD,))


def test_results_say_how_many_left_before_the_end(tmp_path: Path) -> None:
    facts = open_facts(tmp_path)
    scope = Scope.whole(purpose="test")

    def response(number: int) -> LiveResponse:
        at = datetime(2026, 1, 5, 12, tzinfo=UTC) + timedelta(minutes=number)
        unit = "lakeside" if number % 2 else "harbour"
        answered = {"food": number % 5 + 1}
        return LiveResponse(
            f"r{number}", "stay", 1, at, date(2026, 1, 5), answered, unit=unit, complete=number % 10 != 3
        )

    facts.copy_responses(map(response, range(60)), surveys=[STAY], batch=1, store_id="a")
    answers = read_answers(facts, "stay", scope)
    said = [str(note) for note in satisfaction(facts, "stay", scope=scope).notes]

    assert (len(answers), answers.left_early) == (60, 6)
    assert answers.in_units(["lakeside"]).left_early == 6
    assert answers.in_units(["harbour"]).left_early == 0
    assert said[0].startswith("6 of 60 responses end before the last page.")
