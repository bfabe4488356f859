"""A file of people: which rows can be invited, and what is wrong with the others."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from regulars.language import Language, Message, RegularsError, message, render
from regulars.web.accounts.access import UnitScope
from regulars.web.accounts.actions.grants import check_dates
from regulars.web.accounts.actions.invitations import Wish
from regulars.web.accounts.errors import PeopleFileError
from regulars.web.accounts.models import Invitation, User
from regulars.web.accounts.roles import NAMES, Role
from regulars.web.company.models import Unit

MOST = 1000
LARGEST = 1024 * 1024
# The heads that a file may have, in either language.
HEADS = {
    "email": ("email", "e-mail", "mail", "address", "邮箱", "邮件", "电子邮箱"),
    "name": ("name", "姓名"),
    "language": ("language", "语言"),
    "role": ("role", "角色"),
    "unit": ("unit", "单位", "门店"),
    "since": ("since", "from", "开始", "首日"),
    "until": ("until", "to", "结束", "末日"),
}
_LANGUAGES = {"en": "en", "english": "en", "zh": "zh", "chinese": "zh", "中文": "zh", "": "en"}


@cache
def _roles() -> Mapping[str, Role]:
    """Each role by its names. Not made at import: the catalogues are long, and few ever read such a file."""
    return {
        word.casefold(): role
        for role, name in NAMES.items()
        for word in (role.value, *(render(name, language) for language in Language))
    }


@dataclass(frozen=True)
class BadRow:
    """A row that is left out: its number in the file (the head is 1), the value, and what to do."""

    row: int
    value: str
    why: Message


@dataclass(frozen=True)
class People:
    """What a file holds."""

    good: list[tuple[int, Wish]]
    bad: list[BadRow]


class _RowError(RegularsError):
    def __init__(self, value: str, why: Message) -> None:
        super().__init__(why)
        self.value = value


def read(content: bytes, scope: UnitScope) -> People:
    """The rows of a CSV file. A wrong row never stops the others."""
    rows = list(_rows(content))
    units = {unit.code.casefold(): unit for unit in Unit.objects.within(scope)}
    known = _known({row.get("email", "").lower() for _, row in rows})
    good: list[tuple[int, Wish]] = []
    bad: list[BadRow] = []
    for number, row in rows:
        try:
            wish = _wish(row, units, scope)
            if why := known.get(wish.email):
                raise _RowError(wish.email, why)
        except _RowError as error:
            bad.append(BadRow(number, error.value, error.message))
        else:
            known[wish.email] = message("This address stands in row {row} already.", row=number)
            good.append((number, wish))
    return People(good, bad)


def _rows(content: bytes) -> Iterator[tuple[int, Mapping[str, str]]]:
    if len(content) > LARGEST:
        raise PeopleFileError(message("The file is larger than 1 MB. Split it into several."))
    try:
        lines = list(csv.reader(io.StringIO(text := _text(content), newline=""), delimiter=_delimiter(text)))
    except csv.Error as error:
        raise PeopleFileError(message("This is not a CSV file: {reason}.", reason=str(error))) from error
    heads = [_head(word) for word in lines[0]] if lines else []
    for needed in ("email", "role"):
        if needed not in heads:
            raise PeopleFileError(
                message("The first row has no column “{name}”. Add it and send the file again.", name=needed)
            )
    filled = [(number, line) for number, line in enumerate(lines[1:], start=2) if any(map(str.strip, line))]
    if len(filled) > MOST:
        raise PeopleFileError(
            message(
                "The file has {rows} rows; at most {most} are taken at once. Split it.", rows=len(filled), most=MOST
            )
        )
    for number, line in filled:
        yield number, {head: value.strip() for head, value in zip(heads, line, strict=False) if head}


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise PeopleFileError(message("The letters of the file cannot be read. Save it as CSV in UTF-8."))


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _head(word: str) -> str:
    plain = word.strip().casefold()
    return next((name for name, words in HEADS.items() if plain in words), "")


def _known(emails: set[str]) -> dict[str, Message]:
    has_account = message("There is an account for this address. Open it and give it the role.")
    has_invitation = message("There is an open invitation for this address. Send that one again, or withdraw it.")
    accounts = User.objects.filter(email__in=emails).values_list("email", flat=True)
    invited = Invitation.objects.waiting().filter(email__in=emails).values_list("email", flat=True)
    return {**dict.fromkeys(invited, has_invitation), **dict.fromkeys(accounts, has_account)}


def _wish(row: Mapping[str, str], units: Mapping[str, Any], scope: UnitScope) -> Wish:
    since, until = day(row.get("since", "")), day(row.get("until", ""))
    try:
        check_dates(since, until)
    except RegularsError as error:
        raise _RowError(row.get("until", ""), error.message) from error
    return Wish(
        email=_email(row.get("email", "")),
        name=row.get("name", "")[:120],
        language=_choice(row.get("language", ""), _LANGUAGES, message("Write en or zh.")),
        role=_choice(row.get("role", ""), _roles(), _role_words),
        unit=_unit(row.get("unit", ""), units, scope),
        since=since,
        until=until,
    )


def _email(value: str) -> str:
    try:
        validate_email(value)
    except ValidationError as error:
        raise _RowError(value, message("This is not an address. Write one such as mei@example.com.")) from error
    return value.lower()


def _choice(value: str, choices: Mapping[str, Any], why: Message | Callable[[], Message]) -> Any:
    if value.casefold() not in choices:
        raise _RowError(value, why() if callable(why) else why)
    return choices[value.casefold()]


def _role_words() -> Message:
    return message("There is no such role. Write one of: {roles}.", roles=", ".join(role.value for role in Role))


def _unit(value: str, units: Mapping[str, Any], scope: UnitScope) -> Any:
    if not value and scope.whole:
        return None
    if value.casefold() not in units:
        raise _RowError(
            value, message("There is no unit of this code that you look after. Write a code from the list of units.")
        )
    return units[value.casefold()]


def day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise _RowError(value, message("Write the day like 2026-10-31.")) from error
