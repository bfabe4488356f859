"""The cards that every case has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from regulars.language import Money
from regulars.web.accounts.roles import Permission
from regulars.web.cases import forms
from regulars.web.cases.clocks import faces
from regulars.web.cases.panels import Asked, panel
from regulars.web.cases.queries import before
from regulars.web.cases.shown import ClockLine, EntryLine
from regulars.web.company.models import Company

SHOWN = 100


def clocks(asked: Asked) -> Mapping[str, Any] | None:
    """What is to be done until when."""
    found = [ClockLine(one, asked.now) for one in faces(asked.case, asked.now)]
    return {"clocks": found, "pause_form": forms.PauseForm(prefix="pause")} if found else None


def words(asked: Asked) -> Mapping[str, Any] | None:
    """What the customer said."""
    return {} if asked.case.words else None


def respond(asked: Asked) -> Mapping[str, Any] | None:
    """The answer; only while the company is to give one."""
    if not asked.works or not asked.case.ours:
        return None
    return {"respond_form": forms.RespondForm(case=asked.case, prefix="respond")}


def history(asked: Asked) -> Mapping[str, Any]:
    """What was done, the latest first."""
    rows = asked.case.entries.select_related("by")[: SHOWN + 1]
    lines = [EntryLine(one) for one in rows]
    return {
        "lines": lines[:SHOWN],
        "more": len(lines) > SHOWN,
        "note_form": forms.NoteForm(prefix="note") if asked.works else None,
    }


def customer(asked: Asked) -> Mapping[str, Any]:
    """Who is unhappy, and what is at stake."""
    case, known = asked.case, asked.case.customer
    sees = known is not None and asked.may(Permission.SEE_CUSTOMERS)
    score = getattr(known, "score", None) if known else None
    worth = Money(case.worth, Company.current().currency) if case.worth is not None else None
    return {"known": known, "sees": sees, "score": score, "worth": worth, "names": asked.names, "before": before(case)}


def cause(asked: Asked) -> Mapping[str, Any]:
    """Why it happened."""
    return {"cause_form": forms.CauseForm(case=asked.case, prefix="cause") if asked.works else None}


def work(asked: Asked) -> Mapping[str, Any] | None:
    """Who works on it, how bad it is, how it ends."""
    if not asked.works:
        return None
    case = asked.case
    return {
        "hand_form": forms.HandForm(case=case, prefix="hand"),
        "grade_form": forms.GradeForm(case=case, prefix="grade"),
        "close_form": forms.CloseForm(case=case, prefix="close"),
        "workflow": case.workflow,
    }


panel("clocks", "cases/parts/clocks.html", clocks, rank=10)
panel("words", "cases/parts/words.html", words, rank=20)
panel("respond", "cases/parts/respond.html", respond, rank=30)
panel("history", "cases/parts/history.html", history, rank=90)
panel("customer", "cases/parts/customer.html", customer, side=True, rank=10)
panel("cause", "cases/parts/cause.html", cause, side=True, rank=20)
panel("work", "cases/parts/work.html", work, side=True, rank=30)
