"""What the list of blocks can do: move, duplicate, remove, put in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from copy import deepcopy
from typing import Any

from regulars.language import message
from regulars.web.research.editing.keys import names_of, told_apart
from regulars.web.research.errors import StateError

Block = Mapping[str, Any]
TURNS = ("up", "down", "duplicate", "remove")


def turned(blocks: Sequence[Block], turn: str, at: int) -> tuple[list[Block], int]:
    """The blocks after one of ``TURNS``, and the place of the block that is looked at next."""
    found = list(blocks)
    match turn:
        case "up" if at > 0:
            found[at - 1 : at + 1] = found[at], found[at - 1]
            return found, at - 1
        case "down" if at < len(found) - 1:
            found[at : at + 2] = found[at + 1], found[at]
            return found, at + 1
        case "duplicate":
            found.insert(at + 1, copied(found[at], keys_of(found)))
            return found, at + 1
        case "remove":
            if len(found) == 1:
                raise StateError(message("A questionnaire needs at least one block. Add another before this one goes."))
            del found[at]
            return found, min(at, len(found) - 1)
    return found, at


def moved(blocks: Sequence[Block], at: int, to: int) -> list[Block]:
    """One block to another place."""
    found = list(blocks)
    found.insert(max(0, min(to, len(found) - 1)), found.pop(at))
    return found


def keys_of(blocks: Sequence[Block]) -> set[str]:
    """All keys that are taken."""
    return {name for block in blocks for name in names_of(block)}


def copied(block: Block, taken: Collection[str]) -> dict[str, Any]:
    """The block with keys that nobody has; a copy begins no page and asks everybody."""
    found = deepcopy({name: value for name, value in block.items() if name not in ("when", "page")})
    known = set(taken)
    if found.get("key"):
        found["key"] = told_apart(found["key"], known)
    if "items" in found:
        items = {}
        for key, item in found["items"].items():
            new = told_apart(key, known)
            known.add(new)
            items[new] = item
        renamed = dict(zip(found["items"], items, strict=True))
        found["items"] = items
        if found.get("last"):
            found["last"] = [renamed.get(name, name) for name in found["last"]]
    return found
