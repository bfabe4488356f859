"""What fieldwork does by the clock."""

from __future__ import annotations
