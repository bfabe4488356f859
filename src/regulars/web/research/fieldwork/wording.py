"""The words of invitations and reminders: the study's own, else the built-in ones; names and days put in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from regulars.language import Day, Language, Message, Text, message, render
from regulars.web.company.models import Company
from regulars.web.jobs.clock import company_zone
from regulars.web.messages.models import Channel
from regulars.web.messages.writing import Letter
from regulars.web.research.fieldwork.models import Fieldwork
from regulars.web.research.models import Study

PLACES = ("name", "company", "study", "until")
_PLACE = re.compile(r"\{(\w+)\}")
# A line that begins with the name loses the mark behind it, any other the blank before it.
_NO_NAME = re.compile(r"(?m)^\{name\}[ ]*[,，、:：]?[ ]*|[ ]?\{name\}")
INVITATION, REMINDER = "invitation", "reminder"
# Where the name will stand; a letter of the private area, which no company writes.
_HERE = "\ue010"
_NAME, _COMPANY, _STUDY, _UNTIL = "{name}", "{company}", "{study}", "{until}"


@dataclass(frozen=True)
class Words:
    """Of one kind of letter in one language, with the places still open."""

    subject: str
    body: str
    button: str


def built_in(kind: str, channel: str, language: Language, *, dated: bool) -> Words:
    """What is said where nobody wrote anything else."""
    subject, *body = _short(kind) if channel == Channel.SMS else _long(kind, dated)
    return Words(
        render(subject, language),
        "\n\n".join(render(part, language) for part in body),
        render(message("Answer now"), language),
    )


def _long(kind: str, dated: bool) -> list[Message]:
    hello = message("Hello {name},", name=_NAME)
    last = [message("You can answer until {until}.", until=_UNTIL)] if dated else []
    thanks = message("Thank you!\n{company}", company=_COMPANY)
    if kind == REMINDER:
        return [
            message("{company} would still like to know", company=_COMPANY),
            hello,
            message(
                "some days ago we asked you about “{study}”. Your answer is still missing, and it would help us. "
                "It takes a few minutes.",
                study=_STUDY,
            ),
            *last,
            thanks,
        ]
    return [
        message("{company} asks for your opinion", company=_COMPANY),
        hello,
        message(
            "how was it? In “{study}” we ask for your opinion. It takes a few minutes, and what you say changes "
            "what we do.",
            study=_STUDY,
        ),
        *last,
        thanks,
    ]


def _short(kind: str) -> list[Message]:
    if kind == REMINDER:
        return [
            message("{company} would still like to know", company=_COMPANY),
            message("{company}: your answer is still missing. It takes a few minutes:", company=_COMPANY),
        ]
    return [
        message("{company} asks for your opinion", company=_COMPANY),
        message("{company}: how was it? Please tell us, it takes a few minutes:", company=_COMPANY),
    ]


def unknown_places(text: str) -> list[str]:
    """Places that nothing stands for.

    >>> unknown_places("Hello {name}, {who} asks {company}")
    ['who']
    """
    return [name for name in _PLACE.findall(text) if name not in PLACES]


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put in what is known. A name that nobody knows takes its comma along; a line with no last day goes.

    >>> fill("Hello {name},", {"name": ""}), fill("{name}，您好！", {"name": ""}), fill("Hi {name}!", {"name": "Mei"})
    ('Hello,', '您好！', 'Hi Mei!')
    """
    if not values.get("name"):
        text = _NO_NAME.sub("", text)
    if not values.get("until"):
        text = "\n".join(line for line in text.split("\n") if "{until}" not in line)
    return _PLACE.sub(lambda found: values.get(found[1], found[0]), text)


class Writer:
    """Letters of one study; what is the same in a hundred thousand of them is worked out once."""

    def __init__(self, study: Study, fieldwork: Fieldwork | None) -> None:
        self._study, self._fieldwork = study, fieldwork
        self._company = Company.current()
        self._known: dict[tuple[str, str, str], tuple[Language, Words, Words]] = {}

    def letter(self, kind: str, one: Mapping[str, Any], *, nonce: str, link: str) -> Letter:
        """To one person: ``to``, ``name``, ``language``, ``channel``, ``customer``."""
        language, named, nameless = self._prepared(kind, one["channel"], one["language"])
        name, words = one["name"], named if one["name"] else nameless
        return Letter(
            kind=kind,
            to=one["to"],
            subject=words.subject.replace(_HERE, name),
            body=words.body.replace(_HERE, name),
            nonce=nonce,
            language=language,
            link=link,
            link_words=words.button,
            about=f"study:{self._study.public_id}",
            customer=one["customer"],
            channel=Channel(one["channel"]),
        )

    def _prepared(self, kind: str, channel: str, tag: str) -> tuple[Language, Words, Words]:
        """The words for whoever has a name, with a mark where it stands, and for whoever has none."""
        key = kind, channel, tag
        if key not in self._known:
            language = self.language_of(kind, tag)
            words, values = self.words(kind, channel, language), self.values(language)
            named, nameless = (
                Words(
                    fill(words.subject, {**values, "name": name}),
                    fill(words.body, {**values, "name": name}),
                    words.button,
                )
                for name in (_HERE, "")
            )
            self._known[key] = language, named, nameless
        return self._known[key]

    def language_of(self, kind: str, tag: str) -> Language:
        """The person's, if the study has words in it; else one that it has, its company's first."""
        wanted = Language.parse(tag) if tag else None
        own = self._own(kind)
        has = [one for one in Language if _in(own, one)] if own.words else list(Language)
        if wanted in has:
            return wanted
        home = home_language(self._company)
        return home if home in has else has[0]

    def words(self, kind: str, channel: str, language: Language) -> Words:
        """As they are written, places still open."""
        found = built_in(kind, channel, language, dated=self._study.closes_at is not None)
        own = self._fieldwork
        if own is None:
            return found
        subject = _in(own.invitation_subject if kind == INVITATION else own.reminder_subject, language)
        body = _in(self._own(kind), language)
        return Words(subject or found.subject, body or found.body, found.button)

    def values(self, language: Language) -> dict[str, str]:
        """What stands for the places, but for the name."""
        ends = self._study.closes_at
        day = None if ends is None else (ends - timedelta(seconds=1)).astimezone(company_zone()).date()
        title = Text.of(self._study.title or self._study.questionnaire.title)
        return {
            "company": Text.of(self._company.name).in_language(language.tag),
            "study": title.in_language(language.tag),
            "until": "" if day is None else render(message("{day}", day=Day(day)), language),
        }

    def _own(self, kind: str) -> Text:
        if self._fieldwork is None:
            return Text({})
        return Text.of((self._fieldwork.invitation_body if kind == INVITATION else self._fieldwork.reminder_body) or {})


def home_language(company: Company) -> Language:
    """The first that the company wrote its own name in."""
    return next((found for tag in Text.of(company.name).words if (found := Language.parse(tag))), Language.ENGLISH)


def _in(text: Any, language: Language) -> str:
    """The words in exactly this language: a letter is not half in another."""
    words = Text.of(text or {}).words
    return next(
        (said for tag, said in words.items() if (tag == "und" or Language.parse(tag) is language) and said.strip()), ""
    )
