"""The questionnaire as its templates need it: words in one language, what was typed, what is wrong with it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from regulars.language import Text, message
from regulars.survey import Item, Questionnaire, Scale
from regulars.survey.blocks import (
    BestWorst,
    Block,
    Choice,
    Choices,
    Comment,
    Consent,
    ConstantSum,
    DayQuestion,
    Information,
    Kano,
    Number,
    Prices,
    Quantity,
    Ranking,
    Ratings,
)
from regulars.survey.blocks.best_worst import ENDS
from regulars.survey.blocks.parted import Parted
from regulars.survey.blocks.ratings import WHY
from regulars.survey.conditions import Known, Vocabulary, in_words
from regulars.survey.fields import CHOSEN, NONE, NOT_USED, SEPARATOR
from regulars.web.words import say as said

ROOM = 23  # what fits on the line of a question beside the word of the chosen number, on a phone of 360 px


@dataclass(frozen=True)
class Filled:
    """What a respondent has typed so far, and what to say to it."""

    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """A questionnaire in one language."""

    questionnaire: Questionnaire
    language: str
    filled: Filled

    def blocks(self) -> list[dict[str, Any]]:
        """One entry a block; ``template`` is named as its kind."""
        known, found = Vocabulary(), []
        for at, block in enumerate(self.questionnaire.blocks, 1):
            # In words, for browsers that cannot hide what is not asked, and where buttons alone cannot tell.
            condition = "" if block.when is None else said(in_words(block.when, known))
            entry = {"template": f"link/blocks/{block.kind}.html", "id": f"part-{at}", "at": at, "when": condition}
            found.append({**entry, **_SHOWN[type(block)](self, block)})
            known |= Vocabulary.of(map(self._in_language, block.known()))
        return found

    def _in_language(self, known: Known) -> Known:
        options = {key: Text.of(self.say(words)) for key, words in known.options.items() if isinstance(words, Text)}
        label = Text.of(self.say(known.label)) if isinstance(known.label, Text) else known.label
        return replace(known, label=label, options=options)

    def questions(self) -> int:
        """How many rows of numbers there are, for the count at the end."""
        return sum(
            len(block.questions) if isinstance(block, Ratings) else isinstance(block, Number)
            for block in self.questionnaire.blocks
        )

    def say(self, text: Text | None) -> str:
        """Words in the language of the page."""
        return "" if text is None else self.questionnaire.say(text, self.language)

    def error(self, name: str) -> str:
        """What is wrong with a field, said."""
        return said(self.filled.errors[name]) if name in self.filled.errors else ""

    def row(self, item: Item, scale: Scale, not_used: Text | None, low: int | None = None) -> dict[str, Any]:
        """A row of numbers. Numbers up to ``low`` open the probe."""
        chosen = self.filled.typed.get(item.key)
        words = self.say(item.text or item.label)
        points = [
            {
                "value": str(point),
                "id": self.button(item.key, str(point)),
                "word": self.say(scale.labels.get(point)),
                "checked": chosen == str(point),
                "low": low is not None and point <= low,
            }
            for point in range(scale.low, scale.high + 1)
        ]
        return {
            "key": item.key,
            "question": words,
            "points": points,
            "many": len(points) > 7,
            "not_used": {
                "value": NOT_USED,
                "id": self.button(item.key, NOT_USED),
                "word": self.say(not_used),
                "checked": chosen == NOT_USED,
            }
            if not_used is not None
            else None,
            "error": self.error(item.key),
            "long": _width(words) > ROOM,
        }

    def button(self, key: str, value: str) -> str:
        """The id of a button, which no question has for a key."""
        found = f"{key}-{value}"
        while found in self._keys:
            found += "-"
        return found

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(one.name for block in self.questionnaire.blocks for one in (*block.known(), *block.fields()))

    def ends(self, scale: Scale) -> list[dict[str, Any]]:
        """The two ends of a scale."""
        return [{"value": point, "word": self.say(scale.labels.get(point))} for point in (scale.low, scale.high)]


def _ratings(page: Page, block: Ratings) -> dict[str, Any]:
    rows = []
    for item in block.questions:
        row = page.row(item, block.scale, block.not_used, block.probe and block.probe.at_most)
        row["question"] = page.say(item.label)
        row["long"] = _width(row["question"]) > ROOM
        if block.probe is not None:
            name = WHY + item.key
            row["why"] = {
                "name": name,
                "label": page.say(block.probe.label),
                "longest": block.probe.longest,
                "typed": page.filled.typed.get(name, ""),
                "error": page.error(name),
            }
        rows.append(row)
    return {"heading": page.say(block.heading), "ends": page.ends(block.scale), "rows": rows}


def _number(page: Page, block: Number) -> dict[str, Any]:
    row = page.row(block.question, block.scale, block.not_used)
    # The whole question stands above; the word of the chosen number gets a line of its own where there is one.
    row["long"] = any(point["word"] for point in row["points"][1:-1])
    return {"row": row, "ends": page.ends(block.scale)}


def _choice(page: Page, block: Choice) -> dict[str, Any]:
    item = block.question
    return {
        "key": item.key,
        "question": page.say(item.text or item.label),
        "options": [
            {"value": key, "word": page.say(words), "checked": page.filled.typed.get(item.key) == key}
            for key, words in item.options.items()
        ],
        "error": page.error(item.key),
    }


def _comment(page: Page, block: Comment) -> dict[str, Any]:
    return {**_typed(page, block.question), "longest": block.longest}


def _consent(page: Page, block: Consent) -> dict[str, Any]:
    return {
        "key": block.key,
        "value": CHOSEN,
        "label": page.say(block.label),
        "checked": block.key in page.filled.typed,
        "error": page.error(block.key),
    }


def _choices(page: Page, block: Choices) -> dict[str, Any]:
    ticked = page.filled.typed.get(block.key, "").split(SEPARATOR)
    words = {**block.options, **({} if block.none is None else {NONE: block.none})}
    options = [{"value": key, "word": page.say(one), "checked": key in ticked} for key, one in words.items()]
    most = "" if block.at_most is None else said(message("{n} at most", n=block.at_most))
    return {**_question(page, block), "options": options, "most": most}


def _ranking(page: Page, block: Ranking) -> dict[str, Any]:
    places = [str(place) for place in range(1, len(block.options) + 1)]
    return {**_question(page, block), "places": places, "parts": _parts(page, block)}


def _sum(page: Page, block: ConstantSum) -> dict[str, Any]:
    rest = said(message("{total} points in all", total=block.total))
    return {**_question(page, block), "most": rest, "parts": _parts(page, block)}


def _prices(page: Page, block: Prices) -> dict[str, Any]:
    return {**_question(page, block), "after": block.currency, "parts": _parts(page, block)}


def _best_worst(page: Page, block: BestWorst) -> dict[str, Any]:
    sets = []
    for at, row in enumerate(block.sets, 1):
        names = {end: block.name(f"{at}-{end}") for end in ENDS}
        chosen = {end: page.filled.typed.get(name) for end, name in names.items()}
        sets.append(
            {
                "title": said(message("{n} of {all}", n=at, all=len(block.sets))) if len(block.sets) > 1 else "",
                **names,
                "error": page.error(names["best"]) or page.error(names["worst"]),
                "rows": [
                    {"value": key, "word": page.say(block.options[key]), **{end: chosen[end] == key for end in ENDS}}
                    for key in row
                ],
            }
        )
    return {**_question(page, block), "sets": sets}


def _kano(page: Page, block: Kano) -> dict[str, Any]:
    questions = []
    for name, words in block.questions():
        chosen = page.filled.typed.get(name)
        options = [
            {"value": str(point), "word": page.say(block.scale.labels[point]), "checked": chosen == str(point)}
            for point in range(block.scale.low, block.scale.high + 1)
        ]
        questions.append({"key": name, "question": page.say(words), "options": options, "error": page.error(name)})
    return {"heading": page.say(block.label), "questions": questions}


def _quantity(page: Page, block: Quantity) -> dict[str, Any]:
    return {**_typed(page, block.question), "after": page.say(block.after), "decimals": block.decimals}


def _day(page: Page, block: DayQuestion) -> dict[str, Any]:
    return _typed(page, block.question)


def _information(page: Page, block: Information) -> dict[str, Any]:
    return {"heading": page.say(block.heading), "text": page.say(block.text)}


def _typed(page: Page, item: Item) -> dict[str, Any]:
    return {
        "key": item.key,
        "question": page.say(item.text or item.label),
        "typed": page.filled.typed.get(item.key, ""),
        "error": page.error(item.key),
    }


def _question(page: Page, block: Parted) -> dict[str, Any]:
    return {"key": block.key, "question": page.say(block.text or block.label), "error": page.error(block.key)}


def _parts(page: Page, block: Parted) -> list[dict[str, Any]]:
    return [
        {
            "name": block.name(key),
            "word": page.say(words),
            "typed": page.filled.typed.get(block.name(key), ""),
            "error": page.error(block.name(key)),
        }
        for key, words in block.options.items()
    ]


_SHOWN: dict[type[Block], Any] = {
    Ratings: _ratings,
    Number: _number,
    Choice: _choice,
    Choices: _choices,
    Ranking: _ranking,
    ConstantSum: _sum,
    BestWorst: _best_worst,
    Kano: _kano,
    Quantity: _quantity,
    Prices: _prices,
    DayQuestion: _day,
    Comment: _comment,
    Consent: _consent,
    Information: _information,
}


def _width(words: str) -> int:
    """In halves of a Han character."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in words)
