"""The questionnaire as its templates need it: words in one language, what was typed, what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from regulars.language import Text
from regulars.survey import Item, Questionnaire, Scale
from regulars.survey.blocks import Block, Number, Ranking, Ratings
from regulars.survey.conditions import Known, Vocabulary, decided, in_words, names_in
from regulars.survey.fields import NOT_USED, SEPARATOR, FlagField, NumberField, OptionField, SeveralField
from regulars.survey.order import ordered
from regulars.survey.piping import filled as with_answers
from regulars.survey.piping import said as said_answer
from regulars.survey.piping import taken_up
from regulars.web.channels.link.kinds import ROOM, SHOWN, wide
from regulars.web.words import say as said


@dataclass(frozen=True)
class Filled:
    """What a respondent has typed so far, and what to say to it.

    ``values``: the answers as conditions and words ask for them; ``asked``: the blocks that are asked so far;
    ``files``: field -> name of what is kept.
    """

    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    asked: frozenset[int] = frozenset()
    files: Mapping[str, str] = field(default_factory=dict)
    today: date = field(default_factory=lambda: datetime.now(UTC).date())


@dataclass(frozen=True)
class Page:
    """One page of a questionnaire in one language. ``number`` counts from 0; ``turn`` decides the random order."""

    questionnaire: Questionnaire
    language: str
    filled: Filled
    number: int = 0
    turn: int | None = None

    def blocks(self) -> list[dict[str, Any]]:
        """One entry a block; ``template`` is named as its kind."""
        known, found = Vocabulary(), []
        here = self.questionnaire.pages[self.number]
        for at, block in enumerate(self.questionnaire.blocks):
            if at > here[-1]:
                break
            asked = at in here and self._asked(block)
            if asked is not False:
                # In words, for browsers that cannot hide what is not asked, and where buttons alone cannot tell.
                condition = "" if asked or block.when is None else said(in_words(block.when, known))
                entry = {"template": f"link/blocks/{block.kind}.html", "id": f"_part-{at + 1}", "at": at + 1}
                found.append({**entry, "when": condition, **SHOWN[type(block)](self, block)})
            known |= Vocabulary.of(map(self._in_language, block.known()))
        return found

    def carried(self) -> list[dict[str, Any]]:
        """What was pressed on earlier pages and conditions of this one ask for; the style sheet looks at it."""
        if not any(self._asked(block) is None for block in self._here):
            return []
        wanted = {name for one in self.questionnaire.blocks if one.when is not None for name in names_in(one.when)}
        before = range(self.questionnaire.pages[self.number][0])
        return [
            one
            for at in before
            if at in self.filled.asked
            and not wanted.isdisjoint(known.name for known in self.questionnaire.blocks[at].known())
            for one in self._pressed(self.questionnaire.blocks[at])
        ]

    def _pressed(self, block: Block) -> Iterator[dict[str, Any]]:
        for one in block.fields():
            if isinstance(one, FlagField | NumberField | OptionField | SeveralField) and one.name in self.filled.typed:
                values = self.filled.typed[one.name].split(SEPARATOR)
                yield {"name": one.name, "values": values, "list": isinstance(block, Ranking)}

    @property
    def _here(self) -> list[Block]:
        return [self.questionnaire.blocks[at] for at in self.questionnaire.pages[self.number]]

    @cached_property
    def _still(self) -> frozenset[str]:
        """What this page itself asks for, which may change until it is sent."""
        return frozenset(one.name for block in self._here for one in block.known())

    def _asked(self, block: Block) -> bool | None:
        """None while it hangs on what this page asks."""
        if block.when is None:
            return True
        return decided(block.when, self.filled.values, self.filled.today, self._still)

    def _in_language(self, known: Known) -> Known:
        options = {key: Text.of(self.say(words)) for key, words in known.options.items() if isinstance(words, Text)}
        label = Text.of(self.say(known.label)) if isinstance(known.label, Text) else known.label
        return replace(known, label=label, options=options)

    def questions(self) -> int:
        """How many rows of numbers there are, for the count at the end."""
        return sum(
            len(block.questions) if isinstance(block, Ratings) else isinstance(block, Number) for block in self._here
        )

    def say(self, text: Text | None) -> str:
        """Words in the language of the page, with the answers that they take up."""
        if text is None:
            return ""
        words = self.questionnaire.say(text, self.language)
        return with_answers(words, self._answers) if "{" in words or "}" in words else words

    @cached_property
    def _answers(self) -> Mapping[str, str]:
        """What words take up, said as a respondent would."""
        wanted = {name for block in self.questionnaire.blocks for name in taken_up(block)}
        found = {
            one.name: said_answer(block, one.name, self.filled.values[one.name], self._plain)
            for block in self.questionnaire.blocks
            for one in block.known()
            if one.name in wanted and one.name in self.filled.values
        }
        return {name: said(value) for name, value in found.items() if value is not None}

    def _plain(self, text: Text) -> str:
        return with_answers(self.questionnaire.say(text, self.language), {})

    def order(self, block: Block) -> tuple[str, ...]:
        """What a block offers, in the order of this form."""
        return ordered(block, self.turn)

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
            "long": wide(words) > ROOM,
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
