"""What a mail says: a report of delivery (RFC 3464), a complaint (RFC 5965), an automatic answer (RFC 3834), or else.

Everything in it comes from strangers. Only its beginning is read, nothing is unpacked, no part of it is believed but
the name of a message of ours, which nobody knows who did not get that message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from email.errors import MessageError
from email.message import Message as Mail
from email.utils import parseaddr
from hashlib import sha256

from regulars.web.messages.bounces.tokens import found_in
from regulars.web.messages.mails import MOST, is_automatic, parts, shown, text, too_deep
from regulars.web.messages.models import Sort

LONGEST = 256 * 1024  # bytes that are looked at: reports say everything at their beginning
_ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_NAME = re.compile(r"<[^<>\s]{3,290}>")
_LEAVE = re.compile(r"/messages/leave/([\w~.:-]{40,200})/")
_HEADERS = ("text/rfc822-headers", "message/rfc822-headers", "message/global-headers")
_RANK = {"failed": 3, "delayed": 2, "delivered": 1, "relayed": 1, "expanded": 1}


@dataclass(frozen=True)
class Found:
    """``names``: of the messages that it may be about. ``said``: what the other server says, for people."""

    sort: Sort
    own_name: str
    names: tuple[str, ...] = ()
    public_id: str = ""
    leave: str = ""
    said: str = ""
    sender: str = ""
    subject: str = ""
    opt_out: bool = False


def read(raw: bytes) -> Found:
    """What it is; whatever cannot be read is something else, and no error."""
    raw = raw[:LONGEST]
    own = sha256(raw).hexdigest()
    if too_deep(raw):
        return Found(Sort.OTHER, own)
    try:
        mail = message_from_bytes(raw)
        return _read(mail, text(mail, "message-id") or own)
    except (MessageError, RecursionError, ValueError, LookupError, TypeError, AttributeError, IndexError):
        # The library's parser was written for honest mail: what makes it stumble is none of ours.
        return Found(Sort.OTHER, own)


def _read(mail: Mail, own: str) -> Found:
    every = list(parts(mail))
    of_a_sort = {part.get_content_type(): part for part in reversed(every)}
    inner = list(_originals(every))
    about = {
        "own_name": own,
        "names": tuple(name for one in inner for name in _NAME.findall(text(one, "message-id"))),
        "public_id": found_in(text(mail, name) for name in ("to", "delivered-to", "x-original-to", "envelope-to")),
        "leave": next((found[1] for one in inner if (found := _LEAVE.search(text(one, "list-unsubscribe")))), ""),
    }
    if report := of_a_sort.get("message/delivery-status"):
        sort, said = _delivery(report)
        return Found(sort, said=said, **about)
    if report := of_a_sort.get("message/feedback-report"):
        kind = _field(report, "feedback-type").lower()
        if kind not in ("not-spam", "dkim", "dmarc", "auth-failure"):
            return Found(Sort.COMPLAINT, said=kind, opt_out=kind in ("opt-out", "opt-out-list"), **about)
    if is_automatic(mail):
        return Found(Sort.AUTOMATIC, **about)
    return Found(
        Sort.OTHER, sender=parseaddr(text(mail, "from"))[1][:254], subject=shown(mail, "subject")[:250], **about
    )


def _originals(every: list[Mail]) -> Iterator[Mail]:
    """The headers of mails that are enclosed."""
    for part in every:
        payload = part.get_payload()
        if part.get_content_type() in ("message/rfc822", "message/global") and isinstance(payload, list) and payload:
            yield payload[0]
        elif part.get_content_type() in _HEADERS:
            yield _block(part)


def _delivery(report: Mail) -> tuple[Sort, str]:
    """What became of it, and the other server's words: of several blocks the worst."""
    payload = report.get_payload()
    blocks = [one for one in payload if isinstance(one, Mail)] if isinstance(payload, list) else [_block(report)]
    found = [(_RANK.get(text(one, "action").lower(), 0), one) for one in blocks[:MOST]]
    rank, worst = max(found, key=lambda one: one[0], default=(0, report))
    said = text(worst, "diagnostic-code") or text(worst, "status")
    if rank == 3:
        return (Sort.HARD if _says_nobody(worst) else Sort.SOFT), said[:300]
    return {2: Sort.DELAYED, 1: Sort.DELIVERED}.get(rank, Sort.OTHER), said[:300]


def _says_nobody(block: Mail) -> bool:
    """A mailbox that is none; not one that is full or guarded."""
    for name in ("diagnostic-code", "status"):
        for kind, subject, detail in _ENHANCED.findall(text(block, name)):
            if (subject, detail) != ("0", "0"):
                return kind == "5" and (subject == "1" or (subject, detail) == ("2", "1"))
    return bool(re.search(r"\b55[013]\b", text(block, "diagnostic-code")))


def _field(report: Mail, name: str) -> str:
    payload = report.get_payload()
    blocks = [one for one in payload if isinstance(one, Mail)] if isinstance(payload, list) else []
    return next((found for one in (*blocks, _block(report)) if (found := text(one, name))), "")


def _block(part: Mail) -> Mail:
    """The lines inside a part, read as headers."""
    payload = part.get_payload(decode=True)
    text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else str(part.get_payload() or "")
    return message_from_string(text.lstrip("\r\n"))
