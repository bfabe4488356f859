"""What a list says of people: columns found by their names, rows that can be asked, rows that cannot and why."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from regulars.facts.database import connection, named
from regulars.facts.imports import BadRow, ImportFileError
from regulars.facts.imports.readers import ROW, Reading, Source, SourceFile, head, temporary
from regulars.facts.imports.reasons import EXPLAINED, Reason
from regulars.facts.imports.short_lists import by_name, written
from regulars.language import Message, message
from regulars.web.company.models import Unit
from regulars.web.messages.addresses import is_address, number_of, tidied

MOST = 500_000
HOLDS: dict[str, Message] = {
    "email": message("E-mail"),
    "phone": message("Telephone"),
    "name": message("Name"),
    "language": message("Language"),
    "unit": message("Unit"),
    "number": message("Number of the customer"),
}
# Compared without capitals, blanks and marks; the best first.
_NAMES = {
    "email": "email emailaddress mail mailaddress address 邮箱 电子邮箱 电子邮件 邮件 邮箱地址",
    "phone": "phone telephone tel mobile mobilephone cell phonenumber 手机 手机号 手机号码 电话 电话号码 联系电话",
    "name": "name fullname guest guestname customername customer 姓名 名字 客户姓名 客人姓名 称呼",
    "language": "language lang locale 语言",
    "unit": "unit unitcode store hotel branch shop location 门店 单位 酒店 分店",
    "number": "number customerid customerno customernumber memberid memberno guestid id 客户编号 会员号 会员编号 编号",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row that can be asked. ``unit``: the key of its unit."""

    row: int
    email: str
    phone: str
    name: str
    language: str
    unit: int | None
    number: str


@dataclass(frozen=True)
class Read:
    """A list as it was read; ``repeated``: rows with an address that stands further up."""

    rows: int
    people: list[Row]
    bad: list[BadRow]
    repeated: int


def columns_of(file: Path) -> Sequence[str]:
    """The names of its columns. Raises ``ImportFileError`` for what is no table."""
    with _opened(file) as (db, source):
        head(db, source, 1)
        return source.names


def guess(columns: Sequence[str]) -> dict[str, str]:
    """What is known of a person -> column, by the names of the columns.

    >>> guess(["E-Mail", "Name", "Hotel", "Remarks"])
    {'email': 'E-Mail', 'name': 'Name', 'unit': 'Hotel'}
    """
    return by_name(columns, {entry: names.split() for entry, names in _NAMES.items()})


def read(file: Path, mapping: Mapping[str, str]) -> Read:
    """Every row, checked."""
    with _opened(file) as (db, source):
        known = {entry: name for entry, name in mapping.items() if entry in HOLDS and name in source.names}
        if not {"email", "phone"} & set(known):
            raise ImportFileError(message("Say which column holds the e-mail addresses or the telephone numbers."))
        table = _table(db, source, known)
        bad = list(_broken(source))
    return _checked(table, known, bad)


def _checked(table: pa.Table, known: Mapping[str, str], bad: list[BadRow]) -> Read:
    columns = {entry: [written(value) for value in table[entry].to_pylist()] for entry in known}
    blank, units = [""] * table.num_rows, _units()
    numbers = table["row"].to_pylist()
    people: list[Row] = []
    seen: set[str] = set()
    repeated = 0
    for at, row in enumerate(numbers):
        said = {entry: columns.get(entry, blank)[at] for entry in HOLDS}
        if not any(said.values()):
            continue
        found = _row(int(row), said, units)
        if isinstance(found, BadRow):
            bad.append(found)
        elif (key := (found.email or found.phone).casefold()) in seen:
            repeated += 1
        else:
            seen.add(key)
            people.append(found)
    return Read(len(people) + len(bad) + repeated, people, sorted(bad, key=lambda one: one.row), repeated)


def _row(row: int, said: Mapping[str, str], units: Mapping[str, int]) -> Row | BadRow:
    email, phone = tidied(said["email"]), number_of(said["phone"])
    email = email if is_address(email) else ""
    if not email and not phone:
        return _nowhere(row, said)
    unit = units.get(said["unit"].casefold()) if said["unit"] else None
    if said["unit"] and unit is None:
        way_out = message("Write the code of a unit, or leave it empty.")
        return BadRow(row, None, said["unit"][:80], message("no such unit"), way_out)
    return Row(row, email, phone, said["name"][:200], said["language"][:35], unit, said["number"][:200])


def _nowhere(row: int, said: Mapping[str, str]) -> BadRow:
    if value := said["email"]:
        way_out = message("Write an address such as mei@example.com.")
        return BadRow(row, None, value[:80], message("no e-mail address"), way_out)
    if value := said["phone"]:
        way_out = message("Write it with its country, such as +86 138 0013 8000.")
        return BadRow(row, None, value[:80], message("no telephone number"), way_out)
    way_out = message("Write an e-mail address or a telephone number.")
    return BadRow(row, None, said["name"][:80], message("no address"), way_out)


def _units() -> dict[str, int]:
    """By code, and by name in any language."""
    found: dict[str, int] = {}
    for unit in Unit.objects.filter(closed=None):
        found |= {word.casefold(): unit.pk for word in unit.name.words.values()}
    return found | {code.casefold(): pk for code, pk in Unit.objects.filter(closed=None).values_list("code", "pk")}


class _opened:  # noqa: N801 - a block, as ``open`` is one
    """A file as a table, while the block lasts."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __enter__(self) -> tuple[duckdb.DuckDBPyConnection, Source]:
        from contextlib import ExitStack

        self._stack = ExitStack()
        try:
            folder = self._stack.enter_context(temporary())
            db = self._stack.enter_context(connection(folder))
            return db, SourceFile(self._file, folder, Reading()).source(trust=False)
        except (duckdb.Error, pa.ArrowInvalid, UnicodeError) as error:
            self._stack.close()
            raise _no_table(self._file) from error
        except BaseException:
            self._stack.close()
            raise

    def __exit__(self, kind: Any, error: Any, _: Any) -> None:
        self._stack.close()
        if isinstance(error, duckdb.Error | pa.ArrowInvalid | UnicodeError):
            raise _no_table(self._file) from error


def _no_table(file: Path) -> ImportFileError:
    return ImportFileError(message("{file} cannot be read as a table. Save it as CSV (UTF-8) or XLSX.", file=file.name))


def _table(db: duckdb.DuckDBPyConnection, source: Source, known: Mapping[str, str]) -> pa.Table:
    source.register(db)
    columns = ", ".join(f"{named(name)} as {named(entry)}" for entry, name in known.items())
    query = f"select {named(ROW)} as row, {columns} from {source.relation} order by 1 limit {MOST + 1}"  # noqa: S608 - names are quoted
    found = db.execute(query).to_arrow_table()
    if found.num_rows > MOST:
        raise ImportFileError(message("The list has more than {most} rows. Send it in parts.", most=MOST))
    return found.combine_chunks()


def _broken(source: Source) -> Iterator[BadRow]:
    """Records that no reader could take apart."""
    if source.problems is None:
        return
    with source.problems.open(encoding="utf-8", newline="") as file:
        for row, reason, value, _ in csv.reader(file):
            explained = EXPLAINED[Reason(reason)]
            yield BadRow(int(row), None, value[:80], explained.reason, explained.way_out)
