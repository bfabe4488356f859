"""A checklist as its form shows it: words in one language, what was typed, what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from regulars.language import Text
from regulars.survey import Item, Questionnaire, Scale
from regulars.survey.blocks import (
    Block,
    Choice,
    Choices,
    Comment,
    DayQuestion,
    Information,
    Number,
    Quantity,
    Ratings,
)
from regulars.survey.blocks.ratings import WHY
from regulars.survey.conditions import Vocabulary, in_words
from regulars.survey.fields import NONE, NOT_USED, SEPARATOR
from regulars.web.words import say as said


@dataclass(frozen=True)
class Sheet:
    """The form of a checklist. All on one page, whatever pages it has: staff scroll, and see what is to come."""

    checklist: Questionnaire
    language: str
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, Any] = field(default_factory=dict)

    def blocks(self) -> list[dict[str, Any]]:
        """One entry a block; kinds that a checklist does not have are left out."""
        known, found = Vocabulary(), []
        for at, block in enumerate(self.checklist.blocks, 1):
            if (show := _SHOWN.get(type(block))) is not None:
                condition = "" if block.when is None else said(in_words(block.when, known))
                entry = {"template": f"service/blocks/{block.kind}.html", "id": f"part-{at}", "when": condition}
                found.append({**entry, **show(self, block)})
            known |= Vocabulary.of(block.known())
        return found

    def wrong(self) -> list[dict[str, str]]:
        """One line for each field that needs another look."""
        labels = {item.key: self.say(item.label) for item in self.checklist.items}
        return [
            {"at": name, "about": labels.get(name, name), "error": said(words)} for name, words in self.errors.items()
        ]

    def say(self, text: Text | None) -> str:
        """Words in the language of the form."""
        return "" if text is None else self.checklist.say(text, self.language)

    def error(self, name: str) -> str:
        """What is wrong with a field, said."""
        return said(self.errors[name]) if name in self.errors else ""

    def row(self, item: Item, scale: Scale, not_used: Text | None) -> dict[str, Any]:
        """A rating with its standard and how to measure it."""
        chosen = self.typed.get(item.key)
        points = [
            {
                "value": str(point),
                "word": self.say(scale.labels.get(point)),
                "checked": chosen == str(point),
                "low": item.threshold is not None and point < item.threshold,
            }
            for point in range(scale.low, scale.high + 1)
        ]
        if not_used is not None:
            points.append({"value": NOT_USED, "word": self.say(not_used), "checked": chosen == NOT_USED, "aside": True})
        return {
            "key": item.key,
            "question": self.say(item.text or item.label),
            "standard": self.say(item.standard),
            "measure": self.say(item.measure),
            "points": points,
            "error": self.error(item.key),
        }


def _ratings(sheet: Sheet, block: Ratings) -> dict[str, Any]:
    rows = []
    for item in block.questions:
        row = sheet.row(item, block.scale, block.not_used)
        if block.probe is not None:
            name = WHY + item.key
            row["why"] = {
                "name": name,
                "label": sheet.say(block.probe.label),
                "longest": block.probe.longest,
                "typed": sheet.typed.get(name, ""),
            }
        rows.append(row)
    return {"heading": sheet.say(block.heading), "rows": rows}


def _number(sheet: Sheet, block: Number) -> dict[str, Any]:
    return {"row": sheet.row(block.question, block.scale, block.not_used)}


def _choice(sheet: Sheet, block: Choice) -> dict[str, Any]:
    item = block.question
    options = [
        {"value": key, "word": sheet.say(words), "checked": sheet.typed.get(item.key) == key}
        for key, words in item.options.items()
    ]
    return {**_typed(sheet, item), "options": options}


def _choices(sheet: Sheet, block: Choices) -> dict[str, Any]:
    ticked = sheet.typed.get(block.key, "").split(SEPARATOR)
    words = {**block.options, **({} if block.none is None else {NONE: block.none})}
    return {
        "key": block.key,
        "question": sheet.say(block.text or block.label),
        "error": sheet.error(block.key),
        "options": [{"value": key, "word": sheet.say(one), "checked": key in ticked} for key, one in words.items()],
    }


def _comment(sheet: Sheet, block: Comment) -> dict[str, Any]:
    return {**_typed(sheet, block.question), "longest": block.longest}


def _quantity(sheet: Sheet, block: Quantity) -> dict[str, Any]:
    return {**_typed(sheet, block.question), "after": sheet.say(block.after), "decimals": block.decimals}


def _day(sheet: Sheet, block: DayQuestion) -> dict[str, Any]:
    return _typed(sheet, block.question)


def _information(sheet: Sheet, block: Information) -> dict[str, Any]:
    return {"heading": sheet.say(block.heading), "text": sheet.say(block.text)}


def _typed(sheet: Sheet, item: Item) -> dict[str, Any]:
    return {
        "key": item.key,
        "question": sheet.say(item.text or item.label),
        "typed": sheet.typed.get(item.key, ""),
        "error": sheet.error(item.key),
    }


_SHOWN: dict[type[Block], Callable[[Sheet, Any], dict[str, Any]]] = {
    Ratings: _ratings,
    Number: _number,
    Choice: _choice,
    Choices: _choices,
    Comment: _comment,
    Quantity: _quantity,
    DayQuestion: _day,
    Information: _information,
}
