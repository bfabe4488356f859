"""Choosing an option for a case, asking for more than one may give, deciding, and saying how it turned out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from regulars.language import message
from regulars.web.accounts.models import User
from regulars.web.audit import Event, record
from regulars.web.cases.advice.adviser import fits, option
from regulars.web.cases.advice.errors import AdviceError
from regulars.web.cases.advice.letters import tell_approvers, tell_asker
from regulars.web.cases.advice.limits import approvers, budget_of, left_of, may_approve, within_limits
from regulars.web.cases.advice.models import Approval, Budget, Choice, Gesture, Stand, month_of
from regulars.web.cases.history import write
from regulars.web.cases.models import Case
from regulars.web.company.models import Company
from regulars.web.people.promises.actions import promise
from regulars.web.people.promises.models import today


class _BeyondError(AdviceError):
    """What was within the budget is so no more."""


DECIDED = message("Somebody decided this already. Look at what they said.")


def choose(
    *, case: Case, gesture: Gesture, amount: Decimal, by: User, due: date | None = None, words: str = ""
) -> Choice:
    """Within the limits and the budget it is chosen at once, else somebody is asked. Raises ``AdviceError``.

    ``due``: until when it is promised; the promise stands once nobody has to be asked any more.
    """
    if not fits(gesture, case):
        raise AdviceError(message("This option is not meant for such a case."))
    if due is not None and due < today():
        raise AdviceError(message("{day} is over. A promise is for today or a later day.", day=due))
    try:
        with transaction.atomic():
            return _choose(case, gesture, amount, by, due, words)
    except IntegrityError:
        raise AdviceError(message("“{name}” is chosen already in this case.", name=gesture.name)) from None


def _choose(case: Case, gesture: Gesture, amount: Decimal, by: User, due: date | None, words: str) -> Choice:
    month = month_of(timezone.localdate())
    budget = _locked(case, by, month, open_only=True)
    over = budget is not None and left_of(budget, month).left < amount
    alone = within_limits(by, case, amount) and not over
    able = [] if alone else approvers(case, amount, but=by)
    if not alone and not able:
        raise AdviceError(
            message("It is more than you may give, and nobody else here may approve so much. Choose a smaller amount.")
        )
    made = Choice.objects.create(
        case=case, gesture=gesture, amount=amount, stand=Stand.CHOSEN if alone else Stand.ASKED, empowered=alone,
        budget=budget, month=month, due=due, expected=option(gesture, case, amount).plain(), by=by,
    )  # fmt: skip
    if alone:
        _chosen(made, by)
        return made
    asked = Approval.objects.create(case=case, choice=made, amount=amount, over_budget=over, words=words, by=by)
    _note(made, "gesture-asked", by, words=words)
    record(Event.APPROVAL_ASKED, target=case, by=by, amount=str(amount))
    tell_approvers(asked, able)
    return made


def _locked(case: Case, by: User, month: date, *, open_only: bool) -> Budget | None:
    """The budget that is drawn on; nobody else gives in this case, or from it, until this is done. Raises
    ``AdviceError`` for a case that is closed, be it since this very moment.
    """
    if not Case.objects.select_for_update().get(pk=case.pk).is_open and open_only:
        raise AdviceError(message("The case is closed. Open it again first."))
    User.objects.select_for_update().get(pk=by.pk)
    found = budget_of(case.unit, month)
    return Budget.objects.select_for_update().get(pk=found.pk) if found else None


def _chosen(choice: Choice, by: User) -> None:
    """It may be promised from now on; where a day was wished, it is."""
    if choice.due is not None and choice.case.customer is not None:
        made = promise(
            customer=choice.case.customer, what=choice.gesture.shown_name[:400], due=max(choice.due, today()),
            owner=choice.case.owner or by, by=by,
        )  # fmt: skip
        Choice.objects.filter(pk=choice.pk).update(promise=made)
    _note(choice, "gesture-chosen", by)
    record(Event.GESTURE_CHOSEN, target=choice.case, by=by, amount=str(choice.amount), asked=not choice.empowered)


def decide(*, approval: Approval, yes: bool, words: str, by: User) -> None:
    """Approve or refuse. Raises ``AdviceError``: one's own, beyond one's limit, or decided already; and once where the
    budget was used up since somebody asked: whoever goes beyond it is to know.
    """
    try:
        _decide(approval, yes, words, by)
    except _BeyondError:
        Approval.objects.filter(pk=approval.pk).update(over_budget=True)
        raise


@transaction.atomic
def _decide(approval: Approval, yes: bool, words: str, by: User) -> None:
    choice, case = approval.choice, approval.case
    if approval.by_id == by.pk:
        raise AdviceError(message("You asked for this yourself: somebody else has to decide."))
    month = month_of(timezone.localdate())
    budget = _locked(case, by, month, open_only=yes)
    if Approval.objects.filter(pk=approval.pk, yes__isnull=False).exists():
        raise AdviceError(DECIDED)
    if yes and not may_approve(by, case, approval.amount):
        raise AdviceError(message("It is more than you may approve yourself. Somebody with a higher limit has to."))
    if yes and not approval.over_budget and budget and left_of(budget, month).left < approval.amount:
        raise _BeyondError(
            message("The budget was used meanwhile: this goes beyond it now. Approve it once more if it is to be.")
        )
    if not yes and not words.strip():
        raise AdviceError(message("Say why not: whoever asked has to tell the customer something."))
    fields = {"yes": yes, "answer": words, "decided_by": by, "decided": timezone.now()}
    if not Approval.objects.filter(pk=approval.pk, yes=None).update(**fields):
        raise AdviceError(DECIDED)
    for name, value in fields.items():
        setattr(approval, name, value)
    stand = Stand.CHOSEN if yes else Stand.REFUSED
    if not Choice.objects.filter(pk=choice.pk, stand=Stand.ASKED).update(stand=stand, month=month, budget=budget):
        raise AdviceError(message("It is not wanted any more."))
    record(Event.APPROVAL_DECIDED, target=case, by=by, yes=yes, amount=str(approval.amount))
    _note(choice, "gesture-approved" if yes else "gesture-refused", by, words=words)
    if yes:
        _chosen(choice, approval.by or by)
    tell_asker(approval)


@transaction.atomic
def settle(*, choice: Choice, given: bool, by: User) -> None:
    """It was given, or is not used after all. Once. Raises ``AdviceError``."""
    before = (Stand.CHOSEN,) if given else (Stand.CHOSEN, Stand.ASKED)
    stand = Stand.GIVEN if given else Stand.DROPPED
    if not Choice.objects.filter(pk=choice.pk, stand__in=before).update(stand=stand, settled=timezone.now()):
        raise AdviceError(message("Somebody settled it already."))
    Approval.objects.filter(choice=choice, yes=None).update(yes=False, decided_by=by, decided=timezone.now())
    _note(choice, "gesture-given" if given else "gesture-dropped", by)
    record(Event.GESTURE_SETTLED, target=choice.case, by=by, given=given)


def _note(choice: Choice, sort: str, by: User, words: str = "") -> None:
    """In the trail of the case: the name as it was then, and the amount."""
    data = {"name": dict(choice.gesture.name.words), "amount": str(choice.amount)}
    write(choice.case, sort, by=by, words=words, currency=Company.current().currency, **data)
