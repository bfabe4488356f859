"""A report as JSON: numbers at full precision, keys that stay, words beside the template they came from."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from regulars.documents.view import as_reports, figure_view
from regulars.insights.report import Aim, Cell, Figure, Report, Section, Table, Words
from regulars.language import Count, Day, Estimate, Language, Message, Missing, Money, Text, Value, render


def to_json(
    reports: Report | Sequence[Report], language: Language | None = None, *, company: Words | str | None = None
) -> str:
    """``{"reports": [...]}``; words in this language, English where none is given."""
    spoken = language or Language.ENGLISH
    content = {
        "language": spoken.tag,
        "company": None if company is None else render(company, spoken),
        "reports": [report_data(report, spoken) for report in as_reports(reports)],
    }
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)


def report_data(report: Report, language: Language) -> dict[str, Any]:
    """One report as plain data."""
    return {
        "key": report.key,
        "title": render(report.title, language),
        "conclusion": _said(report.conclusion, language),
        "reason": _said(report.reason, language),
        "figures": {figure.key: figure_data(figure, language) for figure in report.all_figures()},
        "sections": [_section(section, language) for section in report.sections],
        "source": {
            "name": report.source.name,
            "rows": report.source.rows,
            "as_of": report.source.as_of.isoformat() if report.source.as_of else None,
            "version": report.source.version,
            "sample": _said(report.source.sample, language),
        },
        "notes": [_said(note, language) for note in report.notes],
        "scope": plain(report.scope, language),
    }


def figure_data(figure: Figure, language: Language) -> dict[str, Any]:
    """A figure: what was computed, and the words that every document shows for it."""
    return {
        "label": render(figure.label, language),
        **_estimate(figure.estimate),
        "n": figure.n,
        "n_missing": figure.n_missing,
        "exact": figure_view(figure, language).exact,
        "method": _said(figure.method, language),
        "note": _said(figure.note, language),
        "definition": _said(figure.definition, language),
        **({} if figure.aim is None else {"target": _aim(figure.aim, language)}),
    }


def _aim(aim: Aim, language: Language) -> dict[str, Any]:
    return {**_estimate(aim.target), "reached": aim.reached.value, "words": _said(aim.words, language)}


def _section(section: Section, language: Language) -> dict[str, Any]:
    return {
        **({"opens": True} if section.opens else {}),
        **({"blank": section.blank} if section.blank else {}),
        "key": section.key,
        "title": render(section.title, language),
        "sentence": _said(section.sentence, language),
        "figures": [figure.key for figure in section.figures],
        "chart": section.chart.value if section.chart else None,
        "table": None if section.table is None else _table(section.table, language),
        "caption": _said(section.caption, language),
        "definition": _said(section.definition, language),
    }


def _table(table: Table, language: Language) -> dict[str, Any]:
    keys = [column.key for column in table.columns[1:]]
    return {
        "key": table.key,
        "columns": [{"key": column.key, "title": render(column.title, language)} for column in table.columns],
        "rows": [
            {
                "key": row.key,
                "name": render(row.name, language),
                "mark": row.mark or None,
                **{key: _cell(cell, language) for key, cell in zip(keys, row.cells, strict=True)},
            }
            for row in table.rows
        ],
        "references": {key: _number(value) for key, value in table.references.items()},
        **({"events": {key: list(numbers) for key, numbers in table.events.items()}} if table.events else {}),
    }


def _cell(cell: Cell, language: Language) -> Any:
    match cell:
        case Estimate():
            return _estimate(cell)
        case Missing():
            return {"missing": render(cell, language)}
        case Message():
            return _said(cell, language)
    return plain(cell, language)


def _estimate(estimate: Estimate) -> dict[str, Any]:
    return {
        "value": _number(estimate.value),
        "low": _number(estimate.low),
        "high": _number(estimate.high),
        "kind": estimate.kind.value,
        "currency": estimate.currency,
    }


def _said(said: Message | None, language: Language) -> dict[str, Any] | None:
    """The sentence, its English template and the values in it: a program need not read prose."""
    if said is None:
        return None
    return {
        "text": render(said, language),
        "template": said.template,
        "values": {name: plain(value, language) for name, value in said.values.items()},
    }


def plain(value: Any, language: Language) -> Any:
    """Any value of a report as JSON knows it."""
    match value:
        case None | bool() | str() | int():
            return value
        case float():
            return _number(value)
        case Decimal():
            return str(value)
        case date():
            return value.isoformat()
        case _ if isinstance(value, (list, tuple, set, frozenset)):
            return [plain(part, language) for part in value]
        case _ if hasattr(value, "items"):
            return {str(key): plain(part, language) for key, part in value.items()}
    return _typed(value, language)


def _typed(value: Any, language: Language) -> Any:
    match value:
        case Estimate():
            return _estimate(value)
        case Count():
            return value.value
        case Money():
            return {"amount": str(value.amount), "currency": value.currency}
        case Day():
            return value.value.isoformat()
        case Message():
            return _said(value, language)
        case Text() | Value():
            return render(value, language)
    # Numbers of numpy are floats in all but name.
    return _number(float(value)) if hasattr(value, "__float__") else str(value)


def _number(value: float | None) -> float | None:
    """JSON has no word for what is not a number."""
    return None if value is None or not math.isfinite(value) else value
