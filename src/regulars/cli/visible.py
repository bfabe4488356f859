"""Text from a stranger's file, made harmless to a terminal."""

from __future__ import annotations

SPACES = "\n\u00a0\u202f\u3000"  # not "printable" to Python, and harmless


def visible(text: str) -> str:
    r"""Control characters made visible, so that a value from a file cannot steer the terminal.

    >>> visible("a\x1b[31mb")
    'a\\x1b[31mb'
    """
    return "".join(sign if sign.isprintable() or sign in SPACES else repr(sign)[1:-1] for sign in text)
