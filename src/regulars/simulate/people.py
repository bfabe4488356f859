"""The list of customers that the sample company's reception and web site would export: names, addresses, firms.

Some stand in it twice, as on every list: once from the reception, once from the web site, written another way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import pyarrow as pa
import yaml

from regulars.language import Text
from regulars.simulate.streams import stream

COLUMNS = ("number", "name", "kind", "email", "phone", "language", "organisation", "role")
# Of satellite telephones: as long and as valid as any, and nearly none of them is anybody's.
PREFIX = "1740"


@cache
def names() -> Mapping[str, Any]:
    """``content/sample-people.yaml``, whole."""
    source = resources.files("regulars").joinpath("content", "sample-people.yaml")
    return yaml.safe_load(source.read_text("utf-8"))


@dataclass(frozen=True)
class Person:
    """One guest: ``name`` as the reception wrote it, ``spelled`` as a passport has it."""

    name: str
    spelled: str
    language: str
    email: str
    phone: str


def list_of_people(numbers: Sequence[str], seed: int = 2026, language: str = "en") -> pa.Table:
    """One row for each number, then the second entries of some, then firms: all text, empty where nothing is known.

    >>> list_of_people(["JH1", "JH2"], seed=1).column_names[:3]
    ['number', 'name', 'kind']
    """
    chance = stream(seed, "people")
    people = [_person(chance) for _ in numbers]
    rows = [_row(number, one.name, one) for number, one in zip(numbers, people, strict=True)]
    twice = np.flatnonzero(chance.random(len(people)) < names()["twice_share"])
    rows += [_again(place, people[guest], chance) for place, guest in enumerate(twice, 1)]
    _employ(rows[: len(people)], chance)
    rows += [
        {"number": f"F{place:04}", "name": Text.of(firm).in_language(language), "kind": "organisation"}
        for place, firm in enumerate(names()["firms"], 1)
    ]
    return pa.table({column: pa.array([row.get(column, "") for row in rows], pa.string()) for column in COLUMNS})


def _person(chance: np.random.Generator) -> Person:
    said = names()
    if chance.random() < said["chinese_share"]:
        family, given = _one(chance, said["surnames"]), _one(chance, said["given"])
        name, spelled, tag = family + given, f"{said['given'][given]} {said['surnames'][family]}", "zh"
    else:
        name = spelled = f"{_one(chance, said['first'])} {_one(chance, said['last'])}"
        tag = "en"
    figures = int(chance.integers(6 * 10**6))
    phone = f"{PREFIX}{figures:07}"
    handle = "".join(sign for sign in spelled.lower() if sign.isascii() and sign.isalpha())
    email = f"{handle}{figures % 10_000}@guests.example"
    known = chance.random(2)
    return Person(
        name,
        spelled,
        tag,
        email if known[0] < said["mail_share"] else "",
        phone if known[1] < said["phone_share"] else "",
    )


def _row(number: str, name: str, one: Person) -> dict[str, str]:
    return {"number": number, "name": name, "language": one.language, "email": one.email, "phone": one.phone}


def _again(place: int, one: Person, chance: np.random.Generator) -> dict[str, str]:
    """From the web site: the name as in the passport, the telephone with its country, the address in capitals."""
    row = _row(f"WEB{place:05}", one.spelled, one)
    row["phone"] = f"+86 {one.phone[:3]} {one.phone[3:7]} {one.phone[7:]}" if one.phone else ""
    row["email"] = one.email.title() if chance.random() < 0.5 else ""
    return row


def _employ(rows: list[dict[str, str]], chance: np.random.Generator) -> None:
    """Three guests of each firm: who stays, who books, who decides."""
    firms, roles = names()["firms"], names()["roles"]
    some = chance.permutation(len(rows))[: len(firms) * len(roles)]
    for place, guest in enumerate(some):
        rows[guest] |= {"organisation": f"F{place // len(roles) + 1:04}", "role": roles[place % len(roles)]}


def _one(chance: np.random.Generator, choices: Any) -> str:
    found = list(choices)
    return found[int(chance.integers(len(found)))]
