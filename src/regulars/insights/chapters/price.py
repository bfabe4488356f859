"""The third chapter: which prices customers accept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from regulars.insights.chapters.blanks import LEADS, Blank, blank
from regulars.insights.report import Report, Section
from regulars.language import message

KEY = "chapter-price"
PREFIXES = ("prices-", "demand-")  # four prices of a product, a product at several prices


def price(report: Report) -> Iterator[Section]:
    """What the answers say of each product: its four prices, then who would buy at which."""
    found = [section for section in report.sections if section.key.startswith(PREFIXES)]
    title = message("Which prices customers accept")
    if not found:
        yield Section(KEY, title, LEADS[Blank.PRICE], opens=True)
        yield blank(Blank.PRICE)
        return
    drawn = next((one for one in found if one.table is not None), found[0])
    yield Section(KEY, title, drawn.sentence, opens=True)
    yield from (replace(one, sentence=None) if one is drawn and one.table is not None else one for one in found)
