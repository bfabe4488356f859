"""From what a form sent to answers, or to what is wrong with them. Pure: the same for every channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from regulars.language import Message, message
from regulars.survey.blocks import Block
from regulars.survey.errors import AnswerError
from regulars.survey.fields import SEPARATOR, Answer, Field, FileField, FlagField, cleaned
from regulars.survey.questionnaire import Questionnaire

Posted = Mapping[str, str | Sequence[str]]
# An unknown field is named back to its sender, but a million of them are not.
MOST_UNKNOWN = 5


@dataclass(frozen=True)
class Submission:
    """``answers``: key -> answer, None where "not used" was chosen; what was skipped is not there.

    ``consents``: the boxes that were ticked; they say what we may do, not what somebody thinks. ``errors``: name of
    a field -> what to do. ``typed``: everything known as it was sent, so that a page can show it again and nobody
    types twice. ``aside``: what was sent to questions that, after the other answers, are not asked; no figure has it.
    ``files``: question -> the name under which the channel kept the file. ``asked``: the blocks that, after these
    answers, are asked, counted from 0; ``values``: the answers as conditions and words ask for them.
    """

    answers: Mapping[str, Answer] = field(default_factory=dict)
    errors: Mapping[str, Message] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    consents: tuple[str, ...] = ()
    aside: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    asked: frozenset[int] = frozenset()
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Nothing was answered: a ticked box or "not used" alone tells nothing."""
        return not self.files and all(answer is None for answer in self.answers.values())


def read_answers(questionnaire: Questionnaire, posted: Posted, *, today: date | None = None) -> Submission:
    """Read a form. What it does not offer is an error of its field; nothing is guessed, cut or dropped.

    ``posted`` holds the questionnaire's own fields only: the channel takes out what it has added (its token). A field
    may hold several values, as forms can send; two different ones are an error where one is asked for. ``today``:
    what conditions about days compare with; without it, today in UTC.
    """
    reading = _Reading(posted, today or datetime.now(UTC).date())
    for at, block in enumerate(questionnaire.blocks):
        reading.take(at, block)
    answers, errors, typed = reading.answers, reading.errors, reading.typed
    known = {one.name: one for one in questionnaire.fields}
    for name in [name for name in posted if name not in known][:MOST_UNKNOWN]:
        shown = cleaned(str(name))[:40]
        errors[shown] = message(
            "The form held something that this survey does not ask: “{name}”. It was left out; please send again.",
            name=shown,
        )
    boxes = [name for name, one in known.items() if isinstance(one, FlagField)]
    ticked = tuple(name for name in boxes if answers.pop(name, None))
    uploads = [name for name, one in known.items() if isinstance(one, FileField)]
    files = {name: str(answers.pop(name)) for name in uploads if name in answers}
    # A box that could not be read is shown empty: nobody consents by accident.
    typed |= {name: "" for name in boxes if name not in ticked}
    typed = {name: text for name, text in typed.items() if text}
    return Submission(
        answers, errors, typed, ticked, reading.aside, files, frozenset(reading.asked), dict(reading.values)
    )


class _Reading:
    """Blocks in order: what is asked further down may hang on what was answered above."""

    def __init__(self, posted: Posted, today: date) -> None:
        self._posted, self._today = posted, today
        self.answers: dict[str, Answer] = {}
        self.values: dict[str, Any] = {}
        self.asked: list[int] = []
        self.errors: dict[str, Message] = {}
        self.typed: dict[str, str] = {}
        self.aside: dict[str, str] = {}

    def take(self, at: int, block: Block) -> None:
        """The answers of one block; what was sent to one that is not asked is put aside."""
        asked = block.asked(self.values, self._today)
        self.asked += [at] if asked else []
        own: dict[str, Answer] = {}
        for one in block.fields():
            values = _values(self._posted.get(one.name, ""))
            text = self.typed[one.name] = SEPARATOR.join(values if one.many else values[:1])
            if not asked:
                self.aside |= {one.name: text} if text else {}
            elif values:
                self._read(one, values, own)
            elif one.required:
                self.errors[one.name] = message("Please answer this question; the others may be left out.")
        if asked and not any(one.name in self.errors for one in block.fields()):
            self.errors |= block.check(own)
        self.answers |= block.settled(own)
        self.values |= block.values(own)

    def _read(self, one: Field, values: list[str], own: dict[str, Answer]) -> None:
        try:
            own |= one.answers(values)
        except AnswerError as error:
            self.errors[one.name] = error.message


def _values(sent: str | Sequence[str]) -> list[str]:
    """The different values, cleaned; blanks alone are no answer."""
    texts = sent.split(SEPARATOR) if isinstance(sent, str) else [str(one) for one in sent]
    clean = (cleaned(text) for text in texts)
    return list(dict.fromkeys(text for text in clean if text.strip()))
