"""What a page is, what may be asked of it, and what its function is given."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from regulars.insights.errors import OptionError
from regulars.insights.report import Report, Row, Section, Whom, Words
from regulars.insights.scope import Scope
from regulars.insights.scoring import Grades
from regulars.insights.value import Terms
from regulars.language import Message, message

if TYPE_CHECKING:
    from regulars.facts import Facts

Value: TypeAlias = float | str | None
Make: TypeAlias = "Callable[[Facts, Wish], Report]"


@dataclass(frozen=True)
class Option:
    """A number that a reader may set, from ``low`` to ``high``, or one of ``choices`` (value -> words).

    ``among``: where the choices hang on the facts. ``default`` None: the method's own, "" the first choice.
    ``of_surveys``: whether a choice is a survey, or a question of one as ``survey:item``; hidden ones are none.
    """

    key: str
    label: Message
    default: Value = None
    low: float | None = None
    high: float | None = None
    whole: bool = False
    choices: Mapping[str, Words] = field(default_factory=dict)
    among: Callable[[Facts], Mapping[str, Words]] | None = None
    hint: Message | None = None
    of_surveys: bool = False

    def choices_in(self, facts: Facts, hidden: Collection[str] = ()) -> Mapping[str, Words]:
        """What may be chosen; nothing where a number is asked for."""
        choices = self.choices if self.among is None else self.among(facts)
        if not self.of_surveys:
            return choices
        return {key: words for key, words in choices.items() if key.split(":")[0] not in hidden}

    def read(self, text: str, facts: Facts, hidden: Collection[str] = ()) -> Value:
        """What somebody wrote; raises ``OptionError`` naming value and way out. Empty means the default."""
        text = text.strip()
        if not text:
            return self.default
        if self.choices or self.among:
            choices = self.choices_in(facts, hidden)
            if text not in choices:
                raise OptionError(
                    message(
                        "“{value}” is none of the choices for {name}: {choices}.",
                        value=text[:40], name=self.key, choices=", ".join(choices),
                    )
                )  # fmt: skip
            return text
        return self._number(text)

    def _number(self, text: str) -> float:
        try:
            number = float(text.replace(",", "."))
        except ValueError:
            number = float("nan")
        too_low = self.low is not None and not number >= self.low
        too_high = self.high is not None and not number <= self.high
        if number != number or too_low or too_high or (self.whole and number != int(number)):
            low, high = ("…" if end is None else f"{end:g}".replace("-", "−") for end in (self.low, self.high))
            raise OptionError(
                message(
                    "“{value}” does not fit {name}: enter a number from {low} to {high}.",
                    value=text[:40], name=self.label, low=low, high=high,
                )
            )  # fmt: skip
        return number


@dataclass(frozen=True)
class Own:
    """A field of the company's own, which no fact knows: ``values`` of it in order, each with its words.

    ``of``: value -> keys of the customers who have it. ``sensitive``: such as health or belief.
    """

    key: str
    name: Words
    values: Mapping[str, Words]
    of: Mapping[str, frozenset[int]]
    sensitive: bool = False

    @cached_property
    def mark(self) -> str:
        """Another one for other words, or where anybody has another value."""
        told = sha256(repr((self.key, self.name, self.sensitive, list(self.values.items()))).encode())
        for key, keys in self.of.items():
            told.update(f" {key} ".encode())
            told.update(np.sort(np.fromiter(keys, dtype=np.int64, count=len(keys))).tobytes())
        return told.hexdigest()


@dataclass(frozen=True)
class Wish:
    """What is asked of a page.

    ``among``: keys of the customers to look at, None for all; ``units``: the units whose answers count, None for all
    in scope; ``first`` and ``last``: the days of purchases and answers. ``options``: those of the page with a value.
    ``hidden``: surveys that promised more than their definition says, and stay out. ``own``: a field of the company's
    own to look at customers by.
    """

    scope: Scope
    among: frozenset[int] | None = None
    units: frozenset[str] | None = None
    first: date | None = None
    last: date | None = None
    terms: Terms = field(default_factory=Terms)
    grades: Grades = field(default_factory=Grades)
    options: Mapping[str, Value] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    own: Own | None = None

    def number(self, key: str) -> float | None:
        """An option that is a number; None where the method shall decide."""
        value = self.options.get(key)
        return None if value is None else float(value)

    def word(self, key: str) -> str:
        """An option that is a choice."""
        return str(self.options.get(key) or "")


@dataclass(frozen=True)
class Page:
    """``lede`` says what the page answers. ``by_unit``: whether a unit or a segment alone makes sense.

    ``by_days``: whether the days of purchases or answers may be narrowed. ``by_own``: whether it takes a field of the
    company's own.
    """

    key: str
    title: Message
    lede: Message
    make: Make
    options: tuple[Option, ...] = ()
    by_unit: bool = True
    by_days: bool = False
    by_own: bool = False

    def complete(self, wish: Wish) -> Wish:
        """With the default of every option that was not given."""
        return replace(wish, options={option.key: option.default for option in self.options} | dict(wish.options))


def with_customers(section: Section, whom: Callable[[Row], Whom | None]) -> Section:
    """The section with the customers behind each row of its table."""
    if section.table is None:
        return section
    rows = tuple(replace(row, whom=whom(row)) for row in section.table.rows)
    return replace(section, table=replace(section.table, rows=rows))


def read_options(page: Page, given: Mapping[str, str], facts: Facts, hidden: Collection[str] = ()) -> dict[str, Value]:
    """The value of every option of a page. Raises ``OptionError`` for an unknown one or a bad value."""
    known = {option.key: option for option in page.options}
    unknown = [key for key in given if key not in known]
    if unknown:
        raise OptionError(
            message(
                "This page has no option “{name}”. It has: {known}.", name=unknown[0][:40], known=_list(list(known))
            )
        )
    return {key: option.read(given.get(key, ""), facts, hidden) for key, option in known.items()}


def _list(names: Sequence[str]) -> str | Message:
    return ", ".join(names) if names else message("none")
