"""The one question that a widget asks, and the words that may follow it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from regulars.language import Text
from regulars.survey import Questionnaire, Scale
from regulars.survey.blocks import Choice, Comment, Number, Ratings
from regulars.survey.piping import filled as with_answers


@dataclass(frozen=True)
class One:
    """``key``: the item; ``scale`` of a rating, ``options`` of a choice; ``words``: the comment that is asked after."""

    key: str
    label: Text
    scale: Scale | None
    options: dict[str, Text]
    words: Comment | None

    def shown(self, asked: Questionnaire, language: str) -> dict[str, Any]:
        """As its template needs it."""
        points = [] if self.scale is None else range(self.scale.low, self.scale.high + 1)
        labels = {} if self.scale is None else self.scale.labels
        return {
            "key": self.key,
            "question": _say(asked, self.label, language),
            "points": [{"value": point, "word": _say(asked, labels.get(point), language)} for point in points],
            "options": [{"value": key, "word": _say(asked, text, language)} for key, text in self.options.items()],
        }

    def words_shown(self, asked: Questionnaire, language: str) -> dict[str, Any] | None:
        """The question after it; None where there is none."""
        if self.words is None:
            return None
        item = self.words.question
        return {
            "key": item.key,
            "question": _say(asked, item.text or item.label, language),
            "longest": self.words.longest,
        }


def one_of(asked: Questionnaire) -> One | None:
    """The first rating that is asked of everybody, else the first choice; None where there is neither."""
    return _first(asked, (Number, Ratings)) or _first(asked, (Choice,))


def _first(asked: Questionnaire, kinds: tuple[type, ...]) -> One | None:
    for at, block in enumerate(asked.blocks):
        if block.when is not None or not isinstance(block, kinds):
            continue
        words = next((one for one in asked.blocks[at:] if isinstance(one, Comment) and one.when is None), None)
        if isinstance(block, Ratings):
            item = block.questions[0]
            return One(item.key, _joined(block.heading, item.text or item.label), block.scale, {}, words)
        item = block.question
        scale = block.scale if isinstance(block, Number) else None
        options = dict(item.options) if isinstance(block, Choice) else {}
        return One(item.key, item.text or item.label, scale, options, words)
    return None


def _joined(heading: Text, label: Text) -> Text:
    """The heading of a table of ratings, and its first row."""
    return Text({tag: f"{heading.words.get(tag, '')} {words}".strip() for tag, words in label.words.items()})


def _say(asked: Questionnaire, text: Text | None, language: str) -> str:
    return with_answers(asked.say(text, language), {}) if text is not None else ""
