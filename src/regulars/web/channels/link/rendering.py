"""The pages as bytes. A page is rendered once for each version and language; only the form's token differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from django.template.loader import render_to_string
from django.utils import translation

from regulars.language import Language, Message, Text, message, plural
from regulars.survey import Questionnaire
from regulars.web.channels.link.door import Door, definition
from regulars.web.channels.link.rules import rules
from regulars.web.channels.link.shown import Filled, Page
from regulars.web.channels.link.style import style
from regulars.web.company.actions import logos
from regulars.web.company.models import Company
from regulars.web.files.models import StoredFile
from regulars.web.words import CODES
from regulars.web.words import say as said

SLOT = "FORM-TOKEN-SLOT"
INTERFACE = tuple(language.value for language in Language)


@dataclass(frozen=True)
class Asked:
    """What decides how a page looks; the key under which it is kept."""

    questionnaire: str
    version: int
    language: str
    unit_name: Text | None
    company_changed: datetime | None

    @classmethod
    def of(cls, door: Door, version: int, language: str) -> Asked:
        """For an address."""
        return cls(door.questionnaire, version, language, door.unit_name, door.company_changed)


@lru_cache(maxsize=256)
def page(asked: Asked) -> tuple[bytes, bytes]:
    """The page before and after its token."""
    before, _, after = filled(asked, SLOT, Filled()).partition(SLOT.encode())
    return before, after


def filled(asked: Asked, token: str, typed: Filled, alert: Message | None = None) -> bytes:
    """The page with what was typed, and what to say to it."""
    one = definition(asked.questionnaire, asked.version)
    if one is None:  # whoever asks has seen that there is one
        raise LookupError(asked)
    with speaking(asked.language):
        return survey_page(one, asked, token, typed, alert)


def survey_page(
    one: Questionnaire, asked: Asked, token: str, typed: Filled, alert: Message | None = None, *, calm: bool = False
) -> bytes:
    """A questionnaire as a page, in the language that is being spoken."""
    company = _company(asked.company_changed)
    shown = Page(one, asked.language, typed)
    privacy = one.privacy_text or company.privacy_text
    return _bytes(
        "link/page.html",
        asked,
        one.languages,
        {
            "rules": _rules_address(one, asked),
            "heading": shown.say(one.heading),
            "soft": _soft(one, shown),
            "token": token,
            "blocks": shown.blocks(),
            "questions": shown.questions(),
            "privacy": shown.say(Text.of(privacy)) if privacy else "",
            "alert": said(alert) if alert else "",
            "calm": calm,
            "wrong": _wrong(shown),
        },
    )


@lru_cache(maxsize=256)
def thanks(asked: Asked, late: bool = False) -> bytes:
    """The page after sending."""
    one = definition(asked.questionnaire, asked.version)
    if one is None:
        raise LookupError(asked)
    with speaking(asked.language):
        return thanks_page(one, asked, late=late)


def thanks_page(one: Questionnaire, asked: Asked, *, late: bool = False) -> bytes:
    """The thanks of a questionnaire, in the language that is being spoken."""
    lines = [one.say(one.thanks, asked.language)]
    if late:
        lines.append(said(message("The survey closed while you were answering. Your answers were kept all the same.")))
    lines.append(said(message("You may close this page.")))
    return _bytes("link/notice.html", asked, one.languages, {"heading": said(message("Thank you")), "lines": lines})


def notice(heading: Message, lines: Iterable[Message], asked: Asked, languages: Iterable[str] = INTERFACE) -> bytes:
    """A page that says why there is nothing to answer."""
    with speaking(asked.language):
        context = {"heading": said(heading), "lines": [said(line) for line in lines]}
        return _bytes("link/notice.html", asked, languages, context)


def speaking(language: str) -> Any:
    """The words of the interface in this language; in English where we have none."""
    return translation.override(CODES[Language.parse(language) or Language.ENGLISH])


@lru_cache(maxsize=8)
def _company(changed: datetime | None) -> Company:
    """Asked for once for each change: ``changed`` is the key."""
    return Company.objects.filter(pk=1).first() or Company(pk=1, name=Text({}), privacy_text=Text({}))


@lru_cache(maxsize=8)
def logo_of(changed: datetime | None) -> StoredFile | None:
    """The company's logo as it stands; a change of it changes the company."""
    return logos(Company(pk=1)).first()


def style_of(changed: datetime | None) -> Any:
    """The style sheet of the company as it stands."""
    return style(_company(changed).colour)


def _soft(one: Questionnaire, shown: Page) -> str:
    intro = shown.say(one.intro)
    if one.minutes is None:
        return intro
    time = said(plural("About {count} minute.", "About {count} minutes.", one.minutes))
    return f"{time} {intro}" if intro and Language.parse(shown.language) is not Language.CHINESE else time + intro


def _rules_address(one: Questionnaire, asked: Asked) -> str:
    """Of the sheet that hides what is not asked; a draft's stands beside its preview."""
    if not rules(one):
        return ""
    return f"/s/rules-{asked.questionnaire}-{asked.version}.css" if asked.version else "rules.css"


def _wrong(shown: Page) -> list[dict[str, str]]:
    """One line for each field that needs another look; the first of its buttons is where its link leads."""
    labels = {field.name: "" for field in shown.questionnaire.fields}
    known = (one for block in shown.questionnaire.blocks for one in block.known())
    labels |= {one.name: shown.say(one.label) for one in known if isinstance(one.label, Text)}
    return [
        {"about": labels.get(name) or name, "at": name if name in labels else "", "error": said(error)}
        for name, error in shown.filled.errors.items()
    ]


def _bytes(template: str, asked: Asked, languages: Iterable[str], context: Mapping[str, Any]) -> bytes:
    company = _company(asked.company_changed)
    name = Text.of(company.name).in_language(asked.language)
    place = asked.unit_name.in_language(asked.language) if asked.unit_name else ""
    frame = {
        "tag": _tag(asked.language),
        "rtl": _locale(asked.language) is not None and _locale(asked.language).text_direction == "rtl",
        "language": asked.language,
        "languages": [
            {"tag": tag, "lang": _tag(tag), "name": _endonym(tag)} for tag in languages if tag != asked.language
        ],
        "company": name,
        "logo": f"/s/logo-{logo.digest[:10]}" if (logo := logo_of(asked.company_changed)) else "",
        "sender": " · ".join(filter(None, (name, place))),
        "style": f"/s/style-{style(company.colour).digest}.css",
    }
    return render_to_string(template, {**frame, **context}).encode()


def _tag(language: str) -> str:
    """The tag for ``lang``; Chinese says its script, for fonts go by it."""
    return {"zh": "zh-Hans", "und": "en"}.get(language, language)


@lru_cache
def _locale(tag: str) -> Locale | None:
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


def _endonym(tag: str) -> str:
    """What a language calls itself."""
    locale = _locale(tag)
    name = locale.get_display_name() if locale is not None else None
    return name[:1].upper() + name[1:] if name else tag
