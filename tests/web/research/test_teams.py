"""Teams of units: dated members, within what somebody manages, and from a file."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from regulars.language import Text

pytestmark = pytest.mark.django_db
MARCH, MAY = date(2026, 3, 1), date(2026, 5, 1)


@pytest.fixture
def reception(units: Any) -> Any:
    from regulars.web.research.teams.actions import add_team

    return add_team(unit=units.lakeside, name=Text({"en": "Reception", "zh": "前台"}), by=None)


def test_members_are_dated_and_never_twice(reception: Any, people: Any) -> None:
    from regulars.web.research.teams.actions import join, leave
    from regulars.web.research.teams.errors import TeamError
    from regulars.web.research.teams.models import TeamMembership

    first = join(team=reception, user=people.agent, since=MARCH, by=None)
    with pytest.raises(TeamError, match="from 1 Mar 2026 on already"):
        join(team=reception, user=people.agent, since=MAY, by=None)
    leave(membership=first, until=date(2026, 4, 1), by=None)
    join(team=reception, user=people.agent, since=MAY, by=None)

    on = TeamMembership.objects.on
    assert [on(day).count() for day in (date(2026, 2, 28), MARCH, date(2026, 4, 15), MAY)] == [0, 1, 0, 1]


def test_two_teams_of_a_unit_have_two_names(reception: Any, people: Any, client_of: Any) -> None:
    client = client_of(people.manager)

    page = client.post(reverse("teams:team-add"), {"unit": reception.unit.public_id, "name_zh": "前台"})
    foreign = client.post(reverse("teams:team-add"), {"unit": "nowhere", "name_en": "Night"})

    assert "has a team Reception already" in page.content.decode()
    assert (page.status_code, foreign.status_code) == (400, 400)


def test_a_manager_puts_people_in_and_takes_them_out(reception: Any, people: Any, client_of: Any) -> None:
    client = client_of(people.manager)

    client.post(
        reverse("teams:join", args=[reception.public_id]), {"user": people.agent.public_id, "since": "2026-03-01"}
    )
    again = client.post(reverse("teams:join", args=[reception.public_id]), {"user": people.agent.public_id})
    one = reception.memberships.get()
    client.post(reverse("teams:leave", args=[reception.public_id, one.pk]))

    one.refresh_from_db()
    assert again.status_code == 400
    assert (one.since, one.until is not None) == (MARCH, True)


def test_a_file_adds_teams_and_members_of_own_units_alone(reception: Any, people: Any, client_of: Any) -> None:
    file = (
        "unit,team,team_zh,email,since\n"
        "lakeside,Reception,,wu@example.com,2026-03-01\n"
        "lakeside,Kitchen,厨房,mei@example.com,\n"
        "lakeside,Kitchen,,wu@example.com,someday\n"
        "station,Reception,,wu@example.com,\n"
        "lakeside,Kitchen,,nobody@example.com,\n"
    )
    client = client_of(people.manager)
    page = client.post(reverse("teams:import"), {"file": SimpleUploadedFile("teams.csv", file.encode())})
    plan = page.context["plan"]
    assert (len(plan.good), plan.teams, [bad.row for bad in plan.bad]) == (2, (("lakeside", "Kitchen"),), [3, 4, 5])

    client.post(reverse("teams:import-take"), {"rows": page.context["kept"]})
    second = client.post(reverse("teams:import"), {"file": SimpleUploadedFile("teams.csv", file.encode())})

    assert [team.name.words["en"] for team in reception.unit.teams.all()] == ["Reception", "Kitchen"]
    assert [len(team.memberships.all()) for team in reception.unit.teams.all()] == [1, 1]
    assert (len(second.context["plan"].same), second.context["plan"].good) == (2, ())
