"""The lines that a site takes over, ready to be copied."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import format_html

from regulars.language import Language, Message, message, render

_BUTTON = '<a href="{}?lang={}" data-regulars data-close="{}">{}</a><script async src="{}"></script>'
_FRAME = '<iframe src="{}/widget?lang={}" title="{}" width="100%" height="320" loading="lazy"></iframe>'
_LINK = '<a href="{}?lang={}">{}</a>'


@dataclass(frozen=True)
class Lines:
    """For one language of the site."""

    language: str
    button: str
    frame: str
    link: str


def lines(address: str, script: str, language: str) -> Lines:
    """HTML with our words in the site's language; the site may put its own in their place."""
    own = Language.parse(language) or Language.ENGLISH

    def said(words: Message) -> str:
        return render(words, own)

    feedback, close = said(message("Feedback")), said(message("Close"))
    return Lines(
        language,
        str(format_html(_BUTTON, address, language, close, feedback, script)),
        str(format_html(_FRAME, address, language, feedback)),
        str(format_html(_LINK, address, language, feedback)),
    )
