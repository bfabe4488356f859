"""How satisfied are those who answered a survey, why, and what should be mended first?

Staged: ``specify`` chooses answers and items, ``estimate`` calls the methods, ``sections`` and ``conclude``
turn the results into a report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from regulars.insights.answers import read_answers
from regulars.insights.report import Report, Source
from regulars.insights.satisfaction.conclude import conclusion, named, notes, reason, too_few
from regulars.insights.satisfaction.estimate import estimate
from regulars.insights.satisfaction.figures import exact_figures, tiles
from regulars.insights.satisfaction.sections import sections
from regulars.insights.satisfaction.specify import MINIMUM_N, specify
from regulars.insights.wording import sample_in_words

if TYPE_CHECKING:
    from regulars.facts import Facts
    from regulars.insights.scope import Scope


def satisfaction(facts: Facts, survey: str, *, scope: Scope, wave: str | None = None, seed: int = 1) -> Report:
    """The report of one survey: index, NPS, CSAT, distribution, importance × performance, worst first.

    Parameters:
        facts: where the answers lie.
        survey: name of the survey.
        scope: units, privacy class and purpose of the question.
        wave: which wave; the last one when omitted. Earlier waves serve comparison and trend.
        seed: of the resampling; the same seed gives the same intervals.

    Raises ``UnknownSurveyError`` or ``UnknownWaveError``. Fewer answers than the methods need give a report
    that says so and shows no number.
    """
    question = specify(read_answers(facts, survey, scope), wave)
    answers = question.answers
    source = Source(
        name=survey,
        rows=len(answers),
        as_of=answers.as_of,
        sample=sample_in_words(question.survey.sample),
    )
    title = named(question)
    if len(answers) < MINIMUM_N:
        return Report("satisfaction", title, too_few(question), None, (), (), source, scope=scope.to_dict())
    found = estimate(question, seed=seed)
    return Report(
        key="satisfaction",
        title=title,
        conclusion=conclusion(question, found),
        reason=reason(found),
        figures=tiles(question, found),
        sections=(*sections(question, found), *exact_figures(question, found)),
        source=source,
        notes=notes(question, found),
        scope=scope.to_dict(),
    )
