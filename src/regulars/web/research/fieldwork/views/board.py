"""The board: how the fieldwork of a study goes, and its document. While it is open it looks again every ten seconds."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from regulars.documents import write_report
from regulars.insights.fieldwork import Counts, Forecast, forecast, under_way
from regulars.insights.report import Report
from regulars.language import Text
from regulars.web.accounts.roles import Permission
from regulars.web.company.models import Company
from regulars.web.research.fieldwork.counting import counts_of
from regulars.web.research.models import Study
from regulars.web.research.views.guard import for_the_company
from regulars.web.results.panels import Line, page_of
from regulars.web.words import current

KINDS = {"pdf": "application/pdf", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@dataclass(frozen=True)
class Fill:
    """How full a part is, in parts of a hundred of its bar: what came, what is to come, what is wanted."""

    line: Line
    got: float
    low: float
    more: float
    wanted: float
    shown: bool


@for_the_company
def board(request: HttpRequest, public_id: str) -> HttpResponse:
    """The whole page; ``live``: only what changes."""
    study = study_with(request, public_id)
    counts = counts_of(study)
    found, report = _worked_out(counts, public_id)
    page = page_of(report, current(), survey=f"fieldwork:{public_id}", query="", linked=False)
    parts = next((panel.lines for panel in page.panels if panel.key == "parts"), ())
    context = {
        "study": study,
        "page": page,
        "at": timezone.now(),
        "fills": fills(counts, found, parts) if parts else [],
        "live": not counts.over and counts.state != "draft",
        "about": f"study:{public_id}",
    }
    return render(request, "fieldwork/live.html" if "live" in request.GET else "fieldwork/board.html", context)


@for_the_company
def document(request: HttpRequest, public_id: str, ending: str) -> HttpResponse:
    """The same numbers to print, or as a workbook."""
    study = study_with(request, public_id)
    with tempfile.TemporaryDirectory(prefix="regulars-board-") as folder:
        path = Path(folder) / f"board.{ending}"
        write_report(under_way(counts_of(study)), path, current(), company=Text.of(Company.current().name))
        return HttpResponse(
            path.read_bytes(),
            content_type=KINDS[ending],
            headers={
                "Content-Disposition": f'attachment; filename="fieldwork-{study.public_id}.{ending}"',
                "Cache-Control": "private, no-store",
            },
        )


@lru_cache(maxsize=32)
def _kept(study: str) -> dict[str, tuple[Counts, Forecast | None, Report]]:
    """What was last worked out for a study, by this process."""
    return {}


def _worked_out(counts: Counts, study: str) -> tuple[Forecast | None, Report]:
    """Forecast and report; where nothing came since, those of before."""
    kept = _kept(study)
    known = kept.get("last")
    if known is None or known[0] != counts:
        found = forecast(counts)
        known = kept["last"] = (counts, found, under_way(counts, found))
    return known[1], known[2]


def study_with(request: HttpRequest, public_id: str) -> Study:
    """With all that the board reads of it."""
    rows = Study.objects.visible_to(request.user, Permission.MANAGE_STUDIES)
    return get_object_or_404(rows.select_related("questionnaire", "fieldwork", "planned__plan"), public_id=public_id)


def fills(counts: Counts, found: Forecast | None, lines: tuple[Line, ...]) -> list[Fill]:
    """The bars, all on one scale: that of the part with the most."""
    rows = []
    for part, line in zip(counts.parts, lines, strict=True):
        got = counts.answers(part=part.key)
        end = found.parts.get(part.key) if found else None
        rows.append((line, got, end.low if end else got, end.high if end else got, part.wanted))
    most = max([1, *(max(high, wanted) for _, _, _, high, wanted in rows)])
    return [
        Fill(line, *(round(100 * at / most, 2) for at in (got, low, high, wanted)), not line.cells[0][0].missing)
        for line, got, low, high, wanted in rows
    ]
