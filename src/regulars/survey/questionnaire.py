"""A questionnaire as plain data: what a respondent sees and what the facts keep, in any number of languages.

Frozen: a change makes a new object, and a published version is never changed. As plain data (in a file: YAML)::

    name: stay-satisfaction            # the survey's name in the facts
    title: {en: Guest satisfaction, zh: 住客满意度}        # what colleagues call it
    heading: {en: How was your stay?, zh: 您的入住体验如何？}
    intro: {...}                       # optional
    languages: [en, zh]                # the order in which one stands in for another
    minutes: 1
    scales: {satisfaction: {low: 1, high: 5, labels: {1: {...}, 5: {...}}}}
    blocks:
      - {kind: ratings, heading: {...}, scale: satisfaction, not_used: {...}, probe: {label: {...}, at_most: 2},
         items: {breakfast: {label: {...}, role: attribute, origin: customer}}}
      - {kind: number, key: recommend, label: {...}, text: {...}, role: recommend, scale: {low: 0, high: 10}}
      - {kind: choice, key: reason, label: {...}, options: {repair: {...}, advice: {...}}, when: recommend <= 6}
      - {kind: comment, key: comment, label: {...}, text: {en: "You gave us {recommend}: why?"}, page: true}
      - {kind: consent, key: contact, label: {...}}
    thanks: {...}
    source: {...}                      # optional: where the questions come from, for colleagues
    privacy_text: {...}                # optional; without it the company's own text stands there
    tree: {...}                        # optional, see tree.py
    subject: unit                      # optional: it is a checklist, filled in by staff about a unit, a team or a visit
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from regulars.language import Message, Text, message
from regulars.survey.blocks import Block
from regulars.survey.blocks.base import one_scale
from regulars.survey.blocks.ratings import WHY
from regulars.survey.blocks.reading import block_to_dict, read_blocks
from regulars.survey.checks import check_expectations, check_size, check_tree
from regulars.survey.conditions.terms import KEYWORDS
from regulars.survey.definition import Item, Origin, Role, SampleKind, Survey
from regulars.survey.entries import Entries, Place
from regulars.survey.errors import EntryError
from regulars.survey.fields import Field
from regulars.survey.piping import check_none, plain_item, taken_up
from regulars.survey.tree import Tree

SUBJECTS = ("unit", "team", "visit")  # what a checklist is about; its respondent is staff
PRIVACY = ("identified", "confidential", "anonymous")  # each hides more than the one before
# Columns of the facts and fields of the form itself; capitals do not count in either.
_RESERVED = (
    "source", "response", "customer", "at", "day", "unit", "weight", "wave", "language", "channel", "complete", "form",
    "lang",
)  # fmt: skip
RESERVED = frozenset(_RESERVED)
_KNOWN = (
    "name", "version", "title", "heading", "intro", "languages", "minutes", "sample", "privacy", "scales", "blocks",
    "thanks", "privacy_text", "source", "tree", "subject",
)  # fmt: skip


@dataclass(frozen=True)
class Questionnaire:
    """``languages``: the first is what everybody gets whose own language is not there."""

    name: str
    title: Text
    heading: Text
    blocks: tuple[Block, ...]
    thanks: Text
    languages: tuple[str, ...]
    intro: Text | None = None
    privacy_text: Text | None = None
    source: Text | None = None
    minutes: int | None = None
    version: int = 1
    sample: SampleKind = SampleKind.OPT_IN
    privacy: str = "identified"
    tree: Tree | None = None
    subject: str | None = None

    def __post_init__(self) -> None:
        seen: set[str] = set()
        for place, name in self._names():
            if name.casefold() in seen:
                raise EntryError(place, message("two questions are called “{key}”. Give one another key.", key=name))
            if name.casefold() in RESERVED:
                raise EntryError(place, message("“{key}” is a word that the facts need. Choose another key.", key=name))
            if name in KEYWORDS:
                raise EntryError(
                    place,
                    message(
                        "“{key}” is a word of the conditions, so that none could ask for this question. Choose another "
                        "key, such as {other}.",
                        key=name,
                        other=f"{name}-1",
                    ),
                )
            seen.add(name.casefold())
        if self.tree is not None:
            check_tree(self.tree, self.items)
        check_expectations(self.items)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """What the facts keep, in order. Where words take up an answer, the question's label stands in brackets."""
        labels = {one.name: one.label for block in self.blocks for one in block.known() if isinstance(one.label, Text)}
        return tuple(plain_item(item, labels) for block in self.blocks for item in block.items())

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """What the form may send, in order."""
        return tuple(field for block in self.blocks for field in block.fields())

    @cached_property
    def pages(self) -> tuple[tuple[int, ...], ...]:
        """The blocks of each page, counted from 0. What takes up an answer needs it given: it begins a new page."""
        found: list[list[int]] = [[]]
        on_page: set[str] = set()
        for at, block in enumerate(self.blocks):
            if found[-1] and (block.page or not on_page.isdisjoint(taken_up(block))):
                found.append([])
                on_page.clear()
            found[-1].append(at)
            on_page |= {one.name for one in block.known()}
        return tuple(map(tuple, found))

    @property
    def shuffled(self) -> bool:
        """Whether something is shown in random order."""
        return any(block.shuffle for block in self.blocks)

    @property
    def attributes(self) -> tuple[Item, ...]:
        """What is judged."""
        return tuple(item for item in self.items if item.role is Role.ATTRIBUTE)

    def survey(self) -> Survey:
        """The definition that stands beside the facts."""
        return Survey(self.name, self.title, self.items, self.version, self.sample, self.privacy, self.tree)

    def language(self, wished: str) -> str:
        """The language in which a reader of ``wished`` gets it: the same, its family, else the first."""
        for language in self.languages:
            if language.lower() == wished.lower():
                return language
        return next((one for one in self.languages if _family(one) == _family(wished)), self.languages[0])

    def say(self, text: Text, language: str) -> str:
        """Words in this language; where they are missing, in the next of ``languages``."""
        return text.in_language(language, self.languages)

    def texts(self) -> Iterator[tuple[Place, Text]]:
        """All words, with their places."""
        for name in ("title", "heading", "intro", "thanks", "privacy_text", "source"):
            if (text := getattr(self, name)) is not None:
                yield (name,), text
        for at, block in enumerate(self.blocks):
            yield from block.texts(("blocks", at))
        if self.tree is not None:
            yield from self.tree.texts()

    def gaps(self) -> tuple[tuple[Place, str], ...]:
        """Where words of one of its languages are missing, and another stands in: (place, language)."""
        return tuple(
            (place, language)
            for place, text in self.texts()
            for language in self.languages
            if "und" not in text.words and _family(language) not in {_family(tag) for tag in text.words}
        )

    def warnings(self) -> tuple[Message, ...]:
        """What may be published and should be known before."""
        found = []
        if self.attributes and not any(item.origin is Origin.CUSTOMER for item in self.attributes):
            found.append(
                message(
                    "None of the attributes was named by customers. Ask some of them, in open questions, what matters "
                    "to them; what a company thinks of at its desk often misses it."
                )
            )
        if missing := sorted({language for _, language in self.gaps()}):
            place, _ = self.gaps()[0]
            found.append(
                message(
                    "Some words are missing in: {languages}. The first is {place}; another language stands in.",
                    languages=tuple(missing),
                    place=EntryError.path(place),
                )
            )
        from regulars.survey.lint import lint  # it looks at questionnaires, so it stands above them

        places = (
            message("{place}: {problem}", place=EntryError.path(one.place), problem=one.said) for one in lint(self)
        )
        return (*found, *places)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for a JSON file."""
        optional = {"intro": self.intro, "privacy_text": self.privacy_text, "source": self.source}
        return {
            "name": self.name,
            "version": self.version,
            "title": dict(self.title.words),
            "heading": dict(self.heading.words),
            **{name: dict(text.words) for name, text in optional.items() if text is not None},
            "languages": list(self.languages),
            **({} if self.minutes is None else {"minutes": self.minutes}),
            "sample": self.sample.value,
            "privacy": self.privacy,
            "blocks": [block_to_dict(block) for block in self.blocks],
            "thanks": dict(self.thanks.words),
            **({} if self.tree is None else {"tree": self.tree.to_dict()}),
            **({} if self.subject is None else {"subject": self.subject}),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Questionnaire:
        """Read plain data, strictly. Raises ``EntryError`` naming the place."""
        entries = Entries.of(data).only(*_KNOWN)
        scales = {
            name: one_scale(Entries.of(row, ("scales", name))) for name, row in entries.inner("scales").data.items()
        }
        blocks = read_blocks(entries, scales)
        if not blocks:
            entries.wrong("blocks", message("a questionnaire needs at least one block."))
        title = entries.text("title")
        # Without a heading the title is one.
        for name in ("heading" if entries.has("heading") else "title", "intro", "thanks"):
            check_none(entries.maybe_text(name), (name,))
        found = cls(
            name=_name(entries),
            title=title,
            heading=entries.maybe_text("heading") or title,
            blocks=blocks,
            thanks=entries.text("thanks"),
            languages=_languages(entries, title),
            intro=entries.maybe_text("intro"),
            privacy_text=entries.maybe_text("privacy_text"),
            source=entries.maybe_text("source"),
            minutes=entries.whole("minutes", low=1, high=120) if entries.has("minutes") else None,
            version=entries.whole("version", 1, low=1, high=100_000),
            sample=entries.one_of("sample", SampleKind, SampleKind.OPT_IN) or SampleKind.OPT_IN,
            privacy=_privacy(entries),
            tree=Tree.from_dict(entries.inner("tree").data) if entries.has("tree") else None,
            subject=_subject(entries),
        )
        check_size(found)
        return found

    def _names(self) -> Iterator[tuple[Place, str]]:
        for at, block in enumerate(self.blocks):
            keys = {item.key for item in block.items()}
            # A field without an item (consent) takes a name of the form too.
            for name in (*keys, *(one.name for one in block.fields() if one.name not in keys)):
                yield ("blocks", at), name
                if name.startswith(WHY) and not any(item.key == name.removeprefix(WHY) for item in block.items()):
                    raise EntryError(
                        ("blocks", at),
                        message("“{key}” begins with “why-”, which is kept for “what went wrong?”.", key=name),
                    )


def _name(entries: Entries) -> str:
    name = entries.need("name", "name: stay-satisfaction")
    if not isinstance(name, str) or not re.fullmatch(r"[^\W_][\w.-]{0,63}", name) or ".." in name:
        entries.wrong(
            "name",
            message(
                "“{name}” cannot be the name of a survey. Use up to 64 letters, digits, hyphens and underscores, "
                "such as guests-2026.",
                name=str(name)[:80],
            ),
        )
    return name


def _languages(entries: Entries, title: Text) -> tuple[str, ...]:
    named = entries.names("languages") or tuple(title.words)
    first = named[0]
    for place, text in ((("title",), title), (("thanks",), entries.text("thanks"))):
        if "und" not in text.words and _family(first) not in {_family(tag) for tag in text.words}:
            raise EntryError(
                place, message("the words in {language} are missing: it is the first of “languages”.", language=first)
            )
    return tuple(dict.fromkeys(named))


def _privacy(entries: Entries) -> str:
    value = entries.data.get("privacy", "identified")
    if value not in PRIVACY:
        entries.wrong(
            "privacy",
            message("“{value}” is not known. Choose one of: {known}.", value=str(value)[:60], known=PRIVACY),
        )
    return str(value)


def _subject(entries: Entries) -> str | None:
    value = entries.data.get("subject")
    if value is not None and value not in SUBJECTS:
        entries.wrong(
            "subject",
            message("“{value}” is not known. Choose one of: {known}.", value=str(value)[:60], known=SUBJECTS),
        )
    return None if value is None else str(value)


def _family(tag: str) -> str:
    return tag.split("-", maxsplit=1)[0].lower()


def strictest(*classes: str) -> str:
    """The privacy class that hides most: what was once promised to those who answered holds for all."""
    return max(classes, key=PRIVACY.index, default=PRIVACY[0])
