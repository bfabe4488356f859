"""A field of the company's own, as the profile looks at customers by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

import numpy as np

from regulars.insights.report import Words
from regulars.insights.worth.pages import Own
from regulars.language import Estimate, Message, Text, message
from regulars.web.people.details.models import FieldKind, OwnField, OwnValue
from regulars.web.people.details.values import FLAGS
from regulars.web.people.segments.warning import sensitive
from regulars.web.words import say

OWN = "own"
KINDS = (FieldKind.CHOICE, FieldKind.FLAG, FieldKind.NUMBER)  # free words tell persons apart, days are all different
BANDS = 4  # of a number, with as many customers in each as there can be
SINGLE = 8  # different numbers that each stand for themselves


def usable() -> list[OwnField]:
    """Those by which customers can be counted."""
    return list(OwnField.objects.filter(retired=False, kind__in=KINDS))


def warned_of(field: OwnField) -> Iterator[Message]:
    """What to think of before customers are looked at by it."""
    if field.sensitive:
        yield message(
            "“{field}” is marked as sensitive. Look at people by it only where law and your privacy text allow.",
            field=field.name,
        )
        return
    yield from sensitive([say(field.name), *(say(words) for words in field.options.values())])


def own_of(field: OwnField) -> Own:
    """With everybody of whom it is noted, in one query."""
    values, of = _numbers(field) if field.kind == FieldKind.NUMBER else _choices(field)
    return Own(field.key, field.name, values, of, sensitive=field.sensitive)


def _choices(field: OwnField) -> tuple[Mapping[str, Words], Mapping[str, frozenset[int]]]:
    words: dict[str, Words] = dict(FLAGS) if field.kind == FieldKind.FLAG else dict(field.options)
    found: dict[str, set[int]] = {}
    rows = OwnValue.objects.filter(field=field).exclude(text="").values_list("text", "customer__key")
    for text, key in rows.iterator():
        found.setdefault(text, set()).add(key)
    for text in sorted(found.keys() - words.keys()):  # a choice that is gone since
        words[text] = Text.of(text)
    return words, {key: frozenset(keys) for key, keys in found.items()}


def _numbers(field: OwnField) -> tuple[Mapping[str, Words], Mapping[str, frozenset[int]]]:
    """In bands, by the numbers that are noted."""
    rows = OwnValue.objects.filter(field=field, number__isnull=False).values_list("number", "customer__key")
    pairs = list(rows.iterator())
    if not pairs:
        return {}, {}
    numbers, keys = np.array([one for one, _ in pairs]), np.array([key for _, key in pairs], dtype=np.int64)
    single = np.unique(numbers)
    if len(single) <= SINGLE:
        return (
            {f"{one:.15g}": Text.of(f"{one:.15g}") for one in single},
            {f"{one:.15g}": frozenset(keys[numbers == one].tolist()) for one in single},
        )
    cuts = np.unique(np.quantile(numbers, np.arange(1, BANDS) / BANDS, method="lower"))
    cuts = cuts[cuts < single[-1]]
    band = np.searchsorted(cuts, numbers, side="left")  # a number that is a cut belongs below it
    return dict(_bands(cuts)), {str(one): frozenset(keys[band == one].tolist()) for one in range(len(cuts) + 1)}


def _bands(cuts: np.ndarray) -> Iterator[tuple[str, Words]]:
    said = [Estimate(float(one), digits=None if one % 1 else 0) for one in cuts]
    yield "0", message("up to {high}", high=said[0])
    for place, (low, high) in enumerate(pairwise(said), start=1):
        yield str(place), message("over {low}, up to {high}", low=low, high=high)
    yield str(len(said)), message("over {low}", low=said[-1])
