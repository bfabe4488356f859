"""A letter to oneself: does the mail server take it, and if not, why?"""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction

from regulars.language import Message, message
from regulars.web.accounts.models import User
from regulars.web.audit import Event, record
from regulars.web.company.errors import MailError
from regulars.web.company.models import Company
from regulars.web.words import say

Server = Mapping[str, str]
Reasons = tuple[tuple[type[Exception], Callable[[Any, Server], Message]], ...]


def sender() -> str:
    """From whom letters come: the company's own sender, else that of the install, under the company's name for it."""
    company = Company.current()
    if not company.sender_address and not company.sender_name:
        return settings.DEFAULT_FROM_EMAIL
    address = company.sender_address or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return formataddr((company.sender_name or company.shown_name, address))


def send_to_oneself(*, by: User) -> None:
    """Send one letter to whoever asks. Raises ``MailError`` with the reason and the way out."""
    letter = EmailMessage(
        subject=say(message("A letter to try out the mail server")),
        body=say(message("This letter was sent by Regulars to see whether mail arrives. It did.")),
        from_email=sender(),
        to=[by.email],
        connection=get_connection(),
    )
    try:
        letter.send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise MailError(reason(error)) from error
    finally:
        with suppress(OSError, smtplib.SMTPException):  # a server that refused to encrypt is still on the line
            letter.connection.close()
    with transaction.atomic():
        record(Event.MAIL_TESTED, by=by)


def reason(error: Exception) -> Message:
    """What the server or the network said, in words. The setting to look at is named."""
    for kinds, words in (*_OF_THE_SERVER, *_OF_THE_NETWORK):
        if isinstance(error, kinds):
            return words(error, {"host": settings.EMAIL_HOST, "port": str(settings.EMAIL_PORT)})
    return message("The letter was not sent: {problem}", problem=str(error)[:200] or type(error).__name__)


def _answered(error: smtplib.SMTPResponseException, server: Server) -> Message:
    said = error.smtp_error
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return message("{host} answered: {code} {said}", code=str(error.smtp_code), said=words[:200], **server)


# The first that fits; the kinds of a library stand before those that they derive from.
_OF_THE_SERVER: Reasons = (
    (
        smtplib.SMTPAuthenticationError,
        lambda _, server: message(
            "{host} refused the name or the password. Check REGULARS_SMTP_USER and REGULARS_SMTP_PASSWORD.", **server
        ),
    ),
    (
        smtplib.SMTPSenderRefused,
        lambda error, server: message(
            "{host} does not send for {sender}. Use an address of your own domain.", sender=error.sender, **server
        ),
    ),
    (
        smtplib.SMTPRecipientsRefused,
        lambda error, server: message(
            "{host} does not deliver to {address}.", address=", ".join(error.recipients), **server
        ),
    ),
    (
        smtplib.SMTPNotSupportedError,
        lambda _, server: message(
            "{host} does not offer what was asked of it: STARTTLS or signing in. Check REGULARS_SMTP_STARTTLS and "
            "REGULARS_SMTP_USER.",
            **server,
        ),
    ),
    (
        smtplib.SMTPServerDisconnected,
        lambda _, server: message(
            "{host} closed the connection. Port {port} may speak TLS only, or the other way round.", **server
        ),
    ),
    (smtplib.SMTPResponseException, _answered),
)
_OF_THE_NETWORK: Reasons = (
    (
        ssl.SSLError,
        lambda error, server: message(
            "No safe connection to {host}: {problem}. Check REGULARS_SMTP_TLS (usually port 465), "
            "REGULARS_SMTP_STARTTLS (usually port 587) and the server’s certificate.",
            problem=getattr(error, "reason", "") or str(error) or type(error).__name__,
            **server,
        ),
    ),
    (
        socket.gaierror,
        lambda _, server: message("There is no server called {host}. Check REGULARS_SMTP_HOST.", **server),
    ),
    (
        ConnectionRefusedError,
        lambda _, server: message(
            "{host} does not answer on port {port}. Check REGULARS_SMTP_HOST and REGULARS_SMTP_PORT.", **server
        ),
    ),
    (
        TimeoutError,
        lambda _, server: message(
            "{host} did not answer in time on port {port}. A firewall may stand between.", **server
        ),
    ),
)
