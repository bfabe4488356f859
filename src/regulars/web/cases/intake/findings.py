"""Findings of visits as cases: what is far below its standard, came back, or is late."""

from __future__ import annotations

from typing import Any

from django.utils import timezone, translation

from regulars.language import message
from regulars.web.cases.intake.wording import company_language
from regulars.web.cases.models import Case, Channel, Severity
from regulars.web.cases.opening import Wish, open_case
from regulars.web.service import queries
from regulars.web.service.models import Finding
from regulars.web.words import CODES, say

NONCE = "finding:"
FAR = 2  # steps of the scale below what is needed


def nonce_of(finding: Finding) -> str:
    """One finding, one case."""
    return f"{NONCE}{finding.public_id}"


def case_of_finding(finding: Finding) -> Case | None:
    """The one that was opened for it."""
    return Case.objects.filter(nonce=nonce_of(finding)).first()


def far_below(finding: Finding) -> bool:
    """Whether it is bad by itself."""
    return finding.threshold - finding.answer >= FAR


def worth_a_case(finding: Finding) -> bool:
    """Whether it is bad, came back, or should be settled by now."""
    if finding.done_at is not None:
        return False
    return far_below(finding) or finding.overdue(timezone.localdate()) or finding.again.exists()


def open_of_finding(finding: Finding, *, by: Any) -> tuple[Case, bool]:
    """Whoever was to mend it owns the case, if they may."""
    work = queries.works([finding])[0]
    with translation.override(CODES[company_language()]):
        title = say(message("{label}: {place}", label=work.label, place=finding.visit.about))
    wish = Wish(
        kind="finding",
        title=title,
        channel=Channel.VISIT,
        nonce=nonce_of(finding),
        words="\n\n".join(filter(None, (finding.note, finding.action))),
        unit=finding.visit.unit,
        severity=Severity.SERIOUS if far_below(finding) else Severity.ANNOYING,
    )
    return open_case(wish, by=by)
