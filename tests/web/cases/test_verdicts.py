"""The customer has the last word: by one tap, on the telephone, or by silence; and is asked again later."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regulars.language import message
from regulars.web.cases import actions
from regulars.web.cases.errors import MeanwhileError
from regulars.web.cases.models import Case
from regulars.web.cases.states import Outcome, State, Step, Verdict
from regulars.web.cases.verdicts import judging
from regulars.web.cases.verdicts.asking import ask_due
from regulars.web.cases.verdicts.figures import rechecked, verdicts
from regulars.web.cases.verdicts.judging import judge
from regulars.web.cases.verdicts.models import Ask, Ending, Skipped, Sort
from regulars.web.cases.verdicts.work import close_silent, settle_all
from regulars.web.messages.blocking import suppress
from regulars.web.messages.models import Outgoing, Reason
from regulars.web.messages.models import State as Sent

Open = Callable[..., Any]


@pytest.fixture
def answered(opened: Open, guest: Any, people: SimpleNamespace) -> Callable[..., Any]:
    """``answered(cause="equipment")``: a case of Anna's that was answered."""

    def make(*, cause: str = "equipment", customer: Any = guest, **fields: Any) -> Any:
        case = opened(customer=customer, **fields)
        if cause:
            actions.set_cause(case=case, cause=cause, prevention="We bought a new stove.", by=people.agent)
        actions.step(case=case, step=Step.RESPOND, by=people.agent, words="Sorry.")
        return case

    return make


def letter_to_customer(case: Any) -> Outgoing:
    """The latest question."""
    return Outgoing.objects.filter(nonce__startswith="ask:", about=f"reply:{case.public_id}").latest("pk")


def link_in(letter: Outgoing) -> str:
    """The page behind the first button."""
    found = re.search(r"https?://[^/\s]+(/verdict/[^\s?]+)", letter.text)
    assert found
    return found[1]


def test_the_question_comes_after_the_answer_in_the_customers_language(answered: Any, guest: Any) -> None:
    guest.language = "zh-CN"
    guest.save()

    letter = letter_to_customer(answered())

    assert (letter.to, letter.language, letter.kind) == ("anna@example.com", "zh", "notice")
    assert "杜松酒店" in letter.text
    assert "Juniper" not in letter.text
    assert letter.not_before >= timezone.now() + timedelta(hours=1)
    assert letter.text.count("/verdict/") == letter.html.count("/verdict/") == 3
    assert Ask.objects.get().token_hash not in letter.text


def test_looking_changes_nothing_and_a_tap_does(answered: Any) -> None:
    """Mail scanners open every link."""
    case = answered()
    address = link_in(letter_to_customer(case))
    for way in ("?say=1", "?say=3", "?say=9&answer=1", ""):
        assert Client().get(address + way).status_code == 200
        assert Client().head(address + way).status_code == 200
    case.refresh_from_db()
    assert (case.state, case.verdict) == (State.RESPONDED, None)

    assert Client().post(address, {}).status_code == 400
    assert Client(enforce_csrf_checks=True).post(address, {"answer": "3"}).status_code == 302

    case.refresh_from_db()
    assert (case.state, case.outcome, case.verdict) == (State.CLOSED, Outcome.RESOLVED, Verdict.YES)
    assert list(Ask.objects.filter(sort=Sort.RECHECK).values_list("day", flat=True)) == [30, 90]
    assert "wrong" not in Client().get(address).content.decode()


@pytest.mark.parametrize("token", ["x", "%00", "a" * 500, "..%2f"])
def test_a_link_that_is_none_opens_nothing(answered: Any, token: str) -> None:
    answered()

    assert Client().post(f"/verdict/{token}/", {"answer": "1"}).status_code == 404


def test_a_no_opens_it_again_with_whoever_stands_above(answered: Any, people: SimpleNamespace) -> None:
    case = answered()

    Client().post(link_in(letter_to_customer(case)), {"answer": "1", "words": "Cold \0again <b>"})

    case.refresh_from_db()
    assert (case.state, case.owner, case.reopened) == (State.INVESTIGATING, people.manager, 1)
    entry = case.entries.filter(sort="reopen").get()
    assert (entry.by, entry.words) == (None, "Cold again <b>")
    told = Outgoing.objects.filter(nonce__startswith="verdict-no:")
    assert {one.to for one in told} == {people.agent.email, people.manager.email}
    assert "Anna" not in told[0].text + told[0].subject


def test_a_mind_may_be_changed_for_a_while(answered: Any) -> None:
    case = answered()
    address = link_in(letter_to_customer(case))
    Client().post(address, {"answer": "1"})
    Client().post(address, {"answer": "3"})
    case.refresh_from_db()
    assert (case.state, case.outcome) == (State.CLOSED, Outcome.RESOLVED)

    Ask.objects.filter(sort=Sort.VERDICT).update(answered_at=timezone.now() - timedelta(days=4))

    assert Client().post(address, {"answer": "1"}).status_code == 409
    case.refresh_from_db()
    assert case.state == State.CLOSED


