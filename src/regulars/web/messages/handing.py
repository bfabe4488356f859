"""Handing one message to the mail server, and what its answer means.

The steps of the talk are made one by one: only so it is known whether a line that broke had taken the message. Until
the words themselves go over, nothing was sent for sure; once they are on their way, only the server's answer tells.
"""

from __future__ import annotations

import re
import smtplib
from contextlib import suppress
from email.message import Message as Mail
from email.utils import parseaddr
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

from regulars.language import Language
from regulars.web.absolute import absolute
from regulars.web.company.mail import reason, sender
from regulars.web.messages.bounces.tokens import return_address
from regulars.web.messages.kinds import KINDS
from regulars.web.messages.models import Outgoing
from regulars.web.messages.outcomes import LINE_BROKE, Answer, Outcome
from regulars.web.messages.replying import headers_of
from regulars.web.messages.tokens import unsubscribe_path

# A mailbox that is none (RFC 3463: 5.1.x and a mailbox that was closed), not one that is full or guarded.
_NOBODY = (550, 551, 553)
_ENHANCED = re.compile(r"\b5\.(\d{1,3})\.(\d{1,3})\b")


def written(outgoing: Outgoing) -> EmailMultiAlternatives:
    """As it goes over the line. Raises ``ValueError`` for what no mail can hold."""
    letter = EmailMultiAlternatives(outgoing.subject, outgoing.text, sender(), [outgoing.to])
    letter.extra_headers = {
        **headers_of(outgoing),
        "Message-ID": outgoing.message_id,
        "Content-Language": outgoing.tag,
        # No automatic answer of an absent reader comes back.
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    kind = KINDS.get(outgoing.kind)
    if kind is not None and not kind.wanted:
        language = Language.parse(outgoing.language) or Language.ENGLISH
        leave = absolute(unsubscribe_path(outgoing.to_hash, language))
        letter.extra_headers |= {
            "List-Unsubscribe": f"<{leave}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    if outgoing.html:
        letter.attach_alternative(outgoing.html, "text/html")
    letter.message()  # whatever cannot be written is found here, before anything is marked as being sent
    return letter


class MailLine:
    """One connection to the mail server, opened when the first message needs it."""

    def __init__(self) -> None:
        self._backend: Any = get_connection()
        self._count = 0

    def prepare(self, outgoing: Outgoing) -> EmailMultiAlternatives:
        """The mail."""
        return written(outgoing)

    def hand_over(self, letter: EmailMultiAlternatives) -> Outcome:
        """Send one message."""
        if not isinstance(self._backend, EmailBackend):  # a folder, or the memory of a test
            self._backend.send_messages([letter])
            return Outcome(Answer.TAKEN)
        try:
            if self._count >= 100:  # many servers take no more of one connection
                self.close()
            self._backend.open()
        except (OSError, smtplib.SMTPException) as error:
            return self._broken(Outcome(Answer.CLOSED, reason(error)))
        self._count += 1
        return self._talk(self._backend.connection, letter)

    def close(self) -> None:
        """Hang up."""
        self._count = 0
        with suppress(OSError, smtplib.SMTPException):
            self._backend.close()
        if isinstance(self._backend, EmailBackend):
            self._backend.connection = None

    def _talk(self, smtp: smtplib.SMTP, letter: EmailMultiAlternatives) -> Outcome:
        mail: Mail = letter.message()
        words = mail.as_bytes(linesep="\r\n")
        origin = sanitize_address(_return_address(letter), "utf-8")
        to = sanitize_address(letter.to[0], "utf-8")
        try:
            smtp.ehlo_or_helo_if_needed()
            code, said = smtp.mail(origin, [f"size={len(words)}"] if "size" in smtp.esmtp_features else [])
            if code != 250:
                return self._broken(Outcome(Answer.CLOSED, reason(smtplib.SMTPSenderRefused(code, said, origin))))
            code, said = smtp.rcpt(to)
            if code not in (250, 251):
                return self._refused(code, said, to=to)
            code, said = smtp.docmd("DATA")
            if code != 354:
                return self._refused(code, said)
        except (OSError, smtplib.SMTPException) as error:
            return self._broken(Outcome(Answer.HUNG_UP, reason(error)))
        try:
            smtp.send(_dotted(words))
            code, said = smtp.getreply()
        except (OSError, smtplib.SMTPException):
            return self._broken(Outcome(Answer.UNSURE, LINE_BROKE))
        return Outcome(Answer.TAKEN) if code == 250 else self._refused(code, said)

    def _refused(self, code: int, said: bytes, to: str = "") -> Outcome:
        if code == 421 or not 400 <= code < 600:
            return self._broken(Outcome(Answer.HUNG_UP, reason(smtplib.SMTPResponseException(code, said))))
        with suppress(OSError, smtplib.SMTPException):
            self._backend.connection.rset()  # a line that broke now is noticed with the next message
        if code < 500:
            return Outcome(Answer.LATER, reason(smtplib.SMTPResponseException(code, said)))
        nobody = bool(to) and _says_nobody(code, said.decode("utf-8", "replace"))
        error = (
            smtplib.SMTPRecipientsRefused({to: (code, said)}) if nobody else smtplib.SMTPResponseException(code, said)
        )
        return Outcome(Answer.NOBODY if nobody else Answer.NEVER, reason(error))

    def _broken(self, outcome: Outcome) -> Outcome:
        self.close()
        return outcome


def _return_address(letter: EmailMultiAlternatives) -> str:
    """Where it comes back to; by its own address where the mailbox for that takes one for each message."""
    public_id = str(letter.extra_headers["Message-ID"]).strip("<>").partition("@")[0]
    return return_address(public_id, parseaddr(letter.from_email)[1])


def _says_nobody(code: int, said: str) -> bool:
    if found := _ENHANCED.search(said):
        return found[1] == "1" or (found[1], found[2]) == ("2", "1")
    return code in _NOBODY


def _dotted(words: bytes) -> bytes:
    """A line that is a dot ends the message, so every line that begins with one gets another."""
    quoted = re.sub(rb"(?m)^\.", b"..", words)
    return quoted + (b"" if quoted.endswith(b"\r\n") else b"\r\n") + b".\r\n"
