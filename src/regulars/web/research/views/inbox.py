"""The inbox: the list of responses, one of them, and what readers do with it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from regulars.language import Count, Message, RegularsError, message, plural
from regulars.web.accounts.access import may, needs, scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.files.views import answer as handed_out
from regulars.web.pages.cards import cards_of
from regulars.web.paging import page_of
from regulars.web.people.models import Customer
from regulars.web.research.actions import inbox as actions
from regulars.web.research.inbox import export as exporting
from regulars.web.research.inbox import filters, shown
from regulars.web.research.models import Response, Tag
from regulars.web.tables import csv_answer

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_XLSX = 100_000
_SIZE = 25


@needs(Permission.SEE_RESPONSES)
def responses(request: HttpRequest) -> HttpResponse:
    """The list."""
    wanted = filters.Filters.of(request.GET)
    page = page_of(request, wanted.apply(_visible(request, Permission.SEE_RESPONSES)).prefetch_related("tags"), _SIZE)
    context = {
        "page": page,
        "rows": shown.rows(list(page.object_list)),
        "wanted": wanted,
        "headline": _headline(request, wanted, page.paginator.count),
        "may_export": may(request.user, Permission.EXPORT),
        "states": filters.STATES,
        "orders": filters.ORDERS,
        "scores": filters.SCORES,
        "signs": filters.SIGNS,
        **filters.choices(request.scope),
    }
    return render(request, "research/inbox.html", context)


@needs(Permission.SEE_RESPONSES)
def response(request: HttpRequest, public_id: str) -> HttpResponse:
    """One of them; whoever works on responses and opens it has seen it."""
    found = _one(request, public_id, Permission.SEE_RESPONSES)
    if _manages(request, found):
        actions.see(response=found)
    return _page(request, found)


@needs(Permission.SEE_RESPONSES)
def file(request: HttpRequest, public_id: str, file_id: str) -> HttpResponse:
    """What came with it: a picture to look at, anything else to save. Not while its words are out of sight."""
    found = _one(request, public_id, Permission.SEE_RESPONSES)
    kept = next((one for _, one, _ in shown.files(found) if one.public_id == file_id), None)
    if kept is None:
        raise Http404
    return handed_out(kept, inline=True)


@require_POST
@needs(Permission.MANAGE_RESPONSES)
def unseen(request: HttpRequest, public_id: str) -> HttpResponse:
    """Leave it for somebody else."""
    actions.unsee(response=_one(request, public_id, Permission.MANAGE_RESPONSES))
    return redirect("inbox:responses")


@require_POST
@needs(Permission.MANAGE_RESPONSES)
def tag(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put a tag on it."""
    found = _one(request, public_id, Permission.MANAGE_RESPONSES)
    try:
        actions.tag(response=found, name=request.POST.get("name", ""), by=request.user)
    except RegularsError as error:
        return _page(request, found, tag_error=error.message)
    return redirect("inbox:response", public_id)


@require_POST
@needs(Permission.MANAGE_RESPONSES)
def untag(request: HttpRequest, public_id: str, tag_id: str) -> HttpResponse:
    """Take a tag off."""
    found = _one(request, public_id, Permission.MANAGE_RESPONSES)
    actions.untag(response=found, tag=get_object_or_404(Tag, public_id=tag_id), by=request.user)
    return redirect("inbox:response", public_id)


