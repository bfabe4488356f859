"""Reports that were made from the facts as they still stand: asked again, they come back at once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

from regulars.insights.report import Report


class KeptReports:
    """The reports that were asked for last; threads may share them."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[Any, Report]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, definition: Any, make: Callable[[], Report]) -> Report:
        """The report of a key, made anew where there is none yet or the definition that it was made from changed.

        ``key`` names the files that were read, and all that was asked for.
        """
        with self._lock:
            known = self._kept.get(key)
            if known is not None and known[0] == definition:
                self._kept.move_to_end(key)
                return known[1]
        report = make()
        with self._lock:
            self._kept[key] = (definition, report)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return report
