"""From a request to the journey: within the reader's units, under what each survey has promised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, QueryDict
from django.utils.safestring import mark_safe

from regulars.charts import whisker
from regulars.facts.tracking import units_of
from regulars.insights.filters import Filters
from regulars.insights.journey import journey
from regulars.insights.report import Report
from regulars.insights.scope import Privacy, Scope
from regulars.language import Estimate, message
from regulars.survey.questionnaire import strictest
from regulars.survey.touchpoints import Register
from regulars.web.accounts.access import UnitScope
from regulars.web.facts import facts
from regulars.web.research.privacy import promised
from regulars.web.research.touchpoints import queries
from regulars.web.results.forms import UnitsAndDays
from regulars.web.results.reading import least
from regulars.web.results.units import Tree
from regulars.web.words import later, say


class JourneyForm(UnitsAndDays):
    """One survey or all, units, days."""

    survey = forms.ChoiceField(required=False, label=later(message("Survey")))
    field_order = ("unit", "survey", "since", "until")

    def __init__(self, data: QueryDict, *, tree: Tree, surveys: dict[str, Any]) -> None:
        units = data.getlist("unit")
        super().__init__(data.dict() | {"unit": units}, tree=tree, units=units)
        self.fields["survey"].choices = [
            ("", say(message("All surveys"))),
            *((name, say(survey.title) or name) for name, survey in surveys.items()),
        ]
        if data.get("survey") and data["survey"] not in surveys:
            raise Http404

    @property
    def filters(self) -> Filters:
        """What was asked for; what could not be read is left out."""
        return Filters(units=self.codes, first=self.wish("since"), last=self.wish("until"))

    def asked(self) -> list[tuple[str, Any]]:
        """Name and value of what is asked for, in the order of the address."""
        asked = [("unit", code) for code in self.wish("unit") or []]
        return asked + [(name, self.wish(name)) for name in ("survey", "since", "until") if self.wish(name)]

    def chips(self) -> list[tuple[str, str, str]]:
        """What is filtered, in words, and the query without it: (kind, words, rest)."""
        return [*self.chips_of_units(), *self.chips_of_days(), *self.chip("survey", message("Survey"))]


@dataclass(frozen=True)
class Asked:
    """A reader's scope, the register as far as it is theirs, and what the address asks for."""

    scope: Scope
    register: Register
    promises: dict[str, Privacy]
    form: JourneyForm

    def report(self) -> Report:
        """The report."""
        survey = self.form.wish("survey")
        return journey(
            facts(),
            self.register,
            scope=self.scope,
            filters=self.form.filters,
            surveys=[survey] if survey else None,
            promises=self.promises,
            least=least(),
        )


def asked(query: QueryDict, scope: UnitScope) -> Asked:
    """Read a request. A survey that may not be shown here is 404, and so is a unit that is not the reader's."""
    known = {name: facts().survey(name) for name in facts().surveys()}
    promises = {name: Privacy(strictest(survey.privacy, promised(name))) for name, survey in known.items()}
    tree = Tree(scope, units_of(facts()) if scope.whole else ())
    shown = {name: survey for name, survey in known.items() if not promises[name].hides}
    form = JourneyForm(query, tree=tree, surveys=shown)
    form.is_valid()
    return Asked(scope.insight(purpose="journey page"), queries.register(scope.unit_ids), promises, form)


def columns(register: Register, report: Report) -> list[tuple[Any, list[dict[str, Any]]]]:
    """Each stage with its touchpoints: name, and the cells of the flow by the key of their column."""
    if not report.sections:
        return []
    table = report.section("flow").table
    assert table is not None  # noqa: S101  the flow has one
    names = [column.key for column in table.columns[1:]]
    rows = {
        row.key: {**dict(zip(names, row.cells, strict=True)), "name": row.name, "mark": row.mark} for row in table.rows
    }
    for row in rows.values():
        if isinstance(row["rating"], Estimate):
            row["drawn"] = mark_safe(whisker(row["rating"]))  # noqa: S308 - numbers only
    return [
        (stage.name, [{**rows[one.key], "plain": one} for one in register.at(stage.key)]) for stage in register.stages
    ]
