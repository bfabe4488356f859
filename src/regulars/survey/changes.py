"""What is different between two versions of a questionnaire, and which trends go on.

Blocks are known by their keys, a block of rows by the keys of its rows: one that was moved is not one that was taken
out and another put in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from regulars.language import Message, Text, message
from regulars.survey.blocks import Block
from regulars.survey.entries import Place
from regulars.survey.questionnaire import Questionnaire
from regulars.survey.wording import where

_RULES = {
    "when": message("Asked when"),
    "required": message("Must be answered"),
    "role": message("Role"),
    "origin": message("Named by"),
    "tags": message("Tags"),
    "minutes": message("Minutes it takes"),
    "languages": message("Languages"),
    "privacy": message("Privacy"),
    "sample": message("Who is asked"),
    "weight": message("Weight"),
    "low": message("Lowest point"),
    "high": message("Highest point"),
    "at_most": message("Opens at most at"),
    "page": message("Begins a page"),
    "shuffle": message("In random order"),
    "purpose": message("What a tick agrees to"),
}
_LEFT_OUT = ("name", "version", "blocks", "tree")


class Kind(StrEnum):
    """What happened."""

    NEW = "new"
    GONE = "gone"
    MOVED = "moved"
    WORDS = "words"
    RULE = "rule"


@dataclass(frozen=True)
class Change:
    """``before`` and ``after`` as they were written; ``tag``: the language of words."""

    kind: Kind
    where: Message
    before: str = ""
    after: str = ""
    tag: str = ""


@dataclass(frozen=True)
class Trend:
    """What is kept under a key, and its words in the later version that has it."""

    key: str
    label: Text


@dataclass(frozen=True)
class Difference:
    """``kept``, ``new``, ``gone``: keys whose trend goes on, begins, ends."""

    changes: tuple[Change, ...]
    kept: tuple[Trend, ...]
    new: tuple[Trend, ...]
    gone: tuple[Trend, ...]


def difference(before: Questionnaire, after: Questionnaire) -> Difference:
    """From one version to another."""
    was = {item.key: item.label for item in before.items if "why" not in item.tags}
    now = {item.key: item.label for item in after.items if "why" not in item.tags}
    return Difference(
        changes=(*_whole(before, after), *_blocks(before, after), *_tree(before, after)),
        kept=tuple(Trend(key, label) for key, label in now.items() if key in was),
        new=tuple(Trend(key, label) for key, label in now.items() if key not in was),
        gone=tuple(Trend(key, label) for key, label in was.items() if key not in now),
    )


def _whole(before: Questionnaire, after: Questionnaire) -> Iterator[Change]:
    was, now = (
        {name: value for name, value in one.to_dict().items() if name not in _LEFT_OUT} for one in (before, after)
    )
    texts = {place for one in (before, after) for place, _ in one.texts()}
    yield from _leaves(was, now, (), texts)


def _blocks(before: Questionnaire, after: Questionnaire) -> Iterator[Change]:
    was, now = before.to_dict()["blocks"], after.to_dict()["blocks"]
    pairs = dict(_pairs(before.blocks, after.blocks))
    earlier = {new: old for old, new in pairs.items()}
    steady = _rising([pairs[at] for at in sorted(pairs)])
    for at, block in enumerate(after.blocks):
        if at not in earlier:
            yield Change(Kind.NEW, message("Question {n}", n=at + 1), after=_called(block, after))
            continue
        old = earlier[at]
        if at not in steady:
            yield Change(Kind.MOVED, message("Question {n}", n=at + 1), str(old + 1), str(at + 1))
        texts = {place for one in (before.blocks[old], block) for place, _ in one.texts(())}
        yield from _leaves(was[old], now[at], ("blocks", at), texts)
    for at, block in enumerate(before.blocks):
        if at not in pairs:
            yield Change(Kind.GONE, message("Question {n} of before", n=at + 1), before=_called(block, before))


def _tree(before: Questionnaire, after: Questionnaire) -> Iterator[Change]:
    old, new = (_tree_words(one) for one in (before, after))
    for mark in dict.fromkeys([*old, *new]):
        place, was = old.get(mark, ((), {}))
        place, now = new.get(mark, (place, {}))
        for tag in dict.fromkeys([*was, *now]):
            if was.get(tag, "") != now.get(tag, ""):
                yield Change(Kind.WORDS, where(place), was.get(tag, ""), now.get(tag, ""), tag)
    parts = (
        (message("Weight of “{key}” in the index"), _weighed),
        (message("Place of “{key}” in the index"), _standing),
    )
    for words, told in parts:
        was, now = told(before), told(after)
        for key in dict.fromkeys([*was, *now]):
            if was.get(key) != now.get(key):
                yield Change(Kind.RULE, replace(words, values={"key": key}), was.get(key, ""), now.get(key, ""))


def _tree_words(one: Questionnaire) -> dict[tuple[str, ...], tuple[Place, Mapping[str, str]]]:
    """By what they name, wherever that stands now."""
    if one.tree is None:
        return {}
    found = {}
    for place, text in one.tree.texts():
        mark: tuple[str, ...] = tuple(str(step) for step in place if isinstance(step, str))
        if len(place) > 3:
            dimension = one.tree.dimensions[int(place[2])]
            key = dimension.key if len(place) == 4 else dimension.attributes[int(place[4])].key
            mark = (*mark, key)
        found[mark] = (place, text.words)
    return found


def _standing(one: Questionnaire) -> dict[str, str]:
    """What each rating belongs to; an attribute of one rating is called as that."""
    if one.tree is None:
        return {}
    return {
        key: " › ".join((dimension.key, *([attribute.key] if attribute.key != key else [])))
        for dimension in one.tree.dimensions
        for attribute in dimension.attributes
        for key in attribute.items
    }


def _weighed(one: Questionnaire) -> dict[str, str]:
    return {} if one.tree is None else {key: f"{share:.1%}" for key, share in one.tree.item_weights().items()}


def _leaves(was: Mapping[str, Any], now: Mapping[str, Any], place: Place, texts: Collection[Place]) -> Iterator[Change]:
    """Words with their language, and rules; ``texts``: where words stand, seen from ``place``."""
    old, new = dict(_flat(was)), dict(_flat(now))
    for way in dict.fromkeys([*old, *new]):
        before, after = old.get(way, ""), new.get(way, "")
        if before == after:
            continue
        if way[:-1] in texts:
            yield Change(Kind.WORDS, where((*place, *way[:-1])), before, after, way[-1])
        else:
            yield Change(Kind.RULE, _rule((*place, *way)), before, after)


def _rule(place: Place) -> Message:
    name = _RULES.get(str(place[-1]))
    if name is None:
        return where(place)
    return name if place[0] != "blocks" else message("Question {n}: {part}", n=int(place[1]) + 1, part=name)


def _flat(data: Mapping[str, Any], way: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    for name, value in data.items():
        if isinstance(value, Mapping):
            yield from _flat(value, (*way, str(name)))
        elif isinstance(value, list | tuple):
            yield (*way, str(name)), ", ".join(map(str, value))
        else:
            yield (*way, str(name)), str(value)


def _pairs(before: tuple[Block, ...], after: tuple[Block, ...]) -> Iterator[tuple[int, int]]:
    """Blocks that are the same: they share most keys."""
    free = dict(enumerate(map(_keys, after)))
    for at, block in enumerate(before):
        mine = _keys(block)
        best = max(free, key=lambda other: (len(mine & free[other]), -abs(other - at)), default=None)
        if best is not None and mine & free[best] and after[best].kind == block.kind:
            yield at, best
            del free[best]


def _keys(block: Block) -> frozenset[str]:
    own = {str(key)} if (key := getattr(block, "key", None)) else set()
    found = own | {item.key for item in block.items()} | {field.name for field in block.fields()}
    if not found:  # nothing is asked there; it is known by its words. No key has a space.
        found = {f" {tag} {words}" for _, text in block.texts(()) for tag, words in text.words.items()}
    return frozenset(found)


def _called(block: Block, one: Questionnaire) -> str:
    first = next(iter(block.texts(())), None)
    return one.say(first[1], one.languages[0]) if first else block.kind


def _rising(order: list[int]) -> set[int]:
    """The longest part that kept its order; the rest was moved."""
    longest: list[int] = []
    runs: list[list[int]] = []
    for value in order:
        before: list[int] = []
        for run in runs:
            if run[-1] < value and len(run) > len(before):
                before = run
        runs.append([*before, value])
        if len(runs[-1]) > len(longest):
            longest = runs[-1]
    return set(longest)