@require_POST
@needs(Permission.MANAGE_RESPONSES)
def hide(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put its words out of sight, with a reason."""
    found = _one(request, public_id, Permission.MANAGE_RESPONSES)
    try:
        actions.hide(response=found, reason=request.POST.get("reason", ""), by=request.user)
    except RegularsError as error:
        return _page(request, found, hide_error=error.message)
    return redirect("inbox:response", public_id)


@require_POST
@needs(Permission.MANAGE_RESPONSES)
def show(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show its words again."""
    actions.show(response=_one(request, public_id, Permission.MANAGE_RESPONSES), by=request.user)
    return redirect("inbox:response", public_id)


@needs(Permission.SEE_RESPONSES)
def export(request: HttpRequest) -> HttpResponse:
    """The list as a table, for a purpose that is written into the trail."""
    if not may(request.user, Permission.EXPORT):
        raise PermissionDenied
    query = request.GET if request.method == "GET" else QueryDict(request.POST.get("query", ""))
    rows = filters.Filters.of(query).apply(
        _visible(request, Permission.SEE_RESPONSES).within(scope_of(request.user, Permission.EXPORT))
    )
    count = rows.count()
    if request.method != "POST":
        return _export_page(request, query, count)
    kind = "xlsx" if request.POST.get("kind") == "xlsx" and count <= _MOST_XLSX else "csv"
    try:
        actions.take_out(count=count, purpose=request.POST.get("purpose", ""), kind=kind, by=request.user)
    except RegularsError as error:
        return _export_page(request, query, count, error.message)
    return _xlsx(rows) if kind == "xlsx" else csv_answer(exporting.table(rows), "responses.csv")


def _visible(request: HttpRequest, permission: Permission) -> QuerySet[Response]:
    rows = filters.single(Response.objects.visible_to(request.user, permission))
    return rows.select_related("study__questionnaire", "unit")


def _one(request: HttpRequest, public_id: str, permission: Permission) -> Response:
    return get_object_or_404(_visible(request, permission).select_related("hidden_by", "link"), public_id=public_id)


def _manages(request: HttpRequest, found: Response) -> bool:
    scope = scope_of(request.user, Permission.MANAGE_RESPONSES)
    return scope.whole or found.unit_id in (scope.unit_ids or ())


def _customer(request: HttpRequest, found: Response) -> Customer | None:
    """Who answered, for those who may see them."""
    if found.customer_id is None:
        return None
    return Customer.objects.visible_to(request.user, Permission.SEE_CUSTOMERS).filter(pk=found.customer_id).first()


def _took(found: Response) -> Message | None:
    """How long the page was open, as far as anybody knows."""
    if found.seconds is None:
        return None
    if found.seconds < 120:
        return plural("{count} second", "{count} seconds", found.seconds)
    return plural("{count} minute", "{count} minutes", round(found.seconds / 60))


def _headline(request: HttpRequest, wanted: filters.Filters, count: int) -> Message:
    if wanted.any:
        return plural("{count} response fits.", "{count} responses fit.", count)
    fresh = _visible(request, Permission.SEE_RESPONSES).counted().filter(seen_at=None).order_by().count()
    if fresh:
        return plural("{count} response has not been seen.", "{count} responses have not been seen.", fresh)
    return message("All {count} responses have been seen.", count=Count(count))


def _page(request: HttpRequest, found: Response, **problems: Message) -> HttpResponse:
    context = {
        "response": found,
        "answers": shown.answers(found),
        "aside": shown.aside(found),
        "files": shown.files(found),
        "signs": shown.signs_of(found),
        "took": _took(found),
        "channel": shown.channel_of(found),
        "answered_in": filters.LANGUAGES.get(found.language, found.language),
        "tags": found.tags.all(),
        "known_tags": Tag.objects.within(scope_of(request.user, Permission.SEE_RESPONSES))[:200],
        "manages": _manages(request, found),
        "customer": _customer(request, found),
        "cards": cards_of("response", request, found),
        **problems,
    }
    return render(request, "research/inbox_response.html", context, status=400 if problems else 200)


def _export_page(request: HttpRequest, query: QueryDict, count: int, problem: Message | None = None) -> HttpResponse:
    context: dict[str, Any] = {
        "query": query.urlencode(),
        "count": count,
        "problem": problem,
        "most": Count(_MOST_XLSX),
    }
    return render(request, "research/inbox_export.html", context, status=400 if problem else 200)


def _xlsx(rows: QuerySet[Response]) -> HttpResponse:
    with TemporaryDirectory(prefix="regulars-") as folder:
        path = Path(folder) / "responses.xlsx"
        exporting.write_xlsx(exporting.table(rows), path)
        headers = {"Content-Disposition": 'attachment; filename="responses.xlsx"', "Cache-Control": "private, no-store"}
        return HttpResponse(path.read_bytes(), content_type=_XLSX, headers=headers)
