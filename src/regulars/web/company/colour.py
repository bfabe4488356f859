"""Contrast as WCAG 2 counts it, and the nearest colour on which words can be read."""

from __future__ import annotations

import colorsys
import re
from dataclasses import dataclass

WHITE, INK = "#ffffff", "#151b1c"
ENOUGH = 4.5
_HEX = re.compile(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")


@dataclass(frozen=True)
class Contrast:
    """How well white and dark words can be read on a colour, as ratios from 1 to 21."""

    colour: str
    white: float
    ink: float

    @property
    def enough(self) -> bool:
        """Whether one of them can be read."""
        return max(self.white, self.ink) >= ENOUGH

    @property
    def text(self) -> str:
        """The better one."""
        return WHITE if self.white >= self.ink else INK


def parse(text: str) -> str | None:
    """``#rrggbb`` in small letters; None for what is no colour.

    >>> parse("0B6354"), parse("#abc"), parse("green")
    ('#0b6354', '#aabbcc', None)
    """
    found = _HEX.fullmatch(text.strip())
    if not found:
        return None
    digits = found[1].lower()
    return "#" + ("".join(one * 2 for one in digits) if len(digits) == 3 else digits)


def ratio(one: str, other: str) -> float:
    """WCAG 2.2, "contrast ratio": 1 to 21.

    >>> ratio("#000000", "#ffffff"), round(ratio("#767676", "#ffffff"), 2)
    (21.0, 4.54)
    """
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def contrast(colour: str) -> Contrast:
    """Both ratios of a colour."""
    return Contrast(colour, ratio(colour, WHITE), ratio(colour, INK))


def nearest(colour: str) -> str:
    """The colour of the same hue that is enough with the least change of lightness."""
    red, green, blue = (value / 255 for value in _channels(colour))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    for step in range(1, 1001):
        for sign in (-1, 1):  # darker first: white words on a colour are what people expect
            moved = lightness + sign * step / 1000
            if 0 <= moved <= 1:
                tried = _hex(colorsys.hls_to_rgb(hue, moved, saturation))
                if contrast(tried).enough:
                    return tried
    return INK


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _hex(channels: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(255 * value):02x}" for value in channels)


def _luminance(colour: str) -> float:
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in _channels(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
