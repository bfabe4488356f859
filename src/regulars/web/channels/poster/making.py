"""From links to posters: what they ask, in which languages, whose they are."""

from __future__ import annotations

import logging
from collections.abc import Iterable

import typst
from django.http import HttpRequest

from regulars import survey
from regulars.documents.poster import House, Poster, Sheet, Spoken, posters_pdf
from regulars.language import Language, Message, Text, message, plural, render
from regulars.survey.piping import filled as with_answers
from regulars.web.channels.link.rendering import logo_of
from regulars.web.company.colour import contrast, nearest, parse
from regulars.web.company.models import Company
from regulars.web.research.codes import address_of, qr_code
from regulars.web.research.models import Channel, Link, Study

log = logging.getLogger(__name__)
SHOWN = (Channel.POSTER, Channel.LINK, Channel.FEEDBACK)  # what anybody may scan
HEADING = "heading"
GROUP = 4  # letters of an address that are typed in one go
NOBODY: dict[str, str] = {}


def questions(one: survey.Questionnaire) -> dict[str, Text]:
    """What a poster can ask: the heading, or one of the questions by its key."""
    found = {HEADING: one.heading or one.title}
    return found | {item.key: item.text or item.label for item in one.items if item.rated}


def first_question(one: survey.Questionnaire) -> str:
    """What it asks unless somebody chooses: the first question with words of its own, else the heading."""
    return next((item.key for item in one.items if item.rated and item.text), HEADING)


def made(
    links: Iterable[Link], *, sheet: Sheet, languages: tuple[str, ...], ask: str, study: Study, request: HttpRequest
) -> bytes:
    """The document. A logo that the typesetter cannot read is left out."""
    asked, company = study.questionnaire.definition(), Company.current()
    posters = [_poster(link, asked, languages, ask, address_of(link, request)) for link in links]
    house = _house(company, languages[0])
    try:
        return posters_pdf(posters, sheet, house)
    except typst.TypstError:
        if house.logo is None:
            raise
        log.exception("the logo could not be set into a poster")
        return posters_pdf(posters, sheet, House(house.name, house.colour, house.on))


def typed(address: str) -> str:
    """An address as people type it: without the scheme, its letters in groups; the page takes it with the hyphens.

    >>> typed("https://guests.example/s/bcdfghjkmnpq")
    'guests.example/s/bcdf-ghjk-mnpq'
    """
    place, _, letters = address.partition("://")[2].rpartition("/")
    groups = [letters[start : start + GROUP] for start in range(0, len(letters), GROUP)]
    return f"{place}/{'-'.join(groups)}"


def _poster(link: Link, asked: survey.Questionnaire, languages: tuple[str, ...], ask: str, address: str) -> Poster:
    question = questions(asked).get(ask) or questions(asked)[HEADING]
    unit = link.unit.name.in_language(languages[0]) or link.unit.code if link.unit else ""
    return Poster(
        code=qr_code(address, "svg").decode(),
        typed=typed(address),
        place=" · ".join(filter(None, (unit, link.label))),
        words=tuple(_spoken(asked, question, language) for language in languages),
    )


def _spoken(asked: survey.Questionnaire, question: Text, language: str) -> Spoken:
    time = plural("About {count} minute.", "About {count} minutes.", asked.minutes) if asked.minutes else None
    free = message("No account, no app.")
    return Spoken(
        language=language,
        question=with_answers(asked.say(question, language), NOBODY),
        call=_said(message("Point your phone’s camera at the code"), language),
        spelled=_said(message("Or type this address:"), language),
        note=_said(message("{time} {free}", time=time, free=free) if time else free, language),
    )


def _said(words: Message, language: str) -> str:
    return render(words, Language.parse(language) or Language.ENGLISH)


def _house(company: Company, language: str) -> House:
    colour = parse(company.colour or "") or "#0b6354"
    if not contrast(colour).enough:
        colour = nearest(colour)
    logo = logo_of(company.changed)
    try:
        picture = logo.path.read_bytes() if logo else None
    except OSError:
        log.exception("the logo cannot be read")
        picture = None
    return House(Text.of(company.name).in_language(language) or "Regulars", colour, contrast(colour).text, picture)
