"""The picture of a section as a file; the end of its name says as what."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from regulars.charts import draw, font_folder, specification
from regulars.charts.drawing import finding
from regulars.documents.errors import UnknownFormatError
from regulars.documents.files import write_whole
from regulars.documents.view import words
from regulars.insights.report import Section
from regulars.language import Language

WIDTH = 700
DOTS = 192  # to the inch: sharp on a screen of twice the dots
TEMPLATE = Path(__file__).parent / "chart.typ"
Renderer = Callable[[Section, Language], bytes]


def _svg(section: Section, language: Language) -> bytes:
    return draw(section, language, WIDTH).encode()


def _vega(section: Section, language: Language) -> bytes:
    return (json.dumps(specification(section, language, WIDTH), ensure_ascii=False, indent=2) + "\n").encode()


def _typeset(section: Section, language: Language, *, kind: str) -> bytes:
    """With title and sentence, in our own type: a picture that is sent around says what it shows."""
    import typst

    data = {
        "language": language.value,
        "region": "cn" if language is Language.CHINESE else "gb",
        "width": WIDTH,
        "title": words(section.title, language),
        "sentence": words(section.sentence, language),
        "caption": words(section.caption, language),
        "finding": finding(section, language),
        "chart": draw(section, language, WIDTH),
    }
    options: dict[str, Any] = {"ppi": DOTS} if kind == "png" else {}
    made: bytes = typst.compile(
        TEMPLATE.read_bytes(),
        format=kind,
        font_paths=[str(font_folder())],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        **options,
    )
    return made


CHART_FORMATS: dict[str, Renderer] = {
    ".svg": _svg,
    ".png": partial(_typeset, kind="png"),
    ".pdf": partial(_typeset, kind="pdf"),
    ".json": _vega,
}


def write_chart(section: Section, path: str | Path, language: Language) -> Path:
    """Write the picture of one section; returns its path.

    The suffix decides: .svg (the drawing alone), .png or .pdf (with its sentence), .json (a Vega specification).
    """
    target = Path(path)
    renderer = CHART_FORMATS.get(target.suffix.lower())
    if renderer is None:
        raise UnknownFormatError(target, CHART_FORMATS)
    write_whole(target, renderer(section, language))
    return target
