"""Who leaves a question out is in no number of it: small groups of those who answered it stay hidden too."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from regulars.insights.answers import Answers
from regulars.insights.filters import EVERYTHING, Filters
from regulars.insights.report import Report
from regulars.insights.satisfaction import Least, report_of
from regulars.insights.scope import Privacy, Scope
from regulars.language import Text
from regulars.survey import Item, ItemKind, Role, SampleKind, Scale, Survey

SURVEY = Survey(
    "stay",
    Text.of("Stay"),
    (
        Item("overall", ItemKind.RATING, Text.of("Overall"), Role.OVERALL, Scale(1, 5)),
        Item("staff", ItemKind.RATING, Text.of("Staff"), Role.ATTRIBUTE, Scale(1, 5)),
        Item("price", ItemKind.RATING, Text.of("Price"), Role.ATTRIBUTE, Scale(1, 5)),
    ),
    sample=SampleKind.CENSUS,
)
ALL_WAVES = Filters(all_waves=True)


def answers(
    n: Sequence[int],
    *,
    overall: Sequence[int],
    price: Sequence[int],
    units: Sequence[str] | None,
    waves: Sequence[str | None],
) -> Answers:
    """Groups of so many, of whom so many answer a question."""
    group = np.repeat(np.arange(len(n)), n)
    place = np.arange(sum(n)) - np.repeat(np.cumsum([0, *n[:-1]]), n)
    rating = 3.0 + place % 3
    return Answers.of(
        SURVEY,
        {
            "overall": np.where(place < np.repeat(overall, n), rating, np.nan),
            "staff": rating,
            "price": np.where(place < np.repeat(price, n), rating, np.nan),
        },
        [None] * sum(n) if units is None else [units[code] for code in group],
        [waves[code] for code in group],
        np.full(sum(n), np.datetime64("2025-01-15")),
    )


def report(found: Answers, privacy: Privacy, wave: str | None = None, filters: Filters = EVERYTHING) -> Report:
    scope = Scope.whole(purpose="test", privacy=privacy)
    return report_of(found, scope, wave=wave, filters=filters, seed=1, least=Least(group=10))


def shown(found: Report, section: str) -> set[str]:
    return {row.key for part in found.sections if part.key == section for row in part.table.rows}


def test_a_unit_where_few_answered_the_question_does_not_follow_from_the_others() -> None:
    """115 answers less 60 and 50 would be the five of the third unit, though it has forty responses."""
    found = answers([60, 50, 40], overall=[60, 50, 5], price=[60, 50, 40], units=("a", "b", "c"), waves=("W1",) * 3)

    assert shown(report(found, Privacy.IDENTIFIED), "units") == {"a", "b", "c"}
    assert shown(report(found, Privacy.ANONYMOUS), "units") == {"a"}


def test_a_wave_where_few_answered_a_question_does_not_follow_from_all_waves() -> None:
    """All waves together leave the question out; the waves themselves show it where enough have answered."""
    found = answers([100, 60], overall=[100, 60], price=[100, 5], units=None, waves=("W1", "W2"))

    assert shown(report(found, Privacy.IDENTIFIED, filters=ALL_WAVES), "worst-first") == {"staff", "price"}
    assert shown(report(found, Privacy.ANONYMOUS, filters=ALL_WAVES), "worst-first") == {"staff"}
    assert shown(report(found, Privacy.ANONYMOUS, wave="W1"), "worst-first") == {"staff", "price"}


def test_the_trend_of_a_question_that_few_answered_in_one_wave_stays() -> None:
    """The wave has no score; the others follow from nothing, for all waves together leave the question out."""
    found = answers([100, 60, 60], overall=[100, 60, 5], price=[100, 60, 60], units=None, waves=("W1", "W2", "W3"))

    together = report(found, Privacy.ANONYMOUS, filters=ALL_WAVES)

    assert shown(report(found, Privacy.ANONYMOUS, wave="W1"), "trend") == {"W1", "W2", "W3"}
    assert "csat" not in {figure.key for figure in together.figures}


def test_answers_of_no_wave_do_not_follow_from_all_answers() -> None:
    """104 less the 100 of the only wave would be the four whose wave nobody named."""
    found = answers([100, 4], overall=[100, 4], price=[100, 4], units=None, waves=("W1", None))

    assert report(found, Privacy.ANONYMOUS, wave="W1").figures
    assert report(found, Privacy.ANONYMOUS, filters=ALL_WAVES).figures == ()
