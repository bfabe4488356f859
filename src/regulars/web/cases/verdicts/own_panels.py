"""How a case closes, and whether it sounds absurd: cards on its page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from regulars.web.accounts.roles import Permission
from regulars.web.cases.models import Case
from regulars.web.cases.panels import Asked, panel
from regulars.web.cases.verdicts import forms
from regulars.web.cases.verdicts.models import Ending, Reproduction
from regulars.web.cases.verdicts.odd import similar, sounds_odd
from regulars.web.cases.verdicts.shown import closing, lines, to_note


def ends(asked: Asked) -> Mapping[str, Any] | None:
    """What the customer was asked and will be, what they said, what they will be told."""
    case, workflow = asked.case, asked.case.workflow
    found = lines(case)
    if not workflow.verdict and not found:
        return None
    ask = to_note(case) if asked.works else None
    ending = Ending.objects.filter(case=case).first()
    return {
        "lines": found,
        "closing": closing(case),
        "days": workflow.rechecks if not any(ask.day for ask, _, _ in found) else (),
        "call_form": forms.CallForm(sort=ask.sort, prefix="said") if ask is not None else None,
        "ask": ask,
        "ending": ending,
        "ending_form": forms.EndingForm(ending=ending, prefix="ending") if asked.works and case.is_open else None,
    }


def odd(asked: Asked) -> Mapping[str, Any] | None:
    """Whether it sounds absurd, and what was tried."""
    case = asked.case
    if not case.odd and not (asked.works and case.is_open):
        return None
    kept = Reproduction.objects.filter(case=case).first() if case.odd else None
    rows = Case.objects.visible_to(asked.request.user, Permission.SEE_CASES)
    return {
        "odd_form": forms.OddForm(initial={"odd": case.odd}, prefix="odd"),
        "suggested": not case.odd and sounds_odd(case),
        "kept": kept,
        "missing": (kept or Reproduction()).missing if case.odd else [],
        "similar": similar(case, rows) if case.odd else [],
        "may_unmark": asked.may(Permission.APPROVE),
    }


panel("ends", "verdicts/ends.html", ends, side=True, rank=25)
panel("odd", "verdicts/odd.html", odd, side=True, rank=28)
