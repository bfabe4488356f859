"""The pages of a frame, as bytes."""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from regulars.language import Message, Text, message
from regulars.survey import Questionnaire
from regulars.survey.piping import filled as with_answers
from regulars.web.channels.link.rendering import Asked, company_of, frame_of, speaking
from regulars.web.channels.link.style import Style, style
from regulars.web.channels.widget.question import One
from regulars.web.words import say as said

_CSS = Path(__file__).parent / "widget.css"
_BUTTON = Path(__file__).parent / "button.js"


def style_of(colour: str) -> Style:
    """The sheet of the frame in a company's colour."""
    return style(colour, _CSS)


@lru_cache
def button() -> tuple[bytes, bytes]:
    """The script that makes a link a button: as it is, and deflated. What is written for readers is left out."""
    lines = _BUTTON.read_text("utf-8").splitlines()
    plain = "\n".join(line.strip() for line in lines if not line.startswith("/*")).encode()
    return plain, gzip.compress(plain, 9, mtime=0)


def ask(asked: Asked, definition: Questionnaire, one: One, *, token: str, action: str, error: Message | None) -> bytes:
    """The one question."""
    with speaking(asked.language):
        company = company_of(asked.company_changed)
        privacy = definition.privacy_text or company.privacy_text
        words = Text.of(privacy) if privacy else None
        shown = one.shown(definition, asked.language)
        context = {
            "one": shown,
            "last": shown["points"][-1] if shown["points"] else None,
            "error": said(error) if error else "",
            "token": token,
            "action": action,
            "privacy": with_answers(definition.say(words, asked.language), {}) if words else "",
        }
        return _page("widget/ask.html", asked, context)


def words(
    asked: Asked, definition: Questionnaire, one: One, *, token: str, action: str, typed: str, error: Message | None
) -> bytes:
    """The words that may follow."""
    with speaking(asked.language):
        context = {
            "words": one.words_shown(definition, asked.language),
            "typed": typed,
            "error": said(error) if error else "",
            "token": token,
            "action": action,
        }
        return _page("widget/words.html", asked, context)


def thanks(asked: Asked, definition: Questionnaire) -> bytes:
    """The end."""
    with speaking(asked.language):
        line = with_answers(definition.say(definition.thanks, asked.language), {})
        return _page("widget/said.html", asked, {"heading": said(message("Thank you")), "line": line})


def notice(asked: Asked, heading: Message, line: Message) -> bytes:
    """Why there is nothing to answer."""
    with speaking(asked.language):
        return _page("widget/said.html", asked, {"heading": said(heading), "line": said(line)})


def _page(template: str, asked: Asked, context: dict[str, Any]) -> bytes:
    frame = frame_of(asked)
    frame["style"] = f"/s/widget-{style_of(company_of(asked.company_changed).colour).digest}.css"
    return render_to_string(template, {**frame, **context}).encode()
