"""What a reader need not type: complaints from the log of cases, win-back from the keep list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import QueryDict

from regulars.insights.worth import PAGES
from regulars.web.accounts.access import UnitScope, scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.cases.models import Case, Channel
from regulars.web.cases.opening import Wish, open_case
from regulars.web.people.models import Contact, Customer, CustomerScore, CustomerUnit
from regulars.web.worth import logged, reading
from regulars.web.worth.prospects import first_bought, talked_to_and_won

pytestmark = pytest.mark.django_db
WHOLE = UnitScope(None, None)
LAST = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def sold(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last purchase is of the end of June."""
    monkeypatch.setattr(logged, "last_bought", lambda store, known: LAST)


@pytest.fixture
def complain(units: SimpleNamespace) -> Callable[..., Customer]:
    """``complain("anna", "lakeside")``: bought in the year, and complained."""

    def make(
        name: str, unit: str, channel: Channel = Channel.PHONE, last: date = LAST, opened: date = date(2026, 3, 1)
    ) -> Customer:
        one, fresh = Customer.objects.get_or_create(number=name, defaults={"key": Customer.objects.count() + 1})
        if fresh:
            CustomerUnit.objects.create(customer=one, unit=getattr(units, unit))
            CustomerScore.objects.update_or_create(customer=one, defaults={"last_day": last})
        wish = Wish(
            kind="complaint", title="stain", channel=channel, nonce=f"{name}{unit}{channel}{opened}", customer=one,
            unit=getattr(units, unit),
        )  # fmt: skip
        case = open_case(wish)[0]
        Case.objects.filter(pk=case.pk).update(opened=datetime(opened.year, opened.month, opened.day, 12, tzinfo=UTC))
        return one

    return make


def test_customers_are_counted_once_and_only_complaints(complain: Any, people: SimpleNamespace) -> None:
    """Twice is once; neither surveys nor staff, nor who bought or complained before the year."""
    assert logged.complained(WHOLE, None) is None
    anna = complain("anna", "lakeside")
    complain("anna", "lakeside", Channel.MAIL)
    bert = complain("bert", "harbour")
    complain("cora", "lakeside", Channel.SURVEY)
    complain("dora", "lakeside", Channel.STAFF)
    complain("emil", "lakeside", last=date(2025, 1, 1))
    complain("fred", "lakeside", opened=date(2025, 6, 1))

    assert logged.complained(WHOLE, None) == 2
    assert logged.complained(WHOLE, {bert.key}) == 1
    assert logged.complained(scope_of(people.manager, Permission.SEE_RESULTS), None) == 1
    assert anna.key != bert.key


def test_the_page_takes_the_number_says_so_and_yields_to_a_typed_one(
    complain: Any, people: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, client_of: Callable[[Any], Any]
) -> None:
    """In the note, in the empty field, in what is asked of the insight."""
    complain("anna", "lakeside")
    monkeypatch.setattr(logged, "approached_and_returned", lambda _: (40, 9))

    def asked(query: str) -> reading.Asked:
        return reading.asked("textbook", QueryDict(query), WHOLE, segments=False, purpose="test")

    assert {key: asked("").wish().options[key] for key in ("complained", "approached", "returned", "won")} == {
        "complained": 1.0, "approached": 40.0, "returned": 9.0, "won": None,
    }  # fmt: skip
    typed = asked("complained=7&approached=50")
    assert (typed.wish().options["complained"], typed.wish().options["returned"]) == (7.0, None)
    assert not typed.logged.notes
    page = client_of(people.administrator).get("/worth/textbook/").content.decode()
    assert "counted in the log of cases" in page
    assert 'placeholder="40"' in page
    assert not reading.asked(next(iter(PAGES)), QueryDict(""), WHOLE, segments=False, purpose="test").logged.options


def test_prospects_are_those_talked_to_before_their_first_purchase(
    units: SimpleNamespace, people: SimpleNamespace
) -> None:
    """Talked to at the end of 2025 with 90 days to buy: two of three did in time; a customer already is no prospect."""
    talked = date(2025, 12, 1)
    bought = {"anna": 20, "bert": 90, "cora": 91, "dora": -30, "emil": None, "fred": 20}
    for key, (name, days) in enumerate(bought.items(), start=1):
        unit = units.station if name == "fred" else units.lakeside
        one = Customer.objects.create(number=name, key=key)
        CustomerUnit.objects.create(customer=one, unit=unit)
        first = None if days is None else talked + timedelta(days=days)
        CustomerScore.objects.create(customer=one, first_day=first)
        for later in (0, 300):
            Contact.objects.create(customer=one, day=talked + timedelta(days=later))

    def asked(query: str, who: UnitScope = WHOLE) -> reading.Asked:
        return reading.asked("textbook", QueryDict(query), who, segments=False, purpose="test")

    assert talked_to_and_won(WHOLE, LAST) == (5, 3)
    assert talked_to_and_won(scope_of(people.manager, Permission.SEE_RESULTS), LAST) == (4, 2)
    found = asked("")
    assert (found.wish().options["prospects"], found.wish().options["won"]) == (5.0, 3.0)
    assert "talks that were noted" in str(found.logged.notes[0])
    typed = asked("prospects=50")
    assert (typed.wish().options["prospects"], typed.wish().options["won"]) == (50.0, 5.0)
    assert "who came without being approached" in str(typed.logged.notes[0])
    assert asked("prospects=50&won=2").wish().options["won"] == 2.0
    assert first_bought(WHOLE, {1, 5}, LAST) == 1
