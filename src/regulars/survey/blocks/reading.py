"""Blocks from plain data and back, with the entries that all kinds share: condition, page, order."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from regulars.language import message
from regulars.survey.blocks import KINDS, Block
from regulars.survey.conditions import Condition, ConditionError, Vocabulary, read_condition, written
from regulars.survey.entries import Entries
from regulars.survey.piping import check

SHARED = ("when", "page", "shuffle", "last")


def read_blocks(entries: Entries, scales: Mapping[str, Any]) -> tuple[Block, ...]:
    """In order: each can ask, and take up, what stands above it and nothing else."""
    found: list[Block] = []
    known = Vocabulary()
    for row in entries.rows("blocks"):
        inner = Entries({name: value for name, value in row.data.items() if name not in SHARED}, row.place)
        block = _block(inner, scales)
        check(block, row.place, known)
        when, page = _when(row, known), row.switch("page")
        found.append(replace(block, when=when, page=page, shuffle=_shuffle(row, block), last=_last(row, block)))
        known |= Vocabulary.of(found[-1].known())
    return tuple(found)


def block_to_dict(block: Block) -> dict[str, Any]:
    """The inverse, of one block."""
    return {
        **block.to_dict(),
        **({} if block.when is None else {"when": written(block.when)}),
        **({"page": True} if block.page else {}),
        **({"shuffle": True} if block.shuffle else {}),
        **({"last": list(block.last)} if block.last else {}),
    }


def _block(entries: Entries, scales: Mapping[str, Any]) -> Block:
    kind = str(entries.need("kind", "kind: ratings"))
    if kind not in KINDS:
        entries.wrong(
            "kind", message("“{value}” is not known. Choose one of: {known}.", value=kind[:60], known=tuple(KINDS))
        )
    return KINDS[kind].read(entries, scales)


def _when(entries: Entries, known: Vocabulary) -> Condition | None:
    if not entries.has("when"):
        return None
    if not isinstance(entries.data["when"], str):
        entries.wrong("when", message("a condition is written as words, such as “overall <= 2”."))
    try:
        return read_condition(entries.data["when"], known)
    except ConditionError as error:
        entries.wrong("when", error.message)


def _shuffle(entries: Entries, block: Block) -> bool:
    shuffle = entries.switch("shuffle")
    if shuffle and not block.seats():
        entries.wrong(
            "shuffle",
            message("a block of kind “{kind}” has nothing whose order could change. Take it out.", kind=block.kind),
        )
    return shuffle


def _last(entries: Entries, block: Block) -> tuple[str, ...]:
    last, seats = entries.names("last"), block.seats()
    for name in last:
        if name not in seats:
            near = difflib.get_close_matches(name, seats, n=3) or seats
            entries.wrong(
                "last",
                message("there is no “{name}” here. There are: {known}.", name=name[:60], known=tuple(near)),
            )
    return tuple(dict.fromkeys(last))
