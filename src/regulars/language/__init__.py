"""Words: a message with typed values becomes a sentence in the reader's language, at the edge.

Floors above hold ``Message`` objects and never strings meant for people. ``str(message)`` is plain English
and needs nothing but the standard library; Chinese and locale-aware numbers need Babel (extra ``facts``).
"""

from regulars.language.errors import RegularsError
from regulars.language.formats import NO_CURRENCY, Formatter
from regulars.language.languages import Language, reader_language
from regulars.language.message import Message, Text, message, plural
from regulars.language.render import render, renderer
from regulars.language.values import Count, Day, Estimate, Kind, Missing, Money, Value

__all__ = [
    "NO_CURRENCY",
    "Count",
    "Day",
    "Estimate",
    "Formatter",
    "Kind",
    "Language",
    "Message",
    "Missing",
    "Money",
    "RegularsError",
    "Text",
    "Value",
    "message",
    "plural",
    "reader_language",
    "render",
    "renderer",
]
