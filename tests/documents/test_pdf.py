"""The PDF: A4, in the reader's language, its words can be found and copied."""

from __future__ import annotations

import io
import re
from typing import Any

import pypdf
import pytest

from regulars.documents.pdf import to_pdf
from regulars.insights.report import ChartKind, Column, Report, Row, Section, Source, Table
from regulars.language import Estimate, Kind, Language, Text, message


def text_of(pdf: pypdf.PdfReader) -> str:
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pdf.pages))


@pytest.mark.parametrize("language", list(Language))
def test_the_words_can_be_extracted(report: Any, language: Language) -> None:
    """The sentence, every row's name, the words of the charts; Chinese as Chinese characters."""
    pdf = pypdf.PdfReader(io.BytesIO(to_pdf(report, language)))

    text = text_of(pdf)
    assert re.sub(r"\s", "", report.conclusion.values["words"].in_language(language)) in text
    for section in report.sections:
        for row in section.table.rows:
            assert re.sub(r"\s", "", row.name.in_language(language)) in text
    assert {Language.ENGLISH: "Exactfigures", Language.CHINESE: "精确数值"}[language] in text


def test_what_the_file_says_of_itself(report: Any) -> None:
    """Title, author, language, A4, numbered pages."""
    company = Text({"en": "Juniper Hotels", "zh": "杜松酒店"})
    pdf = pypdf.PdfReader(io.BytesIO(to_pdf(report, Language.CHINESE, company=company)))

    assert pdf.metadata is not None
    assert pdf.metadata.title == "住客满意度，2026年11月"
    assert pdf.metadata.author == "杜松酒店"
    assert str(pdf.trailer["/Root"]["/Lang"]).lower().startswith("zh")
    assert [round(float(side)) for side in pdf.pages[0].mediabox[2:]] == [595, 842]
    assert f"第1页，共{len(pdf.pages)}页" in re.sub(r"\s", "", pdf.pages[0].extract_text())


def test_only_the_font_of_the_package_is_used(report: Any) -> None:
    """The same file on every machine: embedded Noto, no system font."""
    pdf = pypdf.PdfReader(io.BytesIO(to_pdf(report, Language.CHINESE)))

    fonts = {str(font.get_object()["/BaseFont"]) for page in pdf.pages for font in page["/Resources"]["/Font"].values()}
    assert fonts
    assert all("NotoSansCJK" in font for font in fonts)


def test_hostile_words_are_no_program(hostile: Any) -> None:
    """What would be code for the typesetter is shown as it was typed."""
    pdf = pypdf.PdfReader(io.BytesIO(to_pdf(hostile, Language.ENGLISH)))

    text = text_of(pdf)
    assert "#setpage(fill:red)$x$*b*@r" in text
    assert "<script>alert(1)</script>" in text


def test_the_table_below_a_long_curve_is_short_and_says_so() -> None:
    """Some of its rows, with both ends, each place once; the numbers that stand there are those of the curve."""
    rows = tuple(
        Row(str(at), Text.of(f"{at}%"), (Estimate(at / 100, kind=Kind.SHARE), Estimate(at + 0.5, digits=1)))
        for at in range(41)
    )
    columns = (Column("part", message("Customers")), Column("x", message("Part")), Column("y", message("Profit")))
    section = Section("curve", message("Curve"), table=Table("curve", columns, rows), chart=ChartKind.CURVE)
    report = Report("r", message("Curve"), message("A curve."), None, (), (section,), Source("purchases", 41))

    pages = pypdf.PdfReader(io.BytesIO(to_pdf(report, Language.ENGLISH))).pages
    text = "\n".join(page.extract_text() for page in pages)

    assert "The table has 11 of 41 rows; the workbook has them all." in " ".join(text.split())
    assert all(f"{at}.5" in text for at in (0, 20, 40))
    assert "21.5" not in text
