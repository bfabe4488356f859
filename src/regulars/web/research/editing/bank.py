"""Questions that are ready: those of the questionnaires that come with Regulars, and those of one's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from regulars.facts.questionnaires import studies
from regulars.language import Text
from regulars.survey import Questionnaire
from regulars.survey.blocks import Ratings
from regulars.web.research.editing.turns import copied
from regulars.web.research.history import title_of

MOST = 40


@dataclass(frozen=True)
class Ready:
    """One block that can be taken. ``rows``: what stands in it, of a grid."""

    address: str  # questionnaire:place
    title: Any
    kind: str
    of: Text
    source: Text | None
    rows: tuple[Text, ...] = ()


def found(words: str, questionnaires: Sequence[Questionnaire], stem: str) -> list[Ready]:
    """The blocks in which all these words stand, in any language; without words the first of each."""
    wanted = words.casefold().split()
    hits = []
    for one in questionnaires:
        for at, (ready, said) in enumerate(_of(one, stem)):
            if all(word in said for word in wanted) and (wanted or at < 2):
                hits.append(ready)
    return hits[:MOST]


def taken(address: str, questionnaires: Mapping[str, Questionnaire], keys: set[str]) -> dict[str, Any] | None:
    """The block at an address, with keys that nobody has; None where there is none."""
    name, _, place = address.rpartition(":")
    one = questionnaires.get(name)
    if one is None or not place.isdecimal() or len(place) > 4 or int(place) >= len(one.blocks):
        return None
    return copied(one.to_dict()["blocks"][int(place)], keys)


@cache
def _built_in(name: str) -> tuple[tuple[Ready, str], ...]:
    one = next(one for one in studies() if one.name == name)
    return tuple(read(one, ""))


def _of(one: Questionnaire, stem: str) -> tuple[tuple[Ready, str], ...]:
    return tuple(read(one, stem)) if stem else _built_in(one.name)


def read(one: Questionnaire, stem: str) -> Iterator[tuple[Ready, str]]:
    """The blocks of a questionnaire, each with all its words."""
    for at, block in enumerate(one.blocks):
        said = " ".join(words for _, text in block.texts(()) for words in text.words.values())
        rows = tuple(item.label for item in block.questions) if isinstance(block, Ratings) else ()
        name = stem or f"bank:{one.name}"
        title = title_of(block.to_dict())
        ready = Ready(f"{name}:{at}", title, block.kind, one.title, one.source, rows)
        yield ready, f"{said} {' '.join(one.title.words.values())}".casefold()
