"""Reports as a workbook: numbers as numbers, a sheet for the figures, one for the sentences, one for each section.

Words are always written as words: no cell of a report can become a formula or a link. Tables are live: they can be
sorted and filtered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from regulars.documents.labels import named
from regulars.documents.view import as_reports, source_facts, words
from regulars.documents.workbook import Workbook
from regulars.insights.report import Cell, Figure, Report, Section, Table, Words
from regulars.language import Count, Day, Estimate, Kind, Language, Missing, Money, message, render


def to_xlsx(reports: Report | Sequence[Report], language: Language, *, company: Words | str | None = None) -> bytes:
    """The workbook: figures of all reports first, then what they say, then a sheet for each section."""
    found = as_reports(reports)
    out = Workbook(language)
    titles = " · ".join(words(report.title, language) for report in found)
    out.book.set_properties({"title": titles[:255], "company": words(company, language)[:255]})
    _figures(out, found, company)
    if any(section.sentence is not None for report in found for section in report.sections):
        _sentences(out, found)
    for report in found:
        for section in report.sections:
            if section.table is not None:
                _section(out, report, section, section.table)
    return out.content()


def _figures(out: Workbook, reports: Sequence[Report], company: Words | str | None) -> None:
    sheet = out.sheet(out.said["exact"])
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 5, 14)
    sheet.set_column(6, 7, 60)
    row = 0
    if company is not None:
        out.write(sheet, row, 0, words(company, out.language), font_color="#5f696b")
        row += 1
    for report in reports:
        row = _report(out, sheet, row, report) + 2


def _report(out: Workbook, sheet: Any, row: int, report: Report) -> int:
    out.write(sheet, row, 0, words(report.title, out.language), font_color="#5f696b")
    out.write(sheet, row + 1, 0, words(report.conclusion, out.language), font_size=14)
    out.write(sheet, row + 2, 0, words(report.reason, out.language), font_color="#4a5456")
    keys = ("figure", "value", "low", "high", "n", "missing", "method")
    aimed = any(figure.aim for figure in report.all_figures())
    heads = [out.said[key] for key in (*keys, *(("target", "reached") if aimed else ()))]
    figures = report.all_figures()
    out.live(sheet, row + 4, heads, len(figures), f"figures_{report.key}")
    row += 5
    for figure in figures:
        _figure(out, sheet, row, figure)
        row += 1
    for name, value in source_facts(report.source, out.language):
        row += 1
        out.write(sheet, row, 0, named(name, value, out.language), font_color="#5f696b")
    for note in report.notes:
        row += 1
        out.write(sheet, row, 0, words(note, out.language), font_color="#5f696b")
    return row


def _figure(out: Workbook, sheet: Any, row: int, figure: Figure) -> None:
    pattern = number_format(figure.estimate, figure.exact_digits)
    out.write(sheet, row, 0, words(figure.label, out.language))
    limits = (figure.estimate.value, figure.estimate.low, figure.estimate.high)
    for column, value in enumerate(limits, start=1):
        out.number(sheet, row, column, value, pattern)
    if figure.n is None:
        out.write(sheet, row, 4, words(figure.basis, out.language), font_color="#5f696b", align="right")
    else:
        out.number(sheet, row, 4, figure.n, "#,##0")
        out.number(sheet, row, 5, figure.n_missing, "#,##0")
    out.write(sheet, row, 6, words(figure.method, out.language), text_wrap=True)
    if figure.aim is not None:
        target = figure.aim.target
        out.number(sheet, row, 7, target.value, number_format(target, target.digits or 0))
        out.write(sheet, row, 8, words(figure.aim.words, out.language), text_wrap=True)


def _sentences(out: Workbook, reports: Sequence[Report]) -> None:
    """Every sentence, chapter by chapter where there are chapters."""
    sheet = out.sheet(out.said["sentences"])
    sheet.set_column(0, 1, 36)
    sheet.set_column(2, 4, 80)
    row = 0
    for report in reports:
        said = list(_said(report, out.language))
        out.write(sheet, row, 0, words(report.title, out.language), font_color="#5f696b")
        out.write(sheet, row + 1, 0, words(report.conclusion, out.language), font_size=14)
        out.write(sheet, row + 2, 0, words(report.reason, out.language), font_color="#4a5456")
        keys = ("chapter", "part", "sentence", "beside", "definition")
        out.live(sheet, row + 4, [out.said[key] for key in keys], len(said), f"sentences_{report.key}")
        for number, cells in enumerate(said, start=row + 5):
            for column, text in enumerate(cells):
                out.write(sheet, number, column, text, text_wrap=True)
        row += len(said) + 7


def _said(report: Report, language: Language) -> Iterator[tuple[str, ...]]:
    chapter = words(report.title, language)
    for section in report.sections:
        title = words(section.title, language)
        chapter = title if section.opens else chapter
        if section.sentence is not None or section.caption is not None:
            more = (words(text, language) for text in (section.sentence, section.caption, section.definition))
            yield chapter, title, *more


def _section(out: Workbook, report: Report, section: Section, table: Table) -> None:
    sheet = out.sheet(words(section.title, out.language))
    out.write(sheet, 0, 0, words(report.title, out.language), font_color="#5f696b")
    out.write(sheet, 1, 0, words(section.title, out.language), font_size=14)
    out.write(sheet, 2, 0, words(section.sentence, out.language), font_color="#4a5456")
    spans = [_span(table, place) for place in range(len(table.columns) - 1)]
    titles = [words(table.columns[0].title, out.language)]
    for column, span in zip(table.columns[1:], spans, strict=True):
        title = words(column.title, out.language)
        more = [render(message("{column}, from", column=title), out.language)] * (span == 3)
        more += [render(message("{column}, to", column=title), out.language)] * (span == 3)
        titles += [title, *more]
    out.live(sheet, 4, titles, len(table.rows), table.key)
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, max(1, len(titles) - 1), 18)
    sheet.freeze_panes(5, 1)
    for number, row in enumerate(table.rows, start=5):
        out.write(sheet, number, 0, words(row.name, out.language))
        place = 1
        for cell, span in zip(row.cells, spans, strict=True):
            _cell(out, sheet, number, place, cell)
            place += span
    foot = 6 + len(table.rows)
    for place, text in enumerate((section.caption, section.definition)):
        out.write(sheet, foot + place, 0, words(text, out.language), font_color="#5f696b")


def _span(table: Table, place: int) -> int:
    """Three columns where a cell has an interval: value, from, to."""
    cells = [row.cells[place] for row in table.rows]
    return 3 if any(isinstance(cell, Estimate) and cell.low is not None for cell in cells) else 1


def _cell(out: Workbook, sheet: Any, row: int, column: int, cell: Cell) -> None:
    match cell:
        case Estimate():
            pattern = number_format(cell, 2)
            for place, value in enumerate((cell.value, cell.low, cell.high)):
                out.number(sheet, row, column + place, value, pattern)
        case Count():
            out.number(sheet, row, column, cell.value, "#,##0")
        case Money():
            pattern = _money(cell.currency, 2 if cell.digits is None else cell.digits)
            out.number(sheet, row, column, float(cell.amount), pattern)
        case Day():
            style = out.style(num_format="yyyy-mm-dd", align="right")
            sheet.write_datetime(row, column, cell.value, style)
        case int() | float():
            out.number(sheet, row, column, cell, "General")
        case Missing():
            out.write(sheet, row, column, render(cell, out.language), font_color="#5f696b", align="right")
        case _:
            out.write(sheet, row, column, render(cell, out.language), text_wrap=True)


def number_format(estimate: Estimate, digits: int) -> str:
    """Excel's pattern for a kind of number; the cell itself keeps every digit."""
    decimals = "." + "0" * digits if digits else ""
    if estimate.kind is Kind.MONEY:
        return _money(estimate.currency or "", digits)
    return f"#,##0{decimals}" + ("%" if estimate.kind is Kind.SHARE else "")


def _money(currency: str, digits: int) -> str:
    """An ISO code in quotes: a sign such as ¥ means two currencies."""
    code = "".join(c for c in currency if c.isalpha())
    return f"#,##0{'.' + '0' * digits if digits > 0 else ''}" + (f' "{code}"' if code else "")
