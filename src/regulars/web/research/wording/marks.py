"""What is different between two pieces of text, word by word; in Chinese sign by sign."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

_PIECE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff]|\s+|[^\s\u2e80-\u9fff\uf900-\ufaff]+")
_LEAST_ALIKE = 0.3  # below that the two are shown whole, for crumbs help nobody


def marked(before: str, after: str) -> list[tuple[str, str]]:
    """Pieces as (“same”, “gone” or “new”, text).

    >>> marked("How was breakfast?", "How was the breakfast?")
    [('same', 'How was '), ('new', 'the '), ('same', 'breakfast?')]
    >>> marked("满意", "很满意")
    [('new', '很'), ('same', '满意')]
    """
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _LEAST_ALIKE:
        return [(kind, text) for kind, text in (("gone", before), ("new", after)) if text]
    return list(_pieces(matcher, old, new))


def _pieces(matcher: SequenceMatcher[str], old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            yield "same", "".join(old[a:b])
            continue
        if b > a:
            yield "gone", "".join(old[a:b])
        if d > c:
            yield "new", "".join(new[c:d])
