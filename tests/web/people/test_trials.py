"""First the experience, then the sale: nothing is sold before it was good, and what came of it is counted."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from regulars.language import Estimate, Missing
from regulars.web.accounts.access import UnitScope, scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.messages.models import Outgoing
from regulars.web.people import consents
from regulars.web.people.erasure import erase_people
from regulars.web.people.models import Customer, CustomerUnit
from regulars.web.people.offers import finding
from regulars.web.people.offers.models import OfferRule
from regulars.web.people.promises.models import today as day_of
from regulars.web.people.trials import actions, queries, work
from regulars.web.people.trials.errors import TrialError
from regulars.web.people.trials.models import Bought, State, Trial

pytestmark = pytest.mark.django_db
WHOLE = UnitScope(None, None)


@pytest.fixture
def guest(units: SimpleNamespace) -> Customer:
    """Known at Lakeside and at Harbour."""
    one = Customer.objects.create(number="G-1", key=1, name="Mei Li")
    for unit in (units.lakeside, units.harbour):
        CustomerUnit.objects.create(customer=one, unit=unit)
    return one


@pytest.fixture
def study(units: SimpleNamespace) -> Any:
    """Open."""
    from regulars.web.research.actions import create_questionnaire, create_study, open_study, publish

    made = create_questionnaire(made_from="relationship-nps", name="nps", by=None)
    publish(questionnaire=made, by=None)
    found = create_study(questionnaire=made, by=None)
    open_study(study=found, by=None)
    return found


def _trial(guest: Customer, by: Any = None, **fields: Any) -> Trial:
    """Over since two days ago."""
    until = fields.pop("until", day_of() - timedelta(days=2))
    given = {"what": "Spa", "offered": until - timedelta(days=9), "first": until - timedelta(days=7), **fields}
    return Trial.objects.create(customer=guest, until=until, owner=by, by=by, **{"state": "running", **given})


def _rule(by: Any) -> OfferRule:
    return OfferRule.objects.create(name="Spa", says={"en": "Spa"}, reason={"en": "it fits"}, seed=1, on=True, by=by)


def test_nothing_is_sold_until_it_was_good(guest: Customer, people: SimpleNamespace) -> None:
    """Neither drawn at night nor shown at the desk, and the words say why; care may go on."""
    rule, one = _rule(people.manager), _trial(guest, people.manager)
    assert not list(finding.meant(rule, day_of()))
    card = finding.suggested_to(guest, WHOLE)
    assert "Nothing is sold before that is confirmed" in str(card.unsold)
    assert "Spa" in str(card.unsold)
    assert consents.refused([guest.pk], "marketing", "email") == set()

    actions.tell(trial=one, good=True, by=people.manager)

    assert list(finding.meant(rule, day_of())) == [guest]
    assert finding.suggested_to(guest, WHOLE).unsold is None


def test_a_bad_one_holds_until_a_good_one_or_until_somebody_answers_for_it(
    guest: Customer, people: SimpleNamespace
) -> None:
    """A good one before it lifts nothing."""
    by = people.manager
    _trial(guest, by, what="Suite", state="good", told_on=day_of() - timedelta(days=9))
    bad = _trial(guest, by)
    actions.tell(trial=bad, good=False, by=by, note="too cold")
    assert guest.pk in consents.unsold([guest.pk])
    assert "cold" not in str(consents.unsold([guest.pk])[guest.pk])
    with pytest.raises(TrialError):
        actions.release(trial=bad, why=" ", by=by)

    actions.release(trial=bad, why="they asked for it themselves", by=by)
    assert not consents.unsold([guest.pk])

    Trial.objects.filter(pk=bad.pk).update(released=None)
    later = _trial(guest, by, what="Suite")
    actions.tell(trial=later, good=True, by=by)
    assert not consents.unsold([guest.pk])


def test_who_said_no_stays_out_whatever_was_good(guest: Customer) -> None:
    consents.withdraw(customers=[guest.pk], purpose="marketing", source="person")
    assert consents.unsold([guest.pk]) == {guest.pk: consents.NO_NEWS}


def test_each_step_once(guest: Customer, people: SimpleNamespace) -> None:
    """What has not begun cannot have been good; nobody says so twice; a mistake is mended."""
    by, day = people.manager, day_of()
    days = {"first": day + timedelta(days=1), "until": day + timedelta(days=2)}
    one = actions.offer(customer=guest, what="Spa", unit=None, owner=by, by=by, **days)
    assert one.state == State.OFFERED
    for wrong in (
        lambda: actions.offer(customer=guest, what="Spa", unit=None, owner=by, by=by, **days),
        lambda: actions.tell(trial=one, good=True, by=by),
        lambda: actions.settle(trial=one, bought=Bought.BOUGHT, by=by),
    ):
        with pytest.raises(TrialError):
            wrong()
    Trial.objects.update(first=day)
    assert work.day(lambda *_: None)["begun"] == 1
    one.refresh_from_db()

    actions.tell(trial=one, good=True, by=by)
    actions.settle(trial=one, bought=Bought.BOUGHT, by=by)
    for again in (lambda: actions.tell(trial=one, good=False, by=by), lambda: actions.call_off(trial=one, by=by)):
        with pytest.raises(TrialError):
            again()
    one.refresh_from_db()
    actions.reopen(trial=one, by=by)

    one.refresh_from_db()
    assert (one.state, one.told_on, one.bought, one.bought_on) == (State.RUNNING, None, "", None)


def test_whoever_sees_to_it_hears_once(guest: Customer, people: SimpleNamespace) -> None:
    """No customer is named in the mail; the customer's own survey is asked for by an event."""
    from regulars.web.research.events.models import Happening

    one = _trial(guest, people.manager)
    first, again = work.day(lambda *_: None), work.day(lambda *_: None)

    assert (first["told"], again["told"], first["over"], again["over"]) == (1, 0, 1, 0)
    mail = Outgoing.objects.get()
    assert mail.to == people.manager.email
    assert "Mei" not in mail.subject + mail.text
    event = Happening.objects.get()
    assert (event.kind.key, event.key, event.customer) == ("trial", one.public_id, guest)
    assert event.details["what"] == "Spa"


