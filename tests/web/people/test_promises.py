"""What was promised is kept in time, late, or not."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from regulars.language import Estimate, Missing
from regulars.web.audit.models import Entry
from regulars.web.messages.models import Outgoing
from regulars.web.people.erasure import erase_people
from regulars.web.people.models import Customer, CustomerUnit
from regulars.web.people.promises import actions, queries
from regulars.web.people.promises.errors import PromiseError
from regulars.web.people.promises.models import Outcome, Promise
from regulars.web.people.promises.models import today as day_of
from regulars.web.people.promises.work import alarm

pytestmark = pytest.mark.django_db


@pytest.fixture
def guest(units: SimpleNamespace) -> Customer:
    """Known at Lakeside."""
    one = Customer.objects.create(number="G-1", key=1, name="Mei Li")
    CustomerUnit.objects.create(customer=one, unit=units.lakeside)
    return one


def _promise(guest: Customer, by: Any, days: int, **fields: Any) -> Promise:
    """Given ten days before it is due; ``days`` from today."""
    due = day_of() + timedelta(days=days)
    return Promise.objects.create(
        customer=guest, what="new towels", made_on=due - timedelta(days=10), due=due, owner=by, by=by, **fields
    )


def test_a_promise_is_missed_told_once_kept_late_and_counted(guest: Customer, people: SimpleNamespace) -> None:
    """The mail names nobody."""
    late = _promise(guest, people.manager, -2)

    first, again = alarm(lambda *_: None), alarm(lambda *_: None)
    actions.settle(promise=late, outcome=Outcome.KEPT, by=people.manager)

    assert (first, again) == ({"told": 1}, {"told": 0})
    mail = Outgoing.objects.get()
    assert mail.to == people.manager.email
    assert "Mei" not in mail.subject + mail.text
    late.refresh_from_db()
    assert str(queries.Line(late, day_of()).state) == "kept 2 days late"
    assert Promise.objects.decided(day_of()).count() == 1
    assert not Promise.objects.in_time().exists()
    assert Entry.objects.filter(event="promise-kept").exists()


def test_the_share_kept_in_time_has_its_interval(guest: Customer, people: SimpleNamespace) -> None:
    """Of those that were due or settled; too few are counted only (Wilson, 15 of 20: 0.531 to 0.888)."""
    today = day_of()
    rows = Promise.objects.all()
    for number in range(19):
        on_time = number < 15
        settled = today - timedelta(days=20 if on_time else 5)
        _promise(guest, people.manager, -10, outcome=Outcome.KEPT, settled_on=settled)
    _promise(guest, people.manager, 5)
    _promise(guest, people.manager, -3, outcome=Outcome.WITHDRAWN, settled_on=today)
    assert isinstance(queries.kept_in_time(rows, today), Missing)

    _promise(guest, people.manager, -1)
    share = queries.kept_in_time(rows, today)

    assert isinstance(share, Estimate)
    assert (share.value, round(share.low, 3), round(share.high, 3)) == (0.75, 0.531, 0.888)


def test_settled_once_and_opened_again(guest: Customer, people: SimpleNamespace) -> None:
    """Two at the desk at once; a mistake is mended."""
    one = _promise(guest, people.manager, 3)
    actions.settle(promise=one, outcome=Outcome.BROKEN, by=people.manager, note="sold out")
    with pytest.raises(PromiseError):
        actions.settle(promise=one, outcome=Outcome.KEPT, by=people.manager)

    actions.reopen(promise=one, by=people.manager)

    one.refresh_from_db()
    assert (one.outcome, one.settled_on, one.note) == (Outcome.OPEN, None, "")


def test_the_pages_from_promise_to_kept(guest: Customer, people: SimpleNamespace, client_of: Any) -> None:
    """As somebody at the desk does it; an address elsewhere is not followed."""
    client, today = client_of(people.manager), day_of()
    form = {"what": "new towels", "due": today.isoformat(), "owner": people.manager.public_id}
    assert client.post(f"/promises/of/{guest.public_id}/", {**form, "due": "2020-01-01"}).status_code == 400
    sent = client.post(f"/promises/of/{guest.public_id}/", form)
    assert sent.status_code == 302, sent.context["form"].errors
    page = client.get(f"/customers/{guest.public_id}/talks/").content.decode()
    assert "new towels" in page
    assert "due today" in page
    assert "1 promise is due today." in client.get("/promises/").content.decode()

    one = Promise.objects.get()
    answer = client.post(f"/promises/{one.public_id}/settle/", {"do": "kept", "next": "//evil.example/"})

    assert answer["Location"] == f"/customers/{guest.public_id}/talks/#promises"
    one.refresh_from_db()
    assert (one.outcome, one.settled_on) == (Outcome.KEPT, today)


def test_nothing_stays_of_who_is_erased(guest: Customer, people: SimpleNamespace) -> None:
    """Promises go with the customer."""
    _promise(guest, people.manager, 3)

    erase_people(["G-1"])

    assert not Promise.objects.exists()
