"""Responses on their way into the facts: claimed, appended, crossed off. At most a minute behind.

The order makes it safe: a batch gets its rows in one transaction, which never change afterwards; the facts take it in
one commit for each table, marked with the batch; then its outbox rows go. Whoever dies in between does it again.

A store that was restored from a backup counts its batches from an older number, and the facts would pass them over.
That is noticed here (the facts know a higher number than the store) and ends in a rebuild under a new store id; so
does the loss of the facts (the store knows a higher number than they).
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from regulars.facts import LiveResponse
from regulars.facts.copying import CopyReport
from regulars.facts.disk import room_needed
from regulars.survey import Survey
from regulars.survey.questionnaire import strictest
from regulars.survey.tags import PRIVATE
from regulars.web.audit import Event, record
from regulars.web.channels.feedback.kinds import TEMPLATE as FEEDBACK
from regulars.web.facts import facts
from regulars.web.ids import new_id
from regulars.web.research.models import Batch, OutboxRow, Response, Store, Version
from regulars.web.research.privacy import promised
from regulars.web.server.running import turn

log = logging.getLogger(__name__)
BATCH = 1_000
MOST_FILES = 100


@dataclass(frozen=True)
class CopiedUntil:
    """What the facts hold: every response up to ``at``; ``waiting`` later ones are still to be copied."""

    at: datetime
    waiting: int


def copied_until() -> CopiedUntil:
    """For the "as of" of a page."""
    found = OutboxRow.objects.aggregate(at=Min("response__at"), waiting=Count("pk"))
    return CopiedUntil(found["at"] or timezone.now(), found["waiting"])


def copy_waiting() -> int:
    """Copy all that waits; returns how many responses. One copier at a time, which finishes what another began."""
    if not OutboxRow.objects.exists() and not _unfinished():
        return 0
    with room_needed(settings.HOME), turn(settings.HOME, "copier"):
        if reason := _parted():
            log.warning("%s; all responses are copied anew", reason)
            _begin_rebuild(by=None)
        count = _finish_rebuild().responses
        # Where answers come faster than batches are copied, what came since is for the next time: others take turns.
        until = OutboxRow.objects.aggregate(last=Max("pk"))["last"] or 0
        while (batch := _claim()) is not None:
            count += _copy(batch)
            if not OutboxRow.objects.filter(pk__lte=until).exists():
                break
        facts().compact_small(MOST_FILES)
    return count


def rebuild(*, by: Any = None) -> CopyReport:
    """Put the responses of this store in place of all that were ever copied. Imported responses stay."""
    with room_needed(settings.HOME), turn(settings.HOME, "copier"):
        _begin_rebuild(by=by)
        return _finish_rebuild()


# ---


def _unfinished() -> bool:
    return Batch.objects.filter(closed=None).exists()


def _parted() -> str:
    """Whether one of the two was put back to an earlier day, and the other was not."""
    store = Store.this()
    held = facts().last_batch(store.token)
    if held > (Batch.objects.aggregate(last=Max("pk"))["last"] or 0):
        return "the facts are ahead of the database: it was restored"
    return "the facts are behind the database: they were lost or restored" if held < store.copied else ""


@transaction.atomic
def _claim() -> Batch | None:
    """The open batch, or a new one. No watermark on ids: what commits late under a low id is in the next batch."""
    if batch := Batch.objects.filter(closed=None).order_by("pk").first():
        return batch
    waiting = OutboxRow.objects.filter(batch=None).order_by("pk")
    pks = list(waiting.values_list("pk", flat=True)[:BATCH])
    if not pks:
        return None
    batch = Batch.objects.create()
    waiting.filter(pk__lte=pks[-1]).update(batch=batch)
    return batch


def _copy(batch: Batch) -> int:
    rows = list(_responses().filter(outbox__batch=batch).order_by("pk"))
    if rows:
        report = facts().copy_responses(
            map(live, rows), surveys=_definitions(rows), batch=batch.pk, store_id=Store.this().token
        )
        _tell(report)
    _close(batch, held=bool(rows))
    return len(rows)


@transaction.atomic
def _close(batch: Batch, *, held: bool) -> None:
    """``held``: the facts have its number now."""
    if held:
        Store.objects.update(copied=batch.pk)
    OutboxRow.objects.filter(batch=batch).delete()
    Batch.objects.filter(pk=batch.pk, closed=None).update(closed=timezone.now())


@transaction.atomic
def _begin_rebuild(*, by: Any) -> None:
    """A new store id, and one batch that stands for all that waits now or was claimed before."""
    store = Store.this()
    # The number must not fall below one that an earlier life of this database has given out.
    batch = Batch.objects.create()
    OutboxRow.objects.update(batch=batch)
    Batch.objects.filter(closed=None).exclude(pk=batch.pk).update(closed=timezone.now())
    Store.objects.filter(pk=store.pk).update(token=new_id(), rebuild=batch, copied=0)
    record(Event.FACTS_REBUILT, by=by)


def _finish_rebuild() -> CopyReport:
    """Also of one that was cut off. Responses that came since have no batch yet, and are copied as always."""
    store = Store.this()
    if store.rebuild is None:
        return CopyReport()
    rows = _responses().filter(Q(outbox=None) | Q(outbox__batch__isnull=False)).order_by("pk")
    versions = Version.objects.select_related("questionnaire")
    report = facts().replace_responses(
        _each(rows),
        surveys=[_survey(version) for version in versions],
        batch=store.rebuild.pk,
        store_id=store.token,
    )
    _tell(report)
    with transaction.atomic():
        _close(store.rebuild, held=bool(report.tables or report.already))
        Store.objects.filter(pk=store.pk).update(rebuild=None)
    return report


def _each(rows: Any) -> Iterator[LiveResponse]:
    for row in rows.iterator(chunk_size=2_000):
        yield live(row)


def _responses() -> Any:
    return Response.objects.counted().select_related("study__questionnaire", "unit", "customer")


def live(row: Response) -> LiveResponse:
    """The response as the facts take it."""
    return LiveResponse(
        response=row.public_id,
        survey=row.study.questionnaire.name,
        version=row.version,
        at=row.at,
        day=row.day,
        answers=_copied(row),
        customer=row.customer.number if row.customer else None,
        unit=row.unit.code if row.unit else None,
        wave=row.wave,
        language=row.language,
        # However somebody came to the form that is always open: nobody asked them.
        channel=FEEDBACK if row.study.questionnaire.made_from == FEEDBACK else row.channel,
        weight=row.weight,
        complete=row.complete,
    )


def _copied(row: Response) -> dict[str, Any]:
    """Without what only says how to reach somebody: whoever computes has no use for it."""
    kept_back = _private(row.study.questionnaire.public_id, row.version)
    return {key: value for key, value in row.answers.items() if key not in kept_back} if kept_back else row.answers


# Versions never change, and a public id is never given twice.
@lru_cache(maxsize=1024)
def _private(questionnaire: str, number: int) -> frozenset[str]:
    found = Version.objects.filter(questionnaire__public_id=questionnaire, number=number).first()
    return frozenset(item.key for item in found.definition.items if PRIVATE in item.tags) if found else frozenset()


def _definitions(rows: Iterable[Response]) -> list[Survey]:
    wanted = {(row.study.questionnaire_id, row.version) for row in rows}
    condition = Q()
    for questionnaire, number in wanted:
        condition |= Q(questionnaire=questionnaire, number=number)
    return [_survey(version) for version in Version.objects.filter(condition).select_related("questionnaire")]


def _survey(version: Version) -> Survey:
    """With the strictest promise that one of its studies has made."""
    asked, name = version.definition.survey(), version.questionnaire.name
    return replace(asked, name=name, version=version.number, privacy=strictest(asked.privacy, promised(name)))


def _tell(report: CopyReport) -> None:
    for one in report.left_out:
        log.warning(
            "survey %s, response %s: the answer to %s was left out of the facts: %s",
            one.survey,
            one.response,
            one.item,
            one.reason,
        )
