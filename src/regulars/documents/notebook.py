"""A report in a notebook: the page itself under the cell, its sentence where only text is shown."""

from __future__ import annotations

import html
from dataclasses import dataclass

from regulars.insights.report import Report
from regulars.language import Language, render

HEIGHT = 760  # pixels; a longer page scrolls within its frame


@dataclass(frozen=True, repr=False)
class Shown:
    """What ``show`` returns: a notebook draws it as the report's page."""

    report: Report
    language: Language

    def _repr_html_(self) -> str:
        """In a frame of its own: the page's style stays off the notebook, and nothing in it can run."""
        from regulars.documents.html import to_html

        page = html.escape(to_html([self.report], self.language), quote=True)
        title = html.escape(render(self.report.title, self.language), quote=True)
        return (
            f'<iframe title="{title}" sandbox="" srcdoc="{page}" width="100%" height="{HEIGHT}" '
            'style="border:0"></iframe>'
        )

    def __repr__(self) -> str:
        return render(self.report.conclusion, self.language)


def show(report: Report, language: Language = Language.ENGLISH) -> Shown:
    """The report under the cell of a notebook, with its drawings, tables and notes; no request leaves the notebook."""
    return Shown(report, language)
