"""The tree laid flat: dimensions, and for each rating the dimension, the attribute and the weight that it has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from regulars.language import Text
from regulars.survey import Questionnaire, Role, Tree

_NOT_KEY = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Bough:
    """A dimension; ``words``: its label by language."""

    key: str
    words: Mapping[str, str]
    weight: float = 1.0

    def name(self, tag: str) -> str:
        """Its label in a language, or in what there is."""
        return Text(self.words).in_language(tag) or self.key


@dataclass(frozen=True)
class Leaf:
    """A rating. Ratings of one dimension with the same ``attribute`` make one attribute; empty: one of its own.

    ``judged``: it is an attribute, so an index is expected to take it in; the overall question is what it is held to.
    """

    item: str
    label: Text
    dimension: str = ""
    attribute: str = ""
    weight: float = 1.0
    judged: bool = False


@dataclass(frozen=True)
class Branches:
    """The whole, as a page changes it."""

    words: Mapping[str, str]
    boughs: tuple[Bough, ...]
    leaves: tuple[Leaf, ...]

    @classmethod
    def of(cls, one: Questionnaire) -> Branches:
        """A questionnaire's tree; without one, all its ratings are outside."""
        tree = one.tree
        placed = {} if tree is None else {leaf.item: leaf for leaf in _placed(tree, one)}
        rated = [item for item in one.items if item.rated and item.scale is not None]
        leaves = tuple(
            replace(
                placed.get(item.key, Leaf(item.key, item.label)),
                label=item.label,
                judged=item.role is Role.ATTRIBUTE,
            )
            for item in rated
        )
        if tree is None:
            return cls({}, (), leaves)
        boughs = tuple(Bough(row.key, dict(row.label.words), row.weight) for row in tree.dimensions)
        return cls(dict(tree.label.words), boughs, leaves)

    def of_dimension(self, key: str) -> tuple[Leaf, ...]:
        """The ratings of a dimension, in order."""
        return tuple(leaf for leaf in self.leaves if leaf.dimension == key)

    @property
    def outside(self) -> tuple[Leaf, ...]:
        """Attributes that the index leaves out."""
        return tuple(leaf for leaf in self.of_dimension("") if leaf.judged)

    def weights(self) -> tuple[list[tuple[str, float]], list[tuple[str, float]]]:
        """As they are written."""
        return [(one.key, one.weight) for one in self.boughs], [(one.item, one.weight) for one in self.leaves]

    def shares(self) -> dict[str, float]:
        """What each rating weighs in the index."""
        whole = sum(bough.weight for bough in self.boughs if self.of_dimension(bough.key))
        found = {}
        for bough in self.boughs:
            within = sum(leaf.weight for leaf in self.of_dimension(bough.key))
            found |= {leaf.item: bough.weight / whole * leaf.weight / within for leaf in self.of_dimension(bough.key)}
        return found

    def weighed(self, boughs: Mapping[str, float], leaves: Mapping[str, float]) -> Branches:
        """With other weights of these dimensions and ratings."""
        return replace(
            self,
            boughs=tuple(replace(one, weight=boughs.get(one.key, one.weight)) for one in self.boughs),
            leaves=tuple(replace(one, weight=leaves.get(one.item, one.weight)) for one in self.leaves),
        )

    def to_hundred(self) -> Branches:
        """The same weights among sisters, as parts of 100."""
        whole = sum(bough.weight for bough in self.boughs) or 1.0
        leaves = {}
        for bough in self.boughs:
            within = sum(leaf.weight for leaf in self.of_dimension(bough.key)) or 1.0
            leaves |= {leaf.item: _of_hundred(leaf.weight / within) for leaf in self.of_dimension(bough.key)}
        return self.weighed({bough.key: _of_hundred(bough.weight / whole) for bough in self.boughs}, leaves)

    def tree(self, before: Mapping[str, Any] | None, weights_from: Mapping[str, str]) -> dict[str, Any] | None:
        """Plain data of the tree, None without a dimension; ``before``: the tree whose key goes on."""
        if not self.boughs:
            return None
        known = [row for part in (before or {}).get("dimensions", ()) for row in part["attributes"] if "label" in row]
        # No two attributes of the whole tree have one key; a rating on its own is one by its own.
        taken = {leaf.item for leaf in self.leaves if leaf.dimension and not leaf.attribute}
        rows = [
            {
                "key": bough.key,
                "label": dict(bough.words),
                "weight": bough.weight,
                "attributes": _attributes(self.of_dimension(bough.key), known, taken),
            }
            for bough in self.boughs
        ]
        said = {"weights_from": dict(weights_from)} if weights_from else {}
        return {"key": (before or {}).get("key", "index"), "label": dict(self.words), "dimensions": rows, **said}


def key_for(words: str, taken: Iterable[str], such_as: str) -> str:
    """A key from words, free among those that are taken.

    >>> key_for("The room", [], "d"), key_for("房间", ["d1"], "d")
    ('the-room', 'd2')
    """
    known = set(taken)
    plain = _NOT_KEY.sub("-", words.lower()).strip("-")[:36]
    if plain and plain[0].isalpha() and plain not in known:
        return plain
    stem = plain if plain and plain[0].isalpha() else such_as
    return next(name for name in (f"{stem}{n}" for n in range(1, 10_000)) if name not in known)


def written(weight: float) -> str:
    """As a field shows it."""
    return f"{weight:g}"


def _of_hundred(share: float) -> float:
    return max(0.01, round(100 * share, 2))  # a weight is never 0


def _attributes(leaves: tuple[Leaf, ...], known: Iterable[Mapping[str, Any]], taken: set[str]) -> list[dict[str, Any]]:
    """``known``: attributes that have a label already, in more languages than one line of the page shows."""
    groups: dict[str, list[Leaf]] = {}
    for leaf in leaves:
        groups.setdefault(leaf.attribute or f" {leaf.item}", []).append(leaf)
    rows = []
    for name, group in groups.items():
        items = {leaf.item: leaf.weight for leaf in group}
        alike = [row for row in known if name in row["label"].values() or f" {row['key']}" == name]
        free = [row for row in alike if row["key"] not in taken or name.startswith(" ")]
        earlier = max(free, key=lambda row: len(items.keys() & row.get("items", {}).keys()), default=None)
        if name.startswith(" "):
            key, label = group[0].item, earlier and earlier["label"]
        else:
            key, label = (earlier["key"], earlier["label"]) if earlier else (key_for(name, taken, "a"), {"und": name})
        taken.add(key)
        rows.append({"key": key, **({"label": label} if label else {}), "weight": sum(items.values()), "items": items})
    return rows


def _placed(tree: Tree, one: Questionnaire) -> Iterable[Leaf]:
    for dimension in tree.dimensions:
        for attribute in dimension.attributes:
            several = sum(attribute.items.values())
            named = attribute.label is not None and (len(attribute.items) > 1 or attribute.key not in attribute.items)
            name = one.say(attribute.label, one.languages[0]) if named and attribute.label is not None else ""
            if len(attribute.items) > 1 and not name:
                name = attribute.key
            for key, own in attribute.items.items():
                yield Leaf(key, Text({}), dimension.key, name, attribute.weight * own / several)
