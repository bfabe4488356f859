"""The company's colour, made fit to be read: by contrast (WCAG 2), on white and on the dark page."""

from __future__ import annotations

import re

ACCENT = "#0b6354"
LIGHT, DARK = "#ffffff", "#101415"
INK_ON_DARK, INK_ON_LIGHT = "#0c1917", "#ffffff"
READABLE = 4.8


def accents(colour: str) -> dict[str, str]:
    """The accent and what is written on it, in both themes; a colour that cannot be read is moved until it can."""
    own = colour.lower() if re.fullmatch(r"#[0-9a-fA-F]{6}", colour or "") else ACCENT
    light, dark = _towards(own, "#000000", LIGHT), _towards(own, "#ffffff", DARK)
    return {"light": light, "light_on": INK_ON_LIGHT, "dark": dark, "dark_on": INK_ON_DARK}


def contrast(one: str, other: str) -> float:
    """1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _towards(colour: str, end: str, ground: str) -> str:
    """The first colour on the way to black or white that stands out from the ground."""
    for step in range(21):
        mixed = _mix(colour, end, step / 20)
        if contrast(mixed, ground) >= READABLE:
            return mixed
    return end


def _mix(one: str, other: str, share: float) -> str:
    parts = (round(a + (b - a) * share) for a, b in zip(_parts(one), _parts(other), strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)


def _luminance(colour: str) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (p / 255 for p in _parts(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