def test_an_old_link_says_nothing_of_a_new_answer(answered: Any, people: SimpleNamespace) -> None:
    case = answered()
    old = link_in(letter_to_customer(case))
    Client().post(old, {"answer": "1"})
    case.refresh_from_db()
    actions.step(case=case, step=Step.RESPOND, by=people.manager, words="Sorry again.")

    assert Client().post(old, {"answer": "3"}).status_code == 409
    case.refresh_from_db()
    assert (case.state, case.verdict) == (State.RESPONDED, None)
    assert link_in(letter_to_customer(case)) != old


@pytest.mark.django_db(transaction=True)
def test_satisfied_without_a_cause_waits_for_the_cause(answered: Any, people: SimpleNamespace) -> None:
    case = answered(cause="")
    Client().post(link_in(letter_to_customer(case)), {"answer": "2"})
    case.refresh_from_db()
    assert (case.state, case.verdict) == (State.RESPONDED, Verdict.PARTLY)
    assert Outgoing.objects.filter(nonce__startswith="verdict-cause:", to=people.agent.email).count() == 1

    actions.set_cause(case=case, cause="equipment", prevention="", by=people.agent)

    case.refresh_from_db()
    assert (case.state, case.outcome) == (State.CLOSED, Outcome.RESOLVED)
    assert settle_all() == 0


def test_silence_closes_after_a_while_and_only_with_a_cause(answered: Any, people: SimpleNamespace) -> None:
    told, quiet = answered(), answered(cause="")

    assert close_silent(timezone.now() + timedelta(days=6)) == 0
    assert close_silent(timezone.now() + timedelta(days=8)) == 1
    assert close_silent(timezone.now() + timedelta(days=9)) == 0

    told.refresh_from_db()
    quiet.refresh_from_db()
    assert (told.outcome, quiet.state) == (Outcome.SILENT, State.RESPONDED)
    assert Outgoing.objects.filter(nonce__startswith="silent-cause:").count() == 1
    Client().post(link_in(letter_to_customer(told)), {"answer": "3"})
    told.refresh_from_db()
    assert told.outcome == Outcome.RESOLVED


def test_what_was_said_on_the_telephone_is_kept_as_such(
    answered: Any, client_of: Any, people: SimpleNamespace, units: Any
) -> None:
    case = answered(customer=None, name="Somebody", phone="+86 10 1234")
    assert Ask.objects.get().skipped == Skipped.NO_ADDRESS
    browser = client_of(people.agent)
    assert "said-answer" in browser.get(f"/cases/{case.public_id}/").content.decode()

    assert browser.post(f"/cases/{case.public_id}/said/", {}).status_code == 400
    assert browser.post(f"/cases/{case.public_id}/said/", {"said-answer": "3", "said-words": "Fine"}).status_code == 302
    assert browser.post(f"/cases/{case.public_id}/said/", {"said-answer": "1"}).status_code == 404

    case.refresh_from_db()
    ask = Ask.objects.get(sort=Sort.VERDICT)
    assert (case.outcome, ask.by, ask.words) == (Outcome.RESOLVED, people.agent, "Fine")
    assert "by telephone, noted by Wu" in browser.get(f"/cases/{case.public_id}/").content.decode()


def test_when_they_are_asked_again_stands_in_the_calendar(
    answered: Any, people: SimpleNamespace, client_of: Any
) -> None:
    case = answered()
    Client().post(link_in(letter_to_customer(case)), {"answer": "3"})
    day = timezone.localtime(Ask.objects.filter(sort=Sort.RECHECK).order_by("due").first().due)

    page = client_of(people.agent).get(f"/cases/calendar/?month={day:%Y-%m}").content.decode()
    other = client_of(people.colleague).get(f"/cases/calendar/?month={day:%Y-%m}").content.decode()

    assert "asked again" in page
    assert "asked again" not in other


def test_whoever_is_satisfied_reads_what_happened(answered: Any, people: SimpleNamespace) -> None:
    case = answered()
    Ending.objects.create(case=case, happened="The stove was broken.", tell=True, by=people.agent)

    judge(ask=Ask.objects.get(), answer=Verdict.YES)

    letter = Outgoing.objects.get(nonce__startswith="settled:")
    assert letter.to == "anna@example.com"
    assert "The stove was broken." in letter.text
    assert "We bought a new stove." in letter.text
    assert "equipment" not in letter.text


def _closed(case: Any, days: int) -> Any:
    """Settled so many days ago."""
    judge(ask=Ask.objects.get(case=case, sort=Sort.VERDICT), answer=Verdict.YES)
    back = timedelta(days=days)
    Case.objects.filter(pk=case.pk).update(closed=timezone.now() - back)
    for ask in Ask.objects.filter(case=case, sort=Sort.RECHECK):
        Ask.objects.filter(pk=ask.pk).update(due=ask.due - back)
    return Case.objects.get(pk=case.pk)


