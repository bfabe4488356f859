"""The report of a study in four chapters: needs, loyal customers, prices, competitors; then how it was made.

Composed of what the other insights say, so that a number is the same wherever it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from regulars.insights.answers import read_answers
from regulars.insights.chapters.blanks import Blank
from regulars.insights.chapters.loyalty import Loyal, loyalty
from regulars.insights.chapters.method import Response, method_page
from regulars.insights.chapters.needs import needs
from regulars.insights.chapters.price import price
from regulars.insights.chapters.rivals import rivals
from regulars.insights.chapters.worth import Worth, values_of, worth_of
from regulars.insights.filters import EVERYTHING, Filters
from regulars.insights.kept import KeptReports
from regulars.insights.landmarks import NOTHING, Landmarks
from regulars.insights.report import Report
from regulars.insights.satisfaction import satisfaction
from regulars.insights.satisfaction.against import loyal_against
from regulars.insights.satisfaction.hiding import hiding
from regulars.insights.satisfaction.specify import DEFAULT_LEAST, Least, Question, specify
from regulars.insights.scope import Privacy
from regulars.insights.value.specify import Terms
from regulars.language import Message, message
from regulars.survey import SampleKind

if TYPE_CHECKING:
    from regulars.facts import Facts
    from regulars.insights.scope import Scope

__all__ = ["Blank", "Response", "chapters"]
TILES = ("index", "csat", "nps")
_KEPT = KeptReports(32)


def chapters(
    facts: Facts,
    survey: str,
    *,
    scope: Scope,
    wave: str | None = None,
    filters: Filters = EVERYTHING,
    least: Least = DEFAULT_LEAST,
    terms: Terms | None = None,
    responses: Mapping[str, Response] | None = None,
    landmarks: Landmarks = NOTHING,
    seed: int = 1,
) -> Report:
    """Four chapters and a page on method. A chapter for which nothing was asked names the question.

    Parameters:
        facts: where answers and purchases lie.
        survey: name of the survey.
        scope: units, privacy class and purpose of the question.
        wave: which wave; the last one when omitted and no days are asked for.
        filters: units and days within the scope.
        least: how many answers a number needs.
        terms: horizon, margin and discount rate of what customers are worth.
        responses: wave -> how many of those who were asked by name answered; "" is that of all waves.
        landmarks: targets that figures are held against, and what happened on which days.
        seed: of the resampling.

    Raises as ``satisfaction`` does.
    """
    terms = terms or Terms()

    def make() -> Report:
        return _made(facts, survey, scope, wave, filters, least, terms, responses or {}, landmarks, seed)

    bought = facts.purchase_totals()
    told = tuple(sorted((responses or {}).items(), key=lambda one: one[0]))
    asked = (scope, wave, filters, least, terms, str(told), landmarks, seed)
    key = (str(facts.home), survey, facts.answer_files(survey), *asked, bought)
    return _KEPT.get(key, (facts.survey(survey), facts.weightings(survey)), make)


def _made(
    facts: Facts,
    survey: str,
    scope: Scope,
    wave: str | None,
    filters: Filters,
    least: Least,
    terms: Terms,
    responses: Mapping[str, Response],
    landmarks: Landmarks,
    seed: int,
) -> Report:
    report = satisfaction(
        facts, survey, scope=scope, wave=wave, filters=filters, least=least, landmarks=landmarks, seed=seed
    )
    answers = read_answers(facts, survey, scope)
    privacy = scope.privacy.stricter(Privacy(answers.survey.privacy))
    question = specify(answers, wave, filters, privacy, least)
    if len(question.answers) < question.minimum or hiding(question).whole:
        return replace(report, key="chapters")
    tiles = tuple(figure for figure in report.figures if figure.key in TILES)
    parts = [
        *needs(question, report, seed=seed),
        *loyalty(question, report, _worth(facts, survey, scope, question, terms)),
        *price(report),
        *rivals(question, seed=seed),
    ]
    figures = (*tiles, *(figure for part in parts for figure in part.figures))
    made = replace(
        report,
        key="chapters",
        figures=tiles,
        sections=(*parts, *method_page(question, figures, responses.get(question.wave or ""))),
        notes=(*_opt_in(question), *report.notes),
    )
    return loyal_against(made, landmarks, question, scope)


def _opt_in(question: Question) -> tuple[Message, ...]:
    if question.survey.sample is not SampleKind.OPT_IN:
        return ()
    return (message("Opt-in: what is said here holds for those who answered, not necessarily for all customers."),)


def _worth(
    facts: Facts, survey: str, scope: Scope, question: Question, terms: Terms
) -> Callable[[Loyal | None], Worth | Message]:
    def worth(loyal: Loyal | None) -> Worth | Message:
        if question.filters.units is not None:
            return message("What customers are worth is told for the whole company; this report is of a part of it.")
        values = values_of(facts, scope, terms)
        if isinstance(values, Message):
            return values
        return worth_of(values, facts, survey, loyal, linked=not question.privacy.hides)

    return worth
