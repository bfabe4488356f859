"""Many members of teams from one file: what it would change, row by row, and doing it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from regulars.facts.imports import BadRow
from regulars.facts.imports.short_lists import BadValueError, short_list
from regulars.language import Text, message
from regulars.web.accounts.access import UnitScope
from regulars.web.accounts.models import User
from regulars.web.audit import Event, record
from regulars.web.company.models import Unit
from regulars.web.research.teams import actions
from regulars.web.research.teams.models import Team, TeamMembership

MOST = 10_000
COLUMNS = {  # compared without capitals, blanks and marks
    "unit": ("unit", "unitcode", "code", "单位", "门店", "单位代码"),
    "team": ("team", "teamen", "name", "团队", "班组"),
    "team_zh": ("teamzh", "中文名", "团队中文名"),
    "email": ("email", "mail", "member", "邮箱", "成员", "电子邮箱"),
    "since": ("since", "from", "开始", "首日"),
    "until": ("until", "to", "结束", "末日"),
}


@dataclass(frozen=True)
class Row:
    """One member; without an address only the team."""

    row: int
    unit: str = ""
    team: str = ""
    team_zh: str = ""
    email: str = ""
    since: str = ""
    until: str = ""


@dataclass(frozen=True)
class Plan:
    """What the good rows would do. ``teams``: those that would be added (unit, name)."""

    good: tuple[Row, ...]
    same: tuple[Row, ...]
    bad: tuple[BadRow, ...]
    teams: tuple[tuple[str, str], ...]


def read_rows(file: Path) -> list[Row]:
    """The rows of a file. Raises what is wrong with it as a whole."""
    return short_list(file, Row, COLUMNS, needed=("unit", "team"), most=MOST)


def plan(rows: Iterable[Row], scope: UnitScope) -> Plan:
    """Hold the rows against the teams that are here. Changes nothing."""
    here = _Here(scope)
    good, same, bad = [], [], []
    teams: dict[tuple[str, str], None] = {}
    seen: set[tuple[str, str, str]] = set()
    for row in rows:
        try:
            unit, user, since, _until = here.read(row)
        except BadValueError as error:
            bad.append(error.at(row.row))
            continue
        team = here.team(unit, row)
        key = (unit.code, (row.team or row.team_zh).casefold(), row.email.casefold())
        if key in seen or (team is not None and (user is None or here.belongs(team, user, since))):
            same.append(row)
            continue
        seen.add(key)
        if team is None:
            teams[(unit.code, row.team or row.team_zh)] = None
        good.append(row)
    return Plan(tuple(good), tuple(same), tuple(bad), tuple(teams))


@transaction.atomic
def apply(rows: Iterable[Row], scope: UnitScope, *, by: User) -> Plan:
    """Do what the plan says."""
    done, here = plan(rows, scope), _Here(scope)
    for row in done.good:
        unit, user, since, until = here.read(row)
        team = here.team(unit, row)
        if team is None:
            words = {tag: word for tag, word in (("en", row.team), ("zh", row.team_zh)) if word}
            team = actions.add_team(unit=unit, name=Text(words), by=by)
            here.teams.append(team)
        if user is not None:
            actions.join(team=team, user=user, since=since, until=until, by=by)
    record(Event.TEAMS_IMPORTED, by=by, new=len(done.good), bad=len(done.bad))
    return done


class _Here:
    """What the rows are held against, read once."""

    def __init__(self, scope: UnitScope) -> None:
        self.units = {unit.code.casefold(): unit for unit in Unit.objects.within(scope)}
        self.users = {user.email.casefold(): user for user in User.objects.filter(is_active=True)}
        self.teams = list(Team.objects.within(scope).select_related("unit"))
        self.members = list(TeamMembership.objects.filter(team__in=self.teams))

    def read(self, row: Row) -> tuple[Unit, User | None, date | None, date | None]:
        """Unit, person, first and last day of a row. Raises what is wrong with it."""
        unit = self.units.get(row.unit.casefold())
        if unit is None:
            raise BadValueError(row.unit, message("no such unit"), message("Write the code of a unit that you manage."))
        if not (row.team or row.team_zh):
            raise BadValueError(row.email, message("no team"), message("Write the name of the team."))
        user = self.users.get(row.email.casefold())
        if row.email and user is None:
            raise BadValueError(
                row.email, message("nobody here has this address"), message("Invite the person first, then send again.")
            )
        since, until = _day(row.since), _day(row.until)
        if since and until and until < since:
            raise BadValueError(row.until, message("the last day lies before the first"), message("Enter a later one."))
        return unit, user, since, until

    def team(self, unit: Unit, row: Row) -> Team | None:
        """The team that a row names, in any of its names."""
        wanted = {word.casefold() for word in (row.team, row.team_zh) if word}
        for team in self.teams:
            if team.unit_id == unit.pk and wanted & {word.casefold() for word in team.name.words.values()}:
                return team
        return None

    def belongs(self, team: Team, user: User, since: date | None) -> bool:
        """Whether somebody belongs to a team from that day on, or on it, already."""
        day = since or date.min
        return any(
            one.team_id == team.pk and one.user_id == user.pk and (one.until is None or one.until >= day)
            for one in self.members
        )


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise BadValueError(text, message("no day"), message("Write a day such as 2026-11-22.")) from None
