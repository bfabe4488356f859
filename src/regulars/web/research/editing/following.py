"""When a key changes, what asks for it follows: conditions, words that take up answers, the tree, tags."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from regulars.survey import Questionnaire
from regulars.survey.conditions import Condition, written
from regulars.survey.conditions.terms import All, Between, Compare, Has, Name, Not, OneOf
from regulars.survey.conditions.terms import Any as AnyOf

Names = Mapping[str, str]
Options = Mapping[str, Names]


def renames(
    before: Mapping[str, Any], typed_rows: Mapping[str, str], after: Mapping[str, Any]
) -> tuple[Names, Options]:
    """Old name -> new name of what conditions may ask for, and of the options of each. ``typed_rows``: old -> new."""
    rows = {old: new for old, new in typed_rows.items() if old and old != new}
    if "items" in after:
        return {**rows, **{f"why-{old}": f"why-{new}" for old, new in rows.items()}}, {}
    old, new = str(before.get("key", "")), str(after.get("key", ""))
    names = {old: new} if old and old != new else {}
    parts = [*(before.get("options") or ()), "with", "without"]
    names |= {f"{old}-{part}": f"{new}-{rows.get(part, part)}" for part in parts if names or part in rows}
    return names, {old: rows} if rows else {}


def follow(
    draft: Mapping[str, Any], definition: Questionnaire, at: int, names: Names, options: Options
) -> dict[str, Any]:
    """The draft, with all that stands below block ``at`` following; ``definition`` is the draft before."""
    if not names and not options:
        return dict(draft)
    blocks = list(draft["blocks"])
    for number, block in enumerate(definition.blocks):
        if number > at:
            data = _taking(blocks[number], names)
            if block.when is not None:
                data["when"] = written(_renamed(block.when, names, options))
            blocks[number] = data
    found = {**draft, "blocks": [_tagged(block, names) for block in blocks]}
    if found.get("tree"):
        found["tree"] = _in_tree(found["tree"], names)
    return found


def _renamed(condition: Condition, names: Names, options: Options) -> Condition:
    match condition:
        case All(conditions) | AnyOf(conditions):
            return type(condition)(tuple(_renamed(one, names, options) for one in conditions))
        case Not(inner):
            return Not(_renamed(inner, names, options))
    keys = options.get(condition.field.name, {})

    def value(one: Any) -> Any:
        if isinstance(one, Name):
            return Name(names.get(one.name, one.name))
        return keys.get(one, one) if isinstance(one, str) else one

    changed: dict[str, Any] = {"field": Name(names.get(condition.field.name, condition.field.name))}
    match condition:
        case Compare() | Has():
            changed["value"] = value(condition.value)
        case OneOf():
            changed["values"] = tuple(map(value, condition.values))
        case Between():
            changed |= {"low": value(condition.low), "high": value(condition.high)}
    return replace(condition, **changed)


def _taking(data: Any, names: Names) -> Any:
    """Words that take up answers, wherever they stand."""
    if isinstance(data, Mapping):
        return {key: _taking(value, names) for key, value in data.items()}
    if isinstance(data, list):
        return [_taking(value, names) for value in data]
    return _replaced(data, names) if isinstance(data, str) and "{" in data else data


def _replaced(words: str, names: Names) -> str:
    pattern = r"\{\{|\}\}|\{([A-Za-z][A-Za-z0-9_-]*)(?=[|}])"
    return re.sub(pattern, lambda found: "{" + names.get(found[1], found[1]) if found[1] else found[0], words)


def _tagged(block: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """Tags such as ``expectation:breakfast``."""
    found = dict(block)
    if found.get("tags"):
        found["tags"] = [_tag(tag, names) for tag in found["tags"]]
    if isinstance(found.get("items"), Mapping):
        found["items"] = {key: _tagged(item, names) for key, item in found["items"].items()}
    return found


def _tag(tag: str, names: Names) -> str:
    kind, colon, name = tag.partition(":")
    return f"{kind}:{names.get(name, name)}" if colon else tag


def _in_tree(tree: Mapping[str, Any], names: Names) -> dict[str, Any]:
    def attribute(one: Any) -> Any:
        if isinstance(one, str):
            return names.get(one, one)
        items = one.get("items") or {one["key"]: 1.0}
        return {**one, "items": {names.get(key, key): weight for key, weight in items.items()}}

    dimensions: Sequence[Mapping[str, Any]] = tree["dimensions"]
    return {**tree, "dimensions": [{**one, "attributes": [*map(attribute, one["attributes"])]} for one in dimensions]}
