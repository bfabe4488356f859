"""The page on which a customer says whether the answer was good: without an account, by a link in a letter.

Mail scanners open every link, so nothing happens until somebody presses a button. The link is the proof, so these forms
carry no other.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from regulars.language import RegularsError
from regulars.web.accounts.access import public
from regulars.web.cases.states import Verdict
from regulars.web.cases.verdicts.asking import hash_of
from regulars.web.cases.verdicts.judging import LONGEST, judge, stale
from regulars.web.cases.verdicts.models import Ask, said_of
from regulars.web.cases.verdicts.telling import language_of
from regulars.web.company.models import Company
from regulars.web.people.rights.limits import too_often, visitor
from regulars.web.people.rights.showing import language_for, private, switch
from regulars.web.words import CODES

PER_VISITOR = 60  # an hour; a hotel's guests share an address
_FACES = ((Verdict.YES, "yes"), (Verdict.PARTLY, "partly"), (Verdict.NO, "no"))


@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """The question, or what was answered; a tap."""
    rows = Ask.objects.select_related("case__customer", "case__unit", "case__owner")
    ask = rows.filter(token_hash=hash_of(token)).first()
    if ask is None:
        return private(render(request, "verdicts/unknown.html", switch(), status=404))
    with translation.override(CODES[language_for(request, language_of(ask.case))]):
        if request.method == "POST":
            if too_often("verdict", visitor(request), PER_VISITOR):
                return private(render(request, "rights/often.html", switch(), status=429))
            return private(_answer(request, ask, token))
        return private(_page(request, ask))


def _answer(request: HttpRequest, ask: Ask, token: str) -> HttpResponse:
    given = _answer_in(request.POST.get("answer", "")) or ask.answer
    if given is None:
        return _page(request, ask, status=400)
    try:
        judge(ask=ask, answer=Verdict(given), words=request.POST.get("words", ""))
    except RegularsError:  # it is over, which the page says; or the house is busy
        ask.refresh_from_db()
        return _page(request, ask, status=409)
    return redirect(f"{reverse('verdict:page', args=[token])}?done=1")


def _page(request: HttpRequest, ask: Ask, status: int = 200) -> HttpResponse:
    proposed = _answer_in(request.GET.get("say", "")) if ask.answer is None else None
    chosen = ask.answer or proposed
    context = {
        "ask": ask,
        "over": ask.over(timezone.now()) or stale(ask),
        "proposed": proposed,
        "missing": status == 400,
        "busy": status == 409,
        "answers": [(one.value, said_of(ask.sort, one), face, one == chosen) for one, face in _FACES],
        "longest": LONGEST,
        "company": Company.current(),
        **switch(),
    }
    return render(request, "verdicts/own.html", context, status=status)


def _answer_in(text: str) -> int | None:
    return int(text) if text in ("1", "2", "3") else None
