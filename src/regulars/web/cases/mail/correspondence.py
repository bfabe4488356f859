"""Letters of ours and mails of the customer, in one order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from regulars.language import Message, message
from regulars.web.cases.mail.answered import first_answer
from regulars.web.cases.mail.forms import LetterForm
from regulars.web.cases.mail.letters import LETTER, RECEIPT, closed_to
from regulars.web.cases.mail.models import Mail, Sort
from regulars.web.cases.models import Case, Entry
from regulars.web.cases.panels import Asked, panel
from regulars.web.cases.shown import length
from regulars.web.cases.states import Step
from regulars.web.files.models import StoredFile
from regulars.web.messages.models import Outgoing

SHOWN = 50
_OURS = {Step.RESPOND.value: message("Our answer"), LETTER: message("Our letter"), RECEIPT: message("Receipt")}


@dataclass(frozen=True)
class Piece:
    """One letter or mail. ``outgoing``: what became of a letter of ours; ``mail``: what came in, with its files."""

    at: datetime
    title: Message
    who: str
    words: str
    outgoing: Outgoing | None = None
    mail: Mail | None = None
    files: tuple[StoredFile, ...] = ()

    @property
    def label(self) -> str:
        """How its state is marked."""
        return self.outgoing.label if self.outgoing else ""

    @property
    def fill(self) -> str:
        """Ours green, theirs amber, a machine's grey."""
        if self.mail is None:
            return "#0b6354"
        return "#5f696b" if self.mail.sort == Sort.AUTOMATIC else "#7a5200"


def pieces(case: Case) -> list[Piece]:
    """The latest first."""
    found = [*_theirs(case), *_ours(case)]
    return sorted(found, key=lambda one: one.at, reverse=True)[:SHOWN]


def _theirs(case: Case) -> list[Piece]:
    mails = list(case.mails.order_by("-at", "-pk")[:SHOWN])
    files: dict[str, list[StoredFile]] = {}
    owned = StoredFile.objects.filter(owner_type="casemail.mail", owner_id__in=[str(one.pk) for one in mails])
    for file in owned.order_by("pk"):
        files.setdefault(file.owner_id, []).append(file)
    return [
        Piece(
            one.at,
            message("Automatic answer") if one.sort == Sort.AUTOMATIC else message("E-mail of the customer"),
            one.shown_sender,
            "" if one.text == case.words else one.text,
            mail=one,
            files=tuple(files.get(str(one.pk), ())),
        )
        for one in mails
    ]


def _ours(case: Case) -> list[Piece]:
    entries = [
        one
        for one in Entry.objects.filter(case=case, sort__in=_OURS).select_related("by").order_by("-at", "-pk")[:SHOWN]
        if one.data.get("letter")
    ]
    sent = {one.public_id: one for one in Outgoing.objects.filter(public_id__in=[e.data["letter"] for e in entries])}
    return [
        Piece(
            one.at,
            _OURS[one.sort],
            one.by.shown_name if one.by else "",
            one.words or str(one.data.get("text", "")),
            outgoing=sent.get(str(one.data["letter"])),
        )
        for one in entries
    ]


def correspondence(asked: Asked) -> Mapping[str, Any] | None:
    """All that was written, and a letter without a change of state."""
    found, wait = pieces(asked.case), first_answer(asked.case)
    why = closed_to(asked.case)
    writes = asked.works and why is None
    if not found and not writes and wait is None:
        return None
    return {
        "pieces": found,
        "letter_form": LetterForm(prefix="letter") if writes else None,
        "closed_to": why if asked.works and found else None,
        "wait": length(wait) if wait is not None else None,
        "names": asked.names,
        "listens": bool(settings.REGULARS_CASES_URL),
    }


panel("correspondence", "casemail/correspondence.html", correspondence, rank=40)
