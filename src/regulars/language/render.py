"""From a message to a sentence: find the translation, write the values, fill the places."""

from __future__ import annotations

import gettext
import string
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from regulars.language.formats import Formatter
from regulars.language.languages import Language
from regulars.language.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable

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
    translations = catalogue(language)
    result: Formatter

    def translate(message: Message) -> str:
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
def catalogue(language: Language) -> gettext.NullTranslations:
    """All translations of a language: one file for each floor, read when first needed.

    The files are read as they are written (PO): no compiled copy that can be stale. English is the source
    and needs none. Without Babel there is nothing to read them with, and English stands in.
    """
    found = gettext.NullTranslations()
    if language is Language.ENGLISH:
        return found
    try:
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po
    except ModuleNotFoundError:
        return found
    for path in sorted((CATALOGUES / language.value).glob("*.po")):
        compiled = BytesIO()
        with path.open("rb") as file:
            write_mo(compiled, read_po(file, locale=language.locale))
        compiled.seek(0)
        floor = gettext.GNUTranslations(compiled)
        floor.add_fallback(found)
        found = floor
    return found
