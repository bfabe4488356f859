"""Posters and cards with a code to scan, as a PDF to print.

The words reach the typesetter as JSON, never as part of its program: no word of a company can be code.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from regulars.charts import font_folder

TEMPLATE = Path(__file__).parent / "poster.typ"
COVERED = frozenset({"en", "zh", "ja", "ko"})  # languages whose letters the font of the package surely has


class Sheet(StrEnum):
    """What is printed: a poster, a card for a table, or ten cards to cut out."""

    A4 = "a4"
    A6 = "a6"
    CARDS = "cards"


@dataclass(frozen=True)
class Spoken:
    """What a poster says in one language. ``call``: what to do; ``spelled``: how the address is brought in."""

    language: str
    question: str
    call: str
    spelled: str
    note: str = ""


@dataclass(frozen=True)
class Poster:
    """One code. ``code``: its drawing as SVG, with the quiet zone; ``typed``: the address as people type it."""

    code: str
    typed: str
    place: str
    words: tuple[Spoken, ...]


@dataclass(frozen=True)
class House:
    """Who asks. ``on`` can be read on ``colour``; ``logo`` is a PNG or JPEG."""

    name: str
    colour: str
    on: str
    logo: bytes | None = None


def posters_pdf(posters: Sequence[Poster], sheet: Sheet, house: House) -> bytes:
    """A page for each; of cards, a page of ten for each."""
    return typeset(posters, sheet, house)


def typeset(posters: Sequence[Poster], sheet: Sheet, house: House, **options: Any) -> bytes:
    """The same in any form that the typesetter knows, such as ``format="png"``."""
    import typst

    tags = {words.language.split("-")[0] for one in posters for words in one.words}
    data = {
        "sheet": sheet.value,
        "name": house.name,
        "colour": house.colour,
        "on": house.on,
        # A picture goes as bytes in figures: JSON has no other way.
        "logo": None if house.logo is None else list(house.logo),
        "posters": [asdict(one) for one in posters],
    }
    made: bytes = typst.compile(
        TEMPLATE.read_bytes(),
        font_paths=[str(font_folder())],
        ignore_system_fonts=tags <= COVERED,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        **options,
    )
    return made
