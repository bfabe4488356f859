"""What a worker does before its first reader comes: imports, one look at every survey, one page drawn, the day."""

from __future__ import annotations

import logging

from django.template.loader import get_template
from django.urls import reverse

from regulars.insights.satisfaction import satisfaction
from regulars.insights.scope import Privacy, Scope
from regulars.language import Language
from regulars.web.accounts.access import UnitScope
from regulars.web.facts import facts
from regulars.web.results.landmarks.reading import of_the_company
from regulars.web.results.panels import page_of
from regulars.web.results.reading import least
from regulars.web.results.today.figures import survey_of_the_day, tracked
from regulars.web.worth.making import warm as warm_worth

# The frame of every page, and the two that take longest to read.
FIRST = ("pages/base.html", "worth/page.html", "today/today.html")
log = logging.getLogger(__name__)


def warm() -> None:
    """Read the answers of every survey and draw its page; what goes wrong is told and keeps nobody waiting."""
    try:
        reverse("home")  # reads the code of every page
        for template in FIRST:
            get_template(template)
        warm_worth()
        for name in facts().surveys():
            definition = facts().survey(name)
            scope = Scope.whole(purpose="results page", privacy=Privacy(definition.privacy))
            report = satisfaction(facts(), name, scope=scope, least=least(), landmarks=of_the_company())
            page_of(report, Language.ENGLISH, survey=name, query="", linked=True)
        whole = UnitScope(None, None)
        survey_of_the_day(whole)
        tracked(whole)
    except Exception:
        log.exception("warming up")