@pytest.mark.parametrize(("privacy", "heard"), [("identified", 1), ("confidential", 0)])
def test_the_survey_says_how_it_was(
    guest: Customer, people: SimpleNamespace, privacy: str, heard: int, study: Any
) -> None:
    """Only where answers have names."""
    from django.utils import timezone

    from regulars.web.research.events.models import Happening
    from regulars.web.research.fieldwork.models import Asked, Draw
    from regulars.web.research.models import Response

    one = _trial(guest, people.manager)
    work.hand_on(day_of())
    type(study).objects.update(privacy=privacy)
    link = study.links.create()
    asked = Asked.objects.create(
        study=study, draw=Draw.objects.create(study=study, source="event"), customer=guest, link=link, to="a@b.example",
        to_hash="x", token_hash="y",
    )  # fmt: skip
    Happening.objects.update(asked=asked, state="asked")
    now = timezone.now()
    Response.objects.create(
        study=study, version=1, customer=guest, nonce="n", at=now, day=now.date(), language="en", answers={}, score=75
    )

    assert work.listen() == heard
    one.refresh_from_db()
    assert (one.state, one.rating) == (("good", 75) if heard else ("running", None))


def test_sales_are_found_in_the_purchases(guests: SimpleNamespace, people: SimpleNamespace) -> None:
    """Carla bought a Room after her trial, Bert before it; of what no purchase names nothing is said."""
    from datetime import date

    def over(customer: Customer, what: str) -> Trial:
        day = date(2026, 2, 5)
        return _trial(customer, what=what, until=day, state="good", told_on=day)

    carla, bert, anna = over(guests.carla, "room"), over(guests.bert, "Room"), over(guests.anna, "Balloon")
    found = work.look_for_sales(date(2026, 4, 1))
    again = work.look_for_sales(date(2026, 4, 1))

    assert (found, again) == ({"bought": 1, "not_bought": 0}, {"bought": 0, "not_bought": 0})
    for one in (carla, bert, anna):
        one.refresh_from_db()
    assert (carla.bought, carla.bought_on) == ("bought", date(2026, 3, 20))
    assert (bert.bought, anna.bought) == ("", "")


