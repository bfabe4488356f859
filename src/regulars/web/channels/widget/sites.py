"""Sites as somebody writes them, one a line, made into the origins that a policy of content names."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from regulars.language import Message, message

MOST = 20
_HOST = re.compile(r"(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


def origin(text: str) -> str | None:
    """The origin of a site; None for what is none. What stands behind the host is left out.

    >>> origin("www.example.com/shop"), origin("http://localhost:8000"), origin("https://*.example.com")
    ('https://www.example.com', 'http://localhost:8000', None)
    """
    text = text.strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host, port = (parts.hostname or "").encode("idna").decode().lower(), parts.port
    except (ValueError, UnicodeError):
        return None
    if parts.scheme not in ("https", "http") or parts.username is not None or not _HOST.fullmatch(host):
        return None
    usual = {"https": 443, "http": 80}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port not in (None, usual) else "")


def origins(text: str) -> tuple[list[str], Message | None]:
    """Each line's origin, once; and what is wrong with the first that is none."""
    found: list[str] = []
    for line in text.split():
        one = origin(line)
        if one is None:
            return [], message(
                "“{site}” is not the address of a site. Enter one a line, such as https://www.example.com.", site=line
            )
        if one not in found:
            found.append(one)
    if len(found) > MOST:
        return [], message("At most {most} sites can be named. Make another widget for the rest.", most=MOST)
    return found, None


def ancestors(sites: list[str]) -> str:
    """What the policy of the page says about frames: these sites, or none at all."""
    return "frame-ancestors " + (" ".join(sites) or "'none'")
