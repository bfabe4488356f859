"""Reading the mailbox of cases: each mail once, whatever dies in between.

That a mail was seen and what follows from it are one transaction; marking it in the mailbox comes afterwards. A mail
that is found again, because the mark was lost or somebody moved it, is known by its place or by its own name.
"""

from __future__ import annotations

import imaplib
import logging
import time
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone

from regulars.language import RegularsError, message
from regulars.web.cases.errors import MeanwhileError
from regulars.web.cases.mail.deciding import take_in
from regulars.web.cases.mail.models import Mail, Mailbox, Seen, Sort
from regulars.web.cases.mail.reading import LONGEST, Arrived, read
from regulars.web.messages.addresses import hash_of
from regulars.web.messages.looking import key_of, unknown
from regulars.web.messages.mailboxes import Box, Place, opened, said
from regulars.web.words import stored

log = logging.getLogger(__name__)
PER_RUN = 200
PATIENCE = 100.0  # seconds; the next look goes on from there
KEPT = timedelta(days=90)  # what opened nothing


def fetch() -> int:
    """One look into the mailbox, where there is one; how many mails were taken in."""
    Mail.objects.without_a_case().filter(at__lt=timezone.now() - KEPT).delete()
    if not settings.REGULARS_CASES_URL:
        return 0
    box = Mailbox.current()
    try:
        with opened(settings.REGULARS_CASES_URL, longest=LONGEST) as found:
            count = _all(found)
    except (OSError, imaplib.IMAP4.error) as error:
        why = message("The mailbox of cases could not be read: {problem}", problem=said(error))
        Mailbox.objects.filter(pk=1).update(failures=box.failures + 1, problem=stored(why), checked=timezone.now())
        return 0
    Mailbox.objects.filter(pk=1).update(failures=0, problem={}, checked=timezone.now())
    return count


def _all(box: Box) -> int:
    state, epoch, began, count = Mailbox.current(), hash_of(box.epoch), time.monotonic(), 0
    last = state.last if state.epoch == epoch else 0
    for place in unknown(box.after(last), epoch, Seen.objects.all(), PER_RUN):
        if time.monotonic() - began > PATIENCE:
            break
        raw = box.fetch(place)
        if raw is None:
            continue
        try:
            taken = _taken(read(raw), epoch, place)
        except MeanwhileError:  # somebody works on its case in this very moment: the next look goes on from here
            break
        count += taken is not None
        if taken is None or taken.sort != Sort.UNREADABLE:
            box.mark(place)
    return count


def _taken(arrived: Arrived, epoch: str, place: Place) -> Mail | None:
    try:
        return _once(arrived, epoch, place)
    except (DatabaseError, OSError, MeanwhileError):
        raise  # nothing is stored: the next look finds it again
    except (RegularsError, ValueError, LookupError, TypeError, AttributeError):
        # No mail may stand in the way of those behind it.
        log.exception("A mail could not be taken in")
        return _once(
            Arrived(arrived.own_name, arrived.sender, arrived.sender_name, subject=arrived.subject, unreadable=True),
            epoch,
            place,
        )


@transaction.atomic
def _once(arrived: Arrived, epoch: str, place: Place) -> Mail | None:
    """Take it in and note that it was seen, or neither; None for one that was seen before."""
    name_hash = hash_of(arrived.own_name)
    known = Seen.objects.filter(name_hash=name_hash).exists()
    Mailbox.objects.filter(pk=1).update(epoch=epoch, last=place.number)
    Seen.objects.create(key=key_of(epoch, place), name_hash=name_hash)
    return None if known else take_in(arrived)
