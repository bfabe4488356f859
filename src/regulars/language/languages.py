"""The languages of the interface, and how to find out which one the reader wants."""

from __future__ import annotations

import os
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Language(StrEnum):
    """A language of the interface. Questionnaires may hold any language; the interface has these two."""

    ENGLISH = "en"
    CHINESE = "zh"

    @property
    def locale(self) -> str:
        """The identifier that Babel knows."""
        return {"en": "en_GB", "zh": "zh_Hans_CN"}[self.value]

    @property
    def tag(self) -> str:
        """The BCP 47 tag for ``<html lang>`` and PDF."""
        return {"en": "en", "zh": "zh-Hans"}[self.value]

    @classmethod
    def parse(cls, text: str) -> Language | None:
        """The language that a locale or tag such as ``zh_CN.UTF-8`` or ``en-GB`` names, if it is ours."""
        return _parse(text)


@lru_cache(maxsize=256)  # asked for every word of a page
def _parse(text: str) -> Language | None:
    head = text.replace("-", "_").split("_")[0].split(".")[0].lower()
    return next((language for language in Language if language.value == head), None)


def reader_language(environment: Mapping[str, str] | None = None) -> Language:
    """The reader's language: ``REGULARS_LANGUAGE`` first, then what POSIX asks programs to look at."""
    environment = os.environ if environment is None else environment
    for name in ("REGULARS_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        # POSIX: the first variable that is set and not empty decides, known or not.
        if text := environment.get(name):
            return Language.parse(text) or Language.ENGLISH
    return Language.ENGLISH
