"""Acting on what came back: each mail once, whatever dies in between.

That a mail was seen and what follows from it are one transaction; marking it in the mailbox comes afterwards. A mail
that is found again, because the mark was lost or somebody moved it, is known by its place or by its own name.
"""

from __future__ import annotations

import imaplib
import logging
import time
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.messages.addresses import hash_of, hashed
from regulars.web.messages.blocking import suppress
from regulars.web.messages.bounces.reading import LONGEST as BEGINNING
from regulars.web.messages.bounces.reading import Found, read
from regulars.web.messages.looking import key_of, unknown
from regulars.web.messages.mailboxes import Box, Place, opened, said
from regulars.web.messages.models import Mailbox, Outgoing, Reason, Returned, Sort, State
from regulars.web.messages.tokens import opened as opened_leave
from regulars.web.words import stored

log = logging.getLogger(__name__)
PER_RUN = 1000
LONGEST = 100.0  # seconds; the next look goes on from there
# A mailbox that is full today may be read tomorrow; one that is full three times is left alone for a while.
TIMES, WITHIN, REST = 3, timedelta(days=30), timedelta(days=30)
KEPT = timedelta(days=30)  # sender and subject of what was not understood
_GONE = (State.SENT, State.UNSURE, State.SENDING)


@dataclass
class Fetched:
    """What one look found."""

    reports: int = 0
    complaints: int = 0
    automatic: int = 0
    other: int = 0


def fetch() -> Fetched:
    """One look into the mailbox, where there is one."""
    done, box = Fetched(), Mailbox.current()
    Returned.objects.filter(at__lt=timezone.now() - KEPT).exclude(sender="", subject="").update(sender="", subject="")
    if not settings.REGULARS_BOUNCES_URL:
        return done
    try:
        with opened(settings.REGULARS_BOUNCES_URL, longest=BEGINNING) as found:
            _all(found, done)
    except (OSError, imaplib.IMAP4.error) as error:
        why = message("The mailbox could not be read: {problem}", problem=said(error))
        Mailbox.objects.filter(pk=1).update(failures=box.failures + 1, problem=stored(why), checked=timezone.now())
        return done
    Mailbox.objects.filter(pk=1).update(failures=0, problem={}, checked=timezone.now())
    return done


def _all(box: Box, done: Fetched) -> None:
    state, epoch, began = Mailbox.current(), hash_of(box.epoch), time.monotonic()
    last = state.last if state.epoch == epoch else 0
    for place in unknown(box.after(last), epoch, Returned.objects.all(), PER_RUN):
        if time.monotonic() - began > LONGEST:
            return
        raw = box.fetch(place)
        if raw is None:
            continue
        found = read(raw)
        _once(found, key_of(epoch, place), epoch, place, done)
        if found.sort is not Sort.OTHER:
            box.mark(place)


@transaction.atomic
def _once(found: Found, key: str, epoch: str, place: Place, done: Fetched) -> None:
    """Write it down and do what follows, or neither."""
    name_hash = hash_of(found.own_name)
    Mailbox.objects.filter(pk=1).update(epoch=epoch, last=place.number)
    if Returned.objects.filter(name_hash=name_hash).exists():
        return
    outgoing = _outgoing(found)
    to_hash = outgoing.to_hash if outgoing else _leaver(found) or (hashed(found.sender) if found.sender else "")
    row = Returned.objects.create(
        key=key,
        name_hash=name_hash,
        sort=found.sort,
        outgoing=outgoing,
        to_hash=to_hash,
        sender=found.sender,
        subject=found.subject,
    )
    why = _act(found, row, outgoing, done)
    if why is not None:
        Returned.objects.filter(pk=row.pk).update(problem=stored(why))


def _outgoing(found: Found) -> Outgoing | None:
    """The message that it is about: by the name that it had, else by the address that it came back to."""
    rows = Outgoing.objects.all()
    return (rows.filter(message_id__in=found.names).first() if found.names else None) or (
        rows.filter(public_id=found.public_id).first() if found.public_id else None
    )


def _leaver(found: Found) -> str:
    """Whose complaint it is, by the signed link of the mail, also when the message was erased here."""
    opened_one = opened_leave(found.leave) if found.leave else None
    return opened_one[0] if opened_one else ""


def _act(found: Found, row: Returned, outgoing: Outgoing | None, done: Fetched) -> Message | None:
    match found.sort:
        case Sort.HARD | Sort.SOFT | Sort.DELAYED | Sort.DELIVERED:
            done.reports += 1
            return _reported(found, row, outgoing)
        case Sort.COMPLAINT:
            done.complaints += 1
            return _complained(found, row, outgoing)
        case Sort.AUTOMATIC:
            done.automatic += 1
        case _:
            done.other += 1
    return None


def _reported(found: Found, row: Returned, outgoing: Outgoing | None) -> Message:
    said = found.said or "?"
    if outgoing is None:
        return message("About no message that is known here. {said}", said=said)
    why = message("The other server said: {said}", said=said)
    if found.sort is Sort.DELIVERED:
        Outgoing.objects.filter(pk=outgoing.pk, state=State.UNSURE).update(state=State.SENT, problem={})
    if found.sort not in (Sort.HARD, Sort.SOFT):
        return why
    Outgoing.objects.filter(pk=outgoing.pk, state__in=_GONE).update(
        state=State.BOUNCED, problem=stored(why), ended=timezone.now()
    )
    if found.sort is Sort.HARD:
        suppress(reason=Reason.BOUNCED, source="mailbox", address=outgoing.to)
    elif _times(row.to_hash) >= TIMES:
        suppress(reason=Reason.RETURNED, source="mailbox", address=outgoing.to, until=timezone.now() + REST)
    return why


def _times(to_hash: str) -> int:
    """How often lately, counting each message once: a server may report one three times."""
    rows = Returned.objects.filter(to_hash=to_hash, sort=Sort.SOFT, at__gt=timezone.now() - WITHIN)
    return rows.exclude(outgoing=None).values("outgoing").distinct().count()


def _complained(found: Found, row: Returned, outgoing: Outgoing | None) -> Message:
    if not row.to_hash:
        return message("About no message that is known here. {said}", said=found.said or "?")
    reason = Reason.UNSUBSCRIBED if found.opt_out else Reason.COMPLAINED
    suppress(reason=reason, source="mailbox", address=outgoing.to if outgoing else "", address_hash=row.to_hash)
    return message("Nothing is sent there any more.")
