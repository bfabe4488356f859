"""What a good interviewer would say to a questionnaire before it is asked.

Rules of thumb, each with its reason and its place; none of them stops a publication. Lists of words are short and
plain: a rule that cries wolf is not read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from regulars.language import Message, Text, message, plural
from regulars.survey.blocks import (
    BestWorst,
    Block,
    Choice,
    Choices,
    Comment,
    Consent,
    ConstantSum,
    Information,
    Kano,
    Number,
    Photo,
    Prices,
    Quantity,
    Ranking,
    Ratings,
    Upload,
)
from regulars.survey.entries import Place

if TYPE_CHECKING:
    from regulars.survey.questionnaire import Questionnaire

MOST_ROWS = 12  # rows of one scale after which people begin to tick straight down
MOST_REQUIRED = 3
LONGEST_MINUTES = 10
LONG_WORDS, LONG_SIGNS = 30, 50  # words of a question in languages with spaces; Han characters
LONG_LABEL = 30  # Han characters, two of a Latin letter's width, that stand beside a bar
READING = {"words": 4.0, "signs": 7.0}  # a second, on a phone
# Seconds that an answer takes beside the reading; measured on paper by others, so only the sum is used.
SECONDS: dict[type[Block], float] = {
    Ratings: 3.0,
    Number: 4.0,
    Choice: 4.0,
    Choices: 6.0,
    Ranking: 6.0,
    ConstantSum: 8.0,
    BestWorst: 10.0,
    Kano: 8.0,
    Quantity: 6.0,
    Prices: 10.0,
    Comment: 15.0,
    Photo: 15.0,
    Upload: 20.0,
}
TWO_THINGS = re.compile(
    r"\w (?:and|as well as) \w|[\u4e00-\u9fff](?:以及|并且|和|与(?!我们|您|他)|(?<!以)及(?!时|格|早))[\u4e00-\u9fff]"
)
LEADING = re.compile(
    r"\b(?:do(?:n['’]t| not) you (?:agree|think)|would(?:n['’]t| not) you|surely|obviously|of course)\b"
    r"|难道|显然|当然|众所周知|不觉得.{0,12}吗|是不是很",
    re.IGNORECASE,
)
TWICE_NOT = re.compile(
    r"\b(?:not|never|no)\b[^.?!]*\b(?:not|never|no|un\w+able)\b|不[^，。？]{0,8}不(?!同|满)|没有[^，。？]{0,8}不",
    re.IGNORECASE,
)
# Keys of what is chosen when nothing else fits.
CLOSING = frozenset(["other", "others", "else", "something-else", "none", "nothing", "unknown", "dont-know"])
HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Finding:
    """Something to look at again, where it stands."""

    place: Place
    said: Message


def lint(questionnaire: Questionnaire) -> tuple[Finding, ...]:
    """All findings, in the order of the page, then those about the whole."""
    found = [
        finding
        for at, block in enumerate(questionnaire.blocks)
        for rule in _OF_BLOCKS
        for finding in rule(block, ("blocks", at))
    ]
    return (*found, *_unseen(questionnaire), *_required(questionnaire), *_time(questionnaire))


def seconds(questionnaire: Questionnaire) -> float:
    """How long it takes to read and to answer, in the first of its languages."""
    language = questionnaire.languages[0]
    read = sum(
        _reading(text.in_language(language)) for place, text in questionnaire.texts() if place[-1] not in _UNREAD
    )
    return read + sum(SECONDS.get(type(block), 0.0) * _answers(block) for block in questionnaire.blocks)


_UNREAD = ("title", "source", "thanks", "privacy_text")


def _reading(words: str) -> float:
    signs = len(HAN.findall(words))
    return signs / READING["signs"] + len(HAN.sub(" ", words).split()) / READING["words"]


def _answers(block: Block) -> int:
    match block:
        case Ratings():
            return len(block.questions)
        case Ranking() | ConstantSum():
            return len(block.options)
        case BestWorst():
            return len(block.sets)
    return 1


def _asked(block: Block, place: Place) -> Iterator[tuple[Place, Text]]:
    """The words that are judged or answered; not headings, scales and options."""
    for where, text in block.texts(place):
        if where[-1] in ("text", "label", "with", "without") and "options" not in where and "labels" not in where:
            yield where, text


def _two_things(block: Block, place: Place) -> Iterator[Finding]:
    if isinstance(block, Ratings | Number):
        for where, text in _asked(block, place):
            for words in text.words.values():
                if TWO_THINGS.search(words):
                    yield Finding(
                        where,
                        message(
                            "“{words}” may ask two things at once. Whoever finds one good and the other bad cannot "
                            "answer; ask them apart.",
                            words=words,
                        ),
                    )
                    break


def _words(pattern: re.Pattern[str], say: Callable[[str], Message]) -> Callable[[Block, Place], Iterator[Finding]]:
    def rule(block: Block, place: Place) -> Iterator[Finding]:
        if not isinstance(block, Information):
            for where, text in _asked(block, place):
                if said := next((words for words in text.words.values() if pattern.search(words)), None):
                    yield Finding(where, say(said))

    return rule


def _leads(words: str) -> Message:
    return message("“{words}” leads to an answer. Ask so that either answer is as easy to give.", words=words)


def _not_not(words: str) -> Message:
    return message("“{words}” says “not” twice; many will read it the wrong way round.", words=words)


def _long(block: Block, place: Place) -> Iterator[Finding]:
    for where, text in _asked(block, place):
        for words in text.words.values():
            signs = len(HAN.findall(words))
            if signs > LONG_SIGNS or len(HAN.sub(" ", words).split()) > LONG_WORDS:
                yield Finding(where, message("“{words}” is long for a phone. Say it shorter.", words=words))
                break
        if where[-1] == "label" and isinstance(block, Ratings) and _wide(text) > 2 * LONG_LABEL:
            yield Finding(where, message("“{words}” will be cut beside a bar. Give it a shorter label.", words=text))


def _wide(text: Text) -> int:
    return max(len(words) + len(HAN.findall(words)) for words in text.words.values())


def _rows(block: Block, place: Place) -> Iterator[Finding]:
    if isinstance(block, Ratings) and len(block.questions) > MOST_ROWS:
        yield Finding(
            place,
            message(
                "{n} things on one scale: from about {most} on people tick straight down. Split them.",
                n=len(block.questions),
                most=MOST_ROWS,
            ),
        )


def _balance(block: Block, place: Place) -> Iterator[Finding]:
    scale = block.scale if isinstance(block, Ratings | Number) else None
    if scale is None or not scale.labels:
        return
    ends = {scale.low, scale.high}
    if not ends <= set(scale.labels):
        yield Finding(
            (*place, "scale"),
            message("The scale has words at one end only; both ends need them to be understood alike."),
        )
    middle = (scale.low + scale.high) / 2
    below = sum(point < middle for point in scale.labels)
    if ends <= set(scale.labels) and 2 * below + (middle in scale.labels) != len(scale.labels):
        yield Finding(
            (*place, "scale"),
            message(
                "The scale has more words on one side than on the other; that draws answers to where the words are."
            ),
        )


def _stays_last(block: Block, place: Place) -> Iterator[Finding]:
    for name in block.seats() if block.shuffle else ():
        if name in CLOSING and name not in block.last:
            yield Finding(
                (*place, "last"),
                message(
                    "“{name}” will stand anywhere among the others; people look for it at the end. "
                    "Write last: [{name}].",
                    name=name,
                ),
            )


_OF_BLOCKS: tuple[Callable[[Block, Place], Iterator[Finding]], ...] = (
    _two_things,
    _words(LEADING, _leads),
    _words(TWICE_NOT, _not_not),
    _long,
    _rows,
    _balance,
    _stays_last,
)


def _unseen(questionnaire: Questionnaire) -> Iterator[Finding]:
    for at, block in enumerate(questionnaire.blocks):
        if isinstance(block, Upload) and questionnaire.privacy != "identified":
            yield Finding(
                ("blocks", at),
                message(
                    "Guests are promised that nobody reads single responses here, so nobody will see this file, and a "
                    "picture may show who sent it. Take the question out."
                ),
            )
        if isinstance(block, Consent) and block.purpose is not None and questionnaire.privacy != "identified":
            yield Finding(
                ("blocks", at, "purpose"),
                message(
                    "Guests are promised that nobody knows who answered what here, so nobody’s yes can be written "
                    "down. Take the purpose out, or ask for this consent elsewhere."
                ),
            )


def _required(questionnaire: Questionnaire) -> Iterator[Finding]:
    required = sum(field.required for field in questionnaire.fields)
    if required > MOST_REQUIRED:
        yield Finding(
            ("blocks",),
            plural(
                "{count} question is required. People who must answer leave, or tick anything.",
                "{count} questions are required. People who must answer leave, or tick anything.",
                required,
            ),
        )


def _time(questionnaire: Questionnaire) -> Iterator[Finding]:
    minutes = seconds(questionnaire) / 60
    promised = questionnaire.minutes
    if promised is not None and minutes > 1.5 * promised and minutes > promised + 1:
        yield Finding(
            ("minutes",),
            message(
                "It will take about {minutes} minutes; guests are told {promised}.",
                minutes=round(minutes),
                promised=promised,
            ),
        )
    if minutes > LONGEST_MINUTES:
        yield Finding(
            ("blocks",),
            message(
                "It will take about {minutes} minutes; beyond {most} most people on a phone leave.",
                minutes=round(minutes),
                most=LONGEST_MINUTES,
            ),
        )
