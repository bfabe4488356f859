"""From a message to a sentence: find the translation, write the values, fill the places."""

from __future__ import annotations

import gettext
import string
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from regulars.language.formats import Formatter
from regulars.language.languages import Language
from regulars.language.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

CATALOGUES = Path(__file__).parent / "catalogues"


def render(value: Any, language: Language) -> str:
    """A message (or any value that a message may hold) in this language."""
    return formatter(language).value(value)


def renderer(language: Language) -> Callable[[Any], str]:
    """The same as a function of one argument, for templates."""
    return formatter(language).value


@lru_cache
def formatter(language: Language) -> Formatter:
    """The one formatter of a language."""
    result: Formatter

    def translate(message: Message) -> str:
        translations = catalogue(language).of(message.home)
        if message.plural_template is not None and message.count is not None:
            template = translations.ngettext(message.template, message.plural_template, message.count)
        else:
            template = translations.gettext(message.template)
        return fill(template, {name: result.value(v) for name, v in message.values.items()})

    result = Formatter(language, translate)
    return result


def render_plain(message: Message) -> str:
    """Plain English, whatever is installed."""
    return render(message, Language.ENGLISH)


def fill(template: str, values: dict[str, str]) -> str:
    """Put written values in their places. Only ``{name}`` counts: a value can never be a template."""
    parts = []
    for literal, name, _, _ in string.Formatter().parse(template):
        parts.append(literal)
        if name is not None:
            parts.append(values[name])
    return "".join(parts)


@lru_cache
def catalogue(language: Language) -> Catalogue:
    """All translations of a language: one file for each place that speaks, read when first needed.

    The files are read as they are written (PO): no compiled copy that can be stale. English is the source
    and needs none. Without Babel there is nothing to read them with, and English stands in.
    """
    if language is Language.ENGLISH or find_spec("babel") is None:
        return Catalogue(language, frozenset())
    return Catalogue(language, frozenset(path.stem for path in _folder(language).glob("*.po")))


@dataclass(frozen=True)
class Catalogue:
    """``places``: those that have a file of their own."""

    language: Language
    places: frozenset[str]

    def of(self, home: str) -> gettext.NullTranslations:
        """The translations to ask first: of the place where a message is said; for one from nowhere known, all."""
        if not self.places:
            return gettext.NullTranslations()
        return _part(self.language, home) if home in self.places else _everything(self.language)


class _Words(gettext.NullTranslations):
    """``words`` by message, or by message and the number of its form."""

    def __init__(self, words: Mapping[str | tuple[str, int], str], form: Callable[[int], int]) -> None:
        super().__init__()
        self.words, self.form = words, form

    def gettext(self, message: str) -> str:
        found = self.words.get(message) or self.words.get((message, self.form(1)))
        return found or super().gettext(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.words.get((msgid1, self.form(n))) or super().ngettext(msgid1, msgid2, n)


class _Elsewhere(gettext.NullTranslations):
    """What a place has no words for: all files are read only then."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self.language = language

    def gettext(self, message: str) -> str:
        return _everything(self.language).gettext(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return _everything(self.language).ngettext(msgid1, msgid2, n)


def _folder(language: Language) -> Path:
    return CATALOGUES / language.value


@cache
def _part(language: Language, place: str) -> _Words:
    from babel.messages.pofile import read_po

    with (_folder(language) / f"{place}.po").open("rb") as file:
        read = read_po(file, locale=language.locale)
    words: dict[str | tuple[str, int], str] = {}
    for entry in read:
        if not entry.id or entry.fuzzy:
            continue
        if isinstance(entry.id, str):
            words[entry.id] = str(entry.string)
        else:
            words.update({(entry.id[0], form): found for form, found in enumerate(entry.string)})
    part = _Words(words, gettext.c2py(read.plural_expr))
    part.add_fallback(_Elsewhere(language))
    return part


@lru_cache
def _everything(language: Language) -> _Words:
    """The words of the first file, by its name, that has any for a message."""
    words: dict[str | tuple[str, int], str] = {}
    parts = [_part(language, place) for place in sorted(catalogue(language).places, key="{}.po".format)]
    for part in reversed(parts):
        words.update({message: found for message, found in part.words.items() if found})
    return _Words(words, parts[0].form)
