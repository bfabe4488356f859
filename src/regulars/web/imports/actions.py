"""What people do with files that they import. Each is written into the trail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from regulars.facts import PurchaseMapping
from regulars.facts.imports import load_mapping
from regulars.facts.imports.readers import Reading
from regulars.language import RegularsError, message
from regulars.survey import ResponseMapping
from regulars.web.accounts.models import User
from regulars.web.audit import Event, record
from regulars.web.imports import storing
from regulars.web.imports.errors import UploadError
from regulars.web.imports.looking import look
from regulars.web.imports.models import Kind, SavedMapping, Stage, Upload
from regulars.web.jobs.models import Job
from regulars.web.jobs.starting import start
from regulars.web.people.importing.mapping import CustomerMapping

SMALL = 4 << 20  # bytes; such a file is checked while the page waits


def take(
    *, sent: UploadedFile, kind: Kind, by: User, saved: SavedMapping | None = None, given: UploadedFile | None = None
) -> Upload:
    """Keep a file and look at its columns. Raises ``UploadError`` or what the engine says of it.

    ``saved`` or ``given`` (a mapping file): the mapping to begin with, in the place of a guess.
    """
    if not sent.size:
        raise UploadError(message("{file} is empty.", file=storing.safe_name(sent.name or "")))
    upload = Upload(kind=kind, name=storing.safe_name(sent.name or ""), size=sent.size, by=by)
    storing.keep(upload, sent)
    try:
        start_with = _given(upload, given) if given else dict(saved.mapping) if saved else {}
        found = look(storing.file_of(upload), reading_of(start_with), kind)
        upload.digest, upload.columns = found.digest, list(found.columns)
        if not start_with and (fitting := fitting_mapping(kind, found.columns)):
            start_with, upload.keep_as = dict(fitting.mapping), fitting.name
        upload.guess, upload.mapping = found.guess, start_with
        with transaction.atomic():
            upload.save()
            record(Event.FILE_SENT, target=upload, by=by, kind=str(kind), size=upload.size)
    except BaseException:
        storing.drop(upload)
        raise
    return upload


def fitting_mapping(kind: str, columns: Sequence[str]) -> SavedMapping | None:
    """The saved mapping of a file with these columns: all that it reads are there; of several the fullest."""
    there, saved = set(columns), SavedMapping.objects.filter(kind=kind)
    read = [(columns_of(kind, one.mapping), one) for one in saved]
    fitting = [(len(names), one.changed, one.pk, one) for names, one in read if names and there.issuperset(names)]
    return max(fitting)[-1] if fitting else None


def columns_of(kind: str, mapping: Mapping[str, Any]) -> list[str]:
    """The columns that a mapping reads; none where it cannot be read at all."""
    if kind == Kind.RESPONSES:
        items = mapping.get("items") or {}
        named = [str((told or {}).get("column", name)) for name, told in items.items()]
        return [*(str(mapping[name]) for name in _PLACES if mapping.get(name)), *named]
    try:
        return [str(column) for column in mapping_of(kind, mapping).columns.values()]
    except RegularsError:
        return []


def read_again(*, upload: Upload, reading: Mapping[str, Any], by: User) -> None:
    """Look at the file once more, told how it is written: its delimiter, encoding, sheet, whether it has a header."""
    _must_be_open(upload)
    kept = {name: value for name, value in upload.mapping.items() if name not in READING}
    start_with = {**kept, **{name: value for name, value in reading.items() if value not in (None, "")}}
    found = look(storing.file_of(upload), reading_of(start_with), upload.kind)
    with transaction.atomic():
        upload.columns, upload.guess, upload.mapping = list(found.columns), found.guess, start_with
        upload.stage = Stage.SENT
        upload.save(update_fields=["columns", "guess", "mapping", "stage"])
        record(Event.MAPPING_CHANGED, target=upload, by=by)


def map_columns(*, upload: Upload, mapping: Mapping[str, Any], by: User) -> None:
    """Say what the columns are. The mapping was checked by whoever made it (``mapping_of``)."""
    _must_be_open(upload)
    mapping_of(upload.kind, mapping)
    with transaction.atomic():
        upload.mapping, upload.stage, upload.report, upload.problem = dict(mapping), Stage.MAPPED, {}, {}
        upload.save(update_fields=["mapping", "stage", "report", "problem"])
        record(Event.MAPPING_CHANGED, target=upload, by=by)


def check(*, upload: Upload, by: User) -> Job | None:
    """Read the whole file and write nothing: at once for a small file (returns None), by a job for a large one."""
    from regulars.web.imports.work import check_file

    _must_be_open(upload)
    if upload.size <= SMALL:
        check_file(lambda *_, **__: None, upload=upload.public_id)
        return None
    with transaction.atomic():
        upload.job = start("imports.check", by=by, upload=upload.public_id)
        upload.save(update_fields=["job"])
    return upload.job


def bring_in(*, upload: Upload, keep_as: str, by: User) -> Job:
    """Import the file by a job. Pressed twice, it runs once."""
    with transaction.atomic():
        waiting = Upload.objects.filter(pk=upload.pk, stage__in=[Stage.CHECKED, Stage.FAILED, Stage.MAPPED])
        if not waiting.update(stage=Stage.RUNNING, keep_as=keep_as, problem={}):
            raise UploadError(message("{file} is being imported already, or is done.", file=upload.name))
        upload.refresh_from_db()
        if keep_as:
            SavedMapping.objects.update_or_create(
                kind=upload.kind,
                name=keep_as,
                defaults={"mapping": upload.mapping, "by": by, "changed": timezone.now()},
            )
        record(Event.IMPORT_STARTED, target=upload, by=by, kind=upload.kind)
        upload.job = start("imports.run", by=by, upload=upload.public_id)
        upload.save(update_fields=["job"])
        return upload.job


def discard(*, upload: Upload, by: User) -> None:
    """Do not import it; the file goes."""
    with transaction.atomic():
        open_ = [Stage.SENT, Stage.MAPPED, Stage.CHECKED, Stage.FAILED]
        if not Upload.objects.filter(pk=upload.pk, stage__in=open_).update(
            stage=Stage.DISCARDED, ended=timezone.now(), problem={}
        ):
            raise UploadError(message("{file} is being imported already, or is done.", file=upload.name))
        record(Event.FILE_DISCARDED, target=upload, by=by)
        transaction.on_commit(lambda: storing.drop(upload))


def take_back(*, import_id: str, by: User) -> Job:
    """Undo this import, if it is still the last that stands."""
    with transaction.atomic():
        record(Event.UNDO_STARTED, by=by, import_id=import_id)
        return start("imports.undo", by=by, import_id=import_id)


def take_bad_rows(*, upload: Upload, by: User) -> None:
    """Note that the rows that were set aside leave the house."""
    with transaction.atomic():
        record(Event.BAD_ROWS_TAKEN, target=upload, by=by)


def forget_mapping(*, saved: SavedMapping, by: User) -> None:
    """Remove a saved mapping."""
    with transaction.atomic():
        record(Event.MAPPING_FORGOTTEN, target=saved, by=by, name=saved.name)
        saved.delete()


_PLACES = ("response", "customer", "at", "unit", "wave", "weight", "language", "channel")
READING = ("delimiter", "encoding", "header", "sheet")


def reading_of(mapping: Mapping[str, Any]) -> Reading:
    """How the file is read, out of a mapping that may be incomplete otherwise."""
    told = {name: mapping[name] for name in READING if mapping.get(name) not in (None, "")}
    return PurchaseMapping.from_dict({"at": "?", "amount": "?", **told}).reading if told else Reading()


def mapping_of(kind: str, data: Mapping[str, Any]) -> PurchaseMapping | ResponseMapping | CustomerMapping:
    """The typed mapping; raises what is wrong with it, in words."""
    return _MAPPINGS[Kind(kind)].from_dict(data)


_MAPPINGS: dict[Kind, Any] = {
    Kind.CUSTOMERS: CustomerMapping,
    Kind.PURCHASES: PurchaseMapping,
    Kind.RESPONSES: ResponseMapping,
}


def _given(upload: Upload, given: UploadedFile) -> dict[str, Any]:
    """A mapping file as the command line takes it."""
    import yaml

    if given.size > 1 << 20:
        raise UploadError(message("The mapping file is larger than 1 MB. Send the YAML file that maps the columns."))
    path = storing.folder_of(upload) / "mapping.yaml"
    path.write_bytes(given.read())
    data = yaml.safe_load(path.read_text("utf-8-sig")) if upload.kind == Kind.CUSTOMERS else None
    if isinstance(data, dict):
        CustomerMapping.from_dict(data)
    else:
        found = load_mapping(path)
        if isinstance(found, ResponseMapping) != (upload.kind == Kind.RESPONSES):
            raise UploadError(message("The mapping file is for the other kind of import."))
        data = yaml.safe_load(path.read_text("utf-8-sig"))
    path.unlink()
    return {str(name): _json(value) for name, value in data.items()}


def _json(value: Any) -> Any:
    """YAML knows dates, and keys that are numbers; JSON does not."""
    if isinstance(value, Mapping):
        return {str(name): _json(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_json(one) for one in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _must_be_open(upload: Upload) -> None:
    if not upload.open or not Path(storing.file_of(upload)).is_file():
        raise UploadError(message("{file} is no longer here. Send it again.", file=upload.name))
