"""One case, and everything that is done in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from regulars.language import RegularsError, message
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.cases import actions, forms
from regulars.web.cases.answering import answer, hints_for
from regulars.web.cases.models import Case, Why
from regulars.web.cases.panels import Asked, back_to, case_page, sent_back
from regulars.web.cases.states import Outcome, Step
from regulars.web.words import say


def case_of(request: HttpRequest, public_id: str, permission: Permission = Permission.WORK_CASES) -> Case:
    """One in sight; another unit's is not found."""
    rows = Case.objects.visible_to(request.user, permission).with_people().select_related("customer__score", "unit")
    return get_object_or_404(rows, public_id=public_id)


def seen_by(request: HttpRequest) -> int | None:
    """The revision that stood on the page."""
    typed = request.POST.get("seen", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else None


@needs(Permission.SEE_CASES)
def show(request: HttpRequest, public_id: str) -> HttpResponse:
    """Where it stands, what is to be done, what was done."""
    return case_page(Asked(request, case_of(request, public_id, Permission.SEE_CASES)))


@require_POST
@needs(Permission.WORK_CASES)
def step(request: HttpRequest, public_id: str) -> HttpResponse:
    """A step that needs no words."""
    case, wish = case_of(request, public_id), request.POST.get("do", "")
    if wish in (Step.ACKNOWLEDGE, Step.INVESTIGATE, Step.REOPEN):
        _try(request, lambda: actions.step(case=case, step=Step(wish), by=request.user, seen=seen_by(request)))
    elif wish == "take":
        _try(request, lambda: actions.take(case=case, by=request.user))
    elif wish == "resume":
        _try(request, lambda: actions.resume(case=case, by=request.user, seen=seen_by(request)))
    elif wish == "raise":
        words = request.POST.get("words", "")[:1000]
        _try(request, lambda: actions.raise_up(case=case, by=request.user, words=words, seen=seen_by(request)))
    return back_to(case)


@require_POST
@needs(Permission.WORK_CASES)
def respond(request: HttpRequest, public_id: str) -> HttpResponse:
    """Answer the customer; or only look whether the words could be better, which changes nothing."""
    case = case_of(request, public_id)
    form = forms.RespondForm(request.POST, case=case, prefix="respond")
    if request.POST.get("do") == "check":
        return _checked(request, case, form)

    def do(wish: dict[str, Any]) -> None:
        answer(case=case, by=request.user, words=wish["words"], way=wish["way"], seen=seen_by(request))

    return _done(request, case, form, "respond", do)


@require_POST
@needs(Permission.WORK_CASES)
def note(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write something down."""
    case = case_of(request, public_id)
    sort = "call" if request.POST.get("do") == "call" else "note"
    form = forms.NoteForm(request.POST, prefix="note")

    def do(wish: dict[str, Any]) -> None:
        actions.note(case=case, words=wish["words"], by=request.user, sort=sort)

    return _done(request, case, form, "note", do, card="history")


@require_POST
@needs(Permission.WORK_CASES)
def hand(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give it to somebody else."""
    case = case_of(request, public_id)
    form = forms.HandForm(request.POST, case=case, prefix="hand")
    seen = seen_by(request)
    return _done(
        request, case, form, "hand",
        lambda wish: actions.hand_over(case=case, to=wish["to"], by=request.user, words=wish["words"], seen=seen),
        card="work",
    )  # fmt: skip


@require_POST
@needs(Permission.WORK_CASES)
def grade(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say how bad it is."""
    case = case_of(request, public_id)
    form = forms.GradeForm(request.POST, case=case, prefix="grade")
    return _done(
        request, case, form, "grade",
        lambda wish: actions.grade(case=case, by=request.user, seen=seen_by(request), **wish), card="work",
    )  # fmt: skip


@require_POST
@needs(Permission.WORK_CASES)
def cause(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say why it happened."""
    case = case_of(request, public_id)
    form = forms.CauseForm(request.POST, case=case, prefix="cause")
    seen = seen_by(request)
    return _done(
        request, case, form, "cause", lambda wish: actions.set_cause(case=case, by=request.user, seen=seen, **wish)
    )


@require_POST
@needs(Permission.WORK_CASES)
def close(request: HttpRequest, public_id: str) -> HttpResponse:
    """End it."""
    case = case_of(request, public_id)
    form = forms.CloseForm(request.POST, case=case, prefix="close")

    def do(wish: dict[str, Any]) -> None:
        way = Step.DISMISS if wish["outcome"] == Outcome.INVALID else Step.CLOSE
        actions.step(case=case, step=way, by=request.user, seen=seen_by(request), **wish)

    return _done(request, case, form, "close", do, card="work")


@require_POST
@needs(Permission.WORK_CASES)
def pause(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let its clocks stand still."""
    case = case_of(request, public_id)
    form = forms.PauseForm(request.POST, prefix="pause")

    def do(wish: dict[str, Any]) -> None:
        actions.pause(case=case, by=request.user, seen=seen_by(request), **{**wish, "why": Why(wish["why"])})

    return _done(request, case, form, "pause", do, card="clocks")


def _done(
    request: HttpRequest, case: Case, form: Any, name: str, do: Callable[[dict[str, Any]], Any], card: str = ""
) -> HttpResponse:
    """Do what a form asks; with a fault the page comes back with everything that was typed."""
    if form.is_valid():
        try:
            do(form.cleaned_data)
        except RegularsError as error:
            form.add_error(None, say(error.message))
            case.refresh_from_db()
    if form.errors:
        return sent_back(request, case, **{f"{name}_form": form})
    messages.success(request, say(message("Noted.")))
    return back_to(case, card or name)


def _checked(request: HttpRequest, case: Case, form: Any) -> HttpResponse:
    """The hints alone where a script asks, else the page with them and with everything that was typed."""
    words = request.POST.get("respond-words", "")[:20_000]
    context = {"hints": hints_for(case, words), "checked": bool(words.strip())}
    if request.headers.get("HX-Request"):
        return render(request, "cases/parts/hints.html", context)
    response = sent_back(request, case, respond_form=form, **context)
    response.status_code = 400 if form.errors else 200
    return response


def _try(request: HttpRequest, do: Callable[[], Any]) -> None:
    try:
        do()
    except RegularsError as error:
        messages.warning(request, say(error.message))
