"""Items sorted into named groups: the dimensions of a service, the lenses of a study."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from regulars.language import message
from regulars.methods.errors import OptionError


def members_of(groups: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """The items of each group. Raises unless there is one in each, and none in two."""
    home: dict[str, str] = {}
    given: Any = groups
    if not isinstance(given, Mapping) or not given:
        raise OptionError(message("Name at least one group with its items, such as {example}.", example='{"a": ["x"]}'))
    for group, members in given.items():
        if isinstance(members, str) or not isinstance(members, Collection) or not len(members):
            raise OptionError(message("{group} has no list of items. Give it at least one item.", group=str(group)))
        for item in members:
            if item in home:
                raise OptionError(
                    message(
                        "The item {item} stands in {first} and in {second}. It can belong to one only, and once.",
                        item=str(item),
                        first=home[item],
                        second=str(group),
                    )
                )
            home[item] = str(group)
    return {str(group): tuple(members) for group, members in given.items()}


def grouped(groups: Mapping[str, Sequence[str]], names: Collection[str]) -> dict[str, list[int]]:
    """Each group with the places of its items in ``names``. Raises unless every item is there.

    >>> grouped({"tangible": ["a", "c"], "people": ["b"]}, ("a", "b", "c"))
    {'tangible': [0, 2], 'people': [1]}
    """
    known, found = list(names), members_of(groups)
    for group, members in found.items():
        for item in members:
            if item not in known:
                raise OptionError(
                    message(
                        "{group} names the item {item}, which is not there. There are: {known}.",
                        group=group,
                        item=str(item),
                        known=tuple(known[:12]),
                    )
                )
    return {group: [known.index(item) for item in members] for group, members in found.items()}
