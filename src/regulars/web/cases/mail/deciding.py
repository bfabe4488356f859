"""What follows from a mail: a case, a line in one, or nothing; always a row that says which and why."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from regulars.language import Language, Message, message, render
from regulars.web.absolute import absolute
from regulars.web.accounts.models import User
from regulars.web.cases.actions import resume, step
from regulars.web.cases.assigning import manager_of
from regulars.web.cases.history import write
from regulars.web.cases.mail.attaching import attach
from regulars.web.cases.mail.models import Mail, Sort
from regulars.web.cases.mail.reading import Arrived
from regulars.web.cases.mail.threads import ABOUT, is_own, thread_of, unit_of
from regulars.web.cases.models import Case, Channel, Pause, Why
from regulars.web.cases.opening import TITLE, Wish, open_case
from regulars.web.cases.panels import address_of
from regulars.web.cases.states import State, Step, Verdict
from regulars.web.messages.actions import queue
from regulars.web.messages.addresses import hashed
from regulars.web.messages.models import Outgoing
from regulars.web.messages.writing import Letter
from regulars.web.people.models import Customer
from regulars.web.words import stored

KIND = "complaint"
MOST_AN_HOUR = 10  # of one sender: who writes faster is a machine that answers our letters
WORDS = 20_000
IN, FOREIGN = "mail-in", "mail-foreign"  # sorts of entries


def take_in(arrived: Arrived) -> Mail:
    """Keep it, and do what follows. Inside the transaction in which it counts as seen."""
    sort, why = sort_of(arrived)
    case, foreign = thread_of(arrived) if sort in (Sort.LETTER, Sort.AUTOMATIC) else (None, None)
    customer = case.customer if case else _customer(arrived.sender)
    unit = case.unit if case else unit_of(arrived.to) or (customer.unit if customer else None)
    mail = Mail.objects.create(
        case=case,
        customer=customer,
        unit=unit,
        sort=sort,
        sender=arrived.sender,
        sender_name=arrived.sender_name,
        sender_hash=hashed(arrived.sender) if arrived.sender else "",
        message_id=arrived.message_id[:300],
        subject=arrived.subject,
        text=arrived.written,
        quoted=arrived.quoted,
        language=arrived.language,
        why=stored(why) if why else {},
    )
    if sort in (Sort.LETTER, Sort.AUTOMATIC):
        attach(mail, arrived.files)
    if case is not None:
        _added(case, mail)
    elif sort is Sort.LETTER:
        opened = open_from(mail)
        if foreign is not None:
            write(opened, FOREIGN, number=foreign.pk, case=foreign.public_id)
    return mail


def sort_of(arrived: Arrived) -> tuple[Sort, Message | None]:
    """What it is; why it opens nothing."""
    if arrived.unreadable:
        return Sort.UNREADABLE, message("It is built so that reading it would take too long, or it is damaged.")
    if is_own(arrived.sender) or Outgoing.objects.filter(message_id=arrived.message_id or "?").exists():
        return Sort.OWN, message("It comes from an address of ours.")
    if _to_a_notice(arrived):
        return Sort.OWN, message("Somebody who works here answered a notice.")
    if arrived.returned:
        return Sort.RETURNED, message("A mail server wrote it.")
    if arrived.automatic:
        return Sort.AUTOMATIC, message("A mail program wrote it by itself.")
    if arrived.listed:
        return Sort.LIST, message("It went to many at once.")
    if not arrived.sender:
        return Sort.UNREADABLE, message("It says from nobody’s address that it comes.")
    since = timezone.now() - timedelta(hours=1)
    if Mail.objects.filter(sender_hash=hashed(arrived.sender), at__gt=since).count() >= MOST_AN_HOUR:
        return Sort.LOOP, message("More than {count} came from this address within an hour.", count=str(MOST_AN_HOUR))
    return Sort.LETTER, None


def _to_a_notice(arrived: Arrived) -> bool:
    if not arrived.references or not User.objects.filter(email__iexact=arrived.sender, is_active=True).exists():
        return False
    ours = Outgoing.objects.filter(message_id__in=arrived.references, to_hash=hashed(arrived.sender))
    return ours.exclude(about__startswith=f"{ABOUT}:").exists()


@transaction.atomic
def open_from(mail: Mail, *, by: Any = None) -> Case:
    """A case of what a mail says; done twice, it is one."""
    words = mail.text or mail.quoted
    first = next((line for line in words.splitlines() if line.strip()), "")
    title = (mail.subject or first or render(message("E-mail without a subject"), _language(mail)))[:TITLE]
    wish = Wish(
        KIND,
        title,
        Channel.MAIL,
        f"mail:{mail.public_id}",
        words=words[:WORDS],
        language=mail.language,
        customer=mail.customer,
        name=mail.sender_name,
        email=mail.sender,
        unit=mail.unit,
    )
    case, _ = open_case(wish, by=by)
    mail.case, mail.by, mail.customer = case, by, case.customer
    mail.save(update_fields=["case", "by", "customer"])
    return case


def _added(case: Case, mail: Mail) -> None:
    """An answer stands in its case, the case goes on, and whoever owns it hears. What a machine wrote only stands."""
    write(case, IN, mail=mail.public_id, automatic=mail.sort == Sort.AUTOMATIC)
    if mail.sort == Sort.AUTOMATIC:
        return
    if case.state == State.RESPONDED and (case.verdict or 0) < Verdict.PARTLY:
        step(case=case, step=Step.REOPEN, by=None)
    elif case.resting and Pause.objects.filter(case=case, until=None, why=Why.CUSTOMER).exists():
        resume(case=case, by=None)
    to = case.owner if case.owner and case.owner.is_active else manager_of(case.unit)
    if to is not None:
        queue(letter=_told(case, mail, to))


def _told(case: Case, mail: Mail, to: Any) -> Letter:
    """Nobody's customer is named in a mail: the address leads to the page."""
    language = Language.parse(to.language or "en") or Language.ENGLISH
    return Letter(
        "notice",
        to.email,
        render(message("The customer of case {number} wrote", number=str(case.pk)), language),
        render(message("Read what they write, and answer them."), language),
        nonce=f"case-mail:{mail.public_id}",
        language=language,
        about=f"case:{case.public_id}",
        link=absolute(address_of(case, "correspondence")),
        link_words=render(message("Open the case"), language),
    )


def _customer(address: str) -> Customer | None:
    """Of whom it is, where exactly one has this address."""
    found = list(Customer.objects.written_at(address).select_related("unit")[:2])
    return found[0] if len(found) == 1 else None


def _language(mail: Mail) -> Language:
    return Language.parse(mail.language or "en") or Language.ENGLISH


def forgotten(customer: Customer) -> Q:
    """The mails of somebody beside those that hang on their row."""
    known = {hashed(one) for one in (customer.email,) if one}
    return Q(customer=None, sender_hash__in=known)
