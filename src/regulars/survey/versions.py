"""What a next version may change: anything but what an answered question means."""

from __future__ import annotations

from regulars.language import message
from regulars.survey.definition import Item, ItemKind, Survey
from regulars.survey.errors import DefinitionError


def check_follows(survey: Survey, earlier: Survey) -> None:
    """Raise ``DefinitionError`` where a key stands for another question than before, which would bend the trend."""
    before = {item.key.casefold(): item for item in earlier.items}
    for item in survey.items:
        was = before.get(item.key.casefold())
        if was is None:
            continue
        if _shape(was) != _shape(item) or was.key != item.key:
            raise DefinitionError(
                message(
                    "The answers to “{key}” would no longer mean what they meant in version {version}: another kind of "
                    "question or another scale. Give the changed question a new key, so that the trend stays honest.",
                    key=item.key,
                    version=earlier.version,
                )
            )


def _shape(item: Item) -> tuple[object, ...]:
    scale = item.scale
    # Whether ten points are called a rating or the Net Promoter question changes no answer.
    kind = ItemKind.RATING if item.kind is ItemKind.NPS else item.kind
    return kind, None if scale is None else (scale.low, scale.high), *_asked_with(item)


def _asked_with(item: Item) -> tuple[str, ...]:
    """Of most and least: what stood together. The best of other things is another answer."""
    together = any(tag.startswith("best-worst:") for tag in item.tags)
    return tuple(sorted(item.options)) if together else ()
