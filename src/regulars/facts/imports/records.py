"""One record of a CSV file: is it whole, and what are its values? Linear in its length, whatever it holds."""

from __future__ import annotations

import re
from functools import lru_cache

# In a strict record quotes only surround whole values; any reader agrees on it. A lenient one may hold
# quotes inside bare values (a 15" screen) and blanks around quoted ones; people write such, and mean them.
_QUOTED = r'"(?:[^"]|"")*+"'


@lru_cache
def strict(delimiter: str) -> re.Pattern[bytes]:
    """Records that every reader understands alike."""
    d = re.escape(delimiter)
    value = rf'(?:{_QUOTED}|[^"{d}\r\n]*+)'
    return re.compile(rf"{value}(?:{d}{value})*+".encode())


@lru_cache
def simple(delimiter: str) -> re.Pattern[bytes]:
    """Strict records without a delimiter or a quote inside a value, and without an empty one in quotes.

    They have one value more than delimiters, and need not be taken apart: most records with quotes are such.
    """
    d = re.escape(delimiter)
    value = rf'(?:"[^"{d}\r\n]++"|[^"{d}\r\n]*+)'
    return re.compile(rf"{value}(?:{d}{value})*+".encode())


@lru_cache
def _value(delimiter: str) -> re.Pattern[str]:
    d = re.escape(delimiter)
    return re.compile(rf'(?:[ ]*({_QUOTED})[ ]*|((?![ ]*")[^{d}]*+))({d}|\Z)', re.DOTALL)


def values_of(record: str, delimiter: str) -> list[str] | None:
    """The values of a record, or ``None`` when a quote in it never closes."""
    if delimiter == " ":
        return record.split()
    if '"' not in record:
        return record.split(delimiter)
    found, place, pattern = [], 0, _value(delimiter)
    while True:
        match = pattern.match(record, place)
        if match is None:
            return None
        quoted, bare, end = match.groups()
        found.append(bare if quoted is None else quoted[1:-1].replace('""', '"'))
        if not end:
            return found
        place = match.end()


def split_record(record: str, delimiter: str) -> list[str]:
    """The values of a record; where quotes mislead, plain cutting stands in."""
    record = record.rstrip("\r\n")
    found = values_of(record, delimiter)
    return record.split(delimiter) if found is None else found


def written(values: list[str], delimiter: str) -> str:
    """The record as every reader understands it; line breaks inside a value become blanks."""
    return delimiter.join(_written(value, delimiter) for value in values)


def _written(value: str, delimiter: str) -> str:
    if "\n" in value or "\r" in value:
        value = value.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")
    if '"' in value or delimiter in value:
        return '"' + value.replace('"', '""') + '"'
    return value
