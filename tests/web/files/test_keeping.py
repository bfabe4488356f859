"""Files: kept once for each content, known by what they hold, read by who may see their owner."""

from __future__ import annotations

import hashlib
import io
import os
import time
import zipfile

import pytest
from django.urls import reverse

from regulars.web.audit.models import Entry
from regulars.web.files import leaving
from regulars.web.files.access import may_read
from regulars.web.files.actions import keep, remove
from regulars.web.files.errors import EmptyFileError, TooLargeError, UnknownKindError, WrongKindError
from regulars.web.files.kinds import PICTURES, Kind, kind_of
from regulars.web.files.models import StoredFile
from regulars.web.jobs.models import Job

pytestmark = pytest.mark.django_db
BIG = b"x" * 3_000_001
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
CSV = "unit,n\nlakeside,3\n湖畔,4\n".encode()


def sheet(*names: str) -> bytes:
    """A zip with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        for name in names:
            parts.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PNG, Kind.PNG),
        (b"\xff\xd8\xff\xe0" + b"\0" * 20, Kind.JPEG),
        (b"%PDF-1.7\n%\xe2\xe3", Kind.PDF),
        (sheet("[Content_Types].xml", "xl/workbook.xml"), Kind.XLSX),
        (b"PAR1" + b"\0" * 20 + b"PAR1", Kind.PARQUET),
        (CSV, Kind.CSV),
        ("单位,数量\n".encode("gb18030"), Kind.CSV),
        ("unit\tn\n".encode("utf-16"), Kind.CSV),
        (b"unit,n\n" + "湖".encode() * 3000, Kind.CSV),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", None),
        (b"\xef\xbb\xbf <!doctype html><script>1</script>", None),
        (sheet("word/document.xml", "[Content_Types].xml"), None),
        (b"PK\x03\x04 broken", None),
        (b"PAR1 but no end", Kind.CSV),
        (b"MZ\x90\0\x03\0\0\0", None),
        (b"GIF89a\x01\0\x01\0", None),
    ],
)
def test_a_file_is_what_it_holds(tmp_path, content, kind) -> None:
    """The name of the file has no say."""
    path = tmp_path / "anything.png"
    path.write_bytes(content)

    assert kind_of(path) == kind


def test_content_lies_under_its_digest_and_outside_the_web_root(home, people) -> None:
    """The same content twice is two rows and one file."""
    first = keep(CSV, name="units.csv", by=people.manager)
    second = keep(CSV, name="again.csv", by=people.agent)

    digest = hashlib.sha256(CSV).hexdigest()
    assert first.digest == second.digest == digest
    assert first.path == home / "files" / digest[:2] / digest[2:]
    assert first.path.read_bytes() == CSV
    assert [path for path in (home / "files").rglob("*") if path.is_file()] == [first.path]
    assert first.path.stat().st_mode & 0o077 == 0
    assert Entry.objects.filter(event="file-kept").count() == 2


def test_a_path_is_copied(tmp_path, home, people) -> None:
    """What was handed over stays where it was."""
    source = tmp_path / "source.csv"
    source.write_bytes(CSV)

    file = keep(source, name="units.csv", by=people.manager)

    assert source.exists()
    assert file.path.read_bytes() == CSV


@pytest.mark.parametrize(
    ("content", "name", "options", "error", "words"),
    [
        (b"", "a.csv", {}, EmptyFileError, "The file is empty. Choose one that has something in it."),
        (
            b"x" * 3_000_001,
            "a.csv",
            {"limit": 2_000_000},
            TooLargeError,
            "The file has 4 MB; at most 2 MB are taken here.",
        ),
        (
            b"<svg/>",
            "logo.png",
            {"accept": PICTURES},
            UnknownKindError,
            "“logo.png” is not a file of a kind that is taken here: PNG, JPEG.",
        ),
        (
            b"%PDF-1.7",
            "logo.png",
            {"accept": PICTURES},
            WrongKindError,
            "“logo.png” holds PDF, whatever its name says. Taken here: PNG, JPEG.",
        ),
    ],
)
def test_what_is_not_taken_says_why_and_leaves_nothing(home, people, content, name, options, error, words) -> None:
    """No row, no file, a sentence."""
    with pytest.raises(error) as caught:
        keep(content, name=name, by=people.manager, **options)

    assert str(caught.value) == words
    assert not StoredFile.objects.exists()
    assert not [path for path in (home / "files").rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("units.csv", "units.csv"),
        ("../../etc/passwd", "passwd.csv"),
        ("C:\\data\\Units.CSV", "Units.CSV"),
        ("invoice.pdf", "invoice.csv"),
        ('a"b\r\nSet-Cookie: x.csv', "abSet-Cookie x.csv"),
        ("...", "file.csv"),
        ("客户名单.csv", "客户名单.csv"),
        ("x" * 300 + ".csv", "x" * 196 + ".csv"),
    ],
)
def test_the_name_is_made_plain(home, people, given, kept) -> None:
    """No folder, no control character, and the ending of what it is."""
    assert keep(CSV, name=given, by=people.manager).name == kept


def test_it_is_handed_out_to_save_and_runs_nothing(home, people, client_of) -> None:
    """An attachment, not sniffed, in a sandbox, in no shared cache."""
    file = keep(CSV, name="客户 名单.csv", by=people.manager)

    answer = client_of(people.manager).get(reverse("files:download", args=[file.public_id]))

    assert b"".join(answer.streaming_content) == CSV
    assert answer["Content-Type"] == "text/csv"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-store"
    answer.close()


def test_a_lost_content_is_no_server_error(home, people, client_of) -> None:
    """404, as for a file that never was."""
    file = keep(CSV, name="units.csv", by=people.manager)
    file.path.unlink()

    assert client_of(people.manager).get(reverse("files:download", args=[file.public_id])).status_code == 404


def test_the_owner_decides_who_reads(home, people) -> None:
    """A job's file is for the one who started the job; an owner without a rule, or one that is gone, opens nothing."""
    job = Job.objects.create(work="results.pdf", by=people.manager)
    file = keep(CSV, name="units.csv", owner=job, by=people.administrator)
    ruleless = keep(CSV, name="units.csv", owner=people.manager, by=people.manager)

    assert may_read(people.manager, file)
    assert not may_read(people.administrator, file)
    assert not may_read(people.manager, ruleless)
    StoredFile.objects.filter(pk=file.pk).update(owner_id="0")
    assert not may_read(people.manager, StoredFile.objects.get(pk=file.pk))


