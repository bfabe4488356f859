"""The style sheet, with the company's colour in it. Its address holds its digest, so a phone asks for it once."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from regulars.web.channels.link.colours import accents

_SOURCE = Path(__file__).parent / "survey.css"


@dataclass(frozen=True)
class Style:
    """``body`` is deflated: there is no phone that cannot read it."""

    digest: str
    plain: bytes
    body: bytes


@lru_cache(maxsize=16)
def style(colour: str, source: Path = _SOURCE) -> Style:
    """The sheet for a company's colour."""
    own = accents(colour)
    text = source.read_text("utf-8")
    for name, value in (
        ("ACCENT-LIGHT", own["light"]),
        ("ON-LIGHT", own["light_on"]),
        ("ACCENT-DARK", own["dark"]),
        ("ON-DARK", own["dark_on"]),
    ):
        text = text.replace(name, value)
    plain = text[text.index("*/") + 2 :].strip().encode()
    return Style(hashlib.sha256(plain).hexdigest()[:10], plain, gzip.compress(plain, 9, mtime=0))
