"""What the worker does with files: check them, bring them in, take an import back, clear away what was left."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from regulars.facts import ImportReport
from regulars.facts.imports import ImportFileError, MappingFileError
from regulars.language import Message, RegularsError, message
from regulars.web.audit import Event, record
from regulars.web.facts import facts
from regulars.web.imports import storing
from regulars.web.imports.actions import mapping_of
from regulars.web.imports.models import Kind, Stage, Upload
from regulars.web.imports.plain import preview_data, report_data
from regulars.web.jobs.registry import WORKS, Progress, daily, work
from regulars.web.jobs.starting import start
from regulars.web.people.importing.engine import import_customers
from regulars.web.people.quality.keeping import Keeper
from regulars.web.words import stored

log = logging.getLogger(__name__)
KEEP_DAYS = 7
# Lists that mix names and scores follow the facts; among new customers some are known already.
AFTERWARDS = {
    Kind.CUSTOMERS: "duplicates.find",
    Kind.PURCHASES: "people.project",
    Kind.RESPONSES: "people.project",
}


@work("imports.check", message("Looking through the file"))
def check_file(progress: Progress, *, upload: str) -> dict[str, Any]:
    """Read and check every row, write nothing; the preview stands beside the file."""
    found = Upload.objects.get(public_id=upload)
    try:
        report = _import(found, progress, dry_run=True)
    except RegularsError as error:
        Upload.objects.filter(pk=found.pk, stage__in=[Stage.MAPPED, Stage.CHECKED, Stage.FAILED]).update(
            stage=Stage.MAPPED, problem=stored(error.message)
        )
    else:
        storing.put_aside(found, preview_data(report))
        Upload.objects.filter(pk=found.pk, stage__in=[Stage.MAPPED, Stage.CHECKED, Stage.FAILED]).update(
            stage=Stage.CHECKED, report=report_data(report), problem={}
        )
    return {"url": reverse("imports:detail", args=[upload])}


@work("imports.run", message("Importing"))
def bring_in(progress: Progress, *, upload: str) -> dict[str, Any]:
    """Import. Good rows go in, the file goes away; done twice, it changes nothing."""
    found = Upload.objects.select_related("by").get(public_id=upload)
    url = reverse("imports:detail", args=[upload])
    if found.stage != Stage.RUNNING:
        return {"url": url}
    try:
        report = _import(found, progress, dry_run=False)
    except RegularsError as error:
        _failed(found, error.message)
    except BaseException:
        _failed(found, message("The import stopped because of an error in Regulars. Nothing was changed."))
        raise
    else:
        _done(found, report)
    return {"url": url}


@work("imports.undo", message("Taking an import back"))
def take_back(progress: Progress, *, import_id: str) -> dict[str, Any]:
    """Undo the last import, if it is this one."""
    progress(message("Taking it back"), 0, None)
    report = facts().undo_last_import(expected=import_id)
    with transaction.atomic():
        upload = Upload.objects.filter(import_id=import_id).first()
        record(
            Event.IMPORT_TAKEN_BACK,
            target=upload,
            import_id=import_id,
            removed=report.removed,
            restored=report.restored,
        )
        _follow(AFTERWARDS[Kind.PURCHASES])
    return {"url": reverse("imports:history"), "removed": report.removed, "restored": report.restored}


@work("imports.sweep", message("Clearing away files that nobody imported"))
def sweep(progress: Progress) -> None:
    """Uploads that were left lying go after a week."""
    old = Upload.objects.filter(created__lt=timezone.now() - timedelta(days=KEEP_DAYS)).exclude(
        stage__in=[Stage.DONE, Stage.DISCARDED, Stage.RUNNING]
    )
    for upload in old:
        storing.drop(upload)
        Upload.objects.filter(pk=upload.pk).update(stage=Stage.DISCARDED, ended=timezone.now(), problem={})


daily("imports.sweep", at="03:30")


def _import(upload: Upload, progress: Progress, *, dry_run: bool) -> ImportReport:
    mapping = mapping_of(upload.kind, upload.mapping)
    file = storing.file_of(upload)
    if not file.is_file():
        raise ImportFileError(message("{file} is no longer here. Send it again.", file=upload.name))
    bring: Callable[..., ImportReport] = {
        Kind.CUSTOMERS: partial(import_customers, facts(), keeping=partial(_keeper, upload)),
        Kind.PURCHASES: facts().import_purchases,
        Kind.RESPONSES: facts().import_responses,
    }[Kind(upload.kind)]
    try:
        return bring(file, mapping=mapping, dry_run=dry_run, progress=progress)
    except RegularsError:
        raise
    except OSError as error:
        log.exception("import %s", upload.public_id)
        raise ImportFileError(
            message("{file} could not be read: {reason}.", file=upload.name, reason=error.strerror or str(error))
        ) from error
    except (ValueError, RuntimeError) as error:  # what a reader says of a file that it cannot take apart
        log.exception("import %s", upload.public_id)
        raise MappingFileError(
            message(
                "{file} cannot be read with this mapping: {problem}",
                file=upload.name,
                problem=str(error).splitlines()[0][:200] if str(error) else type(error).__name__,
            )
        ) from error


def _keeper(upload: Upload, rows: int) -> Keeper:
    return Keeper(about=upload.public_id, by=upload.by, rows=rows)


def _done(upload: Upload, report: ImportReport) -> None:
    with transaction.atomic():
        upload.stage, upload.ended, upload.problem = Stage.DONE, timezone.now(), {}
        upload.report, upload.import_id = report_data(report), report.import_id
        upload.aside = report.bad_rows_file.name if report.bad_rows_file else ""
        upload.save(update_fields=["stage", "ended", "problem", "report", "import_id", "aside"])
        record(
            Event.IMPORTED,
            target=upload,
            by=upload.by,
            rows=report.rows,
            new=report.new,
            replaced=report.replaced,
            set_aside=report.n_bad,
        )
        transaction.on_commit(lambda: storing.drop(upload))
        if report.new or report.replaced:
            _follow(AFTERWARDS[Kind(upload.kind)])


def _failed(upload: Upload, why: Message) -> None:
    Upload.objects.filter(pk=upload.pk).update(stage=Stage.FAILED, problem=stored(why), ended=timezone.now())


def _follow(name: str) -> None:
    if name in WORKS:
        start(name)
