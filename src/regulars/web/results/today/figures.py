"""The tiles: the figures of the latest survey, of tracking and of the values, each with what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db.models import Count, F, Max, Q, Sum
from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from regulars.charts import whisker
from regulars.documents.view import FigureView, figure_view
from regulars.insights.answers import read_answers
from regulars.insights.report import Figure, Report
from regulars.insights.satisfaction import satisfaction
from regulars.insights.satisfaction.weakest import weakest
from regulars.insights.scope import Privacy, Scope
from regulars.insights.value.at_risk import Held, value_at_risk
from regulars.language import NO_CURRENCY, Message, message
from regulars.survey import Role
from regulars.survey.questionnaire import strictest
from regulars.web.accounts.access import UnitScope
from regulars.web.cases.knowledge.below import dissatisfied
from regulars.web.facts import facts
from regulars.web.research.privacy import promised
from regulars.web.results.landmarks.reading import landmarks_of
from regulars.web.results.reading import least
from regulars.web.results.today.changes import NO_SERIES, Change, of_score, of_tracking
from regulars.web.results.today.keeping import kept
from regulars.web.results.today.ready import is_ready, ready
from regulars.web.results.tracking import reading as tracking
from regulars.web.words import current

LATELY = timedelta(days=92)
TITLE = message("Today")
SURVEY, SERIES = ("survey", "weakest"), ("series",)


@dataclass(frozen=True)
class Tile:
    """A figure, drawn; what became of it; where more stands."""

    said: FigureView
    drawn: SafeString
    change: Change
    url: str


@dataclass(frozen=True)
class Survey:
    """The survey that the day is told by, with its reports."""

    name: str
    report: Report
    weakest: Report


def survey_of_the_day(scope: UnitScope) -> Survey | None:
    """Of those that were answered lately, the one with the most answers; one that hides everybody only if all do."""
    found = ready(SURVEY, scope, _of_survey)
    return Survey(found[0].source.name, *found) if found else None


def _of_survey(scope: UnitScope) -> tuple[Report, ...]:
    found = []
    for name in facts().surveys():
        own = _own(name, scope)
        answers = read_answers(facts(), name, own)
        if answers.as_of is not None:
            found.append((own, answers.as_of, len(answers), name))
    if not found:
        return ()
    newest = max(as_of for _, as_of, _, _ in found)
    own, _, _, name = max(found, key=lambda one: (not one[0].privacy.hides, one[1] >= newest - LATELY, *one[2:]))
    # Asked as its own page asks, so that both are one report.
    report = satisfaction(facts(), name, scope=own, least=least(), landmarks=landmarks_of(scope))
    return report, weakest(facts(), name, scope=own, least=least())


def _own(name: str, scope: UnitScope) -> Scope:
    privacy = Privacy(strictest(facts().survey(name).privacy, promised(name)))
    return scope.insight(purpose="results page", privacy=privacy)


def tracked(scope: UnitScope) -> Report:
    """The four indicators, as their own page has them."""
    return ready(SERIES, scope, _of_tracking)[0]


def _of_tracking(scope: UnitScope) -> tuple[Report]:
    return (tracking.asked(QueryDict(), scope, purpose="tracking page").report(),)


def make_ready(scope: UnitScope) -> bool:
    """What the first reader would wait for; whether anything new was kept."""
    told, drawn = is_ready(SURVEY, scope), is_ready(SERIES, scope)
    survey = survey_of_the_day(scope)
    tracked(scope)
    return not drawn or (survey is not None and not told)


def tiles(survey: Survey | None, series: Report) -> Iterator[Tile]:
    """Index, NPS, loyal share; satisfied and problems where somebody has set a target for them."""
    if survey is not None:
        url = reverse("results:report", args=[survey.name])
        if (index := _first(survey.report, ("index", "index_equal", "index_tree", "csat", "mean", "ces"))) is not None:
            yield _tile(index, of_score(survey.report, "trend", series, "satisfaction"), url)
        if (nps := _first(survey.report, ("nps",))) is not None:
            yield _tile(nps, of_score(survey.report, "trend-nps", series, "recommendation"), url)
        satisfied = _first(survey.report, ("csat",))
        if satisfied is not None and satisfied.aim is not None and satisfied is not index:
            yield _tile(satisfied, of_score(survey.report, "trend", series, "satisfaction"), url)
    if (loyal := _loyal(survey, series)) is not None:
        yield loyal
    problems = _first(series, ("problems",))
    if problems is not None and problems.aim is not None:
        yield _tile(problems, of_tracking(series, "problems"), f"{reverse('tracking:report')}#problems")


def _first(report: Report, keys: tuple[str, ...]) -> Figure | None:
    known = {figure.key: figure for figure in report.all_figures()}
    return next((known[key] for key in keys if key in known), None)


def _loyal(survey: Survey | None, series: Report) -> Tile | None:
    """By what they did, where purchases are known; else by what they intend."""
    bought = _first(series, ("repurchase",))
    if bought is not None:
        return _tile(_as_loyal(bought), of_tracking(series, "repurchase"), f"{reverse('tracking:report')}#repurchase")
    if survey is None:
        return None
    again = next(iter(facts().survey(survey.name).with_role(Role.REPURCHASE)), None)
    intends = None if again is None else _first(survey.report, (f"best_{again.key}",))
    if intends is None:
        return None
    return _tile(_as_loyal(intends), NO_SERIES, f"{reverse('results:report', args=[survey.name])}#intention")


def _as_loyal(figure: Figure) -> Figure:
    return replace(figure, label=message("Loyal: {how}", how=figure.label))


def _tile(figure: Figure, change: Change, url: str) -> Tile:
    shown = figure_view(figure, current())
    return Tile(shown, mark_safe(whisker(figure.estimate, shown.aim)), change, url)  # noqa: S308 - numbers only


def at_risk(scope: UnitScope) -> Tile | None:
    """What is expected of the dissatisfied whom the reader may know of."""
    figure = value_at_risk(kept("risk", scope, _held))
    return None if figure is None else _tile(figure, NO_SERIES, reverse("knowledge:hidden"))


def _held(scope: UnitScope) -> Held:
    known = Q(value__isnull=False)
    found = dissatisfied(scope).order_by().aggregate(
        n=Count("pk", filter=known), total=Sum("value"), squares=Sum(F("value") * F("value")),
        unknown=Count("pk", filter=~known), currency=Max("currency"),
    )  # fmt: skip
    total, squares = found["total"] or 0.0, found["squares"] or 0.0
    return Held(found["n"], total, squares, found["unknown"], found["currency"] or NO_CURRENCY)


def worse(shown: list[Tile]) -> Iterator[Message]:
    """What fell beyond what chance explains."""
    return (one.change.headline for one in shown if one.change.sign == "worse" and one.change.headline)


def better(shown: list[Tile]) -> Iterator[Message]:
    """What rose beyond it."""
    return (one.change.headline for one in shown if one.change.sign == "better" and one.change.headline)
