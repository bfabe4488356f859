"""When the page of a kiosk begins anew: soon after the thanks, and when nobody has done anything for long.

By a header, not by a mark in the page: a page without a script has no other way, and this one leaves the page alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from regulars.web.research.models import Channel

if TYPE_CHECKING:
    from regulars.web.channels.link.door import Door

THANKS = 10  # seconds
IDLE = 180  # seconds without a page being turned


def idle(door: Door) -> dict[str, str]:
    """Headers of a page that asks."""
    return _after(IDLE, door)


def ended(door: Door) -> dict[str, str]:
    """Headers of the thanks. Browsers that keep whole pages for the way back throw them away."""
    headers = _after(THANKS, door)
    return {**headers, "Clear_Site_Data": '"cache"'} if headers else {}


def _after(seconds: int, door: Door) -> dict[str, str]:
    return {"Refresh": f"{seconds}; url={door.path}"} if door.channel == Channel.KIOSK else {}
