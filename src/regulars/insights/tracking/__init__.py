"""Do satisfaction, problems, repurchase and recommendation hold, and where does it take customers most effort?

Staged: ``specify`` chooses surveys and periods, ``estimate`` reads the facts and calls the methods, ``judge`` says
what changed beyond chance, ``sections`` and ``conclude`` turn the results into a report.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from regulars.insights.filters import EVERYTHING, Filters
from regulars.insights.kept import KeptReports
from regulars.insights.landmarks import NOTHING, Landmarks
from regulars.insights.report import Report, Source
from regulars.insights.satisfaction.specify import DEFAULT_LEAST, Least
from regulars.insights.tracking.against import against
from regulars.insights.tracking.conclude import TITLE, conclusion, notes, reason
from regulars.insights.tracking.estimate import estimate
from regulars.insights.tracking.periods import Length
from regulars.insights.tracking.sections import sections, tiles
from regulars.insights.tracking.specify import LONGEST_WAIT, WITHIN_DAYS, Question, specify
from regulars.language import Text

if TYPE_CHECKING:
    from regulars.facts import Facts
    from regulars.insights.scope import Privacy, Scope
    from regulars.survey import Survey

__all__ = ["LONGEST_WAIT", "WITHIN_DAYS", "Length", "tracking"]

_KEPT = KeptReports(32)


def tracking(
    facts: Facts,
    *,
    scope: Scope,
    filters: Filters = EVERYTHING,
    length: Length | str | None = None,
    surveys: Collection[str] | None = None,
    promises: Mapping[str, Privacy] | None = None,
    within: int = WITHIN_DAYS,
    until: date | str | None = None,
    least: Least = DEFAULT_LEAST,
    names: Mapping[str, Text] | None = None,
    landmarks: Landmarks = NOTHING,
) -> Report:
    """The report on four indicators over time, from all surveys together and from the purchases.

    Parameters:
        facts: where ratings and purchases lie.
        scope: units, privacy class and purpose of the question.
        filters: units and days within the scope; periods are shown whole.
        length: week, month or quarter; without it the data decide.
        surveys: short names; all of them when omitted. Those that promised privacy are left out and named.
        promises: what studies promised beyond what their survey says, by the survey's name.
        within: days within which a customer has to come back to count as a repeat customer.
        until: the day on which this is asked, so that an unfinished period is known; the last day in the data when
            omitted.
        least: how many answers, or customers, a number needs.
        names: of units, by the code that the facts know.
        landmarks: targets that figures are held against, and what happened on which days.

    Asked again while the facts are the same, the same report comes back at once.

    Raises ``TrackingError`` for a period or a wait that does not exist, ``UnknownSurveyError`` of the facts.
    """

    def make() -> Report:
        question = specify(
            facts,
            scope,
            filters=filters,
            length=length,
            surveys=surveys,
            promises=promises or {},
            within=within,
            until=until,
            least=least,
            names=names or {},
        )
        alone = next(iter(chosen)) if chosen is not None and len(chosen) == 1 else ""
        return _report(facts, question, scope, filters, landmarks, alone)

    chosen = None if surveys is None else tuple(sorted(surveys))
    said = tuple(tuple(sorted((some or {}).items())) for some in (promises, names))
    definitions = [facts.survey(name) for name in facts.surveys()]
    asked = (scope, filters, str(length), chosen, said, str(within), str(until), least, landmarks)
    key = (*_files(facts, definitions), *asked)
    return _KEPT.get(key, definitions, make)


def _files(facts: Facts, surveys: Iterable[Survey]) -> tuple[Hashable, ...]:
    """All that is read; whatever comes in changes it."""
    tables = (table.snapshot().files for table in (facts.ratings_table, facts.purchases_table))
    return str(facts.home), *tables, *(facts.answer_files(survey.name).names for survey in surveys)


def _report(
    facts: Facts, question: Question, scope: Scope, filters: Filters, landmarks: Landmarks, alone: str
) -> Report:
    found = estimate(facts, question)
    report = Report(
        key="tracking",
        title=TITLE,
        conclusion=conclusion(question, found),
        reason=reason(found),
        figures=tiles(question, found),
        sections=sections(question, found),
        source=_source(question),
        notes=notes(question, found),
        scope=_own(question, scope, filters),
    )
    return against(report, landmarks, question, found, alone=alone)


def _source(question: Question) -> Source:
    return Source(name="ratings, purchases", rows=question.rows, as_of=question.as_of)


def _own(question: Question, scope: Scope, filters: Filters) -> dict[str, object]:
    return {
        **scope.to_dict(),
        "surveys": sorted(question.surveys),
        "length": question.length.value,
        "within": question.within,
        **({"filters": filters.to_dict()} if filters.narrow else {}),
    }
