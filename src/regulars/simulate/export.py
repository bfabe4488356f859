"""The tables as a company's own systems would export them: plain columns, words in one language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from regulars.language import Text
from regulars.simulate.answering import AnswerModel
from regulars.simulate.buying import Ints
from regulars.simulate.content import Content
from regulars.simulate.fieldwork import Asked, Manner
from regulars.simulate.ledger import Lines

CURRENCY = "CNY"


@dataclass(frozen=True)
class Export:
    """What all tables of one export share: the first day, the guests' numbers, the language of the words."""

    first_day: np.datetime64
    numbers: pa.Array
    words: Content
    tag: str

    def purchases(self, lines: Lines) -> pa.Table:
        """One row for each line of an invoice; walk-ins have no guest."""
        words = self.words
        products = [text for options in words.products.values() for text in options]
        options = np.array([len(some) for some in words.products.values()])
        sold = (np.cumsum(options) - options)[lines.category] + lines.product % options[lines.category]
        channels = [*words.channels.values(), words.walk_in_channel]
        return pa.table(
            {
                "invoice": numbered("R", lines.purchase),
                "line": pa.array(lines.line, pa.int32()),
                "guest": self._guests(lines.guest),
                "closed": self._at(lines.day, lines.minute),
                "hotel": self._named(lines.unit, words.units.values()),
                "channel": self._named(np.where(lines.channel < 0, len(channels) - 1, lines.channel), channels),
                "category": self._named(lines.category, words.categories.values()),
                "product": self._named(np.where(lines.product < 0, len(products), sold), [*products, words.refund]),
                "quantity": pa.array(lines.quantity, pa.int32()),
                "amount": _money(lines.cents),
                "currency": self._named(np.zeros_like(lines.cents), [Text.of(CURRENCY)]),
                "cost": _money(lines.cost),
            }
        )

    def responses(self, asked: Asked, manner: Manner, waves: tuple[str, ...], model: AnswerModel) -> pa.Table:
        """One row for each guest who answered; empty where a question was skipped, 0 where it did not apply."""
        row = np.flatnonzero(asked.answered)
        row = row[np.lexsort((asked.minute[row], asked.day[row]))]
        guest = asked.guest[row]
        head = {
            "response": numbered("A", np.arange(len(row))),
            "guest": self._guests(guest),
            "answered": self._at(asked.day[row], asked.minute[row]),
            "hotel": self._named(asked.unit[row], self.words.units.values()),
            "wave": self._named(asked.wave[row], [Text.of(wave) for wave in waves]),
            "language": self._named(manner.chinese[guest].astype(int), [Text.of("en"), Text.of("zh")]),
            "asked_by": self._named(asked.invitation[row], map(Text.of, self.words.survey["invitations"].values())),
        }
        answers = asked.answers[row]
        return pa.table(
            head | {key: _whole(answers[:, item]) for item, key in enumerate(model.items)},
        )

    def invitations(self, asked: Asked, waves: tuple[str, ...]) -> pa.Table:
        """One row for each guest who was asked."""
        return pa.table(
            {
                "guest": self._guests(asked.guest),
                "wave": self._named(asked.wave, [Text.of(wave) for wave in waves]),
                "hotel": self._named(asked.unit, self.words.units.values()),
                "asked_by": self._named(asked.invitation, map(Text.of, self.words.survey["invitations"].values())),
                "answered": pa.array(asked.answered),
            }
        )

    def _guests(self, guest: Ints) -> pa.Array:
        known = guest >= 0
        places = pa.array(np.where(known, guest, 0).astype(np.int32), mask=~known)
        return pa.DictionaryArray.from_arrays(places, self.numbers).cast(pa.string())

    def _named(self, codes: Ints, texts: Iterable[Text]) -> pa.Array:
        words = pa.array([text.in_language(self.tag) for text in texts], pa.string())
        return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), words).cast(pa.string())

    def _at(self, day: Ints, minute: Ints) -> pa.Array:
        at = self.first_day.astype("datetime64[m]") + (day * 1440 + minute).astype("timedelta64[m]")
        return pa.array(at.astype("datetime64[s]"), pa.timestamp("s"))


def numbered(letter: str, numbers: Ints, width: int = 8) -> pa.Array:
    """Numbers as a system prints them: R00000001."""
    digits = pc.utf8_lpad(pa.array(numbers + 1).cast(pa.string()), width, "0")
    return pc.binary_join_element_wise(letter, digits, "")


def _whole(answers: Ints) -> pa.Array:
    return pa.array(answers, pa.int16(), mask=answers < 0)


def _money(cents: NDArray[np.int64]) -> pa.Array:
    # Exact decimals from whole cents: the two halves of a 128-bit integer, laid out by hand.
    halves = np.empty((len(cents), 2), dtype="<i8")
    halves[:, 0], halves[:, 1] = cents, cents >> 63
    return pa.Array.from_buffers(pa.decimal128(18, 2), len(cents), [None, pa.py_buffer(halves)])
