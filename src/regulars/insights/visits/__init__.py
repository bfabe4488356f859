"""How well are our own standards kept, where, and what falls short?

A visit is a checklist that staff have filled in about a unit or a team. Staged: ``specify`` holds the visits against
the checklist, ``estimate`` scores them, ``sections`` and ``conclude`` turn the results into a report.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from regulars.insights.report import Report, Source
from regulars.insights.visits.conclude import conclusion, notes, reason
from regulars.insights.visits.estimate import estimate, score_of
from regulars.insights.visits.sections import sections
from regulars.insights.visits.specify import FEWEST, Question, Visit, areas_of
from regulars.language import Text

if TYPE_CHECKING:
    from regulars.insights.scope import Scope
    from regulars.survey import Questionnaire

__all__ = ["FEWEST", "Visit", "areas_of", "score_of", "visits"]


def visits(
    checklist: Questionnaire,
    found: Sequence[Visit],
    *,
    scope: Scope,
    names: Mapping[str, Text] | None = None,
    people: Mapping[str, Text] | None = None,
    one_site: bool = False,
) -> Report:
    """The report of one checklist: each site, the areas beside each other, what falls short, visit after visit.

    Parameters:
        checklist: its definition, by which all visits are scored alike; items that it no longer has are left out.
        found: the visits, all of them within the scope.
        scope: units, privacy class and purpose of the question.
        names: site -> what it is called.
        people: who was observed -> what they are called; without it nobody is named.
        one_site: whether the visits are those of one site, team or person, so that there is nothing to compare.

    A score is the weighted mean of the items that were seen, 0 to 100. Below five visits a mean has no interval.
    """
    question = Question(checklist, tuple(sorted(found, key=lambda one: one.day)), names or {}, people or {}, one_site)
    result = estimate(question)
    days = [one.day for one in question.visits]
    return Report(
        key="visits",
        title=checklist.title,
        conclusion=conclusion(result),
        reason=reason(result),
        figures=(),
        sections=sections(question, result),
        source=Source(name=checklist.name, rows=len(question.visits), as_of=max(days, default=None)),
        notes=notes(question),
        scope=scope.to_dict(),
    )
