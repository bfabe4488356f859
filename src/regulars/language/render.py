"""From a message to a sentence: find the translation, write the values, fill the places."""

from __future__ import annotations

import gettext
import string
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
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
    if language is Language.ENGLISH:
        return Catalogue({}, gettext.NullTranslations())
    try:
        from babel.messages.catalog import Catalog
        from babel.messages.pofile import read_po
    except ModuleNotFoundError:
        return Catalogue({}, gettext.NullTranslations())
    together = Catalog(locale=language.locale)
    own = {}
    for path in sorted((CATALOGUES / language.value).glob("*.po")):
        with path.open("rb") as file:
            read = read_po(file, locale=language.locale)
        own[path.stem] = _compiled(read)
        for entry in read:
            if entry.id and entry.id not in together:
                together.add(entry.id, entry.string)
    everything = _compiled(together)
    for part in own.values():
        part.add_fallback(everything)
    return Catalogue(own, everything)


@dataclass(frozen=True)
class Catalogue:
    """``own``: by the place where a message is said; ``everything``: for messages that come from nowhere known."""

    own: Mapping[str, gettext.NullTranslations]
    everything: gettext.NullTranslations

    def of(self, home: str) -> gettext.NullTranslations:
        """The translations to ask first."""
        return self.own.get(home, self.everything)


def _compiled(catalog: Any) -> gettext.GNUTranslations:
    from babel.messages.mofile import write_mo

    file = BytesIO()
    write_mo(file, catalog)
    file.seek(0)
    return gettext.GNUTranslations(file)
