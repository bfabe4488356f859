"""What the page of the facts shows: how each table stands, and what went wrong last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from regulars.facts import contracts
from regulars.facts.history import Import
from regulars.facts.scores import NAME as SCORES
from regulars.facts.standing import Standing, disk_bytes, standing
from regulars.language import Count, Message, message, plural
from regulars.web.audit.events import Event
from regulars.web.audit.models import Entry
from regulars.web.facts import facts
from regulars.web.imports.feeds.models import Run, State
from regulars.web.imports.models import Stage, Upload
from regulars.web.imports.queries import table_words
from regulars.web.jobs.models import Job
from regulars.web.jobs.models import State as JobState
from regulars.web.jobs.registry import WORKS
from regulars.web.research.copying import CopiedUntil, copied_until
from regulars.web.words import restored

OURS = ("research.copy", "research.rebuild", "facts.tend", "people.score")  # work that writes facts
SHOWN = 10
_UNITS = (("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1_000))


@dataclass(frozen=True)
class Line:
    """One table. ``last``: its last import, with the page of it where there is one."""

    name: Message
    rows: Count
    last_day: date | None
    written: datetime | None
    last: Import | None
    url: str
    size: Message
    kept: Message
    files: Count
    versions: Message


@dataclass(frozen=True)
class Fault:
    """Something that went wrong."""

    at: datetime
    what: Message | str
    why: Message | None
    url: str


@dataclass(frozen=True)
class Page:
    """``disk``: the whole folder, keys and working files too. ``backup``: when one was last made here."""

    sentence: Message
    lines: list[Line]
    faults: list[Fault]
    until: CopiedUntil
    disk: Message
    database: Message | None
    backup: datetime | None


def page() -> Page:
    """All of it, in a handful of queries and a look at the logs of the tables."""
    tables = [one for one in standing(facts()) if one.written is not None]
    uploads = dict(Upload.objects.exclude(import_id="").values_list("import_id", "public_id"))
    made = Entry.objects.filter(event=Event.BACKUP_MADE.value).order_by("-at").values_list("at", flat=True).first()
    return Page(
        sentence=_sentence(tables),
        lines=[_line(one, uploads) for one in tables],
        faults=_faults(),
        until=copied_until(),
        disk=size_words(disk_bytes(facts().home)),
        database=_database(),
        backup=made,
    )


def size_words(size: int) -> Message:
    """How large, in a unit that people read."""
    unit, one = next(((unit, one) for unit, one in _UNITS if size >= one), _UNITS[-1])
    number = round(size / one, 1) if unit != "KB" else -(-size // one)
    return {"GB": message("{n} GB", n=number), "MB": message("{n} MB", n=number)}.get(unit, message("{n} KB", n=number))


def _sentence(tables: list[Standing]) -> Message:
    days = [one.last_day for one in tables if one.last_day is not None and one.table != SCORES]
    if not days:
        return message("There are no facts yet.")
    rows = sum(one.rows for one in tables)
    return plural(
        "{count} row of facts; the latest is of {day}.",
        "{count} rows of facts; the latest are of {day}.",
        rows,
        day=max(days),
    )


def _line(one: Standing, uploads: dict[str, str]) -> Line:
    public_id = uploads.get(one.last_import.import_id) if one.last_import else None
    return Line(
        name=_name(one.table),
        rows=Count(one.rows),
        last_day=one.last_day,
        written=one.written,
        last=one.last_import,
        url=reverse("imports:detail", args=[public_id]) if public_id else "",
        size=size_words(one.bytes),
        kept=size_words(one.disk_bytes),
        files=Count(one.files),
        versions=message("{contract} · {version}", contract=one.contract, version=one.version),
    )


def _name(table: str) -> Message:
    own = {contracts.RATINGS.name: message("Ratings"), SCORES: message("Scores of customers")}
    return own.get(table) or table_words(table)


def _faults() -> list[Fault]:
    """Files that were stopped, scheduled imports, and our own work on the facts; the latest first."""
    uploads = Upload.objects.filter(stage=Stage.FAILED).order_by("-created")[:SHOWN]
    runs = Run.objects.filter(state=State.FAILED, trial=False).select_related("feed").order_by("-started")[:SHOWN]
    jobs = Job.objects.filter(state=JobState.FAILED, work__in=OURS).order_by("-created")[:SHOWN]
    found = [Fault(one.ended or one.created, one.name, _why(one.problem), _detail(one)) for one in uploads]
    found += [Fault(one.started, one.feed.name, _why(one.problem), _feed(one)) for one in runs]
    schedule = reverse("jobs:schedule")
    found += [Fault(one.created, WORKS[one.work].title, _why(one.problem), schedule) for one in jobs]
    return sorted(found, key=lambda one: one.at, reverse=True)[:SHOWN]


def _detail(upload: Upload) -> str:
    return reverse("imports:detail", args=[upload.public_id])


def _feed(run: Run) -> str:
    return reverse("feeds:feed", args=[run.feed.public_id])


def _why(problem: dict[str, Any]) -> Message | None:
    try:
        return restored(problem)
    except KeyError:
        return None


def _database() -> Message | None:
    """The file of SQLite; what a server of its own takes is its own matter."""
    file = settings.HOME / "regulars.sqlite3"
    return size_words(file.stat().st_size) if file.is_file() else None


def fresh(page: Page) -> Message:
    """How far the copies of our own answers reach."""
    if not page.until.waiting:
        return message("Every answer that came in is in the facts.")
    minutes = max(1, round((timezone.now() - page.until.at).total_seconds() / 60))
    return plural(
        "{count} answer waits to be copied, for {minutes} min.",
        "{count} answers wait to be copied, the oldest for {minutes} min.",
        page.until.waiting,
        minutes=minutes,
    )
