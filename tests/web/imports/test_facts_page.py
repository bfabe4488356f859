"""The page of the facts: how each table stands, and what went wrong last."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from regulars.language import message
from regulars.web.audit import Event, record
from regulars.web.facts import facts
from regulars.web.imports.models import Kind, Stage, Upload
from regulars.web.imports.standing import size_words
from regulars.web.jobs.models import Job
from regulars.web.words import say, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client_of, people) -> Any:
    """Opened by the administrator, in a language."""

    def opened(language: str = "en") -> str:
        client = client_of(people.administrator)
        client.cookies["regulars_language"] = language
        return client.get(reverse("imports:facts")).content.decode()

    return opened


def test_an_empty_company_is_told_so(page) -> None:
    assert "There are no facts yet." in page()
    assert "还没有任何事实数据。" in page("zh-hans")


def test_each_table_says_rows_days_import_and_versions(page, home) -> None:
    (home / "one.csv").write_text("customer,date,amount\n1,2026-01-02,3\n2,2026-01-05,4\n", "utf-8")
    done = facts().import_purchases(home / "one.csv")
    upload = Upload.objects.create(
        kind=Kind.PURCHASES, name="one.csv", size=9, digest="0" * 64, stage=Stage.DONE, import_id=done.import_id
    )

    shown = page()

    assert "2 rows of facts; the latest are of 5 Jan 2026." in shown
    assert "Purchase lines" in shown
    assert reverse("imports:detail", args=[upload.public_id]) in shown
    assert "Every answer that came in is in the facts." in shown
    assert "事实库共2行；最新的为2026年1月5日。" in page("zh-hans")


def test_what_failed_and_the_last_backup_stand_there(page) -> None:
    why = stored(message("The file is empty."))
    Upload.objects.create(
        kind=Kind.PURCHASES, name="<b>bad.csv", size=9, digest="0" * 64, stage=Stage.FAILED, problem=why
    )
    Job.objects.create(work="facts.tend", state="failed", problem=why)
    with transaction.atomic():
        record(Event.BACKUP_MADE, bytes=3)

    shown = page()

    assert "&lt;b&gt;bad.csv" in shown
    assert shown.count("The file is empty.") == 2
    assert "Put the facts in order" in shown
    assert "none was made here yet" not in shown


SIZES = {0: "0 KB", 999: "1 KB", 1_500_000: "1.5 MB", 2_000_000_000: "2 GB"}


@pytest.mark.parametrize(("size", "words"), SIZES.items())
def test_sizes_are_said_in_a_unit_that_people_read(size, words) -> None:
    assert say(size_words(size)) == words
