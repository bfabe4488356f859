"""What the pages of scheduled imports show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from regulars.language import Count, Message, message, plural
from regulars.web.imports.feeds.models import Feed, Run, State
from regulars.web.imports.forms.start import KINDS
from regulars.web.imports.models import Stage, Upload
from regulars.web.imports.queries import is_last
from regulars.web.words import restored

_STATES = {
    "done": message("imported"),
    "failed": message("not imported"),
    "tried": message("tried out"),
}


@dataclass(frozen=True)
class Line:
    """One scheduled import in the list."""

    feed: Feed
    kind: Message
    state: Message
    label: str
    last: Run | None
    late: bool


@dataclass(frozen=True)
class FileLine:
    """One file of a run."""

    name: str
    state: Message
    new: Count
    replaced: Count
    known: Count
    n_bad: Count
    problem: Message | None
    url: str
    undo: str


@dataclass(frozen=True)
class RunLine:
    """One run with its files."""

    run: Run
    problem: Message | None
    files: list[FileLine]


def lines() -> list[Line]:
    """All of them; what needs somebody first."""
    now = timezone.now()
    latest: dict[int, Run] = {}
    for one in Run.objects.filter(trial=False).order_by("started", "pk"):
        latest[one.feed_id] = one
    found = [line(one, latest.get(one.pk), now) for one in Feed.objects.select_related("mapping", "owner")]
    return sorted(found, key=lambda one: (not (one.late or one.feed.stopped), one.feed.name.casefold()))


def line(feed: Feed, last: Run | None, now: datetime) -> Line:
    """With its state in words."""
    late = feed.late(now)
    if feed.paused:
        state, label = message("paused"), ""
    elif feed.stopped:
        state, label = message("stopped until somebody looks"), "err"
    elif late:
        state, label = message("no good run for too long"), "warn"
    elif last is not None and last.state == State.FAILED:
        state, label = message("the last run stopped"), "err"
    elif last is None:
        state, label = message("has not run yet"), ""
    else:
        state, label = last.state_words, "ok" if last.state == State.DONE else ""
    return Line(feed, KINDS[feed.kind], state, label, last, late)


def headline(found: list[Line]) -> Message:
    """What needs somebody."""
    if stopped := sum(bool(one.feed.stopped) and not one.feed.paused for one in found):
        return plural("{count} scheduled import has stopped.", "{count} scheduled imports have stopped.", stopped)
    if late := sum(one.late for one in found):
        return plural("{count} scheduled import is late.", "{count} scheduled imports are late.", late)
    return plural("{count} scheduled import, in time.", "{count} scheduled imports, all in time.", len(found))


def late_words(feed: Feed) -> Message:
    """Since when nothing good came."""
    if feed.last_good is None:
        return message("There was no good run for more than {hours} hours, and none before.", hours=feed.alarm_hours)
    return message(
        "There was no good run for more than {hours} hours; the last was on {at}.",
        hours=feed.alarm_hours,
        at=feed.last_good,
    )


def runs(page: Any) -> list[RunLine]:
    """The runs of a page, each with its files."""
    listed = list(page)
    ids = [told["upload"] for one in listed for told in one.files if told.get("upload")]
    uploads = {one.public_id: one for one in Upload.objects.filter(public_id__in=ids)}
    return [
        RunLine(
            one,
            restored(one.problem) if one.problem else None,
            [_file(told, uploads.get(told.get("upload", ""))) for told in one.files],
        )
        for one in listed
    ]


def _file(told: dict[str, Any], upload: Upload | None) -> FileLine:
    state = message("known already") if told.get("same") else _STATES.get(told["state"], message("not imported"))
    undo = reverse("imports:undo", args=[upload.import_id]) if upload and is_last(upload.import_id) else ""
    if upload is not None and upload.stage == Stage.DISCARDED:
        upload = None
    return FileLine(
        name=told["name"],
        state=state,
        problem=restored(told["problem"]) if told.get("problem") else None,
        url=reverse("imports:detail", args=[upload.public_id]) if upload else "",
        undo=undo,
        **{name: Count(told.get(name) or 0) for name in ("new", "replaced", "known", "n_bad")},
    )
