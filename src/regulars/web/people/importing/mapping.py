"""What the columns of a file of customers are: told, or guessed from their names in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from regulars.facts.imports import MappingFileError
from regulars.facts.imports.columns import near_misses
from regulars.facts.imports.guess import NAMES as OF_PURCHASES
from regulars.facts.imports.readers import Reading
from regulars.facts.imports.short_lists import by_name
from regulars.language import message

COLUMNS = ("number", "name", "kind", "email", "phone", "language", "unit", "organisation", "role")
NAMES: Mapping[str, tuple[str, ...]] = {
    "number": ("number", *OF_PURCHASES["customer"]),
    "name": ("name", "fullname", "customername", "guestname", "contact", "contactname", "姓名", "客户姓名", "客户名称",
        "名称", "名字", "联系人"),
    "kind": ("kind", "type", "customertype", "客户类型", "类型"),
    "email": ("email", "emailaddress", "mail", "电子邮箱", "电子邮件", "邮箱", "邮件"),
    "phone": ("phone", "phonenumber", "telephone", "tel", "mobile", "mobilephone", "cell", "手机", "手机号", "手机号码",
        "电话", "联系电话"),
    "language": ("language", "lang", "locale", "语言"),
    "unit": OF_PURCHASES["unit"],
    "organisation": ("organisation", "organization", "company", "account", "accountid", "employer", "单位编号",
        "公司编号", "公司", "所属公司", "所属单位"),
    "role": ("role", "function", "position", "jobtitle", "职务", "角色"),
}  # fmt: skip
_READ = ("delimiter", "encoding", "header", "sheet", "missing")


@dataclass(frozen=True)
class CustomerMapping:
    """What it is -> the column's name in the file. ``missing``: codes that mean "nothing known"."""

    number: str
    name: str | None = None
    kind: str | None = None
    email: str | None = None
    phone: str | None = None
    language: str | None = None
    unit: str | None = None
    organisation: str | None = None
    role: str | None = None
    delimiter: str | None = None
    encoding: str | None = None
    header: bool | None = None
    sheet: str | int | None = None
    missing: tuple[str, ...] = ()

    @property
    def columns(self) -> dict[str, str]:
        """Only those that are mapped."""
        return {name: column for name in COLUMNS if (column := getattr(self, name)) is not None}

    @property
    def reading(self) -> Reading:
        """How the file is to be read."""
        return Reading(self.delimiter, self.encoding, self.header, self.sheet, tuple(self.columns.values()))

    def to_dict(self) -> dict[str, Any]:
        """Plain data, without what was left at its default."""
        found = {one.name: getattr(self, one.name) for one in fields(self)}
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in found.items()
            if value not in (None, ())
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> CustomerMapping:
        """Read plain data. Raises ``MappingFileError`` naming the entry that is wrong."""
        known = (*COLUMNS, *_READ)
        for name in data:
            if name not in known:
                near = near_misses(str(name), known) or COLUMNS
                raise MappingFileError(
                    message("The mapping has no entry “{name}”. Did you mean: {near}?", name=str(name), near=near)
                )
        given = {name: value for name, value in data.items() if value not in (None, "")}
        if not given.get("number"):
            raise MappingFileError(
                message("The mapping needs an entry “{name}”: the column that holds it.", name="number")
            )
        missing = given.pop("missing", ())
        texts = {name: str(value) if name in COLUMNS else value for name, value in given.items()}
        return cls(**texts, missing=tuple(map(str, [missing] if isinstance(missing, str) else missing)))


def guess(columns: Sequence[str]) -> dict[str, str]:
    """By their names alone; a file of customers has no other marks."""
    return by_name(columns, NAMES)
