"""What the customer says, and what follows from it: the case closes, opens again, or another one is opened."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from regulars.language import message
from regulars.web.audit import Event, record
from regulars.web.cases.actions import raise_up, step
from regulars.web.cases.actions.changing import change
from regulars.web.cases.assigning import manager_of
from regulars.web.cases.errors import CaseError, MeanwhileError
from regulars.web.cases.history import write
from regulars.web.cases.models import Case, Channel
from regulars.web.cases.opening import Wish, open_case
from regulars.web.cases.states import OURS, Outcome, State, Step, Verdict
from regulars.web.cases.verdicts.models import Ask, Sort
from regulars.web.cases.verdicts.telling import summary, tell
from regulars.web.messages.actions import queue

OPENS_AGAIN = timedelta(days=45)  # after closing; what comes later is a case of its own
LONGEST = 4000
_TRIES = 3


def judge(*, ask: Ask, answer: Verdict, words: str = "", by: Any = None) -> Ask:
    """Keep what the customer says and do what follows. ``by``: who noted it on the telephone.

    Raises ``CaseError`` where the answer stands already, or is no longer the question. Who works on the case in the
    same moment is no matter of the customer’s: it is tried again.
    """
    for left in reversed(range(_TRIES)):
        try:
            with transaction.atomic():
                return _judge(ask.pk, answer, words.replace("\0", "").strip()[:LONGEST], by)
        except MeanwhileError:
            if not left:
                raise
    raise AssertionError


def stale(ask: Ask) -> bool:
    """Whether the case went on since: its customer is asked anew when there is something to ask."""
    case = ask.case
    if case.reopened == ask.round:
        return ask.sort == Sort.RECHECK and case.state != State.CLOSED
    # Their own no opened it again, and nobody has answered since: they may still change their mind.
    return not (ask.answer == Verdict.NO and case.reopened == ask.round + 1 and case.state in OURS)


def _judge(pk: int, answer: Verdict, words: str, by: Any) -> Ask:
    ask = Ask.objects.select_related("case__unit", "case__owner", "case__customer").get(pk=pk)
    case, now = ask.case, timezone.now()
    if stale(ask) or (ask.over(now) and (by is None or ask.answer is not None)):
        raise CaseError(message("This question is over: nothing was changed."))
    same = ask.answer == answer
    if same and words in ("", ask.words):
        return ask
    fields = {"answer": answer.value, "answered_at": ask.answered_at or now, "words": words or ask.words, "by": by}
    if not Ask.objects.filter(pk=pk, answer=ask.answer).update(**fields):
        raise MeanwhileError(message("Two answers came at once."))
    for name, value in fields.items():
        setattr(ask, name, value)
    write(case, ask.sort, by=by, answer=answer.value, day=ask.day, words=words)
    record(Event.CASE_JUDGED, target=case, by=by, answer=answer.value)
    if not same:
        (_after_verdict if ask.sort == Sort.VERDICT else _after_recheck)(ask, answer, words)
    return ask


def _after_verdict(ask: Ask, answer: Verdict, words: str) -> None:
    case = ask.case
    if case.outcome == Outcome.DUPLICATE:
        return
    change(case, verdict=answer.value)
    if answer is not Verdict.NO:
        settle(case)
        return
    gave = case.owner
    _open_again(case, words)
    tell(
        case, [gave, case.owner],
        message("Case {number}: the customer is not satisfied", number=str(case.pk)),
        message("The answer did not help: the case is open again. Read what they say, call them, and answer anew."),
        f"verdict-no:{ask.public_id}:{case.reopened}",
    )  # fmt: skip


def _after_recheck(ask: Ask, answer: Verdict, words: str) -> None:
    case = ask.case
    if case.state != State.CLOSED:  # their own no opened it again
        subject = message("Case {number}: the customer has changed their mind", number=str(case.pk))
        nonce = f"recheck-changed:{ask.public_id}:{answer.value}"
        tell(case, [case.owner], subject, message("See what they say now before you go on."), nonce)
    if answer is Verdict.YES or case.state != State.CLOSED:
        return
    people = [case.owner, manager_of(case.unit)]
    if answer is Verdict.PARTLY:
        subject = message("Case {number}: not all is well again", number=str(case.pk))
        words_ = message(
            "Asked again after {day} days, the customer says: not quite. Have a word with them.", day=ask.day
        )
        tell(case, people[:1], subject, words_, f"recheck-partly:{ask.public_id}")
        return
    if case.closed is not None and timezone.now() - case.closed <= OPENS_AGAIN:
        _open_again(case, words)
        target = case
    else:
        target = _recovery(ask, words)
    tell(
        target, [target.owner, *people],
        message("Relapse: case {number} did not hold", number=str(case.pk)),
        message(
            "Asked again after {day} days, the customer says that it is bad again. Look after them today.", day=ask.day
        ),
        f"relapse:{ask.public_id}",
    )  # fmt: skip


def _open_again(case: Case, words: str) -> None:
    if case.state not in OURS:
        step(case=case, step=Step.REOPEN, by=None, words=words)
    try:
        raise_up(case=case, by=None, words=words)
    except MeanwhileError:
        raise
    except CaseError:  # nobody stands above: whoever has it keeps it
        return


def _recovery(ask: Ask, words: str) -> Case:
    """Long after closing it is a relationship that broke, and not the old case."""
    old = ask.case
    new, _ = open_case(
        Wish(
            kind="recovery",
            title=old.title,
            channel=Channel.SURVEY,
            nonce=f"relapse:{ask.public_id}",
            words=words,
            language=old.language,
            customer=old.customer,
            name=old.name,
            email=old.email,
            phone=old.phone,
            unit=old.unit,
            severity=min(4, old.severity + 1),
        )
    )
    Ask.objects.filter(pk=ask.pk).update(led_to=new)
    write(old, "relapse", number=new.pk)
    write(new, "relapsed", number=old.pk)
    return new


def settle(case: Case) -> bool:
    """Close what the customer calls settled, if its cause is noted; says whether it is closed now."""
    if (case.verdict or 0) < Verdict.PARTLY:
        return False
    if case.state == State.CLOSED:
        if case.outcome == Outcome.SILENT:  # they spoke after all
            change(case, outcome=Outcome.RESOLVED.value)
            tell_end(case)
        return True
    if case.workflow.cause and not case.cause:
        _wants_cause(case)
        return False
    try:
        step(case=case, step=Step.CLOSE, by=None, outcome=Outcome.RESOLVED)
    except MeanwhileError:
        raise
    except CaseError as error:
        subject = message("Case {number} could not be closed by itself", number=str(case.pk))
        tell(case, [case.owner], subject, error.message, f"verdict-stuck:{case.public_id}:{case.reopened}")
        return False
    return True


def _wants_cause(case: Case) -> None:
    tell(
        case, [case.owner],
        message("Case {number}: the customer is satisfied, the cause is missing", number=str(case.pk)),
        message("Note the root cause: then it closes by itself."),
        f"verdict-cause:{case.public_id}:{case.reopened}",
    )  # fmt: skip


def tell_end(case: Case) -> None:
    """What happened and what we changed, to the customer."""
    if case.mail_address and case.workflow.verdict:
        queue(letter=summary(case))
