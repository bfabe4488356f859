"""The keep list: whom to call, and a case for them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from regulars.insights.worth.keep import STAKE
from regulars.language import Count, Day, Message, message, plural
from regulars.web.accounts.access import may, needs, scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.cases.models import Case
from regulars.web.cases.panels import address_of
from regulars.web.people.actions.customers import note_export
from regulars.web.people.forms import PurposeForm
from regulars.web.people.leaving import workbook
from regulars.web.people.models import Customer
from regulars.web.people.views.customers import KINDS, MOST_IN_A_WORKBOOK, XLSX
from regulars.web.tables import csv_answer
from regulars.web.words import say
from regulars.web.worth.keep import drawing, opening
from regulars.web.worth.keep.forms import SHOWN, KeepForm
from regulars.web.worth.keep.models import DAYS, Drawn
from regulars.web.worth.keep.paging import CUT, page_of
from regulars.web.worth.keep.shown import HEADS, lines, plain_rows
from regulars.web.worth.keep.won import Side, WonBack, won_back

CHUNK = 500


@needs(Permission.SEE_CUSTOMERS)
def keep_list(request: HttpRequest) -> HttpResponse:
    """The most at stake first."""
    return _page(request, KeepForm(request.GET, user=request.user))


def _page(request: HttpRequest, form: KeepForm, purpose: PurposeForm | None = None) -> HttpResponse:
    rows, user = form.rows(), request.user
    page = page_of(rows, request.GET.get("page"), by_stake=not (form.lost or form.kept))
    shown = list(page)
    days = [row.day for row in shown if row.day]
    won = won_back(form.scopes[0]) if form.lost else None
    context = {
        "form": form,
        "page": page,
        "lines": lines(shown, form.scopes, user),
        "headline": _headline(page.paginator.count, lost=form.lost),
        "as_of": Day(max(days)) if days else None,
        "stake": STAKE,
        "won": won,
        "sides": _sides(won) if won else [],
        "days": DAYS,
        "shown": SHOWN,
        "purpose": purpose or PurposeForm(kinds=KINDS),
        "query": form.data.urlencode(),
        "may_open": may(user, Permission.WORK_CASES),
        "may_export": may(user, Permission.EXPORT),
        "may_results": may(user, Permission.SEE_RESULTS),
        "most": min(opening.MOST, page.paginator.count),
        "shares": drawing.SHARES,
        "offered": drawing.OFFERED,
    }
    return render(request, "keep/list.html", context, status=400 if purpose else 200)


def _sides(won: WonBack) -> list[tuple[Message, Side]]:
    return [
        (message("All that were approached from here"), won.approached),
        (message("Drawn to be approached"), won.drawn),
        (message("Drawn to be left alone"), won.alone),
    ]


def _headline(count: int, *, lost: bool) -> Message:
    if count >= CUT:
        return message("{count} customers or more; the first can be leafed through.", count=Count(CUT))
    if lost:
        return plural(
            "{count} customer is inactive or probably lost.", "{count} customers are inactive or probably lost.", count
        )
    return plural("{count} customer may go.", "{count} customers may go.", count)


@needs(Permission.EXPORT)
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """What the filters leave, as a file, for a purpose that stands in the trail first."""
    filters = QueryDict(request.POST.get("filters", "")[:2000].lstrip("?"))
    asked = KeepForm(filters, user=request.user, also=(scope_of(request.user, Permission.EXPORT),))
    purpose = PurposeForm(request.POST, kinds=KINDS)
    rows = asked.rows()
    count = rows.count()
    if purpose.is_valid() and purpose.cleaned_data["kind"] == "xlsx" and count > MOST_IN_A_WORKBOOK:
        purpose.add_error("kind", say(message("A workbook takes {most}. Choose CSV, or filter.",
                                              most=MOST_IN_A_WORKBOOK)))  # fmt: skip
    if not purpose.is_valid() or not may(request.user, Permission.SEE_CUSTOMERS):
        return _page(request, KeepForm(filters, user=request.user), purpose)
    kind = purpose.cleaned_data["kind"]
    used = [*asked.used, "lost" if asked.lost else "keep"]
    note_export(by=request.user, count=count, purpose=purpose.cleaned_data["purpose"], filters=used, kind=kind)
    name = f"{'lost' if asked.lost else 'keep'}-{timezone.localdate():%Y-%m-%d}.{kind}"
    if kind == "csv":
        return csv_answer(_rows(asked, request.user), name)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(workbook({"customers": _rows(asked, request.user)}), content_type=XLSX, headers=headers)


def _rows(asked: KeepForm, user: Any) -> Iterator[list[Any]]:
    yield [say(one) for one in HEADS]
    waiting = asked.rows().select_related("customer").iterator(CHUNK)
    while some := list(islice(waiting, CHUNK)):
        yield from plain_rows(some, asked.scopes, user)


@needs(Permission.WORK_CASES)
@require_POST
def open_cases(request: HttpRequest) -> HttpResponse:
    """For one, straight to the case; for all that are ticked, to what came of it."""
    filters = QueryDict(request.POST.get("filters", "")[:2000].lstrip("?"))
    one = request.POST.get("one", "")[:40]
    chosen = [one] if one else request.POST.getlist("customer")[: opening.MOST]
    lost = filters.get("show") == "lost"
    seen = Customer.objects.visible_to(request.user, Permission.SEE_CUSTOMERS).select_related("unit")
    if request.POST.get("many") == "all" and lost:
        first = KeepForm(filters, user=request.user).rows().values_list("customer_id", flat=True)[: opening.MOST]
        customers = list(seen.filter(pk__in=list(first)).order_by("pk"))
    else:
        customers = list(seen.filter(public_id__in=chosen).order_by("pk"))
    if not customers:
        messages.warning(request, say(message("Choose at least one customer.")))
        return redirect(f"{reverse('keep:list')}?{filters.urlencode()}")
    made = opening.open_for(
        customers, by=request.user, lost=lost, held_out=0 if one else _share(request.POST.get("held_out", ""))
    )
    if one and (cases := [*made.new, *made.known]):
        messages.success(request, say(message("The case is open.") if made.new else message("It is open already.")))
        return redirect(address_of(cases[0]))
    for customer, why in made.left:
        messages.warning(request, say(message("{name}: {why}", name=customer.shown_name, why=why)))
    if made.known:
        messages.info(
            request,
            say(
                plural(
                    "{count} customer has an open case already; it stays as it is.",
                    "{count} customers have an open case already; they stay as they are.",
                    len(made.known),
                )
            ),
        )
    return redirect("keep:lot", made.lot) if made.new else redirect(f"{reverse('keep:list')}?{filters.urlencode()}")


def _share(text: str) -> int:
    return next((one for one in drawing.SHARES if str(one) == text), 0)


@needs(Permission.WORK_CASES)
def lot(request: HttpRequest, lot: str) -> HttpResponse:
    """Which cases were opened, and taking it back."""
    cases = list(opening.opened_in(lot, by=request.user))
    if not cases:
        raise Http404
    seen = set(
        Case.objects.visible_to(request.user, Permission.SEE_CASES).filter(rule=lot).values_list("pk", flat=True)
    )
    now = timezone.now()
    context = {
        "lot": lot,
        "cases": [one for one in cases if one.pk in seen],
        "headline": plural("{count} case was opened.", "{count} cases were opened.", len(cases)),
        "alone": Drawn.objects.filter(lot=lot, held_out=True, by=request.user).count(),
        "days": DAYS,
        "may_undo": any(opening.may_take_back(one, now) for one in cases),
        "back": reverse("keep:list") + ("?show=lost" if lot.startswith(opening.WON) else ""),
    }
    return render(request, "keep/lot.html", context)


@needs(Permission.WORK_CASES)
@require_POST
def undo(request: HttpRequest, lot: str) -> HttpResponse:
    """Close those that nobody has worked on."""
    if not opening.opened_in(lot, by=request.user).exists():
        raise Http404
    done, kept = opening.take_back(lot, by=request.user)
    if done:
        messages.success(request, say(plural("Taken back: {count} case.", "Taken back: {count} cases.", done)))
    if kept:
        messages.warning(
            request,
            say(plural("{count} case stays: somebody worked on it, or it is too late.",
                       "{count} cases stay: somebody worked on them, or it is too late.", kept)),
        )  # fmt: skip
    return redirect("keep:lot", lot)
