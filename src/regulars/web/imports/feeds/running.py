"""One run of a scheduled import: look, copy, check, bring in, put away. Good files go in, whatever the others are."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from regulars.facts.disk import private_folder
from regulars.language import Language, Message, RegularsError, message, render
from regulars.web.imports import storing
from regulars.web.imports.actions import columns_of, mapping_of, reading_of
from regulars.web.imports.feeds import databases, inbox
from regulars.web.imports.feeds.errors import FeedError, StopError
from regulars.web.imports.feeds.models import BadRows, Feed, Run, Source, State
from regulars.web.imports.feeds.timing import following
from regulars.web.imports.looking import look
from regulars.web.imports.models import Stage, Upload
from regulars.web.imports.work import bring_in, check_file
from regulars.web.jobs.registry import Progress
from regulars.web.words import restored, stored

log = logging.getLogger(__name__)
FEW = 0.05
SOON = timedelta(minutes=2)  # for a file that still grows
AGAIN = timedelta(minutes=15)  # for a file that is not there yet
BROKEN = message("The run stopped because of an error in Regulars. It is written in the log of the server.")
COUNTS = ("rows", "new", "replaced", "known", "erased", "n_bad")


@dataclass(frozen=True)
class Found:
    """A file to be taken: one of the folder, or the rows of a query."""

    name: str
    file: Path | None = None


def run(one: Run, progress: Progress) -> None:
    """Do it. A run that is over stays as it is; an error in the program ends it, too."""
    if one.state != State.RUNNING:
        return
    try:
        state, problem = _run(one, progress)
    except StopError as error:
        _stop(one.feed, error.message)
        _end(one, State.FAILED, error.message)
    except RegularsError as error:
        _end(one, State.FAILED, error.message)
    except BaseException:
        _end(one, State.FAILED, BROKEN)
        raise
    else:
        _end(one, state, problem)


def _run(one: Run, progress: Progress) -> tuple[State, Message | None]:
    feed = one.feed
    if feed.mapping is None:
        raise StopError(
            message("The saved mapping was removed. Choose another, so that the columns can be told apart.")
        )
    found, growing = _to_be_taken(feed)
    for file in found:
        progress(message("Taking {file}", file=file.name), len(one.files), len(found))
        told = _taken(one, feed, file, progress)
        if told is None:
            growing = [*growing, file.name]
            continue
        one.files = [*one.files, told]
        one.save(update_fields=["files"])
        if told.get("stop"):
            _stop(feed, restored(told["problem"]))
            return State.FAILED, restored(told["problem"])
        if one.trial:
            break  # one file shows what the mapping does
    bad = next((restored(told["problem"]) for told in one.files if told["state"] == "failed"), None)
    if bad is not None:
        return State.FAILED, bad
    if not one.files:
        return (State.WAITING, _growing(growing)) if growing else (State.NOTHING, None)
    return State.DONE, _growing(growing) if growing else None


def _growing(names: Sequence[str]) -> Message:
    return message("{file} may not be whole yet: it is taken when its size no longer changes.", file=names[0])


def _to_be_taken(feed: Feed) -> tuple[list[Found], list[str]]:
    if feed.source != Source.FOLDER:
        return [Found(storing.safe_name(f"{feed.name}-{timezone.localdate():%Y-%m-%d}.csv"))], []
    seen = inbox.look(feed.pattern, feed.seen, timezone.now())
    Feed.objects.filter(pk=feed.pk).update(seen=seen.seen)
    if seen.odd:
        raise FeedError(
            message("{file} is a link to somewhere else and was not opened. Put the file itself into the folder.",
                file=seen.odd[0])
        )  # fmt: skip
    return [Found(one.name, one) for one in seen.ready], seen.growing


def _taken(one: Run, feed: Feed, found: Found, progress: Progress) -> dict[str, Any] | None:
    """What became of one file; None where it still grows. Whatever is wrong with it does not stop the others."""
    now, upload = timezone.now(), Upload(kind=feed.kind, name=storing.safe_name(found.name), size=0, by=one.by)
    private_folder(storing.folder_of(upload).parent)
    storing.folder_of(upload).mkdir(mode=0o700)
    try:
        if not _fetched(feed, found, storing.file_of(upload)):
            storing.drop(upload)
            return None
        told = _brought_in(one, feed, upload, progress)
    except RegularsError as error:
        if upload.pk is None:
            storing.drop(upload)
        told = _told(upload, "failed", error.message)
        if found.file is None and upload.pk is None:
            raise
    except BaseException:
        storing.drop(upload)
        raise
    if one.trial:
        storing.drop(upload)
        upload.delete() if upload.pk else None
        told.pop("upload", None)
    elif found.file is not None:
        _put_away(found.file, told, now)
    return {**told, "name": upload.name}


def _fetched(feed: Feed, found: Found, target: Path) -> bool:
    if found.file is None:
        databases.fetch(feed, target)
        return True
    if not inbox.copy(found.file, target):
        return False
    storing.refuse_bombs(target, most=max(storing.limit(), 100 * target.stat().st_size))
    return True


def _brought_in(one: Run, feed: Feed, upload: Upload, progress: Progress) -> dict[str, Any]:
    mapping, file = dict(feed.mapping.mapping), storing.file_of(upload)
    upload.size = file.stat().st_size
    if not upload.size:
        raise FeedError(message("{file} is empty.", file=upload.name))
    seen = look(file, reading_of(mapping), feed.kind)
    upload.digest, upload.columns, upload.guess, upload.mapping = seen.digest, list(seen.columns), seen.guess, mapping
    upload.stage = Stage.MAPPED
    missing = [name for name in columns_of(feed.kind, mapping) if name not in seen.columns]
    if missing:
        return _changed_columns(one, upload, mapping, missing)
    mapping_of(feed.kind, mapping)
    upload.save()
    note = _new_columns(feed, seen.columns)
    if one.trial or feed.bad_rows != BadRows.ASIDE:
        check_file(progress, upload=upload.public_id)
        upload.refresh_from_db()
        if upload.stage != Stage.CHECKED:
            return _told(upload, "failed", restored(upload.problem))
        if one.trial:
            return _told(upload, "tried", note)
        if too_many := _too_many(feed, upload):
            return _told(upload, "failed", too_many)
    Upload.objects.filter(pk=upload.pk).update(stage=Stage.RUNNING)
    bring_in(progress, upload=upload.public_id)
    upload.refresh_from_db()
    if upload.stage != Stage.DONE:
        return _told(upload, "failed", restored(upload.problem))
    Feed.objects.filter(pk=feed.pk).update(columns=upload.columns, last_good=timezone.now(), alarmed_at=None)
    return _told(upload, "done", note)


def _changed_columns(one: Run, upload: Upload, mapping: dict[str, Any], missing: list[str]) -> dict[str, Any]:
    """Nothing goes in by guess. The file waits on its page, where the columns are named anew."""
    there = set(upload.columns)
    lost = {name for name, column in mapping.items() if isinstance(column, str) and column in missing}
    upload.mapping = {name: value for name, value in mapping.items() if name not in lost}
    upload.stage, upload.keep_as = Stage.SENT, one.feed.mapping.name
    upload.save()
    fresh = [name for name in upload.columns if name not in one.feed.columns and name not in mapping.values()]
    why = message(
        "{file} has no column “{missing}” any more. Say what its columns are and keep that under the same name; then "
        "it goes on.",
        file=upload.name,
        missing=", ".join(missing[:5]),
    )
    if fresh and there:
        why = message(
            "{file} has no column “{missing}” any more, but has “{fresh}”. Say what its columns are and keep that "
            "under the same name; then it goes on.",
            file=upload.name,
            missing=", ".join(missing[:5]),
            fresh=", ".join(fresh[:5]),
        )
    return {**_told(upload, "failed", why), "stop": True}


def _new_columns(feed: Feed, columns: Sequence[str]) -> Message | None:
    fresh = [name for name in columns if feed.columns and name not in feed.columns]
    if not fresh:
        return None
    return message("There are new columns, which were left out: {columns}.", columns=", ".join(fresh[:5]))


def _too_many(feed: Feed, upload: Upload) -> Message | None:
    rows, bad = upload.report["rows"], upload.report["n_bad"]
    most = 0 if feed.bad_rows == BadRows.NONE else FEW * rows
    if bad <= most:
        return None
    return message("{bad} of {rows} rows cannot go in; nothing was imported. Look at the file on its page.",
        bad=bad, rows=rows)  # fmt: skip


def _told(upload: Upload, state: str, problem: Message | None) -> dict[str, Any]:
    report = upload.report or {}
    return {
        "state": state,
        "upload": upload.public_id if upload.pk else "",
        "problem": stored(problem) if problem else {},
        "same": bool(report.get("already_imported")),
        **{name: report.get(name, 0) for name in COUNTS},
    }


def _put_away(file: Path, told: dict[str, Any], now: datetime) -> None:
    """A file that stays where it is would be taken again and again; that it could not be moved is said."""
    failed = told["state"] == "failed"
    reason = "\n".join(render(restored(told["problem"]), one) for one in Language) if failed else ""
    try:
        inbox.put_away(file, inbox.FAILED if failed else inbox.DONE, now, reason)
    except OSError as error:
        log.exception("feeds: %s", file.name)
        why = message("{file} could not be moved out of the folder: {reason}. Move it by hand.",
            file=file.name, reason=error.strerror or str(error))  # fmt: skip
        raise StopError(why) from error


def _stop(feed: Feed, why: Message) -> None:
    Feed.objects.filter(pk=feed.pk).update(stopped=stored(why), stopped_at=timezone.now())


def _end(one: Run, state: State, problem: Message | None) -> None:
    now = timezone.now()
    with transaction.atomic():
        Run.objects.filter(pk=one.pk).update(
            state=state, ended=now, files=one.files, problem=stored(problem) if problem else {}
        )
        if one.trial:
            return
        if state is State.NOTHING or state is State.WAITING:  # looked again and again: one line tells it
            lately = Run.objects.filter(feed=one.feed, state__in=[State.NOTHING, State.WAITING]).exclude(pk=one.pk)
            last = Run.objects.filter(feed=one.feed).exclude(state__in=[State.NOTHING, State.WAITING]).first()
            lately.filter(started__gt=last.started).delete() if last else lately.delete()
        Feed.objects.filter(pk=one.feed_id).update(next_at=_next(one.feed, state, problem, now))


def _next(feed: Feed, state: State, problem: Message | None, now: datetime) -> datetime:
    """At its hour; sooner for a file that is still on its way."""
    usual = following(feed.at, now)
    if state is State.WAITING or (state is State.DONE and problem is not None and feed.source == Source.FOLDER):
        return min(now + SOON, usual)
    return min(now + AGAIN, usual) if state is State.NOTHING else usual
