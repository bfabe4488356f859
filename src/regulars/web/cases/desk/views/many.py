"""Many cases at once: doing, what came of it, taking it back; kept filters; the list as a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from regulars.language import RegularsError, message, plural
from regulars.web.accounts.access import needs, scope_of
from regulars.web.accounts.models import User
from regulars.web.accounts.roles import Permission
from regulars.web.audit import Event, record
from regulars.web.cases.desk.forms import FilterForm, ManyForm, colleagues
from regulars.web.cases.desk.many import MOST, do_with_all, take_back
from regulars.web.cases.desk.models import Do, Filter, Lot
from regulars.web.cases.models import Case
from regulars.web.cases.queries import Filters, found
from regulars.web.cases.states import OURS
from regulars.web.tables import csv_answer
from regulars.web.words import restored, say


def back_of(query: str) -> str:
    """The list with a filter that came from a form."""
    return f"{reverse('cases:cases')}?{QueryDict(query[:600]).urlencode() or 'show=ours'}"


@require_POST
@needs(Permission.WORK_CASES)
def many(request: HttpRequest) -> HttpResponse:
    """Those that were ticked, those of the page, or all that fit."""
    query = request.POST.get("filter", "")[:600]
    form = ManyForm(request.POST, user=request.user)
    rows = Case.objects.visible_to(request.user, Permission.WORK_CASES)
    chosen = _chosen(request, query)
    if not chosen:
        messages.warning(request, say(message("Choose at least one case.")))
    elif not form.is_valid():
        for errors in form.errors.values():
            messages.warning(request, errors[0])
    else:
        wish = form.cleaned_data
        lot = do_with_all(
            chosen, do=Do(wish["do"]), by=request.user, rows=rows, to=wish["to"], severity=wish["severity"], back=query
        )
        return redirect("desk:lot", lot.public_id)
    return redirect(back_of(query))


def _chosen(request: HttpRequest, query: str) -> list[tuple[str, int | None]]:
    which = request.POST.get("which", "ticked")
    if which == "all":
        seen = Case.objects.visible_to(request.user, Permission.SEE_CASES)
        rows = found(seen, Filters.of(QueryDict(query).dict()), request.user, timezone.now())
        return [(one, None) for one in rows.values_list("public_id", flat=True)[:MOST]]
    typed = request.POST.get("shown", "").split() if which == "page" else request.POST.getlist("case")
    return [
        (one, revision)
        for one, _, seen in (each.partition(".") for each in typed[:MOST])
        if (revision := _number(seen))
    ]


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 10 else None


@needs(Permission.WORK_CASES)
def lot(request: HttpRequest, public_id: str) -> HttpResponse:
    """With how many it was done, with which not and why."""
    one = get_object_or_404(Lot, public_id=public_id, by=request.user)
    seen = Case.objects.visible_to(request.user, Permission.SEE_CASES)
    wanted = [key for key, _ in one.left] + list(one.kept)
    known = {case.pk: case for case in seen.filter(pk__in=wanted[:MOST])}
    done = one.done.count()
    context = {
        "lot": one,
        "done": done,
        "headline": plural("Done with {count} case.", "Done with {count} cases.", done)
        if one.undone is None
        else plural("Taken back in {count} case.", "Taken back in {count} cases.", done - len(one.kept)),
        "left": [(key, known.get(key), restored(words)) for key, words in one.left],
        "kept": [(key, known.get(key)) for key in one.kept],
        "may_undo": bool(done) and one.open(timezone.now()),
        "what": Do(one.do).said,
        "back": back_of(one.back),
    }
    return render(request, "desk/lot.html", context)


@require_POST
@needs(Permission.WORK_CASES)
def undo(request: HttpRequest, public_id: str) -> HttpResponse:
    """As it was before, where nobody was there since."""
    one = get_object_or_404(Lot, public_id=public_id, by=request.user)
    try:
        take_back(one, by=request.user)
    except RegularsError as error:
        messages.warning(request, say(error.message))
    return redirect("desk:lot", one.public_id)


@require_POST
@needs(Permission.APPROVE)
def shift(request: HttpRequest) -> HttpResponse:
    """The most urgent cases of somebody, to somebody else."""
    some = {one.public_id: one for one in colleagues(request.user, Permission.APPROVE)}
    to = some.get(request.POST.get("to", ""))
    owner = User.objects.filter(public_id=request.POST.get("from", "")[:40]).first()
    count = min(_number(request.POST.get("count", "")) or 0, MOST)
    if to is None or owner is None or not count or to == owner:
        messages.warning(request, say(message("Choose how many cases, from whom and to whom.")))
        return redirect("desk:load")
    rows = Case.objects.visible_to(request.user, Permission.APPROVE)
    theirs = rows.filter(owner=owner, state__in=OURS).order_by("-priority", "opened", "pk")[:count]
    chosen = list(theirs.values_list("public_id", "revision"))
    made = do_with_all(chosen, do=Do.HAND, by=request.user, rows=rows, to=to, back=f"owner={owner.public_id}")
    return redirect("desk:lot", made.public_id)


@require_POST
@needs(Permission.SEE_CASES)
def keep(request: HttpRequest) -> HttpResponse:
    """Keep a filter under a name; the same name again is the same filter."""
    query = QueryDict(request.POST.get("filter", "")[:600], mutable=True)
    query.pop("page", None)
    form = FilterForm(request.POST, user=request.user)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.warning(request, errors[0])
        return redirect(back_of(query.urlencode()))
    wish = form.cleaned_data
    with transaction.atomic():
        if wish["first"]:
            Filter.objects.filter(user=request.user, first=True).update(first=False)
        fields = {"query": query.urlencode()[:600] or "show=ours", "unit": wish["unit"], "first": wish["first"]}
        Filter.objects.update_or_create(user=request.user, name=wish["name"], defaults=fields)
    messages.success(request, say(message("The filter is kept.")))
    return redirect(back_of(query.urlencode()))


@require_POST
@needs(Permission.SEE_CASES)
def drop(request: HttpRequest, public_id: str) -> HttpResponse:
    """Forget a filter of one's own."""
    one = get_object_or_404(Filter, public_id=public_id, user=request.user)
    query = one.query
    one.delete()
    return redirect(back_of(query))


