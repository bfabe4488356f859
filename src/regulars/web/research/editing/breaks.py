"""What a change would break further down: conditions, words that take up an answer, the tree."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from regulars.language import Message, message
from regulars.survey import Questionnaire
from regulars.survey.blocks import KINDS
from regulars.survey.blocks.reading import SHARED
from regulars.survey.conditions import ConditionError, Vocabulary, in_words, read_condition
from regulars.survey.entries import Entries
from regulars.survey.piping import NOTHING, taken_up
from regulars.web.research.history import title_of

Blocks = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Break:
    """``at``: the block that would be asked wrongly; -1 for the tree. ``said``: what it needs."""

    at: int
    said: Message
    lost: frozenset[str] = frozenset()


def breaks(draft: Mapping[str, Any], blocks: Blocks, definition: Questionnaire) -> list[Break]:
    """What no longer holds if these are the blocks; ``definition`` is the draft as it stands."""
    before = Vocabulary.of(one for block in definition.blocks for one in block.known())
    found: list[Break] = []
    known = Vocabulary()
    items: set[str] = set()
    for at, data in enumerate(blocks):
        plain = {name: value for name, value in data.items() if name not in SHARED}
        block = KINDS[data["kind"]].read(Entries(plain, ("blocks", at)), {})
        title = title_of(data)
        if data.get("when") and not _reads(data["when"], known):
            found.append(Break(at, _condition(title, data["when"], before)))
        if lost := frozenset(name for name in taken_up(block) if name not in known and name in before):
            labels = tuple(before[name].label for name in sorted(lost))
            said = message("“{title}” takes up the answer to {names}", title=title, names=labels)
            found.append(Break(at, said, lost))
        known |= Vocabulary.of(block.known())
        items |= {item.key for item in block.items() if item.numeric}
    if definition.tree is not None and (lost := frozenset(definition.tree.items) - items):
        labels = tuple(item.label for item in definition.items if item.key in lost)
        found.append(Break(-1, message("the indicator tree holds {names}", names=labels), lost))
    return found


def mended(draft: Mapping[str, Any], blocks: Blocks, found: Sequence[Break]) -> dict[str, Any]:
    """The draft with these blocks, without what they would break."""
    mending = [dict(block) for block in blocks]
    tree = draft.get("tree")
    for one in found:
        if one.at < 0:
            tree = _pruned(tree, one.lost)
        elif one.lost:
            mending[one.at] = _unsaid(mending[one.at], one.lost)
        else:
            mending[one.at].pop("when", None)
    return {**draft, "blocks": mending, "tree": tree}


def _reads(when: str, known: Vocabulary) -> bool:
    try:
        read_condition(when, known)
    except ConditionError:
        return False
    return True


def _condition(title: Any, when: str, before: Vocabulary) -> Message:
    try:
        words: Any = in_words(read_condition(when, before), before)
    except ConditionError:
        words = when
    return message("“{title}” is asked only if {condition}", title=title, condition=words)


def _unsaid(data: Any, lost: frozenset[str]) -> Any:
    """Words without the answers that are gone: what stands behind the bar instead."""
    if isinstance(data, Mapping):
        return {key: _unsaid(value, lost) for key, value in data.items()}
    if isinstance(data, list):
        return [_unsaid(value, lost) for value in data]
    if not isinstance(data, str) or "{" not in data:
        return data
    pattern = r"\{\{|\}\}|\{([A-Za-z][A-Za-z0-9_-]*)(?:\|([^{}]*))?\}"
    return re.sub(pattern, lambda one: (one[2] or NOTHING) if one[1] in lost else one[0], data)


def _pruned(tree: Mapping[str, Any] | None, lost: frozenset[str]) -> dict[str, Any] | None:
    """Without these items; an attribute, a dimension, a tree without any goes too."""
    if tree is None:
        return None
    dimensions = []
    for dimension in tree["dimensions"]:
        kept = []
        for one in dimension["attributes"]:
            items = {key: weight for key, weight in _items(one).items() if key not in lost}
            if items:
                kept.append({**one, "items": items} if isinstance(one, Mapping) else one)
        if kept:
            dimensions.append({**dimension, "attributes": kept})
    return {**tree, "dimensions": dimensions} if dimensions else None


def _items(attribute: Any) -> Mapping[str, float]:
    if isinstance(attribute, str):
        return {attribute: 1.0}
    return attribute.get("items") or {attribute["key"]: 1.0}
