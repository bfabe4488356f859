"""Units by their names: purchases and answers know them by code, people by the name in their language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from regulars.insights.report import Column, Report, Row, Section, Table
from regulars.language import Message, Text

# Parts of a page that are about units whatever was asked for; others are where an option asks for units.
PARTS = ("place", "units", "curve-by-unit")
BY_UNIT = "unit"


def places_named(report: Report, options: Mapping[str, Any], names: Mapping[str, Text]) -> Report:
    """The report with the name of each unit where its code stood. Words that merely look like a code are left."""
    if not names:
        return report
    whole = BY_UNIT in options.values()
    sections = tuple(_of(one, names) if whole or one.key in PARTS else one for one in report.sections)
    conclusion = _of(report.conclusion, names) if whole else report.conclusion
    return replace(report, conclusion=conclusion, sections=sections)


def _of(value: Any, names: Mapping[str, Text]) -> Any:
    """The same with names: texts themselves, and whatever holds them."""
    match value:
        case Text():
            return names.get(str(value), value)
        case Message():
            values = {key: _of(one, names) for key, one in value.values.items()}
            return replace(value, values=MappingProxyType(values))
        case Column():
            return replace(value, title=_of(value.title, names))
        case Row():
            return replace(value, name=_of(value.name, names), cells=tuple(_of(one, names) for one in value.cells))
        case Table():
            columns, rows = (tuple(_of(one, names) for one in part) for part in (value.columns, value.rows))
            return replace(value, columns=columns, rows=rows)
        case Section():
            return replace(value, sentence=_of(value.sentence, names), table=_of(value.table, names))
    return value
