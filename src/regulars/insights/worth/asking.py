"""What is asked of a page under one name, and of which state of the facts its report is."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np

from regulars.facts import log
from regulars.insights.report import Report
from regulars.insights.worth.pages import Wish
from regulars.insights.worth.registry import page_of

if TYPE_CHECKING:
    from regulars.facts import Facts


def made_anew(facts: Facts, key: str, wish: Wish) -> Report:
    """The report of a page, worked out now. Raises ``UnknownPageError``."""
    page = page_of(key)
    return page.make(facts, page.complete(wish))


def wish_name(key: str, wish: Wish) -> str:
    """One name for all that is asked of a page but what for: the same wish has the same name tomorrow."""
    wish = page_of(key).complete(wish)
    about = (
        key, _sorted(wish.scope.units), wish.scope.privacy.value, _customers(wish.among), _sorted(wish.units),
        str(wish.first), str(wish.last), repr(wish.terms), repr(wish.grades), _sorted(wish.hidden),
        sorted((name, repr(value)) for name, value in wish.options.items()), wish.own and wish.own.mark,
    )  # fmt: skip
    return sha256(repr(about).encode()).hexdigest()[:40]


def state_of(facts: Facts) -> str:
    """Changes with everything that a page may read: purchases, answers, scores, who is known, what a survey asks."""
    found: list[Any] = [(table.contract.name, log.state_of(table.path)) for table in facts.tables()]
    for folder, kind in ((facts.home, "*.json"), (facts.definitions.folder, "*.json"), (facts.home / "keys", "*")):
        for path in sorted(folder.glob(kind)):
            about = path.stat()
            found.append((path.name, about.st_size, about.st_mtime_ns))
    return sha256(repr(found).encode()).hexdigest()[:40]


def _sorted(names: frozenset[str] | None) -> list[str] | None:
    return None if names is None else sorted(names)


def _customers(keys: frozenset[int] | None) -> str | None:
    if keys is None:
        return None
    return sha256(np.sort(np.fromiter(keys, dtype=np.int64, count=len(keys))).tobytes()).hexdigest()
