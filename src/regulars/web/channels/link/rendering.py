"""The pages as bytes. A page is rendered once for each version and language; only the form's token differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from babel import Locale, UnknownLocaleError
from django.template.loader import render_to_string
from django.utils import translation

from regulars.language import Day, Language, Message, Text, message, plural
from regulars.survey import Questionnaire
from regulars.survey.order import turn_of
from regulars.survey.pages import may_follow, page_of
from regulars.survey.piping import filled as with_answers
from regulars.web.channels.link.door import Door, definition
from regulars.web.channels.link.partials import offers_later
from regulars.web.channels.link.rules import rules
from regulars.web.channels.link.shown import Filled, Page
from regulars.web.channels.link.style import style
from regulars.web.company.actions import logos
from regulars.web.company.models import Company
from regulars.web.files.models import StoredFile
from regulars.web.research.models import Channel
from regulars.web.words import CODES
from regulars.web.words import say as said

SLOT = "FORM-TOKEN-SLOT"
# Nobody goes on later there, and nothing that was typed comes back.
SHARED = frozenset({Channel.KIOSK, Channel.INTERVIEWER})
INTERFACE = tuple(language.value for language in Language)


@dataclass(frozen=True)
class Asked:
    """What decides how a page looks; the key under which it is kept."""

    questionnaire: str
    version: int
    language: str
    unit_name: Text | None
    company_changed: datetime | None
    invited: bool = False  # by a personal address
    shared: str = ""  # the channel, where one device serves many: see SHARED

    @classmethod
    def of(cls, door: Door, version: int, language: str) -> Asked:
        """For an address."""
        shared = door.channel if door.channel in SHARED else ""
        invited = door.who is not None
        return cls(door.questionnaire, version, language, door.unit_name, door.company_changed, invited, shared)


@dataclass(frozen=True)
class Form:
    """What a page's form is about. ``number`` of the page, from 0; ``action``: where it is sent, empty for where it
    stands; ``hidden``: what it carries along; ``alert``: what to say above it, ``calm`` where nothing is wrong.
    """

    token: str
    number: int = 0
    action: str = ""
    hidden: tuple[tuple[str, str], ...] = ()
    alert: Message | None = None
    calm: bool = False
    again: bool = False  # somebody has answered already: another language must not cost the answers


@lru_cache(maxsize=512)
def page(asked: Asked, turn: int | None = None) -> tuple[bytes, bytes]:
    """The first page, as nobody has answered it yet, before and after its token."""
    before, _, after = filled(asked, Form(SLOT), Filled(), turn).partition(SLOT.encode())
    return before, after


def turn_for(asked: Asked, nonce: str) -> int | None:
    """The random order of a form; None where nothing is shuffled, so that all forms share one page."""
    one = definition(asked.questionnaire, asked.version)
    return turn_of(nonce) if one is not None and one.shuffled else None


def filled(asked: Asked, form: Form, typed: Filled, turn: int | None = None) -> bytes:
    """A page with what was typed, and what to say to it."""
    one = definition(asked.questionnaire, asked.version)
    if one is None:  # whoever asks has seen that there is one
        raise LookupError(asked)
    with speaking(asked.language):
        return survey_page(one, asked, form, typed, turn)


def survey_page(one: Questionnaire, asked: Asked, form: Form, typed: Filled, turn: int | None = None) -> bytes:
    """A page of a questionnaire, in the language that is being spoken."""
    company = company_of(asked.company_changed)
    shown = Page(one, asked.language, typed, form.number, turn)
    privacy = one.privacy_text or company.privacy_text
    blocks, paged, first = shown.blocks(), len(one.pages) > 1, form.number == 0
    tongues = tuple(tag for tag in one.languages if tag != asked.language) if form.again or not first else ()
    return _bytes(
        "link/page.html",
        asked,
        () if tongues else one.languages,
        {
            "rules": _rules_address(one, asked) if any(block["when"] for block in blocks) else "",
            "heading": shown.say(one.heading),
            "number": form.number + 1,
            "pages": len(one.pages) if paged else 0,
            "soft": _soft(one, shown) if first else "",
            "token": form.token,
            "action": form.action,
            "hidden": [{"name": name, "value": value} for name, value in form.hidden],
            "carried": shown.carried(),
            "blocks": blocks,
            "uploads": any("camera" in block for block in blocks),
            "questions": shown.questions(),
            # Before anything is kept, and once.
            "privacy": shown.say(Text.of(privacy)) if privacy and first else "",
            "more": may_follow(one, form.number, typed.values, typed.today),
            "back": not first,
            "later": offers_later(one) and not asked.shared,
            "shared": bool(asked.shared),
            "decline": asked.invited and first,
            "tongues": _named(tongues),
            "alert": said(form.alert) if form.alert else "",
            "calm": form.calm,
            "wrong": _wrong(shown),
        },
    )


def later_page(asked: Asked, address: str, until: Day) -> bytes:
    """The address at which somebody goes on later."""
    one = definition(asked.questionnaire, asked.version)
    if one is None:
        raise LookupError(asked)
    with speaking(asked.language):
        subject = with_answers(one.say(one.heading, asked.language), {})
        mail = f"mailto:?{urlencode({'subject': subject, 'body': address}, quote_via=quote)}"
        return _bytes("link/later.html", asked, (), {"address": address, "mail": mail, "until": until})


@lru_cache(maxsize=256)
def thanks(asked: Asked, late: bool = False, early: bool = False) -> bytes:
    """The page after sending."""
    one = definition(asked.questionnaire, asked.version)
    if one is None:
        raise LookupError(asked)
    with speaking(asked.language):
        return thanks_page(one, asked, late=late, early=early)


def thanks_page(one: Questionnaire, asked: Asked, *, late: bool = False, early: bool = False) -> bytes:
    """The thanks of a questionnaire, in the language that is being spoken. ``early``: the rest is asked of others."""
    lines = [with_answers(one.say(one.thanks, asked.language), {})]
    if early:
        lines = [said(message("The other questions are meant for others, so this is all. What you said was stored."))]
    elif late:
        lines.append(
            said(
                message(
                    "The survey closed or became full while you were answering. Your answers were kept all the same."
                )
            )
        )
    kiosk = asked.shared == Channel.KIOSK
    lines.append(
        said(message("This page begins anew by itself.")) if kiosk else said(message("You may close this page."))
    )
    context = {"heading": said(message("Thank you")), "lines": lines, "again": kiosk}
    return _bytes("link/notice.html", asked, () if kiosk else one.languages, context)


def notice(heading: Message, lines: Iterable[Message], asked: Asked, languages: Iterable[str] = INTERFACE) -> bytes:
    """A page that says why there is nothing to answer."""
    return told("link/notice.html", heading, lines, asked, languages)


def told(
    template: str,
    heading: Message,
    lines: Iterable[Message],
    asked: Asked,
    languages: Iterable[str] = INTERFACE,
    **more: Any,
) -> bytes:
    """The same with more on it."""
    with speaking(asked.language):
        context = {"heading": said(heading), "lines": [said(line) for line in lines], **more}
        return _bytes(template, asked, languages, context)


def speaking(language: str) -> Any:
    """The words of the interface in this language; in English where we have none."""
    return translation.override(CODES[Language.parse(language) or Language.ENGLISH])


@lru_cache(maxsize=8)
def company_of(changed: datetime | None) -> Company:
    """The company; asked for once for each change: ``changed`` is the key."""
    return Company.objects.filter(pk=1).first() or Company(pk=1, name=Text({}), privacy_text=Text({}))


@lru_cache(maxsize=8)
def logo_of(changed: datetime | None) -> StoredFile | None:
    """The company's logo as it stands; a change of it changes the company."""
    return logos(Company(pk=1)).first()


