"""How probable it is that two records are one customer: the model of Fellegi and Sunter [fellegi1969].

Each comparison has an outcome. ``m`` is how often it comes out so for two records of one customer, ``u`` how often for
two of different ones; log2(m / u) is its weight, the weights add up, and the sum with the odds before gives the chance.
Whoever shares an address by accident gets rarer as the list grows, so ``u`` of addresses and names goes with 1 / N; a
name that many have weighs little [winkler1988].
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import log2

from rapidfuzz.distance import OSA, JaroWinkler

from regulars.language import Message, message
from regulars.web.people.duplicates.names import Alike, alike

LISTED = 0.5  # less probable pairs are not shown
CERTAIN = 0.98  # may be put together many at a time, after a look
SHARE = 0.05  # of the records, that are expected to have another one of the same customer


class Reason(StrEnum):
    """Outcomes that speak for or against."""

    MAIL = "mail"
    MAIL_CLOSE = "mail-close"
    MAIL_OTHER = "mail-other"
    PHONE = "phone"
    PHONE_CLOSE = "phone-close"
    PHONE_OTHER = "phone-other"
    HANDLE = "handle"
    NAME = "name"
    SOUND = "sound"
    CLOSE = "close"
    NAME_OTHER = "name-other"
    UNIT = "unit"
    UNIT_OTHER = "unit-other"

    @property
    def said(self) -> Message:
        """For people."""
        return _SAID[self]


_SAID = {
    Reason.MAIL: message("same e-mail address"),
    Reason.MAIL_CLOSE: message("e-mail addresses almost the same"),
    Reason.MAIL_OTHER: message("other e-mail address"),
    Reason.PHONE: message("same telephone"),
    Reason.PHONE_CLOSE: message("telephone numbers almost the same"),
    Reason.PHONE_OTHER: message("other telephone"),
    Reason.HANDLE: message("same number or account elsewhere"),
    Reason.NAME: message("same name"),
    Reason.SOUND: message("names sound the same"),
    Reason.CLOSE: message("names alike"),
    Reason.NAME_OTHER: message("other name"),
    Reason.UNIT: message("same unit"),
    Reason.UNIT_OTHER: message("other unit"),
}
# Outcome -> m, and u: "n" is to be divided by the number of records, "f" stands for how many have the name.
_RATES: Mapping[Reason, tuple[float, float | str]] = {
    Reason.MAIL: (0.55, "0.05/n"),
    Reason.MAIL_CLOSE: (0.10, "5/n"),
    Reason.MAIL_OTHER: (0.35, 1.0),
    Reason.PHONE: (0.60, "0.1/n"),
    Reason.PHONE_CLOSE: (0.08, "2/n"),
    Reason.PHONE_OTHER: (0.32, 1.0),
    Reason.HANDLE: (0.80, "0.01/n"),
    Reason.NAME: (0.60, "f/n"),
    Reason.SOUND: (0.15, "f/n"),
    Reason.CLOSE: (0.15, "20/n"),
    Reason.NAME_OTHER: (0.10, 1.0),
    Reason.UNIT: (0.70, "unit"),
    Reason.UNIT_OTHER: (0.30, 1.0),
}
_NAMES = {
    Alike.SAME: Reason.NAME, Alike.SOUND: Reason.SOUND, Alike.CLOSE: Reason.CLOSE, Alike.DIFFERENT: Reason.NAME_OTHER,
}  # fmt: skip


@dataclass(frozen=True)
class Known:
    """What is compared. ``mails``, ``phones``: canonical; ``handles``: kind and value; ``named``: how many have it."""

    name: str = ""
    mails: Collection[str] = ()
    phones: Collection[str] = ()
    handles: Collection[str] = ()
    unit: int | None = None
    named: int = 1


@dataclass(frozen=True)
class Among:
    """``records`` that are compared, and the chance that two different ones are of the same ``unit``."""

    records: int
    unit: float = 0.1


@dataclass(frozen=True)
class Score:
    """``chance`` of being the same; what speaks for it and against, with the weight of each."""

    chance: float
    weights: Mapping[Reason, float]

    @property
    def certain(self) -> bool:
        """Sure enough for many at a time: an address in common, and the name does not speak against it."""
        shared = {Reason.MAIL, Reason.PHONE, Reason.HANDLE} & self.weights.keys()
        named = {Reason.NAME, Reason.SOUND, Reason.CLOSE} & self.weights.keys()
        return bool(self.chance >= CERTAIN and shared and named)


def score(one: Known, other: Known, among: Among) -> Score:
    """Compare two records.

    >>> among = Among(10_000)
    >>> mobile = ["+8613800138000"]
    >>> found = score(Known("王小明", phones=mobile), Known("Wang Xiaoming", phones=mobile), among)
    >>> found.certain, [str(reason) for reason in found.weights]
    (True, ['phone', 'sound'])
    >>> family = ["family@li.example"]
    >>> score(Known("Li Mei", mails=family), Known("Wu Jun", mails=family), among).chance < 0.5
    True
    """
    seen = [
        _addresses(one.mails, other.mails, Reason.MAIL, Reason.MAIL_CLOSE, Reason.MAIL_OTHER, _mails_close),
        _addresses(one.phones, other.phones, Reason.PHONE, Reason.PHONE_CLOSE, Reason.PHONE_OTHER, _phones_close),
        Reason.HANDLE if set(one.handles) & set(other.handles) else None,
        _NAMES.get(alike(one.name, other.name)),
        None if None in (one.unit, other.unit) else (Reason.UNIT if one.unit == other.unit else Reason.UNIT_OTHER),
    ]
    if Reason.NAME_OTHER in seen:  # a family lives at one address and goes to one unit: that is no second reason
        seen = seen[:-1]
    named = max(one.named, other.named)
    weights = {reason: log2(_RATES[reason][0] / _u(reason, among, named)) for reason in seen if reason is not None}
    odds = log2(2 * SHARE / max(among.records, 2)) + sum(weights.values())
    return Score(1 / (1 + 2 ** min(60.0, -odds)), {reason: round(weight, 2) for reason, weight in weights.items()})


def _u(reason: Reason, among: Among, named: int) -> float:
    rate, records = _RATES[reason][1], max(among.records, 2)
    if isinstance(rate, float):
        return rate
    if rate == "unit":
        return min(max(among.unit, 0.001), 0.7)
    count = max(named - 1, 1) if rate == "f/n" else float(rate.partition("/")[0])
    return min(count / records, 0.5)


def _addresses(
    ones: Collection[str], others: Collection[str], same: Reason, close: Reason, other: Reason, near: object
) -> Reason | None:
    if not ones or not others:
        return None
    if set(ones) & set(others):
        return same
    assert callable(near)  # noqa: S101 - for the types
    return close if any(near(one, two) for one in ones for two in others) else other


def _mails_close(one: str, other: str) -> bool:
    """The same mailbox elsewhere, or one slip of the finger."""
    return one.partition("@")[0] == other.partition("@")[0] or JaroWinkler.similarity(one, other) >= 0.97


def _phones_close(one: str, other: str) -> bool:
    return OSA.distance(one, other, score_cutoff=1) <= 1
