"""Working with cases: the day, the board, many at once and back, kept filters, search, the digest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from regulars.web.audit.models import Entry as Trail
from regulars.web.cases import actions
from regulars.web.cases.desk import table
from regulars.web.cases.desk.indexing import index_missing
from regulars.web.cases.desk.models import Did, Digest, Filter, Gram, Lot
from regulars.web.cases.desk.work import tell
from regulars.web.cases.erasure import strike
from regulars.web.cases.models import Case
from regulars.web.cases.queries import Filters, end_of_day, found
from regulars.web.cases.states import State, Step
from regulars.web.jobs.clock import company_zone
from regulars.web.messages.models import Outgoing, Rules
from regulars.web.people.models import CustomerUnit

Open = Callable[..., Any]


def page(client: Any, name: str, *args: Any, **query: Any) -> str:
    """What a page says."""
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def ticked(*cases: Case) -> list[str]:
    """As the list sends them."""
    return [f"{one.public_id}.{one.revision}" for one in cases]


def late(case: Case) -> None:
    """Its clock has run out."""
    Case.objects.filter(pk=case.pk).update(next_due=timezone.now() - timedelta(hours=1))


def numbers(words: str, user: Any = None) -> list[str]:
    """What a search finds."""
    rows = found(Case.objects.all(), Filters(show="all", words=words), user, timezone.now())
    return [one.title for one in rows]


@pytest.fixture
def known(guest: Any, units: Any) -> Any:
    """A guest whom the people of Lakeside see."""
    CustomerUnit.objects.create(customer=guest, unit=units.lakeside)
    return guest


# My day


def test_the_day_says_what_is_late_before_what_is_due(opened: Open, people: Any, client_of: Any, known: Any) -> None:
    from regulars.web.people.promises.actions import promise
    from regulars.web.people.promises.models import today

    first, second = opened(title="cold eggs"), opened(title="noise")
    late(first)
    with timezone.override(company_zone()):
        evening = end_of_day(timezone.now()) - timedelta(seconds=1)
    Case.objects.filter(pk=second.pk).update(next_due=evening)
    promise(customer=known, what="a quiet room", due=today(), owner=people.agent, by=people.agent)
    actions.step(case=opened(title="done"), step=Step.ACKNOWLEDGE, by=people.agent)

    said = page(client_of(people.agent), "desk:day")

    assert "1 case is late." in said
    assert said.index("cold eggs") < said.index("noise") < said.index("a quiet room")
    assert "Acknowledged 1" in said
    assert "cold eggs" not in page(client_of(people.manager), "desk:day")


def test_a_day_with_nothing_says_so(people: Any, client_of: Any) -> None:
    assert "There is nothing to do." in page(client_of(people.agent), "desk:day")


# The board


def test_the_board_moves_a_case_and_asks_a_bounded_number_of_times(opened: Open, people: Any, client_of: Any) -> None:
    cases = [opened(title=f"case {number}", severity=1 + number % 4) for number in range(15)]
    client = client_of(people.agent)
    page(client, "desk:board")
    with CaptureQueriesContext(connection) as few:
        said = page(client, "desk:board")
    assert said.index("case 3<") < said.index("case 0<")
    assert 'href="?received=2"' in said

    client.post(reverse("desk:move", args=[cases[3].public_id]), {"do": "acknowledge", "seen": cases[3].revision})
    cases[3].refresh_from_db()
    assert cases[3].state == State.ACKNOWLEDGED
    for number in range(15, 30):
        opened(title=f"case {number}")
    with CaptureQueriesContext(connection) as more:
        page(client, "desk:board")
    assert len(more) <= len(few) + 1 <= 22


def test_a_move_by_an_old_page_changes_nothing(opened: Open, people: Any, client_of: Any) -> None:
    case = opened()
    actions.hand_over(case=case, to=people.manager, by=people.manager)

    client_of(people.agent).post(reverse("desk:move", args=[case.public_id]), {"do": "acknowledge", "seen": "1"})

    case.refresh_from_db()
    assert case.state == State.RECEIVED


@pytest.mark.parametrize("typed", ["99999999999", "-1", "x", "²", "\0"])
def test_the_board_takes_any_address(opened: Open, people: Any, client_of: Any, typed: str) -> None:
    opened()
    page(client_of(people.agent), "desk:board", received=typed, unit=typed, owner=typed, severity=typed)
    page(client_of(people.agent), "desk:calendar", month=typed, week=typed)


# Calendar and load


def test_the_calendar_shows_clocks_promises_and_rests(opened: Open, people: Any, client_of: Any, known: Any) -> None:
    from regulars.web.cases.models import Pause, Why
    from regulars.web.people.promises.models import Promise

    case = opened(title="cold eggs")
    Case.objects.filter(pk=case.pk).update(next_due=datetime(2027, 3, 10, 4, tzinfo=UTC))
    Pause.objects.create(case=opened(title="noise"), why=Why.PART, back=date(2027, 3, 11))
    Promise.objects.create(
        customer=known, what="a quiet room", made_on=date(2026, 1, 1), due=date(2027, 3, 12), owner=people.agent
    )

    said = page(client_of(people.agent), "desk:calendar", month="2027-03")
    assert all(words in said for words in ("cold eggs", "noise", "a quiet room"))
    assert "cold eggs" not in page(client_of(people.agent), "desk:calendar", week="2027-03-15")
    assert "cold eggs" not in page(client_of(people.manager), "desk:calendar", month="2027-03")
    assert "cold eggs" in page(client_of(people.manager), "desk:calendar", month="2027-03", whose="all")
    assert "cold eggs" not in page(client_of(people.colleague), "desk:calendar", month="2027-03", whose="all")


def test_the_load_counts_for_each_and_hands_the_most_urgent_over(opened: Open, people: Any, client_of: Any) -> None:
    slight, grave = opened(severity=1), opened(severity=4)
    late(slight)
    client = client_of(people.manager)
    assert "Wu has 1 late case." in page(client, "desk:load")

    form = {"from": people.agent.public_id, "to": people.manager.public_id, "count": "1"}
    answer = client.post(reverse("desk:shift"), form, follow=True)

    assert "Done with 1 case." in answer.content.decode()
    assert set(Case.objects.filter(owner=people.manager)) == {grave}


def test_a_median_waits_for_enough_answers(opened: Open, people: Any) -> None:
    from regulars.web.cases.desk.loads import LEAST, loads

    def mine() -> Any:
        return next(one for one in loads(Case.objects.all(), timezone.now(), []) if one.user == people.agent)

    for number in range(LEAST):
        case = opened(at=timezone.now() - timedelta(hours=2))
        actions.step(case=case, step=Step.RESPOND, by=people.agent, words="Sorry.")
        if number == LEAST - 2:
            assert mine().time is None
            assert mine().n == LEAST - 1
    actions.step(case=case, step=Step.REOPEN, by=people.agent)
    actions.step(case=case, step=Step.RESPOND, by=people.agent, words="Again.")  # not a first answer
    assert mine().n == LEAST
    assert mine().time is not None


# Many at once


def test_many_are_done_some_are_not_and_it_is_taken_back(opened: Open, people: Any, client_of: Any) -> None:
    good, moved, seen_old = opened(), opened(), opened()
    before = {one.pk: one.next_due for one in (good, moved)}
    chosen = ticked(good, moved, seen_old)
    actions.grade(case=seen_old, severity=4, by=people.manager)
    client = client_of(people.agent)

    answer = client.post(reverse("desk:many"), {"do": "acknowledge", "case": chosen}, follow=True)
    said = answer.content.decode()
    assert "Done with 2 cases." in said
    assert "since the list was shown" in said
    moved.refresh_from_db()
    actions.step(case=moved, step=Step.INVESTIGATE, by=people.manager)
    client.post(reverse("desk:undo", args=[Lot.objects.get().public_id]))

    for one in (good, moved, seen_old):
        one.refresh_from_db()
    assert (good.state, good.acknowledged, good.next_due) == (State.RECEIVED, None, before[good.pk])
    assert moved.state == State.INVESTIGATING
    assert Lot.objects.get().kept == [moved.pk]
    assert good.entries.first().sort == "taken-back"


def test_handing_and_grading_are_taken_back(opened: Open, people: Any, client_of: Any) -> None:
    case, client = opened(), client_of(people.manager)
    was = case.owner, case.severity, case.priority
    query = {"which": "all", "filter": "show=ours&words=eggs"}

    client.post(reverse("desk:many"), {**query, "do": "hand", "to": people.manager.public_id})
    client.post(reverse("desk:many"), {**query, "do": "grade", "severity": "4"})
    case.refresh_from_db()
    assert (case.owner, case.severity) == (people.manager, 4)
    for lot in Lot.objects.order_by("-pk"):
        client.post(reverse("desk:undo", args=[lot.public_id]))

    case.refresh_from_db()
    assert (case.owner, case.severity, case.priority) == was
    assert client.post(reverse("desk:undo", args=[lot.public_id])).status_code == 302
    assert Did.objects.count() == 2


def test_too_late_is_too_late(opened: Open, people: Any, client_of: Any) -> None:
    case, client = opened(), client_of(people.agent)
    client.post(reverse("desk:many"), {"do": "acknowledge", "case": ticked(case)})
    Lot.objects.update(at=timezone.now() - timedelta(minutes=16))

    client.post(reverse("desk:undo", args=[Lot.objects.get().public_id]))

    case.refresh_from_db()
    assert case.state == State.ACKNOWLEDGED


def test_nobody_changes_many_of_another_unit(opened: Open, people: Any, client_of: Any) -> None:
    case = opened()
    form = {"do": "acknowledge", "case": ticked(case)}
    client_of(people.colleague).post(reverse("desk:many"), form)
    client_of(people.colleague).post(reverse("desk:many"), {**form, "which": "all", "filter": "show=all"})
    case.refresh_from_db()
    assert case.state == State.RECEIVED


@pytest.mark.parametrize(
    "form",
    [{"do": "erase"}, {"do": "hand"}, {"do": "hand", "to": "x"}, {"do": "grade", "severity": "9"}, {"case": "x.y"}],
)
def test_a_wish_that_cannot_be_read_changes_nothing(opened: Open, people: Any, client_of: Any, form: Any) -> None:
    case = opened()
    answer = client_of(people.agent).post(reverse("desk:many"), {"case": ticked(case), **form})
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.revision == 1


# Kept filters, export


def test_a_filter_is_kept_shared_and_opens_the_list(
    opened: Open, people: Any, units: SimpleNamespace, client_of: Any
) -> None:
    opened()
    client = client_of(people.agent)
    form = {"filter": "show=late&page=3", "name": "Late & <b>", "unit": units.lakeside.public_id, "first": "on"}
    client.post(reverse("desk:keep"), form)
    client.post(reverse("desk:keep"), {**form, "filter": "show=all"})

    assert Filter.objects.get().query == "show=all"
    assert client.get(reverse("cases:cases")).url == f"{reverse('cases:cases')}?show=all"
    assert "Late &amp; &lt;b&gt;" in page(client_of(people.manager), "cases:cases")
    assert "Late &amp;" not in page(client_of(people.colleague), "cases:cases", show="all")
    assert (
        client_of(people.manager).post(reverse("desk:drop", args=[Filter.objects.get().public_id])).status_code == 404
    )
    client.post(reverse("desk:drop", args=[Filter.objects.get().public_id]))
    assert not Filter.objects.exists()


def test_the_file_holds_no_formula_and_only_what_one_may_take_along(
    opened: Open, people: Any, units: Any, client_of: Any
) -> None:
    opened(title="=1+1")
    opened(title="elsewhere", unit=units.station)
    answer = client_of(people.manager).post(reverse("desk:export"), {"filter": "show=all&words="})
    said = b"".join(answer.streaming_content).decode()
    assert "'=1+1" in said
    assert "elsewhere" not in said
    assert Trail.objects.filter(event="cases-exported").exists()


# Search


def test_two_signs_of_chinese_find_a_case_and_so_does_a_customer(opened: Open, guest: Any) -> None:
    opened(title="早餐太凉", words="鸡蛋是凉的，牛奶也是。")
    opened(title="Café closed", words="Nobody came.", name="Ölga")
    opened(title="hers", customer=guest)

    assert numbers("早餐") == numbers("牛奶") == numbers("太凉 鸡蛋") == ["早餐太凉"]
    assert numbers("早凉") == []
    assert numbers("cafe") == numbers("olga") == numbers("obod") == ["Café closed"]
    assert numbers("anna@example") == numbers("Wu") == ["hers"]
    case = opened(title="with a number")
    assert "with a number" in numbers(str(case.pk))
    assert numbers("' OR 1=1 --") == numbers('"*') == []


def test_what_came_in_bulk_is_found_after_the_next_look(opened: Open) -> None:
    opened(title="marmalade")
    Gram.objects.all().delete()
    assert numbers("marmalade") == []
    assert index_missing() == 1
    assert numbers("marmalade") == ["marmalade"]


def test_what_was_struck_out_is_found_no_more(opened: Open) -> None:
    case = opened(title="marmalade", words="Anna Wu ate none")
    strike(Case.objects.filter(pk=case.pk))
    table.forget_the_gone()
    assert numbers("marmalade") == numbers("Anna") == []
    assert Gram.objects.get(case=case).pieces == ""


# The digest


@pytest.fixture
def monday(people: Any, units: Any) -> datetime:
    """Nine o'clock of a working day, and no quiet hours but the usual."""
    Digest.objects.create(user=people.agent, hour=9)
    return datetime(2026, 11, 23, 9, 1, tzinfo=UTC)


