"""From a request to the report: within the reader's units, under what each survey has promised."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict
from django.utils import timezone

from regulars.facts.tracking import units_of
from regulars.insights.report import Report
from regulars.insights.scope import Privacy, Scope
from regulars.insights.tracking import tracking
from regulars.survey.questionnaire import strictest
from regulars.web.accounts.access import UnitScope
from regulars.web.facts import facts
from regulars.web.research.privacy import promised
from regulars.web.results.landmarks.reading import landmarks_of
from regulars.web.results.reading import least
from regulars.web.results.tracking.forms import TrackingForm
from regulars.web.results.units import Tree


@dataclass(frozen=True)
class Asked:
    """A reader's scope, what each survey promised, and what the address asks for."""

    scope: Scope
    tree: Tree
    promises: dict[str, Privacy]
    form: TrackingForm
    sight: UnitScope

    def report(self) -> Report:
        """The report, as of today."""
        form = self.form
        return tracking(
            facts(),
            scope=self.scope,
            filters=form.filters,
            length=form.length_wished,
            surveys=form.surveys,
            promises=self.promises,
            within=form.days,
            until=timezone.localdate(),
            least=least(),
            names=self.tree.texts(),
            landmarks=landmarks_of(self.sight),
        )


def asked(query: QueryDict, scope: UnitScope, *, purpose: str) -> Asked:
    """Read a request. A survey that may not be shown here is 404, and so is a unit that is not the reader's."""
    known = {name: facts().survey(name) for name in facts().surveys()}
    promises = {name: Privacy(strictest(survey.privacy, promised(name))) for name, survey in known.items()}
    tree = Tree(scope, units_of(facts()) if scope.whole else ())
    shown = {name: survey for name, survey in known.items() if not promises[name].hides}
    form = TrackingForm(query, tree=tree, surveys=shown)
    form.is_valid()
    return Asked(scope.insight(purpose=purpose), tree, promises, form, scope)
