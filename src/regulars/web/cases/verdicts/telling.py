"""What is written to customers about their case, and to staff about what customers say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from regulars.language import Day, Language, Message, Text, message, render
from regulars.web.absolute import absolute
from regulars.web.accounts.models import User
from regulars.web.cases.models import Case
from regulars.web.cases.panels import address_of
from regulars.web.cases.states import Verdict
from regulars.web.cases.verdicts.models import Ask, Ending, Sort, said_of
from regulars.web.company.models import Company
from regulars.web.jobs.clock import company_zone
from regulars.web.messages.actions import queue_all
from regulars.web.messages.writing import Letter
from regulars.web.people.models import Customer
from regulars.web.people.rights import letters


def language_of(case: Case) -> Language:
    """The customer’s, else that of what they wrote, else the company’s."""
    if case.customer is not None and case.customer.language:
        return letters.language_of(case.customer)
    return Language.parse(case.language or "") or letters.language_of(case.customer or Customer())


def page_of(token: str, answer: int | None = None) -> str:
    """Where the customer answers; with an answer it is proposed there, and nothing more."""
    address = absolute(reverse("verdict:page", args=[token]))
    return f"{address}?say={answer}" if answer else address


def question(ask: Ask, token: str) -> Letter:
    """The question, with one button for each answer."""
    case, language = ask.case, language_of(ask.case)
    company = Text.of(Company.current().name).in_language(language.tag) or "Regulars"  # not in the writer's language
    opened = _day(case.opened)
    if ask.sort == Sort.VERDICT:
        subject = message("Was our answer good?")
        body = message(
            "On {opened} you told us that something was not as it should be, and we have answered. Did the answer "
            "help? One tap is enough. Only if you say so is the matter settled for {company}.",
            company=company, opened=opened,
        )  # fmt: skip
    else:
        subject = message("Is all still well?")
        body = message(
            "On {closed} we closed the matter that you had told us about on {opened}. {company} would like to know "
            "whether all has stayed well. One tap is enough.",
            company=company, opened=opened, closed=_day(case.closed or timezone.now()),
        )  # fmt: skip
    offered = (Verdict.YES, Verdict.PARTLY, Verdict.NO)
    return Letter(
        "notice",
        case.mail_address,
        render(subject, language),
        render(body, language),
        nonce=f"ask:{ask.public_id}",
        language=language,
        about=f"reply:{case.public_id}",
        customer=case.customer,
        not_before=ask.not_before,
        choices=tuple((render(said_of(ask.sort, one), language), page_of(token, one)) for one in offered),
    )


def summary(case: Case) -> Letter:
    """What happened, what we changed, what comes: to the customer whose case is resolved."""
    language = language_of(case)
    ending = Ending.objects.filter(case=case).first()
    parts = [
        message(
            "The matter that you told us about on {opened} is settled: you said “{verdict}” to our answer of "
            "{answered}. Thank you for telling us.",
            opened=_day(case.opened), answered=_day(case.responded or timezone.now()),
            verdict=Verdict(case.verdict or Verdict.YES).said,
        )
    ]  # fmt: skip
    if ending and ending.happened:
        parts.append(message("What happened: {words}", words=ending.happened))
    if ending and ending.tell and case.prevention:
        parts.append(message("What we changed: {words}", words=case.prevention))
    planned = case.asks.filter(sort=Sort.RECHECK, asked_at=None, skipped="").order_by("due").first()
    if planned is not None:
        parts.append(
            message("On {day} we shall ask you whether all has stayed well.", day=_day(planned.due)),
        )
    parts.append(message("If it happens again, answer this mail: it reaches whoever looked after you."))
    return Letter(
        "notice",
        case.mail_address,
        render(message("Settled, thanks to you"), language),
        "\n\n".join(render(one, language) for one in parts),
        nonce=f"settled:{case.public_id}:{case.reopened}",
        language=language,
        about=f"reply:{case.public_id}",
        customer=case.customer,
    )


def tell(case: Case, to: Iterable[User | None], subject: Message, words: Message, nonce: str) -> None:
    """To staff, each once. Nobody’s customer is named in a mail: the address leads to the page."""
    found = {one.pk: one for one in to if one is not None and one.is_active}
    made = [(one, Language.parse(one.language or "en") or Language.ENGLISH) for one in found.values()]
    queue_all(
        letters=[
            Letter(
                "notice",
                one.email,
                render(subject, language),
                render(words, language),
                nonce=f"{nonce}:{one.public_id}",
                language=language,
                about=f"case:{case.public_id}",
                link=absolute(address_of(case, "ends")),
                link_words=render(message("Open the case"), language),
            )
            for one, language in made
        ]
    )


def _day(at: datetime) -> Day:
    return Day(at.astimezone(company_zone()).date())
