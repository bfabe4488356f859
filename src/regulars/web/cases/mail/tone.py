"""Looking through an answer before it goes: rules in ``content/tone.yaml``, which say what could be better."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from regulars.language import Message, Text, message
from regulars.survey.entries import Entries
from regulars.web.cases.answering import hint
from regulars.web.cases.mail.reading import language_of
from regulars.web.cases.models import Case
from regulars.web.words import current

SORTS = ("found", "missing", "open", "capitals", "long")
_SENTENCE = re.compile(r"[^.!?。！？\n]+[.!?。！？]?")
_CAPITALS = re.compile(r"\b[A-Z]{4,}\b(?:\W+[A-Z]{3,}\b)*")


@dataclass(frozen=True)
class Rule:
    """``sort``: the words are found; are missing, from a severity on; stand in a sentence without one of ``unless``;
    or the answer shouts, or is longer than ``most`` signs.
    """

    key: str
    sort: str
    hint: Text
    words: Mapping[str, re.Pattern[str]]
    unless: Mapping[str, re.Pattern[str]]
    severity: int
    most: Mapping[str, int]


@cache
def rules() -> tuple[Rule, ...]:
    """In their order. Raises ``EntryError`` for a slip."""
    data = yaml.safe_load(resources.files("regulars").joinpath("content", "tone.yaml").read_text("utf-8"))
    return tuple(_rule(one) for one in Entries.of(data).only("rules").rows("rules"))


def _rule(entries: Entries) -> Rule:
    entries.only("key", "sort", "hint", "words", "unless", "severity", "most")
    sort = str(entries.data.get("sort"))
    if sort not in SORTS:
        entries.wrong("sort", message("one of these is wanted: {names}.", names=SORTS))
    return Rule(
        entries.key(),
        sort,
        entries.text("hint"),
        _patterns(entries.data.get("words")),
        _patterns(entries.data.get("unless")),
        entries.whole("severity", 1, low=1, high=4),
        dict(entries.data.get("most") or {}),
    )


def _patterns(given: Any) -> dict[str, re.Pattern[str]]:
    """One for each language. English words are whole words but for those with a ``*``; ``#`` stands for a figure."""
    made = {}
    for tag, words in dict(given or {}).items():
        end = r"(?![A-Za-z])" if tag == "en" else ""
        parts = [re.escape(str(one).rstrip("*")) + ("" if str(one).endswith("*") else end) for one in words]
        begin = r"(?<![A-Za-z])" if tag == "en" else ""
        either = "|".join(parts).replace(r"\#" + end, r"\d").replace(r"\#", r"\d")
        made[tag] = re.compile(f"{begin}(?:{either})", re.IGNORECASE)
    return made


@hint
def hints(case: Case, words: str) -> list[Message]:
    """What could be better, in the reader's language, with the words that it is about."""
    tag, found = language_of(words), []
    for rule in rules():
        if rule.severity > case.severity:
            continue
        about = _CHECKS[rule.sort](rule, tag, words)
        if about is not None:
            said = rule.hint.in_language(current().tag)
            found.append(
                message("{hint} (“{words}”)", words=about, hint=said) if about else message("{hint}", hint=said)
            )
    return found


def _found(rule: Rule, tag: str, words: str) -> str | None:
    """The words, cut to what can be shown; None where there are none."""
    hit = rule.words[tag].search(words) if tag in rule.words else None
    return hit[0][:40] if hit else None


def _missing(rule: Rule, tag: str, words: str) -> str | None:
    return None if tag not in rule.words or rule.words[tag].search(words) else ""


def _open(rule: Rule, tag: str, words: str) -> str | None:
    for sentence in _SENTENCE.findall(words) if tag in rule.words else ():
        if rule.words[tag].search(sentence) and not rule.unless[tag].search(sentence):
            return " ".join(sentence.split())[:60]
    return None


def _capitals(rule: Rule, tag: str, words: str) -> str | None:
    hit = _CAPITALS.search(words)
    return hit[0][:40] if hit else ("!!" if re.search(r"[!！]{2}", words) else None)


def _long(rule: Rule, tag: str, words: str) -> str | None:
    return "" if len(words) > rule.most.get(tag, len(words)) else None


_CHECKS: dict[str, Callable[[Rule, str, str], str | None]] = {
    "found": _found,
    "missing": _missing,
    "open": _open,
    "capitals": _capitals,
    "long": _long,
}