def at(moment: datetime, company: Any) -> datetime:
    """The same hour on the company's wall."""
    return moment.replace(tzinfo=company_zone())


def test_the_digest_goes_once_a_day_and_only_with_something(
    opened: Open, people: Any, company: Any, monday: datetime
) -> None:
    assert tell(at(monday, company)) == 0
    Digest.objects.update(told=None)
    late(opened(title="secret name"))

    assert tell(at(monday - timedelta(minutes=2), company)) == 0
    Case.objects.update(next_due=at(monday, company) - timedelta(hours=1))
    assert [tell(at(monday, company)) for _ in range(3)] == [1, 0, 0]
    Digest.objects.update(told=None)
    tell(at(monday, company))  # whatever happens to the day that was kept, one mail of a day is one
    one = Outgoing.objects.get(kind="notice", to=people.agent.email, nonce__startswith="digest:")
    assert "1 case of yours is late." in one.text
    assert "secret" not in one.text


def test_the_digest_respects_quiet_hours_weekends_and_who_left(
    opened: Open, people: Any, company: Any, monday: datetime
) -> None:
    opened()
    Case.objects.update(next_due=at(monday, company) - timedelta(hours=1))
    assert tell(at(monday + timedelta(days=5), company)) == 0
    rules = Rules.current()
    rules.quiet_from, rules.quiet_until = rules.quiet_from.replace(hour=8), rules.quiet_until.replace(hour=10)
    rules.save()
    assert tell(at(monday, company)) == 0
    assert tell(at(monday + timedelta(hours=1), company)) == 1
    Digest.objects.update(told=None, user=people.stranger)
    assert tell(at(monday + timedelta(hours=1), company)) == 0


def test_a_manager_hears_of_the_team(opened: Open, people: Any, company: Any, monday: datetime) -> None:
    opened()
    Case.objects.update(next_due=at(monday, company) - timedelta(hours=1))
    Digest.objects.update(user=people.manager)
    assert tell(at(monday, company)) == 1
    assert "1 case of your team is late." in Outgoing.objects.get(nonce__startswith="digest:").text


def test_somebody_chooses_their_hour(people: Any, client_of: Any) -> None:
    client = client_of(people.agent)
    assert client.post(reverse("desk:digest"), {"on": "on", "hour": "25"}).status_code == 400
    client.post(reverse("desk:digest"), {"on": "on", "hour": "7"})
    assert Digest.objects.get().hour == 7
    assert "07:00" in page(client, "desk:day")
