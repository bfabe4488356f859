"""A list of events from a file: looked at first, then taken."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from regulars.language import RegularsError, message, plural
from regulars.web.imports.lists import packed, read_sent, unpacked
from regulars.web.research.events.errors import EventFileError
from regulars.web.research.events.files import MOST_ON_A_PAGE, Row, bad, note, read_rows, source_of
from regulars.web.research.events.forms import ListFileForm
from regulars.web.research.events.kinds import kinds
from regulars.web.research.events.reading import Reader
from regulars.web.research.events.taking import Verdict, check, take
from regulars.web.research.views.guard import for_the_company
from regulars.web.words import say

_SALT = "events.list"
SHOWN = 100


@for_the_company
def send(request: HttpRequest) -> HttpResponse:
    """Send the file; nothing is taken yet."""
    form = ListFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            source = source_of(data["source"])
            rows, mapping = read_sent(data["file"], partial(read_rows, mapping=None, kind=data["kind"]))
            if len(rows) > MOST_ON_A_PAGE:
                raise EventFileError(
                    message(
                        "The file has {count} rows; a page takes {most}. Split it, or use the command: regulars import "
                        "events FILE",
                        count=len(rows),
                        most=MOST_ON_A_PAGE,
                    )
                )
            results = check(rows, source=source, reader=Reader(now=timezone.now(), kind=data["kind"]))
        except RegularsError as error:
            form.add_error("file", say(error.message))
        else:
            found = {verdict: [one for one in results if one.verdict is verdict] for verdict in Verdict}
            context = {
                "kept": packed([Row(row) for row in rows], _SALT),
                "kind": data["kind"],
                "source": source,
                "taken": found[Verdict.TAKEN],
                "known": len(found[Verdict.KNOWN]),
                "bad": list(bad(results)),
                "mapping": {**mapping.columns, **mapping.details},
                "left_out": mapping.unused,
                "shown": SHOWN,
            }
            return render(request, "events/preview.html", context)
    return render(request, "events/import.html", {"form": form}, status=400 if form.errors else 200)


@require_POST
@for_the_company
def take_rows(request: HttpRequest) -> HttpResponse:
    """Take what was shown."""
    kept = unpacked(request.POST.get("rows", ""), Row, _SALT)
    kind = kinds().get(request.POST.get("kind", ""))
    if kept is None:
        messages.warning(request, say(message("This page is too old. Send the file again; nothing was changed.")))
        return redirect("events:import")
    try:
        source = source_of(request.POST.get("source", ""))
    except RegularsError as error:
        messages.warning(request, say(error.message))
        return redirect("events:import")
    done = take([row.data for row in kept], source=source, reader=Reader(now=timezone.now(), kind=kind))
    note(done, source=source, by=request.user)
    words = plural(
        "{count} event was taken. Within a minute it is decided whom to ask.",
        "{count} events were taken. Within a minute it is decided whom to ask.",
        sum(one.verdict is Verdict.TAKEN for one in done),
    )
    messages.success(request, say(words))
    return redirect("events:events")