def old(path) -> None:
    """As if it had been kept an hour ago."""
    os.utime(path, (time.time() - 3600,) * 2)


def test_files_go_with_their_owner(home, people, django_capture_on_commit_callbacks) -> None:
    """Rows at once; the content when no other row has it."""
    job = Job.objects.create(work="results.pdf", by=people.manager)
    mine, shared = keep(PNG, name="a.png", owner=job), keep(CSV, name="b.csv", owner=job)
    keep(CSV, name="c.csv", by=people.agent)
    old(mine.path), old(shared.path)

    with django_capture_on_commit_callbacks(execute=True):
        job.delete()

    assert list(StoredFile.objects.values_list("name", flat=True)) == ["c.csv"]
    assert not mine.path.exists()
    assert shared.path.exists()


def test_a_young_content_waits_for_the_sweep(home, people, django_capture_on_commit_callbacks) -> None:
    """Somebody may be about to write a row for it."""
    file = keep(CSV, name="units.csv", by=people.manager)
    with django_capture_on_commit_callbacks(execute=True):
        remove(file=file, by=people.manager)
    half = home / "files" / ".half"
    half.write_bytes(b"x")

    assert file.path.exists()
    assert leaving.sweep() == 0
    old(file.path), old(half)
    assert leaving.sweep() == 2
    assert not file.path.exists()
