"""The words of a questionnaire apart from the rest: listed, said where they stand, put back, translated in a file.

A row of a translator's file is known by the way to its words (``blocks › check-in › label``) and by the words in the
first language: questions that were moved meanwhile are found again, and what was written anew is not mistaken for what
was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from regulars.language import Message, Text, message
from regulars.survey.entries import Place, text
from regulars.survey.errors import EntryError
from regulars.survey.questionnaire import Questionnaire

MOST_LANGUAGES = 30
MOST_FAULTS = 40  # each takes reading the whole anew; a file with more is refused with the next one
_WHOLE = {
    "title": message("Title, for colleagues"),
    "heading": message("Heading, for guests"),
    "intro": message("A line below the heading"),
    "thanks": message("Thanks"),
    "privacy_text": message("Privacy"),
    "source": message("Source, for colleagues"),
}
_PARTS = {
    "label": message("short name"),
    "text": message("as asked"),
    "heading": message("heading"),
    "not_used": message("the answer “not used”"),
    "with": message("if it is there"),
    "without": message("if it is missing"),
    "after": message("what stands after the number"),
}


@dataclass(frozen=True)
class Wording:
    """Words by language, and the way to them in the plain data; ``path``: as a file writes it, by lasting keys."""

    place: Place
    text: Text
    path: str


@dataclass(frozen=True)
class Row:
    """A row of a translator's file; ``words``: tag of a language -> words, empty ones left out."""

    number: int
    path: str
    words: Mapping[str, str]


@dataclass(frozen=True)
class Rewording:
    """One change: what stood there in a language, and what shall."""

    place: Place
    tag: str
    before: str
    after: str


@dataclass(frozen=True)
class BadRow:
    """A row that is left out."""

    row: int
    value: str
    reason: Message
    way_out: Message


@dataclass(frozen=True)
class Translation:
    """What the good rows of a file would change."""

    changed: tuple[Rewording, ...]
    bad: tuple[BadRow, ...]
    languages: tuple[str, ...]  # that the questionnaire did not have before


def wordings(questionnaire: Questionnaire) -> tuple[Wording, ...]:
    """All words, in order."""
    return tuple(
        Wording(place, text, EntryError.path(lasting(questionnaire, place))) for place, text in questionnaire.texts()
    )


def lasting(questionnaire: Questionnaire, place: Place) -> Place:
    """The place by the keys around it instead of by numbers: it is the same after questions were moved."""
    match place:
        case ("blocks", int(at), *rest):
            block = questionnaire.blocks[at]
            names = [
                getattr(block, "key", None),
                *(item.key for item in block.items()),
                *(f.name for f in block.fields()),
            ]
            return ("blocks", next(filter(None, names), at), *rest)
        case ("tree", "dimensions", int(at), *rest) if questionnaire.tree is not None:
            dimension = questionnaire.tree.dimensions[at]
            if len(rest) > 1 and isinstance(rest[1], int):
                rest = [rest[0], dimension.attributes[rest[1]].key, *rest[2:]]
            return ("tree", "dimensions", dimension.key, *rest)
    return place


def where(place: Place) -> Message:
    """Where words stand, for people who never saw the plain data."""
    match place:
        case (str(name),) if name in _WHOLE:
            return _WHOLE[name]
        case ("tree", "dimensions", int(at), "label"):
            return message("Indicator tree: dimension {n}", n=at + 1)
        case ("tree", "dimensions", int(at), "attributes", int(row), *_):
            return message("Indicator tree: dimension {n}, attribute {row}", n=at + 1, row=row + 1)
        case ("tree", "weights_from"):
            return message("Indicator tree: where the weights come from")
        case ("tree", *_):
            return message("Indicator tree: name of the index")
        case ("blocks", int(at), *rest):
            return message("Question {n}: {part}", n=at + 1, part=_part(tuple(rest)))
    return message("{place}", place=EntryError.path(place))


def reworded(draft: Mapping[str, Any], changes: Iterable[Rewording]) -> dict[str, Any]:
    """The plain data with other words. Words that held in every language stand in for the first where one is told.

    >>> data = {"languages": ["en"], "title": {"en": "Guests"}}
    >>> reworded(data, [Rewording(("title",), "fr", "", "Clients")])["title"]
    {'en': 'Guests', 'fr': 'Clients'}
    """
    found = deepcopy(dict(draft))
    for change in changes:
        words: Any = found
        for step in change.place:
            words = words[step]
        if "und" in words:
            words[found["languages"][0]] = words.pop("und")
        if change.after:
            words[change.tag] = change.after
        else:
            words.pop(change.tag, None)
    return found


