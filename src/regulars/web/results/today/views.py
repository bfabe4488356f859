"""The page of the day."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.accounts.access import may, signed_in
from regulars.web.accounts.roles import Permission
from regulars.web.cases.knowledge.below import two_columns
from regulars.web.company.models import Company, Unit
from regulars.web.results.today import figures, todo
from regulars.web.results.today.keeping import kept
from regulars.web.results.today.models import look
from regulars.web.results.today.news import news
from regulars.web.results.today.parts import Part, parts_of, where
from regulars.web.results.today.telling import Standing, sentences


@signed_in
def today(request: HttpRequest) -> HttpResponse:
    """Each part for those who may see it; 403 for whoever sees none."""
    user, now = request.user, timezone.now()
    parts = parts_of(user)
    if not parts:
        raise PermissionDenied
    standing = _standing(request, parts)
    said = sentences(standing)
    since, first = look(user, now)
    silent = where(user, Part.SILENT)
    context = {
        "place": _place(user),
        "now": timezone.localtime(now),
        "headline": said[0],
        "more": said[1:],
        "standing": standing,
        "mine": list(todo.mine(request)) if Part.MINE in parts else [],
        "works": Part.MINE in parts,
        "two": kept("silent", silent, two_columns) if Part.SILENT in parts else None,
        "news": list(news(user, parts, since, now)),
        "since": timezone.localtime(since),
        "first": first,
        "step": _next_step(user) if standing.empty else None,
        "results": Part.FIGURES in parts,
    }
    return render(request, "today/today.html", context)


def _standing(request: HttpRequest, parts: frozenset[Part]) -> Standing:
    user, now = request.user, timezone.now()
    survey, tiles = None, []
    if Part.FIGURES in parts:
        scope = where(user, Part.FIGURES)
        survey = figures.survey_of_the_day(scope)
        tiles += figures.tiles(survey, figures.tracked(scope))
    if Part.RISK in parts and (risk := figures.at_risk(where(user, Part.RISK))) is not None:
        tiles.append(risk)
    return Standing(
        cases=todo.cases(user, now) if Part.CASES in parts else None,
        promises=todo.promises(user) if Part.PROMISES in parts else None,
        answers=todo.answers(user, now) if Part.ANSWERS in parts else None,
        survey=survey,
        tiles=tiles,
        figures=Part.WEAKEST in parts,
    )


def _place(user: Any) -> str:
    """The company, or the units that somebody is there for."""
    units = {grant.unit_id for grant in user.grants.on(timezone.localdate())}
    if None in units or len(units) > 2:
        return Company.current().shown_name
    return " · ".join(one.shown_name for one in Unit.objects.filter(pk__in=units).order_by("code"))


def _next_step(user: Any) -> tuple[Message, str] | None:
    """Where somebody begins who may begin something."""
    for permission, words, url in (
        (Permission.IMPORT, message("Import customers, purchases or answers"), "imports:history"),
        (Permission.MANAGE_STUDIES, message("Ask your customers"), "research:studies"),
        (Permission.WORK_CASES, message("Write down a case"), "cases:new"),
        (Permission.SEE_CUSTOMERS, message("See customers"), "people:customers"),
    ):
        if may(user, permission):
            return words, reverse(url)
    return None
