"""Addresses of the web that strangers wrote."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

LONGEST = 500


def is_web(text: str) -> bool:
    """Whether a page may lead there.

    >>> [is_web(text) for text in ("https://a.example/1", "javascript:alert(1)", "https://bank.example@evil.example/")]
    [True, False, False]
    """
    parts = _parts(text)
    return parts is not None and parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc


def host_of(text: str) -> str:
    """The name of the machine; empty where there is none."""
    parts = _parts(text)
    return (parts.hostname or "") if parts else ""


def _parts(text: str) -> SplitResult | None:
    if not text or len(text) > LONGEST or not text.isprintable() or any(one in text for one in " \\<>\"'"):
        return None
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return None
    return parts
