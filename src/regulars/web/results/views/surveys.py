"""All surveys that have results."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from regulars.insights.answers import read_answers
from regulars.insights.scope import Privacy
from regulars.web.accounts.access import UnitScope, needs
from regulars.web.accounts.roles import Permission
from regulars.web.facts import facts
from regulars.web.results.reading import least
from regulars.web.words import say


@dataclass(frozen=True)
class Line:
    """A survey, with the answers of the reader's own units."""

    name: str
    title: str
    n: int
    last: date | None
    enough: bool


@needs(Permission.SEE_RESULTS)
def surveys(request: HttpRequest) -> HttpResponse:
    """The list, the latest answer first."""
    lines = [_line(name, request.scope) for name in facts().surveys()]
    lines.sort(key=lambda line: (line.last or date.min, line.n), reverse=True)
    return render(request, "results/surveys.html", {"lines": lines})


def _line(name: str, scope: UnitScope) -> Line:
    definition = facts().survey(name)
    own = scope.insight(purpose="list of results", privacy=Privacy(definition.privacy))
    answers = read_answers(facts(), name, own)
    return Line(
        name, say(definition.title) or name, len(answers), answers.as_of, len(answers) >= least().whole(own.privacy)
    )
