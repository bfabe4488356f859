"""Words that take up an earlier answer: “You gave us {recommend}: why?”, “What was wrong with {dish|your dish}?”.

After the bar stands what is said where there is no answer; without it, “…”. Two braces are one: ``{{dish}}`` says
“{dish}”. The answer comes as a respondent would say it, in the language of the page: the words of an option or of a
point of the scale, not their keys. Whoever shows the words escapes them; an answer is as foreign as any.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from regulars.language import Day, Message, Text, message
from regulars.survey.blocks.base import Block
from regulars.survey.conditions import Kind, Known
from regulars.survey.definition import Item
from regulars.survey.entries import Place
from regulars.survey.errors import EntryError

NOTHING = "…"
LONGEST = 200  # characters of an answer in words; the rest is left to the imagination
_TAKEN = re.compile(r"\{\{|\}\}|\{([A-Za-z][A-Za-z0-9_-]{0,99})(?:\|([^{}]*))?\}")
_BRACES = {"{{": "{", "}}": "}"}


def taken_by(words: str) -> Iterator[str]:
    """The names of the answers that these words take up."""
    yield from (found[1] for found in _TAKEN.finditer(words) if found[1])


def taken_up(block: Block) -> tuple[str, ...]:
    """The names of the answers that a block takes up, each once."""
    texts = (text for _, text in block.texts(()))
    return tuple(dict.fromkeys(name for text in texts for words in text.words.values() for name in taken_by(words)))


def filled(words: str, answers: Mapping[str, str]) -> str:
    """The words with the answers in them."""
    if "{" not in words and "}" not in words:
        return words
    return _TAKEN.sub(lambda found: _BRACES.get(found[0]) or answers.get(found[1]) or found[2] or NOTHING, words)


def plain(text: Text, labels: Mapping[str, Text]) -> Text:
    """The words for colleagues and facts, where no single answer stands: by the label of the question taken up."""

    def one(tag: str, words: str) -> str:
        return filled(words, {name: f"[{label.in_language(tag)}]" for name, label in labels.items()})

    if not any("{" in words or "}" in words for words in text.words.values()):
        return text
    return Text({tag: one(tag, words) for tag, words in text.words.items()})


def plain_item(item: Item, labels: Mapping[str, Text]) -> Item:
    """An item whose words name the questions that they take up."""
    words = (item.label, *item.options.values(), *(() if item.text is None else (item.text,)))
    if not any("{" in one or "}" in one for text in words for one in text.words.values()):
        return item  # nearly every one
    return replace(
        item,
        label=plain(item.label, labels),
        text=None if item.text is None else plain(item.text, labels),
        options={key: plain(text, labels) for key, text in item.options.items()},
    )


def check(block: Block, place: Place, known: Mapping[str, Known]) -> None:
    """Raise ``EntryError`` where words take up what is not asked above."""
    for where, text in block.texts(place):
        for words in text.words.values():
            for name in taken_by(words):
                _check(name, where, known)


def check_none(text: Text | None, place: Place) -> None:
    """Raise ``EntryError`` where words that stand outside the questions take up an answer."""
    for words in () if text is None else text.words.values():
        for name in taken_by(words):
            raise EntryError(
                place,
                message(
                    "“{{{name}}}” cannot be taken up here: only what is asked further down can take up an answer. "
                    "Write {{{{{name}}}}} if you mean the braces.",
                    name=name,
                ),
            )


def said(block: Block, name: str, value: Any, say: Callable[[Text], str]) -> Any:
    """An answer as a value for a message: a word, a number, a day, or several words; None where there is none."""
    if value is None or value in ("", [], ()):
        return None
    known = next((one for one in block.known() if one.name == name), None)
    if known is not None and known.kind is Kind.SET:
        return tuple(say(words) if isinstance(words := known.options.get(one), Text) else str(one) for one in value)
    item = next((one for one in block.items() if one.key == name), None)
    return None if item is None else _said(item, value, say)


def _said(item: Item, value: Any, say: Callable[[Text], str]) -> Any:
    if isinstance(value, date):
        return Day(value)
    if item.options:
        return say(item.options[value]) if value in item.options else str(value)
    if item.scale is not None and (words := item.scale.labels.get(value)):
        return say(words)
    if isinstance(value, str):
        flat = " ".join(value.split())
        # Kept apart from the words around it, whichever way either of them runs.
        return f"\u2068{flat if len(flat) <= LONGEST else flat[: LONGEST - 1] + '…'}\u2069"
    return value


def _check(name: str, place: Place, known: Mapping[str, Known]) -> None:
    if name not in known:
        raise EntryError(place, _unknown(name, known))
    if known[name].kind is Kind.FLAG:
        raise EntryError(place, message("“{name}” is a box to tick; it has no words to take up.", name=name))


def _unknown(name: str, known: Mapping[str, Known]) -> Message:
    near = difflib.get_close_matches(name, known, n=3)
    if near:
        return message(
            "“{{{name}}}” takes up an answer, and nothing above is called so. Did you mean: {near}? "
            "Write {{{{{name}}}}} if you mean the braces.",
            name=name,
            near=tuple(near),
        )
    return message(
        "“{{{name}}}” takes up an answer, and nothing above is called so. Take up a question that stands further up, "
        "or write {{{{{name}}}}} if you mean the braces.",
        name=name,
    )
