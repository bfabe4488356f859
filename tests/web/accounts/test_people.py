"""People: found, given roles, closed; and somebody who administers always remains."""

from __future__ import annotations

import pytest
from django.core import mail
from django.urls import reverse

from regulars.web.accounts.access import may
from regulars.web.accounts.models import Grant, User
from regulars.web.accounts.roles import MEANINGS, NAMES, PERMISSIONS, WORDS, Permission, Role
from regulars.web.audit.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(people, client_of):
    """The administrator's browser."""
    return client_of(people.administrator)


def names(client, **query) -> list[str]:
    """Whom the list shows."""
    return [row[0].name for row in client.get(reverse("accounts:people"), query).context["rows"]]


def at(name: str, user: User) -> str:
    """The address of something that is done with somebody."""
    return reverse(f"accounts:{name}", args=[user.public_id])


def test_search_and_filters(ada, people, units) -> None:
    """By a part of name or address, role, unit, state."""
    people.viewer.is_active = False
    people.viewer.save()

    assert names(ada, q="me") == ["Mei"]
    assert names(ada, q="@EXAMPLE.com", role="analyst") == ["Ana"]
    assert names(ada, unit=units.station.public_id) == ["Cai"]
    assert names(ada, state="closed") == ["Vic"]
    assert len(names(ada)) == 9
    assert len(names(ada, state="all", unit="nonsense")) == 10


def test_the_list_asks_little_of_the_database(ada, person, units, django_assert_max_num_queries) -> None:
    """Sixty people are two pages and as many queries as six."""
    for number in range(60):
        person(f"p{number:02}", "viewer", units.lakeside)

    with django_assert_max_num_queries(14):
        page = ada.get(reverse("accounts:people")).context["page"]

    assert len(page) == 50
    assert page.paginator.num_pages == 2


def test_roles_are_given_for_days_and_taken(ada, people, units) -> None:
    """Given twice, the days are new; each change stands in the trail."""
    where = {"role": "viewer", "unit": units.station.public_id}
    ada.post(at("person", people.agent), {**where, "until": "2020-01-01"})
    ended = may(User.objects.get(pk=people.agent.pk), Permission.SEE_RESULTS)
    ada.post(at("person", people.agent), {**where, "until": "2099-01-01"})
    grant = Grant.objects.get(user=people.agent, role="viewer")
    held = may(User.objects.get(pk=people.agent.pk), Permission.SEE_RESULTS)
    ada.post(at("take", people.agent), {"grant": grant.pk})

    assert (ended, held) == (False, True)
    assert list(people.agent.grants.values_list("role", flat=True)) == ["agent"]
    assert list(Entry.objects.about(people.agent).order_by("pk").values_list("event", "details")) == [
        ("role-given", {"role": "viewer", "unit": "station", "until": "2020-01-01"}),
        ("role-given", {"role": "viewer", "unit": "station", "until": "2099-01-01"}),
        ("role-taken", {"role": "viewer", "unit": "station"}),
    ]


def test_a_grant_of_somebody_else_is_not_taken_by_its_number(ada, people) -> None:
    """The number in the form counts among this person's own."""
    ada.post(at("take", people.agent), {"grant": people.manager.grants.get().pk})
    ada.post(at("take", people.agent), {"grant": "x"})

    assert people.manager.grants.count() == 1


def test_a_closed_account_is_out_at_once(ada, people, client_of) -> None:
    """Its session ends with it; opened again, it has its roles."""
    theirs = client_of(people.manager)
    ada.post(at("deactivate", people.manager))
    out = theirs.get(reverse("accounts:profile")).status_code
    ada.post(at("reactivate", people.manager))

    assert out == 302
    assert theirs.get(reverse("accounts:profile")).status_code == 302  # the old session stays dead
    assert client_of(User.objects.get(pk=people.manager.pk)).get(reverse("accounts:profile")).status_code == 200
    assert people.manager.grants.count() == 1


@pytest.mark.parametrize("how", ["close", "take", "end", "own"])
def test_the_last_administrator_stays(ada, people, how) -> None:
    """Closing, taking the role, or letting it run out: none of them leaves the company without one."""
    grant = people.administrator.grants.get()
    if how == "close":
        answer = ada.post(at("deactivate", people.administrator), follow=True)
    elif how == "take":
        answer = ada.post(at("take", people.administrator), {"grant": grant.pk}, follow=True)
    elif how == "end":
        answer = ada.post(at("person", people.administrator), {"role": "administrator", "until": "2099-01-01"})
    else:
        Grant.objects.create(user=people.analyst, role="administrator")
        people.analyst.is_active = False
        people.analyst.save()
        answer = ada.post(at("deactivate", people.administrator), follow=True)

    people.administrator.refresh_from_db()
    assert "Nobody would be left who administers the whole company." in answer.content.decode()
    assert people.administrator.is_active
    assert Grant.objects.filter(pk=grant.pk, until=None).exists()
    assert not Entry.objects.about(people.administrator).exists()


def test_one_of_two_administrators_may_go(ada, people) -> None:
    """The other remains."""
    Grant.objects.create(user=people.analyst, role="administrator")

    ada.post(at("deactivate", people.administrator))

    people.administrator.refresh_from_db()
    assert not people.administrator.is_active


def test_a_link_for_a_new_password(ada, people) -> None:
    """In the language of the account."""
    people.manager.language = "zh"
    people.manager.save()

    answer = ada.post(at("reset", people.manager), follow=True)

    assert mail.outbox[0].to == ["mei@example.com"]
    assert mail.outbox[0].subject == "设置新密码"
    assert "The link is on its way to mei@example.com." in answer.content.decode()
    assert Entry.objects.get(event="user-reset").by == people.administrator


def test_whoever_looks_after_a_region_closes_nobody_who_works_elsewhere(people, units, client_of, person) -> None:
    """An account as a whole is in the hands of those who see all of it."""
    client = client_of(person("sol", "administrator", units.south))
    Grant.objects.create(user=people.agent, role="agent", unit=units.station)

    answer = client.post(at("deactivate", people.agent), follow=True)
    client.post(at("deactivate", people.manager))

    people.agent.refresh_from_db()
    people.manager.refresh_from_db()
    assert people.agent.is_active
    assert "Wu also works outside of your units." in answer.content.decode()
    assert not people.manager.is_active


def test_the_roles_are_said_as_the_table_holds_them(ada) -> None:
    """Every permission and every role has its words."""
    page = ada.get(reverse("accounts:roles"))

    assert set(WORDS) == set(Permission)
    assert set(MEANINGS) == set(NAMES) == set(PERMISSIONS) == set(Role)
    assert len(page.context["table"]) == len(Permission)
