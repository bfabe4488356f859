"""What the pages of the company show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from regulars.language import Count
from regulars.web.company.models import Unit, UnitMembership
from regulars.web.facts import facts


@dataclass
class Node:
    """A unit in the tree of a day."""

    unit: Unit
    depth: int = 0
    children: list[Node] = field(default_factory=list)


@dataclass(frozen=True)
class Unknown:
    """A code that occurs in the facts and has no unit."""

    code: str
    purchases: Count
    answers: Count

    @property
    def rows(self) -> int:
        """In all."""
        return self.purchases.value + self.answers.value


def tree(day: date | None = None) -> list[Node]:
    """All units of a day, each below its parent: one list, with depths. Two queries."""
    day = day or timezone.localdate()
    nodes = {unit.pk: Node(unit) for unit in Unit.objects.select_related("calendar")}
    below = set()
    for unit, parent in UnitMembership.objects.on(day).values_list("unit_id", "parent_id"):
        nodes[parent].children.append(nodes[unit])
        below.add(unit)
    roots = [node for pk, node in nodes.items() if pk not in below]
    return list(_flat(roots, 0, set()))


def unknown_units() -> list[Unknown]:
    """Units that purchases or answers name and nobody has added, those with most rows first."""
    known = set(Unit.objects.values_list("code", flat=True))
    purchases, answers = _in_purchases(), _in_answers()
    found = [
        Unknown(code, Count(purchases.get(code, 0)), Count(answers.get(code, 0)))
        for code in {*purchases, *answers} - known
    ]
    return sorted(found, key=lambda one: (-one.rows, one.code))


_kept: dict[tuple[str, int], dict[str, int]] = {}


def _in_purchases() -> dict[str, int]:
    table = facts().purchases_table
    return _counted(str(table.path), table.snapshot().version, lambda: facts().purchases())


def _in_answers() -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for table in facts().tables():
        name = table.contract.name
        if name.startswith("answers/"):
            survey = name.removeprefix("answers/")
            rows = _counted(str(table.path), table.snapshot().version, lambda survey=survey: facts().answers(survey))
            for code, count in rows.items():
                found[code] += count
    return found


def _counted(path: str, version: int, open_: object) -> dict[str, int]:
    """Rows of each unit; counted once for each version of the table."""
    if (path, version) not in _kept:
        for old in [key for key in _kept if key[0] == path]:
            del _kept[old]
        rows = open_()
        counts = rows.group_by("unit").agg(n=rows.count()).to_pyarrow()
        found = dict(zip(counts["unit"].to_pylist(), counts["n"].to_pylist(), strict=True))
        _kept[path, version] = {code: count for code, count in found.items() if code is not None}
    return _kept[path, version]


def _flat(nodes: list[Node], depth: int, seen: set[int]) -> Iterator[Node]:
    for node in sorted(nodes, key=lambda one: one.unit.shown_name.casefold()):
        if node.unit.pk not in seen:
            seen.add(node.unit.pk)
            node.depth = depth
            yield node
            yield from _flat(node.children, depth + 1, seen)
