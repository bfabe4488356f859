"""What the purchases may be narrowed to: the classes and channels that there are."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from regulars.insights.report import Words
from regulars.insights.worth.pages import Option
from regulars.language import Text, message

if TYPE_CHECKING:
    from regulars.facts import Facts

MOST, LONGEST = 200, 100
QUERY = """select {name} as name, count(*) as lines from {table} where {name} is not null and {name} <> ''
    group by 1 order by 2 desc, 1 limit $most"""
_KEPT: dict[tuple[str, str], tuple[tuple[str, ...], dict[str, Words]]] = {}
_LOCK = threading.Lock()


def categories(facts: Facts) -> dict[str, Words]:
    """The classes of products, those of most lines first."""
    return _choices(facts, "category")


def channels(facts: Facts) -> dict[str, Words]:
    """The channels."""
    return _choices(facts, "channel")


def _choices(facts: Facts, name: str) -> dict[str, Words]:
    """Read once for each state of the table: a form asks several times."""
    files = tuple(facts.purchases_table.snapshot().files)
    key = (str(facts.home), name)
    with _LOCK:
        known = _KEPT.get(key)
    if known is not None and known[0] == files:
        return known[1]
    found: dict[str, Words] = {}
    if files:
        rows = facts.ask(facts.purchases_table, QUERY.replace("{name}", f'"{name}"'), {"most": MOST})
        names = sorted(one for one in rows["name"].to_pylist() if len(one) <= LONGEST)
        found = {one: Text.of(one) for one in names}
    with _LOCK:
        _KEPT[key] = (files, found)
    return found


NARROWED = (
    Option("category", message("Only the class"), "", among=categories),
    Option("channel", message("Only the channel"), "", among=channels),
)