@require_POST
@needs(Permission.EXPORT)
def export(request: HttpRequest) -> HttpResponse:
    """What the list shows, as a file; the trail says who took it along."""
    seen = Case.objects.visible_to(request.user, Permission.SEE_CASES).within(scope_of(request.user, Permission.EXPORT))
    query = QueryDict(request.POST.get("filter", "")[:600]).dict()
    rows = found(seen, Filters.of(query), request.user, timezone.now())
    # What was looked for may be a name: the trail keeps the other parts of the filter.
    asked = {key: value for key, value in query.items() if key in ("show", "whose", "kind", "unit", "severity")}
    record(Event.CASES_EXPORTED, by=request.user, count=rows.count(), filters=asked)
    return csv_answer(_lines(rows), f"cases-{timezone.localdate():%Y-%m-%d}.csv")


def _lines(rows: Any) -> Iterator[list[Any]]:
    heads = (
        *(message("Case"), message("Kind"), message("In one line"), message("Who"), message("Unit")),
        *(message("Severity"), message("Urgency"), message("State"), message("Works on it")),
        *(message("Opened"), message("Next due"), message("Closed"), message("Cause")),
    )
    yield [say(one) for one in heads]
    for one in rows.iterator(2000):
        yield [
            *(one.pk, one.kind, one.title, one.who, one.unit.code if one.unit else ""),
            *(one.severity, one.priority, say(one.state_words), one.owner.shown_name if one.owner else ""),
            *(_day(one.opened), _day(one.next_due), _day(one.closed), one.cause),
        ]


def _day(at: Any) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