def translated(questionnaire: Questionnaire, rows: Iterable[Row]) -> Translation:
    """Hold a file against the words that are here. An empty cell changes nothing; a bad row is left out and told."""
    known = {one.path: one for one in wordings(questionnaire)}
    changed: list[Rewording] = []
    bad: list[BadRow] = []
    seen: set[Place] = set()
    for row in rows:
        one = _found(row, known, questionnaire.languages[0])
        if one is None:
            bad.append(_unknown(row))
        elif one.place in seen:
            bad.append(_twice(row))
        else:
            seen.add(one.place)
            try:
                changed += _changes(one, row)
            except EntryError as error:
                bad.append(BadRow(row.number, row.path, error.problem, message("Shorten or correct it.")))
    return _tried(questionnaire, changed, bad)


def _found(row: Row, known: Mapping[str, Wording], first: str) -> Wording | None:
    here = known.get(row.path)
    words = row.words.get(first, "").strip()
    if here is not None and (not words or here.text.words.get(first, here.text.words.get("und", "")) == words):
        return here
    moved = [one for one in known.values() if one.text.words.get(first) == words and words]
    same_name = [one for one in moved if one.path.rpartition(" › ")[2] == row.path.rpartition(" › ")[2]]
    return same_name[0] if len(same_name) == 1 else here


def _changes(one: Wording, row: Row) -> list[Rewording]:
    found = []
    for tag, words in row.words.items():
        before = one.text.words.get(tag, one.text.words.get("und", ""))
        if words.strip() and words.strip() != before:
            text({tag: words}, one.place)
            found.append(Rewording(one.place, tag, one.text.words.get(tag, ""), words.strip()))
    return found


def _tried(questionnaire: Questionnaire, changed: list[Rewording], bad: list[BadRow]) -> Translation:
    """Leave out, one by one, what the questionnaire as a whole does not take."""
    faults = 0
    while True:
        tags = dict.fromkeys(change.tag for change in changed)
        new = tuple(tag for tag in tags if tag not in questionnaire.languages)[:MOST_LANGUAGES]
        data = {**questionnaire.to_dict(), "languages": [*questionnaire.languages, *new]}
        try:
            Questionnaire.from_dict(reworded(data, changed))
        except EntryError as error:
            off = [one for one in changed if one.place == error.place[: len(one.place)]]
            faults += 1
            if not off or faults > MOST_FAULTS:
                raise
            # A word in one language may be wrong where its sisters are right: the way may end in the language.
            named = [one for one in off if one.tag == error.place[-1]] or off
            for one in named:
                bad.append(BadRow(0, one.after, error.problem, message("Write these words as the others have them.")))
                changed.remove(one)
        else:
            return Translation(tuple(changed), tuple(bad), new)


def with_languages(draft: Mapping[str, Any], translation: Translation) -> dict[str, Any]:
    """The plain data with what a file brought, new languages named after those that were there."""
    return reworded({**draft, "languages": [*draft["languages"], *translation.languages]}, translation.changed)


def renumbered(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Rows without those that say nothing."""
    return tuple(replace(row, path=row.path.strip()) for row in rows if row.path.strip() or any(row.words.values()))


def _unknown(row: Row) -> BadRow:
    return BadRow(
        row.number,
        row.path[:120],
        message("the questionnaire has no words at this place."),
        message("Fetch the file anew; the question was taken out, or its place was changed by hand."),
    )


def _twice(row: Row) -> BadRow:
    return BadRow(
        row.number, row.path[:120], message("these words stand in an earlier row too."), message("Keep one of the two.")
    )


def _part(rest: Place) -> Message:
    match rest:
        case ("options", str(key), *_):
            return message("option “{key}”", key=key)
        case ("items", str(key), str(name)):
            return message("“{key}”, {part}", key=key, part=_PARTS.get(name, name))
        case (*_, "labels", str(point)):
            return message("point {point} of the scale", point=point)
        case ("probe", *_):
            return message("what went wrong")
        case (str(name),) if name in _PARTS:
            return _PARTS[name]
    return message("{place}", place=EntryError.path(rest))
