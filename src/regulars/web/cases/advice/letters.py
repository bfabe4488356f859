"""Mail inside the house about approvals: no customer is named in it, the address leads to the page."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from regulars.language import Language, Message, message, render
from regulars.web.absolute import absolute
from regulars.web.accounts.models import User
from regulars.web.cases.advice.models import Approval
from regulars.web.cases.panels import address_of
from regulars.web.messages.actions import queue_all
from regulars.web.messages.writing import Letter

MOST = 5  # who is told: the others see it on the page


def tell_approvers(approval: Approval, able: Sequence[User]) -> None:
    """Those who can decide."""
    subject = message("Case {number}: a gesture waits for your approval", number=str(approval.case.pk))
    body = message("Somebody wants to give more than they may give alone. Look at it, then say yes, or no and why.")
    link = absolute(reverse("advice:approvals"))
    words = message("Open what waits")
    queue_all(letters=[_letter(approval, one, subject, body, link, words, "asked") for one in able[:MOST]])


def tell_asker(approval: Approval) -> None:
    """Whoever asked."""
    to = approval.by
    if to is None or not to.is_active:
        return
    number = str(approval.case.pk)
    subject = (
        message("Case {number}: your gesture is approved", number=number)
        if approval.yes
        else message("Case {number}: your gesture is not approved", number=number)
    )
    body = (
        message("You may promise it to the customer now.")
        if approval.yes
        else message("Why, stands on the page of the case. Choose another option there.")
    )
    link = absolute(address_of(approval.case, "options"))
    queue_all(letters=[_letter(approval, to, subject, body, link, message("Open the case"), "decided")])


def _letter(
    approval: Approval, to: User, subject: Message, body: Message, link: str, words: Message, what: str
) -> Letter:
    language = Language.parse(to.language or "en") or Language.ENGLISH
    return Letter(
        "notice",
        to.email,
        render(subject, language),
        render(body, language),
        nonce=f"approval:{approval.public_id}:{what}:{to.pk}",
        language=language,
        about=f"case:{approval.case.public_id}",
        link=link,
        link_words=render(words, language),
    )
