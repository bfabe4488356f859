"""Names as purchases give them, and those that stand for what has none. No name in the data begins with their blank."""

from __future__ import annotations

from regulars.insights.report import Words
from regulars.language import Text, message

UNSAID, OTHERS = "\u200bunsaid", "\u200bothers"
_WORDS = {UNSAID: message("not given"), OTHERS: message("All others")}


def words_of(name: str) -> Words:
    """A name as people read it."""
    return _WORDS.get(name) or Text.of(name)
