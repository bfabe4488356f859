"""Reports that were made from the facts as they still stand: asked again, they come back at once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any

from regulars.insights.report import Report

if TYPE_CHECKING:
    from regulars.facts import Facts

MOST = 32
_kept: OrderedDict[Hashable, tuple[Any, Report]] = OrderedDict()
_lock = threading.Lock()


def kept(facts: Facts, asked: Hashable, make: Callable[[], Report]) -> Report:
    """The report that was asked for before, unless a file or a definition has changed since."""
    names = facts.surveys()
    definitions = [facts.survey(name) for name in names]
    files = tuple(table.snapshot().files for table in (facts.ratings_table, facts.purchases_table))
    key = (str(facts.home), *files, *(facts.answer_files(name).names for name in names), asked)
    with _lock:
        known = _kept.get(key)
        if known is not None and known[0] == definitions:
            _kept.move_to_end(key)
            return known[1]
    report = make()
    with _lock:
        _kept[key] = (definitions, report)
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return report
