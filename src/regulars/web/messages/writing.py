"""A message in the company's look: as text, and as HTML for whoever reads it so.

A hundred thousand invitations differ in a few words. The frame around them is rendered once for each language and
kind; the words of one message are put in afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from typing import Any
from urllib.parse import urlsplit

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from regulars.language import Language
from regulars.web.absolute import absolute
from regulars.web.channels.link.colours import accents
from regulars.web.company.models import Company
from regulars.web.messages.kinds import KINDS
from regulars.web.messages.models import Channel
from regulars.web.messages.tokens import token_of
from regulars.web.people.rights.foot import foot_token
from regulars.web.words import CODES

# Places in the frame; letters of the private area, which no company writes.
SUBJECT, BODY, LINK, LINK_WORDS, LEAVE, OWN = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004", "\ue005"
_PLACES = re.compile("([\ue000-\ue005])")
_BESIDE_HAN = re.compile("(?<=[\u3000-\u9fff\uff00-\uffef])\n|\n(?=[\u3000-\u9fff\uff00-\uffef])")
# The alphabet of telephones (GSM 03.38); signs of the second take the room of two.
GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_TWICE = frozenset("^{}\\[~]|€\f")
_TEXTS = {
    Channel.EMAIL: "messages/letter.txt",
    Channel.SMS: "messages/letter_sms.txt",
    Channel.TEAM: "messages/letter_team.txt",
}


@dataclass(frozen=True)
class Letter:
    """What somebody wants to be sent. ``body``: plain words, an empty line between paragraphs.

    ``link`` with ``link_words`` stands below as a button, ``choices`` as one button each: words and an address.
    ``nonce``: the same thing queued twice is one. ``channel``
    says what ``to`` is: a mailbox, a telephone number, or the public id of a gateway to a team. A short message has no
    subject and no button; its subject is for the lists of the house.
    """

    kind: str
    to: str
    subject: str
    body: str
    nonce: str
    language: Language = Language.ENGLISH
    link: str = ""
    link_words: str = ""
    about: str = ""
    customer: Any = None
    not_before: datetime | None = None
    channel: Channel = Channel.EMAIL
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class _Frame:
    """Words with places, cut at its places: what stands at even positions stays, odd ones are places."""

    text: list[str]
    html: list[str]


@dataclass
class Frames:
    """The frames, each rendered once."""

    _known: dict[tuple[str, Channel, Language, bool, bool], _Frame] = field(default_factory=dict)

    def write(self, letter: Letter, address_hash: str, public_id: str) -> tuple[str, str]:
        """Text and HTML of a message; only mail has the second."""
        own = "" if letter.channel != Channel.EMAIL else getattr(letter.customer, "public_id", "")
        key = letter.kind, letter.channel, letter.language, bool(letter.link), bool(own)
        if key not in self._known:
            self._known[key] = _frame(*key)
        frame = self._known[key]
        body = letter.body.replace("\0", "").replace("\r\n", "\n").strip()
        short = letter.channel == Channel.SMS
        words = {
            SUBJECT: letter.subject,
            BODY: _in_one_line(body) if short else "\n\n".join([body, *("\n".join(one) for one in letter.choices)]),
            LINK: letter.link,
            LINK_WORDS: letter.link_words or letter.link,
            # A short message has no room for a signed address: it is left by its own name.
            LEAVE: public_id if short or KINDS[letter.kind].wanted else token_of(address_hash, letter.language),
            OWN: foot_token(own) if own else "",
        }
        text = _filled(frame.text, words)
        if not frame.html:
            return text, ""
        words[BODY] = _paragraphs(body) + "".join(_button(*one) for one in letter.choices)
        for place in (SUBJECT, LINK, LINK_WORDS):
            words[place] = escape(words[place])
        return text, _filled(frame.html, words)


def parts_of(text: str) -> int:
    """How many parts a short message is sent and paid as: 160 or, with signs beyond GSM 03.38, 70 signs; each of
    several is shorter, for they say how they belong together.

    >>> parts_of("x" * 160), parts_of("x" * 161), parts_of("好" * 70), parts_of("好" * 71), parts_of("€" * 80)
    (1, 2, 1, 2, 1)
    """
    if all(sign in GSM or sign in GSM_TWICE for sign in text):
        length, one, several = len(text) + sum(sign in GSM_TWICE for sign in text), 160, 153
    else:
        length, one, several = len(text.encode("utf-16-le")) // 2, 70, 67
    return 1 if length <= one else -(-length // several)


def domain() -> str:
    """Of the company, for names of messages."""
    company = Company.current()
    sender = company.sender_address.rpartition("@")[2]
    return sender or urlsplit(absolute("/")).hostname or "localhost"


def _in_one_line(body: str) -> str:
    """Without line breaks, which cost; Chinese lines are joined without a blank."""
    lines = "\n".join(words for line in body.splitlines() if (words := " ".join(line.split())))
    return _BESIDE_HAN.sub("", lines).replace("\n", " ")


def _filled(frame: list[str], words: Mapping[str, str]) -> str:
    # In one go: words that were put in are not looked through again.
    filled = frame.copy()
    filled[1::2] = [words[place] for place in frame[1::2]]
    return "".join(filled)


def _frame(kind: str, channel: Channel, language: Language, linked: bool, own: bool) -> _Frame:
    company = Company.current()
    way = "messages:off" if channel == Channel.SMS else "messages:leave"
    leave = absolute(reverse(way, args=["token"])).replace("token", LEAVE)
    mine = absolute(reverse("my:page", args=["token"])).replace("token", OWN) if own else ""
    place = {"subject": SUBJECT, "body": BODY, "link": LINK, "link_words": LINK_WORDS, "leave": leave, "own": mine}
    context = {
        "company": company,
        "colours": accents(company.colour),
        "tag": language.tag,
        "linked": linked,
        "leave": not KINDS[kind].wanted,
        "place": place,
    }
    with translation.override(CODES[language]):
        text = re.sub(r"\n{3,}", "\n\n", render_to_string(_TEXTS[channel], context)).strip()
        html = render_to_string("messages/letter.html", context).strip() if channel == Channel.EMAIL else ""
    return _Frame(_PLACES.split(f"{text}\n" if html else text), _PLACES.split(f"{html}\n") if html else [])


def _paragraphs(body: str) -> str:
    parts = (part for part in re.split(r"\n\s*\n", body) if part.strip())
    return "\n".join(f'<p style="margin:0 0 16px">{escape(part).replace(chr(10), "<br>")}</p>' for part in parts)


def _button(words: str, address: str) -> str:
    style = "display:block;padding:12px 20px;border-radius:6px;border:1px solid #4a5456;color:#151b1c;"
    style += "text-decoration:none;font-weight:600"
    return f'\n<p style="margin:0 0 12px"><a href="{escape(address)}" style="{style}">{escape(words)}</a></p>'
