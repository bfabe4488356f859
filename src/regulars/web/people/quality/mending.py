"""What a record would be after a repair. Pure: the values that change, or nothing where no repair is safe."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from regulars.web.people.identifiers import mail
from regulars.web.people.identifiers import telephone as parsed
from regulars.web.people.quality.tidying import address_in, telephone_in, tidied, turned_back, without

Repaired = dict[str, str]
REPAIRS: dict[str, Callable[[Any, str], Repaired]] = {}


@lru_cache(maxsize=20_000)
def telephone(text: str, country: str) -> str:
    """In E.164. Several checks ask the same of a record, and to find out takes long."""
    return parsed(text, country)


def repaired(name: str, record: Any, country: str) -> Repaired:
    """Field -> what would stand there. Only what differs; empty where nothing can be said for certain."""
    if not name:
        return {}
    found = REPAIRS[name](record, country)
    return {field: value for field, value in found.items() if value != getattr(record, field)}


def _repair(name: str) -> Callable[[Callable[[Any, str], Repaired]], Callable[[Any, str], Repaired]]:
    def decorate(function: Callable[[Any, str], Repaired]) -> Callable[[Any, str], Repaired]:
        REPAIRS[name] = function
        return function

    return decorate


@_repair("tidy")
def _tidy(record: Any, country: str) -> Repaired:
    return {"name": tidied(record.name)} if tidied(record.name) else {}


@_repair("address")
def _address(record: Any, country: str) -> Repaired:
    """Small letters and plain signs; or the one address among other words: “Mei <mei@example.com>”."""
    found = mail(record.email) or mail(address_in(record.email))
    return {"email": found} if found else {}


@_repair("telephone")
def _telephone(record: Any, country: str) -> Repaired:
    found = telephone(record.phone, country) if record.phone else ""
    return {"phone": found} if found else {}


@_repair("turn-back")
def _turn_back(record: Any, country: str) -> Repaired:
    return {name: found for name in ("name", "email") if (found := turned_back(getattr(record, name)))}


@_repair("move-address")
def _move_address(record: Any, country: str) -> Repaired:
    """Into the empty field; where the same address stands there already, it only leaves the name."""
    raw = address_in(record.name)
    found = mail(raw)
    if not found or (record.email and mail(record.email) != found):
        return {}
    return {"name": without(record.name, raw), "email": record.email or found}


@_repair("move-telephone")
def _move_telephone(record: Any, country: str) -> Repaired:
    raw = telephone_in(record.name)
    found = telephone(raw, country) if raw else ""
    if not found or (record.phone and telephone(record.phone, country) != found):
        return {}
    return {"name": without(record.name, raw), "phone": record.phone or found}


@_repair("move-name")
def _move_name(record: Any, country: str) -> Repaired:
    """Out of the field of the address: a number to the numbers, letters to the name, where these are empty."""
    text = tidied(record.email)
    if not text or "@" in text:
        return {}
    if number := telephone(text, country):
        return {"email": "", "phone": number} if not record.phone else {}
    if record.name or not any(sign.isalpha() for sign in text) or any(sign in ".0123456789" for sign in text):
        return {}
    return {"email": "", "name": text}


@_repair("empty")
def _empty(record: Any, country: str) -> Repaired:
    """Only the fields that hold nothing but such a word."""
    from regulars.web.people.quality.catalogue import checks

    words = {word for one in checks().values() if one.repair == "empty" for word in one.options.get("words", ())}
    return {name: "" for name in ("name", "email", "phone") if getattr(record, name).strip().casefold() in words}


@_repair("make-organisation")
def _organisation(record: Any, country: str) -> Repaired:
    return {"kind": "organisation"}
