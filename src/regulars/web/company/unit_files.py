"""Many units from one file: what the file would change, row by row, and doing it."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from regulars.facts.imports import BadRow
from regulars.facts.imports.short_lists import short_list
from regulars.language import Text, message
from regulars.web.accounts.models import User
from regulars.web.audit import Event, record
from regulars.web.company.models import Unit, UnitMembership
from regulars.web.company.organising import add_unit, change_unit, move_unit
from regulars.web.company.tree import Branch, ring

COLUMNS = {  # compared without capitals, blanks and marks
    "code": ("code", "unit", "unitcode", "id", "代码", "编码", "编号", "单位代码"),
    "name_en": ("nameen", "name", "englishname", "英文名", "英文名称"),
    "name_zh": ("namezh", "chinesename", "中文名", "中文名称", "名称"),
    "parent": ("parent", "parentcode", "belongsto", "上级", "上级代码", "上级单位"),
    "zone": ("zone", "timezone", "时区"),
    "kind": ("kind", "type", "类型", "类别"),
}
MOST = 20_000


@dataclass(frozen=True)
class Row:
    """One row of the file; empty entries change nothing."""

    row: int
    code: str
    name_en: str = ""
    name_zh: str = ""
    parent: str = ""
    zone: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Plan:
    """What the good rows would do."""

    new: tuple[Row, ...]
    changed: tuple[Row, ...]
    moved: tuple[Row, ...]  # those of the changed that get another parent
    same: tuple[Row, ...]
    bad: tuple[BadRow, ...]

    @property
    def good(self) -> tuple[Row, ...]:
        """All rows that change something."""
        return (*self.new, *self.changed)


def read_rows(file: Path) -> list[Row]:
    """The rows of a file. Raises what is wrong with it as a whole."""
    return short_list(file, Row, COLUMNS, needed=("code",), most=MOST)


def plan(rows: Iterable[Row]) -> Plan:
    """Hold the rows against the units that are here. Changes nothing."""
    rows = list(rows)
    units = {unit.code: unit for unit in Unit.objects.all()}
    parents = _parents_today(units.values())
    good, bad = _sound(rows, units)
    new = [row for row in good if row.code not in units]
    old = [row for row in good if row.code in units]
    moved = [row for row in old if row.parent and parents.get(row.code, "") != row.parent]
    changed = [row for row in old if row in moved or _fields(row, units[row.code])]
    same = [row for row in old if row not in changed]
    return Plan(tuple(new), tuple(changed), tuple(moved), tuple(same), tuple(bad))


@transaction.atomic
def apply(rows: Iterable[Row], *, since: date | None, by: User) -> Plan:
    """Do what the plan says; new units stand below their parent since ever, moves hold from a day on."""
    done = plan(rows)
    for row in done.new:
        name = Text({tag: words for tag, words in (("en", row.name_en), ("zh", row.name_zh)) if words})
        add_unit(code=row.code, name=name, zone=row.zone, kind=row.kind, by=by)
    units = {unit.code: unit for unit in Unit.objects.all()}
    for row in done.new:
        if row.parent:
            UnitMembership.objects.create(unit=units[row.code], parent=units[row.parent])
    for row in done.changed:
        change_unit(unit=units[row.code], fields=_fields(row, units[row.code]), by=by)
    for row in done.moved:
        move_unit(unit=units[row.code], parent=units[row.parent], since=since or timezone.localdate(), by=by)
    record(Event.UNITS_IMPORTED, by=by, new=len(done.new), changed=len(done.changed), bad=len(done.bad))
    return done


def _sound(rows: list[Row], units: Mapping[str, Unit]) -> tuple[list[Row], list[BadRow]]:
    """The rows that can be taken, and those that cannot. A parent that is left out takes its children with it."""
    bad: list[BadRow] = []
    seen: dict[str, Row] = {}
    for row in rows:
        if problem := _alone(row, seen):
            bad.append(problem)
        else:
            seen[row.code] = row
    while True:
        lost = [row for row in seen.values() if row.parent and row.parent not in units and row.parent not in seen]
        if not lost:
            break
        for row in lost:
            del seen[row.code]
            bad.append(
                BadRow(
                    row.row,
                    None,
                    row.parent,
                    message("there is no such unit to belong to"),
                    message("Write the code of a unit that is here or stands in a good row of the file."),
                )
            )
    while found := _ring(seen, units):
        row = seen.pop(found)
        bad.append(
            BadRow(
                row.row,
                None,
                row.parent,
                message("the unit would stand below itself"),
                message("Choose another parent; follow the parents upward and you come back to this unit."),
            )
        )
    return list(seen.values()), sorted(bad, key=lambda one: one.row)


def _alone(row: Row, seen: Mapping[str, Row]) -> BadRow | None:
    """What is wrong with a row by itself."""
    if not row.code:
        return BadRow(
            row.row, None, row.name_en or row.name_zh, message("no code"), message("Write the code of the unit.")
        )
    if len(row.code) > 80 or any(not one.isprintable() for one in row.code):
        return BadRow(
            row.row,
            None,
            row.code[:80],
            message("no code"),
            message("Write a code of at most 80 letters, digits and marks."),
        )
    if row.code in seen:
        return BadRow(
            row.row,
            None,
            row.code,
            message("the code stands in row {row} already", row=seen[row.code].row),
            message("Give each unit one row."),
        )
    if row.zone and row.zone not in zoneinfo.available_timezones():
        return BadRow(
            row.row,
            None,
            row.zone,
            message("not a zone"),
            message("Write a zone such as Asia/Shanghai, or leave it empty."),
        )
    return None


def _ring(rows: Mapping[str, Row], units: Mapping[str, Unit]) -> str | None:
    """The code of a row of the file that closes a ring on any day from now on."""
    numbers = {code: number for number, code in enumerate({*units, *rows, *(row.parent for row in rows.values())})}
    codes = {number: code for code, number in numbers.items()}
    by_pk = {unit.pk: unit.code for unit in units.values()}
    moving = {row.code for row in rows.values() if row.parent}
    branches = [
        Branch(numbers[by_pk[unit]], numbers[by_pk[parent]], since, until)
        for unit, parent, since, until in UnitMembership.objects.values_list("unit_id", "parent_id", "since", "until")
        if by_pk[unit] not in moving
    ]
    branches += [Branch(numbers[row.code], numbers[row.parent]) for row in rows.values() if row.parent]
    found = ring(branches)
    if found is None:
        return None
    at, parents = found[1], {one.unit: one.parent for one in branches if one.holds(found[0])}
    while codes[at] not in moving:
        at = parents[at]
    return codes[at]


def _fields(row: Row, unit: Unit) -> dict[str, Any]:
    """What differs; empty entries of the file leave what is there."""
    words = dict(Text.of(unit.name or {}).words)
    wanted = {**words, **{tag: text for tag, text in (("en", row.name_en), ("zh", row.name_zh)) if text}}
    found: dict[str, Any] = {} if wanted == words else {"name": Text(wanted)}
    return found | {
        name: value for name in ("zone", "kind") if (value := getattr(row, name)) != getattr(unit, name) and value
    }


def _parents_today(units: Iterable[Unit]) -> dict[str, str]:
    codes = {unit.pk: unit.code for unit in units}
    today = UnitMembership.objects.on(timezone.localdate()).values_list("unit_id", "parent_id")
    return {codes[unit]: codes[parent] for unit, parent in today}
