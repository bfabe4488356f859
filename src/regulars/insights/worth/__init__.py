"""Who is worth what, which kind of loyal, and who is about to leave: a page for each question.

A page is a function from what is asked to a ``Report``; ``PAGES`` lists them in the order of their tabs. The
application and the command line take title, lede and options from there and add the rest: filters, files, tables.
"""

from __future__ import annotations

from regulars.insights.worth.pages import Option, Page, Wish, read_options
from regulars.insights.worth.registry import GROUPS, PAGES, worth

__all__ = ["GROUPS", "PAGES", "Option", "Page", "Wish", "read_options", "worth"]
