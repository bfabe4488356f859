"""Mails about accounts: plain text, in the reader's language, from the company's sender."""

from __future__ import annotations

from email.utils import formataddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from regulars.language import Language
from regulars.web.company.models import Company
from regulars.web.words import CODES


def sender() -> str:
    """As the company's settings say, else as the environment does."""
    company = Company.current()
    address = company.sender_address or settings.DEFAULT_FROM_EMAIL
    return formataddr((company.sender_name, address)) if company.sender_name and "<" not in address else address


def send(*, to: str, template: str, language: Language, **context: Any) -> None:
    """Send ``TEMPLATE_subject.txt`` and ``TEMPLATE_message.txt``; a mail server that does not take it raises."""
    with translation.override(CODES[language]):
        context = {"company": Company.current(), **context}
        subject = " ".join(render_to_string(f"{template}_subject.txt", context).split())
        body = render_to_string(f"{template}_message.txt", context).strip() + "\n"
    EmailMessage(subject, body, sender(), [to]).send()
