"""Options within limits, above them by approval, against a budget, and what they go together with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from regulars.language import Language
from regulars.web.cases.actions import set_cause
from regulars.web.cases.advice import actions, choosing
from regulars.web.cases.advice.adviser import CLEAR, DEAR, LIKELY, UNKNOWN, options
from regulars.web.cases.advice.content import limits as proposed
from regulars.web.cases.advice.content import ready
from regulars.web.cases.advice.effects import Ended, compared, satisfied
from regulars.web.cases.advice.errors import AdviceError
from regulars.web.cases.advice.limits import May, left_of, limit_of
from regulars.web.cases.advice.models import Approval, Budget, Choice, Gesture, Stand, month_of
from regulars.web.cases.erasure import strike
from regulars.web.cases.models import Case
from regulars.web.cases.states import Outcome, State, Verdict

Open = Callable[..., Any]


@pytest.fixture
def taken(people: SimpleNamespace) -> Callable[[str], Gesture]:
    """``taken("voucher")``: a proposal taken over."""
    return lambda key: actions.take_over(key=key, by=people.administrator)


def _choose(case: Any, gesture: Gesture, amount: int, by: Any, **more: Any) -> Choice:
    return choosing.choose(case=case, gesture=gesture, amount=Decimal(amount), by=by, **more)


def _scored(guest: Any, value: float, low: float, high: float) -> None:
    from regulars.web.people.models import CustomerScore

    CustomerScore.objects.update_or_create(
        customer=guest, defaults={"value": value, "predicted_low": low, "predicted_high": high}
    )


def test_every_proposal_is_whole_in_both_languages() -> None:
    for one in ready().values():
        for words in (one.name, one.sees):
            assert words.in_language(Language.ENGLISH.tag) != words.in_language(Language.CHINESE.tag)
        assert one.stays[0] <= one.stays[1]
        assert all(set(one.cost) == set(one.worth) == set(once) for once, _ in proposed().values())


def test_a_proposal_is_taken_over_once(people: SimpleNamespace, taken: Any) -> None:
    assert taken("voucher") == taken("voucher")
    assert Gesture.objects.count() == 1
    with pytest.raises(AdviceError, match="no such"):
        taken("gold")


def test_options_stand_by_what_both_gain(opened: Open, guest: Any, taken: Any) -> None:
    call, refund, mend = taken("apology-call"), taken("refund-full"), taken("repair-first")
    _scored(guest, 4000, 3000, 6000)
    case = opened(customer=guest, severity=4)
    found = {one.gesture: one for one in options(case)}

    # 4,000 at stake, 0 to 10 points more stay: 200 kept, 0 to 600, for 20.
    assert found[call].kept == pytest.approx((0, 200, 600))
    assert found[call].verdict == LIKELY
    assert found[refund].verdict == DEAR
    assert found[mend].net == pytest.approx((0, 280, 840))
    assert [one.gesture for one in options(case)][-1] == refund
    mend.stays_low = 10
    mend.save()
    assert options(case)[0].gesture == mend
    assert options(case)[0].verdict == CLEAR
    assert {one.verdict for one in options(opened(severity=4))} == {UNKNOWN}


def test_only_what_fits_is_offered(opened: Open, people: SimpleNamespace, units: SimpleNamespace, taken: Any) -> None:
    mend, breakfast = taken("repair-first"), taken("breakfast")
    case = opened(severity=2)
    assert {one.gesture for one in options(case)} == {mend, breakfast}

    set_cause(case=case, cause="attitude", prevention="", by=people.agent)
    assert {one.gesture for one in options(case)} == {breakfast}
    Gesture.objects.filter(pk=breakfast.pk).update(unit=units.north)
    assert not options(case)
    Gesture.objects.filter(pk=breakfast.pk).update(unit=units.south)
    assert options(case)
    with pytest.raises(AdviceError, match="not meant"):
        _choose(case, mend, 10, people.agent)


def test_within_the_limit_nobody_is_asked(opened: Open, people: SimpleNamespace, guest: Any, taken: Any) -> None:
    case, tomorrow = opened(customer=guest), timezone.localdate() + timedelta(days=1)
    made = _choose(case, taken("breakfast"), 60, people.agent, due=tomorrow)
    made.refresh_from_db()

    assert (made.stand, made.empowered) == (Stand.CHOSEN, True)
    assert made.promise.due == tomorrow
    assert made.promise.customer == guest
    with pytest.raises(AdviceError, match="already"):
        _choose(case, made.gesture, 60, people.manager)
    choosing.settle(choice=made, given=True, by=people.agent)
    with pytest.raises(AdviceError, match="already"):
        choosing.settle(choice=made, given=False, by=people.manager)
    sorts = list(case.entries.order_by("pk").values_list("sort", flat=True))
    assert sorts[-2:] == ["gesture-chosen", "gesture-given"]


def test_the_limit_of_a_case_counts_all_that_was_given_in_it(opened: Open, people: SimpleNamespace, taken: Any) -> None:
    case = opened()
    assert limit_of(people.agent, case.unit) == May(Decimal(200), Decimal(2000))
    assert limit_of(people.agent, None) == May(Decimal(0), Decimal(0))
    _choose(case, taken("breakfast"), 150, people.manager)

    assert _choose(case, taken("voucher"), 60, people.agent).stand == Stand.ASKED
    assert _choose(opened(), taken("voucher"), 60, people.agent).stand == Stand.CHOSEN


def test_the_month_has_a_limit_too(opened: Open, people: SimpleNamespace, taken: Any) -> None:
    from regulars.web.accounts.roles import Role

    actions.set_limits(wanted={Role.AGENT: May(Decimal(200), Decimal(250))}, by=people.administrator)
    stands = [_choose(opened(), taken("voucher"), 120, people.agent).stand for _ in range(3)]
    assert stands == [Stand.CHOSEN, Stand.CHOSEN, Stand.ASKED]


def test_somebody_with_a_higher_limit_decides_once(
    opened: Open, people: SimpleNamespace, taken: Any, guest: Any
) -> None:
    from regulars.web.messages.models import Outgoing

    case = opened(customer=guest)
    made = _choose(case, taken("voucher"), 900, people.agent, words="Anna came back twice.", due=timezone.localdate())
    asked = made.approval
    assert not case.customer.promises.exists()
    letters = list(Outgoing.objects.filter(about=f"case:{case.public_id}"))
    assert {one.to for one in letters} >= {people.manager.email, people.administrator.email}
    assert people.agent.email not in {one.to for one in letters}

    with pytest.raises(AdviceError, match="yourself"):
        choosing.decide(approval=asked, yes=True, words="", by=people.agent)
    with pytest.raises(AdviceError, match="why not"):
        choosing.decide(approval=asked, yes=False, words=" ", by=people.manager)
    # Two have the page open: the second is told.
    first, second = (Approval.objects.select_related("case", "choice").get() for _ in range(2))
    choosing.decide(approval=first, yes=True, words="Yes, of course.", by=people.manager)
    with pytest.raises(AdviceError, match="decided this already"):
        choosing.decide(approval=second, yes=False, words="No.", by=people.administrator)

    made.refresh_from_db()
    assert (made.stand, made.empowered) == (Stand.CHOSEN, False)
    assert made.promise is not None
    assert Approval.objects.get().decided_by == people.manager
    assert Outgoing.objects.filter(to=people.agent.email, about=f"case:{case.public_id}").count() == 1


def test_what_waits_stands_in_the_day_of_whoever_may_approve(
    opened: Open, people: SimpleNamespace, client_of: Any, taken: Any
) -> None:
    _choose(opened(), taken("voucher"), 900, people.agent, words="Anna came back twice.")

    day = {who: client_of(getattr(people, who)).get("/cases/day/").content.decode() for who in ("manager", "agent")}

    assert 'href="/gestures/approvals/"' in day["manager"]
    assert "voucher" in day["manager"].casefold()
    assert 'href="/gestures/approvals/"' not in day["agent"]


def test_nobody_approves_above_their_own_limit(opened: Open, people: SimpleNamespace, taken: Any) -> None:
    made = _choose(opened(severity=4), taken("refund-full"), 5000, people.agent)
    with pytest.raises(AdviceError, match="higher limit"):
        choosing.decide(approval=made.approval, yes=True, words="", by=people.manager)
    choosing.decide(approval=made.approval, yes=False, words="Too much.", by=people.manager)
    made.refresh_from_db()
    assert made.stand == Stand.REFUSED


def test_beyond_the_budget_somebody_is_asked(
    opened: Open, people: SimpleNamespace, units: SimpleNamespace, taken: Any
) -> None:
    today, boss = timezone.localdate(), people.administrator
    actions.set_budget(unit=units.south, since=today, amount=Decimal(100), by=boss)
    actions.set_budget(unit=None, since=today, amount=Decimal(9000), by=boss)
    voucher = taken("voucher")
    first, second = (_choose(opened(), voucher, 60, people.agent) for _ in range(2))
    assert [first.stand, second.stand] == [Stand.CHOSEN, Stand.ASKED]
    assert second.approval.over_budget

    choosing.settle(choice=first, given=True, by=people.agent)
    choosing.decide(approval=second.approval, yes=True, words="", by=people.manager)
    left = left_of(Budget.objects.get(unit=units.south), month_of(today))
    assert (left.spent, left.reserved, left.left) == (60, 60, -20)
    second.refresh_from_db()
    choosing.settle(choice=second, given=False, by=people.agent)
    assert left_of(Budget.objects.get(unit=units.south), month_of(today)).reserved == 0
    # A higher budget of the same month takes nothing away from what was spent.
    actions.set_budget(unit=units.south, since=today, amount=Decimal(500), by=boss)
    assert left_of(Budget.objects.get(unit=units.south), month_of(today)).left == 440


def test_the_case_shows_its_options_and_lends_words(
    opened: Open, people: SimpleNamespace, client_of: Any, guest: Any, taken: Any
) -> None:
    case, gesture = opened(customer=guest, language="zh"), taken("breakfast")
    page = client_of(people.agent)
    assert "Breakfast for two" in page.get(f"/cases/{case.public_id}/").content.decode()

    sent = page.post(f"/gestures/in/{case.public_id}/{gesture.public_id}/", {f"g{gesture.pk}-amount": "-5"})
    assert sent.status_code == 400
    assert "0 or more" in sent.content.decode()
    assert not Choice.objects.exists()
    page.post(f"/gestures/in/{case.public_id}/{gesture.public_id}/", {f"g{gesture.pk}-amount": "60"})
    made = Choice.objects.get()

    shown = page.post(f"/gestures/choices/{made.public_id}/words/", {"respond-words": "Sorry <b>Anna</b>"})
    assert shown.status_code == 200
    assert "Sorry &lt;b&gt;Anna&lt;/b&gt;\n\n我们为您奉上双人早餐。" in shown.content.decode()
    other = client_of(people.colleague)
    assert other.post(f"/gestures/choices/{made.public_id}/", {"do": "given"}).status_code == 404


def test_what_waits_may_not_be_promised(opened: Open, people: SimpleNamespace, client_of: Any, taken: Any) -> None:
    from regulars.web.cases.answering import hints_for

    case = opened()
    made = _choose(case, taken("voucher"), 900, people.agent)
    assert any("waits for approval" in str(one) for one in hints_for(case, "Here is a voucher."))
    page = client_of(people.agent)
    answer = page.post(f"/gestures/choices/{made.public_id}/words/", {"respond-words": "Sorry."}, follow=True)
    assert "may not be promised" in answer.content.decode()
    assert page.get("/gestures/approvals/").status_code == 403
    boss = client_of(people.manager)
    assert "Voucher" in boss.get("/gestures/approvals/").content.decode()
    answer = boss.post(
        f"/gestures/approvals/{made.approval.public_id}/", {"do": "yes", "back": "//evil.example"}, follow=False
    )
    assert answer["Location"] == "/gestures/approvals/"


def test_words_of_approvals_are_forgotten(opened: Open, people: SimpleNamespace, taken: Any) -> None:
    case = opened()
    _choose(case, taken("voucher"), 900, people.agent, words="Anna Wu")
    strike(Case.objects.filter(pk=case.pk))
    assert Approval.objects.get().words == ""
    assert Choice.objects.get().amount == 900


def test_a_gesture_is_written_in_one_language_at_least(people: SimpleNamespace, client_of: Any) -> None:
    page = client_of(people.administrator)
    whole = {"sort": "gesture", "cost": "5", "worth": "9", "stays_low": "5", "stays_high": "1", "severity_low": "1",
             "severity_high": "4", "sees_en": "A card."}  # fmt: skip
    sent = page.post("/gestures/new/", whole)
    assert sent.status_code == 400
    assert "Write a name." in sent.content.decode()
    assert "below the lower" in sent.content.decode()
    page.post("/gestures/new/", {**whole, "name_zh": "<i>卡片", "stays_high": "6"})
    assert "&lt;i&gt;卡片" in page.get("/gestures/").content.decode()


def test_effect_is_said_only_of_enough(opened: Open, people: SimpleNamespace, client_of: Any, taken: Any) -> None:
    gesture = taken("breakfast")
    for number in range(24):
        case = opened()
        if number % 2:
            made = _choose(case, gesture, 1, people.administrator)
            choosing.settle(choice=made, given=True, by=people.administrator)
        Case.objects.filter(pk=case.pk).update(
            state=State.CLOSED, outcome=Outcome.RESOLVED, closed=timezone.now() + timedelta(hours=number),
            verdict=Verdict.YES if number % 2 and number > 2 else Verdict.NO,
        )  # fmt: skip
    text = client_of(people.agent).get("/gestures/effect/").content.decode()
    assert "more often satisfied: a difference of" in text
    assert "not proven" in text
    assert "too few to judge" in text  # nobody had to be asked
    assert client_of(people.colleague).get("/gestures/effect/").content.decode().count("No option was chosen") == 1
    asked = {"purpose": "effect of gestures", "kind": "csv"}
    rows = b"".join(client_of(people.manager).post("/gestures/effect/file/", asked)).decode().splitlines()
    assert len(rows) == 13


def test_groups_of_a_few_are_not_compared() -> None:
    rows = [Ended(pk, pk, 3, 1.0, None, frozenset(), pk % 2 == 0, None) for pk in range(19)]
    assert compared(rows, lambda one: one.more, satisfied) is None


def test_nothing_is_promised_in_a_case_that_closed_in_this_moment(
    opened: Open, people: SimpleNamespace, taken: Any
) -> None:
    case, gesture = opened(), taken("voucher")
    closed = {"state": "closed", "outcome": "lost", "closed": timezone.now()}
    Case.objects.filter(pk=case.pk).update(**closed)

    with pytest.raises(AdviceError, match="closed"):
        _choose(case, gesture, 1, people.agent)
    assert not Choice.objects.exists()


def test_whoever_goes_beyond_a_budget_that_was_used_meanwhile_is_told_first(
    opened: Open, people: SimpleNamespace, units: SimpleNamespace, taken: Any
) -> None:
    today, voucher = timezone.localdate(), taken("voucher")
    actions.set_budget(unit=units.south, since=today, amount=Decimal(1000), by=people.administrator)
    asked = _choose(opened(), voucher, 950, people.agent)
    assert not asked.approval.over_budget
    _choose(opened(), voucher, 60, people.agent)

    with pytest.raises(AdviceError, match="goes beyond it now"):
        choosing.decide(approval=Approval.objects.get(), yes=True, words="", by=people.manager)
    told = Approval.objects.get()
    assert (told.over_budget, told.yes) == (True, None)
    choosing.decide(approval=told, yes=True, words="", by=people.manager)
    assert left_of(Budget.objects.get(), month_of(today)).left == -10
