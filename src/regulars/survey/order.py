"""What is shown in random order: the same for one form each time it is shown, and fair over many forms.

A form takes one of ``TURNS`` turns by its nonce, so that pages can be kept, one for each turn. Over all turns each of
2, 3, 4, 5, 6, 10 or 12 things stands in each place equally often; of other numbers nearly so.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from hashlib import blake2b

from regulars.survey.blocks import Block

TURNS = 60


def turn_of(nonce: str) -> int:
    """The turn of a form."""
    return zlib.crc32(nonce.encode()) % TURNS


def ordered(block: Block, turn: int | None) -> tuple[str, ...]:
    """What a block offers, in the order of this turn; without one, as it is written."""
    seats = block.seats()
    if not block.shuffle or turn is None:
        return seats
    moving = [seat for seat in seats if seat not in block.last]
    return (*_turned(moving, turn), *(seat for seat in seats if seat in block.last))


def in_order(options: Sequence[str], order: Sequence[str]) -> list[str]:
    """Some of what is offered, in the order of the whole."""
    return sorted(options, key=order.index)


def _turned(seats: list[str], turn: int) -> list[str]:
    """Mixed anew every so many turns, and in between moved on by one place each."""
    if not seats:
        return seats
    rounds, start = divmod(turn, len(seats))
    mixed = sorted(seats, key=lambda seat: blake2b(f"{rounds}:{seat}".encode(), digest_size=8).digest())
    return mixed[start:] + mixed[:start]
