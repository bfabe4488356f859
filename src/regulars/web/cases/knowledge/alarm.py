"""Whoever is about to speak ill of us is known to the owner and the manager in the minute in which the case opens."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from regulars.language import Language, message, render
from regulars.web.absolute import absolute
from regulars.web.accounts.models import User
from regulars.web.cases.assigning import manager_of
from regulars.web.cases.history import sort, write
from regulars.web.cases.hooks import GRADED, OPENED, on_case
from regulars.web.cases.knowledge.mouth import recommended, risk_of
from regulars.web.cases.models import Case, Severity
from regulars.web.cases.panels import address_of
from regulars.web.messages.actions import queue_all
from regulars.web.messages.writing import Letter

SORT = "opponent"
sort(SORT, message("Owner and manager were told at once: the customer may speak ill of us"))


@on_case
def watch(case: Case, what: str, by: Any) -> None:
    """When it opens, or is found to be worse; once."""
    if what not in (OPENED, GRADED):
        return
    risk = risk_of(case, recommended([case]).get(case.pk), timezone.now())
    if not (case.severity == Severity.GRAVE or risk.opponent):
        return
    if what == GRADED and case.entries.filter(sort=SORT).exists():
        return
    told = {one.pk: one for one in (case.owner, manager_of(case.unit)) if one is not None}
    if told:
        queue_all(letters=[_letter(case, one) for one in told.values()])
        write(case, SORT, to=list(told))


def _letter(case: Case, to: User) -> Letter:
    """Nobody's customer is named in a mail: the address leads to the page."""
    language = Language.parse(to.language or "en") or Language.ENGLISH
    owner = case.owner.shown_name if case.owner else render(message("nobody yet"), language)
    return Letter(
        "notice",
        to.email,
        render(message("Case {number} cannot wait", number=str(case.pk)), language),
        render(
            message(
                "A very dissatisfied customer may tell others. One person keeps it to the end: {owner}. Call the "
                "customer first.",
                owner=owner,
            ),
            language,
        ),
        nonce=f"case-alarm:{case.public_id}:{to.pk}",
        language=language,
        about=f"case:{case.public_id}",
        link=absolute(address_of(case)),
        link_words=render(message("Open the case"), language),
    )
