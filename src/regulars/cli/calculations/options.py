"""Readers of option values: from the words on the command line to what a method takes."""

from __future__ import annotations

import re
from datetime import date

from regulars.cli.errors import WrongUsageError
from regulars.language import message


def codes(text: str) -> tuple[str, ...]:
    """``0,6,Blank`` -> the codes that mean "no answer".

    >>> codes("0, 6,Blank")
    ('0', '6', 'Blank')
    """
    return tuple(part.strip() for part in re.split("[,，]", text) if part.strip())


def whole(flag: str, text: str, least: int | None = None, most: int | None = None) -> int:
    """A whole number, within the limits that the option has."""
    try:
        value = int(text)
    except ValueError:
        raise WrongUsageError(message("{option}: “{value}” is not a whole number.", option=flag, value=text)) from None
    if (least is not None and value < least) or (most is not None and value > most):
        raise WrongUsageError(
            message(
                "{option}: {value} is outside the range {range}.", option=flag, value=value, range=_range(least, most)
            )
        )
    return value


def _range(least: int | None, most: int | None) -> str:
    return f"{'' if least is None else least}–{'' if most is None else most}"


def decimal(flag: str, text: str) -> float:
    """A number."""
    try:
        return float(text)
    except ValueError:
        raise WrongUsageError(message("{option}: “{value}” is not a number.", option=flag, value=text)) from None


def decimals(flag: str, text: str) -> tuple[float, ...]:
    """Numbers with commas between."""
    return tuple(decimal(flag, part) for part in codes(text))


def scale(flag: str, text: str) -> tuple[float, float]:
    """``1-5`` -> (1.0, 5.0).

    >>> scale("--scale", "0-10")
    (0.0, 10.0)
    """
    found = re.fullmatch(r"\s*(-?\d+(?:\.\d+)?)\s*(?:-|–|to|至)\s*(-?\d+(?:\.\d+)?)\s*", text)
    if found is None:
        raise WrongUsageError(
            message(
                "{option}: “{value}” is not a scale. Write the lowest and highest answer, such as 1-5.",
                option=flag,
                value=text,
            )
        )
    return float(found[1]), float(found[2])


def targets(flag: str, text: str) -> dict[str, float]:
    """``E=4421, H=755`` -> the population of each category.

    >>> targets("--targets", "E=4421, H=755")
    {'E': 4421.0, 'H': 755.0}
    """
    found: dict[str, float] = {}
    for part in codes(text):
        name, sign, number = part.replace("＝", "=").rpartition("=")
        if not sign or not name.strip() or name.strip() in found:
            raise WrongUsageError(
                message(
                    "{option}: “{value}” is no target. Write each category once with its population, such as "
                    "women=520, men=480.",
                    option=flag,
                    value=part,
                )
            )
        found[name.strip()] = decimal(flag, number.strip())
    return found


def margins(flag: str, text: str) -> dict[str, dict[str, float]]:
    """``sex: f=520, m=480; age: young=400, old=600`` -> column -> category -> population.

    >>> margins("--targets", "sex: f=52, m=48; age: young=40, old=60")
    {'sex': {'f': 52.0, 'm': 48.0}, 'age': {'young': 40.0, 'old': 60.0}}
    """
    found: dict[str, dict[str, float]] = {}
    for part in re.split("[;；]", text):
        name, sign, rest = part.replace("：", ":").partition(":")
        if not sign or not name.strip() or name.strip() in found:
            raise WrongUsageError(
                message(
                    "{option}: “{value}” names no column. Write each column once with its targets, such as "
                    "sex: f=520, m=480; age: young=400, old=600.",
                    option=flag,
                    value=part.strip(),
                )
            )
        found[name.strip()] = targets(flag, rest)
    return found


def named_lists(flag: str, text: str) -> dict[str, tuple[str, ...]]:
    """``people: P1, P2; place: P3`` -> group -> its columns.

    >>> named_lists("--dimensions", "people: P1, P2; place: P3")
    {'people': ('P1', 'P2'), 'place': ('P3',)}
    """
    found: dict[str, tuple[str, ...]] = {}
    for part in re.split("[;；]", text):
        name, sign, rest = part.replace("：", ":").partition(":")
        if not sign or not name.strip() or name.strip() in found or not codes(rest):
            raise WrongUsageError(
                message(
                    "{option}: “{value}” is no group. Write each group once with its columns, such as "
                    "people: P1, P2; place: P3.",
                    option=flag,
                    value=part.strip(),
                )
            )
        found[name.strip()] = codes(rest)
    return found


def sources(flag: str, text: str) -> dict[str, str | tuple[float, ...]]:
    """``stated: 3,2,1; equal`` -> where weights come from, by name; a word alone is its own name.

    >>> sources("--weights", "stated: 3,2,1; equal; derived: johnson")
    {'stated': (3.0, 2.0, 1.0), 'equal': 'equal', 'derived': 'johnson'}
    """
    found: dict[str, str | tuple[float, ...]] = {}
    for part in re.split("[;；]", text):
        name, _, rest = part.replace("：", ":").partition(":")
        name, rest = name.strip(), rest.strip() or name.strip()
        if not name or name in found:
            raise WrongUsageError(
                message(
                    "{option}: “{value}” is no source of weights. Write each once, such as stated: 3,2,1; equal.",
                    option=flag,
                    value=part.strip(),
                )
            )
        found[name] = word_or_decimals(flag, rest)
    return found


def words_or_decimals(flag: str, text: str) -> tuple[str, ...] | tuple[float, ...]:
    """Names with commas between, or numbers."""
    parts = codes(text)
    return parts if parts and parts[0][:1].isalpha() else decimals(flag, text)


def word_or_decimals(flag: str, text: str) -> str | tuple[float, ...]:
    """A word such as ``johnson``, or numbers with commas between."""
    return text if text[:1].isalpha() else decimals(flag, text)


def word(_: str, text: str) -> str:
    """The word as it is; the method itself says which it knows."""
    return text


def day(flag: str, text: str | None) -> date | None:
    """A day such as 1997-09-30."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUsageError(
            message("{option}: “{value}” is not a day. Write it as 2026-11-22.", option=flag, value=text)
        ) from None
