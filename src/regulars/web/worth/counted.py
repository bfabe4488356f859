"""What every line of the facts is looked at for: once for each state of them, for all processes of the server."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import cache

from regulars.facts import Facts, log

Found = TypeVar("Found")
LAST = 'select max("day") as last from {table}'
LAST_KNOWN = f"{LAST} where customer is not null"
_KNOWN: dict[tuple[Path, str], tuple[Any, Any]] = {}


def once(what: str, state: Any, make: Callable[[], Found]) -> Found:
    """What was found of this state of the facts, else looked for now. Nothing of a person may be kept so."""
    here = settings.HOME, what
    known = _KNOWN.get(here)
    if known is None or known[0] != state:
        known = cache.get(f"facts.{what}")
    if known is None or known[0] != state:
        known = state, make()
        cache.set(f"facts.{what}", known, None)
    _KNOWN[here] = known
    found: Found = known[1]
    return found


def last_bought(store: Facts, *, known: bool = False) -> date | None:
    """The last day with a line of a purchase, of a customer who is ``known``; None where there is none."""
    table, query = store.purchases_table, LAST_KNOWN if known else LAST

    def find() -> date | None:
        if not table.snapshot().files:
            return None
        found: date | None = store.ask(table, query, {})["last"][0].as_py()
        return found

    return once("last_known" if known else "last_line", log.state_of(table.path), find)
