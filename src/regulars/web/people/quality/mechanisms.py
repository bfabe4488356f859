"""How a check finds what it looks for in one record. Few ways, many checks: the rest is data."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Any

from babel.core import Locale, UnknownLocaleError

from regulars.web.messages.addresses import hashed
from regulars.web.people.identifiers import mail
from regulars.web.people.quality.catalogue import Check
from regulars.web.people.quality.mending import repaired, telephone
from regulars.web.people.quality.reading import Record, World
from regulars.web.people.quality.tidying import address_in, garbled, mixed, telephone_in

Mechanism = Callable[[Check, Record, World], bool]
MECHANISMS: dict[str, Mechanism] = {}
_FIRST_PURCHASE, _FIRST, _LAST = date(1990, 1, 1), date(1900, 1, 1), date(2100, 12, 31)
_YEAR = timedelta(days=365.25)


def mechanism(name: str) -> Callable[[Mechanism], Mechanism]:
    """Register one under its name in the file."""

    def decorate(function: Mechanism) -> Mechanism:
        MECHANISMS[name] = function
        return function

    return decorate


def found_in(check: Check, record: Record, world: World) -> bool:
    """Whether the check has something to say about this record."""
    return MECHANISMS[check.mechanism](check, record, world)


def _texts(check: Check, record: Record) -> list[str]:
    return [text for name in check.fields if (text := getattr(record, name))]


@mechanism("blank")
def _blank(check: Check, record: Record, world: World) -> bool:
    return not any(getattr(record, name).strip() for name in check.fields)


@mechanism("repairable")
def _repairable(check: Check, record: Record, world: World) -> bool:
    """The repair itself is the test: what it would change is not yet as it should be."""
    return bool(repaired(check.repair, record, world.country))


@mechanism("not-an-address")
def _no_address(check: Check, record: Record, world: World) -> bool:
    return "@" in record.email.replace("＠", "@") and not mail(record.email)


@mechanism("not-a-telephone")
def _no_telephone(check: Check, record: Record, world: World) -> bool:
    return bool(record.phone.strip()) and not telephone(record.phone, world.country)


@mechanism("not-a-language")
def _no_language(check: Check, record: Record, world: World) -> bool:
    return bool(record.language) and not _language(record.language)


@mechanism("no-sign")
def _no_sign(check: Check, record: Record, world: World) -> bool:
    sign = check.options["sign"]
    return any(sign not in text and "＠" not in text for text in _texts(check, record))


@mechanism("address-in")
def _address_in(check: Check, record: Record, world: World) -> bool:
    return any(address_in(text) for text in _texts(check, record))


@mechanism("telephone-in")
def _telephone_in(check: Check, record: Record, world: World) -> bool:
    return any((found := telephone_in(text)) and telephone(found, world.country) for text in _texts(check, record))


@mechanism("telephone-number")
def _is_telephone(check: Check, record: Record, world: World) -> bool:
    """Long figures alone are a number like any other; it must be the customer's own, or a mobile one of China."""
    text = record.number.strip()
    if not text.lstrip("+").isdecimal() or len(text) < 7:
        return False
    own = telephone(record.phone, world.country) if record.phone else ""
    mobile = bool(re.fullmatch(r"(\+?86)?1[3-9]\d{9}", text)) and world.country == "CN"
    return mobile or bool(own and telephone(text, world.country) == own)


@mechanism("garbled")
def _garbled(check: Check, record: Record, world: World) -> bool:
    return any(garbled(text) for text in _texts(check, record))


@mechanism("mixed-scripts")
def _mixed(check: Check, record: Record, world: World) -> bool:
    return any(mixed(text) for text in _texts(check, record))


@mechanism("words")
def _words(check: Check, record: Record, world: World) -> bool:
    """``whole``: a field is nothing but one of the words. Else one stands in it; Chinese ones need no blanks around."""
    return any(_is_word(check, text) for text in _texts(check, record))


@mechanism("endings")
def _endings(check: Check, record: Record, world: World) -> bool:
    if record.kind != check.options.get("kind", record.kind):
        return False
    name = record.name.strip().casefold()
    return len(name) > 1 and name.endswith(_ends(tuple(check.options["words"])))


@mechanism("shared")
def _is_shared(check: Check, record: Record, world: World) -> bool:
    values = world.shared.get(check.key, frozenset())
    return bool(values) and any(text.lower() in values for text in _texts(check, record))


@mechanism("impossible-day")
def _impossible(check: Check, record: Record, world: World) -> bool:
    tomorrow = world.today + timedelta(days=1)  # somewhere it is tomorrow already
    bought = any(day and not _FIRST_PURCHASE <= day <= tomorrow for day in (record.first, record.last))
    return bought or any(not _FIRST <= day <= _LAST for day in record.others)


@mechanism("unchanged")
def _unchanged(check: Check, record: Record, world: World) -> bool:
    return record.changed < world.now - _YEAR * int(check.options["years"])


@mechanism("returned")
def _returned(check: Check, record: Record, world: World) -> bool:
    return bool(record.email and world.returned) and hashed(record.email) in world.returned


@mechanism("unproved")
def _unproved(check: Check, record: Record, world: World) -> bool:
    return bool(record.email) and (not record.proved or hashed(record.email) not in record.proved)


def _is_word(check: Check, text: str) -> bool:
    whole, pattern, domains = _pattern(check.key, check.mechanism, tuple(check.options.get("words", ())),
        bool(check.options.get("whole")), tuple(check.options.get("domains", ())))  # fmt: skip
    text = text.strip().casefold()
    if whole is not None:
        return text in whole
    _, at, domain = text.rpartition("@")
    if at:
        return domain in domains or any(domain.endswith(f".{one}") for one in domains)
    return bool(pattern.search(text))


@cache
def _pattern(key: str, kind: str, words: tuple[str, ...], whole: bool, domains: tuple[str, ...]) -> Any:
    if whole:
        return frozenset(words), None, frozenset(domains)
    latin = "|".join(re.escape(one) for one in words if one.isascii())
    other = "|".join(re.escape(one) for one in words if not one.isascii())
    parts = [*([rf"(?<![a-z])(?:{latin})(?![a-z])"] if latin else []), *([other] if other else [])]
    return None, re.compile("|".join(parts) or "(?!)"), frozenset(domains)


@cache
def _ends(words: tuple[str, ...]) -> tuple[str, ...]:
    """Latin words stand behind a blank; in Chinese the last signs are enough."""
    return tuple(f" {word}" if word.isascii() else word for word in words)


@cache
def _language(code: str) -> bool:
    try:
        Locale.parse(code.replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True
