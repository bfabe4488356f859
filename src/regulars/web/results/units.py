"""The units that a reader may choose from: their own part of the tree, as the facts name them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import Http404
from django.utils import timezone

from regulars.language import Text
from regulars.web.accounts.access import UnitScope
from regulars.web.company.models import Unit, UnitMembership


@dataclass(frozen=True)
class Choice:
    """A unit with the codes of all that lies below it. ``depth`` counts from the top of what the reader sees."""

    code: str
    name: str
    depth: int
    codes: frozenset[str]


class Tree:
    """The visible units. Codes that only the facts know (from an import) belong to the whole company."""

    def __init__(self, scope: UnitScope, in_facts: Iterable[str] = ()) -> None:
        rows = {unit.pk: unit for unit in Unit.objects.within(scope).only("code", "name")}
        self.names = {unit.code: unit.name for unit in rows.values()}
        below = defaultdict(list)
        roots = set(rows)
        for child, parent in UnitMembership.objects.on(timezone.localdate()).values_list("unit_id", "parent_id"):
            if child in rows and parent in rows:
                below[parent].append(child)
                roots.discard(child)
        self._found: dict[str, Choice] = {}
        for root in sorted(roots, key=lambda pk: rows[pk].code):
            self._walk(root, rows, below, 0, frozenset())
        if scope.whole:
            for code in sorted(set(in_facts) - set(self.names)):
                self._found[code] = Choice(code, code, 0, frozenset({code}))

    @property
    def choices(self) -> list[Choice]:
        """All of them, each below its parent."""
        return list(self._found.values())

    def codes(self, chosen: Iterable[str]) -> frozenset[str] | None:
        """The codes of the chosen units and all below them; None where nothing was chosen.

        Somebody else's unit is as unknown as one that does not exist.
        """
        chosen = [code for code in chosen if code]
        if not chosen:
            return None
        if any(code not in self._found for code in chosen):
            raise Http404
        return frozenset().union(*(self._found[code].codes for code in chosen))

    def shown(self, code: str | None) -> str:
        """A unit's name in the reader's language."""
        found = self._found.get(code or "")
        return found.name if found else code or ""

    def texts(self) -> Mapping[str, Text]:
        """Names by code, in all languages."""
        return {code: name for code, name in self.names.items() if name and name.words}

    def _walk(
        self, pk: int, rows: Mapping[int, Unit], below: Mapping[int, list[int]], depth: int, above: frozenset[int]
    ) -> frozenset[str]:
        unit = rows[pk]
        own = Choice(unit.code, unit.shown_name, depth, frozenset({unit.code}))
        self._found[unit.code] = own
        codes = own.codes
        for child in sorted(below[pk], key=lambda one: rows[one].code):
            if child not in above and child != pk:  # a ring, however it came about, ends here
                codes |= self._walk(child, rows, below, depth + 1, above | {pk})
        self._found[unit.code] = Choice(unit.code, unit.shown_name, depth, codes)
        return codes
