"""How satisfied are those who answered a survey, why, and what should be mended first?

Staged: ``specify`` chooses answers and items, ``estimate`` calls the methods, ``sections`` and ``conclude``
turn the results into a report.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from regulars.insights.answers import Answers, read_answers
from regulars.insights.filters import EVERYTHING, Filters
from regulars.insights.kept import KeptReports
from regulars.insights.landmarks import NOTHING, Landmarks
from regulars.insights.report import Report, Source
from regulars.insights.satisfaction.against import against
from regulars.insights.satisfaction.asked import asked
from regulars.insights.satisfaction.conclude import conclusion, named, notes, reason, too_few, withheld
from regulars.insights.satisfaction.estimate import estimate
from regulars.insights.satisfaction.figures import exact_figures, tiles
from regulars.insights.satisfaction.hiding import hiding
from regulars.insights.satisfaction.sections import sections
from regulars.insights.satisfaction.specify import DEFAULT_LEAST, Least, Question, specify
from regulars.insights.scope import Privacy
from regulars.insights.wording import sample_in_words
from regulars.language import Message

if TYPE_CHECKING:
    from regulars.facts import Facts
    from regulars.insights.scope import Scope

_KEPT = KeptReports(64)


def satisfaction(
    facts: Facts,
    survey: str,
    *,
    scope: Scope,
    wave: str | None = None,
    filters: Filters = EVERYTHING,
    least: Least = DEFAULT_LEAST,
    landmarks: Landmarks = NOTHING,
    seed: int = 1,
) -> Report:
    """The report of one survey: index, NPS, CSAT, distribution, importance × performance, worst first, trend.

    Asked again while no new answer came in, the same report comes back at once.

    Parameters:
        facts: where the answers lie.
        survey: name of the survey.
        scope: units, privacy class and purpose of the question.
        wave: which wave; the last one when omitted and no days are asked for. Earlier waves serve comparison and trend.
        filters: units and days within the scope, and the steps of the trend.
        least: how many answers a number needs, and how many a group where nobody may be told apart.
        landmarks: targets that figures are held against, and what happened on which days.
        seed: of the resampling; the same seed gives the same intervals.

    Raises ``UnknownSurveyError`` or ``UnknownWaveError``, and ``ScopeError`` where the study promised that nobody can
    be told apart and the filters would. Fewer answers than the methods need give a report that says so and shows
    no number.
    """

    def make() -> Report:
        answers = read_answers(facts, survey, scope)
        return report_of(answers, scope, wave=wave, filters=filters, seed=seed, least=least, landmarks=landmarks)

    definition = facts.survey(survey), facts.weightings(survey)
    key = (str(facts.home), survey, facts.answer_files(survey), scope, wave, filters, least, landmarks, seed)
    return _KEPT.get(key, definition, make)


def report_of(
    answers: Answers,
    scope: Scope,
    *,
    wave: str | None,
    filters: Filters,
    seed: int,
    least: Least = DEFAULT_LEAST,
    landmarks: Landmarks = NOTHING,
) -> Report:
    """The report from answers that were read."""
    privacy = scope.privacy.stricter(Privacy(answers.survey.privacy))
    question = specify(answers, wave, filters, privacy, least)
    if len(question.answers) < question.minimum:
        return _without_numbers(question, scope, too_few(question))
    if hiding(question).whole:
        return _without_numbers(question, scope, withheld(question))
    found, further = estimate(question, seed=seed), asked(question, seed=seed)
    said = conclusion(question, found, further)
    parts = (*sections(question, found, further), *exact_figures(question, found))
    report = Report(
        key="satisfaction",
        title=named(question),
        conclusion=said,
        reason=reason(question, found, further),
        figures=tiles(question, found),
        # What the page says in its first line its parts do not say again.
        sections=tuple(replace(part, sentence=None) if part.sentence == said else part for part in parts),
        source=_source(question),
        notes=notes(question, found),
        scope=_scope(question, scope),
    )
    return against(report, landmarks, question, scope, found.trend)


def _without_numbers(question: Question, scope: Scope, why: Message) -> Report:
    return Report(
        key="satisfaction",
        title=named(question),
        conclusion=why,
        reason=None,
        figures=(),
        sections=(),
        source=_source(question),
        scope=_scope(question, scope),
    )


def _source(question: Question) -> Source:
    answers = question.answers
    return Source(
        name=question.survey.name,
        title=question.survey.title,
        rows=len(answers),
        as_of=answers.as_of,
        version=answers.version,
        sample=sample_in_words(question.survey.sample),
        at=answers.at,
    )


def _scope(question: Question, scope: Scope) -> dict[str, Any]:
    own = {**scope.to_dict(), "privacy": question.privacy.value}
    if question.filters.narrow:
        own["filters"] = question.filters.to_dict()
    return own
