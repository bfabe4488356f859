"""The teams of the units that somebody manages, and one team."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from regulars.language import RegularsError, message, plural
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.company.models import Unit
from regulars.web.research.teams import actions
from regulars.web.research.teams.forms import JoinForm, NewTeamForm, TeamForm
from regulars.web.research.teams.models import Team, TeamMembership
from regulars.web.words import say


@needs(Permission.MANAGE_TEAMS)
def teams(request: HttpRequest) -> HttpResponse:
    """All of them, or those of one unit."""
    rows = Team.objects.within(request.scope).select_related("unit")
    unit = Unit.objects.within(request.scope).filter(public_id=request.GET.get("unit", "")).first()
    if unit is not None:
        rows = rows.filter(unit=unit)
    today = timezone.localdate()
    counts: dict[int, int] = {}
    for team in TeamMembership.objects.on(today).filter(team__in=rows).values_list("team_id", flat=True):
        counts[team] = counts.get(team, 0) + 1
    lines = [(one, counts.get(one.pk, 0), one.closed is not None and one.closed <= today) for one in rows]
    open_ = sum(not closed for _, _, closed in lines)
    context = {
        "lines": lines,
        "unit": unit,
        "headline": plural("{count} team serves customers.", "{count} teams serve customers.", open_),
    }
    return render(request, "teams/teams.html", context)


@needs(Permission.MANAGE_TEAMS)
def add(request: HttpRequest) -> HttpResponse:
    """A new team."""
    initial = {"unit": request.GET.get("unit", "")}
    data = request.POST if request.method == "POST" else None
    form = NewTeamForm(data, initial=initial, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        try:
            team = actions.add_team(unit=form.cleaned_data["unit"], name=form.name(), by=request.user)
        except RegularsError as error:
            form.add_error("name_en", say(error.message))
        else:
            messages.success(request, say(message("{name} was added. Say who belongs to it.", name=team.shown_name)))
            return redirect("teams:team", team.public_id)
    return render(request, "teams/add.html", {"form": form}, status=400 if form.errors else 200)


@needs(Permission.MANAGE_TEAMS)
def team(request: HttpRequest, public_id: str) -> HttpResponse:
    """What it is called, and who belongs to it."""
    found = _team(request, public_id)
    form = TeamForm.of(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        fields = {"name": form.name(), "closed": form.cleaned_data["closed"]}
        try:
            actions.change_team(team=found, fields=fields, by=request.user)
        except RegularsError as error:
            form.add_error("name_en", say(error.message))
        else:
            messages.success(request, say(message("Saved.")))
            return redirect("teams:team", public_id)
    return _page(request, found, form, JoinForm())


@require_POST
@needs(Permission.MANAGE_TEAMS)
def join(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put somebody into it."""
    found = _team(request, public_id)
    form = JoinForm(request.POST)
    if form.is_valid():
        try:
            actions.join(team=found, **form.cleaned_data, by=request.user)
        except RegularsError as error:
            form.add_error("user", say(error.message))
        else:
            messages.success(request, say(message("{name} belongs to it.", name=form.cleaned_data["user"].shown_name)))
            return redirect("teams:team", public_id)
    return _page(request, found, TeamForm.of(found), form)


@require_POST
@needs(Permission.MANAGE_TEAMS)
def leave(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """Today is the last day of a membership."""
    membership = get_object_or_404(
        TeamMembership.objects.select_related("team", "user"), pk=pk, team=_team(request, public_id)
    )
    actions.leave(membership=membership, until=timezone.localdate(), by=request.user)
    messages.success(request, say(message("Today is the last day of {name} there.", name=membership.user.shown_name)))
    return redirect("teams:team", public_id)


def _team(request: HttpRequest, public_id: str) -> Team:
    rows = Team.objects.visible_to(request.user, Permission.MANAGE_TEAMS).select_related("unit")
    return get_object_or_404(rows, public_id=public_id)


def _page(request: HttpRequest, found: Team, form: TeamForm, join_form: JoinForm) -> HttpResponse:
    today = timezone.localdate()
    rows = list(found.memberships.select_related("user").order_by("user__name", "pk"))
    context = {
        "team": found,
        "form": form,
        "join": join_form,
        "members": [one for one in rows if one.until is None or one.until >= today],
        "former": [one for one in rows if one.until is not None and one.until < today],
        "today": today,
    }
    return render(request, "teams/team.html", context, status=400 if form.errors or join_form.errors else 200)
