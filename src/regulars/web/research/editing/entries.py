"""The fields of which the form of a block is made. Each writes plain data into fields, reads it back, and is shown.

A kind of block is a list of these (``kinds.py``); the form, its reading and its errors follow from the list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from regulars.language import Message, message
from regulars.survey.blocks.ratings import WHY
from regulars.survey.entries import LONGEST_TEXT
from regulars.web.research.editing.keys import KEPT, KEY, suggested
from regulars.web.research.editing.sent import Sent, language_name, written_words

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Entry:
    """One entry of the plain data. ``more``: it stands behind “More”."""

    template: ClassVar[str] = "line"

    name: str
    label: Message
    hint: Message | None = None
    needed: bool = False
    more: bool = field(default=False, kw_only=True)

    @property
    def names(self) -> tuple[str, ...]:
        """The entries that it owns."""
        return (self.name,)

    def write(self, data: Data, stem: str, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Plain data -> fields."""
        value = data.get(self.name)
        yield stem + self.name, "" if value is None else str(value)

    def read(self, sent: Sent, stem: str, before: Data) -> Data:
        """Fields -> plain data; None for an entry that is left out."""
        return {self.name: sent.at(stem + self.name) or None}

    def shown(self, sent: Sent, stem: str) -> dict[str, Any]:
        """For the template."""
        name = stem + self.name
        return {
            "template": f"research/editor/{self.template}.html",
            "id": name,
            "label": self.label,
            "hint": self.hint,
            "needed": self.needed,
            "value": sent.typed.get(name, ""),
            "problem": sent.problems.get(name),
            "more": self.more,
            "filled": any(value for full, value in sent.typed.items() if full == name or full.startswith(f"{name}.")),
        }


