"""The two commands that start from purchase lines: ``rfm`` and ``clv``."""

from __future__ import annotations

COMMANDS = ()
