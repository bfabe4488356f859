"""What the colours of a chart mean, where its table says so in words of its own."""

from __future__ import annotations

from dataclasses import replace

from django.utils.safestring import mark_safe

from regulars.charts import dot
from regulars.insights.report import Report
from regulars.web.results.panels import Panel
from regulars.web.words import say


def keyed(panel: Panel, report: Report) -> Panel:
    """The same panel with the words of its table."""
    table = report.section(panel.key).table
    if table is None or not table.mark_names:
        return panel
    used = {row.mark for row in table.rows}
    marks = [(mark_safe(dot(mark)), say(name)) for mark, name in table.mark_names.items() if mark in used]  # noqa: S308
    return replace(panel, marks=tuple(marks))
