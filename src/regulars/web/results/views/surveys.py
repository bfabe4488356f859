"""All surveys that have results."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from regulars.insights.answers import read_answers
from regulars.insights.intakes import ORDER, Intake
from regulars.insights.scope import Privacy
from regulars.language import Message
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
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Way:
    """How many came in one way; ``n`` None: fewer than may be told."""

    intake: Intake
    n: int | None
    url: str = ""

    @property
    def words(self) -> Message:
        """The way."""
        return self.intake.said


@needs(Permission.SEE_RESULTS)
def surveys(request: HttpRequest) -> HttpResponse:
    """The list, the latest answer first."""
    lines = [_line(name, request.scope) for name in facts().surveys()]
    hides = any(way.n is None for line in lines for way in line.ways)
    lines.sort(key=lambda line: (line.last or date.min, line.n), reverse=True)
    return render(request, "results/surveys.html", {"lines": lines, "ways": _together(lines), "hides": hides})


def _together(lines: list[Line]) -> list[Way]:
    """All surveys: how many answers came in each way."""
    return [Way(one, sum(way.n or 0 for line in lines for way in line.ways if way.intake is one)) for one in ORDER]


def _line(name: str, scope: UnitScope) -> Line:
    definition = facts().survey(name)
    own = scope.insight(purpose="list of results", privacy=Privacy(definition.privacy))
    answers = read_answers(facts(), name, own)
    counts, few = answers.by_intake(), own.privacy.hides
    hidden = few and any(n < least().group for n in counts.values())
    ways = tuple(
        Way(one, None if hidden else n, "" if few else f"{reverse('results:report', args=[name])}?intake={one.value}")
        for one, n in counts.items()
    )
    enough = len(answers) >= least().whole(own.privacy)
    return Line(name, say(definition.title) or name, len(answers), answers.as_of, enough, ways)
