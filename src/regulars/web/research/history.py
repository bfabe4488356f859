"""What a change of a draft did, in words for its history."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

from regulars.language import Message, Text, message, plural

Block = Mapping[str, Any]
_HEADS = {
    "tree": message("the indicator tree was changed"),
    "languages": message("the languages were changed"),
    "minutes": message("the minutes were changed"),
}


def what_changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Message:
    """The one thing that was done; a count of blocks where there were several."""
    was, now = list(before.get("blocks", ())), list(after.get("blocks", ()))
    if was == now:
        return _of_the_head(before, after)
    old, new = _named(was), _named(now)
    added, removed = [name for name in new if name not in old], [name for name in old if name not in new]
    changed = [name for name in new if name in old and new[name] != old[name]]
    if len(added) == len(removed) == 1 and list(new).index(added[0]) == list(old).index(removed[0]):
        return message("“{title}” was changed", title=title_of(new[added[0]]))  # its key too
    if (several := len(added) + len(removed) + len(changed)) > 1:
        return plural("{count} part was changed", "{count} parts were changed", several)
    if added:
        return message("“{title}” was added", title=title_of(new[added[0]]))
    if removed:
        return message("“{title}” was removed", title=title_of(old[removed[0]]))
    if changed:
        return message("“{title}” was changed", title=title_of(new[changed[0]]))
    if moved := _moved(list(old), list(new)):
        return message("“{title}” was moved", title=title_of(new[moved]))
    return message("the order was changed")


def title_of(block: Block) -> Text | str:
    """What a block is called: its label, its heading, its words."""
    for name in ("label", "heading", "text"):
        if block.get(name):
            return Text.of(block[name])
    return str(block.get("kind", ""))


def key_of(block: Block) -> str:
    """What its columns are called: its own key, or that of its first row."""
    return str(block.get("key") or next(iter(block.get("items") or ()), ""))


def _named(blocks: Sequence[Block]) -> dict[str, Block]:
    """By key, and where there is none by kind and count: what has no key has no trend either."""
    found: dict[str, Block] = {}
    for block in blocks:
        stem = key_of(block) or str(block.get("kind"))
        name, count = stem, 1
        while name in found:
            count += 1
            name = f"{stem} {count}"
        found[name] = block
    return found


def _moved(old: list[str], new: list[str]) -> str | None:
    """The one block that left its place, if it was one."""
    steps = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    gone = [name for tag, low, high, _, _ in steps if tag in ("delete", "replace") for name in old[low:high]]
    return gone[0] if len(gone) == 1 else None


def _of_the_head(before: Mapping[str, Any], after: Mapping[str, Any]) -> Message:
    names = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    if len(names) == 1 and (said := _HEADS.get(next(iter(names)))):
        return said
    return message("title, introduction or thanks were changed")
