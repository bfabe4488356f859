"""What is written to customers about their own data. A person's own matter: it goes whatever they agreed to."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from regulars.language import Day, Language, Message, message, render
from regulars.web.absolute import absolute
from regulars.web.company.models import Company
from regulars.web.ids import new_id
from regulars.web.jobs.clock import company_zone
from regulars.web.messages.actions import queue
from regulars.web.messages.writing import Letter
from regulars.web.people.models import Customer
from regulars.web.people.rights.models import Claim
from regulars.web.people.rights.tokens import Use, fresh_token, link_of


def language_of(customer: Customer) -> Language:
    """Theirs, as far as we speak it."""
    return Language.parse(customer.language or "") or Language.parse(_usual()) or Language.ENGLISH


def _usual() -> str:
    return "zh" if Company.current().zone.startswith("Asia/Shanghai") else "en"


def send_fresh(customer: Customer, *, by: Any = None) -> None:
    """The link to everything."""
    words = message(
        "Here is the link to your data at {company}. There you can see and correct it, take it along, have it erased, "
        "and say what we may write to you about. The link holds for one day. If you did not ask for it, do nothing: "
        "nobody else has it.",
        company=Company.current().shown_name,
    )
    _send(customer, message("Your data"), words, message("Open my data"), link_of(fresh_token(customer)), by=by)


def send_confirm_address(customer: Customer, address: str) -> None:
    """To the new address, and a word of it to the old one."""
    words = message(
        "Somebody asked that {company} write to this address from now on. If that was you, press the button; else do "
        "nothing, and all stays as it is. The link holds for two days.",
        company=Company.current().shown_name,
    )
    link = link_of(fresh_token(customer, Use.ADDRESS, address))
    _send(customer, message("Your new address"), words, message("Use this address"), link, to=address)


def send_address_changed(customer: Customer, old: str) -> None:
    """To the old address: whoever reads there may know nothing of it."""
    words = message(
        "{company} writes to another address from now on, as was asked for on the page of your data. If it was not "
        "you, answer this message.",
        company=Company.current().shown_name,
    )
    _send(customer, message("Your address was changed"), words, to=old)


def send_erasure(customer: Customer, claim: Claim) -> None:
    """When they are erased, where the proof will be, and how to take it back."""
    words = message(
        "All that {company} has about you will be erased on {day}. Until then you can take it back with the button "
        "below. Afterwards nobody can. What was erased will be certified here, without a word about you: {address}",
        company=Company.current().shown_name,
        day=Day(claim.act_at.astimezone(company_zone()).date()),
        address=certificate_address(claim),
    )
    link = link_of(fresh_token(customer, Use.BACK))
    _send(customer, message("Your data will be erased"), words, message("Take it back"), link)


def certificate_address(claim: Claim) -> str:
    """Where whoever asked finds the proof; it names nobody."""
    return absolute(reverse("my:certificate", args=[claim.public_id]))


def _send(
    customer: Customer,
    subject: Message,
    words: Message,
    button: Message | None = None,
    link: str = "",
    *,
    to: str = "",
    by: Any = None,
) -> None:
    language = language_of(customer)
    letter = Letter(
        "notice",
        to or customer.email,
        render(subject, language),
        render(words, language),
        nonce=f"rights:{new_id()}",
        language=language,
        link=link,
        link_words=render(button, language) if button else "",
        about="rights",
        customer=customer,
    )
    queue(letter=letter, by=by)