def test_asked_again_after_thirty_days_a_relapse_opens_it(answered: Any, people: SimpleNamespace) -> None:
    case = _closed(answered(), 30)
    assert ask_due(timezone.now() - timedelta(days=1)) == 0
    assert ask_due(timezone.now()) == 1
    assert ask_due(timezone.now()) == 0

    Client().post(link_in(letter_to_customer(case)), {"answer": "1", "words": "Again."})

    case.refresh_from_db()
    assert (case.state, case.owner) == (State.INVESTIGATING, people.manager)
    told = Outgoing.objects.filter(nonce__startswith="relapse:")
    assert {one.to for one in told} == {people.agent.email, people.manager.email}
    assert Ask.objects.get(day=90).skipped == Skipped.REOPENED
    assert rechecked(Case.objects.all(), None, timezone.now())[0].answered == 1


def test_a_relapse_after_ninety_days_is_a_case_of_its_own(answered: Any) -> None:
    case = _closed(answered(), 90)
    Ask.objects.filter(day=30).update(skipped=Skipped.LATE)
    assert ask_due(timezone.now()) == 1
    ask = Ask.objects.get(day=90)

    judge(ask=ask, answer=Verdict.NO, words="Again.")

    case.refresh_from_db()
    ask.refresh_from_db()
    assert case.state == State.CLOSED
    assert (ask.led_to.kind, ask.led_to.customer, ask.led_to.words) == ("recovery", case.customer, "Again.")


@pytest.mark.parametrize("why", list(Skipped))
def test_who_is_not_asked_again(answered: Any, opened: Open, guest: Any, people: SimpleNamespace, why: Skipped) -> None:
    case = _closed(answered(), 30)
    if why == Skipped.NO_ADDRESS:
        type(guest).objects.update(email="")
    elif why == Skipped.BLOCKED:
        suppress(reason=Reason.BOUNCED, source="test", address=guest.email)
    elif why == Skipped.REFUSED:
        suppress(reason=Reason.UNSUBSCRIBED, source="letter", address=guest.email)
    elif why == Skipped.OTHER_CASE:
        opened(customer=guest)
    elif why == Skipped.REOPENED:
        actions.step(case=case, step=Step.REOPEN, by=people.agent)
    else:
        Ask.objects.filter(day=30).update(due=timezone.now() - timedelta(days=20))

    assert ask_due(timezone.now()) == 0
    assert Ask.objects.get(day=30).skipped == why


def test_whom_the_company_forgets_is_not_asked(answered: Any, guest: Any) -> None:
    case = answered()
    address = link_in(letter_to_customer(case))
    judge(ask=Ask.objects.get(), answer=Verdict.PARTLY, words="It was Anna")

    guest.delete()

    assert ask_due(timezone.now() + timedelta(days=30)) == 0
    assert Client().post(address, {"answer": "1"}).status_code == 404
    assert not Ask.objects.exclude(words="").exists()
    assert Ask.objects.get(sort=Sort.VERDICT).answer == Verdict.PARTLY


def test_opened_again_before_the_letter_went_it_does_not_go(answered: Any, people: SimpleNamespace) -> None:
    case = answered()
    actions.step(case=case, step=Step.REOPEN, by=people.agent)

    assert letter_to_customer(case).state == Sent.CANCELLED
    assert Ask.objects.get().skipped == Skipped.REOPENED


def test_shares_need_enough_answers(answered: Any) -> None:
    case = answered()
    judge(ask=Ask.objects.get(), answer=Verdict.YES)
    assert "too few" in str(verdicts(Case.objects.all(), None).shares[0][2])
    for number in range(40):
        row = Case.objects.get(pk=case.pk)
        row.pk, row.public_id, row.nonce = None, f"x{number}", f"x{number}"
        row.verdict = Verdict.NO
        row.save(force_insert=True)

    found = verdicts(Case.objects.all(), None)

    assert (found.n, found.shares[2][1]) == (41, 40)
    assert getattr(found.shares[2][2], "value", None) == pytest.approx(40 / 41)


def test_a_verdict_stands_on_the_timeline(
    answered: Any, guest: Any, people: SimpleNamespace, client_of: Callable[[Any], Client]
) -> None:
    answered()
    judge(ask=Ask.objects.get(), answer=Verdict.PARTLY, words="Still slow.")

    page = client_of(people.administrator).get(reverse("timeline:timeline", args=[guest.public_id])).content.decode()

    assert "partly satisfied" in page
    assert "Still slow." in page
    assert page.count("Will be asked about case") == 2


def test_whoever_works_on_it_at_the_same_moment_does_not_stop_the_customer(
    answered: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, real, tries = answered(), judging.change, []

    def busy(case: Any, **fields: Any) -> None:
        tries.append(1)
        if len(tries) == 1:
            raise MeanwhileError(message("busy"))
        real(case, **fields)

    monkeypatch.setattr(judging, "change", busy)
    judge(ask=Ask.objects.get(), answer=Verdict.NO)

    case.refresh_from_db()
    assert (case.state, case.verdict) == (State.INVESTIGATING, Verdict.NO)
    assert case.entries.filter(sort="verdict").count() == 1
