"""How good is it where customers meet us, and where does nobody measure it?

Staged: ``specify`` finds the items that judge each touchpoint, ``estimate`` calls the methods, ``sections`` and
``conclude`` turn the results into a report.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from regulars.insights.filters import EVERYTHING, Filters
from regulars.insights.journey.conclude import conclusion, notes, reason
from regulars.insights.journey.estimate import estimate
from regulars.insights.journey.sections import sections
from regulars.insights.journey.specify import specify
from regulars.insights.kept import KeptReports
from regulars.insights.report import Report, Source
from regulars.insights.satisfaction.specify import DEFAULT_LEAST, Least
from regulars.insights.scope import Privacy
from regulars.language import message
from regulars.survey.touchpoints import Register

if TYPE_CHECKING:
    from regulars.facts import Facts
    from regulars.insights.scope import Scope

_KEPT = KeptReports(32)


def journey(
    facts: Facts,
    register: Register,
    *,
    scope: Scope,
    filters: Filters = EVERYTHING,
    surveys: Collection[str] | None = None,
    wave: str | None = None,
    promises: Mapping[str, Privacy] | None = None,
    least: Least = DEFAULT_LEAST,
    seed: int = 1,
) -> Report:
    """The report along the journey: what nobody measures, every touchpoint with its rating, what to mend first.

    Parameters:
        facts: where the answers lie.
        register: stages and touchpoints; an item belongs to one by its tag or because the register names it.
        scope: units, privacy class and purpose of the question.
        filters: units and days within the scope.
        surveys: only the answers of these; all when omitted. What counts as measured does not hang on it.
        wave: only the answers of this wave; all waves when omitted.
        promises: privacy that a survey has promised beyond its definition. Answers of a survey in which nobody may be
            told apart stay out: touchpoints by unit and day are groups that a reader chooses.
        least: how many answers a number needs.
        seed: of the resampling.
    """
    question = specify(facts, register, scope, filters, surveys, promises or {}, least, wave)
    read = tuple((name, facts.answer_files(name)) for name in sorted(question.definitions))
    key = (str(facts.home), read, scope, filters, None if surveys is None else frozenset(surveys), wave, least, seed)

    def make() -> Report:
        found = estimate(facts, question, scope, seed=seed)
        return Report(
            key="journey",
            title=message("Customer journey"),
            conclusion=conclusion(question),
            reason=reason(found),
            figures=(),
            sections=sections(question, found),
            source=Source(name="journey", rows=found.rows, as_of=found.as_of, at=found.at),
            notes=notes(question, found),
            scope={**scope.to_dict(), **({"filters": filters.to_dict()} if filters.narrow else {})},
        )

    return _KEPT.get(key, question, make)
