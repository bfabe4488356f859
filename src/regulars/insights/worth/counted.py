"""The table of how many customers are what: its name, their share, their number, and what more is said."""

from __future__ import annotations

from collections.abc import Iterable

from regulars.insights.report import Column, Row, Table
from regulars.language import Message, message

SHARE = message("Share of the customers")


def counted(key: str, head: tuple[str, Message], rows: Iterable[Row], *more: Column, share: Message = SHARE) -> Table:
    """``head``: key and words of the first column; each row has the share, the number, then the cells of ``more``."""
    name, words = head
    columns = (Column(name, words, numeric=False), Column("share", share), Column("n", message("Customers")), *more)
    return Table(key, columns, tuple(rows))
