"""The third chapter: which prices customers accept."""

from __future__ import annotations

from collections.abc import Iterator

from regulars.insights.chapters.blanks import LEADS, Blank, blank
from regulars.insights.report import Report, Section
from regulars.language import message

KEY = "chapter-price"
PREFIX = "prices-"


def price(report: Report) -> Iterator[Section]:
    """What the four prices say, product by product."""
    found = [section for section in report.sections if section.key.startswith(PREFIX)]
    title = message("Which prices customers accept")
    if not found:
        yield Section(KEY, title, LEADS[Blank.PRICE], opens=True)
        yield blank(Blank.PRICE)
        return
    drawn = next((one for one in found if one.table is not None), found[0])
    yield Section(KEY, title, drawn.sentence, opens=True)
    yield from found
