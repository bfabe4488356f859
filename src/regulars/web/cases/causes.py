"""Why things go wrong: the causes that cases, exits and win-backs share. Data in ``content/causes.yaml``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from regulars.language import Text
from regulars.survey.entries import Entries


@dataclass(frozen=True)
class Cause:
    """One, within a group. Not ``on``: no case is given it any more, those that have it keep it."""

    key: str
    group: str
    name: Text
    meant: Text | None = None
    on: bool = True


Own = Callable[[], Mapping[str, "Cause"]]
_OWN: list[Own] = []


def own_causes(read: Own) -> Own:
    """The company's own: asked each time, so ``read`` keeps what it found. One of the same key stands for it."""
    _OWN.append(read)
    return read


@dataclass(frozen=True)
class Group:
    """Causes of one sort."""

    key: str
    name: Text


@cache
def built_in() -> tuple[Mapping[str, Group], Mapping[str, Cause]]:
    """Those that come with Regulars."""
    data = yaml.safe_load(resources.files("regulars").joinpath("content", "causes.yaml").read_text("utf-8"))
    entries = Entries.of(data).only("groups")
    groups: dict[str, Group] = {}
    found: dict[str, Cause] = {}
    for rows in entries.rows("groups"):
        rows.only("key", "name", "causes")
        groups[rows.key()] = Group(rows.key(), rows.text("name"))
        for one in rows.rows("causes"):
            one.only("key", "name", "meant")
            found[one.key()] = Cause(one.key(), rows.key(), one.text("name"), one.maybe_text("meant"))
    return groups, found


def groups() -> Mapping[str, Group]:
    """In their order."""
    return built_in()[0]


def causes() -> Mapping[str, Cause]:
    """By their keys, in their order; the company's own after those that come with Regulars."""
    found = built_in()[1]
    for read in _OWN:
        found = {**found, **read()}
    return found
