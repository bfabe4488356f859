"""Mails about accounts: plain text, in the reader's language, from the company's sender."""

from __future__ import annotations

from typing import Any

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from regulars.language import Language
from regulars.web.company.mail import sender
from regulars.web.company.models import Company
from regulars.web.words import CODES


def send(*, to: str, template: str, language: Language, **context: Any) -> None:
    """Send ``TEMPLATE_subject.txt`` and ``TEMPLATE_message.txt``; a mail server that does not take it raises."""
    with translation.override(CODES[language]):
        context = {"company": Company.current(), **context}
        subject = " ".join(render_to_string(f"{template}_subject.txt", context).split())
        body = render_to_string(f"{template}_message.txt", context).strip() + "\n"
    EmailMessage(subject, body, sender(), [to]).send()
