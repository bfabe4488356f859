"""What became of the letters, written down with the people; and taking back what nobody needs any more.

All of it is done by the database for many rows at once: a hundred thousand people cost no more than a few statements.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Concat
from django.utils import timezone

from regulars.web.messages.actions import cancel_all
from regulars.web.messages.models import Outgoing
from regulars.web.messages.models import State as Sent
from regulars.web.research.fieldwork.models import Asked, Spent, State
from regulars.web.research.fieldwork.models.asked import OPEN
from regulars.web.research.models import Study

_BECAME = {
    State.UNREACHED: (Sent.REFUSED, Sent.BOUNCED),
    State.BLOCKED: (Sent.SUPPRESSED,),
    State.CANCELLED: (Sent.CANCELLED,),
}


def sweep(study: Study) -> None:
    """Of those whose letter waits, and of those whose letter came back afterwards."""
    waiting = Asked.objects.filter(study=study, state=State.QUEUED)
    if waiting.exists():
        ended = Outgoing.objects.filter(pk=OuterRef("invitation")).values("ended")[:1]
        gone = waiting.filter(invitation__state__in=(Sent.SENT, Sent.UNSURE))
        gone.update(state=State.SENT, invited_at=Subquery(ended))
        for state, letters in _BECAME.items():
            waiting.filter(invitation__state__in=letters).update(state=state)
    back = Outgoing.objects.filter(state=Sent.BOUNCED, about=about(study), kind="invitation").values("pk")
    Asked.objects.filter(study=study, state=State.SENT, invitation__in=back).update(state=State.UNREACHED)
    _stop_reminders(study)


def _stop_reminders(study: Study) -> None:
    """A reminder that waits for the morning does not go to somebody who answered in the evening.

    In an anonymous study it is taken back with many others (``spending``): alone, it would tell the minute.
    """
    waiting = Outgoing.objects.filter(about=about(study), kind="reminder", state=Sent.WAITING)
    if not waiting.exists():
        return
    done = Asked.objects.filter(study=study).exclude(state__in=OPEN)
    _cancel_reminders(study, done)


def spent_of(study: Study) -> list[str]:
    """Addresses of an anonymous study that were used, and are not yet written down with the people."""
    return [one for hashes in Spent.objects.filter(study=study).values_list("hashes", flat=True) for one in hashes]


def _cancel_reminders(study: Study, people: object) -> int:
    count = 0
    waiting = Outgoing.objects.filter(about=about(study), kind="reminder", state=Sent.WAITING)
    for number in _numbers(waiting):
        names = people.order_by().values(
            n=Concat(Value("remind:"), "public_id", Value(f":{number}"), output_field=CharField())
        )
        count += waiting.filter(nonce__in=names).update(state=Sent.CANCELLED, ended=timezone.now())
    return count


def _numbers(waiting: object) -> set[str]:
    """Which reminders wait; there are a few."""
    return {nonce.rpartition(":")[2] for nonce in waiting.values_list("nonce", flat=True)}


def take_back(study: Study, cells: Collection[int] | None = None) -> int:
    """Whoever has not been invited yet is not; waiting letters are cancelled. ``cells``: only of these."""
    people = Asked.objects.filter(study=study, test=False)
    if cells is not None:
        people = people.filter(cell__in=cells)
    now = timezone.now()
    with transaction.atomic():
        count = people.filter(state=State.DRAWN).update(state=State.OVER)
        if cells is None:
            cancel_all(about=about(study))
        else:
            _cancel_reminders(study, people)
            letters = people.filter(state=State.QUEUED).values("invitation")
            Outgoing.objects.filter(pk__in=letters, state=Sent.WAITING).update(state=Sent.CANCELLED, ended=now)
        queued = people.filter(state=State.QUEUED, invitation__state=Sent.CANCELLED)
        return count + queued.update(state=State.OVER)


def about(study: Study) -> str:
    """How letters of a study name it."""
    return f"study:{study.public_id}"
