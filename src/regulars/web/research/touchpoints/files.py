"""The register as a file: leaving the house, and many touchpoints from one."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import xlsxwriter
from django.db import transaction

from regulars.facts.imports import BadRow
from regulars.facts.imports.short_lists import BadValueError, short_list
from regulars.language import Language, Message, Text, message, render
from regulars.web.accounts.models import User
from regulars.web.audit import Event, record
from regulars.web.company.models import Unit
from regulars.web.research.touchpoints import actions
from regulars.web.research.touchpoints.forms import KEY
from regulars.web.research.touchpoints.models import KINDS, Stage, Touchpoint
from regulars.web.tables import cell

MOST = 5_000
COLUMNS = {  # compared without capitals, blanks and marks
    "key": ("key", "code", "id", "代码", "编码", "编号"),
    "name_en": ("nameen", "name", "touchpoint", "英文名", "英文名称"),
    "name_zh": ("namezh", "中文名", "中文名称", "名称", "触点", "接触点"),
    "kind": ("kind", "type", "类型", "类别"),
    "stage": ("stage", "阶段"),
    "owner": ("owner", "responsible", "负责人", "责任人"),
    "standard_en": ("standarden", "standard", "英文标准"),
    "standard_zh": ("standardzh", "中文标准", "标准"),
    "threshold": ("threshold", "门槛", "目标"),
    "traffic": ("traffic", "customersamonth", "客流", "每月客户数"),
    "traffic_source": ("trafficsource", "客流来源", "数据来源"),
    "units": ("units", "unit", "单位", "门店"),
    "items": ("items", "item", "题项"),
}
_KINDS = {
    "human": "person", "people": "person", "人": "person", "physical": "thing", "物": "thing",
    "informational": "information", "信息": "information", **{key: key for key in KINDS},
    **{render(words, language): key for key, words in KINDS.items() for language in Language},
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One row of the file; empty entries change nothing."""

    row: int
    key: str = ""
    name_en: str = ""
    name_zh: str = ""
    kind: str = ""
    stage: str = ""
    owner: str = ""
    standard_en: str = ""
    standard_zh: str = ""
    threshold: str = ""
    traffic: str = ""
    traffic_source: str = ""
    units: str = ""
    items: str = ""


@dataclass(frozen=True)
class Plan:
    """What the good rows would do."""

    new: tuple[Row, ...]
    changed: tuple[Row, ...]
    same: tuple[Row, ...]
    bad: tuple[BadRow, ...]

    @property
    def good(self) -> tuple[Row, ...]:
        """All rows that change something."""
        return (*self.new, *self.changed)


def rows_out() -> Iterator[list[Any]]:
    """The heading, then a row for each touchpoint, the archive left out."""
    yield list(COLUMNS)
    found = Touchpoint.objects.filter(archived_at=None).select_related("stage", "owner")
    for one in found.prefetch_related("units", "items"):
        name, standard = dict(one.name.words), dict(one.standard.words)
        yield [
            one.key,
            name.get("en", name.get("und", "")),
            name.get("zh", ""),
            one.kind,
            one.stage.key,
            one.owner.email if one.owner else "",
            standard.get("en", standard.get("und", "")),
            standard.get("zh", ""),
            one.threshold,
            one.traffic,
            one.traffic_source,
            "; ".join(unit.code for unit in one.units.all()),
            "; ".join(map(str, one.items.all())),
        ]


