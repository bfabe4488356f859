"""The file of set-aside rows as a spreadsheet sees it: safe to open, and the same values when it comes back.

A value that a spreadsheet would run as a formula gets an apostrophe in front; one that stands like that already
gets one more. So a file of ours that comes back loses exactly the apostrophes that it was given.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from regulars.language import Language, Message, message, render

_SIGNS = "[=+@\\t\\r-]"
_STARTS_FORMULA = f"^'*{_SIGNS}"
_MADE_HARMLESS = re.compile(f"'+{_SIGNS}")
_TITLES: tuple[Message, ...] = (message("row"), message("reason"), message("value"))


def own_columns(language: Language) -> tuple[str, ...]:
    """The names of the columns that we add at the end."""
    return tuple(f"# {render(title, language)}" for title in _TITLES)


@cache
def _all_own_columns() -> frozenset[tuple[str, ...]]:
    return frozenset(map(own_columns, Language))


def is_ours(names: Sequence[str]) -> bool:
    """Whether a header is that of a file of set-aside rows, in whatever language it was written."""
    return tuple(name.strip() for name in names[-len(_TITLES) :]) in _all_own_columns()


def file_columns(names: Sequence[str]) -> tuple[str, ...]:
    """The columns of the file, without ours."""
    return tuple(names[: -len(_TITLES)] if is_ours(names) else names)


def harmless(value: str) -> str:
    """SQL for a value that no spreadsheet runs; numbers stay as they are."""
    pattern = "'" + _STARTS_FORMULA.replace("'", "''") + "'"
    formula = f"regexp_matches({value}, {pattern}) and try_cast({value} as double) is null"
    return f"case when {formula} then '''' || {value} else {value} end"


def harmless_name(name: str) -> str:
    """The same for a header."""
    return f"'{name}" if re.match(_STARTS_FORMULA, name) else name


def restored(value: str) -> str:
    """SQL for the value as it stood before :func:`harmless`."""
    pattern = "'^" + _MADE_HARMLESS.pattern.replace("'", "''") + "'"
    return f"case when regexp_matches({value}, {pattern}) then substr({value}, 2) else {value} end"


def restored_names(names: Sequence[str]) -> list[str]:
    """The header as it stood in the file that the rows came from; any other file's as it is."""
    if not is_ours(names):
        return list(names)
    return [name[1:] if _MADE_HARMLESS.match(name) else name for name in names]
