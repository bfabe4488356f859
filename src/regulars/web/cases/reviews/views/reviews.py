"""The list of reviews, a list from a file, a case of one, and our answer under it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from regulars.language import RegularsError, message, plural
from regulars.web.accounts.access import may, needs
from regulars.web.accounts.roles import Permission
from regulars.web.cases.panels import address_of, back_to, sent_back
from regulars.web.cases.reviews import actions, queries
from regulars.web.cases.reviews.files import apply, plan, read_rows, with_scale
from regulars.web.cases.reviews.forms import AnswerForm, FileForm
from regulars.web.cases.reviews.models import Review
from regulars.web.cases.reviews.reading import Row
from regulars.web.cases.views.case import case_of
from regulars.web.company.models import Unit
from regulars.web.imports.lists import packed, read_sent, unpacked
from regulars.web.paging import page_of
from regulars.web.words import say

_SALT = "reviews.list"


@needs(Permission.SEE_CASES)
def reviews(request: HttpRequest) -> HttpResponse:
    """The latest first."""
    rows, wanted = Review.objects.visible_to(request.user, Permission.SEE_CASES), queries.Filters.of(request.GET)
    found = wanted.found(rows).select_related("unit", "case")
    ever = rows.exists()
    context = {
        "page": page_of(request, found, 20),
        "wanted": wanted,
        "ever": ever,
        "may_work": may(request.user, Permission.WORK_CASES),
        "headline": queries.headline(wanted.narrowed(rows).low().unanswered().count()),
        "shown": queries.SHOWN,
        "platforms": list(rows.order_by("platform").values_list("platform", flat=True).distinct()[:200]),
        "units": Unit.objects.visible_to(request.user, Permission.SEE_CASES).order_by("code"),
        "months": queries.months(wanted.narrowed(rows), timezone.localdate()) if ever else [],
    }
    return render(request, "reviews/reviews.html", context)


@needs(Permission.WORK_CASES)
def send(request: HttpRequest) -> HttpResponse:
    """Send the file; nothing changes yet."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            rows = read_sent(form.cleaned_data["file"], read_rows)
        except RegularsError as error:
            form.add_error("file", say(error.message))
        else:
            rows = with_scale(rows, form.cleaned_data["low"], form.cleaned_data["high"])
            context = {"plan": plan(rows, by=request.user), "kept": packed(rows, _SALT)}
            return render(request, "reviews/preview.html", context)
    return render(request, "reviews/import.html", {"form": form}, status=400 if form.errors else 200)


@require_POST
@needs(Permission.WORK_CASES)
def take(request: HttpRequest) -> HttpResponse:
    """Do what was shown."""
    rows = unpacked(request.POST.get("rows", ""), Row, _SALT)
    if rows is None:
        messages.warning(request, say(message("This page is too old. Send the file again; nothing was changed.")))
        return redirect("reviews:send")
    done = apply(rows, by=request.user)
    words = plural("{count} review was taken.", "{count} reviews were taken.", len(done.good))
    messages.success(request, say(words))
    return redirect("reviews:reviews")


@require_POST
@needs(Permission.WORK_CASES)
def open_one(request: HttpRequest, public_id: str) -> HttpResponse:
    """A case of a review that opened none by itself."""
    rows = Review.objects.visible_to(request.user, Permission.WORK_CASES).select_related("unit")
    found = get_object_or_404(rows, public_id=public_id)
    return redirect(address_of(actions.open_for(review=found, by=request.user)))


@require_POST
@needs(Permission.WORK_CASES)
def answer(request: HttpRequest, case: str) -> HttpResponse:
    """Our answer stands there."""
    found = case_of(request, case)
    review = get_object_or_404(Review.objects.select_related("case"), case=found)
    form = AnswerForm(request.POST, review=review, prefix="answer")
    if not form.is_valid():
        return sent_back(request, found, answer_form=form)
    actions.answer_stands(review=review, by=request.user, **form.cleaned_data)
    messages.success(request, say(message("Noted.")))
    return back_to(found, "review")
