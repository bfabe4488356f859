"""How much some words sound like a complaint. A proposal for people to look at, no verdict."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

STRONG, WEAK = 2, 1
_HAN = re.compile("[\u3400-\u9fff]")
_NEAR_EN, _NEAR_ZH = 18, 4  # signs before a word in which "not" belongs to it


@dataclass(frozen=True)
class Judged:
    """``points`` from words and rating; ``why``: the words that count."""

    points: int
    why: tuple[str, ...]
    proposed: bool


@dataclass(frozen=True)
class _Words:
    nots: tuple[str, ...]
    strong: tuple[str, ...]
    weak: tuple[str, ...]
    praise: tuple[str, ...]


@cache
def _lists() -> tuple[int, Mapping[str, int], Mapping[str, _Words]]:
    file = resources.files("regulars").joinpath("content", "complaint-words.yaml")
    data = yaml.safe_load(file.read_text("utf-8"))
    found = {
        tag: _Words(*(tuple(str(word) for word in one[name]) for name in ("not", "strong", "weak", "praise")))
        for tag, one in data["languages"].items()
    }
    return data["least"], data["rating"], found


def judge(texts: Sequence[str], score: int | None) -> Judged:
    """Of everything that somebody wrote in one answer. ``score``: 0 to 100, None where nothing was rated."""
    least, rating, _ = _lists()
    points, why = 0, list[str]()
    for text in texts:
        found, words = _of(text)
        points += found
        why += [one for one in words if one not in why]
    if not why:  # a low rating with neutral words is what the rule of low ratings is for
        return Judged(0, (), proposed=False)
    if score is not None:
        points += rating["adds"] if score <= rating["low"] else -rating["takes"] if score >= rating["high"] else 0
    return Judged(points, tuple(why), points >= least)


def _of(text: str) -> tuple[int, list[str]]:
    han = bool(_HAN.search(text))
    words = _lists()[2]["zh" if han else "en"]
    low = text.casefold().replace("’", "'")
    points, why = 0, list[str]()
    for weight, some in ((STRONG, words.strong), (WEAK, words.weak)):
        for word in some:
            if _stands(low, word, words.nots, han=han):
                points += weight
                why.append(word)
    points -= sum(_stands(low, word, words.nots, han=han) for word in words.praise)
    return points, why


def _stands(text: str, word: str, nots: Sequence[str], *, han: bool) -> bool:
    """Whether it stands there without a "not" before it."""
    begins = re.escape(word) if han else rf"\b{re.escape(word)}"
    for hit in re.finditer(begins, text):
        before = text[max(0, hit.start() - (_NEAR_ZH if han else _NEAR_EN)) : hit.start()]
        before = re.split(r"[.,;:!?，。；：！？、]|\bbut\b|但", before)[-1]
        if not any(_has(before, one, han=han) for one in nots):
            return True
    return False


def _has(before: str, one: str, *, han: bool) -> bool:
    return one in before if han or "'" in one else re.search(rf"\b{re.escape(one)}\b", before) is not None
