"""From a request to the report that answers it: within the reader's units, under the survey's promise of privacy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import Http404, QueryDict
from django.utils import timezone

from regulars.insights.answers import read_answers
from regulars.insights.report import Report
from regulars.insights.satisfaction import Least, satisfaction
from regulars.insights.scope import Privacy, Scope
from regulars.language import Message, Text
from regulars.survey import Survey
from regulars.survey.questionnaire import strictest
from regulars.web.accounts.access import UnitScope
from regulars.web.company.models import Company
from regulars.web.facts import facts
from regulars.web.research.copying import copied_until
from regulars.web.research.models import Questionnaire
from regulars.web.research.privacy import promised
from regulars.web.results.forms import ALL, WAVE, FilterForm
from regulars.web.results.landmarks.reading import landmarks_of
from regulars.web.results.units import Tree

BY_UNIT = ("units", "service-type")  # sections that have a row for each unit


@dataclass(frozen=True)
class Asked:
    """A survey, a reader's scope, and what the address asks for."""

    survey: Survey
    scope: Scope
    tree: Tree
    form: FilterForm
    sight: UnitScope

    @property
    def hides(self) -> bool:
        """Whether nobody may be told apart: then nothing can be filtered and no answer is shown."""
        return self.scope.privacy.hides

    def report(self) -> Report:
        """The report, with the units by their names."""
        wave = self.form.wave
        found = satisfaction(
            facts(),
            self.survey.name,
            scope=self.scope,
            wave=wave,
            filters=self.form.filters,
            least=least(),
            landmarks=landmarks_of(self.sight),
        )
        return named(found, self.tree)


def least() -> Least:
    """How many answers a number needs, and a group: as the company has set it."""
    company = Company.current()
    return Least(company.minimum_n, company.privacy_k)


def asked(survey: str, query: QueryDict, scope: UnitScope, *, purpose: str) -> Asked:
    """Read a request. An unknown survey is 404, and so is a unit that is not the reader's."""
    known = survey_named(survey)
    own = scope.insight(purpose=purpose, privacy=Privacy(strictest(known.privacy, promised(survey))))
    answers = read_answers(facts(), survey, own)
    tree = Tree(scope, answers.unit_names)
    if own.privacy.hides:
        query = _waves_alone(query)
    form = FilterForm(query, tree=tree, waves=answers.waves_in_order(), intakes=answers.by_intake())
    form.is_valid()
    return Asked(known, own, tree, form, scope)


def _waves_alone(query: QueryDict) -> QueryDict:
    """Where nobody may be told apart, a reader chooses a wave and nothing else."""
    kept = QueryDict(mutable=True)
    if query.get("period", "").startswith((WAVE, ALL)):
        kept["period"] = query["period"]
    return kept


def survey_named(name: str) -> Survey:
    """The survey of this name, or 404."""
    if name not in facts().surveys():
        raise Http404
    return facts().survey(name)


def named(report: Report, tree: Tree) -> Report:
    """Units by their names: answers know only their codes."""
    names = tree.texts()

    def section(one: Any) -> Any:
        if one.key not in BY_UNIT or one.table is None:
            return one
        rows = tuple(replace(row, name=names.get(row.key, row.name)) for row in one.table.rows)
        return replace(one, sentence=_said(one.sentence, names), table=replace(one.table, rows=rows))

    return replace(report, sections=tuple(map(section, report.sections)))


def _said(sentence: Message | None, names: Mapping[str, Text]) -> Message | None:
    """A sentence that lists units, with their names."""
    if sentence is None:
        return None
    values = {
        place: tuple(names.get(str(unit), unit) for unit in value) if isinstance(value, tuple) else value
        for place, value in sentence.values.items()
    }
    return replace(sentence, values=values)


def as_of(survey: str, report: Report) -> datetime | None:
    """Up to when the numbers hold, in the reader's zone. What Regulars itself asks may wait a minute to be copied."""
    if Questionnaire.objects.filter(name=survey).exists():
        return timezone.localtime(copied_until().at)
    return None if report.source.at is None else timezone.localtime(report.source.at)
