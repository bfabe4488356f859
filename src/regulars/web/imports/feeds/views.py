"""Scheduled imports: the list, one of them with its runs, and the form."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from regulars.language import RegularsError, message
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.imports.feeds import actions, inbox, queries
from regulars.web.imports.feeds.forms import FeedForm
from regulars.web.imports.feeds.models import Feed
from regulars.web.imports.models import SavedMapping
from regulars.web.imports.views.guard import whole
from regulars.web.paging import page_of
from regulars.web.words import restored, say

RUNS = 20


@needs(Permission.IMPORT)
def feeds(request: HttpRequest) -> HttpResponse:
    """What comes in by itself, and what does not."""
    whole(request)
    found = queries.lines()
    context = {
        "lines": found,
        "headline": queries.headline(found),
        "alarms": [(one.feed, queries.late_words(one.feed)) for one in found if one.late],
        "mappings": SavedMapping.objects.exists(),
        "folder": inbox.folder(),
    }
    return render(request, "feeds/feeds.html", context)


@needs(Permission.IMPORT)
def feed(request: HttpRequest, public_id: str) -> HttpResponse:
    """One of them, its runs the latest first."""
    found = _feed(request, public_id)
    page = page_of(request, found.runs.select_related("by", "job"), RUNS)
    now = timezone.now()
    context = {
        "feed": found,
        "line": queries.line(found, found.runs.filter(trial=False).first(), now),
        "stopped": restored(found.stopped) if found.stopped else None,
        "late": queries.late_words(found) if found.late(now) else None,
        "page": page,
        "runs": queries.runs(page),
        "folder": inbox.folder(),
    }
    return render(request, "feeds/feed.html", context)


@needs(Permission.IMPORT)
def edit(request: HttpRequest, public_id: str = "") -> HttpResponse:
    """Add one, or change it."""
    found = _feed(request, public_id) if public_id else None
    whole(request)
    form = FeedForm(request.POST if request.method == "POST" else None, feed=found, reader=request.user)
    if request.method == "POST" and form.is_valid():
        kept = actions.keep(feed=found, fields=form.kept, password=form.cleaned_data["password"], by=request.user)
        messages.success(request, say(message("Stored.")))
        return redirect("feeds:feed", kept.public_id)
    context = {"form": form, "feed": found, "folder": inbox.folder()}
    return render(request, "feeds/form.html", context, status=400 if form.errors else 200)


@needs(Permission.IMPORT)
@require_POST
def act(request: HttpRequest, public_id: str) -> HttpResponse:
    """Run it, try it out, pause it, let it go on, remove it."""
    found, do = _feed(request, public_id), request.POST.get("do")
    try:
        if do in ("run", "try"):
            one = actions.run_now(feed=found, trial=do == "try", by=request.user)
            return redirect("jobs:progress", one.job.public_id)
        if do in ("pause", "resume"):
            actions.switch(feed=found, paused=do == "pause", by=request.user)
        if do == "remove":
            actions.remove(feed=found, by=request.user)
            messages.success(request, say(message("“{name}” was removed; what it imported stays.", name=found.name)))
            return redirect("feeds:feeds")
    except RegularsError as error:
        messages.warning(request, say(error.message))
    return redirect("feeds:feed", public_id)


def _feed(request: HttpRequest, public_id: str) -> Any:
    whole(request)
    return get_object_or_404(Feed.objects.select_related("mapping", "owner"), public_id=public_id)
