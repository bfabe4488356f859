"""Lists of people that somebody sends in: good rows are asked, bad ones told, whoever must not be asked is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.web.fieldwork.waves import cell, customers, study

from regulars.facts.imports import ImportFileError
from regulars.web.people import consents
from regulars.web.research.fieldwork.lists import storing
from regulars.web.research.fieldwork.lists.reading import columns_of, guess, read
from regulars.web.research.fieldwork.lists.taking import take
from regulars.web.research.fieldwork.models import Asked, SentList

pytestmark = pytest.mark.django_db


def _file(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    file = tmp_path / "guests.csv"
    file.write_bytes(text.encode(encoding))
    return file


def test_columns_are_known_by_their_names_in_both_languages() -> None:
    assert guess(["姓名", "手机号", "电子邮箱", "门店", "备注"]) == {
        "email": "电子邮箱", "phone": "手机号", "name": "姓名", "unit": "门店",
    }  # fmt: skip


def test_rubbish_is_told_row_by_row_and_the_good_rows_stay(tmp_path: Path, units: Any) -> None:
    text = (
        "name,email,hotel\n"
        "Mei,mei@example.com,lakeside\n"
        "Li,li at example.com,lakeside\n"
        "Wu,,harbour\n"
        "Mei again, MEI@Example.com ,\n"
        "An,an@example.com,nowhere\n"
        "\n"
        '"broken,quote@example.com\n'
        "Bo,bo@example.com,Harbour\n"
    )
    file = _file(tmp_path, text)
    found = read(file, guess(columns_of(file)))
    assert [row.email for row in found.people][:1] == ["mei@example.com"]
    assert "bo@example.com" in [row.email for row in found.people]
    assert {(one.row, str(one.reason)) for one in found.bad} >= {
        (2, "no e-mail address"),
        (3, "no address"),
        (5, "no such unit"),
    }
    assert found.repeated == 1
    assert found.rows == len(found.people) + len(found.bad) + found.repeated


def test_a_list_from_a_chinese_spreadsheet_is_read(tmp_path: Path, units: Any) -> None:
    """GBK, with telephone numbers only."""
    file = _file(tmp_path, "姓名,手机号\n王梅,13800138000\n李雷,123\n", "gbk")
    found = read(file, guess(columns_of(file)))
    assert [(row.name, row.phone) for row in found.people] == [("王梅", "+8613800138000")]
    assert [one.value for one in found.bad] == ["123"]


def test_a_list_without_addresses_is_refused(tmp_path: Path, units: Any) -> None:
    with pytest.raises(ImportFileError, match="which column holds"):
        read(_file(tmp_path, "name,room\nMei,12\n"), {"name": "name"})


def test_customers_are_known_again_and_their_no_holds(units: Any) -> None:
    """By number or by address; the sums add up to the rows."""
    one = study(timezone.now())
    lake = cell(one, "lakeside", 5, unit=units.lakeside)
    known = customers(2)
    consents.withdraw(customers=[known[1].pk], purpose="surveys", source="person")
    text = (
        "number,email,unit\nC-1,other@example.com,lakeside\n,guest2@example.com,\n,new@example.com,lakeside\n"
        ",no,\n,new@example.com,\n"
    )
    sent = storing.keep(study=one, sent=SimpleUploadedFile("g.csv", text.encode()), by=None)
    assert sent.mapping == {"email": "email", "unit": "unit", "number": "number"}

    draw = take(one=sent, by=None)
    assert take(one=SentList.objects.get(), by=None) == draw

    assert draw.set_aside == {"bad_row": 1, "duplicate": 1, "no_consent": 1}
    assert (draw.taken, draw.pool) == (2, 5)
    assert set(Asked.objects.values_list("customer", "to", "cell", "link__unit")) == {
        (known[0].pk, "other@example.com", lake.pk, units.lakeside.pk),
        (None, "new@example.com", lake.pk, units.lakeside.pk),
    }


def test_lists_go_after_a_week(units: Any) -> None:
    one = study(timezone.now())
    sent = storing.keep(study=one, sent=SimpleUploadedFile("g.csv", b"email\nmei@example.com\n"), by=None)
    assert storing.file_of(sent).is_file()
    assert storing.sweep() == 0
    SentList.objects.update(at=timezone.now() - storing.KEEP * 2)
    assert storing.sweep() == 1
    assert not storing.folder_of(sent).exists()