@dataclass(frozen=True)
class Words(Entry):
    """Words in all languages, side by side."""

    template: ClassVar[str] = "words"

    long: bool = field(default=False, kw_only=True)

    def write(self, data: Data, stem: str, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
        """One field a language."""
        yield from written_words(stem + self.name, data.get(self.name), languages)

    def read(self, sent: Sent, stem: str, before: Data) -> Data:
        """Words in languages that are not edited here stay."""
        words = read_words(sent, stem + self.name, before.get(self.name))
        if self.needed and not words.get(sent.languages[0]):
            sent.missing(stem + self.name, first_language(sent))
        return {self.name: words or None}

    def shown(self, sent: Sent, stem: str) -> dict[str, Any]:
        """With the fields of the languages."""
        found = super().shown(sent, stem)
        return {**found, "long": self.long, "languages": in_languages(sent, stem + self.name)}


@dataclass(frozen=True)
class Question(Words):
    """What is asked (``text``) and what the results call it (``label``); without the second the first does for both."""

    @property
    def names(self) -> tuple[str, ...]:
        """Both."""
        return ("text", "label")

    def write(self, data: Data, stem: str, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
        """A label alone is the question."""
        asked, label = data.get("text") or data.get("label"), data.get("label") if data.get("text") else None
        yield from written_words(f"{stem}text", asked, languages)
        yield from written_words(f"{stem}label", label, languages)

    def read(self, sent: Sent, stem: str, before: Data) -> Data:
        """The same words are written once."""
        asked = read_words(sent, f"{stem}text", before.get("text") or before.get("label"))
        label = read_words(sent, f"{stem}label", before.get("label") if before.get("text") else None)
        if not asked.get(sent.languages[0]):
            sent.missing(f"{stem}text", first_language(sent))
        label = {tag: label.get(tag) or asked.get(tag, "") for tag in {**asked, **label}}
        return {"label": label or None, "text": None if label == asked else asked or None}

    def shown(self, sent: Sent, stem: str) -> dict[str, Any]:
        """Two rows of fields."""
        return {
            **super().shown(sent, stem),
            "template": "research/editor/question.html",
            "languages": in_languages(sent, f"{stem}text"),
            "labels": in_languages(sent, f"{stem}label"),
        }


@dataclass(frozen=True)
class Key(Entry):
    """The name under which the answers are kept. Empty: one is made of the words."""

    template: ClassVar[str] = "key"

    def read(self, sent: Sent, stem: str, before: Data) -> Data:
        """As typed, or suggested."""
        name = stem + self.name
        key = sent.at(name) or suggested(sent.words(f"{stem}label") or sent.words(f"{stem}text"), "q", sent.taken)
        check_key(sent, name, key, sent.taken)
        return {self.name: key}


@dataclass(frozen=True)
class Tags(Entry):
    """Words that others may ask for, a comma or a blank between them."""

    def write(self, data: Data, stem: str, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
        """One line."""
        yield stem + self.name, ", ".join(data.get(self.name) or ())

    def read(self, sent: Sent, stem: str, before: Data) -> Data:
        """Each once."""
        tags = sent.at(stem + self.name).replace("，", ",").replace("、", ",").replace(",", " ").split()
        return {self.name: list(dict.fromkeys(tags)) or None}


@dataclass(frozen=True)
class Switch(Entry):
    """Yes or no."""

    template: ClassVar[str] = "switch"

    def write(self, data: Data, stem: str, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
        """A box."""
        yield stem + self.name, "1" if data.get(self.name) else ""

    def read(self, sent: Sent, stem: str, before: Data) -> Data:
        """No is left out."""
        return {self.name: True if sent.at(stem + self.name) else None}


@dataclass(frozen=True)
class Whole(Entry):
    """A whole number."""

    template: ClassVar[str] = "whole"

    low: int = field(default=0, kw_only=True)
    high: int = field(default=10_000, kw_only=True)

    def read(self, sent: Sent, stem: str, before: Data) -> Data:
        """Within its limits."""
        return {self.name: sent.whole(stem + self.name, self.low, self.high)}


@dataclass(frozen=True)
class OneOf(Entry):
    """One of several values; ``""`` is none."""

    template: ClassVar[str] = "one_of"

    values: Mapping[str, Message] = field(default_factory=dict, kw_only=True)

    def read(self, sent: Sent, stem: str, before: Data) -> Data:
        """Only what is offered, or what stood there before."""
        value = sent.at(stem + self.name)
        return {self.name: value if value in self.values or value == before.get(self.name) else None} | (
            {self.name: None} if not value else {}
        )

    def shown(self, sent: Sent, stem: str) -> dict[str, Any]:
        """With the values."""
        return {**super().shown(sent, stem), "values": self.values.items()}


@dataclass(frozen=True)
class Group(Entry):
    """Several entries that stand together under one; without its first, it is left out."""

    template: ClassVar[str] = "group"

    inner: tuple[Entry, ...] = field(default=(), kw_only=True)

    def write(self, data: Data, stem: str, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
        """The inner ones."""
        for entry in self.inner:
            yield from entry.write(data.get(self.name) or {}, f"{stem}{self.name}.", languages)

    def read(self, sent: Sent, stem: str, before: Data) -> Data:
        """All, or nothing."""
        found = read_all(self.inner, sent, f"{stem}{self.name}.", before.get(self.name) or {})
        return {self.name: found if found.get(self.inner[0].name) else None}

    def shown(self, sent: Sent, stem: str) -> dict[str, Any]:
        """With the inner ones."""
        inner = [entry.shown(sent, f"{stem}{self.name}.") for entry in self.inner]
        return {**super().shown(sent, stem), "fields": inner}


def read_all(entries: Sequence[Entry], sent: Sent, stem: str, before: Data) -> dict[str, Any]:
    """The entries as plain data. What no field stands for stays as it was."""
    owned = {name for entry in entries for name in entry.names}
    found = {name: value for name, value in before.items() if name not in owned}
    for entry in entries:
        found |= {name: value for name, value in entry.read(sent, stem, before).items() if value is not None}
    return found


def read_words(sent: Sent, name: str, before: Mapping[str, str] | None) -> dict[str, str]:
    """Words by language; those in languages that the questionnaire does not have any more stay."""
    for tag in sent.languages:
        if len(sent.at(f"{name}.{tag}")) > LONGEST_TEXT:
            sent.wrong(f"{name}.{tag}", message("Shorten this to {n} characters.", n=LONGEST_TEXT))
    typed, families = sent.words(name), {tag.split("-", maxsplit=1)[0] for tag in sent.languages}
    others = {tag: words for tag, words in (before or {}).items() if tag.split("-", maxsplit=1)[0] not in families}
    others.pop("und", None)
    return {**typed, **others} if typed else {}


def first_language(sent: Sent) -> Message:
    """What to do where words are missing."""
    return message("Write this at least in {language}, the first language.", language=language_name(sent.languages[0]))


def check_key(sent: Sent, name: str, key: str, taken: frozenset[str], *, inside: bool = True) -> None:
    """It can be one, and is nobody else's. ``inside``: it is the name of a question, not of one of its options."""
    if inside and (key.casefold() in KEPT or key.casefold().startswith(WHY)):
        sent.wrong(name, message("“{key}” is kept for Regulars itself. Choose another key.", key=key))
    elif not KEY.fullmatch(key):
        sent.wrong(name, message("Enter letters, digits and hyphens, a letter first, such as check-in."))
    elif key.casefold() in {one.casefold() for one in taken}:
        sent.wrong(name, message("Another question is called {key}. Give this one another key.", key=key))


def in_languages(sent: Sent, name: str) -> list[dict[str, Any]]:
    """The fields of one text."""
    return [
        {
            "id": f"{name}.{tag}",
            "tag": tag,
            "language": language_name(tag),
            "value": sent.typed.get(f"{name}.{tag}", ""),
            "problem": sent.problems.get(f"{name}.{tag}"),
        }
        for tag in sent.languages
    ]
