"""The pages of the programme: each reader's own units and rights, steps, series from elsewhere, files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.web.results.test_report import HOSTILE, Words
from xlsxwriter import Workbook

from regulars.language import RegularsError
from regulars.web.audit.models import Entry
from regulars.web.cases.models import Case
from regulars.web.files.models import StoredFile
from regulars.web.jobs.models import Job
from regulars.web.jobs.starting import run_job
from regulars.web.results.scorecard.measures import read
from regulars.web.results.scorecard.models import Measure, Remedy

pytestmark = pytest.mark.django_db
TABS = ("", "signals/", "problems/", "agreement/", "staff/", "links/")


@pytest.fixture
def opened(client_of: Callable[[Any], Any]) -> Callable[..., Words]:
    """Open a page as somebody."""

    def open_(user: Any, path: str = "", status: int = 200) -> Words:
        answer = client_of(user).get(f"/scorecard/{path}")
        assert answer.status_code == status
        return Words(answer.content.decode())

    return open_


def _case(number: int, **more: Any) -> Case:
    opened = timezone.now() - timedelta(days=2)
    return Case.objects.create(
        kind="complaint", title=f"Case {number}", channel="phone", nonce=f"n{number}", opened=opened, cause="waiting",
        **more,
    )  # fmt: skip


@pytest.mark.parametrize("tab", TABS)
def test_each_page_speaks_both_languages(people: SimpleNamespace, client_of: Callable[[Any], Any], tab: str) -> None:
    client = client_of(people.administrator)
    client.cookies["regulars_language"] = "zh"

    shown = Words(client.get(f"/scorecard/{tab}").content.decode()).text

    assert "计分卡" in shown
    assert "Scorecard" not in shown


def test_cases_are_for_those_who_may_see_them(people: SimpleNamespace, opened: Callable[..., Words]) -> None:
    """A viewer reads results without cases; the page says why they are missing."""
    _case(1)

    assert "Waited" in opened(people.administrator, "problems/").text
    hidden = opened(people.viewer, "problems/").text
    assert "Waited" not in hidden
    assert "your roles do not include them" in hidden
    assert "your roles do not include them" in opened(people.viewer, "signals/").text
    assert "Complaint cases</option>" not in str(opened(people.viewer, "links/").text)


def test_somebody_elses_unit_is_404(people: SimpleNamespace, opened: Callable[..., Words]) -> None:
    for tab in TABS:
        opened(people.manager, f"{tab}?unit=harbour", 404)


def test_a_manager_reads_of_no_other_unit(people: SimpleNamespace, opened: Callable[..., Words]) -> None:
    for tab in TABS:
        found = opened(people.manager, tab).text
        for word in ("harbour", "Harbour", "station", "Station"):
            assert word not in found


@pytest.mark.parametrize("query", [*HOSTILE[:6], "first=x&second=m:nothing", "first=%00", "within=x", "length=day"])
def test_no_address_breaks_a_page(people: SimpleNamespace, client_of: Callable[[Any], Any], query: str) -> None:
    for tab in ("signals/", "links/"):
        assert client_of(people.administrator).get(f"/scorecard/{tab}?{query}").status_code in (200, 404)


def test_a_step_is_noted_ranked_and_taken(people: SimpleNamespace, client_of: Any, opened: Any) -> None:
    """Sent twice it is one; whoever plans for all may, a manager of a unit may not."""
    _case(1)
    boss = client_of(people.administrator)
    wish = {"title": "Open a second desk", "problem": "waiting", "days": "3", "removes": "40"}

    assert boss.post("/scorecard/problems/", wish).status_code == 302
    assert boss.post("/scorecard/problems/", wish).status_code == 302
    assert client_of(people.manager).post("/scorecard/problems/", wish).status_code == 403
    assert boss.post("/scorecard/problems/", {**wish, "days": "0", "removes": "400"}).status_code == 400

    step = Remedy.objects.get()
    assert "quickest effective step noted so far: Open a second desk" in opened(people.administrator, "problems/").text
    boss.post(f"/scorecard/problems/{step.public_id}/", {"do": "done"})
    boss.post(f"/scorecard/problems/{step.public_id}/", {"do": "done"})
    assert Entry.objects.filter(event="step-taken").count() == 1
    assert "quickest effective" not in opened(people.administrator, "problems/").text


def _csv(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("on-time.csv", text.encode(), "text/csv")


def test_a_series_is_taken_in_once_and_chosen(people: SimpleNamespace, client_of: Any, opened: Any) -> None:
    """The same file twice changes nothing; another value corrects; a unit's values are shown within that unit."""
    boss = client_of(people.administrator)
    rows = "day,value,unit\n2026-09-01,91.5,lakeside\n2026-10-01,88,harbour\n"

    for _ in range(2):
        answer = boss.post("/scorecard/links/", {"name": "On time", "file": _csv(rows)})
        assert answer.status_code == 302
    boss.post("/scorecard/links/", {"name": "On time", "file": _csv("day,value,unit\n2026-10-01,70,harbour\n")})

    assert sorted(Measure.objects.values_list("value", flat=True)) == [70.0, 91.5]
    assert "70" in opened(people.administrator, "links/?first=m:On+time&second=satisfaction").text
    own = opened(people.manager, "links/?first=m:On+time&second=satisfaction").text
    assert "91.5" in own
    assert "70.0" not in own
    boss.post("/scorecard/links/forget/", {"name": "On time"})
    assert not Measure.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a,b\n1,2\n", "no column “day”"),
        (b"day,value\n", "no values"),
        (b"day,value\n2026-13-01,1\n", "Line 2: “2026-13-01” is not a day"),
        (b"day,value\n2026-01-01,1\n2026-02-01,inf\n", "Line 3: “inf” is not a number"),
        (b"day,value,unit\n2026-01-01,1,nowhere\n", "there is no unit “nowhere”"),
        (b"day,value\n2026-01-01,1\n2026-01-01\n", "cannot be read|is not a number"),
        (b"", "empty"),
        (b"\xff\xff\x00", "no column “day”"),
    ],
)
def test_a_file_that_cannot_be_taken_names_the_line(tmp_path: Path, content: bytes, said: str) -> None:
    """All or nothing: no series with holes that nobody saw."""
    file = tmp_path / "values.csv"
    file.write_bytes(content)
    with pytest.raises(RegularsError, match=said):
        read(file, name="x", units={})