def test_the_funnel_counts_only_those_who_could_have_come_so_far(units: SimpleNamespace) -> None:
    """Of 25 good ones 20 lie long enough back; 5 of them bought: 0.25, from 0.112 to 0.469 (Wilson)."""
    day = day_of()
    for number in range(25):
        told = day - timedelta(days=100 if number < 20 else 10)
        one = Customer.objects.create(number=str(number), key=number)
        bought = {"bought": "bought", "bought_on": told} if number % 4 == 0 else {}
        _trial(one, until=told, state="good", told_on=told, unit=units.lakeside, **bought)
    _trial(Customer.objects.create(number="x", key=99), until=day + timedelta(days=3), state="running")
    steps = {str(one.label): one for one in queries.funnel(Trial.objects.all(), day)}

    sold = next(one for words, one in steps.items() if "after a good" in words)
    bad = next(one for words, one in steps.items() if "not good" in words)
    told = next(one for words, one in steps.items() if "Told us" in words)
    assert (sold.count, sold.of) == (5, 20)
    assert isinstance(sold.share, Estimate)
    assert (sold.share.value, round(sold.share.low or 0, 3), round(sold.share.high or 0, 3)) == (0.25, 0.112, 0.469)
    assert isinstance(bad.share, Missing)
    assert (told.count, told.of) == (25, 25)
    rows = queries.by_product(Trial.objects.all(), day)
    assert [(row.name, row.tried, row.over) for row in rows] == [("Spa", 26, 20)]


def test_the_pages_from_trial_to_sale(guest: Customer, people: SimpleNamespace, client_of: Any) -> None:
    """As somebody at the desk does it; an address elsewhere is not followed; hostile words stay words."""
    client, day = client_of(people.manager), day_of()
    form = {
        "what": "<b>Spa</b>", "unit": "", "first": day.isoformat(), "until": day.isoformat(),
        "owner": people.manager.public_id,
    }  # fmt: skip
    assert client.post(f"/trials/of/{guest.public_id}/", {**form, "until": "2020-01-01"}).status_code == 400
    sent = client.post(f"/trials/of/{guest.public_id}/", form)
    assert sent.status_code == 302, sent.context["form"].errors
    page = client.get(f"/customers/{guest.public_id}/talks/").content.decode()
    assert "&lt;b&gt;Spa" in page
    assert (
        "Nothing is sold before that is confirmed"
        in client.get(f"/customers/{guest.public_id}/known/").content.decode()
    )

    one = Trial.objects.get()
    client.post(f"/trials/{one.public_id}/note/", {"do": "not-good", "note": "cold"})
    assert "Let offers go again" in client.get(f"/customers/{guest.public_id}/talks/").content.decode()
    assert client.get("/trials/?state=held&since=x&unit=y").status_code == 200
    release = {"do": "release", "note": "asked", "next": "//evil.example/"}
    answer = client.post(f"/trials/{one.public_id}/note/", release)
    assert answer["Location"] == f"/customers/{guest.public_id}/talks/#trials"
    text = b"".join(
        client.post("/trials/export/", {"kind": "csv", "purpose": "look at it"}).streaming_content
    ).decode()  # fmt: skip
    assert "<b>Spa</b>" in text


def test_how_it_was_elsewhere_is_not_told(guest: Customer, units: SimpleNamespace, people: SimpleNamespace) -> None:
    """A manager of Lakeside hears that nothing is sold, not how it was at Harbour."""
    _trial(guest, unit=units.harbour, state="not-good", told_on=day_of(), note="cold")
    mine = scope_of(people.manager, Permission.SEE_CUSTOMERS)

    assert not Trial.objects.within(mine).exists()
    assert not queries.tried_by(guest, mine, day_of()).over
    assert finding.suggested_to(guest, mine).unsold is not None


def test_nothing_stays_of_who_is_erased(guest: Customer) -> None:
    _trial(guest)
    erase_people(["G-1"])
    assert not Trial.objects.exists()
