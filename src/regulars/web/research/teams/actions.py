"""What people do with teams. Each change stands in the trail."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from regulars.language import Day, Text, message
from regulars.web.accounts.models import User
from regulars.web.audit import Event, record
from regulars.web.company.models import Unit
from regulars.web.research.teams.errors import TeamError
from regulars.web.research.teams.models import Team, TeamMembership


@transaction.atomic
def add_team(*, unit: Unit, name: Text, by: User | None) -> Team:
    """A new team of a unit."""
    _free(unit, name)
    team = Team.objects.create(unit=unit, name=name)
    record(Event.TEAM_ADDED, target=team, by=by, unit=unit.code)
    return team


@transaction.atomic
def change_team(*, team: Team, fields: dict[str, Any], by: User | None) -> list[str]:
    """Its names, and since when there is none any more. The unit stays: its visits were there."""
    changed = [name for name, value in fields.items() if getattr(team, name) != value]
    if "name" in changed:
        _free(team.unit, fields["name"], team)
    for name in changed:
        setattr(team, name, fields[name])
    if changed:
        team.save(update_fields=changed)
        record(Event.TEAM_CHANGED, target=team, by=by, fields=changed)
    return changed


@transaction.atomic
def join(*, team: Team, user: User, since: date | None, until: date | None = None, by: User | None) -> TeamMembership:
    """Somebody belongs to the team from a day on (None: since ever) until a day (None: still)."""
    if since is not None and until is not None and until < since:
        raise TeamError(message("The last day lies before the first. Enter one that is later."))
    own = TeamMembership.objects.select_for_update().filter(team=team, user=user)
    overlaps = own.filter(
        *([Q(since=None) | Q(since__lte=until)] if until is not None else []),
        *([Q(until=None) | Q(until__gte=since)] if since is not None else []),
    ).first()
    if overlaps is not None:
        if overlaps.since is None:
            raise TeamError(message("{name} belongs to this team in these days already.", name=user.shown_name))
        raise TeamError(
            message("{name} belongs to this team from {day} on already.", name=user.shown_name, day=Day(overlaps.since))
        )
    made = TeamMembership.objects.create(team=team, user=user, since=since, until=until)
    record(Event.TEAM_JOINED, target=team, by=by, since=since.isoformat() if since else "")
    return made


@transaction.atomic
def leave(*, membership: TeamMembership, until: date, by: User | None) -> None:
    """``until`` is the last day. A membership that would end before it began never was."""
    if membership.since is not None and until < membership.since:
        membership.delete()
    else:
        membership.until = until
        membership.save(update_fields=["until"])
    record(Event.TEAM_LEFT, target=membership.team, by=by, until=until.isoformat())


def _free(unit: Unit, name: Text, team: Team | None = None) -> None:
    """Two teams of a unit with one name could not be told apart, on a page or in a file."""
    words = {word.casefold() for word in name.words.values()}
    for other in Team.objects.filter(unit=unit).exclude(pk=team.pk if team else None):
        if words & {word.casefold() for word in other.name.words.values()}:
            raise TeamError(message("{unit} has a team {name} already.", unit=unit.shown_name, name=other.shown_name))