def test_a_file_is_read_in_chinese_too(tmp_path: Path) -> None:
    file = tmp_path / "values.csv"
    file.write_bytes("日期,数值,名称\n2026-01-01,91%,准时率\n".encode("gb18030"))
    found = read(file, name="", units={})

    assert [(one.name, one.day, one.value) for one in found] == [("准时率", date(2026, 1, 1), 91.0)]


def test_a_workbook_brings_days_and_numbers_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "values.xlsx"
    with Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Day", "Value"])
        sheet.write_datetime(1, 0, date(2026, 1, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_number(1, 1, 91.5)

    assert [(one.day, one.value) for one in read(file, name="x", units={})] == [(date(2026, 1, 1), 91.5)]


def test_the_page_is_taken_along(people: SimpleNamespace, client_of: Any) -> None:
    """With its filters, as PDF and workbook; that somebody did stands in the trail."""
    client = client_of(people.analyst)
    for kind in ("pdf", "xlsx"):
        answer = client.post("/scorecard/file/links/", {"kind": kind, "filters": "length=month&first=sales"})
        assert answer.status_code == 302
        run_job.func(Job.objects.latest("pk").pk)

    assert Job.objects.filter(state="done").count() == 2
    assert StoredFile.objects.count() == 2
    assert Entry.objects.filter(event="results-exported").count() == 2
    assert client.post("/scorecard/file/nothing/", {}).status_code == 404
    assert client_of(people.viewer).post("/scorecard/file/links/", {}).status_code == 403
