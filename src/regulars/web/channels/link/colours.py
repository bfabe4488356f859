"""The company's colour, made fit to be read on the white page and on the dark one."""

from __future__ import annotations

import colorsys

from regulars.web.company.colour import parse, ratio

ACCENT = "#0b6354"
LIGHT, DARK = "#ffffff", "#101415"
ON_LIGHT, ON_DARK = "#ffffff", "#0c1917"
READABLE = 4.8
# The accent of the house in the dark was chosen by eye, as all colours of the house were.
_KNOWN = {ACCENT: "#5ec5ae"}


def accents(colour: str) -> dict[str, str]:
    """The accent in both themes; a colour that cannot be read there gets darker or lighter until it can."""
    own = parse(colour or "") or ACCENT
    dark = _KNOWN.get(own) or _moved(own, DARK, lighter=True)
    return {"light": _moved(own, LIGHT, lighter=False), "light_on": ON_LIGHT, "dark": dark, "dark_on": ON_DARK}


def _moved(colour: str, ground: str, *, lighter: bool) -> str:
    """The same hue at the nearest lightness that stands out from the ground."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)))
    for step in range(101):
        share = step / 100
        now = lightness + ((1 - lightness) if lighter else -lightness) * share
        # A full hue glares when it is made light.
        parts = colorsys.hls_to_rgb(hue, now, min(saturation, 0.6) if lighter and step else saturation)
        moved = "#" + "".join(f"{round(part * 255):02x}" for part in parts)
        if ratio(moved, ground) >= READABLE:
            return moved
    return LIGHT if lighter else "#000000"
