"""Letters to the customer of a case, through the one outbox; each noted in the trail with the mail that it became.

The trail says that there was one; its words stand once, in the card of letters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from regulars.language import Language, Message, message, render
from regulars.web.audit import Event, record
from regulars.web.cases.errors import CaseError
from regulars.web.cases.history import write
from regulars.web.cases.mail.models import Mail, Rules, Sort
from regulars.web.cases.mail.reading import language_of as told_language
from regulars.web.cases.mail.threads import about, is_own, tag
from regulars.web.cases.models import Case, Channel
from regulars.web.messages.actions import queue
from regulars.web.messages.addresses import hashed, is_address
from regulars.web.messages.blocking import BLOCKED, blocks, first_block
from regulars.web.messages.kinds import KINDS
from regulars.web.messages.models import Outgoing, State
from regulars.web.messages.writing import Letter

KIND = "notice"
LETTER, RECEIPT = "letter", "receipt"  # sorts of entries
_RECEIPT = "case-received:"
_AGAIN = re.compile(r"^(?:\s*(?:re|fwd?|aw|回复|答复|转发)\s*[:：])+\s*", re.IGNORECASE)


def closed_to(case: Case) -> Message | None:
    """Why no mail reaches this customer; None where one can be sent."""
    address = case.mail_address
    if not is_address(address):
        return message("There is no e-mail address.")
    known = hashed(address)
    reason = first_block(blocks([known]).get(known, ()), KINDS[KIND])
    return BLOCKED[reason] if reason else None


def offered(case: Case) -> Message | None:
    """What the form of the answer says of this way."""
    return None if closed_to(case) else message("Send it by e-mail to {address}", address=case.mail_address)


def answer(case: Case, words: str, by: Any) -> Mapping[str, Any]:
    """The answer as a letter; what the trail keeps of it. In the transaction of the step."""
    return {"letter": _send(case, words, f"case-answer:{case.public_id}:{case.revision}", by).public_id}


@transaction.atomic
def write_to(*, case: Case, words: str, token: str, by: Any) -> None:
    """A letter without a change of state. ``token``: of the page that it was written on: sent twice, it is one."""
    if not words.strip():
        raise CaseError(message("Write what the customer is to read."))
    nonce = f"case-letter:{case.public_id}:{token[:40]}"
    if Outgoing.objects.filter(nonce=nonce).exists():
        return
    made = _send(case, words, nonce, by)
    write(case, LETTER, by=by, text=words, letter=made.public_id)
    record(Event.CASE_CHANGED, target=case, by=by, fields=["letter"])


def receipt(case: Case) -> None:
    """That it arrived, once, in the customer's language; not more than one an hour to one address, whatever comes."""
    if case.channel not in (Channel.MAIL, Channel.FORM) or case.kind not in Rules.current().receipts:
        return
    if closed_to(case) or is_own(case.mail_address) or _had_one(case.mail_address):
        return
    language = language_of(case)
    words = render(
        message(
            "Thank you for telling us. Your message arrived and has the number {number}; somebody looks into it now "
            "and answers you.\n\nIf there is more that we should know, answer this letter.",
            number=str(case.pk),
        ),
        language,
    )
    made = _queued(case, words, f"{_RECEIPT}{case.public_id}", None)
    write(case, RECEIPT, text=words, letter=made.public_id)


def language_of(case: Case) -> Language:
    """In which the customer is written to: that of the case, their own, else that of their words."""
    own = case.customer.language if case.customer else ""
    for given in (case.language, own, told_language(case.words or case.title)):
        if given and (found := Language.parse(given)):
            return found
    return Language.ENGLISH


def _had_one(address: str) -> bool:
    rows = Outgoing.objects.filter(to_hash=hashed(address), kind=KIND, nonce__startswith=_RECEIPT)
    return rows.filter(created__gt=timezone.now() - timedelta(hours=1)).exists()


def _send(case: Case, words: str, nonce: str, by: Any) -> Outgoing:
    if why := closed_to(case):
        raise CaseError(message("No mail can be sent to this customer: {why} Choose another way.", why=why))
    made = _queued(case, words, nonce, by)
    if made.state != State.WAITING:
        raise CaseError(message("The letter was not taken. Choose another way."))
    return made


def _queued(case: Case, words: str, nonce: str, by: Any) -> Outgoing:
    letter = Letter(
        KIND,
        case.mail_address,
        _subject(case),
        words,
        nonce,
        language=language_of(case),
        about=about(case),
        customer=case.customer,
    )
    return queue(letter=letter, by=by)


def _subject(case: Case) -> str:
    """Their own, where they wrote a mail: the title of a case may hold words that are for the house only."""
    theirs = Q(case=case) | Q(public_id=case.nonce.removeprefix("mail:"))  # the second, while it is being opened
    mail = Mail.objects.filter(theirs, sort=Sort.LETTER).order_by("-at", "-pk").first()
    own = _AGAIN.sub("", mail.subject).replace(tag(case), "").strip() if mail else ""
    words = f"Re: {own}" if own else render(message("About your message to us"), language_of(case))
    return f"{words[: 240 - len(tag(case))]} {tag(case)}"
