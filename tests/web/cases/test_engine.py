"""The state machine, its owners, its trail; what two people do at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from regulars.web.accounts.actions.people import deactivate
from regulars.web.cases import actions
from regulars.web.cases.errors import CaseError, MeanwhileError
from regulars.web.cases.escalating import escalate, find_owners, wake
from regulars.web.cases.models import Case, Channel, Entry, Pause, Why
from regulars.web.cases.opening import Wish, open_case
from regulars.web.cases.states import Outcome, State, Step, Verdict
from regulars.web.cases.workflows import Clock, workflows
from regulars.web.messages.models import Outgoing

Open = Callable[..., Any]


def sorts(case: Case) -> list[str]:
    """What was done, in order."""
    return list(case.entries.order_by("pk").values_list("sort", flat=True))


def test_every_workflow_speaks_both_languages() -> None:
    for one in workflows().values():
        assert one.name.in_language("en") != one.name.in_language("zh")
    assert {"complaint", "low-score", "recovery", "review", "finding"} <= set(workflows())


def test_the_same_thing_opens_one_case_for_the_agent_of_the_place(opened: Open, people: SimpleNamespace) -> None:
    case = opened()

    again, fresh = open_case(Wish("complaint", "again", Channel.MAIL, case.nonce))

    assert (again.pk, fresh, case.owner) == (case.pk, False, people.agent)
    assert sorts(case) == ["opened", "handed"]


def test_a_complaint_goes_its_way_and_the_customer_has_the_last_word(opened: Open, people: SimpleNamespace) -> None:
    case = opened()
    actions.step(case=case, step=Step.ACKNOWLEDGE, by=people.agent)
    actions.step(case=case, step=Step.INVESTIGATE, by=people.agent)
    actions.step(case=case, step=Step.RESPOND, by=people.agent, words="Sorry.")

    with pytest.raises(CaseError, match="root cause"):
        actions.step(case=case, step=Step.CLOSE, by=people.agent, outcome=Outcome.LOST)
    actions.set_cause(case=case, cause="equipment", prevention="alarm", by=people.agent)
    with pytest.raises(CaseError, match="last word"):
        actions.step(case=case, step=Step.CLOSE, by=people.agent, outcome=Outcome.RESOLVED)
    Case.objects.filter(pk=case.pk).update(verdict=Verdict.YES)
    case.refresh_from_db()
    actions.step(case=case, step=Step.CLOSE, by=people.agent, outcome=Outcome.RESOLVED)

    case.refresh_from_db()
    assert (case.state, case.outcome, case.next_due) == (State.CLOSED, Outcome.RESOLVED, None)
    assert sorts(case)[2:] == ["acknowledge", "investigate", "respond", "cause", "close"]


def test_a_step_from_the_wrong_state_and_a_dismissal_without_a_word_are_refused(
    opened: Open, people: SimpleNamespace
) -> None:
    case = opened()

    with pytest.raises(CaseError, match="received"):
        actions.step(case=case, step=Step.REOPEN, by=people.agent)
    with pytest.raises(CaseError, match="no complaint"):
        actions.step(case=case, step=Step.DISMISS, by=people.agent)
    assert sorts(case) == ["opened", "handed"]


def test_two_agents_at_once_one_is_told(opened: Open, people: SimpleNamespace) -> None:
    """Nothing of the second is stored, and nothing of the first is lost."""
    first = opened()
    second = Case.objects.get(pk=first.pk)
    actions.step(case=first, step=Step.RESPOND, by=people.agent, words="mine")

    with pytest.raises(MeanwhileError, match="meanwhile"):
        actions.step(case=second, step=Step.RESPOND, by=people.manager, words="yours")

    assert [one.words for one in first.entries.filter(sort="respond")] == ["mine"]


def test_opened_again_its_clocks_run_anew(opened: Open, people: SimpleNamespace) -> None:
    case = opened(at=timezone.now() - timedelta(days=9))
    actions.step(case=case, step=Step.RESPOND, by=people.agent, words="Sorry.")
    actions.step(case=case, step=Step.REOPEN, by=None)

    case.refresh_from_db()
    assert (case.state, case.reopened, case.responded) == (State.INVESTIGATING, 1, None)
    assert case.next_due is not None
    assert case.next_due > timezone.now()


def test_rest_moves_the_end_by_as_much(opened: Open, people: SimpleNamespace) -> None:
    case = opened()
    with pytest.raises(CaseError, match="Acknowledge it first"):
        actions.pause(case=case, why=Why.PART, back=timezone.localdate() + timedelta(days=2), by=people.agent)
    actions.step(case=case, step=Step.ACKNOWLEDGE, by=people.agent)
    before = case.due_respond
    actions.pause(case=case, why=Why.PART, back=timezone.localdate() + timedelta(days=2), by=people.agent)
    assert (case.resting, case.next_due) == (True, None)
    Pause.objects.filter(case=case).update(since=timezone.now() - timedelta(hours=5))

    actions.resume(case=case, by=people.agent)

    case.refresh_from_db()
    assert before is not None
    # The rest began before the case was opened: only what lies after counts.
    assert case.due_respond >= before
    assert case.next_due == case.due_respond


def test_who_rests_comes_back_on_its_day(opened: Open, people: SimpleNamespace) -> None:
    case = opened()
    actions.step(case=case, step=Step.ACKNOWLEDGE, by=people.agent)
    actions.pause(case=case, why=Why.DAY, back=timezone.localdate() + timedelta(days=2), by=people.agent)

    assert wake(timezone.now()) == 0
    assert wake(timezone.now() + timedelta(days=2)) == 1
    case.refresh_from_db()
    assert not case.resting


def test_a_clock_that_ran_out_is_told_once_to_each(opened: Open, people: SimpleNamespace) -> None:
    case = opened(severity=4, at=timezone.now() - timedelta(hours=2))

    assert escalate(timezone.now()) == 1
    assert escalate(timezone.now()) == 0
    # Two hours on, the manager hears of it; four hours have passed, in which it should have been answered: the owner.
    assert escalate(timezone.now() + timedelta(hours=2)) == 2

    case.refresh_from_db()
    assert case.escalated == 1
    late = Outgoing.objects.filter(nonce__startswith="case-late:").order_by("pk")
    assert list(late.values_list("to", flat=True)) == [
        people.agent.email,
        people.manager.email,
        people.agent.email,
    ]
    assert all("cold eggs" not in one.text for one in Outgoing.objects.all())


def test_an_alarm_waits_for_somebody_to_hear_it(opened: Open, people: SimpleNamespace) -> None:
    case = opened(at=timezone.now() - timedelta(hours=5))
    Case.objects.filter(pk=case.pk).update(owner=None)
    assert escalate(timezone.now()) == 0

    find_owners()

    assert escalate(timezone.now()) == 1
    assert Outgoing.objects.get(nonce__startswith="case-late:").to == people.agent.email


def test_whoever_leaves_hands_the_cases_on(opened: Open, people: SimpleNamespace) -> None:
    case = opened()
    deactivate(user=people.agent, by=people.administrator)

    assert find_owners() == 1
    case.refresh_from_db()
    assert case.owner == people.manager
    people.manager.delete()
    assert find_owners() == 1
    case.refresh_from_db()
    assert case.owner is not None


def test_handed_only_to_who_may(opened: Open, people: SimpleNamespace) -> None:
    with pytest.raises(CaseError, match="may not work"):
        actions.hand_over(case=opened(), to=people.colleague, by=people.agent)


@pytest.mark.parametrize("change", [{"sort": "x"}, {"data": {"words": "other"}}])
def test_what_was_done_cannot_be_changed(opened: Open, change: dict[str, Any]) -> None:
    case = opened()

    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(case=case).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_entry")


def test_whom_the_company_forgets_leaves_a_count(opened: Open, guest: Any, people: SimpleNamespace) -> None:
    case = opened(customer=guest)
    early = opened(email="ANNA@example.com")
    actions.note(case=case, words="Anna was loud", by=people.agent)

    guest.delete()

    for one in (case, early):
        one.refresh_from_db()
        assert (one.title, one.words, one.email, one.customer) == ("", "", "", None)
    assert all(entry.data == {"erased": True} for entry in case.entries.all())
    assert case.severity == 2


def test_the_page_keeps_what_was_typed_when_somebody_was_first(
    opened: Open, people: SimpleNamespace, client_of: Any
) -> None:
    case = opened()
    seen = case.revision
    actions.grade(case=case, severity=3, by=people.manager)

    answer = client_of(people.agent).post(
        f"/cases/{case.public_id}/respond/", {"respond-words": "A long answer", "seen": seen}
    )

    assert answer.status_code == 400
    assert "meanwhile" in answer.content.decode()
    assert "A long answer" in answer.content.decode()


def test_the_list_filters_and_finds(opened: Open, people: SimpleNamespace, client_of: Any, guest: Any) -> None:
    opened(customer=guest, title="cold breakfast")
    opened(title="loud lift", severity=4)
    page = client_of(people.agent)

    assert page.get("/cases/?words=breakfast").content.decode().count("/cases/") >= 1
    assert "loud lift" not in page.get("/cases/?words=Anna").content.decode()
    assert "loud lift" in page.get("/cases/?severity=4&show=all&whose=mine").content.decode()
    assert "loud lift" not in client_of(people.colleague).get("/cases/?show=all").content.decode()


def test_the_pages_beside_the_list_are_those_that_one_may_see(people: SimpleNamespace, client_of: Any) -> None:
    manager = client_of(people.manager).get("/cases/").content.decode()
    agent = client_of(people.agent).get("/cases/board/").content.decode()

    assert 'href="/cases/load/"' in manager
    assert 'href="/cases/load/"' not in agent
    assert 'href="/cases/board/" aria-current="page"' in agent


def test_a_rest_that_a_step_ends_does_not_count(opened: Open, people: SimpleNamespace) -> None:
    case = opened()
    actions.step(case=case, step=Step.ACKNOWLEDGE, by=people.agent)
    back = timezone.localdate() + timedelta(days=9)
    actions.pause(case=case, why=Why.PART, back=back, by=people.agent)
    Case.objects.filter(pk=case.pk).update(since=timezone.now() - timedelta(days=6))
    Pause.objects.filter(case=case).update(since=timezone.now() - timedelta(days=5))
    case = Case.objects.get(pk=case.pk)

    actions.step(case=case, step=Step.INVESTIGATE, by=people.agent)

    now = timezone.now()
    kept = Case.objects.get(pk=case.pk)
    ran = timedelta(days=1)
    target = timedelta(hours=kept.workflow.hours(Clock.RESOLVE, kept.severity))
    assert abs(kept.due_resolve - (now + target - ran)) < timedelta(minutes=1)


def test_praise_of_an_answer_that_did_not_hold_resolves_nothing(opened: Open, people: SimpleNamespace) -> None:
    case = opened()
    actions.set_cause(case=case, cause="equipment", prevention="", by=people.agent)
    actions.step(case=case, step=Step.RESPOND, by=people.agent, words="Sorry.")
    Case.objects.filter(pk=case.pk).update(verdict=Verdict.YES)
    case.refresh_from_db()
    actions.step(case=case, step=Step.CLOSE, by=people.agent, outcome=Outcome.RESOLVED)
    actions.step(case=case, step=Step.REOPEN, by=people.agent)

    with pytest.raises(CaseError, match="last word"):
        actions.step(case=case, step=Step.CLOSE, by=people.agent, outcome=Outcome.RESOLVED)


def test_nobody_stays_silent_who_was_not_answered(opened: Open, people: SimpleNamespace) -> None:
    case = opened()
    actions.set_cause(case=case, cause="equipment", prevention="", by=people.agent)

    with pytest.raises(CaseError, match="answered the customer"):
        actions.step(case=case, step=Step.CLOSE, by=people.agent, outcome=Outcome.SILENT)
    assert Case.objects.get().state == State.RECEIVED
