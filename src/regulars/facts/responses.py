"""Responses that Regulars itself received, on their way into the facts: checked, and laid out in columns.

The page that took them has checked them already; here an answer that does not fit is left out and reported, as in
an import, because one bad answer must neither stop the copying for ever nor cost the answers beside it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from regulars.facts.contracts import LIVE, RATINGS, Contract
from regulars.facts.definitions import Definitions
from regulars.facts.errors import ContractError
from regulars.facts.keys import canonical_customer
from regulars.language import Message, message
from regulars.survey.definition import Item, ItemKind, Survey


@dataclass(frozen=True)
class LiveResponse:
    """One response as it was received. ``customer`` is the company's own id; ``version`` the survey's.

    ``answers``: item key -> number, text, list of texts, or None.
    """

    response: str
    survey: str
    version: int
    at: datetime
    day: date
    answers: Mapping[str, object]
    customer: str | None = None
    unit: str | None = None
    wave: str | None = None
    language: str | None = None
    channel: str | None = None
    weight: float | None = None
    complete: bool = True


@dataclass(frozen=True)
class LeftOut:
    """An answer that does not fit its item; the other answers of the response were kept."""

    survey: str
    response: str
    item: str
    reason: Message


@dataclass
class Columns:
    """Rows of ``answers/<survey>`` and of ``ratings``, with ``customer_id`` in place of ``customer``."""

    answers: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    ratings: list[dict[str, Any]] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many responses."""
        return sum(map(len, self.answers.values()))


class Versions:
    """The definitions of the surveys; a version that nobody named is read by the one that is stored."""

    def __init__(self, given: Iterable[Survey], stored: Definitions) -> None:
        self._given = {(survey.name, survey.version): survey for survey in given}
        self._stored = stored

    def of(self, response: LiveResponse) -> Survey:
        """The survey as it was answered. Raises ``ContractError`` where nothing is known of it."""
        found = self._given.get((response.survey, response.version))
        if found is None and response.survey in self._stored.names():
            found = self._stored.read(response.survey)
        if found is None:
            raise ContractError(
                message(
                    "Response {response} answers version {version} of {survey}, which the facts do not know. "
                    "Publish that survey first.",
                    response=response.response,
                    version=response.version,
                    survey=response.survey,
                )
            )
        return found

    @property
    def given(self) -> list[Survey]:
        """The named versions, each survey's oldest first."""
        return [self._given[key] for key in sorted(self._given)]


def columns_of(responses: Iterable[LiveResponse], versions: Versions) -> Columns:
    """Check and lay out."""
    found = Columns()
    for response in responses:
        survey = versions.of(response)
        head = _head(response)
        items = {item.key: item for item in survey.items}
        values: dict[str, Any] = {}
        for key, answer in response.answers.items():
            value = _value(items.get(key), answer)
            if isinstance(value, Message):
                found.left_out.append(LeftOut(survey.name, response.response, key, value))
            elif value is not None:
                values[key] = value
                if isinstance(value, float) and items[key].rated:
                    found.ratings.append(_rating(head, response, items[key], value))
        found.answers.setdefault(survey.name, []).append({**head, **values})
    return found


def arrow(rows: Sequence[Mapping[str, Any]], contract: Contract) -> pa.Table:
    """As a table of the contract, with ``customer_id`` in place of ``customer``."""
    types = {column.name: column.type for column in contract.columns if column.name != "customer"}
    types["customer_id"] = pa.string()
    return pa.table({name: pa.array([row.get(name) for row in rows], kind) for name, kind in types.items()})


def _head(response: LiveResponse) -> dict[str, Any]:
    if response.at.tzinfo is None:
        raise ContractError(
            message("Response {response} has a time without a zone; give it one.", response=response.response)
        )
    words = {name: _text(getattr(response, name)) for name in ("response", "unit", "wave", "language", "channel")}
    return {
        **words,
        "source": LIVE,
        "customer_id": canonical_customer(_text(response.customer)),
        "at": response.at,
        "day": response.day,
        "weight": response.weight,
        "complete": response.complete,
    }


def _rating(head: Mapping[str, Any], response: LiveResponse, item: Item, value: float) -> dict[str, Any]:
    shared = {name: head[name] for name in ("customer_id", *RATINGS.names) if name in head}
    scale = item.scale
    return {
        **shared,
        "survey": response.survey,
        "version": response.version,
        "metric": item.key,
        "role": item.role.value,
        "value": value,
        "low": scale and float(scale.low),
        "high": scale and float(scale.high),
    }


def _value(item: Item | None, answer: object) -> float | str | Message | None:
    """The answer as it is stored, nothing, or why it cannot be."""
    if answer is None or answer == "" or answer == []:
        return None
    if item is None:  # a ticked box is a consent, which is no answer to the survey
        return None if isinstance(answer, bool) else message("the survey has no such item")
    if item.scale is not None and str(answer) in item.scale.missing:
        return None
    if not item.numeric:
        return _text("; ".join(map(str, answer)) if isinstance(answer, list | tuple) else str(answer))
    try:
        number = float(answer)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if isinstance(answer, bool) or not math.isfinite(number):
        return message("not a number")
    scale, whole = item.scale, item.kind is ItemKind.NUMBER or number.is_integer()
    if scale is not None and not (whole and scale.low <= number <= scale.high):
        return message("{value} is not an answer from {low} to {high}", value=number, low=scale.low, high=scale.high)
    return number


def _text(value: str | None) -> str | None:
    """Halves of characters, which JSON can carry, have no place in any table."""
    return None if value is None else value.encode("utf-8", "replace").decode()
