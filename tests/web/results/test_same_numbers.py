"""One definition for a number: page, PDF, workbook, JSON and command line show each alike, in both languages."""

from __future__ import annotations

import io
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.web.results.reading_back import Tables, from_json, from_workbook, shown, squeezed, words_of_pdf
from tests.web.results.samples import mapping, rows, survey

from regulars.cli.main import main
from regulars.documents.data import to_json
from regulars.documents.pdf import to_pdf
from regulars.documents.view import cell_view, figure_view
from regulars.documents.xlsx import to_xlsx
from regulars.facts import open_facts
from regulars.insights.report import Report
from regulars.language import Language, Missing
from regulars.simulate import company

pytestmark = pytest.mark.django_db
SURVEYS = ("juniper-guests", "weighed")


@lru_cache
def both() -> Path:
    """The sample company's survey, and one whose answers have weights, beside its purchases."""
    folder = Path(tempfile.mkdtemp(prefix="regulars-numbers-")) / "facts"
    company(customers=1500, seed=2026).write(open_facts(folder))
    content = rows(900, seed=4)
    content["weight"] = np.random.default_rng(4).choice([0.4, 1.0, 2.7], 900).tolist()
    file = folder.parent / "rows.parquet"
    pq.write_table(pa.table(content), file)
    open_facts(folder).import_responses(file, mapping(survey("weighed"), weight="weight"))
    return folder


@pytest.fixture
def sampled(home: Path) -> Path:
    """A home with both."""
    shutil.rmtree(home / "facts", ignore_errors=True)
    shutil.copytree(both(), home / "facts")
    return home


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", SURVEYS)
def test_every_number_is_the_same_wherever_it_stands(
    name: str,
    language: Language,
    sampled: Path,
    people: SimpleNamespace,
    client_of: Callable[[Any], Any],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "900")  # a cell that is folded stands in several lines
    client = client_of(people.administrator)
    people.administrator.language = language.value
    people.administrator.save()
    client.cookies["regulars_language"] = language.value
    for chapters in (False, True):
        answer = client.get(f"/results/{name}/{'chapters/' if chapters else ''}")
        report: Report = answer.context["report"]
        assert len([section for section in report.sections if section.table is not None]) > 4
        _page(answer.content.decode(), report, language)
        _json(to_json(report, language), report, language)
        _workbook(to_xlsx(report, language), report, language)
        _pdf(to_pdf(report, language), report, language)
        asked = ["--home", str(sampled), "--language", language.value, "report", name, *["--chapters"] * chapters]
        capsys.readouterr()
        assert main(asked) == 0
        _terminal(capsys.readouterr().out, report, language)
        assert main([*asked, "--json"]) == 0
        _json(capsys.readouterr().out, report, language)


def _tables(report: Report) -> list[Any]:
    return [section for section in report.sections if section.table is not None]


def _page(page: str, report: Report, language: Language) -> None:
    found = Tables(page)
    for section in _tables(report):
        assert found.rows.get(section.key, []) == shown(section, language), section.key
    views = [figure_view(figure, language) for figure in report.all_figures()]
    exact = {row[0]: row[1:5] for row in found.rows["all-figures"]}
    for one in views:
        value, interval, n, missing = exact[squeezed(one.label)]
        assert (value, n) == (squeezed(one.exact_value), one.n), one.key
        assert missing == (one.n_missing if one.n else missing), one.key
        assert interval == squeezed(one.exact_interval) or not one.exact_interval, one.key
    words = squeezed(found.words)
    for one in views:
        assert squeezed(one.label) + squeezed(one.value + one.interval) in words, one.key


def _json(text: str, report: Report, language: Language) -> None:
    data = json.loads(text)["reports"][0]
    figures = report.all_figures()
    assert Counter(figure.key for figure in figures).most_common(1)[0][1] == 1, "two figures of one key"
    for figure in figures:
        told = data["figures"][figure.key]
        assert (told["value"], told["low"], told["high"], told["n"]) == (
            figure.estimate.value, figure.estimate.low, figure.estimate.high, figure.n,
        )  # fmt: skip
        assert told["exact"] == figure_view(figure, language).exact
    assert [section["key"] for section in data["sections"]] == [section.key for section in report.sections]
    for told, section in zip(data["sections"], report.sections, strict=True):
        if section.table is not None:
            assert from_json(told, section, language) == shown(section, language), section.key


def _workbook(content: bytes, report: Report, language: Language) -> None:
    sections = _tables(report)
    for section, found in zip(sections, from_workbook(content, sections, language), strict=True):
        assert found == shown(section, language), section.key
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    told = {row[0].value: [cell.value for cell in row[1:6]] for row in sheet.iter_rows() if row[0].value}
    for figure in report.all_figures():
        label = figure_view(figure, language).label
        limits = [figure.estimate.value, figure.estimate.low, figure.estimate.high]
        assert told[label][:3] == pytest.approx(limits, rel=1e-14, abs=1e-14), figure.key  # 16 digits are written
        assert figure.n is None or told[label][3:5] == [figure.n, figure.n_missing], figure.key


def _pdf(content: bytes, report: Report, language: Language) -> None:
    _in_a_stream(words_of_pdf(content), report, language)


def _terminal(text: str, report: Report, language: Language) -> None:
    _in_a_stream(squeezed(text), report, language)


def _in_a_stream(words: str, report: Report, language: Language) -> None:
    for figure in report.all_figures():
        one = figure_view(figure, language)
        together, apart = squeezed(one.exact), squeezed(one.exact_value + one.exact_interval)
        assert squeezed(one.label) + together in words or squeezed(one.label) + apart in words, one.key
    for section in _tables(report):
        for row, source in zip(shown(section, language), section.table.rows, strict=True):
            assert _stands(words, row, source.cells, language), (section.key, row)


def _stands(words: str, row: tuple[str, ...], cells: tuple[Any, ...], language: Language) -> bool:
    """In one piece; or, where cells are folded, with every number near its name."""
    if "".join(row) in words:
        return True
    views = [cell_view(cell, language) for cell in cells if not isinstance(cell, Missing)]
    parts = [squeezed(part) for one in views for part in (*one.value.split(), one.interval)]
    starts = [at for at in range(len(words)) if words.startswith(row[0], at)]
    return any(all(part in words[max(0, at - 60) : at + 400] for part in parts) for at in starts)
