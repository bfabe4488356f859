"""Write reports to a file; the end of its name says as what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from regulars.documents.data import to_json
from regulars.documents.errors import UnknownFormatError
from regulars.documents.files import write_whole
from regulars.documents.view import as_reports
from regulars.insights.report import Report, Words
from regulars.language import Language

Renderer = Callable[[Sequence[Report], Language, Words | str | None], bytes]


def _html(reports: Sequence[Report], language: Language, company: Words | str | None) -> bytes:
    from regulars.documents.html import to_html

    return to_html(reports, language, company=company).encode()


def _pdf(reports: Sequence[Report], language: Language, company: Words | str | None) -> bytes:
    from regulars.documents.pdf import to_pdf

    return to_pdf(reports, language, company=company)


def _xlsx(reports: Sequence[Report], language: Language, company: Words | str | None) -> bytes:
    from regulars.documents.xlsx import to_xlsx

    return to_xlsx(reports, language, company=company)


def _json(reports: Sequence[Report], language: Language, company: Words | str | None) -> bytes:
    # Half a surrogate pair in a name is no reason to refuse the whole report.
    return (to_json(reports, language, company=company) + "\n").encode(errors="replace")


# Each renderer is imported when it is asked for: a JSON file needs no font and no template.
FORMATS: dict[str, Renderer] = {".html": _html, ".pdf": _pdf, ".xlsx": _xlsx, ".json": _json}


def write_report(
    reports: Report | Sequence[Report],
    path: str | Path,
    language: Language,
    *,
    company: Words | str | None = None,
) -> Path:
    """Write one or more reports, in this order, into one file; returns its path.

    The suffix decides: .html, .pdf, .xlsx or .json. ``company`` is the name that stands on top.
    """
    target = Path(path)
    renderer = FORMATS.get(target.suffix.lower())
    if renderer is None:
        raise UnknownFormatError(target, FORMATS)
    write_whole(target, renderer(as_reports(reports), language, company))
    return target
