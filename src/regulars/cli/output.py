"""What goes to standard output: JSON alone, or lines and tables for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from regulars.cli.help import width_of
from regulars.cli.settings import Settings
from regulars.cli.visible import visible


def print_json(document: Any) -> None:
    """One document, readable; other programs get characters as they are where the stream can carry them."""
    unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(document, ensure_ascii=not unicode, indent=2, default=str))


def print_pairs(settings: Settings, pairs: Iterable[tuple[Any, Any]], *, words: bool = False) -> None:
    """Label and value, one pair a line, in two columns; ``words`` sends them to standard error."""
    written = [(visible(settings.render(label)), visible(settings.render(value))) for label, value in pairs]
    start = max((width_of(label) for label, _ in written), default=0) + 3
    for label, value in written:
        print(label + " " * (start - width_of(label)) + value, file=sys.stderr if words else sys.stdout)


def print_table(
    settings: Settings,
    titles: Sequence[Any],
    rows: Iterable[Sequence[Any]],
    *,
    words: bool = False,
    right: Sequence[int] = (),
) -> None:
    """A table; ``words`` sends it to standard error, ``right`` are the columns that stand right."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for place, title in enumerate(titles):
        table.add_column(settings.render(title), justify="right" if place in right else "left", overflow="fold")
    for row in rows:
        # A cell is text and never markup or an escape sequence: it may come from a stranger's file.
        table.add_row(*(Text(visible(settings.render(cell))) for cell in row))
    settings.console(words=words).print(table)
