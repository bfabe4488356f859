"""Cards of intake: the answer and the finding on a case, the case on an answer and on a finding."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from regulars.web.accounts.access import scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.cases.intake import findings
from regulars.web.cases.intake.looking import nonce_of
from regulars.web.cases.intake.models import CaseRule
from regulars.web.cases.models import Case
from regulars.web.cases.panels import Asked, panel
from regulars.web.pages.cards import card
from regulars.web.research.inbox import shown
from regulars.web.research.models import Response
from regulars.web.service.models import Finding

SHOWN = 12


def answer(asked: Asked) -> Mapping[str, Any] | None:
    """What was answered, worst first as far as it is marked; for those who may read single answers there."""
    one = asked.case.response
    if one is None or one.study.privacy != "identified" or not _within(asked.request, Permission.SEE_RESPONSES, one):
        return None
    answers = [each for each in shown.answers(one) if each.value != shown.NOT_ANSWERED and not each.words]
    rule = CaseRule.objects.filter(public_id=asked.case.rule).first() if asked.case.rule else None
    return {"response": one, "answers": sorted(answers, key=lambda each: not each.low)[:SHOWN], "rule": rule}


def finding(asked: Asked) -> Mapping[str, Any] | None:
    """The finding that it was opened for."""
    if not asked.case.nonce.startswith(findings.NONCE):
        return None
    name = asked.case.nonce.removeprefix(findings.NONCE)
    one = Finding.objects.open_to(asked.request.user).filter(public_id=name).select_related("visit").first()
    return None if one is None else {"finding": one}


def of_response(request: HttpRequest, one: Response) -> Mapping[str, Any] | None:
    """The case of an answer, or the way to one."""
    found = Case.objects.filter(nonce=nonce_of(one)).first() or Case.objects.filter(response=one).first()
    return _case_of(request, found, one, one.study.privacy == "identified" and not (one.test or one.ineligible))


def of_finding(request: HttpRequest, one: Finding) -> Mapping[str, Any] | None:
    """The same of a finding."""
    return _case_of(request, findings.case_of_finding(one), one.visit, findings.worth_a_case(one), finding=one)


def _case_of(
    request: HttpRequest, found: Case | None, where: Any, worth: bool, **more: Any
) -> Mapping[str, Any] | None:
    if found is not None:
        return {"case": found, **more} if _within(request, Permission.SEE_CASES, found) else None
    may_open = worth and _within(request, Permission.WORK_CASES, where)
    return {"case": None, "response": where, **more} if may_open else None


def _within(request: HttpRequest, permission: Permission, where: Any) -> bool:
    scope = scope_of(request.user, permission)
    return scope.whole or (where.unit_id is not None and where.unit_id in (scope.unit_ids or ()))


panel("answer", "intake/answer.html", answer, rank=25)
panel("finding", "intake/finding.html", finding, side=True, rank=15)
card("response", "intake/of_response_card.html", of_response)
card("finding", "intake/of_finding_card.html", of_finding)