def style_of(changed: datetime | None) -> Any:
    """The style sheet of the company as it stands."""
    return style(company_of(changed).colour)


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
    if not shown.filled.errors:
        return []
    labels = {field.name: "" for field in shown.questionnaire.fields}
    here = {name for name in labels if page_of(shown.questionnaire, name) == shown.number}
    known = (one for block in shown.questionnaire.blocks for one in block.known())
    labels |= {one.name: shown.say(one.label) for one in known if isinstance(one.label, Text)}
    return [
        {"about": labels.get(name) or name, "at": name if name in here else "", "error": said(error)}
        for name, error in shown.filled.errors.items()
    ]


def _bytes(template: str, asked: Asked, languages: Iterable[str], context: Mapping[str, Any]) -> bytes:
    return render_to_string(template, {**frame_of(asked, languages), **context}).encode()


def frame_of(asked: Asked, languages: Iterable[str] = ()) -> dict[str, Any]:
    """What stands around every page."""
    company = company_of(asked.company_changed)
    name = Text.of(company.name).in_language(asked.language)
    place = asked.unit_name.in_language(asked.language) if asked.unit_name else ""
    return {
        "tag": _tag(asked.language),
        "rtl": _locale(asked.language) is not None and _locale(asked.language).text_direction == "rtl",
        "language": asked.language,
        "languages": _named(tag for tag in languages if tag != asked.language),
        "company": name,
        "logo": f"/s/logo-{logo.digest[:10]}" if (logo := logo_of(asked.company_changed)) else "",
        "sender": " · ".join(filter(None, (name, place))),
        "style": f"/s/style-{style(company.colour).digest}.css",
    }


def _named(languages: Iterable[str]) -> list[dict[str, str]]:
    """Languages as they call themselves."""
    return [{"tag": tag, "lang": _tag(tag), "name": endonym(tag)} for tag in languages]


def _tag(language: str) -> str:
    """The tag for ``lang``; Chinese says its script, for fonts go by it."""
    return {"zh": "zh-Hans", "und": "en"}.get(language, language)


@lru_cache
def _locale(tag: str) -> Locale | None:
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


def endonym(tag: str) -> str:
    """What a language calls itself."""
    locale = _locale(tag)
    name = locale.get_display_name() if locale is not None else None
    return name[:1].upper() + name[1:] if name else tag
