"""How the account library behaves here: nobody signs up by themselves, and every word is ours."""

from __future__ import annotations

import logging
import smtplib
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as library
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest
from django.utils import translation

from regulars.language import Language, message
from regulars.web.absolute import absolute
from regulars.web.accounts.models import User
from regulars.web.company.mail import sender
from regulars.web.words import CODES, current, later, say

log = logging.getLogger(__name__)
_NO_MAIL = message("The mail could not be sent: the mail server does not answer. Tell an administrator.")
_WORDS = {
    "account_inactive": message("This account is closed. An administrator can open it again."),
    "email_password_mismatch": message("The address and the password do not belong together. Try once more."),
    "enter_current_password": message("This is not your present password. Try once more."),
    "incorrect_code": message("This code does not fit. Codes change every 30 seconds; enter the present one."),
    "incorrect_password": message("This is not your password. Try once more."),
    "invalid_login": message("The address and the password do not belong together. Try once more."),
    "invalid_or_expired_key": message("This link is spent or too old. Ask for a new one."),
    "invalid_password_reset": message("This link is spent or too old. Ask for a new one."),
    "too_many_login_attempts": message("Too many tries. Wait five minutes, then try again."),
    "unknown_email": message("Enter the address of your account."),
    "same_as_current": message("Choose another one than now."),
    "rate_limited": message("Too many tries. Wait a minute, then try again."),
}
_FACTORS = {
    "cannot_delete_authenticator": message("This second step cannot be removed."),
    "cannot_generate_recovery_codes": message("Set up an app or a passkey first; recovery codes stand in for them."),
    "unverified_email": message("Set up the second step after your address is confirmed."),
    "add_email_blocked": message("The address of an account with a second step cannot be changed."),
}
_AGAIN = {
    "reauthenticate": message("With your password"),
    "mfa_reauthenticate": message("With a code"),
    "mfa_reauthenticate:webauthn": message("With a passkey"),
}


class Adapter(DefaultAccountAdapter):
    """Accounts are made by invitation or on the command line."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        **{code: later(words) for code, words in _WORDS.items()},
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def get_from_email(self) -> str:
        """The company's sender."""
        return sender()

    def format_email_subject(self, subject: str) -> str:
        """As it is; the sender says whose it is."""
        return str(subject)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of the account, whoever asked for the mail."""
        user = context.get("user") or User.objects.filter(email=email.lower()).first()
        language = Language.parse(getattr(user, "language", "") or "") or current()
        try:
            with translation.override(CODES[language]):
                super().send_mail(template_prefix, email, context)
        except (OSError, smtplib.SMTPException):
            # What the mail was about has happened all the same; whether the address has an account is not told.
            log.exception("the mail server did not take a mail (%s)", template_prefix)
            if library.request is not None:
                messages.error(library.request, say(_NO_MAIL), extra_tags="err")

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """To the account's address."""
        super().send_notification_mail(template_prefix, user, {**(context or {}), "user": user}, email or user.email)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Under the configured address: the name in the request is the visitor's to choose."""
        return absolute(urlsplit(super().get_reset_password_from_key_url(key)).path, library.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The same ways, in our words."""
        return [{**way, "description": say(_AGAIN[way["id"]])} for way in super().get_reauthentication_methods(user)]


class FactorAdapter(DefaultMFAAdapter):
    """The second step of signing in."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": later(_WORDS["incorrect_code"]),
        **{code: later(words) for code, words in _FACTORS.items()},
    }

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002 - the library's own name
        """Passkey 1, 2, 3."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return say(message("Passkey {number}", number=number))
