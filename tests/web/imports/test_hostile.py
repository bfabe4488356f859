"""Files that mean no good, or are no tables, get a sentence; nothing of them stays."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.urls import reverse

from regulars.web.imports.storing import safe_name

pytestmark = pytest.mark.django_db
SALES = "customer,date,amount\nC1,2026-01-02,10\n"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        (".hidden.csv", "hidden.csv"),
        ("销售[1].csv", "销售[1].csv"),
        ("preview.json", "file"),
        ("", "file"),
        ("a" * 400 + ".csv", "a" * 150 + ".csv"),
        ("b.csv\u202e", "b.csv"),
    ],
)
def test_names_lead_nowhere(name, safe):
    assert safe_name(name) == safe


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("blank.csv", b"\n\n\n"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40),
        ("broken.xlsx", b"PK\x03\x04" + b"x" * 100),
        ("broken.parquet", b"PAR1" + b"x" * 100),
        ("broken.csv.gz", b"\x1f\x8b" + b"x" * 100),
        ("zeros.csv", b"\0" * 5000),
        ("wide.csv", b"a," * 5_000 + b"b\n1\n"),
        ("odd.csv", "é,ü\n1,2\n".encode("utf-16")),
    ],
)
def test_a_file_that_is_no_table_gets_a_sentence(desk, left, name, content):
    answer = desk.send(name, content)

    if answer.status_code == 302:  # a table after all, whose columns a person may name
        assert desk.client.get(answer["Location"]).status_code == 200
    else:
        assert answer.status_code == 400
        assert 'role="alert"' in answer.content.decode()
        assert left() == []


def test_a_workbook_without_a_row_gets_a_sentence(desk, tmp_path):
    import xlsxwriter

    for headings in ([], ["customer", "date", "amount"]):
        path = tmp_path / "book.xlsx"
        with xlsxwriter.Workbook(path) as book:
            book.add_worksheet().write_row(0, 0, headings)
        answer = desk.send("book.xlsx", path.read_bytes())
        if answer.status_code == 302:
            page = desk.check()
            assert "Nothing went in" in page.content.decode()
        else:
            assert answer.status_code == 400
            assert 'role="alert"' in answer.content.decode()


def test_a_bomb_is_not_opened(desk, settings, left):
    settings.UPLOAD_LIMIT_MB = 1
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", b"0" * (40 << 20))

    answer = desk.send("bomb.xlsx", packed.getvalue())

    assert answer.status_code == 400
    assert "unpacks to far more" in answer.content.decode()
    assert left() == []


def test_a_file_beyond_the_limit_is_refused_with_the_limit(desk, settings, left):
    settings.UPLOAD_LIMIT_MB = 1

    answer = desk.send("large.csv", SALES.encode() + b"C,2026-01-02,1\n" * 100_000)

    assert answer.status_code == 400
    assert "larger than 1 MB" in answer.content.decode()
    assert left() == []


def test_a_forged_form_is_refused_before_anything_is_kept(people, left):
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(people.analyst, backend="allauth.account.auth_backends.AuthenticationBackend")

    answer = client.post(
        reverse("imports:send"), {"kind": "purchases", "file": SimpleUploadedFile("s.csv", SALES.encode())}
    )

    assert answer.status_code == 403
    assert left() == []


@pytest.mark.parametrize("form", ["%Q", "%d/%m/%Y %", "no percent", "%"])
def test_a_date_format_that_is_none_gets_a_sentence(desk, form):
    desk.send("sales.csv", SALES)

    page = desk.check(date_format=form)

    if form == "no percent":
        assert "would be set aside" in page.content.decode()
    else:
        assert page.status_code == 400
        assert "date_format" in page.content.decode()


def test_words_of_the_file_are_never_markup(desk):
    desk.send("<script>alert(1)</script>.csv", "customer,date,amount\n<img src=x>,<b>x</b>,5\nC1,2026-01-02,5\n")

    page = desk.check()

    assert "<b>x</b>" not in page.content.decode()
    assert "<script>alert" not in page.content.decode()
    assert "&lt;b&gt;x&lt;/b&gt;" in page.content.decode()


@pytest.mark.parametrize("yaml", [b"at: [", b"- 1", b"survey: {name: x}\nitems: {a: {kind: nps}}", b"\xff\xfe\x00"])
def test_a_mapping_file_that_does_not_fit_gets_a_sentence(desk, left, yaml):
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = desk.send("sales.csv", SALES, mapping=SimpleUploadedFile("m.yaml", yaml))

    assert answer.status_code == 400
    assert left() == []


def test_a_failed_import_keeps_the_file_and_says_why(desk, left, monkeypatch):
    from regulars.facts import LockTimeoutError
    from regulars.facts.store import Facts
    from regulars.language import message

    desk.send("sales.csv", SALES)
    desk.check()

    def locked(*_, **__):
        raise LockTimeoutError(message("Somebody else is writing."))

    monkeypatch.setattr(Facts, "import_purchases", locked)
    page = desk.run()

    assert "Somebody else is writing." in page.content.decode()
    assert "Nothing went in" in page.content.decode()
    assert [file.name for file in left()] == ["preview.json", "sales.csv"]