def workbook(rows: Iterable[Iterable[Any]]) -> bytes:
    """The same as a workbook. Numbers are numbers; words are words, never formulas."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 1)
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, int):
                    sheet.write_number(at, column, value)
                elif value not in (None, ""):
                    sheet.write_string(at, column, cell(value)[:32_767])
    return out.getvalue()


def read_rows(file: Path) -> list[Row]:
    """The rows of a file. Raises what is wrong with it as a whole."""
    return short_list(file, Row, COLUMNS, needed=("key",), most=MOST)


def plan(rows: Iterable[Row]) -> Plan:
    """Hold the rows against the register. Changes nothing."""
    here = _Here()
    new, changed, same, bad = [], [], [], []
    seen: dict[str, int] = {}
    for row in rows:
        try:
            if row.key.casefold() in seen:
                raise BadValueError(
                    row.key,
                    message("the key stands in row {row} already", row=seen[row.key.casefold()]),
                    message("Give each touchpoint one row."),
                )
            wanted = here.values(row)
        except BadValueError as error:
            bad.append(error.at(row.row))
            continue
        seen[row.key.casefold()] = row.row
        known = here.known.get(row.key)
        (new if known is None else changed if here.differs(known, wanted) else same).append(row)
    return Plan(tuple(new), tuple(changed), tuple(same), tuple(bad))


@transaction.atomic
def apply(rows: Iterable[Row], *, by: User) -> Plan:
    """Do what the plan says."""
    done, here = plan(rows), _Here()
    for row in done.good:
        wanted = here.values(row)
        units, items = wanted.pop("units", None), wanted.pop("items", None)
        one = here.known.get(row.key)
        if one is None:
            one = actions.add(key=row.key, fields=wanted, units=units or (), by=by)
        else:
            actions.change(touchpoint=one, fields=wanted, units=units, by=by)
            actions.bring_back(touchpoint=one, by=by)
        if items is not None:
            actions.bind(touchpoint=one, items=items, by=by)
    record(Event.TOUCHPOINTS_IMPORTED, by=by, new=len(done.new), changed=len(done.changed), bad=len(done.bad))
    return done


class _Here:
    """What the rows are held against, read once."""

    def __init__(self) -> None:
        found = Touchpoint.objects.select_related("stage", "owner").prefetch_related("units", "items")
        self.known = {one.key: one for one in found}
        self.stages: dict[str, Stage] = {}
        for stage in Stage.objects.all():
            for word in (stage.key, *stage.name.words.values()):
                self.stages.setdefault(word.casefold(), stage)
        self.units = {unit.code.casefold(): unit for unit in Unit.objects.all()}
        self.owners = {user.email.casefold(): user for user in User.objects.filter(is_active=True)}

    def values(self, row: Row) -> dict[str, Any]:
        """Fields -> values of what the row says. Raises what is wrong with it."""
        if not KEY.fullmatch(row.key):
            raise BadValueError(
                row.key or row.name_en or row.name_zh,
                message("no key"),
                message("Write up to 40 letters a to z, digits and hyphens, such as check-in."),
            )
        known = self.known.get(row.key)
        found = {**self._words(row, known), **self._choices(row), **self._numbers(row)}
        if row.units:
            found["units"] = [_one_of(code, self.units, message("no such unit"), ()) for code in _several(row.units)]
        if row.items:
            found["items"] = [_item(text) for text in _several(row.items)]
        if known is None:
            self._whole(row, found)
        return found

    def _words(self, row: Row, known: Touchpoint | None) -> dict[str, Any]:
        found: dict[str, Any] = {"traffic_source": row.traffic_source[:120]} if row.traffic_source else {}
        for name in ("name", "standard"):
            own = {tag: text for tag in ("en", "zh") if (text := getattr(row, f"{name}_{tag}"))}
            if own:
                found[name] = Text({**(dict(getattr(known, name).words) if known else {}), **own})
        return found

    def _choices(self, row: Row) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if row.kind:
            found["kind"] = _one_of(row.kind, _KINDS, message("no kind of touchpoint"), tuple(KINDS))
        if row.stage:
            stages = tuple(dict.fromkeys(stage.key for stage in self.stages.values()))
            found["stage"] = _one_of(row.stage, self.stages, message("no stage of the journey"), stages)
        if row.owner:
            found["owner"] = _one_of(row.owner, self.owners, message("nobody here has this address"), ())
        return found

    @staticmethod
    def _numbers(row: Row) -> dict[str, Any]:
        limits = {"threshold": (1, 100), "traffic": (0, 1_000_000_000)}
        return {name: _whole(text, *ends) for name, ends in limits.items() if (text := getattr(row, name))}

    def _whole(self, row: Row, found: Mapping[str, Any]) -> None:
        """A new touchpoint needs more than a key."""
        for name, such_as in (("name", "Reception"), ("kind", "person"), ("stage", next(iter(self.stages), ""))):
            if name not in found:
                raise BadValueError(
                    row.key,
                    message("a new touchpoint needs a {column}", column=name),
                    message("Fill the column, such as {example}.", example=such_as),
                )

    @staticmethod
    def differs(known: Touchpoint, wanted: Mapping[str, Any]) -> bool:
        """Whether the row would change something."""
        if known.archived_at is not None:
            return True
        for name, value in wanted.items():
            match name:
                case "units":
                    now: Any = {unit.pk for unit in known.units.all()}
                    value = {unit.pk for unit in value}
                case "items":
                    now = {(one.survey, one.item) for one in known.items.all()}
                    value = set(value)
                case _:
                    now = getattr(known, name)
            if now != value:
                return True
        return False


def _one_of(text: str, known: Mapping[str, Any], problem: Message, names: tuple[str, ...]) -> Any:
    found = known.get(text.casefold())
    if found is None:
        way_out = (
            message("Write one of: {known}.", known=names[:12])
            if names
            else message("Write it as it stands here, or leave it empty.")
        )
        raise BadValueError(text, problem, way_out)
    return found


def _whole(text: str, low: int, high: int) -> int:
    clean = re.sub(r"[,\s\u00a0]", "", text)
    if not clean.isdecimal() or not low <= int(clean) <= high:
        raise BadValueError(
            text, message("no whole number from {low} to {high}", low=low, high=high), message("Write it in digits.")
        )
    return int(clean)


def _item(text: str) -> tuple[str, str]:
    survey, _, item = text.partition("/")
    if not survey or not item or len(survey) > 100 or len(item) > 80:
        raise BadValueError(text, message("no item"), message("Write survey and item, such as guests/breakfast."))
    return survey, item


def _several(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;；]", text) if part.strip()]


assert tuple(COLUMNS) == tuple(one.name for one in fields(Row))[1:]  # noqa: S101  what leaves can come back
