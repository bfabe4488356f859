"""From what a form sent to answers, or to what is wrong with them. Pure: the same for every channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from regulars.language import Message, message
from regulars.survey.errors import AnswerError
from regulars.survey.fields import Answer, FlagField, cleaned
from regulars.survey.questionnaire import Questionnaire

Posted = Mapping[str, str | Sequence[str]]
# An unknown field is named back to its sender, but a million of them are not.
MOST_UNKNOWN = 5


@dataclass(frozen=True)
class Submission:
    """``answers``: key -> answer, None where "not used" was chosen; what was skipped is not there.

    ``consents``: the boxes that were ticked; they say what we may do, not what somebody thinks. ``errors``: name of
    a field -> what to do. ``typed``: everything known as it was sent, so that a page can show it again and nobody
    types twice.
    """

    answers: Mapping[str, Answer] = field(default_factory=dict)
    errors: Mapping[str, Message] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    consents: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Nothing was answered: a ticked box or "not used" alone tells nothing."""
        return all(answer is None for answer in self.answers.values())


def read_answers(questionnaire: Questionnaire, posted: Posted) -> Submission:
    """Read a form. What it does not offer is an error of its field; nothing is guessed, cut or dropped.

    ``posted`` holds the questionnaire's own fields only: the channel takes out what it has added (its token). A field
    may hold several values, as forms can send; two different ones are an error.
    """
    answers: dict[str, Answer] = {}
    errors: dict[str, Message] = {}
    typed: dict[str, str] = {}
    known = {one.name: one for one in questionnaire.fields}
    for name, one in known.items():
        values = _values(posted.get(name, ""))
        text = typed[name] = values[0] if values else ""
        if not values:
            if one.required:
                errors[name] = message("Please answer this question; the others may be left out.")
        elif len(values) > 1:
            errors[name] = message("Two different answers arrived for this question. Please choose one.")
        else:
            try:
                answers[name] = one.read(text)
            except AnswerError as error:
                errors[name] = error.message
    for name in [name for name in posted if name not in known][:MOST_UNKNOWN]:
        shown = cleaned(str(name))[:40]
        errors[shown] = message(
            "The form held something that this survey does not ask: “{name}”. It was left out; please send again.",
            name=shown,
        )
    boxes = [name for name, one in known.items() if isinstance(one, FlagField)]
    ticked = tuple(name for name in boxes if answers.pop(name, None))
    # A box that could not be read is shown empty: nobody consents by accident.
    typed |= {name: "" for name in boxes if name not in ticked}
    return Submission(answers, errors, {name: text for name, text in typed.items() if text}, ticked)


def _values(sent: str | Sequence[str]) -> list[str]:
    """The different values, cleaned; blanks alone are no answer."""
    texts = [sent] if isinstance(sent, str) else [str(one) for one in sent]
    clean = (cleaned(text) for text in texts)
    return list(dict.fromkeys(text for text in clean if text.strip()))
