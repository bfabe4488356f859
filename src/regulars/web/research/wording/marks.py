"""What is different between two pieces of text, word by word; in Chinese sign by sign."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

_PIECE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff]|\s+|[^\s\u2e80-\u9fff\uf900-\ufaff]+")
_MOST = 40_000  # pairs of pieces; comparing takes their square, and a page has many texts
_LEAST_ALIKE = 0.3  # below that the two are shown whole, for crumbs help nobody


def marked(before: str, after: str) -> list[tuple[str, str]]:
    """Pieces as (“same”, “gone” or “new”, text).

    >>> marked("How was breakfast?", "How was the breakfast?")
    [('same', 'How was '), ('new', 'the '), ('same', 'breakfast?')]
    >>> marked("满意", "很满意")
    [('new', '很'), ('same', '满意')]
    """
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    was, now = old[head : len(old) - tail], new[head : len(new) - tail]
    steps: list[tuple[str, int, int, int, int]] = [("replace", 0, len(was), 0, len(now))]
    if len(was) * len(now) <= _MOST:
        steps = SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    same = head + tail + sum(b - a for what, a, b, *_ in steps if what == "equal")
    if 2 * same < _LEAST_ALIKE * (len(old) + len(new)):
        return [(kind, text) for kind, text in (("gone", before), ("new", after)) if text]
    ends = (("same", old[:head]), ("same", old[len(old) - tail :]))
    found = [ends[0], *_pieces(steps, was, now), ends[1]]
    return [(kind, "".join(pieces)) for kind, pieces in found if pieces]


def _alike(old: list[str], new: list[str]) -> int:
    """How many pieces both begin with."""
    return next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))


def _pieces(
    steps: list[tuple[str, int, int, int, int]], old: list[str], new: list[str]
) -> Iterator[tuple[str, list[str]]]:
    for what, a, b, c, d in steps:
        if what == "equal":
            yield "same", old[a:b]
            continue
        yield "gone", old[a:b]
        yield "new", new[c:d]
