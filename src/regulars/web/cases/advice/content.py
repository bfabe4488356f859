"""Gestures and limits to begin with, read from a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

import yaml

from regulars.language import Text
from regulars.survey.entries import Entries
from regulars.web.accounts.roles import Role
from regulars.web.cases.advice.models import Sort

Amounts = Mapping[str, Decimal]  # by currency


@dataclass(frozen=True)
class Ready:
    """A gesture that a company can take over."""

    key: str
    sort: Sort
    name: Text
    sees: Text
    cost: Amounts
    worth: Amounts
    stays: tuple[float, float]
    severity: tuple[int, int]
    kinds: tuple[str, ...]
    groups: tuple[str, ...]

    def known_in(self, currency: str) -> bool:
        """Whether its amounts are known in a currency."""
        return currency in self.cost and currency in self.worth


@cache
def ready() -> Mapping[str, Ready]:
    """All, by their keys. Raises ``EntryError`` for a slip."""
    return {one.key: one for one in map(_gesture, _file().rows("gestures"))}


@cache
def limits() -> Mapping[Role, tuple[Amounts, Amounts]]:
    """What each role may give in one case and in a month."""
    return {
        Role(str(one.data["role"])): (_amounts(one.data["once"]), _amounts(one.data["month"]))
        for one in (rows.only("role", "once", "month") for rows in _file().rows("limits"))
    }


def _file() -> Entries:
    text = resources.files("regulars").joinpath("content", "gestures.yaml").read_text("utf-8")
    return Entries.of(yaml.safe_load(text)).only("gestures", "limits")


def _gesture(entries: Entries) -> Ready:
    entries.only("key", "sort", "name", "sees", "cost", "worth", "stays", "severity", "kinds", "groups")
    low, high = entries.data["stays"]
    least, most = entries.data.get("severity", (1, 4))
    return Ready(
        entries.key(),
        Sort(str(entries.data["sort"])),
        entries.text("name"),
        entries.text("sees"),
        _amounts(entries.data["cost"]),
        _amounts(entries.data["worth"]),
        (float(low), float(high)),
        (int(least), int(most)),
        tuple(entries.data.get("kinds", ())),
        tuple(entries.data.get("groups", ())),
    )


def _amounts(data: Any) -> Amounts:
    return {str(currency): Decimal(str(amount)) for currency, amount in dict(data).items()}
