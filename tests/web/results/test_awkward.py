"""Surveys that nobody hopes for: each page and file is whole, says what is the matter, and tells on nobody."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader
from tests.web.results import awkward
from tests.web.results.test_browser import opened  # noqa: F401  a fixture
from tests.web.results.test_report import Words

from regulars.documents import to_json
from regulars.documents.pdf import to_pdf
from regulars.documents.xlsx import to_xlsx
from regulars.insights.chapters import chapters
from regulars.insights.report import Report
from regulars.insights.satisfaction import satisfaction
from regulars.insights.scope import Scope
from regulars.language import Language
from regulars.web.facts import facts

pytestmark = pytest.mark.django_db
WHOLE = Scope.whole(purpose="test")
ALL = (*awkward.SURVEYS, *map(awkward.secret, awkward.SECRETS))
TOO_FEW = "1 answer. A number appears from 30."


@pytest.fixture(autouse=True)
def awkward_facts(answered: None, home: Path) -> None:
    """In place of the answers of three hotels."""
    awkward.facts_in(home)


@pytest.fixture
def page(people: SimpleNamespace, client_of: Callable[[Any], Any]) -> Callable[..., str]:
    """The words of a page, in a language."""
    client = client_of(people.administrator)

    def open_(path: str, language: str = "en") -> str:
        client.cookies["regulars_language"] = language
        answer = client.get(path)
        assert answer.status_code == 200, path
        content = answer.content.decode()
        assert "<script>alert" not in content, path
        return Words(content).text

    return open_


def reports(name: str) -> Iterator[Report]:
    yield satisfaction(facts(), name, scope=WHOLE)
    yield chapters(facts(), name, scope=WHOLE)


def test_every_page_is_whole(page: Callable[..., str]) -> None:
    """With a sentence on top, in both languages by turns."""
    for place, name in enumerate(ALL):
        language = ("en", "zh")[place % 2]
        for path in (f"/results/{name}/", f"/results/{name}/chapters/"):
            assert len(page(path, language)) > 200
    for path in ("/results/", "/today/", "/tracking/?length=month"):
        for language in ("en", "zh"):
            page(path, language)


def test_each_says_what_is_the_matter(page: Callable[..., str]) -> None:
    assert TOO_FEW in page("/results/one/")
    assert TOO_FEW in page("/results/one/chapters/")
    assert "3 answers. A number appears from 30." in page("/results/few/?unit=tiny")
    assert "3 answers. A number appears from 30." in page("/results/few/chapters/?unit=tiny")
    assert "100% (94–100) gave one of the two best answers" in page("/results/equal/")
    assert "0% (0–6) gave one of the two best answers" in page("/results/equal-low/")
    assert "asks neither for overall satisfaction" in page("/results/texts/")
    assert "No clear difference between units" in page("/results/units/")


def test_a_question_that_nobody_answered_and_one_that_is_gone_stand_in_no_table(page: Callable[..., str]) -> None:
    """Of all waves together the one that is gone still has its answers."""
    skipped, late = (satisfaction(facts(), name, scope=WHOLE) for name in ("skipped", "gone"))

    assert {row.key for row in skipped.section("worst-first").table.rows} == {"a0", "a2"}  # type: ignore[union-attr]
    assert {row.key for row in late.section("worst-first").table.rows} == {"a0", "a1"}  # type: ignore[union-attr]
    assert "Price" in page("/results/gone/?period=all")
    assert "Price" in page("/results/gone/?period=wave:2025")
    page("/results/gone/?period=wave:2031")  # a wave that has no answers


def test_where_nobody_may_be_told_apart_three_are_not_shown_nor_can_be_subtracted(page: Callable[..., str]) -> None:
    """The unit of three is hidden, and another with it; a filter is not taken."""
    report = satisfaction(facts(), awkward.secret("few"), scope=WHOLE)
    table = report.section("units").table
    shown = page("/results/few-secret/?unit=tiny&period=12m")

    assert table is not None
    assert "tiny" not in {row.key for row in table.rows}
    assert len(table.rows) < len(awkward.SURVEYS["few"].units)
    assert "tiny" not in shown
    assert "240 answers" in shown
    skipped = satisfaction(facts(), awkward.secret("skipped"), scope=WHOLE).section("choice-reason")
    assert skipped.table is None  # one person chose


@pytest.mark.parametrize("name", awkward.SURVEYS)
def test_files_are_whole_in_both_languages(name: str) -> None:
    """The words as they are, nothing run, no formula and no link."""
    asked = awkward.SURVEYS[name]
    for report, language in zip(reports(name), Language, strict=True):
        text = " ".join(one.extract_text() for one in PdfReader(io.BytesIO(to_pdf(report, language))).pages)
        book = to_xlsx(report, language)
        plain = json.loads(to_json(report, language))

        assert text.strip()
        with zipfile.ZipFile(io.BytesIO(book)) as parts:
            sheets = [parts.read(one).decode() for one in parts.namelist() if one.startswith("xl/worksheets/")]
        assert not any("<f>" in sheet or "<hyperlink" in sheet for sheet in sheets)
        assert openpyxl.load_workbook(io.BytesIO(book)).sheetnames
        assert plain
        if name == "hostile" and report.key == "satisfaction":
            assert "#set page(width: 1cm)" in text
            assert asked.title in json.dumps(plain, ensure_ascii=False).replace('\\"', '"')


@pytest.mark.browser
@pytest.mark.long
@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_is_wider_than_the_page(opened: Callable[..., Any], live_server: Any, width: int) -> None:  # noqa: F811
    """With every table open."""
    shown = opened("/results/", width)
    names = [name for name in ALL if name not in ("equal-low", "units-secret")]
    paths = [f"/results/{name}/{part}" for name in names for part in ("", "chapters/")]
    wide = {}
    for path in (*paths, "/results/latin/answers/", "/results/", "/today/", "/tracking/"):
        shown.goto(live_server.url + path)
        shown.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
        over = shown.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            wide[path] = over
    assert wide == {}
